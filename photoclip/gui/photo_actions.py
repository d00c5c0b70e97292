"""What can be done with the photos that are selected, or with the one in the viewer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QAction, QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QWidget

from photoclip.catalog.rows import Photo
from photoclip.gui.actions import ActionSet
from photoclip.gui.ask import Confirmation
from photoclip.gui.bridge import Bridge
from photoclip.gui.desktop import MOST_FILES, clipboard_of_photos, show_in_file_manager
from photoclip.gui.file_actions import FileActions
from photoclip.gui.grid.thumb_loader import ThumbLoader
from photoclip.gui.open_with import MOST_OPENED, OpenWith
from photoclip.gui.photo_menu import photo_menu
from photoclip.gui.photos_page import PhotosPage
from photoclip.gui.question import Deed, Question
from photoclip.gui.seen import said, seen
from photoclip.gui.texts import number
from photoclip.gui.window_state import WindowState
from photoclip.library import Library
from photoclip.paths import display_path

MAP_LINKS = "privacy.map_links"
_MAP_AGREED = "map-agreed"
_LOOK_MS = 60
"""A selection that is still growing is not looked at in every step."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a photo lies.

    Attributes:
        path: Its file.
        is_there: Whether there is such a file now.
        offline: The folder of the library that cannot be reached; None if it can.
    """

    path: Path
    is_there: bool = True
    offline: Path | None = None


def where_it_lies(library: Library, photo: Photo) -> Place:
    """See whether a photo's file can be shown; a disk may be slow to say so."""
    if photo.path.exists():
        return Place(photo.path)
    for root in library.folders():
        if root.id == photo.root_id and (root.state == "offline" or not root.path.is_dir()):
            return Place(photo.path, is_there=False, offline=root.path)
    return Place(photo.path, is_there=False)


def map_url(photo: Photo) -> QUrl | None:
    """Where a map of the photo's place is; None for a photo without one."""
    if photo.lat is None or photo.lon is None:
        return None
    lat, lon = f"{photo.lat:.6f}", f"{photo.lon:.6f}"
    return QUrl(f"https://www.openstreetmap.org/?mlat={lat}&mlon={lon}#map=15/{lat}/{lon}")


class PhotoActions(QObject):
    """Connects the actions on photos with the library, the desktop and other programs.

    Args:
        bridge: Does the work.
        page: Knows what is selected.
        actions: The window's actions; those on photos are connected here.
        thumbs: Pictures for questions.

    Attributes:
        files: Renaming, copies, lists and the trash.
        programs: Opening in other programs.

    Signals:
        failed: exception to be told.
        told: what was done, and whether undo takes it back.
        offered: what was done, and an action (object) that goes with it.
    """

    failed = Signal(object)
    told = Signal(str, bool)
    offered = Signal(str, object)

    def __init__(
        self,
        bridge: Bridge,
        page: PhotosPage,
        actions: ActionSet,
        thumbs: ThumbLoader,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._library = bridge.library
        self._page = page
        self._actions = actions
        self._memory = WindowState(bridge.library.path)
        self._turn = Deed(bridge, "tags.rotate", self)
        self._turn.failed.connect(self.failed)
        self._turn.done.connect(self._on_turned)
        self._place = Question(bridge, "photos", self)
        self._place.failed.connect(self.failed)
        self._place.answered.connect(self._on_place)
        self._where = Question(bridge, where_it_lies, self, slow=True)
        self._where.failed.connect(self.failed)
        self._where.answered.connect(self._on_where)
        self.open_url = QDesktopServices.openUrl
        self._map = Confirmation(window, self._on_map_agreed)
        self.files = FileActions(bridge, page, actions, thumbs, window)
        self.files.failed.connect(self.failed)
        self.files.told.connect(self.told)
        self.files.offered.connect(self.offered)
        self.files.show_requested.connect(self.show_path)
        self.programs = OpenWith(window, self._memory)
        self.programs.told.connect(self.told)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._on_look)
        page.viewer.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        page.viewer.customContextMenuRequested.connect(self._on_viewer_menu)
        actions["rotate_left"].setData(-90)
        actions["rotate_right"].setData(90)
        for name, slot in {
            "rotate_left": self._on_rotate,
            "rotate_right": self._on_rotate,
            "copy": self._on_copy,
            "copy_path": self._on_copy_path,
            "open_with": self._on_open_with,
            "show_in_folder": self._on_show_in_folder,
            "show_on_map": self._on_map,
        }.items():
            actions[name].triggered.connect(slot)

    def _shown_ids(self, most: int) -> list[int]:
        """The first of the photos that are selected; of stacks those that stand for them."""
        if self._page.is_viewing:
            return self._page.leading_ids()
        return self._page.browser.grid.selected_ids(limit=most)

    def _shown(self, most: int) -> list[Photo]:
        return self._library.photos(self._shown_ids(most))

    # --- what can be done now ---------------------------------------------------------
    def look(self) -> None:
        """See soon what can be done with what is selected now."""
        self._timer.start()

    @Slot()
    def _on_look(self) -> None:
        if not self._actions["trash"].isEnabled():
            return  # no photo is selected, or another page is in front
        ids = self._shown_ids(2)
        if len(ids) == 1:
            self._place.ask(ids)
        else:
            self._place.forget()
            self._actions["show_on_map"].setEnabled(False)

    @Slot(object)
    def _on_place(self, found: list[Photo]) -> None:
        place = map_url(found[0]) if found and self._actions["trash"].isEnabled() else None
        allowed = self._library.settings.flag(MAP_LINKS)
        self._actions["show_on_map"].setEnabled(place is not None and allowed)

    # --- turning ----------------------------------------------------------------------
    @Slot()
    def _on_rotate(self) -> None:
        action, ids = self.sender(), self._page.current_ids()
        if isinstance(action, QAction) and ids:
            text = self.tr("Rotate {photos}").format(photos=seen(self._page, ids))
            self._turn.do(ids, int(action.data()), about=ids, undo_text=text)

    @Slot(object, object)
    def _on_turned(self, _nothing: object, photo_ids: list[int]) -> None:
        # One photo turns before one's eyes.
        if len(photo_ids) > 1:
            text = self.tr("{photos} turned.").format(photos=said(self._page, photo_ids))
            self.told.emit(text, True)

    # --- the clipboard ----------------------------------------------------------------
    @Slot()
    def _on_copy(self) -> None:
        ids = self._page.current_ids()
        found = self._library.photos(ids[:MOST_FILES])
        if not found:
            return
        mime = clipboard_of_photos(ids, [photo.path for photo in found])
        QGuiApplication.clipboard().setMimeData(mime)
        if len(ids) > MOST_FILES:
            text = self.tr("The first {n} of {all} photos are copied; “Copy to folder” takes all.")
            self.told.emit(text.format(n=number(len(found)), all=number(len(ids))), False)
        else:
            text = self.tr("{photos} copied; paste in a file manager.")
            self.told.emit(text.format(photos=said(self._page, ids)), False)

    @Slot()
    def _on_copy_path(self) -> None:
        found = self._library.photos(self._page.current_ids()[:MOST_FILES])
        QGuiApplication.clipboard().setText("\n".join(photo.shown_path for photo in found))
        self.told.emit(self.tr("%Ln path(s) copied.", "", len(found)), False)

    # --- the desktop ------------------------------------------------------------------
    @Slot(object)
    def show_path(self, path: Path) -> None:
        """Open the file manager at a file or folder."""
        if not show_in_file_manager(path):
            text = self.tr("No file manager could be opened for {path}.")
            self.told.emit(text.format(path=display_path(path)), False)

    @Slot()
    def _on_show_in_folder(self) -> None:
        for photo in self._shown(1):
            self._where.ask(photo)

    @Slot(object)
    def _on_where(self, place: Place) -> None:
        """Open the file manager there, or say why it would show nothing."""
        if place.offline is not None:
            text = self.tr(
                "“{name}” lies in {folder}, which is not connected; connect its drive first."
            )
            names = {"name": display_path(place.path.name), "folder": display_path(place.offline)}
            self.told.emit(text.format(**names), False)
        elif not place.is_there:
            text = self.tr("{path} is not there any more; look for new photos to see what is.")
            self.told.emit(text.format(path=display_path(place.path)), False)
        else:
            self.show_path(place.path)

    @Slot()
    def _on_open_with(self) -> None:
        found = self._shown(MOST_OPENED + 1)
        if found:
            self.programs.ask([photo.path for photo in found])

    @Slot(QPoint)
    def show_menu(self, where: QPoint) -> None:
        """The context menu of the selected photos."""
        if self._page.current_ids():
            photo_menu(self._actions, self._window).popup(where)

    @Slot(QPoint)
    def _on_viewer_menu(self, where: QPoint) -> None:
        self.show_menu(self._page.viewer.mapToGlobal(where))

    # --- the map ----------------------------------------------------------------------
    @Slot()
    def _on_map(self) -> None:
        found = self._shown(1)
        url = map_url(found[0]) if found else None
        if url is None:
            self.told.emit(self.tr("This photo does not say where it was taken."), False)
        elif not self._library.settings.flag(MAP_LINKS):
            self.told.emit(self.tr("Maps are turned off in the settings."), False)
        elif self._memory.texts(_MAP_AGREED):
            self._open_map(url)
        else:
            self._map.ask(
                self.tr("Show on a map"),
                self.tr("Open the place of this photo on openstreetmap.org?"),
                self.tr(
                    "Your browser then sends its coordinates there: they leave this computer, the "
                    "photo does not. You are asked this once; maps can be turned off in the "
                    "settings."
                ),
                self.tr("Open the map"),
                url,
            )

    @Slot(object)
    def _on_map_agreed(self, url: QUrl) -> None:
        self._memory.set_texts(_MAP_AGREED, ["yes"])
        self._open_map(url)

    def _open_map(self, url: QUrl) -> None:
        if not self.open_url(url):
            self.told.emit(self.tr("No browser could be opened for the map."), False)
