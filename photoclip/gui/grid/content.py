"""What the grid shows, as arrays; made on the search thread, so a million ids cost no frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from photoclip.library import SearchHit, SearchResult
from photoclip.stacked import Stacked
from photoclip.views import Arranged, Arrangement, Grouping, PhotoGroup

BANDS = ("", "likely", "maybe", "hidden")
MATCHES = ("", "caption", "tag", "name")
MANY = 10_000
MOST_DENSE = 50_000_000
"""Highest id for which a table of all ids is small enough; ids are given one after the other."""


@dataclass(frozen=True)
class GridContent:
    """Photo ids in order, with what is known about their rank.

    Attributes:
        ids: int64 (n,).
        order: int64 (n,), ``argsort(ids)``: finds the row of an id.
        scores: float32 (n,), or None where nothing was ranked.
        bands: uint8 (n,), places in :data:`BANDS`; or None.
        matches: uint8 (n,), places in :data:`MATCHES`: where words stand literally; or None.
        grouping: What the groups are.
        groups: Runs that cover all rows; empty where each band is a run, or all are one.
        months: Runs of one month each, for the date scrubber; empty where dates are mixed.
        stacked: Which photos stand for a stack.
        sizes: int32 (n,), number of photos that each row stands for; None where that is 1.
    """

    ids: NDArray[np.int64]
    order: NDArray[np.int64]
    scores: NDArray[np.float32] | None = None
    bands: NDArray[np.uint8] | None = None
    matches: NDArray[np.uint8] | None = None
    grouping: Grouping = "none"
    groups: tuple[PhotoGroup, ...] = ()
    months: tuple[PhotoGroup, ...] = ()
    stacked: Stacked = field(default_factory=Stacked.none)
    sizes: NDArray[np.int32] | None = None

    @property
    def is_ranked(self) -> bool:
        """True where photos fit more or less; a mere filter scores all of them 0 or 1."""
        if self.scores is None:
            return False
        return bool(np.any((self.scores != 0) & (self.scores != 1)))

    @property
    def photo_count(self) -> int:
        """Number of photos, those of stacks all counted."""
        return len(self.ids) if self.sizes is None else int(self.sizes.sum())

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def _highest(self) -> int:
        return int(self.ids[self.order[-1]])

    def rows_of(self, photo_ids: list[int]) -> list[int]:
        """Rows of those of the given photos that are here, ascending."""
        found: list[int] = self.rows_of_array(np.asarray(photo_ids, dtype=np.int64)).tolist()
        return found

    def rows_of_array(self, photo_ids: NDArray[np.int64]) -> NDArray[np.int64]:
        """The same for arrays; int64 (m,)."""
        if not len(self.ids) or not len(photo_ids):
            return np.empty(0, np.int64)
        if len(photo_ids) > MANY and self._highest < MOST_DENSE:
            # Many are found by a table of all ids, ten times as fast as one by one.
            wanted = np.zeros(self._highest + 1, dtype=bool)
            wanted[photo_ids[(photo_ids >= 0) & (photo_ids <= self._highest)]] = True
            return np.flatnonzero(wanted[self.ids])
        places = np.searchsorted(self.ids, photo_ids, sorter=self.order)
        rows = self.order[np.minimum(places, len(self.ids) - 1)]
        # A mask sorts and drops doubles in one pass; np.unique takes ten times as long.
        found = np.zeros(len(self.ids), dtype=bool)
        found[rows[self.ids[rows] == photo_ids]] = True
        return np.flatnonzero(found)

    def runs(self) -> list[tuple[str, int, int]]:
        """(band, first row, count) of each run of one band; one run where nothing was ranked."""
        if not len(self.ids):
            return []
        if self.bands is None:
            return [("", 0, len(self.ids))]
        starts = np.flatnonzero(np.diff(self.bands, prepend=self.bands[0] + 1))
        counts = np.diff(starts, append=len(self.bands))
        return [
            (BANDS[self.bands[start]], start, count)
            for start, count in zip(starts.tolist(), counts.tolist(), strict=True)
        ]

    def count_of(self, band: str) -> int:
        """How many rows are of a band."""
        return 0 if self.bands is None else int(np.count_nonzero(self.bands == BANDS.index(band)))


def content_of_ids(ids: NDArray[np.int64]) -> GridContent:
    """Content without a ranking."""
    ids = np.asarray(ids, dtype=np.int64)
    return GridContent(ids, np.argsort(ids, kind="stable"))


def content_of_arranged(
    ids: NDArray[np.int64], found: Arranged, arrangement: Arrangement
) -> GridContent:
    """Content in an order, without a ranking.

    Args:
        ids: What the places of the order refer to.
        found: The order; grouped by month where the arrangement is a plain one by date.
        arrangement: What was asked for.
    """
    content = content_of_ids(ids[found.order])
    return _grouped(content, found.groups, found.stacked, arrangement)


def content_of_hits(
    hits: Sequence[SearchHit],
    groups: tuple[PhotoGroup, ...],
    stacked: Mapping[int, tuple[int, ...]],
    arrangement: Arrangement,
) -> GridContent:
    """Content of a ranking that was put in order; see :func:`content_of_arranged`."""
    ids = np.array([hit.photo_id for hit in hits], dtype=np.int64)
    content = GridContent(
        ids,
        np.argsort(ids, kind="stable"),
        np.array([hit.score for hit in hits], dtype=np.float32),
        np.array([BANDS.index(hit.band) for hit in hits], dtype=np.uint8),
        np.array(
            [MATCHES.index(hit.matched) if hit.matched in MATCHES else 0 for hit in hits],
            dtype=np.uint8,
        ),
    )
    return _grouped(content, groups, stacked, arrangement)


def content_of_result(result: SearchResult) -> GridContent:
    """Content of a ranking, one band after the other, best first in each."""
    hits = sorted(result.hits, key=lambda hit: BANDS.index(hit.band))
    return content_of_hits(hits, (), {}, Arrangement())


def _grouped(
    content: GridContent,
    groups: tuple[PhotoGroup, ...],
    stacked: Mapping[int, tuple[int, ...]],
    arrangement: Arrangement,
) -> GridContent:
    by_date = arrangement.group in {"day", "month"}
    months: tuple[PhotoGroup, ...] = ()
    if by_date or (arrangement.sort == "date" and arrangement.group == "none"):
        months = months_of(groups)
    if arrangement.group == "none":
        # In the order of relevance each band is a run; in any other one only hidden ones are.
        groups = () if arrangement.sort == "relevance" else _in_one(content)
    stacked = stacked if isinstance(stacked, Stacked) else Stacked.of(stacked)
    return replace(
        content,
        grouping=arrangement.group,
        groups=groups,
        months=months,
        stacked=stacked,
        sizes=stacked.sizes_of(content.ids) if stacked else None,
    )


def _in_one(content: GridContent) -> tuple[PhotoGroup, ...]:
    hidden = content.count_of("hidden")
    shown = len(content) - hidden
    runs = (PhotoGroup("", 0, shown), PhotoGroup("", shown, hidden))
    return tuple(run for run in runs if run.count)


def months_of(groups: Sequence[PhotoGroup]) -> tuple[PhotoGroup, ...]:
    """Runs of days or months as runs of months; runs without a date are left out."""
    months: list[PhotoGroup] = []
    for group in groups:
        key = group.key[:7]
        if not key:
            continue
        if months and months[-1].key == key:
            months[-1] = replace(months[-1], count=months[-1].count + group.count)
        else:
            months.append(PhotoGroup(key, group.start, group.count))
    return tuple(months)


EMPTY = content_of_ids(np.empty(0, np.int64))
