"""The list under the query box; it never takes the keyboard from the box."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from photoclip.gui.core_texts import core_text
from photoclip.gui.icons import drawing
from photoclip.gui.query.announce import announce
from photoclip.results import Completion

SHOWN = 10
"""Rows at once; the others are reached by scrolling."""

WIDTH_EMS = 36
ICON = 16
_ROLE = int(Qt.ItemDataRole.UserRole)
_VALUE, _DETAIL, _DRAWING = _ROLE, _ROLE + 1, _ROLE + 2


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list.

    Attributes:
        text: What it says.
        value: What is chosen with it.
        detail: A few words about it, on the right.
        drawing: Icon on the left; empty for none.
    """

    text: str
    value: Any
    detail: str = ""
    drawing: str = ""


class _RowPainter(QStyledItemDelegate):
    """An icon and the text on the left, what it is on the right."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(1, option.fontMetrics.height() + 10)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        self.initStyleOption(option, index)
        text, option.text = option.text, ""
        style = option.widget.style() if option.widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        roles = QPalette.ColorRole
        quiet = option.palette.color(roles.HighlightedText if chosen else roles.PlaceholderText)
        area = option.rect.adjusted(12, 0, -12, 0)
        metrics, middle = option.fontMetrics, Qt.AlignmentFlag.AlignVCenter
        painter.save()
        if name := index.data(_DRAWING):
            ratio = painter.device().devicePixelRatioF()
            top = area.y() + (area.height() - ICON) // 2
            painter.drawPixmap(area.x(), top, drawing(name, quiet, ICON, ratio))
            area.setLeft(area.x() + ICON + 8)
        room_for_detail = max(
            area.width() // 3, area.width() - metrics.horizontalAdvance(text) - 24
        )
        detail = metrics.elidedText(
            index.data(_DETAIL) or "", Qt.TextElideMode.ElideRight, room_for_detail
        )
        used = metrics.horizontalAdvance(detail) + 16 if detail else 0
        painter.setPen(quiet)
        painter.drawText(area, middle | Qt.AlignmentFlag.AlignRight, detail)
        painter.setPen(option.palette.color(roles.HighlightedText if chosen else roles.Text))
        room = QRect(area.x(), area.y(), area.width() - used, area.height())
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, room.width())
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignLeft, shown)
        painter.restore()


class CompletionList(QListWidget):
    """What could stand in place of the word at the cursor, or of the whole query.

    It is a child of the window, not a window of its own: so it cannot take the
    keyboard, and it goes wherever its window goes.

    Signals:
        chosen: value of the row that was clicked.
    """

    chosen = Signal(object)

    def __init__(self, box: QWidget) -> None:
        super().__init__(box)
        self._box = box
        self.setObjectName("completionList")
        self.setAccessibleName(self.tr("Completions"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(_RowPainter(self))
        self.setMouseTracking(True)
        self.itemClicked.connect(self._on_clicked)
        self.currentItemChanged.connect(self._on_current_changed)
        self.hide()

    def offer(self, completions: Sequence[Completion]) -> None:
        """Show completions, none of them chosen yet; an empty list hides them."""
        self.offer_rows([Row(c.text, c, core_text(c.detail)) for c in completions])

    def offer_rows(self, rows: Sequence[Row]) -> None:
        """Show these, none of them chosen yet; an empty list hides it."""
        self.clear()
        for row in rows:
            item = QListWidgetItem(row.text)
            item.setData(_VALUE, row.value)
            item.setData(_DETAIL, row.detail)
            item.setData(_DRAWING, row.drawing)
            spoken = ", ".join(filter(None, (row.text, row.detail)))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
            self.addItem(item)
        if not self.count():
            self.hide()
            return
        window = self._box.window()
        if self.parent() is not window:
            self.setParent(window)
        self.place()
        self.show()
        self.raise_()
        self.scrollToTop()

    def place(self) -> None:
        """Hang below the box, wherever that is now, as long as the window has room."""
        window, line = self._box.window(), self.fontMetrics().height()
        place = self._box.mapTo(window, QPoint(12, self._box.height() + 3))
        width = min(WIDTH_EMS * line, self._box.width() - 24)
        edges = 2 * self.frameWidth() + 2
        height = min(self.count(), SHOWN) * (line + 10) + edges
        height = min(height, max(window.height() - place.y() - 8, line + 10 + edges))
        self.setGeometry(QRect(place, QSize(width, height)))

    def step(self, by: int) -> None:
        """Choose the next or previous one; beyond an end, none."""
        row = self.currentRow() + by
        if row < -1:
            row = self.count() - 1
        self.setCurrentRow(row if row < self.count() else -1)

    def current(self) -> Any:
        """Value of the chosen one, or None."""
        return _held(self.currentItem())

    def current_or_first(self) -> Any:
        """Value of the chosen one, or of the first."""
        return _held(self.currentItem() or self.item(0))

    @Slot(QListWidgetItem)
    def _on_clicked(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.data(_VALUE))

    @Slot(QListWidgetItem)
    def _on_current_changed(self, item: QListWidgetItem | None) -> None:
        # The keyboard stays in the box, so that nobody would say what is chosen here.
        if item is not None:
            announce(self._box, str(item.data(Qt.ItemDataRole.AccessibleTextRole)))


def _held(item: QListWidgetItem | None) -> Any:
    return item.data(_VALUE) if item is not None else None
