"""The tree of folders as a model: added folders on top, what lies in them when it is known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QPalette

from photoclip.catalog.rows import Root, Subfolder
from photoclip.gui.icons import icon
from photoclip.gui.panels.tail_delegate import TAIL
from photoclip.gui.texts import number, photos
from photoclip.paths import display_path

Index = QModelIndex | QPersistentModelIndex
PATH: Final = int(Qt.ItemDataRole.UserRole)
ROOT: Final = PATH + 1
"""Roles of a folder's path, and of its ``Root`` (None for one inside another)."""


@dataclass(slots=True, eq=False)
class _Node:
    id: int
    path: Path
    above: _Node | None = None
    photos: int = 0
    root: Root | None = None
    may_open: bool = False
    inside: list[_Node] = field(default_factory=list)

    @property
    def name(self) -> str:
        return display_path(self.path.name or self.path)


class FolderModel(QAbstractItemModel):
    """Knows no library: it is told what there is."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._top = _Node(0, Path())
        # Places hold numbers, not objects: one that is out of date must not lead into nothing.
        self._nodes: dict[int, _Node] = {}
        self._last_id = 0
        self._icons: dict[str, Any] = {}

    def tint(self, palette: QPalette) -> None:
        """Draw the icons in the palette's colours."""
        names = ("folder", "folder-offline", "folder-paused")
        self._icons = {name: icon(name, palette) for name in names}
        if self._top.inside:
            last = self.index(len(self._top.inside) - 1, 0)
            self.dataChanged.emit(self.index(0, 0), last, [Qt.ItemDataRole.DecorationRole])

    # --- what there is ----------------------------------------------------------------
    def show_roots(self, roots: Sequence[Root]) -> None:
        """The folders that the user added."""

        def take(node: _Node, root: Root) -> None:
            node.root, node.photos = root, root.photos

        self._merge(self._top, [(root.path, root) for root in roots], take)

    def show_inside(self, path: Path, found: Sequence[Subfolder]) -> None:
        """What lies in a folder; nothing happens where it is not shown any more."""

        def take(node: _Node, folder: Subfolder) -> None:
            node.photos, node.may_open = folder.photos, folder.has_folders

        node = self._node_of(path)
        if node is not None:
            node.may_open = bool(found)
            self._merge(node, [(each.path, each) for each in found], take)

    def known(self) -> list[Path]:
        """Folders whose inside is or may be shown: the added ones, and those opened before."""
        paths: list[Path] = []
        waiting = list(self._top.inside)
        while waiting:
            node = waiting.pop()
            if node.root is not None or node.inside:
                paths.append(node.path)
            waiting += node.inside
        return paths

    def index_of(self, path: Path) -> QModelIndex:
        """Place of a folder; invalid if it is not shown."""
        node = self._node_of(path)
        return QModelIndex() if node is None else self._index(node)

    def _node_of(self, path: Path) -> _Node | None:
        waiting = list(self._top.inside)
        while waiting:
            node = waiting.pop()
            if node.path == path:
                return node
            if node.path in path.parents:
                waiting += node.inside
        return None

    def _merge(
        self,
        above: _Node,
        wanted: Sequence[tuple[Path, Any]],
        take: Callable[[_Node, Any], None],
    ) -> None:
        """Bring the rows below a node in line, so that what is open and selected stays."""
        parent = self._index(above)
        paths = {path for path, _ in wanted}
        for row in range(len(above.inside) - 1, -1, -1):
            if above.inside[row].path not in paths:
                self.beginRemoveRows(parent, row, row)
                self._forget(above.inside.pop(row))
                self.endRemoveRows()
        for row, (path, value) in enumerate(wanted):
            if row < len(above.inside) and above.inside[row].path == path:
                node = above.inside[row]
                before = (node.photos, node.may_open, node.root)
                take(node, value)
                if before != (node.photos, node.may_open, node.root):
                    place = self.createIndex(row, 0, node.id)
                    self.dataChanged.emit(place, place)
                continue
            self._last_id += 1
            node = self._nodes[self._last_id] = _Node(self._last_id, path, above)
            take(node, value)
            self.beginInsertRows(parent, row, row)
            above.inside.insert(row, node)
            self.endInsertRows()

    def _forget(self, node: _Node) -> None:
        self._nodes.pop(node.id, None)
        for each in node.inside:
            self._forget(each)

    # --- the model --------------------------------------------------------------------
    def _node(self, index: Index) -> _Node:
        return self._nodes.get(index.internalId(), self._top) if index.isValid() else self._top

    def _index(self, node: _Node) -> QModelIndex:
        if node.above is None:
            return QModelIndex()
        return self.createIndex(node.above.inside.index(node), 0, node.id)

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        """Place of a row."""
        inside = self._node(parent).inside
        if column != 0 or not 0 <= row < len(inside):
            return QModelIndex()
        return self.createIndex(row, 0, inside[row].id)

    def parent(self, index: Index = QModelIndex()) -> Any:  # noqa: B008
        """Place of the folder around one."""
        above = self._node(index).above
        return QModelIndex() if above is None else self._index(above)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Number of folders inside, as far as they are known."""
        return len(self._node(parent).inside)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One."""
        return 1

    def hasChildren(self, parent: Index = QModelIndex()) -> bool:  # noqa: B008
        """Whether it can be opened, also before its inside is known."""
        node = self._node(parent)
        return bool(node.inside) or node.may_open

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Name and number, state, icon and tip of a folder."""
        if not index.isValid():
            return None
        node = self._node(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(node)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(node)
        if role == Qt.ItemDataRole.DecorationRole:
            return self._icons.get(_drawing(node))
        if role == Qt.ItemDataRole.FontRole and _state(node) == "offline":
            font = QFont()
            font.setItalic(True)
            return font
        return {PATH: node.path, ROOT: node.root}.get(role)

    def _text(self, node: _Node) -> str:
        parts = [node.name]
        if node.photos:
            parts.append(number(node.photos))
        state = _state(node)
        if state == "offline":
            parts.append(self.tr("offline"))
        elif state == "paused":
            parts.append(self.tr("paused"))
        if len(parts) == 1:
            return parts[0]
        return parts[0] + TAIL + " · ".join(parts[1:])

    def _tip(self, node: _Node) -> str:
        lines = [display_path(node.path), photos(node.photos)]
        state = _state(node)
        if state == "offline":
            lines.append(
                self.tr("This folder cannot be reached now; its photos stay in the library.")
            )
        elif state == "paused":
            lines.append(self.tr("Changes in it are not watched; rescan it to see them."))
        if node.root is not None and node.root.write_to == "file":
            lines.append(self.tr("Metadata is written into its files"))
        return "\n".join(lines)


def _state(node: _Node) -> str:
    if node.root is None:
        return ""
    if node.root.state != "online":
        return "offline"
    return "paused" if node.root.watch == "off" else ""


def _drawing(node: _Node) -> str:
    return {"offline": "folder-offline", "paused": "folder-paused"}.get(_state(node), "folder")
