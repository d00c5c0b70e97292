"""Stacks of photos as arrays."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from photoclip.stacked import Stacked

STACKS = {6: (6, 5, 4), 9: (9, 2)}


@pytest.mark.parametrize(
    ("photo_ids", "shown"),
    [((), 0), ((7,), 1), ((6, 5, 4), 1), ((6, 5, 4, 7, 9, 2), 3), ((5, 4), 2), ((6, 2), 2)],
)
def test_photos_behind_one_that_is_there_are_not_seen(photo_ids, shown) -> None:
    assert Stacked.of(STACKS).shown_count(np.array(photo_ids, dtype=np.int64)) == shown


@given(st.sets(st.sampled_from((1, 3, 6, 7, 9))))
def test_as_many_are_seen_as_stand_for_what_is_expanded(leading) -> None:
    stacked = Stacked.of(STACKS)
    expanded = stacked.expanded(np.array(sorted(leading), dtype=np.int64))
    assert stacked.shown_count(expanded) == len(leading)


def test_without_stacks_all_are_seen() -> None:
    assert Stacked.none().shown_count(np.arange(5)) == 5
