"""Which results are likely what was asked for: bands from the library's own distribution.

A cosine means nothing by itself: it differs between models, between queries and
between photos. What can be compared is a query with *unrelated queries on the same
photos*. A bank of texts is encoded once per model, and

- the **evidence** of a query on a photo is how far its score lies above the ten
  bank texts that fit this photo best, in units of the bank's spread on it (the
  idea of cross-domain similarity local scaling, Conneau et al. 2018, arXiv
  1710.04087, with a fixed bank). In a small library the library cannot tell how
  high this query scores on just any photo, so the same against a shipped set of
  reference photos is added;
- a query **exists** in a library when its best evidence exceeds what all but a few
  percent of the bank texts reach in as many photos. An absent concept is, by
  construction, one more unrelated text;
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

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from photoclip.index.base import Ids, Scores
from photoclip.index.half import FloatArray, HalfArray, products

Band = Literal["likely", "maybe", "hidden"]
Kind = Literal["text", "image"]
Rows = NDArray[np.intp]

SAMPLE = 8192
"""Vectors of the library that stand for all of them."""

SMALL = 200
"""Below so many photos the reference photos count fully, beyond it less and less."""

_NEAREST = 10
_LEVELS_AT_ONCE = 4096
_BEYOND = 0.05
_TAIL = 8
_FEWEST = 10
"""A picture query shows so many photos at least: there always are nearest ones."""

_GUMBEL_HALF = float(-np.log(-np.log(0.5)))
_GUMBEL_TENTH = float(-np.log(-np.log(0.1)))


@dataclass(frozen=True, slots=True)
class Strictness:
    """Where the bands end, as shares of what unrelated queries do.

    Attributes:
        exists: Share of unrelated queries that a query must exceed to have likely photos.
        false_likely: Expected share of false photos among the likely ones.
        perhaps: The same as ``exists`` for having any photo shown.
        false_shown: Expected share of false photos among all shown ones.
    """

    exists: float = 0.93
    false_likely: float = 0.07
    perhaps: float = 0.7
    false_shown: float = 0.5


SEARCH = Strictness()
LABELS = Strictness(exists=0.97, false_likely=0.02)
"""A wrong suggestion costs a click, and a label is asked for on every photo."""


@dataclass(frozen=True, slots=True)
class Cuts:
    """Scores at which the bands of one query begin; infinity where a band is empty."""

    likely: float
    maybe: float

    def counts(self, scores: Scores) -> tuple[int, int]:
        """How many of the scores are likely, and how many more are maybe."""
        likely = int(np.count_nonzero(scores >= self.likely))
        return likely, int(np.count_nonzero(scores >= self.maybe)) - likely


@dataclass(frozen=True, slots=True)
class Levels:
    """What the bank reaches on photos: a level and a spread each, float32, shape (k,)."""

    level: FloatArray
    spread: FloatArray


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
        self._reference = reference
        self._weight = 0.0 if reference is None else min(1.0, (SMALL / max(photos, 1)) ** 2)
        self._measured = max(len(sample), 1)
        evidence = self._evidence_of_bank(sample)
        if kind == "text":
            self._bars: dict[float, list[float]] = {}
            self._sizes, self._tops = _tops_by_size(evidence)
            self._tail, self._tail_queries = _tail(evidence)
        else:
            self._bulk = _bulk(evidence)

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
            return self._image_cuts(scores, evidence, candidates, strictness)
        exists = strictness.exists
        if self._reference is None and candidates < SMALL:
            exists = (1.0 + exists) / 2.0
        likely = self._count(evidence, candidates, exists, strictness.false_likely)
        shown = self._count(evidence, candidates, strictness.perhaps, strictness.false_shown)
        shown = max(shown, likely)
        return Cuts(
            float(scores[likely - 1]) if likely else np.inf,
            float(scores[shown - 1]) if shown else np.inf,
        )

    def _image_cuts(
        self, scores: Scores, evidence: Scores, candidates: int, strictness: Strictness
    ) -> Cuts:
        best = np.sort(evidence)[::-1]
        start, scale = self._bulk
        # An exponential tail beyond the bulk; that of a normal law is thinner still.
        expected = candidates * _BEYOND * np.exp(-np.maximum(best - start, 0.0) / scale)
        likely = _bearable(expected, best > start, strictness.false_likely)
        shown = _bearable(expected, best > start, strictness.false_shown)
        shown = min(max(shown, likely, _FEWEST), len(scores))
        return Cuts(
            float(scores[likely - 1]) if likely else np.inf,
            float(scores[shown - 1]) if shown else np.inf,
        )

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
            query: Unit vector, shape (dim,).
            scores: Scores of the query, shape (k,).
            levels: Of the vectors they belong to.

        Returns:
            float32, shape (k,).
        """
        against_bank = (scores - levels.level) / levels.spread
        return np.asarray(against_bank + self._against_reference(query, scores), np.float32)

    def _best(self, bank_scores: FloatArray) -> FloatArray:
        """The nearest bank scores of each vector and one more, ascending."""
        more = min(self._nearest + 1, bank_scores.shape[1])
        at = bank_scores.shape[1] - more
        return np.asarray(np.sort(np.partition(bank_scores, at, axis=1)[:, at:], axis=1))

    def _against_reference(self, queries: FloatArray, scores: Scores) -> FloatArray | float:
        if self._reference is None or not self._weight:
            return 0.0
        on_reference = products(self._reference, queries)
        level, spread = on_reference.mean(axis=0), _spread(on_reference, axis=0)
        return np.asarray((scores - level) / spread * self._weight)

    def _evidence_of_bank(self, sample: HalfArray) -> FloatArray:
        """Evidence of each bank query by the others on each sample vector: shape (m, b)."""
        scores = products(sample, self._bank)
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
        evidence = (scores - level) / spread + self._against_reference(self._bank, scores)
        return np.asarray(evidence, np.float32)

    def bar(self, share: float, candidates: int) -> float:
        """Evidence below which ``share`` of unrelated queries stay in so many photos."""
        bars = self._bars.get(share)
        if bars is None:
            bars = [_upper_quantile(tops, share) for tops in self._tops]
            self._bars[share] = bars
        at = float(np.log2(max(candidates, 1)))
        beyond = at - self._sizes[-1]
        if beyond > 0 and len(bars) > 1:
            slope = (bars[-1] - bars[-2]) / (self._sizes[-1] - self._sizes[-2])
            return bars[-1] + max(slope, 0.0) * beyond
        return float(np.interp(at, self._sizes, bars))

    def _count(self, evidence: Scores, candidates: int, share: float, false: float) -> int:
        """How many photos belong to a query: none, or all whose false share is bearable."""
        if not len(evidence) or evidence.max() <= self.bar(share, candidates):
            return 0
        best = np.sort(evidence)[::-1]
        above = len(self._tail) - np.searchsorted(self._tail, best, side="left")
        expected = above * (candidates / self._measured / self._tail_queries)
        known = best >= self._tail[0] if len(self._tail) else np.ones(len(best), bool)
        return max(_bearable(expected, known, false), 1)


def _bearable(expected: NDArray[np.floating], known: NDArray[np.bool_], false: float) -> int:
    """The largest number of best photos among which few enough are expected to be false."""
    ranks = np.arange(1, len(expected) + 1)
    bearable = np.flatnonzero(known & (expected <= false * ranks))
    return int(bearable[-1]) + 1 if len(bearable) else 0


def _spread(scores: FloatArray, *, axis: int = 1) -> FloatArray:
    return np.asarray(np.maximum(scores.std(axis=axis), 1e-6), np.float32)


def _bulk(evidence: FloatArray) -> tuple[float, float]:
    """Where the upper twentieth of evidence begins, and the scale of its tail."""
    if not evidence.size:
        return 0.0, 1.0
    below, start = np.quantile(evidence, [1 - 4 * _BEYOND, 1 - _BEYOND])
    return float(start), float(max((start - below) / np.log(4.0), 1e-6))


def _tops_by_size(evidence: FloatArray) -> tuple[list[float], Sequence[FloatArray]]:
    """Best evidence of each bank query in libraries of 1, 4, 16 … photos.

    Returns:
        Log2 of the sizes; for each size the tops in all disjoint parts of the sample.
    """
    photos = len(evidence)
    if not evidence.size:
        return [0.0], [np.zeros(1, np.float32)]
    sizes = [size for size in (4**power for power in range(8)) if size < photos] + [photos]
    tops = []
    for size in sizes:
        parts = min(photos // size, 256)
        shaped = evidence[: parts * size].reshape(parts, size, evidence.shape[1])
        tops.append(shaped.max(axis=1).ravel())
    return [float(np.log2(size)) for size in sizes], tops


def _upper_quantile(tops: FloatArray, share: float) -> float:
    """A quantile that holds although some bank queries really are in the library.

    Those lift the upper end. The best of many values follow Gumbel's law, so the
    lower half tells the upper end too; the smaller of both is taken.
    """
    measured, middle, low = np.quantile(tops, [share, 0.5, 0.1])
    unit = (middle - low) / (_GUMBEL_HALF - _GUMBEL_TENTH)
    expected = middle + unit * (-np.log(-np.log(share)) - _GUMBEL_HALF)
    return float(min(measured, expected))


def _tail(evidence: FloatArray) -> tuple[FloatArray, int]:
    """The upper end of all evidence of bank queries, ascending, and of how many queries.

    The tenth of the bank with the highest tops is left out: it may really be there.
    """
    if not evidence.size:
        return np.zeros(0, np.float32), 1
    keep = np.argsort(evidence.max(axis=0), kind="stable")[: max(1, evidence.shape[1] * 9 // 10)]
    values = evidence[:, keep].ravel()
    start = len(values) - max(1, len(values) // _TAIL)
    return np.sort(np.partition(values, start)[start:]), len(keep)
