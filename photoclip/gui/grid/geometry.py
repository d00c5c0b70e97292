"""Where each cell of the grid lies: arithmetic only, so a million rows cost as much as ten."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from photoclip.gui.grid.sections import Section, Sections

__all__ = ["Box", "GridGeometry", "Metrics", "Section", "Sections"]


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


class GridGeometry:
    """Cells in lines from left to right, sections one below the other.

    Args:
        width: Width of the viewport.
        metrics: Measures.
        sections: Consecutive sections that cover all rows.
    """

    def __init__(self, width: int, metrics: Metrics, sections: Sequence[Section]) -> None:
        self.metrics = metrics
        self.sections = Sections.of(sections)
        usable = max(1, width - 2 * metrics.margin)
        self.columns = max(1, round((usable + metrics.gap) / (metrics.cell + metrics.gap)))
        self._pitch = (usable + metrics.gap) / self.columns
        self.cell_width = max(1, int(self._pitch) - metrics.gap)
        self.cell_height = self.cell_width + metrics.caption
        self.line_height = self.cell_height + metrics.gap
        self._starts, self._counts = self.sections.starts, self.sections.counts
        lines: NDArray[np.int64] = -(-np.array(self._counts, dtype=np.int64) // self.columns)
        heads = np.where(np.array(self.sections.headed, dtype=bool), metrics.header, 0)
        bottoms = metrics.margin + np.cumsum(heads + lines * self.line_height)
        # Plain lists: single numbers are read from them ten times as fast as from arrays.
        self._bottoms: list[int] = bottoms.tolist()
        self._cells_tops: list[int] = (bottoms - lines * self.line_height).tolist()
        self._tops: list[int] = [metrics.margin, *self._bottoms[:-1]] if self._bottoms else []
        self._lines: list[int] = lines.tolist()
        last = self._bottoms[-1] - metrics.gap + metrics.margin if self._bottoms else 0
        self.height = max(0, last)
        self.rows = self._starts[-1] + self._counts[-1] if self._starts else 0

    # --- cells ------------------------------------------------------------------------
    def box(self, row: int) -> Box:
        """The cell of ``row``."""
        number = self.section_of(row)
        line, column = divmod(row - self._starts[number], self.columns)
        y = self._cells_tops[number] + line * self.line_height
        return Box(self._x(column), y, self.cell_width, self.cell_height)

    def _x(self, column: int) -> int:
        return self.metrics.margin + round(column * self._pitch)

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
        number = self.section_at(y)
        if number is None:
            return None
        line = (y - self._cells_tops[number]) // self.line_height
        line = min(max(0, line), self._lines[number] - 1)
        column = int((x - self.metrics.margin + self.metrics.gap / 2) // self._pitch)
        column = min(max(0, column), self.columns - 1)
        offset = min(line * self.columns + column, self._counts[number] - 1)
        return self._starts[number] + offset

    def rows_between(self, top: int, bottom: int) -> Iterator[range]:
        """Ranges of the rows that are at least partly between two heights."""
        for number in range(bisect_right(self._bottoms, top), len(self._tops)):
            if self._tops[number] >= bottom:
                return
            cells = self._cells_tops[number]
            if cells >= bottom:
                continue
            first = max(0, (top - cells) // self.line_height)
            last = min(self._lines[number], -(-(bottom - cells) // self.line_height))
            start, count = self._starts[number], self._counts[number]
            yield range(start + first * self.columns, start + min(last * self.columns, count))

    def rows_in(self, box: Box) -> list[range]:
        """Ranges of the rows whose cells touch a rectangle, ascending."""
        width = self.cell_width
        columns = [
            column
            for column in range(self.columns)
            if self._x(column) < box.x + box.width and self._x(column) + width > box.x
        ]
        found: list[range] = []
        for rows in self.rows_between(box.y, box.y + box.height) if columns else ():
            start = self._starts[self.section_of(rows[0])]
            for line in range(
                (rows[0] - start) // self.columns, -(-(rows[-1] + 1 - start) // self.columns)
            ):
                first = start + line * self.columns
                if self.box(first).y + self.cell_height <= box.y:
                    continue
                part = range(first + columns[0], min(first + columns[-1], rows[-1]) + 1)
                if found and part and found[-1].stop == part.start:
                    found[-1] = range(found[-1].start, part.stop)
                elif part:
                    found.append(part)
        return found

    # --- sections ---------------------------------------------------------------------
    def section_of(self, row: int) -> int:
        """Number of the section of a row."""
        if not 0 <= row < self.rows:
            raise IndexError(row)
        return bisect_right(self._starts, row) - 1

    def section_at(self, y: int) -> int | None:
        """Number of the section at a height; the last one below all, None in an empty grid."""
        if not self._bottoms:
            return None
        return min(bisect_right(self._bottoms, y), len(self._bottoms) - 1)

    def top_of(self, number: int) -> int:
        """Where a section begins, its heading first."""
        return self._tops[number]

    def rows_of(self, number: int) -> range:
        """The rows of a section."""
        start = self._starts[number]
        return range(start, start + self._counts[number])

    def header(self, number: int) -> Box | None:
        """Place of a section's heading, None where it has none."""
        if not self.sections.headed[number]:
            return None
        width = round(self.columns * self._pitch) - self.metrics.gap
        return Box(self.metrics.margin, self._tops[number], width, self.metrics.header)

    def headers_between(self, top: int, bottom: int) -> Iterator[tuple[Section, Box]]:
        """Headings that are at least partly between two heights, with their places."""
        for number in range(bisect_right(self._cells_tops, top), len(self._tops)):
            if self._tops[number] >= bottom:
                return
            box = self.header(number)
            if box is not None:
                yield self.sections[number], box

    def section_top(self, row: int) -> int | None:
        """Top of the heading above ``row`` when the row is in its section's first line."""
        number = self.section_of(row)
        if self.sections.headed[number] and row - self._starts[number] < self.columns:
            return self._tops[number]
        return None

    # --- moving -----------------------------------------------------------------------
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
        number = self.section_of(row)
        line, column = divmod(row - self._starts[number], self.columns)
        line += step
        if not 0 <= line < self._lines[number]:
            number += step
            if not 0 <= number < len(self._lines):
                return None
            line = 0 if step > 0 else self._lines[number] - 1
        offset = min(line * self.columns + column, self._counts[number] - 1)
        return self._starts[number] + offset
