"""Which photos are copies: found without comparing all, and never by hash alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from photoclip.jobs.job import run_to_end
from photoclip.search.duplicates import (
    Copy,
    alike,
    group_copies,
    near_pairs,
    nearest_allowed,
    telling,
    why_keep,
)

NO_PAIRS = np.empty((0, 2), np.int64)
SHOT = Copy(1, 1, False, None, 12_000_000, False, "2023-01-01T10:00:00", 5, 100, "IMG_1", 20)


def brute_force(hashes, threshold):
    near = np.bitwise_count(hashes[:, None] ^ hashes[None, :]) <= threshold
    told = telling(hashes)
    return np.argwhere(np.triu(near, 1) & told[:, None] & told[None, :])


def flipped(value, bits):
    for bit in bits:
        value = value ^ (np.uint64(1) << np.uint64(bit))
    return value


def some_hashes(seed, count=300):
    rng = np.random.default_rng(seed)
    hashes = rng.integers(0, 2**63, count, dtype=np.uint64)
    for at in range(0, count, 3):
        hashes[at + 1] = flipped(hashes[at], rng.integers(0, 64, rng.integers(0, 10)))
    hashes[: count // 10] = hashes[0]
    return hashes


@pytest.mark.parametrize("threshold", range(9))
@pytest.mark.parametrize("seed", range(3))
def test_the_pairs_are_those_of_comparing_all(seed, threshold):
    hashes = some_hashes(seed)
    wanted = brute_force(hashes, threshold)
    assert len(wanted) > 100, "a test without pairs would prove little"
    assert np.array_equal(run_to_end(near_pairs(hashes, threshold)), wanted)


def test_copies_that_differ_in_few_bits_are_found_and_no_others():
    rng = np.random.default_rng(0)
    base = rng.integers(2**40, 2**63, 5, dtype=np.uint64)
    spread = [flipped(base[bits], [5, 30, 60][:bits]) for bits in range(4)]
    pairs = run_to_end(near_pairs(np.array([*base, *spread], np.uint64), 2))
    assert pairs.tolist() == [[0, 5], [1, 6], [2, 7]]


@pytest.mark.parametrize("plain", [0, 1, 2**64 - 1, 0b11111, 2**64 - 1 - 2**40])
def test_hashes_of_flat_pictures_say_nothing(plain):
    hashes = np.array([plain, plain, plain], np.uint64)
    assert not telling(hashes).any()
    assert len(run_to_end(near_pairs(hashes, 8))) == 0


def test_a_hash_that_a_thousand_pictures_share_is_no_evidence():
    many = np.full(1_001, 0x0F0F0F0F0F0F, np.uint64)
    assert len(run_to_end(near_pairs(many, 2))) == 0
    assert len(run_to_end(near_pairs(many[:1000], 2))) == 1000 * 999 // 2


def test_no_hashes_no_pairs():
    assert run_to_end(near_pairs(np.empty(0, np.uint64), 2)).shape == (0, 2)


def test_a_long_search_can_be_stopped():
    job = near_pairs(some_hashes(1, 3000), 4)
    next(job)
    job.close()


def unit(*rows):
    vectors = np.array(rows, np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_the_model_must_find_them_alike_and_know_both():
    vectors = unit([1, 0], [1, 0.01], [0, 1], [0, 0.0001]).astype(np.float16)
    pairs = np.array([[0, 1], [0, 2], [1, 3]])
    known = np.array([True, True, True, False])
    assert alike(pairs, vectors, known, 0.9).tolist() == [True, False, False]


def test_how_near_is_measured_in_what_is_usual_for_the_model():
    rng = np.random.default_rng(0)
    spread = unit(*rng.standard_normal((64, 32)))
    narrow = unit(*(rng.standard_normal((64, 32)) + 5))
    assert nearest_allowed(spread) == pytest.approx(0.75, abs=0.03)
    assert nearest_allowed(narrow) > 0.98
    assert 0.9 < nearest_allowed(spread[:3]) < 1, "three photos do not tell what is usual"
    assert nearest_allowed(np.repeat(spread[:1], 40, axis=0)) < 1


def copies(*changes):
    return [replace(SHOT, photo_id=at, **change) for at, change in enumerate(changes, start=1)]


def ids(groups):
    return [[copy.photo_id for copy in group.copies] for group in groups]


def test_equal_pixels_are_an_exact_group():
    [group] = group_copies(copies({}, {"stem": "IMG_1 (1)"}, {"picture": 2}), NO_PAIRS)
    assert (ids([group]), group.exact) == ([[1, 2]], True)


def test_near_copies_are_a_group_that_is_not_exact():
    [group] = group_copies(copies({}, {"picture": 2, "pixels": 9}), np.array([[1, 2]]))
    assert (ids([group]), group.exact, group.reason) == ([[1, 2]], False, "more pixels")


def test_a_group_is_no_chain():
    """1 is near 2 and 2 near 3, but 1 is not near 3: they are not three copies of one."""
    chain = np.array([[1, 2], [2, 3], [3, 4]])
    members = copies(*({"picture": picture, "pixels": 10 - picture} for picture in (1, 2, 3, 4)))
    assert ids(group_copies(members, chain)) == [[1, 2], [3, 4]]


def test_raw_and_jpeg_are_never_copies_even_where_they_lie_apart():
    members = copies({}, {"is_raw": True, "picture": 2}, {"is_raw": True, "picture": 2})
    assert ids(group_copies(members, np.array([[1, 2]]))) == [[2, 3]]


def test_photos_of_one_stack_are_never_copies():
    """A JPEG and a TIFF developed from the same RAW."""
    pair = np.array([[1, 2]])
    assert group_copies(copies({"stack": 9}, {"stack": 9, "picture": 2}), pair) == []
    with_copy = copies({"pixels": 99_000_000}, {"stack": 9}, {"stack": 9, "picture": 2})
    assert ids(group_copies(with_copy, pair)) == [[1, 2]]


BETTER = {
    "more pixels": {"pixels": 13_000_000},
    "has your tags, stars or captions": {"decided": True},
    "not named like a copy": {"stem": "IMG_1"},
    "tells when it was taken": {"taken_at": "2023-01-01T10:00:00"},
    "older file": {"mtime_ns": 4},
    "larger file": {"size": 101},
    "shorter path": {"depth": 19},
}
WORSE = replace(SHOT, photo_id=2, stem="IMG_1 (1)", taken_at=None)


@pytest.mark.parametrize("reason", BETTER)
def test_the_keeper_is_better_in_the_first_thing_that_counts(reason):
    base = {"stem": WORSE.stem, "taken_at": WORSE.taken_at}
    better = replace(WORSE, photo_id=3, **(base | BETTER[reason]))
    [group] = group_copies([WORSE, better], NO_PAIRS)
    assert (ids([group]), group.reason) == ([[3, 2]], reason)


def test_what_comes_first_outweighs_all_that_follows():
    small = replace(SHOT, photo_id=2, pixels=1, decided=True, mtime_ns=0, size=10**9, depth=1)
    [group] = group_copies([small, SHOT], NO_PAIRS)
    assert ids([group]) == [[1, 2]]


def test_of_equal_photos_the_first_is_kept():
    assert why_keep([SHOT, replace(SHOT, photo_id=2)]) == "found first"


@pytest.mark.parametrize(
    "stem",
    ["IMG_1 (1)", "IMG_1(2)", "IMG_1 copy", "IMG_1 - Copy", "IMG_1 - Copy (2)", "Copy of IMG_1",
     "IMG_1 Kopie", "IMG_1 - Kopie (3)", "IMG_1 copie 2", "IMG_1~2", "IMG-20230101-WA0007"],
)  # fmt: skip
def test_names_of_copies_are_known(stem):
    named = replace(SHOT, photo_id=1, stem=stem)
    [group] = group_copies([named, replace(SHOT, photo_id=2)], NO_PAIRS)
    assert ids([group]) == [[2, 1]]


@pytest.mark.parametrize("stem", ["IMG_2", "copyright", "photocopy", "2023-01-01 10.00", "(1) IMG"])
def test_other_names_are_no_copies(stem):
    named = replace(SHOT, photo_id=1, stem=stem)
    [group] = group_copies([named, replace(SHOT, photo_id=2)], NO_PAIRS)
    assert ids([group]) == [[1, 2]]
