"""The row of small pictures below the photo: the photos before and after it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from photoclip.gui.grid.model import PhotoGridModel, Role
from photoclip.gui.texts import number

LINES = 4.5
"""Height of a cell in lines of text."""

WHEEL_STEP = 60
"""Turning of the wheel, in eighths of a degree, that moves by one photo."""


class Filmstrip(QWidget):
    """Paints what fits of the grid's model, with the current photo in the middle.

    Only the cells on screen are ever asked for, so the number of photos does not matter.

    Args:
        model: The photos.

    Signals:
        chosen: row (object) of a photo that shall be shown.
    """

    chosen = Signal(object)

    def __init__(self, model: PhotoGridModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._row = -1
        self._first = 0.0
        self._wheel = 0.0
        self._pressed: tuple[QPoint, float] | None = None
        self.setObjectName("filmstrip")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Filmstrip"))
        model.modelReset.connect(self.update)
        model.dataChanged.connect(self._on_data)

    # --- geometry ---------------------------------------------------------------------
    @property
    def cell(self) -> int:
        """Side of a cell in logical pixels; it grows with the system's font."""
        return round(self.fontMetrics().height() * LINES)

    def sizeHint(self) -> QSize:
        """As high as a cell with its margins."""
        return QSize(10 * self.cell, self.cell + 2 * self._margin)

    @property
    def _margin(self) -> int:
        return max(3, self.cell // 14)

    def rect_of(self, row: int) -> QRect:
        """Where a row's cell is."""
        left = round((row - self._first) * self.cell)
        return QRect(left, self._margin, self.cell, self.cell)

    def row_at(self, x: int) -> int | None:
        """The row whose cell is at a place, or None."""
        row = int((x + self._first * self.cell) // self.cell)
        return row if 0 <= row < self._model.rowCount() else None

    def shown_rows(self) -> range:
        """Rows that are on screen, even in part."""
        first = max(0, int(self._first))
        last = int(self._first + self.width() / self.cell) + 1
        return range(first, min(self._model.rowCount(), last))

    # --- the current photo ------------------------------------------------------------
    def show_row(self, row: int) -> None:
        """Mark a row and bring it to the middle."""
        self._row = row
        self._centre()
        count = self._model.rowCount()
        name = self._model.index(row).data() if 0 <= row < count else ""
        text = self.tr("{name}, {n} of {all}")
        self.setAccessibleDescription(
            text.format(name=name, n=number(row + 1), all=number(count)) if name else ""
        )

    def _centre(self) -> None:
        self._scroll_to(self._row + 0.5 - self.width() / self.cell / 2)

    def _scroll_to(self, first: float) -> None:
        """Put a row, or a part of one, at the left edge; few photos stand in the middle."""
        seen = self.width() / self.cell
        count = self._model.rowCount()
        room = count - seen
        self._first = room / 2 if room < 0 else min(max(first, 0.0), room)
        self.update()

    # --- events -----------------------------------------------------------------------
    @Slot(object, object)
    def _on_data(self, first: object, last: object) -> None:
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the current photo in the middle."""
        super().resizeEvent(event)
        self._centre()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the system's font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Move along the photos without choosing one."""
        turned = event.angleDelta()
        delta = turned.y() or turned.x()
        self._scroll_to(self._first - delta / WHEEL_STEP)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the strip."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position().toPoint(), self._first

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the strip."""
        if self._pressed is not None:
            start, first = self._pressed
            moved = event.position().toPoint().x() - start.x()
            if abs(moved) > self.cell // 8:
                self._scroll_to(first - moved / self.cell)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press without a drag chooses a photo."""
        pressed, self._pressed = self._pressed, None
        if pressed is None:
            return
        where = event.position().toPoint()
        row = self.row_at(where.x())
        if row is not None and abs(where.x() - pressed[0].x()) <= self.cell // 8:
            self.chosen.emit(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page keys move by what fits; everything else is the viewer's."""
        page = max(1, self.width() // self.cell - 1)
        steps = {Qt.Key.Key_PageDown: page, Qt.Key.Key_PageUp: -page}
        step = steps.get(Qt.Key(event.key()))
        count = self._model.rowCount()
        if step is None or not count:
            event.ignore()
            return
        self.chosen.emit(min(max(self._row + step, 0), count - 1))

    def event(self, event: QEvent) -> bool:
        """Tell the name of the photo below the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            row = self.row_at(event.pos().x())
            if row is not None:
                text = self._model.index(row).data(Qt.ItemDataRole.ToolTipRole)
                QToolTip.showText(event.globalPos(), text, self, self.rect_of(row))
            return True
        return bool(super().event(event))

    # --- painting ---------------------------------------------------------------------
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cells on screen."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Window))
        for row in self.shown_rows():
            self._paint_cell(painter, row)
        if self.hasFocus():
            pen = QPen(self.palette().color(QPalette.ColorRole.Highlight), 1, Qt.PenStyle.DotLine)
            painter.setPen(pen)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _paint_cell(self, painter: QPainter, row: int) -> None:
        cell = self.rect_of(row)
        gap = self._margin
        pixmap = self._model.index(row).data(Role.THUMBNAIL)
        area = cell.adjusted(gap, gap, -gap, -gap)
        current = row == self._row
        if isinstance(pixmap, QPixmap):
            painter.setOpacity(1.0 if current or self._row < 0 else 0.62)
            painter.drawPixmap(_fitted(pixmap, area), pixmap)
            painter.setOpacity(1.0)
        else:
            quiet = self.palette().color(QPalette.ColorRole.Mid)
            painter.fillRect(area.adjusted(gap, gap, -gap, -gap), quiet)
        if current:
            width = max(2, gap // 2)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), width))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(cell.adjusted(width, width, -width, -width), gap, gap)


def _fitted(pixmap: QPixmap, area: QRect) -> QRect:
    """The whole picture in the middle of an area."""
    size = pixmap.size().scaled(area.size(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRect(QPoint(0, 0), size)
    place.moveCenter(area.center())
    return place
