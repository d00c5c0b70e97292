"""Approximate search over a navigable small-world graph (hnswlib).

Malkov and Yashunin 2016, arXiv 1603.09320. hnswlib answers fast but guards
little: searching beside a change is not safe, asking for more neighbours than
it reaches raises, deleted labels can be deleted twice, and ``ef`` is forgotten
when a file is loaded. This module holds those traps in one place.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import hnswlib
import numpy as np

from photoclip.index.base import Ids, Scores
from photoclip.index.flat import top_rows
from photoclip.index.half import FloatArray, HalfArray
from photoclip.index.locks import SharedLock
from photoclip.jobs.job import Job, Progress

SPACE = "ip"
M = 16
EF_CONSTRUCTION = 200
EF = 256
"""Candidates kept during a search: recall@100 on 100,000 vectors is 0.96 with it, 0.90 with 100."""

SLICE = 64
"""Vectors added per turn of the lock, so that a search waits milliseconds."""

BUILD_SLICE = 2048
MAX_DEAD = 0.3
"""Share of deleted labels from which the graph is built anew."""

Fetch = Callable[[Ids], HalfArray]
"""Gives the stored vectors of labels, shape (n, dim), in the order asked for."""


class HnswIndex:
    """Approximate :class:`~photoclip.index.base.VectorIndex`; searches may run beside a change.

    Attributes:
        dim: Length of a vector.
    """

    def __init__(self, dim: int, *, capacity: int = 1024) -> None:
        self.dim = dim
        self._graph = hnswlib.Index(space=SPACE, dim=dim)
        self._graph.init_index(max(capacity, 1), M=M, ef_construction=EF_CONSTRUCTION)
        self._start(np.empty(0, np.int64), np.empty(0, np.int64))

    def _start(self, ids: Ids, dead: Ids) -> None:
        self._lock = SharedLock()
        self._ids, self._dead = ids, dead
        self._ef = EF
        self._graph.set_ef(EF)

    @classmethod
    def load(cls, path: Path, dim: int, *, dead: Ids) -> HnswIndex:
        """Read a saved graph; whoever calls has checked the file's digest.

        hnswlib notices truncation only: a flipped byte or another ``dim`` gives
        wrong answers or a crash. See :mod:`photoclip.index.store`.

        Args:
            path: File made by :meth:`save`.
            dim: Length of a vector.
            dead: Labels deleted before saving (the file does not list them).

        Raises:
            RuntimeError: hnswlib cannot read the file.
        """
        index = cls.__new__(cls)
        index.dim = dim
        index._graph = hnswlib.Index(space=SPACE, dim=dim)
        # pybind11 takes bytes, so a folder name that is not UTF-8 works too.
        index._graph.load_index(os.fsencode(path))
        labels = np.sort(np.asarray(index._graph.get_ids_list(), np.int64))
        index._start(np.setdiff1d(labels, dead), np.intersect1d(labels, dead))
        return index

    def __len__(self) -> int:
        return len(self._ids)

    def ids(self) -> Ids:
        """All live labels, ascending."""
        return self._ids

    def dead(self) -> Ids:
        """Deleted labels that still take part in the graph, ascending."""
        return self._dead

    @property
    def needs_rebuild(self) -> bool:
        """Whether so many labels are dead that a new graph is better."""
        return len(self._dead) > MAX_DEAD * (len(self._ids) + len(self._dead))

    def add(
        self,
        ids: Ids,
        vectors: HalfArray | FloatArray,
        *,
        slice_rows: int = SLICE,
        threads: int = -1,
    ) -> None:
        """Add vectors under new labels, in slices between which searches go on.

        Args:
            ids: int64, shape (n,).
            vectors: Shape (n, dim), L2-normalised.
            slice_rows: Vectors per turn of the lock.
            threads: Threads that insert; -1 takes all cores. One thread gives
                the same graph every time.

        Raises:
            ValueError: A wrong shape, or a label that is stored already.
        """
        if vectors.shape != (len(ids), self.dim):
            raise ValueError(f"expected {(len(ids), self.dim)} vectors, got {vectors.shape}")
        labels = np.asarray(ids, np.int64)
        if len(np.intersect1d(labels, self._ids)) or len(np.unique(labels)) < len(labels):
            raise ValueError("a label is stored already")
        for start in range(0, len(labels), slice_rows):
            part = labels[start : start + slice_rows]
            rows = np.asarray(vectors[start : start + slice_rows], np.float32)
            with self._lock.exclusive():
                self._make_room(len(part))
                # A label deleted before comes back with its new vector.
                self._graph.add_items(rows, part, num_threads=threads)
                self._ids = np.union1d(self._ids, part)
                self._dead = np.setdiff1d(self._dead, part)

    def _make_room(self, more: int) -> None:
        needed = self._graph.element_count + more
        if needed > self._graph.max_elements:
            self._graph.resize_index(max(needed, self._graph.max_elements * 3 // 2))

    def remove(self, ids: Sequence[int] | Ids) -> None:
        """Forget labels; unknown ones are ignored."""
        gone = np.intersect1d(np.asarray(ids, np.int64), self._ids)
        for start in range(0, len(gone), SLICE):
            part = gone[start : start + SLICE]
            with self._lock.exclusive():
                for label in part.tolist():
                    self._graph.mark_deleted(label)
                self._ids = np.setdiff1d(self._ids, part)
                self._dead = np.union1d(self._dead, part)

    def search(self, query: FloatArray, k: int) -> tuple[Ids, Scores]:
        """The ``min(k, len(self))`` best labels, as far as the graph finds them.

        A graph that cannot reach enough live labels (many dead ones, a bad
        neighbourhood) is asked again with more candidates, then answered by
        comparing every vector; it never fails.
        """
        if self._ef < 2 * k:
            # recall@1000 on 100,000 vectors: 0.70 with ef = 1000, 0.85 with 2000
            self._raise_ef(2 * k)
        for _ in range(2):
            with self._lock.shared():
                wanted = min(k, len(self._ids))
                if wanted <= 0:
                    return np.empty(0, np.int64), np.empty(0, np.float32)
                try:
                    labels, distances = self._graph.knn_query(query, k=wanted, num_threads=1)
                except RuntimeError:
                    pass
                else:
                    return labels[0].astype(np.int64), 1.0 - distances[0]
            self._raise_ef(8 * max(k, EF))
        return self._search_exactly(query, k)

    def _raise_ef(self, ef: int) -> None:
        with self._lock.exclusive():
            if ef > self._ef:
                self._ef = ef
                self._graph.set_ef(ef)

    def _search_exactly(self, query: FloatArray, k: int) -> tuple[Ids, Scores]:
        with self._lock.shared():
            ids = self._ids
            scores = np.empty(len(ids), np.float32)
            for start in range(0, len(ids), BUILD_SLICE):
                part = ids[start : start + BUILD_SLICE]
                scores[start : start + len(part)] = self._graph.get_items(part) @ query
        rows = top_rows(scores, k)
        return ids[rows], scores[rows]

    def vectors(self, ids: Ids) -> FloatArray:
        """Stored vectors of live labels: float32, shape (n, dim).

        Raises:
            RuntimeError: A label is unknown or deleted.
        """
        if not len(ids):
            return np.empty((0, self.dim), np.float32)
        with self._lock.shared():
            return np.asarray(self._graph.get_items(ids), np.float32)

    def save(self, path: Path) -> tuple[int, Ids, Ids]:
        """Write the graph to a file; searches go on, additions wait.

        hnswlib reports no error on a full disk: compare the size.

        Returns:
            Bytes the file must have, and the live and the dead labels in it.
        """
        with self._lock.shared():
            self._graph.save_index(os.fsencode(path))
            return int(self._graph.index_file_size()), self._ids, self._dead


def build(ids: Ids, fetch: Fetch, dim: int) -> Job[HnswIndex]:
    """Build a graph aside, as a job that can be stopped between slices."""
    index = HnswIndex(dim, capacity=len(ids) + len(ids) // 8)
    yield Progress("Building the search index", 0, len(ids))
    for start in range(0, len(ids), BUILD_SLICE):
        part = ids[start : start + BUILD_SLICE]
        index.add(part, fetch(part), slice_rows=BUILD_SLICE)
        yield Progress("Building the search index", start + len(part), len(ids))
    return index
