"""File names cut to the width of a cell."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QFontMetricsF

MOST_KEPT = 4_000
"""Names whose cut form is kept; a screen of the smallest pictures shows some hundred."""

DOTS = "…"


class FittedNames:
    """Cuts names in the middle, where their ends and their numbers stay.

    Qt's own way shapes a name anew for each letter that it tries to leave out, and a fast
    wheel brings more than a hundred names a frame. Plain letters are measured once each
    and added up; whatever else a name holds is left to Qt.
    """

    def __init__(self, font: QFont) -> None:
        self._metrics = QFontMetrics(font)
        self._exact = QFontMetricsF(font)
        self._advances: dict[str, float] = {}
        self._kept: dict[tuple[str, int], tuple[str, int]] = {}

    def fit(self, name: str, width: int) -> tuple[str, int]:
        """The name as it is shown within a width, and the width that it takes, in pixels."""
        known = self._kept.get((name, width))
        if known is None:
            known = self._cut(name, width) if name.isascii() else self._cut_by_qt(name, width)
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[(name, width)] = known
        return known

    def _cut_by_qt(self, name: str, width: int) -> tuple[str, int]:
        text = self._metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, width)
        return text, self._metrics.horizontalAdvance(text)

    def _cut(self, name: str, width: int) -> tuple[str, int]:
        advances = [self._advance(letter) for letter in name]
        whole = sum(advances)
        if whole <= width:
            return name, round(whole)
        room = width - self._advance(DOTS)
        left = _most(advances, room / 2)
        taken = sum(advances[:left])
        right = _most(advances[:left:-1], room - taken)
        taken += sum(advances[len(name) - right :])
        if not left and not right:
            return "", 0
        return name[:left] + DOTS + name[len(name) - right :], round(taken + width - room)

    def _advance(self, letter: str) -> float:
        known = self._advances.get(letter)
        if known is None:
            known = self._advances[letter] = self._exact.horizontalAdvance(letter)
        return known


def _most(advances: list[float], room: float) -> int:
    """How many letters from the first on have room."""
    for number, advance in enumerate(advances):
        room -= advance
        if room < 0:
            return number
    return len(advances)
