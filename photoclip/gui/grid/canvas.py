"""Where cells and headings lie and how they are painted: the still half of the grid."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPoint,
    QPointF,
    QRect,
    Qt,
    Slot,
)
from PySide6.QtGui import (
    QFont,
    QHoverEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from photoclip.gui.grid.delegate import PhotoDelegate, caption_height
from photoclip.gui.grid.geometry import Box, GridGeometry, Metrics, Section
from photoclip.gui.grid.model import AnyIndex, PhotoGridModel
from photoclip.gui.icons import drawing

ZOOM_STEPS = (96, 120, 148, 180, 220, 264, 320)
ZOOM_START = 180


class GridCanvas(QListView):
    """Lays out and paints photos in sections.

    It is a ``QListView`` for its selection, keyboard and screen reader support,
    but lays nothing out: every place is computed from the row number, so a
    million rows are shown as fast as ten.
    """

    def __init__(self, model: PhotoGridModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._photos = model
        self._zoom = ZOOM_START
        self._sections: Sequence[Section] = ()
        self._hovered = -1
        self._geometry = GridGeometry(1, self._metrics(), ())
        self.setUniformItemSizes(True)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setItemDelegate(PhotoDelegate(self))
        self.setModel(model)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)

    # --- layout -----------------------------------------------------------------------
    def _metrics(self) -> Metrics:
        height = self.fontMetrics().height()
        return Metrics(self._zoom, caption_height(self.font()), header=height + 24)

    def _relayout(self) -> None:
        width = self.viewport().width()
        self._geometry = GridGeometry(width, self._metrics(), self._sections)
        self._hovered = -1
        self.updateGeometries()
        self.viewport().update()

    def doItemsLayout(self) -> None:
        """Lay out for the present size; costs the same for any number of rows."""
        self._relayout()

    def updateGeometries(self) -> None:
        """Fit the scroll bar to the height of the content."""
        page = self.viewport().height()
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, self._geometry.height - page))
        # Always there, so that columns do not jump; its handle shows only where it can move.
        bar.setEnabled(bar.maximum() > 0)
        bar.setPageStep(max(1, page - self._geometry.line_height // 2))
        bar.setSingleStep(max(1, self._geometry.line_height // 3))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the first visible photo in place when the number of columns changes."""
        anchor = self._anchor()
        QAbstractItemView.resizeEvent(self, event)
        self._relayout()
        if anchor is not None:
            self._return_to(anchor)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the font."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._relayout()

    def horizontalOffset(self) -> int:
        """Always 0: columns fill the width."""
        return 0

    def verticalOffset(self) -> int:
        """How far the view is scrolled down, in pixels."""
        return int(self.verticalScrollBar().value())

    def isIndexHidden(self, index: AnyIndex) -> bool:
        """No row is ever hidden."""
        return False

    def _visual_box(self, row: int) -> QRect:
        box = self._geometry.box(row)
        return QRect(box.x, box.y - self.verticalOffset(), box.width, box.height)

    def visualRect(self, index: AnyIndex) -> QRect:
        """Place of a cell in the viewport."""
        row = index.row()
        return self._visual_box(row) if 0 <= row < self._geometry.rows else QRect()

    def indexAt(self, point: QPoint) -> QModelIndex:
        """The cell under a point of the viewport."""
        row = self._geometry.row_at(point.x(), point.y() + self.verticalOffset())
        if row is None or row >= self._photos.rowCount():
            return QModelIndex()
        return self._photos.index(row)

    def scrollTo(
        self,
        index: AnyIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Scroll as little as needed to show the whole cell, with its heading where it has one."""
        if not 0 <= index.row() < self._geometry.rows:
            return
        box, page = self._geometry.box(index.row()), self.viewport().height()
        heading = self._geometry.section_top(index.row())
        top = box.y if heading is None else heading
        bottom = box.y + box.height + self._geometry.metrics.gap
        offset = self.verticalOffset()
        centred = hint == QAbstractItemView.ScrollHint.PositionAtCenter
        if centred and (bottom < offset or top > offset + page):
            offset = box.y + box.height // 2 - page // 2
        elif top < offset:
            offset = max(0, top - self._geometry.metrics.gap)
        elif bottom > offset + page:
            offset = min(box.y, bottom - page)
        self.verticalScrollBar().setValue(offset)

    def _anchor(self) -> tuple[int, int] | None:
        """(photo id, its top in the viewport) of the first visible photo, if scrolled down."""
        top = self.verticalOffset()
        if top <= 0:
            return None
        for rows in self._geometry.rows_between(top, top + self.viewport().height()):
            if len(rows):
                return self._photos.id_at(rows[0]), self._geometry.box(rows[0]).y - top
        return None

    def _return_to(self, anchor: tuple[int, int] | None) -> None:
        row = self._photos.row_of(anchor[0]) if anchor else None
        value = self._geometry.box(row).y - anchor[1] if anchor and row is not None else 0
        self.verticalScrollBar().setValue(value)

    # --- hover ------------------------------------------------------------------------
    def viewportEvent(self, event: QEvent) -> bool:
        """Follow the pointer, so that the cell under it is painted raised."""
        kind = event.type()
        if isinstance(event, QHoverEvent) and kind != QEvent.Type.HoverLeave:
            self._hover(event.position().toPoint())
        elif kind in {QEvent.Type.HoverLeave, QEvent.Type.Leave}:
            self._hover(None)
        return bool(super().viewportEvent(event))

    def _hover(self, point: QPoint | None) -> None:
        row = self.indexAt(point).row() if point is not None else -1
        if row == self._hovered:
            return
        for changed in (self._hovered, row):
            if 0 <= changed < self._geometry.rows:
                self.viewport().update(self._visual_box(changed))
        self._hovered = row

    # --- painting ---------------------------------------------------------------------
    def dataChanged(
        self, top_left: AnyIndex, bottom_right: AnyIndex, roles: Sequence[int] = ()
    ) -> None:
        """Repaint the changed cells that are in view."""
        if top_left.row() != bottom_right.row():
            self.viewport().update()
        elif top_left.row() < self._geometry.rows:
            self.viewport().update(self._visual_box(top_left.row()))

    @Slot()
    def reset(self) -> None:
        """Forget selection and place of what was shown before."""
        self._hovered = -1
        QAbstractItemView.reset(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the headings and cells of the part that needs it."""
        painter = QPainter(self.viewport())
        offset = self.verticalOffset()
        top, bottom = event.rect().top() + offset, event.rect().bottom() + 1 + offset
        for section, box in self._geometry.headers_between(top, bottom):
            self._paint_heading(painter, section, box, offset)
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        plain, current = option.state, self.currentIndex().row()
        focused = self.hasFocus()
        for rows in self._geometry.rows_between(top, bottom):
            for row in rows:
                self._paint_cell(painter, option, plain, row, focused and row == current)
        painter.end()

    def _paint_cell(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        plain: QStyle.StateFlag,
        row: int,
        focused: bool,
    ) -> None:
        index = self._photos.index(row)
        state = plain & ~QStyle.StateFlag.State_HasFocus & ~QStyle.StateFlag.State_MouseOver
        if self.selectionModel().isSelected(index):
            state |= QStyle.StateFlag.State_Selected
        if row == self._hovered:
            state |= QStyle.StateFlag.State_MouseOver
        if focused:
            state |= QStyle.StateFlag.State_HasFocus
        option.state = state
        option.rect = self._visual_box(row)
        self.itemDelegate().paint(painter, option, index)

    def _paint_heading(self, painter: QPainter, section: Section, box: Box, offset: int) -> None:
        palette, middle = self.palette(), box.y - offset + box.height // 2
        x = box.x + 4
        if section.icon:
            ratio = self.devicePixelRatioF()
            colour = palette.color(QPalette.ColorRole.Text)
            painter.drawPixmap(QPointF(x, middle - 9), drawing(section.icon, colour, 18, ratio))
            x += 26
        bold = QFont(self.font())
        bold.setBold(True)
        line = QRect(x, box.y - offset, box.x + box.width - x, box.height)
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setFont(bold)
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        used = painter.boundingRect(line, left, section.title)
        painter.drawText(line, left, section.title)
        painter.setFont(self.font())
        painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
        rest = line.adjusted(used.width() + 10, 0, 0, 0)
        end = painter.boundingRect(rest, left, section.note).right() if section.note else rest.x()
        painter.drawText(rest, left, section.note)
        painter.setPen(palette.color(QPalette.ColorRole.Mid))
        painter.drawLine(end + 14, middle, box.x + box.width, middle)
