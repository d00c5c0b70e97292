"""Labels become vectors and find photos, without a model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from photoclip.jobs.job import run_to_end
from photoclip.labeling import zeroshot
from photoclip.labeling.label_sets import LabelText
from photoclip.labeling.zeroshot import ClassMatrix, Rule, class_matrix, default_templates, find

DIM = 16


@dataclass
class WordEncoder:
    """A text's vector is the sum of its words' vectors."""

    fingerprint: str = "words"
    asked: int = 0

    def encode_texts(self, texts: Sequence[str]) -> np.ndarray:
        self.asked += len(texts)
        return np.stack([self._one(text) for text in texts])

    def _one(self, text: str) -> np.ndarray:
        words = [self.word(word) for word in text.split()]
        total = np.sum(words, axis=0)
        return np.asarray(total / np.linalg.norm(total), np.float32)

    def word(self, word: str) -> np.ndarray:
        vector = np.random.default_rng(list(word.encode())).standard_normal(DIM)
        return np.asarray(vector / np.linalg.norm(vector), np.float32)


class PlainScale:
    """Evidence is the score; the line leaves so many best rows above it."""

    def __init__(self, vectors: np.ndarray, best: int) -> None:
        self.stored = vectors.astype(np.float16)
        self.best = best

    @property
    def size(self) -> int:
        return len(self.stored)

    def scores(self, queries: np.ndarray, rows: Any) -> np.ndarray:
        return self.stored[rows].astype(np.float32) @ queries.T

    def evidence(self, queries: np.ndarray, scores: np.ndarray, rows: slice) -> np.ndarray:
        return scores

    def line(self, evidence: np.ndarray) -> float:
        return float(np.sort(evidence)[-self.best])

    def vectors(self) -> np.ndarray:
        return self.stored


@dataclass
class Turned:
    """Learned that the label is the opposite of what its words say."""

    line: float

    def scores(self, vectors: np.ndarray, evidence: np.ndarray) -> np.ndarray:
        assert len(vectors) == len(evidence)
        return -evidence


def test_a_label_is_the_mean_of_its_prompts_in_all_templates() -> None:
    encoder = WordEncoder()
    matrix = class_matrix(encoder, [LabelText("dog", ("dog", "puppy"))], ["{}", "a {} here"])
    texts = ["dog", "puppy", "a dog here", "a puppy here"]
    mean = encoder.encode_texts(texts).mean(axis=0)
    np.testing.assert_allclose(matrix.labels[0], mean / np.linalg.norm(mean), atol=1e-6)
    assert matrix.negatives[0].shape == (0, DIM)


def test_a_label_without_prompts_uses_its_name_and_the_default_templates() -> None:
    assert "{}" in default_templates()
    assert all("{}" in template for template in default_templates())
    encoder = WordEncoder()
    matrix = class_matrix(encoder, [LabelText("cat")])
    mean = encoder.encode_texts([t.replace("{}", "cat") for t in default_templates()]).mean(0)
    np.testing.assert_allclose(matrix.labels[0], mean / np.linalg.norm(mean), atol=1e-6)


def test_braces_in_a_label_are_taken_as_they_are() -> None:
    encoder = WordEncoder()
    matrix = class_matrix(encoder, [LabelText("{x} {}")], ["{}"])
    np.testing.assert_allclose(matrix.labels[0], encoder.encode_texts(["{x} {}"])[0], atol=1e-6)


def test_no_labels_give_no_suggestions() -> None:
    matrix = class_matrix(WordEncoder(), [])
    assert len(matrix.labels) == 0
    found = run_to_end(find(matrix, PlainScale(np.zeros((5, DIM)), 2)))
    assert len(found.rows) == 0


def test_texts_that_labels_share_are_encoded_once() -> None:
    encoder = WordEncoder()
    class_matrix(encoder, [LabelText("a", ("x",)), LabelText("b", ("x", "y"))], ["{}"])
    assert encoder.asked == 2


@pytest.fixture
def photos() -> np.ndarray:
    """Six photos: three of a dog, two of a cat, one of both."""
    encoder = WordEncoder()
    texts = ["dog grass", "dog snow", "dog sofa", "cat sofa", "cat tree", "dog cat"]
    return encoder.encode_texts(texts).astype(np.float16)


def test_each_label_finds_its_photos(photos: np.ndarray) -> None:
    encoder = WordEncoder()
    matrix = class_matrix(encoder, [LabelText("dog"), LabelText("cat")], ["{}"])
    progress = []
    job = find(matrix, PlainScale(photos, 3))
    while True:
        try:
            progress.append(next(job))
        except StopIteration as stop:
            found = stop.value
            break
    assert (progress[0].done, progress[-1].done, progress[-1].total) == (0, 2, 2)
    assert set(found.rows[found.labels == 1].tolist()) == {3, 4, 5}
    scores = photos.astype(np.float32) @ matrix.labels[0]
    np.testing.assert_allclose(found.scores[:3], np.sort(scores)[::-1][:3], atol=1e-5)


def test_a_photo_nearer_to_a_negative_is_left_out(photos: np.ndarray) -> None:
    encoder = WordEncoder()
    label = LabelText("dog", negatives=("dog snow", "dog cat"))
    matrix = class_matrix(encoder, [label], ["{}"])
    found = run_to_end(find(matrix, PlainScale(photos, 6)))
    assert 1 not in found.rows
    assert 5 not in found.rows
    assert 0 in found.rows


def test_in_a_one_of_set_a_photo_gets_its_surest_label(photos: np.ndarray) -> None:
    encoder = WordEncoder()
    labels = [LabelText("dog"), LabelText("cat")]
    matrix = class_matrix(encoder, labels, ["{}"])
    several = run_to_end(find(matrix, PlainScale(photos, 6)))
    assert len(several.rows) == 12
    one = run_to_end(find(matrix, PlainScale(photos, 6), multi_label=False))
    assert sorted(one.rows.tolist()) == list(range(6))
    for row, label in zip(one.rows, one.labels, strict=True):
        assert label == np.argmax(matrix.labels @ photos[row].astype(np.float32))


def test_many_labels_and_photos_are_compared_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zeroshot, "_NUMBERS_AT_ONCE", 300)
    monkeypatch.setattr(zeroshot, "_ROWS_AT_ONCE", 32)
    rng = np.random.default_rng(0)
    vectors = rng.standard_normal((70, DIM)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    matrix = ClassMatrix(vectors, tuple(np.zeros((0, DIM), np.float32) for _ in range(70)))
    found = run_to_end(find(matrix, PlainScale(vectors, 1)))
    assert found.labels.tolist() == list(range(70))
    assert found.rows.tolist() == list(range(70))


def test_a_line_of_ones_own_takes_the_place_of_the_calibrated_one(photos: np.ndarray) -> None:
    encoder = WordEncoder()
    matrix = class_matrix(encoder, [LabelText("dog"), LabelText("dog")], ["{}"])
    scores = np.sort(PlainScale(photos, 1).scores(matrix.labels, slice(None))[:, 0])[::-1]
    rules = [Rule(float(scores[3])), Rule(2.0)]
    found = run_to_end(find(matrix, PlainScale(photos, 1), rules=rules))
    assert found.labels.tolist() == [0, 0, 0, 0]
    np.testing.assert_allclose(found.scores, scores[:4])


def test_what_was_learned_decides_instead_of_the_words(photos: np.ndarray) -> None:
    encoder = WordEncoder()
    matrix = class_matrix(encoder, [LabelText("dog")], ["{}"])
    words = PlainScale(photos, 1).scores(matrix.labels, slice(None))[:, 0]
    learned = Turned(line=float(np.sort(-words)[-2]))
    found = run_to_end(find(matrix, PlainScale(photos, 1), rules=[Rule(None, learned)]))
    assert found.rows.tolist() == np.argsort(words)[:2].tolist()
    mine = run_to_end(find(matrix, PlainScale(photos, 1), rules=[Rule(5.0, learned)]))
    assert len(mine.rows) == 0


def test_only_photos_that_are_asked_for_are_found(photos: np.ndarray) -> None:
    matrix = class_matrix(WordEncoder(), [LabelText("dog")], ["{}"])
    among = np.array([True, False, False, True, False, False])
    found = run_to_end(find(matrix, PlainScale(photos, 4), among=among))
    assert found.rows.tolist() == [0]
