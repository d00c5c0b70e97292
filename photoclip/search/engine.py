"""From a query vector to ranked photos with bands.

The planner: exact scores for filtered queries and for libraries of up to 50,000
vectors, the HNSW graph for larger ones, over-fetched and scored exactly again.
Both give their best rows to the same code, so bands and ties are the same.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from photoclip.catalog.database import Database
from photoclip.errors import IndexDamagedError
from photoclip.index.base import Ids, Scores
from photoclip.index.flat import top_rows
from photoclip.index.half import FloatArray, HalfArray
from photoclip.index.hnsw import HnswIndex
from photoclip.index.store import IndexStore
from photoclip.jobs.job import Job
from photoclip.search.measured import Measured
from photoclip.search.planner import LOOK_AT, Found, Used, best_rows, rows_by_graph
from photoclip.search.relevance import (
    LABELS,
    SAMPLE,
    SEARCH,
    Band,
    Calibration,
    Cuts,
    Kind,
    Strictness,
    sample_rows,
)
from photoclip.search.vectors import PhotoVectors, Rows, VectorCache

EXACT_LIMIT = 50_000
"""Up to so many vectors exact search answers in 15 ms, so no graph is kept."""

_GRAPH_LIMIT = 2000
_PICTURES = 256


@dataclass(frozen=True, slots=True)
class RankedHits:
    """Photos in the order of their score, best first.

    Attributes:
        photo_ids: int64, shape (n,).
        scores: Inner products, float32, shape (n,).
        likely: The first so many are likely.
        maybe: The next so many are maybe; the rest is hidden unless asked for.
        hidden: Candidates that are not among these.
        candidates: Photos that were searched.
        used: ``"exact"`` or ``"hnsw"``.
    """

    photo_ids: Ids
    scores: Scores
    likely: int
    maybe: int
    hidden: int
    candidates: int
    used: Used

    @property
    def bands(self) -> tuple[Band, ...]:
        """Band of each photo."""
        counts: tuple[tuple[Band, int], ...] = (
            ("likely", self.likely),
            ("maybe", self.maybe),
            ("hidden", len(self.photo_ids) - self.likely - self.maybe),
        )
        return tuple(band for band, count in counts for _ in range(count))


class SearchEngine:
    """Answers queries on one model's vectors; any thread may ask.

    Attributes:
        model_id: The model whose vectors are searched.
        dim: Length of its vectors.
    """

    def __init__(
        self,
        db: Database,
        *,
        model_id: int,
        dim: int,
        background: Callable[[], FloatArray],
        reference: HalfArray | None = None,
        store: IndexStore | None = None,
        exact_limit: int = EXACT_LIMIT,
    ) -> None:
        """Prepare; nothing is read before the first query.

        Args:
            db: The catalog.
            model_id: Row id of the model.
            dim: Length of its vectors.
            background: Gives the bank of unrelated texts, see
                :func:`photoclip.search.background.background_vectors`.
            reference: See :func:`photoclip.search.background.load_reference`.
            store: Where the graph is kept; None never uses one.
            exact_limit: Most vectors that are searched without a graph.
        """
        self.model_id = model_id
        self.dim = dim
        self._db = db
        self._background = background
        self._reference = reference
        self._store = store
        self._exact_limit = exact_limit
        self._cache = VectorCache(db, model_id, dim)
        self._graph: HnswIndex | None = None
        self._lag: tuple[PhotoVectors | None, Ids | None, Rows] = None, None, np.empty(0, np.intp)
        self._measured: dict[Kind, Measured] = {}
        self._lock = threading.Lock()

    def invalidate(self) -> None:
        """Say that photos or vectors in the catalog have changed."""
        self._cache.invalidate()

    def vectors(self) -> PhotoVectors:
        """All vectors and photos as the catalog has them now."""
        return self._cache.current()

    def vector_of(self, photo_id: int) -> FloatArray | None:
        """The vector of a photo as float32, shape (dim,); None if it has none yet."""
        vectors = self.vectors()
        rows = vectors.rows_of_photos(np.array([photo_id]))
        return vectors.view.vectors[rows[0]].astype(np.float32) if len(rows) else None

    def search_vector(
        self,
        query: FloatArray,
        *,
        limit: int = 100,
        candidates: Ids | None = None,
        include_hidden: bool = False,
        exact: bool = False,
        calibration: Kind = "text",
        strictness: Strictness = SEARCH,
    ) -> RankedHits:
        """The photos that fit a query vector.

        Args:
            query: Unit vector, float32, shape (dim,).
            limit: Most photos given.
            candidates: Ids of the only photos that may be given, or None for all.
            include_hidden: Give photos of the hidden band too.
            exact: Never use the graph.
            calibration: ``"text"`` or ``"image"``: what the query is a vector of.
            strictness: Where the bands end.
        """
        vectors = self.vectors()
        found = self._find(vectors, query, limit, candidates, exact=exact)
        cuts = self._cuts(vectors, query, found, calibration, strictness)
        photo_ids, at = vectors.photos_of(found.rows)
        photo_ids, scores = _by_score(photo_ids, found.scores[at])
        if candidates is not None:
            keep = np.isin(photo_ids, candidates)
            photo_ids, scores = photo_ids[keep], scores[keep]
        return _ranked(photo_ids, scores, cuts, found, limit, include_hidden)

    def similar(
        self,
        photo_id: int,
        *,
        limit: int = 100,
        candidates: Ids | None = None,
        include_hidden: bool = False,
        exact: bool = False,
        strictness: Strictness = SEARCH,
    ) -> RankedHits | None:
        """Photos that look like a photo, without itself; copies of it come first.

        Returns:
            None if the photo has no vector yet. Arguments as for :meth:`search_vector`.
        """
        vectors = self.vectors()
        own = vectors.rows_of_photos(np.array([photo_id]))
        if not len(own):
            return None
        query = vectors.view.vectors[own[0]].astype(np.float32)
        found = self._find(vectors, query, limit + len(own), candidates, exact=exact)
        others = ~np.isin(found.rows, own)
        rest = Found(
            found.rows[others], found.scores[others], found.all_rows, found.photos, found.used
        )
        cuts = self._cuts(vectors, query, rest, "image", strictness)
        copies, _ = vectors.photos_of(own)
        photo_ids, at = vectors.photos_of(rest.rows)
        photo_ids, scores = _by_score(photo_ids, rest.scores[at])
        new = np.isin(photo_ids, copies, invert=True)
        copies = copies[copies != photo_id]
        photo_ids = np.concatenate([copies, photo_ids[new]])
        scores = np.concatenate([np.ones(len(copies), np.float32), scores[new]])
        photos = found.photos
        if candidates is not None:
            keep = np.isin(photo_ids, candidates)
            photo_ids, scores = photo_ids[keep], scores[keep]
            photos -= int(np.isin(photo_id, candidates))
        else:
            photos -= 1
        rest = Found(rest.rows, rest.scores, rest.all_rows, photos, rest.used)
        likely = min(cuts.likely, 1.0) if len(copies) else cuts.likely
        cuts = Cuts(likely, min(cuts.maybe, likely))
        return _ranked(photo_ids, scores, cuts, rest, limit, include_hidden)

    def decide_labels(
        self, vectors: PhotoVectors, *, strictness: Strictness = LABELS
    ) -> Callable[[FloatArray, Scores], tuple[Rows, Scores]]:
        """The rule for :func:`photoclip.labeling.zeroshot.find` on these vectors.

        Returns:
            From a label's vector (dim,) and its scores with ``vectors.view.vectors``
            (n,): rows that are likely, best first, and their evidence.
        """
        photos = vectors.photos

        def decide(query: FloatArray, scores: Scores) -> tuple[Rows, Scores]:
            order = top_rows(scores[vectors.rows], SAMPLE)
            rows = vectors.rows[order]
            found = Found(rows, scores[rows], len(vectors.rows), photos, "exact")
            cuts = self._cuts(vectors, query, found, "text", strictness)
            likely = vectors.rows[scores[vectors.rows] >= cuts.likely]
            likely = likely[np.lexsort((likely, -scores[likely]))]
            measured = self._measure("text", vectors)
            levels = measured.levels(likely)
            return likely, measured.calibration.evidence(query, scores[likely], levels)

        return decide

    # --- the planner -----------------------------------------------------------

    def _find(
        self,
        vectors: PhotoVectors,
        query: FloatArray,
        limit: int,
        candidates: Ids | None,
        *,
        exact: bool,
    ) -> Found:
        if candidates is not None:
            rows = vectors.rows_of_photos(candidates)
            photos = int(np.count_nonzero(np.isin(candidates, vectors.pair_photos)))
            return best_rows(vectors, query, rows, limit, photos, candidates)
        graph = self._graph
        large = len(vectors.view) > self._exact_limit
        if exact or graph is None or not large or limit > _GRAPH_LIMIT:
            return best_rows(vectors, query, vectors.rows, limit, vectors.photos)
        return rows_by_graph(vectors, query, graph, limit, self._not_in_graph(vectors, graph))

    def _not_in_graph(self, vectors: PhotoVectors, graph: HnswIndex) -> Rows:
        """Rows of vectors that came after the graph was last brought up to date."""
        here, there, lag = self._lag
        if here is not vectors or there is not graph.ids():
            there = graph.ids()
            later = np.setdiff1d(vectors.view.ids, there, assume_unique=True)
            lag = vectors.view.rows_of(later)
            self._lag = vectors, there, lag
        return lag

    def _cuts(
        self,
        vectors: PhotoVectors,
        query: FloatArray,
        found: Found,
        kind: Kind,
        strictness: Strictness,
    ) -> Cuts:
        """The bands, looking at as many of the best rows as belong to the query."""
        measured = self._measure(kind, vectors)
        take = min(LOOK_AT, len(found.rows))
        while True:
            cuts = measured.calibration.cuts(
                query,
                found.scores[:take],
                measured.levels(found.rows[:take]),
                candidates=found.all_rows,
                strictness=strictness,
            )
            # When all of them belong to the query there may be more.
            if take >= min(len(found.rows), SAMPLE) or found.scores[take - 1] < cuts.maybe:
                return cuts
            take = min(take * 4, len(found.rows), SAMPLE)

    def _measure(self, kind: Kind, vectors: PhotoVectors) -> Measured:
        """The calibration for these vectors; made anew when a twentieth has changed."""
        with self._lock:
            kept = self._measured.get(kind)
            if kept is None or kept.is_outdated(self._cache.churn, len(vectors.rows)):
                made = self._calibrate(kind, vectors)
                kept = Measured(made, vectors.view, self._cache.churn)
            elif kept.view is not vectors.view:
                kept = Measured(kept.calibration, vectors.view, kept.churn)
            self._measured[kind] = kept
            return kept

    def _calibrate(self, kind: Kind, vectors: PhotoVectors) -> Calibration:
        rows = vectors.rows[sample_rows(vectors.view.ids[vectors.rows])]
        sample = vectors.view.vectors[rows]
        if kind == "text":
            bank = self._background()
        else:
            bank = sample[-_PICTURES:].astype(np.float32)
            missing = _PICTURES - len(bank)
            if missing and self._reference is not None:
                bank = np.concatenate([bank, self._reference[:missing].astype(np.float32)])
        return Calibration(
            bank, sample, photos=len(vectors.rows), reference=self._reference, kind=kind
        )

    # --- the graph ---------------------------------------------------------------

    @property
    def wants_graph(self) -> bool:
        """Whether the library is large and has no graph that is up to date."""
        if self._store is None or len(self.vectors().view) <= self._exact_limit:
            return False
        graph = self._graph
        return graph is None or not np.array_equal(graph.ids(), self.vectors().view.ids)

    def graph_job(self) -> Job[str]:
        """Load, build or bring up to date the graph and save it; queries go on meanwhile.

        Returns:
            What was wrong with the saved one, a sentence, or "".
        """
        if self._store is None:
            return ""
        view = self.vectors().view
        graph, problem = self._graph, ""

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
        self._graph = graph
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
        if self._store is not None:
            self._store.close()


def open_store(folder: Path, db: Database, *, fingerprint: str, dim: int) -> IndexStore:
    """The place of a model's graph in the library's cache folder."""
    return IndexStore(folder, catalog_uuid=db.catalog_uuid(), fingerprint=fingerprint, dim=dim)


def _by_score(photo_ids: Ids, scores: Scores) -> tuple[Ids, Scores]:
    order = np.lexsort((photo_ids, -scores))
    return photo_ids[order], scores[order]


def _ranked(
    photo_ids: Ids,
    scores: Scores,
    cuts: Cuts,
    found: Found,
    limit: int,
    include_hidden: bool,
) -> RankedHits:
    shown = len(scores) if include_hidden else int(np.count_nonzero(scores >= cuts.maybe))
    shown = min(shown, max(limit, 0))
    photo_ids, scores = photo_ids[:shown], scores[:shown]
    likely, maybe = cuts.counts(scores)
    return RankedHits(
        photo_ids, scores, likely, maybe, found.photos - shown, found.photos, found.used
    )
