"""How high a query scores on just any photo: some words suit everything a little.

A query's evidence is a linear function of its vector on every photo, so its mean and
spread over thousands of photos follow from two moments of the photos, without looking
at one of them again.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from photoclip.index.base import Scores
from photoclip.index.half import FloatArray, HalfArray, products

HABIT_SAMPLE = 1024
"""Photos that tell the habits of a query."""

SMALL = 200
"""The reference photos count as so many photos of the library, and at least half.

In libraries that are smaller still they alone tell the habits of a query.
"""

_UNUSUAL = 0.05


@dataclass(frozen=True, slots=True)
class Levels:
    """What the bank reaches on photos: a level and a spread each, float32, shape (k,)."""

    level: FloatArray
    spread: FloatArray


@dataclass(frozen=True, slots=True)
class Spreads:
    """Mean and variance of evidence of queries: shape () or (c,) each."""

    mean: NDArray[np.floating]
    variance: NDArray[np.floating]

    def pooled(self, other: Spreads, weight: float) -> Spreads:
        """Of a mixture that holds the share ``weight`` of the other."""
        mean = (1.0 - weight) * self.mean + weight * other.mean
        square = (1.0 - weight) * (self.variance + self.mean**2)
        square = square + weight * (other.variance + other.mean**2)
        return Spreads(mean, square - mean**2)


@dataclass(frozen=True, slots=True)
class Moments:
    """Mean (dim + 1,) and covariance (dim + 1, dim + 1) of photos as evidence sees them."""

    mean: FloatArray
    covariance: FloatArray

    @staticmethod
    def of(vectors: HalfArray, levels: Levels) -> Moments:
        """Measure photos: float16 (m, dim) and the levels on them."""
        # Evidence is (query . vector - level) / spread.
        wide = np.empty((len(vectors), vectors.shape[1] + 1), np.float32)
        np.divide(vectors, levels.spread[:, None], out=wide[:, :-1])
        np.divide(levels.level, -levels.spread, out=wide[:, -1])
        if not len(wide):
            size = wide.shape[1]
            return Moments(np.zeros(size, np.float32), np.zeros((size, size), np.float32))
        mean = wide.mean(axis=0)
        wide -= mean
        return Moments(mean, np.asarray(wide.T @ wide / len(wide), np.float32))

    def spreads(self, queries: FloatArray) -> Spreads:
        """Of queries, float32, shape (dim,) or (dim, c), on these photos."""
        one = np.ones((1, *queries.shape[1:]), np.float32)
        wide = np.concatenate([queries, one])
        return Spreads(wide.T @ self.mean, np.sum(wide * (self.covariance @ wide), axis=0))


def _columns(evidence: FloatArray) -> Spreads:
    if not len(evidence):
        nothing = np.zeros(evidence.shape[1])
        return Spreads(nothing, nothing)
    return Spreads(evidence.mean(axis=0), evidence.var(axis=0))


class Habits:
    """Takes from evidence what a query reaches on just any photo; immutable.

    Attributes:
        smallness: 1 up to :data:`SMALL` photos, then falling with the square of them.
    """

    def __init__(
        self,
        here: tuple[Moments, FloatArray],
        reference: tuple[Moments, FloatArray] | None,
        *,
        photos: int,
        reference_vectors: HalfArray | None = None,
    ) -> None:
        """Measure the habits of unrelated queries.

        Args:
            here: Moments of photos of the library, and the evidence of unrelated
                queries on some of them, shape (m, b).
            reference: The same for varied photos of no library, or None; then a
                small library is filled up by what unrelated queries do on average.
            photos: Number of photos of the library.
            reference_vectors: Vectors of those, float16, shape (r, dim).
        """
        self.smallness = min(1.0, (SMALL / max(photos, 1)) ** 2)
        self._here = here[0]
        own = _columns(here[1])
        weight = SMALL / (SMALL + photos)
        self._weight = weight if reference is None else max(weight, 0.5)
        self._reference = None if reference is None else reference[0]
        self._vectors = reference_vectors
        self._average = Spreads(own.mean.mean(), own.variance.mean())
        others = self._average if reference is None else _columns(reference[1])
        self._own = own.pooled(others, self._weight)
        spread = np.sqrt(np.maximum(self._own.variance, 0.0))
        # What is beyond the habits of nearly all unrelated queries is no habit: where
        # every photo shows a dog, "dog" scores high on just any of them.
        self._highest = float(np.quantile(self._own.mean, 1.0 - _UNUSUAL))
        narrow, wide = np.quantile(spread, [_UNUSUAL, 1.0 - _UNUSUAL])
        self._narrow, self._wide = max(float(narrow), 1e-3), max(float(wide), 1e-3)

    def apply(self, queries: FloatArray, scores: Scores, evidence: Scores) -> FloatArray:
        """Take the habits of queries from their evidence.

        Args:
            queries: Shape (dim,) or (dim, c).
            scores: Their inner products with photos, shape (k,) or (k, c).
            evidence: On the same photos, of the same shape.
        """
        spreads = self._here.spreads(queries)
        others = self._average if self._reference is None else self._reference.spreads(queries)
        return self._mixed(spreads.pooled(others, self._weight), queries, scores, evidence)

    def apply_own(self, bank: FloatArray, scores: Scores, evidence: FloatArray) -> FloatArray:
        """The same for the unrelated queries (dim, b) themselves."""
        return self._mixed(self._own, bank, scores, evidence)

    def _mixed(
        self, spreads: Spreads, queries: FloatArray, scores: Scores, evidence: Scores
    ) -> FloatArray:
        mean = np.minimum(spreads.mean, self._highest)
        spread = np.clip(np.sqrt(np.maximum(spreads.variance, 0.0)), self._narrow, self._wide)
        # Half way, on a scale of ratios, to units of the query's own spread: that of
        # a sentence is wide for a good reason where many photos show a part of it.
        large = (evidence - mean) / np.sqrt(spread)
        if self._vectors is None:
            return np.asarray(large, np.float32)
        on_reference = products(self._vectors, queries)
        level, unit = on_reference.mean(axis=0), np.maximum(on_reference.std(axis=0), 1e-6)
        small = evidence + (scores - level) / unit
        return np.asarray(large + self.smallness * (small - large), np.float32)
