"""Texts are encoded once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from photoclip.labeling.text_cache import TextCache


class Counting:
    fingerprint = "f"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode_texts(self, texts: Sequence[str]) -> np.ndarray:
        self.asked += texts
        return np.array([[len(text), ord(text[0])] for text in texts], np.float32)


def test_only_new_texts_are_encoded_and_the_order_is_kept() -> None:
    encoder = Counting()
    cache = TextCache("f", lambda: encoder)
    cache.encode_texts(["a", "bb"])
    found = cache.encode_texts(["ccc", "bb", "ccc", "a"])
    assert found.tolist() == [[3, 99], [2, 98], [3, 99], [1, 97]]
    assert encoder.asked == ["a", "bb", "ccc"]


def test_the_model_is_not_loaded_for_texts_that_are_known() -> None:
    loaded = []

    def load() -> Counting:
        loaded.append(1)
        return Counting()

    cache = TextCache("f", load)
    assert not loaded
    cache.encode_texts(["a"])
    cache.encode_texts(["a", "a"])
    assert len(loaded) == 1


def test_texts_not_used_for_longest_are_forgotten_first() -> None:
    encoder = Counting()
    cache = TextCache("f", lambda: encoder, kept=2)
    cache.encode_texts(["a", "b"])
    cache.encode_texts(["a"])
    cache.encode_texts(["c"])
    cache.encode_texts(["a", "b"])
    assert encoder.asked == ["a", "b", "c", "b"]


def test_more_texts_than_are_kept_still_give_all_vectors() -> None:
    cache = TextCache("f", Counting, kept=2)
    assert cache.encode_texts(["a", "b", "c", "d"])[:, 1].tolist() == [97, 98, 99, 100]
