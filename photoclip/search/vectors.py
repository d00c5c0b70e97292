"""All vectors of one model in memory, and which photos they stand for."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from photoclip.catalog import embeddings
from photoclip.catalog.database import Database
from photoclip.index.base import Ids, distinct
from photoclip.index.flat import FlatIndex, FlatView

Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class PhotoVectors:
    """One state of vectors and photos; never changes, any thread may read it.

    Attributes:
        view: Vectors by label.
        rows: Rows of ``view`` that some searchable photo has, ascending.
        pair_rows: With ``pair_photos``: row and photo of each pair, by row, then photo.
        pair_photos: Photo ids. Copies share a row; a photo with crops has several.
        photos: Number of searchable photos.
    """

    view: FlatView
    rows: Rows
    pair_rows: Rows
    pair_photos: Ids
    photos: int

    @classmethod
    def make(cls, view: FlatView, labels: Ids, photo_ids: Ids) -> PhotoVectors:
        """Pair vectors and photos.

        Args:
            view: Vectors by label.
            labels: Label of each pair, int64, shape (m,).
            photo_ids: Photo of each pair, int64, shape (m,).
        """
        rows = view.rows_of(labels)
        known = rows >= 0
        rows, photo_ids = rows[known], photo_ids[known]
        order = np.lexsort((photo_ids, rows))
        rows, photo_ids = rows[order], photo_ids[order]
        return cls(view, np.unique(rows), rows, photo_ids, len(np.unique(photo_ids)))

    def rows_of_photos(self, photo_ids: Ids) -> Rows:
        """Rows that any of the photos has, ascending."""
        return distinct(self.pair_rows[np.isin(self.pair_photos, photo_ids)])

    def searchable(self, rows: Rows) -> Rows:
        """Those of the rows that some photo has."""
        at = np.minimum(np.searchsorted(self.rows, rows), max(len(self.rows) - 1, 0))
        return rows[self.rows[at] == rows] if len(self.rows) else rows[:0]

    def photos_of(self, rows: Rows) -> tuple[Ids, Rows]:
        """Photos of rows, each photo once, at its first row.

        Returns:
            Photo ids in the order of ``rows``, and the position in ``rows`` of each.
        """
        start = np.searchsorted(self.pair_rows, rows, side="left")
        count = np.searchsorted(self.pair_rows, rows, side="right") - start
        position = np.repeat(np.arange(len(rows)), count)
        before = np.repeat(np.cumsum(count) - count, count)
        found = self.pair_photos[start[position] + np.arange(len(position)) - before]
        _, first = np.unique(found, return_index=True)
        first.sort()
        return found[first], position[first]

    def count_photos(self, rows: Rows) -> int:
        """Number of photos that have any of the rows."""
        return len(self.photos_of(rows)[0])


class VectorCache:
    """Keeps :class:`PhotoVectors` up with the catalog, reading only what is new.

    Attributes:
        model_id: The model.
        churn: Vectors added and removed so far.
    """

    def __init__(self, db: Database, model_id: int, dim: int) -> None:
        self.model_id = model_id
        self.churn = 0
        self._db = db
        self._flat = FlatIndex(dim)
        self._lock = threading.Lock()
        self._stale = True
        empty = np.empty(0, np.int64)
        self._vectors = PhotoVectors.make(self._flat.view(), empty, empty)

    def invalidate(self) -> None:
        """Say that the catalog has changed; the next :meth:`current` looks."""
        self._stale = True

    def current(self) -> PhotoVectors:
        """The vectors as the catalog has them now."""
        if self._stale:
            with self._lock:
                if self._stale:
                    # First: a change during the reading asks for another one.
                    self._stale = False
                    try:
                        self._vectors = self._read()
                    except BaseException:
                        self._stale = True
                        raise
        return self._vectors

    def _read(self) -> PhotoVectors:
        known = self._flat.ids()
        last = int(known[-1]) if len(known) else 0
        with self._db.read() as conn:
            now = embeddings.ids(conn, self.model_id)
            gone = np.setdiff1d(known, now, assume_unique=True)
            new, vectors = embeddings.load_since(conn, self.model_id, last)
            labels, photo_ids = embeddings.photo_map(conn, self.model_id)
        if len(gone):
            self._flat.remove(gone)
        self._flat.add(new, vectors)
        self.churn += len(gone) + len(new)
        return PhotoVectors.make(self._flat.view(), labels, photo_ids)
