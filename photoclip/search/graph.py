"""The graph of a large library: loaded, built, brought up to date and saved as a job."""

from __future__ import annotations

import numpy as np

from photoclip.catalog.database import Database
from photoclip.errors import IndexDamagedError
from photoclip.index.base import Ids
from photoclip.index.half import HalfArray
from photoclip.index.hnsw import HnswIndex
from photoclip.index.store import IndexStore
from photoclip.jobs.job import Job
from photoclip.search.vectors import PhotoVectors, Rows


class GraphKeeper:
    """Holds the graph in use; queries read it while :meth:`job` makes the next one.

    Attributes:
        graph: The graph that answers, or None while there is none.
    """

    def __init__(self, db: Database, store: IndexStore) -> None:
        self.graph: HnswIndex | None = None
        self._db = db
        self._store = store
        self._lag: tuple[PhotoVectors | None, Ids | None, Rows] = None, None, np.empty(0, np.intp)

    def is_current(self, vectors: PhotoVectors) -> bool:
        """Whether the graph holds exactly these vectors."""
        graph = self.graph
        return graph is not None and np.array_equal(graph.ids(), vectors.view.ids)

    def missing(self, vectors: PhotoVectors, graph: HnswIndex) -> Rows:
        """Rows of vectors that came after the graph was last brought up to date."""
        here, there, lag = self._lag
        if here is not vectors or there is not graph.ids():
            there = graph.ids()
            later = np.setdiff1d(vectors.view.ids, there, assume_unique=True)
            lag = vectors.view.rows_of(later)
            self._lag = vectors, there, lag
        return lag

    def job(self, vectors: PhotoVectors) -> Job[str]:
        """Load, build or bring up to date the graph and save it; queries go on meanwhile.

        Returns:
            What was wrong with the saved one, a sentence, or "".
        """
        view = vectors.view
        graph, problem = self.graph, ""

        def fetch(ids: Ids) -> HalfArray:
            return view.vectors[view.rows_of(ids)]

        if graph is not None:
            graph.remove(np.setdiff1d(graph.ids(), view.ids))
            missing = np.setdiff1d(view.ids, graph.ids())
            graph.add(missing, fetch(missing))
        else:
            graph = self._store.open(view.ids, fetch)
            problem = self._store.problem
        if graph is None or graph.needs_rebuild:
            graph = yield from self._store.rebuild(view.ids, fetch)
        self.graph = graph
        if self._store.holds(graph):
            return problem
        # Labels that a power cut took back from the catalog would be given out again.
        self._db.checkpoint()
        try:
            self._store.save(graph)
        except IndexDamagedError as error:
            problem = str(error)
        return problem

    def close(self) -> None:
        """Let another process own the saved graph."""
        self._store.close()
