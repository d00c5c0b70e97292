"""The table of actions and their keys."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Slot,
)
from PySide6.QtGui import QFont

from photoclip.folding import fold
from photoclip.gui.settings.keymap import KeyEntry, Keymap, native

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_Role = Qt.ItemDataRole

ACTION, MENU, KEYS = range(3)


class KeyModel(QAbstractTableModel):
    """One action a row: its words, its menu, its keys; what was changed is set in bold."""

    def __init__(self, keymap: Keymap, parent: Any = None) -> None:
        super().__init__(parent)
        self._keymap = keymap
        self._entries = keymap.entries()
        self._texts: dict[str, str] = {}
        keymap.changed.connect(self._on_changed)

    def entry(self, row: int) -> KeyEntry | None:
        """The action of a row."""
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def row_of(self, name: str) -> int:
        """The row of an action, -1 where it is not there."""
        return next((row for row, each in enumerate(self._entries) if each.name == name), -1)

    def reload(self) -> None:
        """Read the actions anew: a page may have come."""
        self.beginResetModel()
        self._entries = self._keymap.entries()
        self._texts.clear()
        self.endResetModel()

    @Slot(str)
    def _on_changed(self, name: str) -> None:
        self._texts.pop(name, None)
        row = self.row_of(name)
        if row >= 0:
            self.dataChanged.emit(self.index(row, 0), self.index(row, KEYS))

    # --- Qt's side ----------------------------------------------------------------------
    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """Number of actions."""
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        """Words, menu, keys."""
        return 0 if parent.isValid() else 3

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> Any:
        """Words above the columns."""
        if orientation == Qt.Orientation.Horizontal and role == _Role.DisplayRole:
            return (self.tr("Action"), self.tr("Menu"), self.tr("Keys"))[section]
        return None

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        """Words and keys of an action."""
        entry = self.entry(index.row()) if index.isValid() else None
        if entry is None:
            return None
        if role == _Role.DisplayRole:
            return (entry.text, entry.path, self._keys(entry))[index.column()]
        if role == _Role.ToolTipRole:
            return entry.tip
        if role == _Role.AccessibleTextRole and index.column() == ACTION:
            return ", ".join(filter(None, (entry.text, entry.path, self._keys(entry))))
        if role == _Role.AccessibleTextRole and not self.data(index):
            return self.tr("none")
        if role == _Role.FontRole and self._keymap.is_changed(entry.name):
            font = QFont()
            font.setBold(True)
            return font
        return None

    def _keys(self, entry: KeyEntry) -> str:
        # Widths of columns are measured over all rows: thousands of questions.
        if entry.name not in self._texts:
            self._texts[entry.name] = "   ".join(map(native, self._keymap.keys(entry.name)))
        return self._texts[entry.name]


class KeyFilter(QSortFilterProxyModel):
    """The actions in whose words, menu, sentence or keys all typed words stand."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._words: list[str] = []

    def set_text(self, text: str) -> None:
        """Keep what fits."""
        self.beginResetModel()
        self._words = fold(text).split()
        self.endResetModel()

    def filterAcceptsRow(self, row: int, _parent: Index) -> bool:
        """Whether an action fits."""
        model = self.sourceModel()
        if not isinstance(model, KeyModel) or not self._words:
            return True
        texts = [str(model.index(row, column).data() or "") for column in range(3)]
        entry = model.entry(row)
        texts.append(entry.tip if entry else "")
        whole = fold(" ".join(texts))
        return all(word in whole for word in self._words)
