"""Selections of a million rows as a few ranges; Qt's own ways ask for every row."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractItemModel, QItemSelection


def ranges_of(selection: QItemSelection) -> list[range]:
    """The selected rows, ascending."""
    spans = sorted((span.top(), span.bottom() + 1) for span in selection.toList())
    return [range(*span) for span in spans]


def runs_of(rows: NDArray[np.int64]) -> list[range]:
    """Ascending rows as runs."""
    if not len(rows):
        return []
    ends = np.flatnonzero(np.diff(rows) != 1)
    starts = rows[np.concatenate([[0], ends + 1])].tolist()
    stops = (rows[np.append(ends, len(rows) - 1)] + 1).tolist()
    return [range(start, stop) for start, stop in zip(starts, stops, strict=True)]


def inverted(ranges: Iterable[range], count: int) -> list[range]:
    """The rows of ``count`` that are in none of the ascending ranges."""
    found, start = [], 0
    for part in ranges:
        if part.start > start:
            found.append(range(start, part.start))
        start = max(start, part.stop)
    if start < count:
        found.append(range(start, count))
    return found


def selection_of(model: QAbstractItemModel, ranges: Iterable[range]) -> QItemSelection:
    """Ranges of rows for Qt."""
    chosen = QItemSelection()
    for part in ranges:
        if part:
            chosen.select(model.index(part.start, 0), model.index(part.stop - 1, 0))
    return chosen
