"""The grid's arithmetic, without a window."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photoclip.gui.grid.geometry import GridGeometry, Metrics, Section

METRICS = Metrics(cell=180, caption=20)


def make(counts: list[int], width: int = 1000, titles: bool = True) -> GridGeometry:
    sections, start = [], 0
    for count in counts:
        sections.append(Section("A heading" if titles else "", start, count))
        start += count
    return GridGeometry(width, METRICS, sections)


@given(
    st.lists(st.integers(1, 40), min_size=1, max_size=4),
    st.integers(60, 2500),
    st.booleans(),
)
def test_every_cell_is_found_again_at_its_own_middle(
    counts: list[int], width: int, titles: bool
) -> None:
    geometry = make(counts, width, titles)
    boxes = [geometry.box(row) for row in range(sum(counts))]
    for row, box in enumerate(boxes):
        assert geometry.row_at(box.x + box.width // 2, box.y + box.height // 2) == row
        assert box.y + box.height <= geometry.height
    assert len({(box.x, box.y) for box in boxes}) == len(boxes)


@given(st.lists(st.integers(1, 30), min_size=1, max_size=3), st.integers(0, 3000))
def test_rows_between_are_exactly_those_that_touch(counts: list[int], top: int) -> None:
    geometry = make(counts)
    bottom = top + 400
    found = [row for rows in geometry.rows_between(top, bottom) for row in rows]
    touching = [
        row
        for row in range(geometry.rows)
        if geometry.box(row).y < bottom and geometry.box(row).y + geometry.line_height > top
    ]
    assert found == touching


def test_columns_fill_the_width() -> None:
    geometry = make([50], width=1000)
    last = geometry.box(geometry.columns - 1)
    assert last.x + last.width == pytest.approx(1000 - METRICS.margin, abs=geometry.columns)


def test_down_goes_from_the_last_line_of_a_section_into_the_next() -> None:
    geometry = make([7, 9])  # five columns
    assert geometry.columns == 5
    assert geometry.below(1, 1) == 6
    assert geometry.below(4, 1) == 6  # a short line: its last cell
    assert geometry.below(6, 1) == 8
    assert geometry.below(8, -1) == 6
    assert geometry.below(15, 1) == 15
    assert geometry.below(0, -1) == 0


def test_an_empty_grid_has_no_height_and_no_cell() -> None:
    geometry = make([])
    assert (geometry.height, geometry.nearest(5, 5), geometry.rows) == (0, None, 0)
    assert list(geometry.rows_between(0, 100)) == []


def test_a_million_rows_cost_no_more_than_the_visible_ones() -> None:
    geometry = make([1_000_000], titles=False)
    middle = geometry.height // 2
    rows = [row for rows in geometry.rows_between(middle, middle + 800) for row in rows]
    assert 0 < len(rows) < 40
