"""Exact search: every stored vector is compared. The reference for all else."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from photoclip.index.base import Ids, Scores
from photoclip.index.half import FloatArray, HalfArray, products

Rows = NDArray[np.intp]


def top_rows(scores: Scores, k: int) -> Rows:
    """Rows of the ``k`` largest scores, best first, equal scores by row.

    Args:
        scores: Shape (n,), float32, no NaN.
        k: How many rows are wanted; more than n gives n.

    Returns:
        intp, shape (min(k, n),). The choice among equal scores at the end is
        fixed (lowest row), so two calls never differ.
    """
    n = len(scores)
    if k <= 0:
        return np.empty(0, np.intp)
    if k >= n:
        return np.argsort(-scores, kind="stable")
    last = np.partition(scores, n - k)[n - k]
    above = np.flatnonzero(scores > last)
    ties = np.flatnonzero(scores == last)[: k - len(above)]
    rows = np.concatenate([above, ties])
    return rows[np.lexsort((rows, -scores[rows]))]


@dataclass(frozen=True, slots=True)
class FlatView:
    """All vectors as they were at one moment; never changes, any thread may read it.

    Attributes:
        ids: Labels, ascending, int64, shape (n,).
        vectors: Unit vectors, float16, shape (n, dim), same order.
    """

    ids: Ids
    vectors: HalfArray

    def __len__(self) -> int:
        return len(self.ids)

    def scores(self, query: FloatArray) -> Scores:
        """Inner products of the query (dim,) with every vector: float32, shape (n,)."""
        return products(self.vectors, query)

    def scores_of(self, query: FloatArray, rows: Rows) -> Scores:
        """Inner products with some rows only: float32, shape (len(rows),)."""
        return products(self.vectors[rows], query)

    def rows_of(self, ids: Ids) -> Rows:
        """Rows of labels; -1 where a label is unknown."""
        if not len(self.ids):
            return np.full(len(ids), -1, np.intp)
        at = np.minimum(np.searchsorted(self.ids, ids), len(self.ids) - 1)
        return np.where(self.ids[at] == ids, at, -1).astype(np.intp)

    def search(self, query: FloatArray, k: int) -> tuple[Ids, Scores]:
        """See :meth:`photoclip.index.base.VectorIndex.search`."""
        scores = self.scores(query)
        rows = top_rows(scores, k)
        return self.ids[rows], scores[rows]


class FlatIndex:
    """Exact :class:`~photoclip.index.base.VectorIndex` over float16 vectors.

    Readers take a :class:`FlatView` and never wait: vectors are appended behind
    what a view shows, and anything else makes new arrays. Writers exclude each
    other.

    Attributes:
        dim: Length of a vector.
    """

    def __init__(self, dim: int, *, capacity: int = 0) -> None:
        self.dim = dim
        self._write = threading.Lock()
        self._ids = np.empty(capacity, np.int64)
        self._vectors = np.empty((capacity, dim), np.float16)
        self._view = FlatView(self._ids[:0], self._vectors[:0])

    def view(self) -> FlatView:
        """All vectors as they are now."""
        return self._view

    def __len__(self) -> int:
        return len(self._view)

    def ids(self) -> Ids:
        """All labels, ascending."""
        return self._view.ids

    def add(self, ids: Ids, vectors: HalfArray | FloatArray) -> None:
        """Add vectors under new labels; numbers that are not finite are stored as 0.

        Args:
            ids: int64, shape (n,), none of them stored yet. Labels above all
                stored ones (the usual case) are appended without a copy.
            vectors: Shape (n, dim).

        Raises:
            ValueError: A wrong shape, or a label that is stored already.
        """
        if vectors.shape != (len(ids), self.dim):
            raise ValueError(f"expected {(len(ids), self.dim)} vectors, got {vectors.shape}")
        if not len(ids):
            return
        labels = np.asarray(ids, np.int64)
        half = np.asarray(vectors, np.float16)
        if not np.isfinite(half).all():
            half = np.where(np.isfinite(half), half, np.float16(0))
        if np.any(np.diff(labels) <= 0):
            order = np.argsort(labels, kind="stable")
            labels, half = labels[order], half[order]
        with self._write:
            old = self._view
            if np.any(np.diff(labels) == 0) or np.any(old.rows_of(labels) >= 0):
                raise ValueError("a label is stored already")
            if len(old) and labels[0] < old.ids[-1]:
                self._merge(old, labels, half)
            else:
                self._append(old, labels, half)

    def _append(self, old: FlatView, ids: Ids, vectors: HalfArray) -> None:
        start, end = len(old), len(old) + len(ids)
        if end > len(self._ids):
            capacity = max(end, len(self._ids) + len(self._ids) // 2)
            self._ids = np.empty(capacity, np.int64)
            self._ids[:start] = old.ids
            self._vectors = np.empty((capacity, self.dim), np.float16)
            self._vectors[:start] = old.vectors
        self._ids[start:end] = ids
        self._vectors[start:end] = vectors
        self._view = FlatView(self._ids[:end], self._vectors[:end])

    def _merge(self, old: FlatView, ids: Ids, vectors: HalfArray) -> None:
        at = np.searchsorted(old.ids, ids)
        self._ids = np.insert(old.ids, at, ids)
        self._vectors = np.insert(old.vectors, at, vectors, axis=0)
        self._view = FlatView(self._ids, self._vectors)

    def remove(self, ids: Sequence[int] | Ids) -> None:
        """Forget labels; unknown ones are ignored."""
        with self._write:
            old = self._view
            keep = np.isin(old.ids, np.asarray(ids, np.int64), invert=True)
            if keep.all():
                return
            self._ids, self._vectors = old.ids[keep], old.vectors[keep]
            self._view = FlatView(self._ids, self._vectors)

    def search(self, query: FloatArray, k: int) -> tuple[Ids, Scores]:
        """The ``min(k, len(self))`` best labels, equal scores by label."""
        return self._view.search(query, k)
