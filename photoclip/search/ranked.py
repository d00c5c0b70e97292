"""The answer to one question: photos by score, with bands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from photoclip.index.base import Ids, Scores
from photoclip.search.planner import Found, Used
from photoclip.search.relevance import Band, Cuts

NO_CUTS: Final = Cuts(float("inf"), float("inf"))


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
        cuts: Scores at which the bands begin.
        more: Photos that fit and are not among these; at least so many where more than
            1,024 fit.
    """

    photo_ids: Ids
    scores: Scores
    likely: int
    maybe: int
    hidden: int
    candidates: int
    used: Used
    cuts: Cuts = NO_CUTS
    more: int = 0

    @property
    def bands(self) -> tuple[Band, ...]:
        """Band of each photo."""
        counts: tuple[tuple[Band, int], ...] = (
            ("likely", self.likely),
            ("maybe", self.maybe),
            ("hidden", len(self.photo_ids) - self.likely - self.maybe),
        )
        return tuple(band for band, count in counts for _ in range(count))


def by_score(photo_ids: Ids, scores: Scores) -> tuple[Ids, Scores]:
    """Photos in the order of their scores, best first, equal ones by id."""
    order = np.lexsort((photo_ids, -scores))
    return photo_ids[order], scores[order]


def cut_off(
    photo_ids: Ids,
    scores: Scores,
    cuts: Cuts,
    found: Found,
    limit: int,
    include_hidden: bool,
) -> RankedHits:
    """The photos that are given, of all that were found, by descending score."""
    fit = int(np.count_nonzero(scores >= cuts.maybe))
    shown = min(len(scores) if include_hidden else fit, max(limit, 0))
    photo_ids, scores = photo_ids[:shown], scores[:shown]
    likely, maybe = cuts.counts(scores)
    return RankedHits(
        photo_ids,
        scores,
        likely,
        maybe,
        found.photos - shown,
        found.photos,
        found.used,
        cuts,
        max(fit - shown, 0),
    )
