"""What the grid shows, as arrays; made on the search thread, so a million ids cost no frame."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from photoclip.library import SearchResult

BANDS = ("", "likely", "maybe", "hidden")
MATCHES = ("", "caption", "tag", "name")


@dataclass(frozen=True)
class GridContent:
    """Photo ids in order, with what is known about their rank.

    Attributes:
        ids: int64 (n,).
        order: int64 (n,), ``argsort(ids)``: finds the row of an id.
        scores: float32 (n,), or None where nothing was ranked.
        bands: uint8 (n,), places in :data:`BANDS`, never falling; or None.
        matches: uint8 (n,), places in :data:`MATCHES`: where words stand literally; or None.
    """

    ids: NDArray[np.int64]
    order: NDArray[np.int64]
    scores: NDArray[np.float32] | None = None
    bands: NDArray[np.uint8] | None = None
    matches: NDArray[np.uint8] | None = None

    @property
    def is_ranked(self) -> bool:
        """True where photos fit more or less; a mere filter scores all of them 0 or 1."""
        if self.scores is None:
            return False
        return bool(np.any((self.scores != 0) & (self.scores != 1)))

    def __len__(self) -> int:
        return len(self.ids)

    def rows_of(self, photo_ids: list[int]) -> list[int]:
        """Rows of those of the given photos that are here, ascending."""
        found: list[int] = self.rows_of_array(np.asarray(photo_ids, dtype=np.int64)).tolist()
        return found

    def rows_of_array(self, photo_ids: NDArray[np.int64]) -> NDArray[np.int64]:
        """The same for arrays; int64 (m,)."""
        if not len(self.ids) or not len(photo_ids):
            return np.empty(0, np.int64)
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
        codes, starts, counts = np.unique(self.bands, return_index=True, return_counts=True)
        return [
            (BANDS[code], int(start), int(count))
            for code, start, count in zip(codes, starts, counts, strict=True)
        ]


def content_of_ids(ids: NDArray[np.int64]) -> GridContent:
    """Content without a ranking."""
    ids = np.asarray(ids, dtype=np.int64)
    return GridContent(ids, np.argsort(ids, kind="stable"))


def content_of_result(result: SearchResult) -> GridContent:
    """Content of a ranking, one band after the other, best first in each."""
    ids = np.array([hit.photo_id for hit in result.hits], dtype=np.int64)
    scores = np.array([hit.score for hit in result.hits], dtype=np.float32)
    bands = np.array([BANDS.index(hit.band) for hit in result.hits], dtype=np.uint8)
    matches = np.array(
        [MATCHES.index(hit.matched) if hit.matched in MATCHES else 0 for hit in result.hits],
        dtype=np.uint8,
    )
    by_band = np.argsort(bands, kind="stable")
    ids, scores, bands = ids[by_band], scores[by_band], bands[by_band]
    return GridContent(ids, np.argsort(ids, kind="stable"), scores, bands, matches[by_band])


EMPTY = content_of_ids(np.empty(0, np.int64))
