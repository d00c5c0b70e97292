"""What the command palette lists: actions that fit what was typed, and places to go to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QIcon

from photoclip.gui.fuzzy import score

Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole

KEY_ROLE = _Role.UserRole + 1
PATH_ROLE = _Role.UserRole + 2
MOST = 200


@dataclass(frozen=True, slots=True)
class PaletteEntry:
    """One line.

    Attributes:
        name: Name of an action, or ``"go:"`` and a query.
        text: Words.
        tip: A sentence about it.
        path: Where it is found otherwise.
        keys: Its keys as this system writes them.
        enabled: Whether it can be done now.
        words: What people may call it otherwise.
    """

    name: str
    text: str
    tip: str = ""
    path: str = ""
    keys: str = ""
    enabled: bool = True
    words: str = ""


class PaletteModel(QAbstractListModel):
    """The entries that fit, best first; the latest used ones come first where nothing is typed."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._all: tuple[PaletteEntry, ...] = ()
        self._icons: dict[str, QIcon] = {}
        self._recent: tuple[str, ...] = ()
        self._typed = ""
        self._shown: list[PaletteEntry] = []

    def set_entries(
        self,
        entries: Sequence[PaletteEntry],
        icons: dict[str, QIcon],
        recent: Sequence[str],
    ) -> None:
        """Offer these.

        Args:
            entries: In the order in which they stand where all fit alike.
            icons: Drawings by name of entry.
            recent: Names of those used last, the latest first.
        """
        self._all, self._icons, self._recent = tuple(entries), icons, tuple(recent)
        self.filter(self._typed)

    def filter(self, typed: str) -> None:
        """Keep those that fit what was typed."""
        self._typed = typed
        self.beginResetModel()
        self._shown = self._ranked(typed)[:MOST]
        self.endResetModel()

    def _ranked(self, typed: str) -> list[PaletteEntry]:
        latest = {name: len(self._recent) - at for at, name in enumerate(self._recent)}
        if not typed.strip():
            actions = [entry for entry in self._all if not entry.name.startswith("go:")]
            used = {entry.name: entry for entry in self._all}
            first = [used[name] for name in self._recent if name in used]
            known = set(self._recent)
            return first + [entry for entry in actions if entry.name not in known]
        found = []
        for place, entry in enumerate(self._all):
            fit = score(typed, entry.text, f"{entry.path} {entry.tip}", entry.words)
            if fit:
                rank = (not entry.enabled, -fit, -latest.get(entry.name, 0), place)
                found.append((rank, entry))
        return [entry for _, entry in sorted(found, key=lambda each: each[0])]

    def entry(self, row: int) -> PaletteEntry | None:
        """The entry of a row."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def first_enabled(self) -> int:
        """The first row that can be done, -1 for none."""
        return next((row for row, each in enumerate(self._shown) if each.enabled), -1)

    # --- Qt's side ----------------------------------------------------------------------
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Number of entries that fit."""
        return 0 if parent.isValid() else len(self._shown)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What cannot be done now cannot be chosen."""
        entry = self.entry(index.row()) if index.isValid() else None
        if entry is None:
            return Qt.ItemFlag.NoItemFlags
        if not entry.enabled:
            return Qt.ItemFlag.ItemNeverHasChildren
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemNeverHasChildren
        )

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        """Words, keys and drawing of a line."""
        entry = self.entry(index.row()) if index.isValid() else None
        if entry is None:
            return None
        if role == _Role.DecorationRole:
            return self._icons.get(entry.name)
        if role == _Role.AccessibleTextRole:
            return ", ".join(filter(None, (entry.text, entry.path, entry.keys)))
        return {
            _Role.DisplayRole: entry.text,
            _Role.ToolTipRole: entry.tip,
            KEY_ROLE: entry.keys,
            PATH_ROLE: entry.path,
        }.get(role)
