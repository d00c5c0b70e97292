"""Sizes that grow with the system's font, so that icons and rooms keep pace with words."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication

USUAL_LINE = 15
"""Height of a line, in pixels, for which the window was drawn."""


def sized(pixels: int) -> int:
    """A length as it should be with the font in use; never less than it was drawn for."""
    line = QFontMetrics(QApplication.font()).height()
    return max(pixels, round(pixels * line / USUAL_LINE))


def square(pixels: int) -> QSize:
    """The size of an icon."""
    return QSize(sized(pixels), sized(pixels))
