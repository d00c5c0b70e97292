"""Which results are likely what was asked for: bands from the library's own distribution.

A cosine means nothing by itself: it differs between models, between queries and
between photos. What can be compared is a query with *unrelated queries on the same
photos*. A bank of texts is encoded once per model, and

- the **evidence** of a query on a photo is how far its score lies above the ten
  bank texts that fit this photo best, in units of the bank's spread on it (the
  idea of cross-domain similarity local scaling, Conneau et al. 2018, arXiv
  1710.04087, with a fixed bank), less what the query reaches on just any photo:
  of the library and of a shipped set of reference photos (``habits.py``);
- a query **exists** in a library when its best evidence, or its third best, exceeds
  what all but a few percent of the bank texts reach there in as many photos
  (``tails.py``). An absent concept is, by construction, one more unrelated text.
  The third best tells more where a library holds near-misses of most things: one odd
  photo is no proof, three are; so most of the permitted mistakes are made there;
- **how many** photos it describes is the largest number for which the expected
  share of false ones stays small: the bank tells how many photos an unrelated
  query would lift so high (Benjamini and Hochberg 1995);
- **which** ones is left to the score, because within one query it ranks better
  than the evidence does. So a band is a range of scores, chosen anew per query.

All constants are shares of distributions; no number here is a cosine threshold.

Picture queries are measured against random photos of the library, because pictures
are nearer to each other than to texts. Each of those has relatives of its own in the
library, so the upper end of what they reach says nothing about unrelated photos: it
is extrapolated from below instead, and there is no question of existence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from photoclip.index.base import Ids, Scores
from photoclip.index.half import FloatArray, HalfArray, products
from photoclip.search.habits import HABIT_SAMPLE, SMALL, Habits, Levels, Moments
from photoclip.search.tails import Tops, bulk, tail

Band = Literal["likely", "maybe", "hidden"]
Kind = Literal["text", "image"]
Rows = NDArray[np.intp]

SAMPLE = 8192
"""Vectors of the library that stand for all of them."""

_NEAREST = 10
_LEVELS_AT_ONCE = 4096
_FEWEST = 10
"""A picture query shows so many photos at least: there always are nearest ones."""

_LOOSEST = 6.0


@dataclass(frozen=True, slots=True)
class Strictness:
    """Where the bands end, as shares of what unrelated queries do.

    Attributes:
        exists: Share of unrelated queries that a query must exceed to have likely photos,
            in a small library; a large one is stricter, see :class:`Tops`.
        false_likely: Expected share of false photos among the likely ones.
        perhaps: The same as ``exists`` for having any photo shown.
        false_shown: Expected share of false photos among all shown ones.
    """

    exists: float = 0.93
    false_likely: float = 0.07
    perhaps: float = 0.4
    false_shown: float = 0.5

    def at(self, looseness: float) -> Strictness:
        """The bands at a position of the slider: looser never shows fewer photos.

        Args:
            looseness: -1 is strict, 0 these bands, +1 loose; beyond is clipped.

        Returns:
            The odds of every wrong photo are multiplied by ``6 ** looseness``.
        """
        factor = _LOOSEST ** min(max(looseness, -1.0), 1.0)
        return Strictness(
            exists=1.0 - _odds_times(1.0 - self.exists, factor),
            false_likely=_odds_times(self.false_likely, factor),
            perhaps=1.0 - _odds_times(1.0 - self.perhaps, factor),
            false_shown=_odds_times(self.false_shown, factor),
        )


def _odds_times(share: float, factor: float) -> float:
    return share * factor / (1.0 + share * (factor - 1.0))


SEARCH = Strictness()
LABELS = Strictness(exists=0.93, false_likely=0.1)
"""A wrong suggestion costs a click, one that is lacking is never seen. Of the shipped everyday
labels on 1,000 dev photos four in five suggestions were named in a caption; stricter bands
found half as many."""


@dataclass(frozen=True, slots=True)
class Cuts:
    """Scores at which the bands of one query begin; infinity where a band is empty."""

    likely: float
    maybe: float

    def counts(self, scores: Scores) -> tuple[int, int]:
        """How many of the scores are likely, and how many more are maybe."""
        likely = int(np.count_nonzero(scores >= self.likely))
        return likely, int(np.count_nonzero(scores >= self.maybe)) - likely


def sample_rows(ids: Ids, size: int = SAMPLE) -> Rows:
    """Rows of a pseudo-random sample that hardly changes when ids come or go.

    Args:
        ids: Labels, int64, shape (n,).
        size: Most rows wanted.

    Returns:
        Rows, shape (min(n, size),), in pseudo-random order.
    """
    # The finaliser of splitmix64 (Steele et al. 2014) mixes the bits of a label.
    mixed = ids.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.argsort(mixed ^ (mixed >> np.uint64(31)), kind="stable")[:size]


class Calibration:
    """What unrelated queries do in one library with one model; immutable.

    Takes 0.2 s for the largest sample, and is made anew when the library has changed
    noticeably.

    Attributes:
        photos: Number of vectors of the library it was made for.
    """

    def __init__(
        self,
        bank: FloatArray,
        sample: HalfArray,
        *,
        photos: int,
        reference: HalfArray | None = None,
        kind: Kind = "text",
    ) -> None:
        """Measure the bank on the sample.

        Args:
            bank: Vectors of unrelated queries, float32, shape (b, dim).
            sample: Vectors of the library in random order, float16, shape (m, dim).
            photos: Number of all vectors of the library.
            reference: Vectors of varied photos of no library, float16, shape
                (r, dim), or None if the model has none; then the bands of a small
                library are stricter.
            kind: For ``"image"`` bank vectors may be photos of the library, which
                say nothing where they meet themselves.
        """
        self.photos = photos
        self._kind = kind
        self._bank = np.ascontiguousarray(bank.T, np.float32)
        self._nearest = max(1, min(_NEAREST, len(bank) // 30))
        self._has_reference = reference is not None and len(reference) > 0
        scores = products(sample, self._bank)
        evidence = self._evidence_of_bank(scores)
        if kind == "image":
            self._bulk = bulk(evidence)
            return
        self._habits = self._measure_habits(sample, evidence, reference)
        evidence = self._habits.apply_own(self._bank, scores, evidence)
        self._tops, self._tail = Tops(evidence), tail(evidence)

    def cuts(
        self,
        query: FloatArray,
        scores: Scores,
        levels: Levels,
        *,
        candidates: int,
        strictness: Strictness,
    ) -> Cuts:
        """The bands of one query.

        Args:
            query: Unit vector, float32, shape (dim,).
            scores: The best scores among the candidates, best first, shape (k,).
            levels: Of the vectors they belong to, see :meth:`levels`.
            candidates: Number of all candidates, k or more.
            strictness: Where the bands end.
        """
        evidence = self.evidence(query, scores, levels)
        if self._kind == "image":
            best = np.sort(evidence)[::-1]
            likely = self._bulk.count(best, candidates, strictness.false_likely)
            shown = self._bulk.count(best, candidates, strictness.false_shown)
            shown = min(max(shown, _FEWEST), len(scores))
        else:
            likely = self.likely(evidence, candidates=candidates, strictness=strictness)
            # A few photos hold something a little like most things.
            perhaps = 1.0 - (1.0 - strictness.perhaps) * (1.0 - self._habits.smallness / 2.0)
            shown = self._count(evidence, candidates, perhaps, strictness.false_shown)
        shown = max(shown, likely)
        return Cuts(
            float(scores[likely - 1]) if likely else np.inf,
            float(scores[shown - 1]) if shown else np.inf,
        )

    def likely(self, evidence: Scores, *, candidates: int, strictness: Strictness) -> int:
        """How many photos are likely for a text.

        Args:
            evidence: The best among the candidates, shape (k,).
            candidates: Number of all candidates, k or more.
            strictness: Where the bands end.
        """
        exists = strictness.exists
        if not self._has_reference and candidates < SMALL:
            exists = (1.0 + exists) / 2.0
        return self._count(evidence, candidates, exists, strictness.false_likely)

    def levels(self, vectors: HalfArray) -> Levels:
        """What the bank reaches on photos, whatever the query.

        Args:
            vectors: float16, shape (k, dim).
        """
        level = np.zeros(len(vectors), np.float32)
        spread = np.ones(len(vectors), np.float32)
        for start in range(0, len(vectors), _LEVELS_AT_ONCE):
            part = slice(start, start + _LEVELS_AT_ONCE)
            scores = products(vectors[part], self._bank)
            if self._kind == "text":
                level[part] = self._best(scores)[:, 1:].mean(axis=1)
            else:
                level[part] = scores.mean(axis=1)
            spread[part] = _spread(scores)
        return Levels(level, spread)

    def evidence(self, query: FloatArray, scores: Scores, levels: Levels) -> Scores:
        """How far scores lie above what unrelated queries reach; see the module.

        Args:
            query: Unit vector, shape (dim,), or several, shape (dim, c).
            scores: Scores of the query, shape (k,) or (k, c).
            levels: Of the vectors they belong to, shape (k,) or (k, 1).

        Returns:
            float32, of the shape of the scores.
        """
        against_bank = (scores - levels.level) / levels.spread
        if self._kind == "text":
            against_bank = self._habits.apply(query, scores, against_bank)
        return np.asarray(against_bank, np.float32)

    def bar(self, share: float, candidates: int) -> float:
        """Evidence below which ``share`` of unrelated queries stay in so many photos."""
        return self._tops.bar(share, candidates)

    def _best(self, bank_scores: FloatArray) -> FloatArray:
        """The nearest bank scores of each vector and one more, ascending."""
        more = min(self._nearest + 1, bank_scores.shape[1])
        at = bank_scores.shape[1] - more
        return np.asarray(np.sort(np.partition(bank_scores, at, axis=1)[:, at:], axis=1))

    def _evidence_of_bank(self, scores: FloatArray) -> FloatArray:
        """Evidence of each bank query by the others on each vector: shape (m, b)."""
        spread = _spread(scores)[:, None]
        if self._kind == "image":
            level = scores.mean(axis=1, keepdims=True)
        else:
            best = self._best(scores)
            # A query that is itself among the nearest makes room for the next one.
            inside = scores >= best[:, 1:2]
            total = best[:, 1:].sum(axis=1, keepdims=True)
            total = total + np.where(inside, best[:, :1] - scores, 0.0)
            level = total / (best.shape[1] - 1)
        return np.asarray((scores - level) / spread, np.float32)

    def _measure_habits(
        self, sample: HalfArray, evidence: FloatArray, reference: HalfArray | None
    ) -> Habits:
        some = sample[:HABIT_SAMPLE]
        here = Moments.of(some, self.levels(some)), evidence
        if reference is None or not len(reference):
            return Habits(here, None, photos=self.photos)
        on_reference = self._evidence_of_bank(products(reference, self._bank))
        there = Moments.of(reference, self.levels(reference)), on_reference
        return Habits(here, there, photos=self.photos, reference_vectors=reference)

    def _count(self, evidence: Scores, candidates: int, share: float, false: float) -> int:
        """How many photos belong to a query: none, or all whose false share is bearable."""
        best = np.sort(evidence)[::-1]
        smallness = self._habits.smallness
        if not self._tops.exceeded(best, share, candidates, smallness=smallness):
            return 0
        return max(self._tail.count(best, candidates, false), 1)


def _spread(scores: FloatArray) -> FloatArray:
    return np.asarray(np.maximum(scores.std(axis=1), 1e-6), np.float32)
