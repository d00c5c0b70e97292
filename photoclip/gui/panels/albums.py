"""The list of albums: picked by hand, or the answer to a saved query."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import QListWidgetItem, QMenu, QWidget

from photoclip.gui.icons import icon
from photoclip.gui.panels.drops import KEY, DropList
from photoclip.gui.panels.section import PanelSection
from photoclip.gui.panels.tail_delegate import TAIL
from photoclip.gui.texts import number, photos
from photoclip.results import AlbumInfo

MOST_ROWS = 4
"""So many albums are seen at least."""


class _AlbumList(DropList):
    def takes(self, key: Any) -> bool:
        """A smart album finds its photos by itself."""
        return isinstance(key, AlbumInfo) and key.query is None


class AlbumsPanel(PanelSection):
    """The albums.

    Signals:
        show_requested: ``AlbumInfo`` to show.
        create_requested: a new album of the selected photos is wanted.
        save_search_requested: a smart album of the present query is wanted.
        rename_requested: ``AlbumInfo`` that shall get another name.
        query_requested: smart ``AlbumInfo`` whose query shall be changed in the box.
        remove_requested: ``AlbumInfo`` to remove.
        photos_dropped: ``AlbumInfo``, ids of photos to add.
    """

    show_requested = Signal(object)
    create_requested = Signal()
    save_search_requested = Signal()
    rename_requested = Signal(object)
    query_requested = Signal(object)
    remove_requested = Signal(object)
    photos_dropped = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name(self.tr("New album of the selected photos, or of this search"))
        self._albums: tuple[AlbumInfo, ...] | None = None
        self._may_save = False
        self.list = _AlbumList()
        self.list.setAccessibleName(self.tr("Albums"))
        self.set_body(self.list)
        self.list.itemClicked.connect(self._on_item)
        self.list.itemActivated.connect(self._on_item)
        self.list.customContextMenuRequested.connect(self._on_menu)
        self.list.photos_dropped.connect(self.photos_dropped)
        self.add_clicked.connect(self._on_add)
        self.show_albums(())

    def show_albums(self, albums: Sequence[AlbumInfo]) -> None:
        """Show these; nothing is touched when they are the same as before."""
        if tuple(albums) == self._albums:
            return
        self._albums = tuple(albums)
        self._fill()

    @property
    def albums(self) -> tuple[AlbumInfo, ...]:
        """What is shown."""
        return self._albums or ()

    def may_save_search(self, may: bool) -> None:
        """Whether a query is on show that a smart album could keep."""
        self._may_save = may

    def tint(self, palette: QPalette) -> None:
        """Draw the icons in the palette's colours."""
        super().tint(palette)
        self._fill()

    def _fill(self) -> None:
        current = self.list.currentRow()
        self.list.clear()
        for album in self._albums or ():
            self.list.addItem(self._item(album))
        if 0 <= current < self.list.count():
            self.list.setCurrentRow(current)
        if self.list.count():
            # The first few are seen, however the panels share their room.
            rows = min(max(self.list.count(), 2), MOST_ROWS)
            self.list.setMinimumHeight(rows * self.list.sizeHintForRow(0) + 6)
        self.say_empty("" if self._albums else self.tr("Keep photos, or a search, under a name."))

    def _item(self, album: AlbumInfo) -> QListWidgetItem:
        smart = album.query is not None
        text = album.name if smart else f"{album.name}{TAIL}{number(album.photos)}"
        item = QListWidgetItem(text)
        item.setIcon(icon("album-smart" if smart else "album", self.palette()))
        item.setData(KEY, album)
        told = self.tr("Smart album: {query}").format(query=album.query)
        item.setToolTip(f"{album.name}\n{told if smart else photos(album.photos)}")
        return item

    @Slot()
    def _on_add(self) -> None:
        menu = self._menu()
        chosen = menu.addAction(self.tr("New album…"))
        chosen.setData((self.create_requested, None))
        search = menu.addAction(self.tr("Save this search as a smart album…"))
        search.setData((self.save_search_requested, None))
        search.setEnabled(self._may_save)
        menu.popup(self.add_button.mapToGlobal(self.add_button.rect().bottomLeft()))

    @Slot(QPoint)
    def _on_menu(self, where: QPoint) -> None:
        item = self.list.itemAt(where)
        if item is None:
            return
        album: AlbumInfo = item.data(KEY)
        menu = self._menu()
        menu.addAction(self.tr("Show")).setData((self.show_requested, album))
        if album.query is not None:
            menu.addAction(self.tr("Edit its search")).setData((self.query_requested, album))
        menu.addAction(self.tr("Rename…")).setData((self.rename_requested, album))
        menu.addSeparator()
        menu.addAction(self.tr("Remove…")).setData((self.remove_requested, album))
        menu.popup(self.list.viewport().mapToGlobal(where))

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.triggered.connect(self._on_menu_action)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    @Slot(QAction)
    def _on_menu_action(self, action: QAction) -> None:
        signal, album = action.data()
        if album is None:
            signal.emit()
        else:
            signal.emit(album)

    @Slot(QListWidgetItem)
    def _on_item(self, item: QListWidgetItem) -> None:
        self.show_requested.emit(item.data(KEY))
