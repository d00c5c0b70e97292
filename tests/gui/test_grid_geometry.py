"""The grid's arithmetic, without a window."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photoclip.gui.grid.geometry import Box, GridGeometry, Metrics, Section, Sections

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


class Reference:
    """The same places by counting up line after line."""

    def __init__(self, counts: list[int], headed: list[bool], width: int) -> None:
        self.boxes: list[tuple[int, int]] = []
        self.tops: list[int] = []
        usable = width - 2 * METRICS.margin
        self.columns = max(1, round((usable + METRICS.gap) / (METRICS.cell + METRICS.gap)))
        pitch = (usable + METRICS.gap) / self.columns
        self.side = max(1, int(pitch) - METRICS.gap)
        y = METRICS.margin
        for count, heads in zip(counts, headed, strict=True):
            self.tops.append(y)
            y += METRICS.header if heads else 0
            for place in range(count):
                if place and place % self.columns == 0:
                    y += self.side + METRICS.caption + METRICS.gap
                self.boxes.append((METRICS.margin + round(place % self.columns * pitch), y))
            y += self.side + METRICS.caption + METRICS.gap
        self.height = y - METRICS.gap + METRICS.margin

    def touching(self, x: int, y: int, width: int, height: int) -> list[int]:
        bottom = self.side + METRICS.caption
        return [
            row
            for row, (left, top) in enumerate(self.boxes)
            if left < x + width and left + self.side > x and top < y + height and top + bottom > y
        ]


SECTIONS = st.lists(st.tuples(st.integers(1, 23), st.booleans()), min_size=1, max_size=12)


def both(sections: list[tuple[int, bool]], width: int) -> tuple[GridGeometry, Reference]:
    counts, headed = [count for count, _ in sections], [heads for _, heads in sections]
    starts = [sum(counts[:place]) for place in range(len(counts))]
    made = Sections(starts, counts, headed, lambda place: Section("x", starts[place], 1))
    return GridGeometry(width, METRICS, made), Reference(counts, headed, width)


@given(SECTIONS, st.integers(200, 1800))
def test_places_are_those_of_counting_line_after_line(
    sections: list[tuple[int, bool]], width: int
) -> None:
    geometry, reference = both(sections, width)
    boxes = [geometry.box(row) for row in range(geometry.rows)]
    assert [(box.x, box.y) for box in boxes] == reference.boxes
    assert geometry.height == reference.height
    assert [geometry.top_of(number) for number in range(len(sections))] == reference.tops


@given(SECTIONS, st.integers(200, 1800), st.integers(-50, 4000))
def test_the_section_at_a_height_is_the_last_that_begins_above_it(
    sections: list[tuple[int, bool]], width: int, y: int
) -> None:
    geometry, reference = both(sections, width)
    above = [number for number, top in enumerate(reference.tops) if top <= y]
    assert geometry.section_at(y) == (above[-1] if above else 0)


@given(
    SECTIONS,
    st.integers(200, 1800),
    st.tuples(st.integers(-20, 1800), st.integers(-20, 3000)),
    st.tuples(st.integers(1, 1500), st.integers(1, 2500)),
)
def test_rows_in_a_frame_are_those_whose_cells_touch_it(
    sections: list[tuple[int, bool]], width: int, at: tuple[int, int], size: tuple[int, int]
) -> None:
    geometry, reference = both(sections, width)
    found = geometry.rows_in(Box(*at, *size))
    assert [row for rows in found for row in rows] == reference.touching(*at, *size)


@given(SECTIONS, st.integers(200, 1800), st.integers(0, 4000))
def test_headings_between_are_those_in_view(
    sections: list[tuple[int, bool]], width: int, top: int
) -> None:
    geometry, reference = both(sections, width)
    found = [box.y for _, box in geometry.headers_between(top, top + 500)]
    assert found == [
        y
        for y, (_, heads) in zip(reference.tops, sections, strict=True)
        if heads and y < top + 500 and y + METRICS.header > top
    ]


def test_of_tens_of_thousands_of_sections_only_those_in_view_are_made() -> None:
    made: list[int] = []

    def make(place: int) -> Section:
        made.append(place)
        return Section(f"day {place}", place * 3, 3)

    count = 40_000
    starts = list(range(0, 3 * count, 3))
    sections = Sections(starts, [3] * count, [True] * count, make)
    geometry = GridGeometry(1000, METRICS, sections)
    middle = geometry.height // 2
    assert len(list(geometry.headers_between(middle, middle + 900))) == len(made)
    assert 1 <= len(made) < 8
    assert geometry.rows == 3 * count
