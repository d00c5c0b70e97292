"""The list of folders, with what is online and what is not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import (
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from photoclip.catalog.rows import Root
from photoclip.gui.icons import icon
from photoclip.gui.texts import number, photos
from photoclip.paths import display_path

_PATH = int(Qt.ItemDataRole.UserRole)


class FoldersPanel(QWidget):
    """The user's folders.

    Signals:
        add_requested: a folder shall be added.
        remove_requested: ``Path`` of a folder to forget.
        show_requested: ``Path`` of a folder to open in the file manager.
    """

    add_requested = Signal()
    remove_requested = Signal(object)
    show_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._roots: tuple[Root, ...] = ()
        title = QLabel(self.tr("Folders"))
        title.setObjectName("sidebarTitle")
        title.setContentsMargins(14, 12, 8, 4)
        self._list = QListWidget()
        self._list.setObjectName("folderList")
        self._list.setAccessibleName(self.tr("Folders in the library"))
        self._list.setIconSize(QSize(20, 20))
        self._list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._list.customContextMenuRequested.connect(self._on_menu)
        self._list.itemActivated.connect(self._on_activated)
        self.add_button = QPushButton(self.tr("Add folder…"))
        self.add_button.clicked.connect(self.add_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 10)
        column.addWidget(title)
        column.addWidget(self._list, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(12, 0, 12, 0)
        foot.addWidget(self.add_button)
        column.addLayout(foot)
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
        self.add_button.setIcon(icon("add-folder", palette))
        self._fill()

    def _fill(self) -> None:
        current = self._list.currentRow()
        self._list.clear()
        for root in self._roots:
            self._list.addItem(self._item(root))
        if 0 <= current < self._list.count():
            self._list.setCurrentRow(current)

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
        path = display_path(root.path)
        if online:
            item.setToolTip(f"{path}\n{photos(root.photos)}")
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
        show = menu.addAction(
            icon("folder-open", self.palette()), self.tr("Show in the file manager")
        )
        remove = menu.addAction(icon("remove", self.palette()), self.tr("Remove from the library…"))
        show.setData((self.show_requested, path))
        remove.setData((self.remove_requested, path))
        menu.triggered.connect(self._on_menu_action)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._list.viewport().mapToGlobal(where))

    @Slot(QAction)
    def _on_menu_action(self, action: QAction) -> None:
        signal, path = action.data()
        signal.emit(path)

    @Slot(QListWidgetItem)
    def _on_activated(self, item: QListWidgetItem) -> None:
        self.show_requested.emit(item.data(_PATH))
