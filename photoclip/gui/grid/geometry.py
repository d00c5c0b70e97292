"""Where each cell of the grid lies: arithmetic only, so a million rows cost as much as ten."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """A run of rows under one heading.

    Attributes:
        title: Heading; empty for none.
        start: First row.
        count: Number of rows, at least 1.
        icon: Name of the heading's icon; empty for none.
        note: Second, quieter part of the heading.
    """

    title: str
    start: int
    count: int
    icon: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in content coordinates, in logical pixels."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Metrics:
    """Measures of the grid in logical pixels.

    Attributes:
        cell: Wanted width of a cell; cells grow or shrink so that columns fill the width.
        caption: Height of the text under a picture.
        gap: Space between cells.
        margin: Space around all cells.
        header: Height of a section's heading.
    """

    cell: int
    caption: int
    gap: int = 10
    margin: int = 14
    header: int = 40


@dataclass(frozen=True, slots=True)
class _Placed:
    section: Section
    top: int
    cells_top: int
    lines: int
    bottom: int


class GridGeometry:
    """Cells in lines from left to right, sections one below the other.

    Args:
        width: Width of the viewport.
        metrics: Measures.
        sections: Consecutive sections that cover all rows.
    """

    def __init__(self, width: int, metrics: Metrics, sections: Sequence[Section]) -> None:
        self.metrics = metrics
        usable = max(1, width - 2 * metrics.margin)
        self.columns = max(1, round((usable + metrics.gap) / (metrics.cell + metrics.gap)))
        self._pitch = (usable + metrics.gap) / self.columns
        self.cell_width = max(1, int(self._pitch) - metrics.gap)
        self.cell_height = self.cell_width + metrics.caption
        self.line_height = self.cell_height + metrics.gap
        self._placed: list[_Placed] = []
        y = metrics.margin
        for section in sections:
            cells_top = y + (metrics.header if section.title else 0)
            lines = -(-section.count // self.columns)
            bottom = cells_top + lines * self.line_height
            self._placed.append(_Placed(section, y, cells_top, lines, bottom))
            y = bottom
        self.height = max(0, y - metrics.gap + metrics.margin) if self._placed else 0
        self.rows = sum(section.count for section in sections)

    def box(self, row: int) -> Box:
        """The cell of ``row``."""
        placed = self._of_row(row)
        line, column = divmod(row - placed.section.start, self.columns)
        x = self.metrics.margin + round(column * self._pitch)
        y = placed.cells_top + line * self.line_height
        return Box(x, y, self.cell_width, self.cell_height)

    def row_at(self, x: int, y: int) -> int | None:
        """The row whose cell holds the point, or None between cells."""
        row = self.nearest(x, y)
        if row is None:
            return None
        box = self.box(row)
        inside = box.x <= x < box.x + box.width and box.y <= y < box.y + box.height
        return row if inside else None

    def nearest(self, x: int, y: int) -> int | None:
        """The row whose cell is nearest to the point, or None in an empty grid."""
        if not self._placed:
            return None
        placed = next((p for p in self._placed if y < p.bottom), self._placed[-1])
        line = min(max(0, (y - placed.cells_top) // self.line_height), placed.lines - 1)
        column = int((x - self.metrics.margin + self.metrics.gap / 2) // self._pitch)
        column = min(max(0, column), self.columns - 1)
        offset = min(line * self.columns + column, placed.section.count - 1)
        return placed.section.start + offset

    def rows_between(self, top: int, bottom: int) -> Iterator[range]:
        """Ranges of the rows that are at least partly between two heights."""
        for placed in self._placed:
            if placed.bottom <= top or placed.cells_top >= bottom:
                continue
            first = max(0, (top - placed.cells_top) // self.line_height)
            last = min(placed.lines, -(-(bottom - placed.cells_top) // self.line_height))
            start = placed.section.start
            yield range(
                start + first * self.columns,
                start + min(last * self.columns, placed.section.count),
            )

    def headers_between(self, top: int, bottom: int) -> Iterator[tuple[Section, Box]]:
        """Headings that are at least partly between two heights, with their places."""
        width = round(self.columns * self._pitch) - self.metrics.gap
        for placed in self._placed:
            if placed.section.title and placed.top < bottom and placed.cells_top > top:
                yield (
                    placed.section,
                    Box(self.metrics.margin, placed.top, width, self.metrics.header),
                )

    def section_top(self, row: int) -> int | None:
        """Top of the heading above ``row`` when the row is in its section's first line."""
        placed = self._of_row(row)
        if placed.section.title and row - placed.section.start < self.columns:
            return placed.top
        return None

    def below(self, row: int, lines: int) -> int:
        """The row ``lines`` lines further down (negative: up) in the same column."""
        target = row
        for _ in range(abs(lines)):
            following = self._next_line(target, 1 if lines > 0 else -1)
            if following is None:
                break
            target = following
        return target

    def _next_line(self, row: int, step: int) -> int | None:
        number = self._section_number(row)
        placed = self._placed[number]
        line, column = divmod(row - placed.section.start, self.columns)
        line += step
        if not 0 <= line < placed.lines:
            number += step
            if not 0 <= number < len(self._placed):
                return None
            placed = self._placed[number]
            line = 0 if step > 0 else placed.lines - 1
        offset = min(line * self.columns + column, placed.section.count - 1)
        return placed.section.start + offset

    def _section_number(self, row: int) -> int:
        for number, placed in enumerate(self._placed):
            if row < placed.section.start + placed.section.count:
                return number
        raise IndexError(row)

    def _of_row(self, row: int) -> _Placed:
        return self._placed[self._section_number(row)]
