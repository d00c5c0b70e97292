"""Words and pictures in one question: z-scores are added, and every part must contribute."""

from __future__ import annotations

import numpy as np
import pytest

from photoclip.search.mixing import Mixer, Part, blend, join_texts
from photoclip.search.relevance import SEARCH

DIM = 256


def unit(x: np.ndarray) -> np.ndarray:
    return np.asarray(x / np.linalg.norm(x, axis=-1, keepdims=True), np.float32)


class Space:
    """Photos lie in a narrow cone away from texts, as in a real model."""

    def __init__(self, seed: int = 0) -> None:
        self.rng = np.random.default_rng(seed)
        self.concepts = unit(self.rng.standard_normal((400, DIM)))
        self.cone = unit(self.rng.standard_normal(DIM))

    def photos(self, concepts: list[int], count: int) -> np.ndarray:
        noise = unit(self.rng.standard_normal((count, DIM)))
        about = self.concepts[concepts].sum(axis=0)
        return unit(about + 0.8 * noise + 1.5 * self.cone).astype(np.float16)

    def text(self, concept: int) -> np.ndarray:
        return unit(self.concepts[concept] + 0.3 * unit(self.rng.standard_normal(DIM)))


@pytest.fixture(scope="module")
def space() -> Space:
    return Space()


@pytest.fixture(scope="module")
def photos(space: Space) -> np.ndarray:
    """Forty concepts of fifteen photos, then ten photos that show both 3 and 5."""
    single = [space.photos([concept], 15) for concept in range(40)]
    return np.concatenate([*single, space.photos([3, 5], 10)])


@pytest.fixture(scope="module")
def mixer(space: Space, photos: np.ndarray) -> Mixer:
    texts = np.stack([space.text(concept) for concept in range(100, 400)])
    shuffled = photos[space.rng.permutation(len(photos))]
    return Mixer(shuffled, texts)


def scores_and_counts(
    mixer: Mixer, photos: np.ndarray, parts: list[Part], candidates: np.ndarray | None = None
) -> tuple[np.ndarray, int, int]:
    question = mixer.question(join_texts(parts))
    assert question.mixture is not None
    pool = photos if candidates is None else photos[candidates]
    scores = pool.astype(np.float32) @ question.vector - question.offset
    order = np.argsort(-scores)
    cuts = question.mixture.cuts(
        scores[order],
        photos=None if candidates is None else pool,
        candidates=len(pool),
        strictness=SEARCH,
    )
    return order, *cuts.counts(scores[order])


def test_texts_become_one_by_subtraction(space: Space) -> None:
    dog, people = space.text(1), space.text(2)
    (one,) = join_texts([Part(dog, "text", 2.0), Part(people, "text", -1.0)])
    np.testing.assert_allclose(one.vector, unit(2 * dog - people), atol=1e-6)
    assert (one.kind, one.weight) == ("text", 2.0)
    picture = Part(dog, "image", 1.5)
    unwanted, same = join_texts([picture, Part(people, "text", -1.0)])
    np.testing.assert_allclose(unwanted.vector, people, atol=1e-6)
    assert (unwanted.weight, same) == (-1.0, picture)


def test_what_cancels_out_is_nothing(space: Space) -> None:
    dog = space.text(1)
    assert blend([Part(dog, "text"), Part(dog, "text", -1.0)]) is None
    assert join_texts([Part(dog, "text"), Part(dog, "text", -1.0)]) == []


def test_the_score_is_the_sum_of_z_scores(space: Space, photos: np.ndarray, mixer: Mixer) -> None:
    parts = [Part(space.text(5), "text", 2.0), Part(photos[48].astype(np.float32), "image")]
    question = mixer.question(parts)
    expected = np.zeros(len(photos))
    for part in parts:
        s = photos.astype(np.float32) @ part.vector
        expected += part.weight * (s - s.mean()) / s.std()
    got = photos.astype(np.float32) @ question.vector - question.offset
    np.testing.assert_allclose(got, expected, atol=2e-3)


def test_photos_that_fit_both_parts_come_first_and_are_likely(
    space: Space, photos: np.ndarray, mixer: Mixer
) -> None:
    parts = [Part(space.text(5), "text"), Part(photos[48].astype(np.float32), "image")]
    others = np.flatnonzero(np.arange(len(photos)) != 48)
    order, likely, maybe = scores_and_counts(mixer, photos, parts, others)
    both = set(range(600, 610))
    assert len(both & set(others[order[:10]].tolist())) >= 9
    assert likely >= 1
    assert set(others[order[:likely]].tolist()) <= both
    assert likely + maybe >= 10


def test_a_part_that_is_nowhere_leaves_nothing_likely(
    space: Space, photos: np.ndarray, mixer: Mixer
) -> None:
    none = []
    for at in (48, 100, 605):
        picture = Part(photos[at].astype(np.float32), "image")
        others = np.flatnonzero(np.arange(len(photos)) != at)
        for concept in range(50, 80):
            parts = [Part(space.text(concept), "text"), picture]
            none.append(scores_and_counts(mixer, photos, parts, others)[1] == 0)
    assert np.mean(none) >= 0.85, "93 % are meant"


def test_small_libraries_are_joined_by_reference_photos(space: Space) -> None:
    few = np.concatenate([space.photos([concept], 2) for concept in range(4)])
    reference = np.concatenate([space.photos([concept], 4) for concept in range(300, 350)])
    texts = np.stack([space.text(concept) for concept in range(100, 300)])
    mixer = Mixer(few, texts, reference=reference)
    parts = [Part(space.text(2), "text"), Part(few[4].astype(np.float32), "image")]
    order, *_ = scores_and_counts(mixer, few, parts)
    assert set(order[:2].tolist()) == {4, 5}


def test_an_empty_library_has_no_distribution_and_no_error(space: Space) -> None:
    empty = np.zeros((0, DIM), np.float16)
    texts = np.stack([space.text(concept) for concept in range(100, 200)])
    mixer = Mixer(empty, texts)
    question = mixer.question([Part(space.text(1), "text"), Part(space.text(2), "image")])
    assert question.mixture is not None
    cuts = question.mixture.cuts(np.zeros(0, np.float32), candidates=0, strictness=SEARCH)
    assert cuts.counts(np.zeros(0, np.float32)) == (0, 0)
