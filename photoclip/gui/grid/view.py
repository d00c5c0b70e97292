"""The thumbnail grid as people use it: selection, keyboard, mouse, zoom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QRegion,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QWidget

from photoclip.gui.grid.canvas import ZOOM_STEPS, GridCanvas
from photoclip.gui.grid.content import GridContent
from photoclip.gui.grid.delegate import PhotoDelegate
from photoclip.gui.grid.dragging import drag_picture
from photoclip.gui.grid.geometry import Box, Section, Sections
from photoclip.gui.grid.model import AnyIndex, PhotoGridModel, Role
from photoclip.gui.grid.rubber_band import RubberBand
from photoclip.gui.grid.selecting import inverted, ranges_of, runs_of, selection_of

_Move = QAbstractItemView.CursorAction


class PhotoGrid(GridCanvas):
    """A grid of photos in sections: content, selection, keyboard, mouse and zoom.

    Signals:
        open_requested: photo id (object) that was double-clicked or opened by key.
        menu_requested: global position for a context menu.
        zoom_changed: cell width in logical pixels.
        stack_requested: id (object) of the photo that stands for a stack to be opened.
    """

    open_requested = Signal(object)
    menu_requested = Signal(QPoint)
    zoom_changed = Signal(int)
    stack_requested = Signal(object)

    def __init__(self, model: PhotoGridModel, parent: QWidget | None = None) -> None:
        super().__init__(model, parent)
        self.setObjectName("grid")
        self.setAccessibleName(self.tr("Photos"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self._range_from: int | None = None
        self._band_base = np.empty(0, np.int64)
        self._band = RubberBand(self)
        self._band.changed.connect(self._on_band_changed)
        self._band.scroll_wanted.connect(self._on_band_scrolls)

    # --- content ----------------------------------------------------------------------
    def show_content(
        self, content: GridContent, sections: Sequence[Section], *, keep_place: bool
    ) -> None:
        """Show other photos; selection and current photo are kept by id.

        Args:
            content: What to show.
            sections: Headings over all rows of it.
            keep_place: Leave the first visible photo where it is, for a refresh in
                the background; otherwise go to the top.
        """
        selected = self._selected_array()
        current = self.current_id()
        anchor = self.anchor() if keep_place else None
        self._make_room_for(content)
        before = self.verticalOffset()
        self._photos.set_content(content)
        self._sections = Sections.of(sections)
        self._relayout()
        self.select_ids(selected, current)
        self.return_to(anchor)
        self._band.shift(self.verticalOffset() - before)

    def selected_ids(self, *, limit: int | None = None) -> list[int]:
        """Ids of the selected photos, in the order shown; of stacks those that stand for them.

        Args:
            limit: Only the first so many.
        """
        found: list[int] = self._selected_array(limit).tolist()
        return found

    def _selected_array(self, limit: int | None = None) -> NDArray[np.int64]:
        ids, ranges = self._photos.content.ids, self._selected_ranges()
        # Of each range no more than all that are wanted.
        parts = [ids[part.start : part.stop][:limit] for part in ranges[:limit]]
        return np.concatenate(parts)[:limit] if parts else np.empty(0, np.int64)

    def _selected_ranges(self) -> list[range]:
        return ranges_of(self.selectionModel().selection())

    def current_id(self) -> int | None:
        """Id of the photo with the keyboard focus."""
        index = self.currentIndex()
        return self._photos.id_at(index.row()) if index.isValid() else None

    def make_current(self, photo_id: int) -> None:
        """Select one photo and scroll to it."""
        row = self._photos.row_of(photo_id)
        if row is not None:
            self.setCurrentIndex(self._photos.index(row))

    def select_ids(self, selected: ArrayLike, current: int | None) -> None:
        """Select these, as far as they are shown; the view stays where it is."""
        model = self._photos
        self._select(runs_of(model.content.rows_of_array(np.asarray(selected, np.int64))))
        row = model.row_of(current) if current is not None else None
        if row is not None:
            flag = QItemSelectionModel.SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(model.index(row), flag)

    def _select(self, ranges: Iterable[range], *, add: bool = False) -> None:
        flags = QItemSelectionModel.SelectionFlag
        chosen = selection_of(self._photos, ranges)
        self.selectionModel().select(chosen, flags.Select if add else flags.ClearAndSelect)

    # --- zoom -------------------------------------------------------------------------
    @property
    def zoom(self) -> int:
        """Wanted cell width in logical pixels."""
        return self._zoom

    def set_zoom(self, cell: int, at: QPoint | None = None) -> None:
        """Change the size of the cells; the photo at ``at`` (viewport) stays in its place."""
        cell = min(max(cell, ZOOM_STEPS[0]), ZOOM_STEPS[-1])
        if cell == self._zoom:
            return
        at = at or QPoint(0, 0)
        row = self._geometry.nearest(at.x(), at.y() + self.verticalOffset())
        before = self._visual_box(row).y() if row is not None else 0
        at_top = self.verticalOffset() == 0
        self._zoom = cell
        self._relayout()
        if row is not None and not at_top:
            self.verticalScrollBar().setValue(self._geometry.box(row).y - before)
        self.zoom_changed.emit(cell)

    def zoom_by(self, steps: int, at: QPoint | None = None) -> None:
        """Go ``steps`` sizes up or down."""
        nearest = min(range(len(ZOOM_STEPS)), key=lambda i: abs(ZOOM_STEPS[i] - self._zoom))
        self.set_zoom(ZOOM_STEPS[min(max(nearest + steps, 0), len(ZOOM_STEPS) - 1)], at)

    # --- selection and keyboard -------------------------------------------------------
    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Select from the cell nearest one corner to that nearest the other, in reading order."""
        offset, flags = self.verticalOffset(), QItemSelectionModel.SelectionFlag
        if rect.width() == 1 and rect.height() == 1:
            row = self._geometry.row_at(rect.x(), rect.y() + offset)
            rows = [] if row is None else [row]
        elif command & flags.Current:
            # Qt forgets where a range began when the content is refreshed.
            end = self._geometry.nearest(rect.right(), rect.bottom() + offset)
            if end is not None:
                self._select_range_to(end, add=False)
            return
        else:
            corners = (rect.topLeft(), rect.bottomRight())
            found = [self._geometry.nearest(p.x(), p.y() + offset) for p in corners]
            rows = sorted(row for row in found if row is not None)
        chosen = selection_of(self._photos, [range(rows[0], rows[-1] + 1)] if rows else ())
        self.selectionModel().select(chosen, command)

    def _select_range_to(self, row: int, *, add: bool) -> None:
        """Select from where the range began to a row."""
        start = self._photos.row_of(self._range_from) if self._range_from is not None else None
        if start is None:
            start = max(0, self.currentIndex().row())
            self._range_from = self._photos.id_at(start)
        self._select([range(min(start, row), max(start, row) + 1)], add=add)

    def invert_selection(self) -> None:
        """Select what is not selected, and nothing else."""
        self._select(inverted(self._selected_ranges(), self._photos.rowCount()))

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """The viewport: repainting what is visible is always cheap."""
        return QRegion(self.viewport().rect())

    def selectAll(self) -> None:
        """Select all as one range; Qt's own way for lists asks the model for every row."""
        self.select_first(self._photos.rowCount())

    def select_first(self, count: int) -> None:
        """Select the first so many photos and no others."""
        self._select([range(count)])

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """The cell a cursor key leads to."""
        rows = self._geometry.rows
        if not rows:
            return QModelIndex()
        current = self.currentIndex().row()
        if current < 0:
            return self._photos.index(0)
        page = max(1, self.viewport().height() // self._geometry.line_height)
        if action in {_Move.MoveUp, _Move.MoveDown}:
            target = self._geometry.below(current, 1 if action == _Move.MoveDown else -1)
        elif action in {_Move.MovePageUp, _Move.MovePageDown}:
            target = self._geometry.below(current, page if action == _Move.MovePageDown else -page)
        elif action in {_Move.MoveHome, _Move.MoveEnd}:
            target = 0 if action == _Move.MoveHome else rows - 1
        else:
            forward = action in {_Move.MoveRight, _Move.MoveNext}
            target = current + (1 if forward else -1)
        return self._photos.index(min(max(0, target), rows - 1))

    def keyboardSearch(self, search: str) -> None:
        """Typing letters does not search names: that would read every row."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space open the current photo."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            current = self.current_id()
            if current is not None:
                self.open_requested.emit(current)
            event.accept()
            return
        super().keyPressEvent(event)
        if not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._range_from = self.current_id()

    # --- mouse ------------------------------------------------------------------------
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select a photo, a range, a section by its heading, or begin a frame."""
        at, keys = event.position().toPoint(), event.modifiers()
        index = self.indexAt(at)
        adding = bool(keys & Qt.KeyboardModifier.ControlModifier)
        if event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
        elif self._is_stack_badge(index, at):
            self.stack_requested.emit(self._photos.id_at(index.row()))
        elif index.isValid() and keys & Qt.KeyboardModifier.ShiftModifier:
            self._select_range_to(index.row(), add=adding)
            flag = QItemSelectionModel.SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(index, flag)
        elif index.isValid():
            super().mousePressEvent(event)
            self._range_from = self._photos.id_at(index.row())
        else:
            self._press_beside(at, adding=adding)

    def _press_beside(self, at: QPoint, *, adding: bool) -> None:
        heading = self._heading_at(at)
        if heading is not None:
            self._select([self._geometry.rows_of(heading)], add=adding)
            return
        self._band_base = self._selected_array() if adding else np.empty(0, np.int64)
        if not adding:
            self.clearSelection()
        self._band.begin(at + QPoint(0, self.verticalOffset()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw the frame, or let Qt see whether photos are dragged."""
        if not self._band.is_active:
            super().mouseMoveEvent(event)
            return
        at = event.position().toPoint()
        below = max(0, at.y() - self.viewport().height())
        self._band.move(at + QPoint(0, self.verticalOffset()), below or min(0, at.y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The frame is done."""
        if self._band.is_active:
            self._band.end()
            self.viewport().update()
            return
        super().mouseReleaseEvent(event)

    @Slot()
    def _on_band_changed(self) -> None:
        frame = self._band.frame
        box = Box(frame.x(), frame.y(), max(1, frame.width()), max(1, frame.height()))
        self._select(runs_of(self._photos.content.rows_of_array(self._band_base)))
        self._select(self._geometry.rows_in(box), add=True)
        self.viewport().update()

    @Slot(int)
    def _on_band_scrolls(self, pixels: int) -> None:
        bar = self.verticalScrollBar()
        before = bar.value()
        bar.setValue(before + pixels)
        self._band.scrolled(bar.value() - before)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the photos, and the frame around those that are being selected."""
        super().paintEvent(event)
        if self._band.is_active:
            painter = QPainter(self.viewport())
            colour = self.palette().color(QPalette.ColorRole.Highlight)
            painter.setPen(colour)
            colour.setAlphaF(0.18)
            painter.setBrush(colour)
            painter.drawRect(self._band.frame.translated(0, -self.verticalOffset()))
            painter.end()

    def _is_stack_badge(self, index: AnyIndex, at: QPoint) -> bool:
        delegate = self.itemDelegate()
        if not index.isValid() or not isinstance(delegate, PhotoDelegate):
            return False
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        option.rect = self.visualRect(index)
        return delegate.on_stack_badge(option, index, at)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the photo that is double-clicked."""
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            self.open_requested.emit(self._photos.id_at(index.row()))
            event.accept()
            return
        super().mouseDoubleClickEvent(event)

    def shown_count(self, photo_ids: Sequence[int]) -> int:
        """How many photos the grid shows of those given; a stack is one."""
        stacked = self._photos.content.stacked
        return stacked.shown_count(np.fromiter(photo_ids, dtype=np.int64, count=len(photo_ids)))

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """Drag the selected photos, stacks whole; Qt's own way asks the model for every one."""
        ids = self._photos.expanded(self.selected_ids())
        if not ids:
            return
        drag = QDrag(self)
        drag.setMimeData(self._photos.mime_of(ids))
        thumb = self.currentIndex().data(Role.THUMBNAIL)
        drag.setPixmap(drag_picture(self, thumb, len(ids)))
        drag.exec(Qt.DropAction.CopyAction)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and the wheel zoom; the wheel alone scrolls."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            turned = event.angleDelta().y()
            if turned:
                self.zoom_by(1 if turned > 0 else -1, event.position().toPoint())
            event.accept()
            return
        super().wheelEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a menu at the pointer, or at the current cell for the keyboard's menu key."""
        where = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard and self.currentIndex().isValid():
            where = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())
        self.menu_requested.emit(where)
