"""The outline of a label: histogram, line, top and borderline photos."""

from __future__ import annotations

import numpy as np
import pytest

from photoclip.labeling.preview import by_photo, outline


def values(*numbers: float) -> np.ndarray:
    return np.array(numbers, np.float32)


def test_every_photo_is_in_the_histogram_and_its_edges_are_quarters() -> None:
    evidence = np.random.default_rng(0).normal(-3, 2, 1000).astype(np.float32)
    found = outline(evidence, 1.0, top=24)
    assert found.counts.sum() == 1000
    assert found.edges[0] <= evidence.min()
    assert evidence.max() <= found.edges[-1]
    assert len(found.edges) == len(found.counts) + 1
    np.testing.assert_allclose(found.edges * 4, np.round(found.edges * 4))


def test_a_wide_range_gets_fewer_and_wider_bins() -> None:
    found = outline(values(-500.0, 500.0), 0.0, top=2)
    assert len(found.counts) <= 202
    assert found.counts.sum() == 2


def test_photos_at_the_line_count_as_above() -> None:
    assert outline(values(1.0, 2.0, 3.0), 2.0, top=5).above == 2


def test_the_surest_come_first_and_the_borderline_lie_on_both_sides() -> None:
    evidence = np.arange(100, dtype=np.float32)
    found = outline(evidence, 49.5, top=4)
    assert found.top.tolist() == [99, 98, 97, 96]
    assert found.borderline.tolist() == [51, 50, 49, 48]


def test_where_one_side_has_too_few_the_other_fills_up() -> None:
    evidence = np.arange(10, dtype=np.float32)
    assert outline(evidence, 8.5, top=4).borderline.tolist() == [9, 8, 7, 6]
    assert outline(evidence, 100.0, top=4).borderline.tolist() == [9, 8, 7, 6]
    assert outline(evidence, -1.0, top=4).borderline.tolist() == [3, 2, 1, 0]


def test_photos_nearer_to_a_negative_are_left_out() -> None:
    found = outline(values(5.0, -np.inf, 4.0), 1.0, top=5)
    assert found.counts.sum() == 2
    assert found.above == 2
    assert found.top.tolist() == [0, 2]


@pytest.mark.parametrize("evidence", [values(), values(-np.inf, -np.inf)])
def test_nothing_to_show_is_shown_as_nothing(evidence: np.ndarray) -> None:
    found = outline(evidence, 1.0, top=5)
    assert (found.counts.sum(), found.above, len(found.top), len(found.borderline)) == (0, 0, 0, 0)


def test_copies_count_each_and_crops_of_one_photo_once() -> None:
    # Row 0 is shared by photos 5 and 9; photo 9 has a crop in row 2 that fits better.
    rows, photos = np.array([0, 0, 1, 2]), np.array([5, 9, 7, 9])
    ids, best = by_photo(values(1.0, 2.0, 3.0), rows, photos)
    assert ids.tolist() == [5, 7, 9]
    assert best.tolist() == [1.0, 2.0, 3.0]
