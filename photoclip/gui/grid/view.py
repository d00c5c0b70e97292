"""The thumbnail grid as people use it: selection, keyboard, mouse, zoom."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPalette,
    QPixmap,
    QRegion,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QWidget

from photoclip.gui.grid.canvas import ZOOM_STEPS, GridCanvas
from photoclip.gui.grid.content import GridContent
from photoclip.gui.grid.geometry import Section
from photoclip.gui.grid.model import PhotoGridModel, Role
from photoclip.gui.texts import number

_Move = QAbstractItemView.CursorAction


class PhotoGrid(GridCanvas):
    """A grid of photos in sections: content, selection, keyboard, mouse and zoom.

    Signals:
        open_requested: photo id (object) that was double-clicked or opened by key.
        menu_requested: global position for a context menu.
        zoom_changed: cell width in logical pixels.
    """

    open_requested = Signal(object)
    menu_requested = Signal(QPoint)
    zoom_changed = Signal(int)

    def __init__(self, model: PhotoGridModel, parent: QWidget | None = None) -> None:
        super().__init__(model, parent)
        self.setObjectName("grid")
        self.setAccessibleName(self.tr("Photos"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)

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
        anchor = self._anchor() if keep_place else None
        self._sections = sections
        self._photos.set_content(content)
        self._relayout()
        self._select_ids(selected, current)
        self._return_to(anchor)

    def selected_ids(self) -> list[int]:
        """Ids of the selected photos, in the order shown."""
        found: list[int] = self._selected_array().tolist()
        return found

    def _selected_array(self) -> NDArray[np.int64]:
        ids = self._photos.content.ids
        spans = self.selectionModel().selection().toList()
        parts = [ids[a : b + 1] for a, b in sorted((span.top(), span.bottom()) for span in spans)]
        return np.concatenate(parts) if parts else np.empty(0, np.int64)

    def current_id(self) -> int | None:
        """Id of the photo with the keyboard focus."""
        index = self.currentIndex()
        return self._photos.id_at(index.row()) if index.isValid() else None

    def make_current(self, photo_id: int) -> None:
        """Select one photo and scroll to it."""
        row = self._photos.row_of(photo_id)
        if row is not None:
            self.setCurrentIndex(self._photos.index(row))

    def _select_ids(self, selected: NDArray[np.int64], current: int | None) -> None:
        model, chosen = self._photos, QItemSelection()
        rows = model.content.rows_of_array(selected)
        for run in np.split(rows, np.flatnonzero(np.diff(rows) != 1) + 1):
            if len(run):
                chosen.select(model.index(int(run[0])), model.index(int(run[-1])))
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(chosen, flags.ClearAndSelect)
        row = model.row_of(current) if current is not None else None
        if row is not None:
            self.selectionModel().setCurrentIndex(model.index(row), flags.NoUpdate)

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
        offset = self.verticalOffset()
        if rect.width() == 1 and rect.height() == 1:
            row = self._geometry.row_at(rect.x(), rect.y() + offset)
            rows = [] if row is None else [row]
        else:
            corners = (rect.topLeft(), rect.bottomRight())
            found = [self._geometry.nearest(p.x(), p.y() + offset) for p in corners]
            rows = sorted(row for row in found if row is not None)
        selection = QItemSelection()
        if rows:
            selection.select(self._photos.index(rows[0]), self._photos.index(rows[-1]))
        self.selectionModel().select(selection, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """The viewport: repainting what is visible is always cheap."""
        return QRegion(self.viewport().rect())

    def selectAll(self) -> None:
        """Select all as one range; Qt's own way for lists asks the model for every row."""
        self.select_first(self._photos.rowCount())

    def select_first(self, count: int) -> None:
        """Select the first so many photos and no others."""
        chosen = QItemSelection()
        if count > 0:
            chosen.select(self._photos.index(0), self._photos.index(count - 1))
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().select(chosen, flag)

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

    # --- mouse ------------------------------------------------------------------------
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the photo that is double-clicked."""
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            self.open_requested.emit(self._photos.id_at(index.row()))
            event.accept()
            return
        super().mouseDoubleClickEvent(event)

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """Drag the selected photos; Qt's own way asks the model for every one of them."""
        ids = self.selected_ids()
        if not ids:
            return
        drag = QDrag(self)
        drag.setMimeData(self._photos.mime_of(ids))
        drag.setPixmap(self._drag_picture(len(ids)))
        drag.exec(Qt.DropAction.CopyAction)

    def _drag_picture(self, count: int) -> QPixmap:
        """The current photo, small, with the number of photos that go along."""
        ratio = self.devicePixelRatioF()
        picture = QPixmap(round(96 * ratio), round(76 * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        thumb = self.currentIndex().data(Role.THUMBNAIL)
        if isinstance(thumb, QPixmap):
            size = thumb.size().scaled(QSize(90, 70), Qt.AspectRatioMode.KeepAspectRatio)
            painter.setOpacity(0.85)
            painter.drawPixmap(QRect(QPoint(0, 0), size), thumb)
        if count > 1:
            painter.setOpacity(1.0)
            text = number(count)
            width = max(22, painter.fontMetrics().horizontalAdvance(text) + 14)
            box = QRect(96 - width, 54, width, 22)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.palette().color(QPalette.ColorRole.Highlight))
            painter.drawRoundedRect(box, 11, 11)
            painter.setPen(self.palette().color(QPalette.ColorRole.HighlightedText))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        painter.end()
        return picture

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
