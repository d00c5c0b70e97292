"""The list of folders, with what is online and what is not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QPalette
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QMenu, QWidget

from photoclip.catalog.rows import Root
from photoclip.gui.icons import icon
from photoclip.gui.panels.section import PanelSection
from photoclip.gui.texts import number, photos
from photoclip.paths import display_path

_PATH = int(Qt.ItemDataRole.UserRole)
_WRITE_TO = _PATH + 1


class FoldersPanel(PanelSection):
    """The user's folders.

    Signals:
        add_requested: a folder shall be added.
        search_requested: ``Path`` of a folder whose photos are wanted.
        remove_requested: ``Path`` of a folder to forget.
        show_requested: ``Path`` of a folder to open in the file manager.
        sidecars_requested: ``Path`` of a folder whose metadata shall go into sidecars.
        files_requested: ``Path`` of a folder whose metadata shall go into the photos' files.
    """

    add_requested = Signal()
    search_requested = Signal(object)
    remove_requested = Signal(object)
    show_requested = Signal(object)
    sidecars_requested = Signal(object)
    files_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name(self.tr("Folders"), self.tr("Add a folder of photos"))
        self._roots: tuple[Root, ...] = ()
        self._list = QListWidget()
        self._list.setAccessibleName(self.tr("Folders in the library"))
        self._list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.set_body(self._list)
        self._list.customContextMenuRequested.connect(self._on_menu)
        self._list.itemClicked.connect(self._on_item)
        self._list.itemActivated.connect(self._on_item)
        self.add_clicked.connect(self.add_requested)
        self.tint(self.palette())

    @property
    def list(self) -> QListWidget:
        """The list widget."""
        return self._list

    def show_roots(self, roots: Sequence[Root]) -> None:
        """Show these folders; nothing is touched when they are the same as before."""
        if tuple(roots) == self._roots:
            return
        self._roots = tuple(roots)
        self._fill()

    def tint(self, palette: QPalette) -> None:
        """Draw the icons in the palette's colours."""
        super().tint(palette)
        self._fill()

    def _fill(self) -> None:
        current = self._list.currentRow()
        self._list.clear()
        for root in self._roots:
            self._list.addItem(self._item(root))
        if 0 <= current < self._list.count():
            self._list.setCurrentRow(current)
        self.fit(self._list)

    def _item(self, root: Root) -> QListWidgetItem:
        online = root.state == "online"
        name = display_path(root.path.name or root.path)
        count = number(root.photos)
        if online:
            text = f"{name}  ·  {count}" if root.photos else name
        else:
            text = self.tr("{name}  ·  offline").format(name=name)
        item = QListWidgetItem(text)
        item.setIcon(icon("folder" if online else "folder-offline", self.palette()))
        item.setData(_PATH, root.path)
        item.setData(_WRITE_TO, root.write_to)
        path = display_path(root.path)
        if online:
            lines = [path, photos(root.photos)]
            if root.write_to == "file":
                lines.append(self.tr("Metadata is written into its files"))
            item.setToolTip("\n".join(lines))
        else:
            told = self.tr("This folder cannot be reached now; its photos stay in the library.")
            item.setToolTip(f"{path}\n{told}")
            font = item.font()
            font.setItalic(True)
            item.setFont(font)
        return item

    @Slot(QPoint)
    def _on_menu(self, where: QPoint) -> None:
        item = self._list.itemAt(where)
        if item is None:
            return
        path: Path = item.data(_PATH)
        menu = QMenu(self)
        search = menu.addAction(icon("search", self.palette()), self.tr("Show its photos"))
        search.setData((self.search_requested, path))
        show = menu.addAction(
            icon("folder-open", self.palette()), self.tr("Show in the file manager")
        )
        remove = menu.addAction(icon("remove", self.palette()), self.tr("Remove from the library…"))
        show.setData((self.show_requested, path))
        remove.setData((self.remove_requested, path))
        self._add_places(menu, remove, path, item.data(_WRITE_TO))
        menu.triggered.connect(self._on_menu_action)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._list.viewport().mapToGlobal(where))

    def _add_places(self, menu: QMenu, before: QAction, path: Path, where: str) -> None:
        """Where the metadata of a folder's photos goes."""
        places = QMenu(self.tr("Write metadata"), menu)
        places.setIcon(icon("write", self.palette()))
        group = QActionGroup(places)
        for place, text, signal in (
            ("sidecar", self.tr("Into sidecar files beside the photos"), self.sidecars_requested),
            ("file", self.tr("Into the photos' own files…"), self.files_requested),
        ):
            action = places.addAction(text)
            action.setCheckable(True)
            action.setChecked(place == where)
            action.setData((signal, path))
            group.addAction(action)
        menu.insertMenu(before, places)
        menu.insertSeparator(before)

    @Slot(QAction)
    def _on_menu_action(self, action: QAction) -> None:
        signal, path = action.data()
        signal.emit(path)

    @Slot(QListWidgetItem)
    def _on_item(self, item: QListWidgetItem) -> None:
        self.search_requested.emit(item.data(_PATH))
