"""Years and months beside the scroll bar, to go to a date at once."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QEnterEvent,
    QFontMetrics,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QLabel, QWidget

from photoclip.gui.grid.delegate import caption_font
from photoclip.gui.grid.headings import month_text

LEAST_MONTHS = 2
"""With fewer there is nowhere to go."""

_Role = QPalette.ColorRole


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a month begins.

    Attributes:
        month: ``"2023-06"``.
        y: Height in the content.
    """

    month: str
    y: int


class DateScrubber(QWidget):
    """A scale of the whole content; pressing and dragging goes to a date.

    The scroll bar beside it stays the way for keyboards and screen readers.

    Signals:
        wanted: height in the content (object) to be at the top.
    """

    wanted = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._marks: list[Mark] = []
        self._heights: list[int] = []
        self._height = 1
        self._top = 0
        self._scale: QPixmap | None = None
        self._bubble = QLabel(parent)
        self._bubble.setObjectName("dateBubble")
        self._bubble.hide()
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self.tr("Dates"))
        self.setToolTip("")
        self.hide()

    def sizeHint(self) -> QSize:
        """Room for a year and the ticks."""
        return QSize(self._metrics().horizontalAdvance("0000") + 16, 100)

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(caption_font(self.font()))

    # --- state ------------------------------------------------------------------------
    @property
    def marks(self) -> list[Mark]:
        """The months, from the top."""
        return self._marks

    @property
    def bubble_text(self) -> str:
        """The date at the pointer; empty while none is shown."""
        return self._bubble.text() if self._bubble.isVisible() else ""

    def show_marks(self, marks: list[Mark], height: int) -> None:
        """Show months.

        Args:
            marks: By height.
            height: Of the whole content.
        """
        self._marks, self._height = marks, max(1, height)
        self._heights = [mark.y for mark in marks]
        self._redraw()

    def follow(self, top: int) -> None:
        """The content was scrolled."""
        if top != self._top:
            self._top = top
            self.update()

    def month_at(self, y: int) -> str:
        """The month at a height of the content."""
        if not self._marks:
            return ""
        return self._marks[max(0, bisect_right(self._heights, y) - 1)].month

    # --- painting ---------------------------------------------------------------------
    def _place_of(self, y: int) -> int:
        return round(y * max(1, self.height() - 1) / self._height)

    @Slot()
    def _redraw(self) -> None:
        self._scale = None
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The scale is as long as the widget."""
        self._redraw()

    def changeEvent(self, event: QEvent) -> None:
        """Follow font and colours."""
        super().changeEvent(event)
        self._redraw()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The scale, which is kept while only the place in it changes, and where the view is."""
        ratio = self.devicePixelRatioF()
        if self._scale is None or self._scale.devicePixelRatio() != ratio:
            self._scale = self._drawn_scale(ratio)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._scale)
        painter.setPen(QPen(self.palette().color(_Role.Highlight), 2))
        here = min(self._place_of(self._top), self.height() - 2)
        painter.drawLine(2, here + 1, self.width() - 2, here + 1)
        painter.end()

    def _drawn_scale(self, ratio: float) -> QPixmap:
        """Years in words where there is room, and months as ticks."""
        scale = QPixmap(self.size() * ratio)
        scale.setDevicePixelRatio(ratio)
        palette, font = self.palette(), caption_font(self.font())
        scale.fill(palette.color(_Role.Base))
        painter, metrics = QPainter(scale), QFontMetrics(font)
        painter.setFont(font)
        right = self.width() - 3
        next_word = next_tick = 0
        year = ""
        for mark in self._marks:
            y = self._place_of(mark.y)
            if mark.month[:4] != year and y >= next_word and y + metrics.height() < self.height():
                year = mark.month[:4]
                painter.setPen(palette.color(_Role.PlaceholderText))
                line = QRect(0, y, right, metrics.height())
                painter.drawText(line, Qt.AlignmentFlag.AlignRight, year)
                next_word = next_tick = y + metrics.height() + 2
            elif y >= next_tick:
                painter.setPen(palette.color(_Role.Mid))
                painter.drawLine(right - 6, y, right, y)
                next_tick = y + 4
        painter.end()
        return scale

    # --- pointer ----------------------------------------------------------------------
    def _content_y(self, y: int) -> int:
        return round(min(max(0, y), self.height() - 1) * self._height / max(1, self.height() - 1))

    def _tell(self, y: int) -> None:
        month = self.month_at(self._content_y(y))
        self._bubble.setText(month_text(month) if month else "")
        self._bubble.adjustSize()
        place = self.mapToParent(QPoint(0, y))
        lowest = self.y() + self.height() - self._bubble.height()
        top = min(max(0, place.y() - self._bubble.height() // 2), lowest)
        self._bubble.move(place.x() - self._bubble.width() - 6, top)
        self._bubble.setVisible(bool(month))
        self._bubble.raise_()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Tell the date at the pointer."""
        self._tell(event.position().toPoint().y())

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing more to tell."""
        self._bubble.hide()

    def hideEvent(self, event: QEvent) -> None:
        """Nothing more to tell."""
        self._bubble.hide()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the date that is pressed."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._go(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go along while the button is held; tell the date in any case."""
        self._tell(event.position().toPoint().y())
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The bubble goes when the pointer has left."""
        if not self.rect().contains(event.position().toPoint()):
            self._bubble.hide()

    def _go(self, event: QMouseEvent) -> None:
        y = event.position().toPoint().y()
        self._tell(y)
        self.wanted.emit(self._content_y(y))
        event.accept()
