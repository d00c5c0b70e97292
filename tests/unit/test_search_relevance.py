"""Bands come from distributions: they hold whatever the model's cosines look like."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from photoclip.search.habits import Moments, Spreads
from photoclip.search.relevance import (
    LABELS,
    SEARCH,
    Calibration,
    Cuts,
    Levels,
    Strictness,
    sample_rows,
)
from photoclip.search.tails import Tops

DIM = 64
CONCEPTS = 600


def unit(x: np.ndarray) -> np.ndarray:
    return np.asarray(x / np.linalg.norm(x, axis=-1, keepdims=True), np.float32)


class World:
    """Concepts as directions; photos and texts lie near theirs."""

    def __init__(self, seed: int = 0) -> None:
        self.rng = np.random.default_rng(seed)
        self.concepts = unit(self.rng.standard_normal((CONCEPTS, DIM)))

    def noise(self, *shape: int) -> np.ndarray:
        return unit(self.rng.standard_normal((*shape, DIM)))

    def photos(self, concept: int, count: int) -> np.ndarray:
        return unit(self.concepts[concept] + 0.8 * self.noise(count)).astype(np.float16)

    def library(self, concepts: range, each: int) -> np.ndarray:
        return np.concatenate([self.photos(concept, each) for concept in concepts])

    def texts(self, concepts: range) -> np.ndarray:
        chosen = self.concepts[concepts.start : concepts.stop]
        return unit(chosen + 0.3 * self.noise(len(chosen)))

    def bank(self) -> np.ndarray:
        return self.texts(range(300, 600))


def calibrate(world: World, library: np.ndarray, **more: object) -> Calibration:
    order = np.random.default_rng(1).permutation(len(library))[:8192]
    return Calibration(world.bank(), library[order], photos=len(library), **more)  # type: ignore[arg-type]


def likely(
    calibration: Calibration,
    library: np.ndarray,
    query: np.ndarray,
    strictness: Strictness = SEARCH,
) -> np.ndarray:
    scores = library.astype(np.float32) @ query
    order = np.argsort(-scores, kind="stable")[:1024]
    cuts = calibration.cuts(
        query,
        scores[order],
        calibration.levels(library[order]),
        candidates=len(library),
        strictness=strictness,
    )
    assert cuts.maybe <= cuts.likely
    return scores >= cuts.likely


@pytest.mark.parametrize("photos", [20, 100, 1000, 5000])
def test_absent_concepts_seldom_have_a_likely_photo(photos: int) -> None:
    world = World(photos)
    library = world.library(range(100), max(1, photos // 100))[:photos]
    calibration = calibrate(world, library)
    wrong = [likely(calibration, library, q).any() for q in world.texts(range(100, 300))]
    assert np.mean(wrong) <= 1.5 * (1 - SEARCH.exists)


@pytest.mark.parametrize("share", [0.002, 0.05, 0.3, 0.9, 1.0])
def test_most_photos_of_a_present_concept_are_likely(share: float) -> None:
    world = World()
    count = int(1000 * share)
    library = np.concatenate([world.photos(0, count), world.photos(1, 1000 - count)])
    if share < 0.5:
        library[count:] = world.library(range(1, 101), 10)[: 1000 - count]
    found = likely(calibrate(world, library), library, world.texts(range(1))[0])
    assert found[:count].mean() >= 0.6
    assert found[count:].sum() <= 0.15 * count + 1


def test_bands_do_not_depend_on_where_a_models_cosines_lie() -> None:
    world = World()
    library = world.library(range(50), 10)
    queries = world.texts(range(60))
    calibration = calibrate(world, library)

    def moved(vectors: np.ndarray) -> np.ndarray:
        """Vectors whose cosines are half of the old ones, plus a half."""
        half = np.sqrt(0.5)
        extra = np.full((len(vectors), 1), half)
        return np.concatenate([vectors * half, extra], axis=1).astype(np.float32)

    same = Calibration(moved(world.bank()), moved(library).astype(np.float16), photos=500)
    differing = 0
    for query, other in zip(queries, moved(queries), strict=True):
        a = likely(calibration, library, query).sum()
        b = likely(same, moved(library).astype(np.float16), other).sum()
        differing += abs(int(a) - int(b)) > 2
    assert differing <= 4  # the bank's texts are drawn anew


def test_a_bank_of_which_a_fifth_is_really_there_still_works() -> None:
    world = World()
    library = np.concatenate([world.library(range(40), 10), world.library(range(300, 360), 10)])
    calibration = calibrate(world, library)
    hits = [
        likely(calibration, library, q)[10 * i : 10 * i + 10].mean()
        for i, q in enumerate(world.texts(range(40)))
    ]
    wrong = [likely(calibration, library, q).any() for q in world.texts(range(100, 300))]
    assert np.mean(hits) >= 0.6
    assert np.mean(wrong) <= 0.1


def test_a_sample_gives_the_bands_of_the_whole_library() -> None:
    world = World()
    library = world.library(range(200), 50)
    whole = Calibration(world.bank(), library, photos=len(library))
    sampled = calibrate(world, library)  # 8,192 of 10,000
    counts = np.array(
        [
            [likely(each, library, query).sum() for each in (whole, sampled)]
            for query in world.texts(range(0, 240, 4))
        ]
    )
    present = counts[:50]
    assert abs(np.median(present[:, 1] / present[:, 0]) - 1) <= 0.15
    assert np.median(np.abs(np.log(present[:, 1] / present[:, 0]))) <= 0.25
    assert ((counts > 0).sum(axis=1) == 1).sum() <= 2


def test_stricter_settings_never_show_more() -> None:
    world = World()
    library = world.library(range(50), 10)
    calibration = calibrate(world, library)
    for query in world.texts(range(60)):
        loose = likely(calibration, library, query, Strictness(exists=0.8, false_likely=0.3))
        strict = likely(calibration, library, query, Strictness(exists=0.99, false_likely=0.01))
        assert not (strict & ~loose).any()


def test_reference_photos_tell_the_habits_of_queries_in_small_libraries() -> None:
    world = World()
    reference = world.library(range(400, 500), 4)
    small, large = world.library(range(20), 1), world.library(range(100), 60)
    bank, query = world.bank(), world.concepts[0]

    def evidence(library: np.ndarray, reference: np.ndarray | None) -> np.ndarray:
        calibration = Calibration(bank, library, photos=len(library), reference=reference)
        scores = library.astype(np.float32) @ query
        return calibration.evidence(query, scores, calibration.levels(library))

    levels = Calibration(bank, small, photos=len(small)).levels(small)
    scores = small.astype(np.float32) @ query
    on_reference = reference.astype(np.float32) @ query
    against_bank = (scores - levels.level) / levels.spread
    expected = against_bank + (scores - on_reference.mean()) / on_reference.std()
    np.testing.assert_allclose(evidence(small, reference), expected, atol=1e-3)
    assert np.abs(evidence(small, None) - expected).max() > 0.5
    with_reference, without = evidence(large, reference), evidence(large, None)
    assert np.corrcoef(with_reference, without)[0, 1] > 0.99


def test_evidence_of_many_queries_is_that_of_each() -> None:
    world = World()
    library = world.library(range(50), 10)
    for reference in (None, world.library(range(400, 500), 4)):
        calibration = calibrate(world, library, reference=reference)
        levels = calibration.levels(library)
        queries = world.texts(range(3))
        scores = library.astype(np.float32) @ queries.T
        wide = Levels(levels.level[:, None], levels.spread[:, None])
        together = calibration.evidence(np.ascontiguousarray(queries.T), scores, wide)
        for at, query in enumerate(queries):
            alone = calibration.evidence(query, scores[:, at], levels)
            np.testing.assert_allclose(together[:, at], alone, atol=1e-4)


def test_habits_follow_from_moments_as_from_the_photos() -> None:
    world = World()
    library = world.library(range(50), 10)
    queries = world.texts(range(5))
    levels = Levels(
        world.rng.uniform(0.1, 0.2, len(library)).astype(np.float32),
        world.rng.uniform(0.5, 2.0, len(library)).astype(np.float32),
    )
    evidence = library.astype(np.float32) @ queries.T
    evidence = (evidence - levels.level[:, None]) / levels.spread[:, None]
    spreads = Moments.of(library, levels).spreads(np.ascontiguousarray(queries.T))
    np.testing.assert_allclose(spreads.mean, evidence.mean(axis=0), atol=1e-4)
    np.testing.assert_allclose(spreads.variance, evidence.var(axis=0), rtol=1e-3)
    half = spreads.pooled(Spreads(spreads.mean + 2.0, spreads.variance), 0.5)
    np.testing.assert_allclose(half.mean, spreads.mean + 1.0, rtol=1e-5)
    np.testing.assert_allclose(half.variance, spreads.variance + 1.0, rtol=1e-5)


def test_a_query_that_suits_every_photo_a_little_has_no_likely_one() -> None:
    world = World()
    library = world.library(range(100), 10)
    calibration = calibrate(world, library)
    anything = unit(library.astype(np.float32).mean(axis=0) + 0.02 * world.noise())
    assert not likely(calibration, library, anything).any()


def test_several_photos_that_stand_out_a_little_count_as_one_that_does_much() -> None:
    values = np.random.default_rng(0).gumbel(size=(4096, 300)).astype(np.float32)
    tops = Tops(values)
    share, photos = 0.93, len(values)
    third, first = tops.bar(share, photos, 3), tops.bar(share, photos)
    assert third < first
    few, several = np.full(2, third + 1e-3), np.full(3, first)
    assert not tops.exceeded(few, share, photos)
    assert tops.exceeded(several, share, photos)
    assert tops.exceeded(np.full(1, first + 1e-3), share, photos, smallness=1.0)
    assert not tops.exceeded(np.full(1, first + 1e-3), share, photos)


@pytest.mark.parametrize("size", [1, 2, 3, 5, 63, 64, 65, 1000])
def test_tops_are_those_of_parts_of_the_sample(size: int) -> None:
    values = np.random.default_rng(size).standard_normal((size, 40)).astype(np.float32)
    tops = Tops(values)
    whole = -np.sort(-values, axis=0)
    for rank in (rank for rank in (1, 3) if rank <= size):
        expected = np.quantile(whole[rank - 1], 0.1)
        assert tops.bar(0.1, size, rank) <= expected + 1e-5
        assert tops.bar(0.5, size, rank) == pytest.approx(np.median(whole[rank - 1]), abs=1e-5)
    assert tops.bar(0.9, 4 * size) >= tops.bar(0.9, size)
    one = tops.bar(0.5, 1)
    assert one == pytest.approx(np.median(values[:64]), abs=1e-5)


@given(st.floats(-3, 3), st.floats(-3, 3))
def test_looser_is_looser_in_every_respect(a: float, b: float) -> None:
    strict, loose = SEARCH.at(min(a, b)), SEARCH.at(max(a, b))
    assert strict.exists >= loose.exists
    assert strict.perhaps >= loose.perhaps
    assert strict.false_likely <= loose.false_likely
    assert strict.false_shown <= loose.false_shown
    for each in (strict, loose):
        assert 0 < each.false_likely < each.false_shown < 1
        assert 0 < each.perhaps < each.exists < 1


def test_the_middle_of_the_slider_changes_nothing_and_its_ends_are_ends() -> None:
    for strictness in (SEARCH, LABELS):
        middle = strictness.at(0.0)
        assert middle.exists == pytest.approx(strictness.exists)
        assert middle.false_shown == pytest.approx(strictness.false_shown)
        assert strictness.at(5.0) == strictness.at(1.0)
        assert strictness.at(-5.0) == strictness.at(-1.0)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 599), st.floats(-1, 1), st.floats(-1, 1), st.sampled_from([15, 400]))
def test_looser_never_shows_fewer_photos(concept: int, a: float, b: float, photos: int) -> None:
    world = World(photos)
    library = world.library(range(photos // 5), 5)
    calibration = calibrate(world, library)
    query = world.concepts[concept]
    scores = library.astype(np.float32) @ query
    order = np.argsort(-scores, kind="stable")
    counts = []
    for looseness in sorted((a, b)):
        cuts = calibration.cuts(
            query,
            scores[order],
            calibration.levels(library[order]),
            candidates=len(library),
            strictness=SEARCH.at(looseness),
        )
        likely_photos, maybe = cuts.counts(scores)
        counts.append((likely_photos, likely_photos + maybe))
    assert counts[0][0] <= counts[1][0]
    assert counts[0][1] <= counts[1][1]


def test_a_small_library_without_reference_photos_is_stricter() -> None:
    world = World()
    library = world.library(range(20), 1)
    calibration = calibrate(world, library)
    queries = world.texts(range(100, 300))
    usual = np.mean([likely(calibration, library, q).any() for q in queries])
    assert usual <= 1 - SEARCH.exists


@pytest.mark.parametrize("photos", [0, 1, 2])
def test_hardly_any_photos_are_no_problem(photos: int) -> None:
    world = World()
    library = world.photos(0, photos).reshape(photos, DIM)
    calibration = calibrate(world, library)
    present = likely(calibration, library, world.concepts[0])
    absent = likely(calibration, library, world.concepts[200])
    assert present.all()
    assert not absent.any()


def test_a_sample_hardly_changes_when_photos_come() -> None:
    ids = np.arange(1, 20_001)
    before = set(ids[sample_rows(ids)].tolist())
    more = np.arange(1, 20_501)
    after = set(more[sample_rows(more)].tolist())
    assert len(before) == 8192
    assert len(before & after) >= 0.95 * 8192
    few = ids[:100]
    assert sorted(sample_rows(few).tolist()) == list(range(100))
    assert len(sample_rows(ids[:0])) == 0


def test_counts_of_a_cut() -> None:
    scores = np.array([0.9, 0.8, 0.5, 0.1], np.float32)
    assert Cuts(0.8, 0.4).counts(scores) == (2, 1)
    assert Cuts(np.inf, 0.4).counts(scores) == (0, 3)
    assert Cuts(np.inf, np.inf).counts(scores) == (0, 0)


def test_pictures_near_a_picture_are_likely_and_a_lonely_one_has_none() -> None:
    world = World()
    library = np.concatenate([world.library(range(300), 3), world.photos(400, 1)])
    burst = unit(library[0].astype(np.float32) + 0.2 * world.noise(5)).astype(np.float16)
    library = np.concatenate([library, burst])
    bank = library[np.random.default_rng(0).permutation(len(library))[:256]].astype(np.float32)
    calibration = Calibration(bank, library, photos=len(library), kind="image")
    rest = np.delete(library, 0, axis=0)
    assert likely(calibration, rest, library[0].astype(np.float32))[-5:].all()
    lonely = library[900].astype(np.float32)
    assert not likely(calibration, np.delete(library, 900, axis=0), lonely).any()
