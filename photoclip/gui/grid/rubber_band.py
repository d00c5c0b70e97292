"""Selecting photos by drawing a frame around them, from any empty place of the grid."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QRect, QTimer, Signal, Slot

SCROLL_MS = 30
FASTEST = 60
"""Most pixels a step scrolls while the pointer is outside."""


class RubberBand(QObject):
    """A frame in content coordinates, which scrolls on while the pointer is outside.

    Signals:
        changed: the frame is another one.
        scroll_wanted: pixels to scroll by, down positive.
    """

    changed = Signal()
    scroll_wanted = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._start = QPoint()
        self._end = QPoint()
        self._active = False
        self._step = 0
        self._timer = QTimer(self)
        self._timer.setInterval(SCROLL_MS)
        self._timer.timeout.connect(self._on_timer)

    @property
    def is_active(self) -> bool:
        """True from the press to the release of the button."""
        return self._active

    @property
    def frame(self) -> QRect:
        """The frame in content coordinates."""
        left, right = sorted((self._start.x(), self._end.x()))
        top, bottom = sorted((self._start.y(), self._end.y()))
        return QRect(left, top, right - left, bottom - top)

    def begin(self, at: QPoint) -> None:
        """Start at a place of the content."""
        self._start = self._end = at
        self._active = True

    def move(self, at: QPoint, outside: int) -> None:
        """Follow the pointer.

        Args:
            at: Where it is in the content.
            outside: How far below the viewport it is; negative above it, 0 inside.
        """
        self._step = max(-FASTEST, min(FASTEST, outside))
        if self._step and not self._timer.isActive():
            self._timer.start()
        elif not self._step:
            self._timer.stop()
        if at != self._end:
            self._end = at
            self.changed.emit()

    def scrolled(self, pixels: int) -> None:
        """The content has moved below a pointer at rest."""
        if self._active and pixels:
            self._end += QPoint(0, pixels)
            self.changed.emit()

    def shift(self, pixels: int) -> None:
        """The content was laid out anew, and what was in view lies so much further down."""
        self._start += QPoint(0, pixels)
        self._end += QPoint(0, pixels)

    def end(self) -> None:
        """The button was released."""
        self._active = False
        self._timer.stop()

    @Slot()
    def _on_timer(self) -> None:
        self.scroll_wanted.emit(self._step)
