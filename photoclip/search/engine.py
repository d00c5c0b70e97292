"""From a query vector to ranked photos with bands.

The planner: exact scores for filtered queries and for libraries of up to 50,000
vectors, the HNSW graph for larger ones, over-fetched and scored exactly again.
Both give their best rows to the same code, so bands and ties are the same.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from photoclip.catalog.database import Database
from photoclip.index.base import Ids, Scores, distinct
from photoclip.index.half import FloatArray, HalfArray
from photoclip.index.store import IndexStore
from photoclip.jobs.job import Job
from photoclip.search.graph import GraphKeeper
from photoclip.search.habits import SMALL
from photoclip.search.label_scale import LabelScale
from photoclip.search.measured import Measured, is_outdated
from photoclip.search.mixing import Mixer, Part, Question, join_texts
from photoclip.search.planner import LOOK_AT, Found, best_rows, rows_by_graph
from photoclip.search.ranked import RankedHits, by_score, cut_off
from photoclip.search.relevance import (
    LABELS,
    SAMPLE,
    SEARCH,
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
        self._graph = None if store is None else GraphKeeper(db, store)
        self._exact_limit = exact_limit
        self._cache = VectorCache(db, model_id, dim)
        self._measured: dict[Kind, Measured] = {}
        self._mixer: tuple[int, Mixer] | None = None
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
        return self.ask(
            Question(query, calibration),
            limit=limit,
            candidates=candidates,
            include_hidden=include_hidden,
            exact=exact,
            strictness=strictness,
        )

    def question(self, parts: Sequence[Part]) -> Question | None:
        """One question of several parts, at least one of them wanted; see ``mixing``.

        Returns:
            None if nothing is left of the parts, as in "dog -dog".
        """
        joined = join_texts(parts)
        if not any(part.weight > 0 for part in joined):
            return None
        if len(joined) == 1:
            return Question(joined[0].vector, joined[0].kind)
        return self._get_mixer().question(joined)

    def ask(
        self,
        question: Question,
        *,
        limit: int = 100,
        candidates: Ids | None = None,
        without: Ids | None = None,
        include_hidden: bool = False,
        exact: bool = False,
        strictness: Strictness = SEARCH,
    ) -> RankedHits:
        """The photos that answer a question.

        Args:
            question: What they should be like; see :meth:`question`.
            limit: Most photos given.
            candidates: Ids of the only photos that may be given, or None for all.
            without: Ids of photos that are no candidates, whatever else they are.
            include_hidden: Give photos of the hidden band too.
            exact: Never use the graph.
            strictness: Where the bands end.
        """
        vectors = self.vectors()
        if without is not None and len(without):
            pool = vectors.pair_photos if candidates is None else candidates
            candidates = distinct(pool[~np.isin(pool, without)])
        found = self._find(vectors, question.vector, limit, candidates, exact=exact)
        found = replace(found, scores=found.scores - np.float32(question.offset))
        cuts = self._cuts(vectors, question, found, strictness, candidates)
        photo_ids, at = vectors.photos_of(found.rows)
        photo_ids, scores = by_score(photo_ids, found.scores[at])
        if candidates is not None:
            keep = np.isin(photo_ids, candidates)
            photo_ids, scores = photo_ids[keep], scores[keep]
        return cut_off(photo_ids, scores, cuts, found, limit, include_hidden)

    def scores_of(self, question: Question, photo_ids: Ids) -> Scores:
        """Scores of some photos, float32, shape (n,): of the best crop; -inf without a vector."""
        vectors = self.vectors()
        order = np.argsort(photo_ids, kind="stable")
        pairs = np.flatnonzero(np.isin(vectors.pair_photos, photo_ids))
        scores = vectors.view.scores_of(question.vector, vectors.pair_rows[pairs])
        at = order[np.searchsorted(photo_ids, vectors.pair_photos[pairs], sorter=order)]
        best = np.full(len(photo_ids), -np.inf, np.float32)
        np.maximum.at(best, at, scores - np.float32(question.offset))
        return best

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
        # The first row is the whole picture: its vector is stored before those of crops.
        query = vectors.view.vectors[own[0]].astype(np.float32)
        found = self._find(vectors, query, limit + len(own), candidates, exact=exact)
        others = ~np.isin(found.rows, own)
        rest = Found(
            found.rows[others], found.scores[others], found.all_rows, found.photos, found.used
        )
        cuts = self._cuts(vectors, Question(query, "image"), rest, strictness)
        copies, _ = vectors.photos_of(own)
        photo_ids, at = vectors.photos_of(rest.rows)
        photo_ids, scores = by_score(photo_ids, rest.scores[at])
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
        return cut_off(photo_ids, scores, cuts, rest, limit, include_hidden)

    def label_scale(self, *, strictness: Strictness = LABELS) -> LabelScale:
        """How sure labels are of all photos; for ``photoclip.labeling.zeroshot``."""
        vectors = self.vectors()
        return LabelScale(vectors, self._measure("text", vectors), strictness=strictness)

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
        graph = self._graph.graph if self._graph is not None else None
        large = len(vectors.view) > self._exact_limit
        if self._graph is None or graph is None or exact or not large or limit > _GRAPH_LIMIT:
            return best_rows(vectors, query, vectors.rows, limit, vectors.photos)
        lag = self._graph.missing(vectors, graph)
        return rows_by_graph(vectors, query, graph, limit, lag)

    def _cuts(
        self,
        vectors: PhotoVectors,
        question: Question,
        found: Found,
        strictness: Strictness,
        candidates: Ids | None = None,
    ) -> Cuts:
        """The bands, looking at as many of the best rows as belong to the query."""
        if question.mixture is not None:
            rows = None if candidates is None else vectors.rows_of_photos(candidates)
            return question.mixture.cuts(
                found.scores[:SAMPLE],
                photos=None if rows is None else self._sample(vectors, rows),
                candidates=found.all_rows,
                strictness=strictness,
            )
        query, measured = question.vector, self._measure(question.kind, vectors)
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

    def _sample(self, vectors: PhotoVectors, rows: Rows) -> HalfArray:
        """Vectors of a random sample of rows."""
        return vectors.view.vectors[rows[sample_rows(vectors.view.ids[rows])]]

    def _calibrate(self, kind: Kind, vectors: PhotoVectors) -> Calibration:
        sample = self._sample(vectors, vectors.rows)
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

    def _get_mixer(self) -> Mixer:
        """What mixed questions are made with; anew when a twentieth has changed."""
        vectors = self.vectors()
        with self._lock:
            kept = self._mixer
            if kept is not None and not is_outdated(self._cache.churn - kept[0], len(vectors.rows)):
                return kept[1]
            churn = self._cache.churn
            sample = self._sample(vectors, vectors.rows)
            reference = self._reference if len(sample) < SMALL else None
            mixer = Mixer(sample, self._background(), reference=reference)
            self._mixer = churn, mixer
            return mixer

    # --- the graph ---------------------------------------------------------------

    @property
    def wants_graph(self) -> bool:
        """Whether the library is large and has no graph that is up to date."""
        vectors = self.vectors()
        if self._graph is None or len(vectors.view) <= self._exact_limit:
            return False
        return not self._graph.is_current(vectors)

    def graph_job(self) -> Job[str]:
        """Load, build or bring up to date the graph and save it; queries go on meanwhile.

        Returns:
            What was wrong with the saved one, a sentence, or "".
        """
        if self._graph is None:
            return ""
        return (yield from self._graph.job(self.vectors()))

    def close(self) -> None:
        """Let another process own the saved graph."""
        if self._graph is not None:
            self._graph.close()


def open_store(folder: Path, db: Database, *, fingerprint: str, dim: int) -> IndexStore:
    """The place of a model's graph in the library's cache folder."""
    return IndexStore(folder, catalog_uuid=db.catalog_uuid(), fingerprint=fingerprint, dim=dim)
