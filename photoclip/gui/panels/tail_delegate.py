"""Paints a name on the left and its number, or its state, on the right."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

TAIL = "  ·  "
"""Stands between the name and the rest in the text of an item, which is read aloud as it is."""


class TailDelegate(QStyledItemDelegate):
    """The rest keeps its room; the name gives way."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """No wider than the list, which would scroll sideways otherwise."""
        return QSize(0, super().sizeHint(option, index).height())

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one item."""
        own = QStyleOptionViewItem(option)
        self.initStyleOption(own, index)
        name, _, tail = own.text.partition(TAIL)
        style = own.widget.style() if own.widget is not None else QApplication.style()
        area = style.subElementRect(
            QStyle.SubElement.SE_ItemViewItemText, own, own.widget
        ).adjusted(2, 0, -4, 0)
        # The text may end earlier than the item, whose right edge is the edge of numbers.
        area.setRight(own.rect.right() - 8)
        room = area.width() - own.fontMetrics.horizontalAdvance(f"{tail}  ") if tail else None
        if room is not None:
            least = area.width() // 3
            own.text = own.fontMetrics.elidedText(name, own.textElideMode, max(room, least))
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, own, painter, own.widget)
        if room is None:
            return
        used = own.fontMetrics.horizontalAdvance(f"{own.text}  ")
        area.setLeft(area.left() + used)
        elide = Qt.TextElideMode.ElideRight
        shown = own.fontMetrics.elidedText(tail, elide, max(0, area.width()))
        role = QPalette.ColorRole.PlaceholderText
        if own.state & QStyle.StateFlag.State_Selected:
            role = QPalette.ColorRole.WindowText
        painter.save()
        painter.setFont(own.font)
        painter.setPen(own.palette.color(role))
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()
