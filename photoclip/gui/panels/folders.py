"""The tree of folders: what is online and what is not, and what lies in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QPalette
from PySide6.QtWidgets import QMenu, QTreeView, QWidget

from photoclip.catalog.rows import Root, Subfolder
from photoclip.gui.icons import icon
from photoclip.gui.panels.folder_model import PATH, ROOT, FolderModel
from photoclip.gui.panels.section import PanelSection

AGAIN_MS = 4_000
"""Numbers inside the folders are read anew at most so often while photos come in."""


class FoldersPanel(PanelSection):
    """The user's folders.

    Signals:
        add_requested: a folder shall be added.
        search_requested: ``Path`` of a folder whose photos are wanted.
        inside_wanted: ``Path`` objects of folders whose inside is to be shown.
        rescan_requested: ``Path`` of a folder to look through anew.
        watch_requested: ``Path`` of a folder, and whether changes in it shall be watched.
        remove_requested: ``Path`` of a folder to forget.
        move_requested: ``Path`` of a folder that is offline and may lie elsewhere by now.
        show_requested: ``Path`` of a folder to open in the file manager.
        sidecars_requested: ``Path`` of a folder whose metadata shall go into sidecars.
        files_requested: ``Path`` of a folder whose metadata shall go into the photos' files.
    """

    add_requested = Signal()
    search_requested = Signal(object)
    inside_wanted = Signal(object)
    rescan_requested = Signal(object)
    watch_requested = Signal(object, bool)
    remove_requested = Signal(object)
    move_requested = Signal(object)
    show_requested = Signal(object)
    sidecars_requested = Signal(object)
    files_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name(self.tr("Add a folder of photos"))
        self._roots: tuple[Root, ...] = ()
        self.model = FolderModel(self)
        self.tree = QTreeView()
        self.tree.setAccessibleName(self.tr("Folders in the library"))
        self.tree.setHeaderHidden(True)
        self.tree.setIndentation(14)
        self.tree.setUniformRowHeights(True)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.tree.setModel(self.model)
        self.set_body(self.tree)
        self.tree.customContextMenuRequested.connect(self._on_menu)
        self.tree.clicked.connect(self._on_index)
        self.tree.activated.connect(self._on_index)
        self.tree.expanded.connect(self._on_expanded)
        self.add_clicked.connect(self.add_requested)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(self._on_again)
        self.tint(self.palette())

    def show_roots(self, roots: Sequence[Root]) -> None:
        """Show these folders; nothing is touched when they are the same as before."""
        if tuple(roots) == self._roots:
            return
        first = {root.path for root in roots} != {root.path for root in self._roots}
        self._roots = tuple(roots)
        self.model.show_roots(roots)
        self.say_empty("" if roots else self.tr("Add a folder, or drop one here."))
        if first:
            self._on_again()
        elif not self._again.isActive():
            self._again.start()

    def show_inside(self, found: Mapping[Path, Sequence[Subfolder]]) -> None:
        """Show what lies in some folders."""
        for path, folders in found.items():
            self.model.show_inside(path, folders)

    def tint(self, palette: QPalette) -> None:
        """Draw the icons in the palette's colours."""
        super().tint(palette)
        self.model.tint(palette)

    @Slot()
    def _on_again(self) -> None:
        paths = self.model.known()
        if paths:
            self.inside_wanted.emit(paths)

    @Slot(QModelIndex)
    def _on_expanded(self, index: QModelIndex) -> None:
        self.inside_wanted.emit([index.data(PATH)])

    @Slot(QPoint)
    def _on_menu(self, where: QPoint) -> None:
        index = self.tree.indexAt(where)
        if not index.isValid():
            return
        menu = self.menu_of(index.data(PATH), index.data(ROOT))
        menu.popup(self.tree.viewport().mapToGlobal(where))

    def menu_of(self, path: Path, root: Root | None) -> QMenu:
        """What can be done with a folder; less with one that lies in another one."""
        menu = QMenu(self)
        self._add(menu, "search", self.tr("Show its photos"), self.search_requested, path)
        show = self.tr("Show in the file manager")
        self._add(menu, "folder-open", show, self.show_requested, path)
        if root is not None:
            menu.addSeparator()
            if root.state == "offline":
                text = self.tr("Say where it lies now…")
                self._add(menu, "folder-open", text, self.move_requested, path)
            self._add(menu, "rescan", self.tr("Rescan this folder"), self.rescan_requested, path)
            paused = root.watch == "off"
            text = self.tr("Resume watching") if paused else self.tr("Pause watching")
            drawing = "resume" if paused else "pause"
            self._add(menu, drawing, text, self.watch_requested, path, paused)
            self._add_places(menu, path, root.write_to)
            menu.addSeparator()
            text = self.tr("Remove from the library…")
            self._add(menu, "remove", text, self.remove_requested, path)
        menu.triggered.connect(self._on_menu_action)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _add(
        self, menu: QMenu, drawing: str, text: str, signal: object, *arguments: object
    ) -> None:
        menu.addAction(icon(drawing, self.palette()), text).setData((signal, arguments))

    def _add_places(self, menu: QMenu, path: Path, where: str) -> None:
        """Where the metadata of a folder's photos goes."""
        places = menu.addMenu(icon("write", self.palette()), self.tr("Write metadata"))
        group = QActionGroup(places)
        for place, text, signal in (
            ("sidecar", self.tr("Into sidecar files beside the photos"), self.sidecars_requested),
            ("file", self.tr("Into the photos' own files…"), self.files_requested),
        ):
            action = places.addAction(text)
            action.setCheckable(True)
            action.setChecked(place == where)
            action.setData((signal, (path,)))
            group.addAction(action)

    @Slot(QAction)
    def _on_menu_action(self, action: QAction) -> None:
        signal, arguments = action.data()
        signal.emit(*arguments)

    @Slot(QModelIndex)
    def _on_index(self, index: QModelIndex) -> None:
        self.search_requested.emit(index.data(PATH))
