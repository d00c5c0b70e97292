"""The bank of texts is encoded once per model, and a damaged file is only a cache."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from photoclip.search import background
from photoclip.search.background import (
    REFERENCE_FILE,
    background_texts,
    background_vectors,
    load_reference,
)


class Encoder:
    def __init__(self, fingerprint: str = "f") -> None:
        self.fingerprint = fingerprint
        self.calls = 0

    def encode_texts(self, texts: Sequence[str]) -> np.ndarray:
        self.calls += 1
        rows = [np.random.default_rng(list(t.encode())).standard_normal(8) for t in texts]
        x = np.array(rows, np.float32)
        return x / np.linalg.norm(x, axis=1, keepdims=True)


def test_the_bank_has_no_text_twice_and_enough_of_them() -> None:
    texts = background_texts()
    assert len({text.casefold() for text in texts}) == len(texts)
    assert len(texts) >= 256


def test_the_bank_is_encoded_once_per_model(tmp_path: Path) -> None:
    encoder = Encoder()
    first = background_vectors(encoder, tmp_path / "texts")
    calls = encoder.calls
    again = background_vectors(encoder, tmp_path / "texts")
    np.testing.assert_array_equal(first, again)
    assert encoder.calls == calls
    assert first.shape == (len(background_texts()), 8)
    other = Encoder("another")
    background_vectors(other, tmp_path / "texts")
    assert other.calls > 0
    assert len(list((tmp_path / "texts").iterdir())) == 2


@pytest.mark.parametrize("damage", [b"", b"\x93NUMPY", b"nonsense"])
def test_a_damaged_file_is_encoded_again(tmp_path: Path, damage: bytes) -> None:
    encoder = Encoder()
    first = background_vectors(encoder, tmp_path)
    (path,) = tmp_path.iterdir()
    path.write_bytes(damage)
    np.testing.assert_array_equal(background_vectors(encoder, tmp_path), first)
    np.save(path.with_suffix(""), np.zeros_like(first))
    np.testing.assert_array_equal(background_vectors(encoder, tmp_path), first)


def test_another_bank_replaces_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    background_vectors(Encoder(), tmp_path)
    monkeypatch.setattr(background, "background_texts", lambda: ["one", "two"])
    assert background_vectors(Encoder(), tmp_path).shape == (2, 8)
    assert len(list(tmp_path.iterdir())) == 1


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    encoder = Encoder()
    assert len(background_vectors(encoder, tmp_path / "file")) == len(background_texts())


def test_reference_photos_of_other_weights_are_not_used(tmp_path: Path) -> None:
    vectors = np.ones((3, 4), np.float16)
    np.savez(tmp_path / REFERENCE_FILE, fingerprint=np.array("f"), vectors=vectors)
    loaded = load_reference(tmp_path, "f")
    assert loaded is not None
    np.testing.assert_array_equal(loaded, vectors)
    assert load_reference(tmp_path, "g") is None
    assert load_reference(None, "f") is None
    assert load_reference(tmp_path / "none", "f") is None
    (tmp_path / REFERENCE_FILE).write_bytes(b"PK\x03\x04 nonsense")
    assert load_reference(tmp_path, "f") is None
