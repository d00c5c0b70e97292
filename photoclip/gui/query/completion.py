"""The list under the query box; it never takes the keyboard from the box."""

from __future__ import annotations

from collections.abc import Sequence

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

from photoclip.results import Completion

MOST = 8
WIDTH = 560
_COMPLETION = int(Qt.ItemDataRole.UserRole)
_DETAIL = _COMPLETION + 1


class _TwoTexts(QStyledItemDelegate):
    """The replacement on the left, what it is on the right."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(WIDTH, option.fontMetrics.height() + 10)

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
        area = option.rect.adjusted(12, 0, -12, 0)
        metrics, middle = option.fontMetrics, Qt.AlignmentFlag.AlignVCenter
        room_for_detail = max(
            area.width() // 3, area.width() - metrics.horizontalAdvance(text) - 24
        )
        detail = metrics.elidedText(
            index.data(_DETAIL) or "", Qt.TextElideMode.ElideRight, room_for_detail
        )
        used = metrics.horizontalAdvance(detail) + 16 if detail else 0
        painter.save()
        painter.setPen(
            option.palette.color(roles.HighlightedText if chosen else roles.PlaceholderText)
        )
        painter.drawText(area, middle | Qt.AlignmentFlag.AlignRight, detail)
        painter.setPen(option.palette.color(roles.HighlightedText if chosen else roles.Text))
        room = QRect(area.x(), area.y(), area.width() - used, area.height())
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, room.width())
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignLeft, shown)
        painter.restore()


class CompletionList(QListWidget):
    """What could stand in place of the word at the cursor.

    It is a child of the window, not a window of its own: so it cannot take the
    keyboard, and it goes wherever its window goes.

    Signals:
        chosen: ``Completion`` that was clicked.
    """

    chosen = Signal(object)

    def __init__(self, box: QWidget) -> None:
        super().__init__(box)
        self._box = box
        self.setObjectName("completionList")
        self.setAccessibleName(self.tr("Completions"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_TwoTexts(self))
        self.setMouseTracking(True)
        self.itemClicked.connect(self._on_clicked)
        self.hide()

    def offer(self, completions: Sequence[Completion]) -> None:
        """Show these, none of them chosen yet; an empty list hides it."""
        self.clear()
        for completion in completions[:MOST]:
            item = QListWidgetItem(completion.text)
            item.setData(_COMPLETION, completion)
            item.setData(_DETAIL, completion.detail)
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

    def place(self) -> None:
        """Hang below the box, wherever that is now."""
        place = self._box.mapTo(self._box.window(), QPoint(12, self._box.height() + 3))
        width = min(WIDTH, self._box.width() - 24)
        height = self.count() * (self.fontMetrics().height() + 10) + 2 * self.frameWidth() + 2
        self.setGeometry(QRect(place, QSize(width, height)))

    def step(self, by: int) -> None:
        """Choose the next or previous one; beyond an end, none."""
        row = self.currentRow() + by
        if row < -1:
            row = self.count() - 1
        self.setCurrentRow(row if row < self.count() else -1)

    def current(self) -> Completion | None:
        """The chosen one."""
        return _held(self.currentItem())

    def current_or_first(self) -> Completion | None:
        """The chosen one, or the first."""
        return _held(self.currentItem() or self.item(0))

    @Slot(QListWidgetItem)
    def _on_clicked(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.data(_COMPLETION))


def _held(item: QListWidgetItem | None) -> Completion | None:
    completion: Completion | None = item.data(_COMPLETION) if item is not None else None
    return completion
