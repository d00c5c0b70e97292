"""How sure the model is of a label over all photos, with a line that can be dragged."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QWidget

from photoclip.library import LabelPreview

GRAB_PX = 8
_MARGIN = 14
_FOOT = 20
_STEPS = 100
_Role = QPalette.ColorRole


class Histogram(QWidget):
    """Bars of evidence, the line from which photos are suggested, and the auto-accept line.

    Heights follow the logarithm: a label that few photos have would not be seen else.

    Signals:
        line_moved: evidence (float) while the line is dragged.
        line_set: evidence (float) where it was let go.
    """

    line_moved = Signal(object)
    line_set = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preview: LabelPreview | None = None
        self._line = 0.0
        self._auto: float | None = None
        self._dragging = False
        self.setMinimumHeight(110)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("How sure the model is, over all photos"))
        self.setToolTip(
            self.tr("Drag the line, or use the arrow keys: photos to its right are suggested")
        )

    @property
    def line(self) -> float:
        """Where the line stands, in evidence."""
        return self._line

    def show_preview(self, preview: LabelPreview | None, auto_accept: float | None) -> None:
        """Show what a label finds; a line that is being dragged stays in the hand."""
        self._preview = preview
        self._auto = auto_accept
        if preview is not None and not self._dragging:
            self._line = preview.threshold
        self.update()

    def sizeHint(self) -> QSize:
        """Broad and low."""
        return QSize(480, 140)

    # --- geometry ---------------------------------------------------------------------
    def _span(self) -> tuple[float, float]:
        edges = self._preview.edges if self._preview else ()
        if len(edges) < 2 or edges[-1] <= edges[0]:
            return 0.0, 1.0
        return edges[0], edges[-1]

    def _x_of(self, value: float) -> float:
        low, high = self._span()
        width = self.width() - 2 * _MARGIN
        share = (value - low) / (high - low)
        return _MARGIN + min(max(share, 0.0), 1.0) * width

    def _value_at(self, x: float) -> float:
        low, high = self._span()
        share = (x - _MARGIN) / max(1, self.width() - 2 * _MARGIN)
        return low + min(max(share, 0.0), 1.0) * (high - low)

    # --- painting ---------------------------------------------------------------------
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint bars and lines."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.color(_Role.Base))
        painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        if self._preview is not None and any(self._preview.counts):
            self._paint_bars(painter, self._preview)
            self._paint_lines(painter, self._preview)
        painter.end()

    def _paint_bars(self, painter: QPainter, preview: LabelPreview) -> None:
        quiet = self.palette().color(_Role.Mid)
        accent = self.palette().color(_Role.Highlight)
        tallest = math.log1p(max(preview.counts))
        floor = self.height() - _FOOT
        for count, start, end in zip(
            preview.counts, preview.edges, preview.edges[1:], strict=False
        ):
            if not count:
                continue
            left, right = self._x_of(start), self._x_of(end)
            height = max(2.0, math.log1p(count) / tallest * (floor - 12))
            painter.setBrush(accent if (start + end) / 2 >= self._line else quiet)
            painter.drawRect(QRectF(left, floor - height, max(1.0, right - left - 1), height))
        painter.setPen(QPen(quiet, 1))
        painter.drawLine(QPointF(_MARGIN, floor), QPointF(self.width() - _MARGIN, floor))

    def _paint_lines(self, painter: QPainter, preview: LabelPreview) -> None:
        palette = self.palette()
        faint = palette.color(_Role.PlaceholderText)
        self._paint_line(painter, preview.calibrated, QPen(faint, 1, Qt.PenStyle.DashLine))
        if self._auto is not None:
            pen = QPen(palette.color(_Role.Link), 1.5, Qt.PenStyle.DashDotLine)
            self._paint_line(painter, self._auto, pen)
        colour = palette.color(_Role.Text)
        self._paint_line(painter, self._line, QPen(colour, 2))
        x = self._x_of(self._line)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(QPointF(x, 7), 5, 5)
        if self.hasFocus():
            painter.setPen(QPen(palette.color(_Role.Highlight), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(x, 7), 6.5, 6.5)
        self._paint_foot(painter, faint)

    def _paint_line(self, painter: QPainter, value: float, pen: QPen) -> None:
        painter.setPen(pen)
        x = self._x_of(value)
        painter.drawLine(QPointF(x, 5), QPointF(x, self.height() - _FOOT))

    def _paint_foot(self, painter: QPainter, colour: QColor) -> None:
        font = QFont(self.font())
        if font.pointSizeF() > 0:
            font.setPointSizeF(font.pointSizeF() * 0.88)
        painter.setFont(font)
        painter.setPen(colour)
        foot = QRectF(_MARGIN, self.height() - _FOOT + 2, self.width() - 2 * _MARGIN, _FOOT - 2)
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft, self.tr("does not fit"))
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight, self.tr("surely fits"))

    # --- the line ---------------------------------------------------------------------
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the line, or put it where the pointer is."""
        if event.button() == Qt.MouseButton.LeftButton and self._preview is not None:
            self._dragging = True
            self._move_to(self._value_at(event.position().x()))
            event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it."""
        x = event.position().x()
        near = self._preview is not None and abs(x - self._x_of(self._line)) <= GRAB_PX
        shape = (
            Qt.CursorShape.SplitHCursor if near or self._dragging else Qt.CursorShape.ArrowCursor
        )
        self.setCursor(shape)
        if self._dragging:
            self._move_to(self._value_at(x))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let it go."""
        if self._dragging and event.button() == Qt.MouseButton.LeftButton:
            self._dragging = False
            self.line_set.emit(self._line)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrow keys move it too."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if not steps or self._preview is None:
            super().keyPressEvent(event)
            return
        low, high = self._span()
        value = self._line + steps * (high - low) / _STEPS
        self._move_to(min(max(value, low), high))
        self.line_set.emit(self._line)
        event.accept()

    def _move_to(self, value: float) -> None:
        self._line = value
        self.line_moved.emit(value)
        self.update()
