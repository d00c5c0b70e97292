"""Two ways to the best rows of a query, exact and by graph, with one kind of answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from photoclip.index.base import Ids, Scores
from photoclip.index.flat import top_rows
from photoclip.index.half import FloatArray
from photoclip.index.hnsw import HnswIndex
from photoclip.search.vectors import PhotoVectors, Rows

GATHER_SHARE = 0.15
"""Up to this share of candidates their vectors are gathered; above, all are scored."""

LOOK_AT = 1024
"""Rows that are looked at for the bands, however few are wanted."""

Used = Literal["exact", "hnsw"]


@dataclass(frozen=True, slots=True)
class Found:
    """Best rows of the candidates with their exact scores, best first.

    Attributes:
        rows: Rows of ``PhotoVectors.view``.
        scores: Their inner products with the query.
        all_rows: Number of candidate rows.
        photos: Number of candidate photos.
        used: How they were found.
    """

    rows: Rows
    scores: Scores
    all_rows: int
    photos: int
    used: Used


def best_rows(
    vectors: PhotoVectors,
    query: FloatArray,
    rows: Rows,
    limit: int,
    photos: int,
    candidates: Ids | None = None,
) -> Found:
    """Exact scores of candidate rows, and the best of them."""
    view = vectors.view
    if len(rows) <= GATHER_SHARE * len(view):
        scores = view.scores_of(query, rows)
    else:
        scores = view.scores(query)
        if len(rows) < len(view):
            scores = scores[rows]
    take = max(limit, LOOK_AT)
    while True:
        top = top_rows(scores, take)
        found = Found(rows[top], scores[top], len(rows), photos, "exact")
        given, _ = vectors.photos_of(found.rows)
        if candidates is not None:
            given = given[np.isin(given, candidates)]
        # Photos with several vectors take several rows.
        if len(top) == len(rows) or len(given) >= limit:
            return found
        take *= 2


def rows_by_graph(
    vectors: PhotoVectors, query: FloatArray, graph: HnswIndex, limit: int, lag: Rows
) -> Found:
    """Rows that the graph finds and those it does not hold yet, scored exactly."""
    take = max(LOOK_AT, 2 * limit)
    while True:
        labels, _ = graph.search(query, take)
        rows = vectors.view.rows_of(labels)
        rows = vectors.searchable(np.union1d(rows[rows >= 0], lag))
        # Photos with several vectors take several rows.
        if len(labels) < take or vectors.count_photos(rows) >= min(limit, vectors.photos):
            break
        take *= 4
    scores = vectors.view.scores_of(query, rows)
    top = top_rows(scores, len(rows))
    return Found(rows[top], scores[top], len(vectors.rows), vectors.photos, "hnsw")
