"""A calibration together with what it says of each photo, worked out when it is asked for."""

from __future__ import annotations

import numpy as np

from photoclip.index.flat import FlatView
from photoclip.search.habits import Levels
from photoclip.search.relevance import Calibration
from photoclip.search.vectors import Rows

_SETTLED = 1000


class Measured:
    """Levels of one state of the vectors; any thread may ask.

    Attributes:
        calibration: What unrelated queries do.
        view: The vectors whose rows are meant.
        churn: ``VectorCache.churn`` when the calibration was made.
    """

    def __init__(self, calibration: Calibration, view: FlatView, churn: int) -> None:
        self.calibration = calibration
        self.view = view
        self.churn = churn
        self._level = np.zeros(len(view), np.float32)
        self._spread = np.zeros(len(view), np.float32)

    def is_outdated(self, churn: int, photos: int) -> bool:
        """Whether so much has changed that another calibration is worth its time.

        In a large library a twentieth; in a small one anything.
        """
        return is_outdated(churn - self.churn, photos)

    def levels(self, rows: Rows) -> Levels:
        """Levels of rows, each worked out once."""
        # Two threads may do the same work; both write the same numbers, and the
        # spread, which marks a row as known (it is never 0), last.
        unknown = rows[self._spread[rows] == 0]
        if len(unknown):
            found = self.calibration.levels(self.view.vectors[unknown])
            self._level[unknown] = found.level
            self._spread[unknown] = found.spread
        return Levels(self._level[rows], self._spread[rows])


def is_outdated(changed: int, photos: int) -> bool:
    """Whether so many vectors came and went that the library's distribution is another."""
    return changed > 0 and (photos <= _SETTLED or changed * 20 > photos)
