"""Photos of an album are dragged to another place in it; a mark shows where they would land."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QFrame

from photoclip.gui.desktop import photo_ids_of
from photoclip.gui.grid.view import PhotoGrid
from photoclip.gui.sizes import sized

SCROLL_MS = 30
FASTEST = 40
"""Most pixels a step scrolls while photos are held at an edge."""


class Reordering(QObject):
    """Takes photos that were dragged from the grid itself, while it shows an album.

    Args:
        grid: Its photos.

    Signals:
        moved: ids of the photos (object), and the id of the one that shall follow them (object),
            None for none.
        refused: photos were dropped where the order on show cannot be changed.
    """

    moved = Signal(object, object)
    refused = Signal()

    def __init__(self, grid: PhotoGrid, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._grid = grid
        self._view = grid.viewport()
        self._at = QPoint()
        self._ordered = False
        self.mark = QFrame(self._view)
        self.mark.setObjectName("insertionMark")
        self.mark.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.mark.setFrameShape(QFrame.Shape.NoFrame)
        self.mark.hide()
        self._scrolling = QTimer(self)
        self._scrolling.setInterval(SCROLL_MS)
        self._scrolling.timeout.connect(self._on_scroll)
        self._view.installEventFilter(self)

    def look(self, *, album: bool, ordered: bool) -> None:
        """See what can be done.

        Args:
            album: The grid shows a hand-picked album.
            ordered: It shows that in its own order, the only one that can be changed.
        """
        self._view.setAcceptDrops(album)
        self._ordered = ordered
        if not (album and ordered):
            self._end()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow what is dragged over the grid; what comes from elsewhere is the window's."""
        kind = event.type()
        if kind == QEvent.Type.DragLeave:
            self._end()
        elif isinstance(event, QDropEvent) and self._view.acceptDrops():
            return self._on_drag(event)
        return bool(super().eventFilter(watched, event))

    def _on_drag(self, event: QDropEvent) -> bool:
        ids = photo_ids_of(event.mimeData()) if event.source() is self._grid else []
        if not ids:
            event.ignore()
            return True
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self._at = event.position().toPoint()
        if not self._ordered:
            # Taken all the same: who lets go must learn why nothing moves.
            self._refuse(event)
            return True
        if isinstance(event, QDragMoveEvent):
            self._show_mark()
            if self._outside() and not self._scrolling.isActive():
                self._scrolling.start()
            return True
        found = self._grid.gap_at(self._at)
        self._end()
        if found is not None:
            self.moved.emit(ids, self._grid.id_from(found[0]))
        return True

    def _refuse(self, event: QDropEvent) -> None:
        """Photos that are let go where they were are left alone without a word."""
        under = self._grid.indexAt(self._at)
        if event.type() == QEvent.Type.Drop and not self._grid.selectionModel().isSelected(under):
            self.refused.emit()

    def _show_mark(self) -> None:
        found = self._grid.gap_at(self._at)
        if found is None:
            return
        wide, edge = sized(3), found[1]
        left = min(max(0, edge.x() - wide // 2), self._view.width() - wide)
        self.mark.setGeometry(QRect(left, edge.top(), wide, edge.height()))
        self.mark.show()
        self.mark.raise_()

    def _outside(self) -> int:
        """How far within the strip at an edge that scrolls; negative at the top, 0 elsewhere."""
        strip, y = sized(36), self._at.y()
        return min(0, y - strip) or max(0, y - (self._view.height() - strip))

    def _end(self) -> None:
        self._scrolling.stop()
        self.mark.hide()

    @Slot()
    def _on_scroll(self) -> None:
        step = max(-FASTEST, min(FASTEST, self._outside()))
        bar = self._grid.verticalScrollBar()
        before = bar.value()
        bar.setValue(before + step)
        if bar.value() == before:
            self._scrolling.stop()
        else:
            self._show_mark()
