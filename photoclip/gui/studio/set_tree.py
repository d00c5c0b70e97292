"""All label sets and their labels, as a tree."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from photoclip.gui.texts import number
from photoclip.library import LabelInfo, LabelSetInfo

_SET = int(Qt.ItemDataRole.UserRole)
_LABEL = _SET + 1

Key = tuple[str, str]
"""Names of a set and of a label in it; an empty label is the set itself."""


class SetTree(QTreeWidget):
    """Sets with their labels below; counts of open suggestions at the right.

    Signals:
        set_chosen: ``LabelSetInfo``.
        label_chosen: ``LabelSetInfo``, ``LabelInfo``.
    """

    set_chosen = Signal(object)
    label_chosen = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sideList")
        self.setAccessibleName(self.tr("Label sets"))
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setIndentation(14)
        self.setUniformRowHeights(True)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, self.header().ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, self.header().ResizeMode.ResizeToContents)
        self._rows: dict[Key, QTreeWidgetItem] = {}
        self.currentItemChanged.connect(self._on_current)

    def show_sets(self, sets: list[LabelSetInfo]) -> None:
        """Show these, the user's own before the shipped ones; what is open and chosen stays so."""
        sets = sorted(sets, key=_is_shipped)
        tops = {name: row for (name, label), row in self._rows.items() if not label}
        opened = {name for name, row in tops.items() if row.isExpanded()}
        first, chosen = not self._rows, self.key()
        with QSignalBlocker(self):
            self._rows = {}
            self.clear()
            for each in sets:
                row = self._set_item(each)
                self.addTopLevelItem(row)
                row.setExpanded(each.name in opened or (first and len(sets) == 1))
            if chosen in self._rows:
                self.setCurrentItem(self._rows[chosen])
        if chosen in self._rows:
            self._on_current()
        elif sets:
            self.choose(sets[0].name, sets[0].labels[0].name if sets[0].labels else "")

    def key(self) -> Key:
        """Names of the chosen set and label; empty where none is."""
        current = self.currentIndex()
        if not current.isValid():
            return "", ""
        label_set, label = current.siblingAtColumn(0).data(_SET), _label_at(current)
        return label_set.name, label.name if label else ""

    def choose(self, label_set: str, label: str) -> None:
        """Choose a label, or with an empty name a set."""
        row = self._rows.get((label_set, label))
        if row is not None:
            self.setCurrentItem(row)
            self.scrollToItem(row)

    def _set_item(self, label_set: LabelSetInfo) -> QTreeWidgetItem:
        item = QTreeWidgetItem([label_set.name, ""])
        font = QFont(item.font(0))
        font.setBold(True)
        item.setFont(0, font)
        item.setData(0, _SET, label_set)
        quiet = self.palette().color(QPalette.ColorRole.PlaceholderText)
        if not label_set.in_library:
            item.setForeground(0, quiet)
            item.setToolTip(0, self.tr("A shipped example; it is yours once you use it"))
        for label in label_set.labels:
            count = number(label.suggested) if label.suggested else ""
            child = QTreeWidgetItem([label.name, count])
            child.setData(0, _SET, label_set)
            child.setData(0, _LABEL, label)
            child.setForeground(1, quiet)
            child.setToolTip(0, "/".join((*label.parents, label.name)))
            if count:
                child.setToolTip(1, self.tr("%Ln to review", "", label.suggested))
            item.addChild(child)
            self._rows[(label_set.name, label.name)] = child
        self._rows[(label_set.name, "")] = item
        return item

    @Slot()
    def _on_current(self) -> None:
        current = self.currentIndex()
        if not current.isValid():
            return
        label_set, label = current.siblingAtColumn(0).data(_SET), _label_at(current)
        if label is not None:
            self.label_chosen.emit(label_set, label)
        else:
            self.set_chosen.emit(label_set)


def _is_shipped(label_set: LabelSetInfo) -> bool:
    return not label_set.in_library


def _label_at(index: QModelIndex) -> LabelInfo | None:
    found = index.siblingAtColumn(0).data(_LABEL)
    return found if isinstance(found, LabelInfo) else None
