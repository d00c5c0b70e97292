"""How sure labels are of photos: the calibration of search for many labels at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from photoclip.index.base import Scores
from photoclip.index.half import FloatArray, HalfArray, products
from photoclip.search.habits import Levels
from photoclip.search.measured import Measured
from photoclip.search.relevance import LABELS, SAMPLE, Strictness
from photoclip.search.vectors import PhotoVectors

Rows = NDArray[np.intp]


class LabelScale:
    """Evidence of labels on one state of the vectors; any thread may ask.

    Rows are positions among the vectors that some photo has, see :attr:`rows`.

    Attributes:
        photos: The vectors and the photos that they stand for.
        rows: For each position the row of ``photos.view``.
    """

    def __init__(
        self, photos: PhotoVectors, measured: Measured, *, strictness: Strictness = LABELS
    ) -> None:
        self.photos = photos
        self.rows = photos.rows
        self._measured = measured
        self._strictness = strictness
        self._all = len(photos.rows) == len(photos.view)

    @property
    def size(self) -> int:
        """Number of vectors, n."""
        return len(self.rows)

    def scores(self, queries: FloatArray, rows: slice | Rows) -> FloatArray:
        """Inner products of some vectors with queries.

        Args:
            queries: Unit vectors, float32, shape (c, dim).
            rows: Which vectors.

        Returns:
            float32, shape (number of rows, c).
        """
        return products(self._vectors(rows), np.ascontiguousarray(queries.T))

    def evidence(self, queries: FloatArray, scores: FloatArray, rows: slice | Rows) -> FloatArray:
        """How far scores lie above what unrelated texts reach on the same photos.

        Args:
            queries: Unit vectors, float32, shape (c, dim).
            scores: See :meth:`scores`.
            rows: The same as there.

        Returns:
            float32, shape (number of rows, c), comparable between labels.
        """
        levels = self._measured.levels(self.rows[rows])
        each = Levels(levels.level[:, None], levels.spread[:, None])
        return self._measured.calibration.evidence(np.ascontiguousarray(queries.T), scores, each)

    def line(self, evidence: Scores) -> float:
        """The calibrated line of a label: from here on its photos are likely.

        Args:
            evidence: Of the label on all vectors, float32, shape (n,).

        Returns:
            The evidence of the last likely vector; a little more than that of the
            best one where the label is not in the library.
        """
        if not len(evidence):
            return 0.0
        calibration = self._measured.calibration
        for take in (min(SAMPLE, len(evidence)), len(evidence)):
            best = np.sort(np.partition(evidence, len(evidence) - take)[-take:])[::-1]
            likely = calibration.likely(best, candidates=len(evidence), strictness=self._strictness)
            if likely < take:
                break
        if likely:
            return float(best[likely - 1])
        bar = calibration.bar(self._strictness.exists, len(evidence))
        return max(bar, float(np.nextafter(best[0], np.float32(np.inf))))

    def vectors(self) -> HalfArray:
        """The vectors: float16, shape (n, dim)."""
        return self._vectors(slice(None))

    def vectors_at(self, rows: Rows) -> HalfArray:
        """Some of the vectors: float16, shape (number of rows, dim)."""
        return self._vectors(rows)

    def _vectors(self, rows: slice | Rows) -> HalfArray:
        stored = self.photos.view.vectors
        return stored[rows] if self._all else stored[self.rows[rows]]
