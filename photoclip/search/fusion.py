"""Putting rankings together: words that stand in a photo's texts, and alternatives of a query.

**Reciprocal rank fusion** (Cormack, Clarke and Büttcher 2009): a photo's score is the sum of
1 / (60 + rank) over the rankings it is in. It compares ranks only, so a full-text rank and a
cosine need no common scale.

**Literal matches win.** A photo whose caption, accepted tag or name holds all words of the
query is likely and comes first, whatever the model thinks: people trust what they wrote
themselves. Among these the order is the fusion of full text and model.

**Alternatives** ("a OR b") are searched one by one. A photo is as likely as in its best one.
Scores of two questions cannot be compared (nor can evidence, between a sentence and a
picture), so within a band a photo stands where it stands in its best alternative: all first
ones, then all second ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from photoclip.index.base import Ids, Scores
from photoclip.search.ranked import RankedHits
from photoclip.search.relevance import Band

RRF_K = 60
"""The constant of the paper; it damps the lead of the very first ranks."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query, or one alternative of it, found.

    Attributes:
        photo_ids: Best first, int64, shape (n,).
        scores: The model's scores; 1 where nothing was ranked, 0 without a vector.
        likely: The first so many are likely.
        maybe: The next so many are maybe; the rest is hidden.
        candidates: Photos that came in question.
        fit: Photos that fit, among these or cut off; at least so many.
        literal: The first so many were found by words that stand in their texts.
    """

    photo_ids: Ids
    scores: Scores
    likely: int
    maybe: int
    candidates: int
    fit: int
    literal: int = 0

    @property
    def bands(self) -> list[Band]:
        """Band of each photo."""
        rest = len(self.photo_ids) - self.likely - self.maybe
        counts: list[tuple[Band, int]] = [
            ("likely", self.likely),
            ("maybe", self.maybe),
            ("hidden", rest),
        ]
        return [band for band, count in counts for _ in range(count)]

    def first(self, limit: int) -> Answer:
        """The same without what lies beyond a number of photos."""
        kept = min(len(self.photo_ids), max(limit, 0))
        likely = min(self.likely, kept)
        return Answer(
            self.photo_ids[:kept],
            self.scores[:kept],
            likely,
            min(self.maybe, kept - likely),
            self.candidates,
            self.fit,
            min(self.literal, kept),
        )


def nothing(candidates: int = 0) -> Answer:
    """No photo at all."""
    return Answer(np.empty(0, np.int64), np.empty(0, np.float32), 0, 0, candidates, 0)


def everything(photo_ids: Ids) -> Answer:
    """All photos of a filter, in their order; all of them are the answer."""
    count = len(photo_ids)
    return Answer(photo_ids, np.ones(count, np.float32), count, 0, count, count)


def reciprocal_ranks(rankings: Sequence[Ids], *, k: int = RRF_K) -> Ids:
    """All photos of some rankings by the sum of 1 / (k + rank), equal ones by id.

    Args:
        rankings: Photo ids without repetition, best first.
        k: See :data:`RRF_K`.
    """
    ids = np.unique(np.concatenate([np.empty(0, np.int64), *rankings]))
    total = np.zeros(len(ids))
    for ranking in rankings:
        total[np.searchsorted(ids, ranking)] += 1.0 / (k + 1.0 + np.arange(len(ranking)))
    return ids[np.lexsort((ids, -total))]


def with_literal(hits: RankedHits, literal: Ids, literal_scores: Scores) -> Answer:
    """The model's answer with the photos in front that hold the words literally.

    Args:
        hits: The model's answer, asked for as many photos more as there are literal ones.
        literal: Ids of photos that hold the words, best match first.
        literal_scores: The model's scores of these; -inf for photos without a vector.
    """
    if not len(literal):
        fit = hits.likely + hits.maybe + hits.more
        return Answer(hits.photo_ids, hits.scores, hits.likely, hits.maybe, hits.candidates, fit)
    known = np.isfinite(literal_scores)
    by_model = literal[known][np.argsort(-literal_scores[known], kind="stable")]
    first = reciprocal_ranks([literal, by_model])
    sorter = np.argsort(literal, kind="stable")
    at = sorter[np.searchsorted(literal, first, sorter=sorter)]
    first_scores = np.where(known[at], literal_scores[at], 0.0).astype(np.float32)
    rest = np.isin(hits.photo_ids, literal, invert=True)
    likely = int(np.count_nonzero(rest[: hits.likely]))
    maybe = int(np.count_nonzero(rest[hits.likely : hits.likely + hits.maybe]))
    # Literal ones that fit, but were cut off, are counted among the literal ones already.
    again = np.count_nonzero(literal_scores >= hits.cuts.maybe) - np.count_nonzero(
        ~rest[: hits.likely + hits.maybe]
    )
    more = max(hits.more - max(int(again), 0), 0)
    return Answer(
        np.concatenate([first, hits.photo_ids[rest]]),
        np.concatenate([first_scores, hits.scores[rest]]),
        len(first) + likely,
        maybe,
        hits.candidates + int(np.count_nonzero(~known)),
        len(first) + likely + maybe + more,
        len(first),
    )


def any_of(answers: Sequence[Answer], *, candidates: int) -> Answer:
    """One answer of several alternatives; each photo once.

    Args:
        answers: In the order of the query.
        candidates: Photos that came in question in any of them.
    """
    if len(answers) == 1:
        return answers[0]
    ids = np.concatenate([answer.photo_ids for answer in answers])
    scores = np.concatenate([answer.scores for answer in answers])
    # Literal ones are a band of their own, so that they stay in front.
    band = np.concatenate([_band_numbers(answer) for answer in answers])
    rank = np.concatenate([np.arange(len(answer.photo_ids)) for answer in answers])
    which = np.repeat(np.arange(len(answers)), [len(answer.photo_ids) for answer in answers])
    order = np.lexsort((which, rank, band))
    _, first = np.unique(ids[order], return_index=True)
    order = order[np.sort(first)]
    counts = np.bincount(band[order], minlength=4)
    shown = int(counts[:3].sum())
    return Answer(
        ids[order],
        scores[order],
        int(counts[:2].sum()),
        int(counts[2]),
        candidates,
        max([shown, *(answer.fit for answer in answers)]),
        int(counts[0]),
    )


def _band_numbers(answer: Answer) -> Ids:
    at = np.arange(len(answer.photo_ids))
    ends = [answer.literal, answer.likely, answer.likely + answer.maybe]
    return np.asarray(np.searchsorted(ends, at, side="right"), np.int64)
