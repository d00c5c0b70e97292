"""Lists of the side panel on which photos of the grid can be dropped."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QListWidget, QTreeWidget, QWidget

from photoclip.gui.desktop import photo_ids_of

KEY = int(Qt.ItemDataRole.UserRole)
"""Role of what an item stands for."""


class DropList(QListWidget):
    """A flat list; items hold their key under :data:`KEY`.

    Signals:
        photos_dropped: key of the item, ids of the photos.
    """

    photos_dropped = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)

    def takes(self, key: Any) -> bool:
        """Whether photos may be dropped on that item."""
        return key is not None

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Photos of the grid are welcome."""
        _answer(event, bool(photo_ids_of(event.mimeData())))

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """They are welcome on an item only."""
        item = self.itemAt(event.position().toPoint())
        fits = item is not None and self.takes(item.data(KEY))
        if item is not None and fits:
            self.setCurrentItem(item)
        _answer(event, fits and bool(photo_ids_of(event.mimeData())))

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell what was dropped where."""
        point: QPoint = event.position().toPoint()
        item, ids = self.itemAt(point), photo_ids_of(event.mimeData())
        if item is not None and ids and self.takes(item.data(KEY)):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.photos_dropped.emit(item.data(KEY), ids)


class DropTree(QTreeWidget):
    """The same for a tree.

    Signals:
        photos_dropped: key of the item, ids of the photos.
    """

    photos_dropped = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.setHeaderHidden(True)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Photos of the grid are welcome."""
        _answer(event, bool(photo_ids_of(event.mimeData())))

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """They are welcome on an item only."""
        item = self.itemAt(event.position().toPoint())
        if item is not None:
            self.setCurrentItem(item)
        _answer(event, item is not None and bool(photo_ids_of(event.mimeData())))

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell what was dropped where."""
        item, ids = self.itemAt(event.position().toPoint()), photo_ids_of(event.mimeData())
        if item is not None and ids:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.photos_dropped.emit(item.data(0, KEY), ids)


def _answer(event: QDragMoveEvent, welcome: bool) -> None:
    if welcome:
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
    else:
        event.ignore()
