"""What a screen reader is told of a list that does not lay out its cells by Qt's own way."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QTimer, Slot
from PySide6.QtGui import QAccessible, QAccessibleEvent, QFocusEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from photoclip.gui.grid.model import AnyIndex


class TellingList(QListView):
    """A list whose rows are told by their numbers.

    A ``QListView`` looks for them in its layout, which is empty here, and would tell the list.
    """

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        """Tell which photo the keyboard is on."""
        QAbstractItemView.currentChanged(self, current, previous)
        self._tell_current()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell the first photo of a change; a QListView makes an index of every one."""
        QAbstractItemView.selectionChanged(self, selected, deselected)
        if QAccessible.isActive():
            added, removed = QAccessible.Event.SelectionAdd, QAccessible.Event.SelectionRemove
            for kind, change in ((added, selected), (removed, deselected)):
                if not change.isEmpty():
                    self._tell(kind, change.first().top())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell the current photo, after Qt has told that the list has the keyboard."""
        super().focusInEvent(event)
        if QAccessible.isActive():
            QTimer.singleShot(0, self._tell_current)

    @Slot()
    def _tell_current(self) -> None:
        if QAccessible.isActive() and self.hasFocus() and self.currentIndex().isValid():
            self._tell(QAccessible.Event.Focus, self.currentIndex().row())

    def _tell(self, kind: QAccessible.Event, row: int) -> None:
        event = QAccessibleEvent(self, kind)
        event.setChild(row)
        QAccessible.updateAccessibility(event)
