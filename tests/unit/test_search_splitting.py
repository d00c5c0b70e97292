"""Splits of photos: whole groups, the same each time, and of the right size."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from photoclip.search import splitting
from photoclip.search.splitting import FEWEST_GROUPS, Shot, burst_links, join_groups, split

LINKS = st.lists(st.lists(st.integers(0, 59), min_size=1, max_size=4), max_size=40)
WISHES = st.lists(st.sampled_from([None, None, None, "train", "validation"]), min_size=60)


def keys(count):
    return [hashlib.blake2b(b"%d" % n, digest_size=32).digest() for n in range(count)]


def singles(count):
    return np.arange(count)


@given(LINKS)
def test_linked_things_and_no_others_are_in_one_group(links):
    groups = join_groups(60, links)
    assert all(len({groups[each] for each in link}) == 1 for link in links)
    assert len(set(groups.tolist())) == groups.max() + 1
    neighbours = {one: {one} for one in range(60)}
    for link in links:
        for one in link:
            neighbours[one] |= set(link)
    for start in range(60):
        reached, waiting = {start}, [start]
        while waiting:
            fresh = neighbours[waiting.pop()] - reached
            reached |= fresh
            waiting += fresh
        assert set(np.flatnonzero(groups == groups[start]).tolist()) == reached


@given(LINKS, WISHES, st.integers())
def test_no_group_stands_on_both_sides(links, wishes, seed):
    groups = join_groups(60, links)
    validation, train = split(keys(60), groups, seed=seed, wishes=wishes[:60])
    assert not set(groups[validation].tolist()) & set(groups[train].tolist())
    assert (validation ^ train).all(), "nothing is left out below the most of validation"


@given(LINKS, WISHES)
def test_what_was_put_into_validation_stands_there_with_its_group(links, wishes):
    groups = join_groups(60, links)
    validation, _ = split(keys(60), groups, seed=0, wishes=wishes[:60])
    asked = {groups[at] for at, wish in enumerate(wishes[:60]) if wish == "validation"}
    held = {groups[at] for at, wish in enumerate(wishes[:60]) if wish == "train"} - asked
    chosen = set(groups[validation].tolist())
    assert asked <= chosen
    assert not held & chosen


@pytest.mark.parametrize("count", [20, 33, 100, 1_000, 6_000, 9_000])
def test_about_a_seventh_is_validation_and_never_more_than_a_thousand(count):
    validation, train = split(keys(count), singles(count), seed=0)
    wanted = min(max(round(0.15 * count), FEWEST_GROUPS), 1_000)
    assert validation.sum() == wanted
    assert train.sum() == count - wanted


@given(st.lists(st.integers(1, 30), min_size=10, max_size=60), st.integers(0, 5))
def test_enough_photos_have_groups_to_measure_with_and_most_to_learn_from(sizes, seed):
    groups = np.repeat(np.arange(len(sizes)), sizes)
    validation, train = split(keys(len(groups)), groups, seed=seed)
    assert train.any()
    if len(groups) >= 20:
        assert len(set(groups[validation].tolist())) >= min(FEWEST_GROUPS, len(sizes) // 3)
        assert len(set(groups[train].tolist())) >= len(set(groups[validation].tolist()))


def test_a_split_is_the_same_each_time_whatever_the_order_and_another_with_another_seed():
    order = np.random.default_rng(0).permutation(200)
    named = keys(200)
    first, _ = split(named, singles(200), seed=3)
    again, _ = split([named[at] for at in order], singles(200), seed=3)
    other, _ = split(named, singles(200), seed=4)
    assert (first[order] == again).all()
    assert (first != other).any()


def test_more_photos_hardly_move_the_others():
    before, _ = split(keys(1_000), singles(1_000), seed=0)
    after, _ = split(keys(1_050), singles(1_050), seed=0)
    assert (before & ~after[:1_000]).sum() <= 15


def test_a_test_set_beyond_the_most_is_never_learned_from():
    wishes = ["validation"] * 1_500 + [None] * 500
    validation, train = split(keys(2_000), singles(2_000), seed=0, wishes=wishes)
    assert validation.sum() == splitting.MOST_VALIDATION
    assert not train[:1_500].any()
    assert train[1_500:].all()


def test_one_camera_in_one_minute_is_a_burst():
    times = ["2024-05-01T10:00:01", "2024-05-01T10:00:58", "2024-05-01T10:00:30",
             "2024-05-01T10:02:00", None]  # fmt: skip
    cameras = ["A", "A", "B", "A", "A"]
    shots = [Shot(at, *each) for at, each in enumerate(zip(times, cameras, strict=True))]
    assert join_groups(5, burst_links(shots)).tolist() == [0, 0, 1, 2, 3]


def test_a_burst_may_go_on_into_the_next_minute():
    times = ["2024-05-01T10:00:59", "2024-05-01T10:01:00", "2024-05-01T10:02:03"]
    shots = [Shot(at, taken, "A") for at, taken in enumerate(times)]
    assert join_groups(3, burst_links(shots)).tolist() == [0, 0, 1]


def test_a_date_without_a_time_or_camera_makes_no_burst():
    assert burst_links([Shot(at, "2024-05-01T00:00:00", None) for at in range(3)]) == []
    assert burst_links([Shot(at, "2024-05-01T12:30:05", None) for at in range(2)]) == [[0, 1]]
