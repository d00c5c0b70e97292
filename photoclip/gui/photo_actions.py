"""What can be done with the photos that are selected, or with the one in the viewer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from photoclip.gui.action_table import IN_ALBUM, PHOTO_MENU, SEPARATOR
from photoclip.gui.actions import ActionSet
from photoclip.gui.desktop import show_in_file_manager
from photoclip.library import Library
from photoclip.paths import display_path

SelectedIds = Callable[[], list[int]]
Say = Callable[[str], None]


class PhotoActions(QObject):
    """Actions on photos that need nothing but the library and the desktop.

    Args:
        library: Source of rows.
        actions: The window's actions; those on photos are connected here.
        selected: Ids the actions apply to, in the order shown.
        say: Shows one sentence to the user.
    """

    def __init__(
        self,
        library: Library,
        actions: ActionSet,
        selected: SelectedIds,
        say: Say,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._window = parent
        self._library = library
        self._actions = actions
        self._selected = selected
        self._say = say
        actions["copy_path"].triggered.connect(self._on_copy_path)
        actions["show_in_folder"].triggered.connect(self._on_show_in_folder)

    def name_of(self, photo_id: int) -> str:
        """File name of a photo; empty when it has left the library."""
        photos = self._library.photos([photo_id])
        return photos[0].name if photos else ""

    @Slot(object)
    def show_path(self, path: Path) -> None:
        """Open the file manager at a file or folder."""
        if not show_in_file_manager(path):
            text = self.tr("No file manager could be opened for {path}.")
            self._say(text.format(path=display_path(path)))

    @Slot()
    def _on_show_in_folder(self) -> None:
        photos = self._library.photos(self._selected()[:1])
        if photos:
            self.show_path(photos[0].path)

    @Slot()
    def _on_copy_path(self) -> None:
        photos = self._library.photos(self._selected())
        QGuiApplication.clipboard().setText("\n".join(photo.shown_path for photo in photos))

    @Slot(QPoint)
    def show_menu(self, where: QPoint) -> None:
        """The context menu of the selected photos."""
        if not self._selected():
            return
        menu = QMenu(self._window)
        if self._actions["leave_album"].isEnabled():
            self._actions.fill_menu(menu, (*IN_ALBUM, SEPARATOR))
        self._actions.fill_menu(menu, PHOTO_MENU)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(where)
