"""What the command palette offers, and what happens then."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QWidget

from photoclip.catalog.rows import Root, Tag
from photoclip.gui.actions import ActionSet
from photoclip.gui.bridge import Bridge
from photoclip.gui.icons import icon
from photoclip.gui.palette_model import PaletteEntry
from photoclip.gui.palette_words import search_words
from photoclip.gui.query import text as query_text
from photoclip.gui.question import Question
from photoclip.gui.settings.keymap import Keymap, native
from photoclip.gui.window_state import WindowState
from photoclip.library import Library
from photoclip.paths import display_path
from photoclip.results import AlbumInfo

if TYPE_CHECKING:
    from photoclip.gui.palette import Palette

GO = "go:"
RECENT = 8
RECENT_NAME = "palette"


@dataclass(frozen=True, slots=True)
class Places:
    """What one may go to."""

    albums: tuple[AlbumInfo, ...] = ()
    tags: tuple[Tag, ...] = ()
    folders: tuple[Root, ...] = ()


def read_places(library: Library) -> Places:
    """Albums, tags and folders of the library."""
    return Places(tuple(library.albums.all()), tuple(library.tags.all()), tuple(library.folders()))


class PaletteDesk(QObject):
    """Opens the palette, and does what is chosen.

    Args:
        bridge: Reads albums, tags and folders.
        actions: The window's actions.
        keymap: Their keys and menus.
        folder: The library's, where the latest choices are kept.
        window: Where the palette floats.

    Signals:
        search_requested: a query that shows the chosen album, tag or folder.
        failed: exception to be told.
    """

    search_requested = Signal(str)
    failed = Signal(object)

    def __init__(
        self, bridge: Bridge, actions: ActionSet, keymap: Keymap, folder: Path, window: QWidget
    ) -> None:
        super().__init__(window)
        self._actions = actions
        self._keymap = keymap
        self._window = window
        self._state = WindowState(folder)
        self._recent = self._state.texts(RECENT_NAME)
        self._places = Places()
        self.palette: Palette | None = None
        self._question = Question(bridge, read_places, self)
        self._question.answered.connect(self._on_places)
        self._question.failed.connect(self.failed)

    @Slot()
    def open(self) -> None:
        """Show the palette, or close it again."""
        # Not needed at the start, which shall be quick.
        from photoclip.gui.palette import Palette

        if self.palette is None:
            self.palette = Palette(self._window)
            self.palette.chosen.connect(self._on_chosen)
        if self.palette.isVisible():
            self.palette.leave()
            return
        self._question.ask()
        self.palette.open(self._entries(), self._icons(), self._recent)

    @Slot(object)
    def _on_places(self, places: Places) -> None:
        self._places = places
        if self.palette is not None and self.palette.isVisible():
            self.palette.add_entries(self._entries(), self._icons(), self._recent)

    def _entries(self) -> list[PaletteEntry]:
        entries = []
        for entry in self._keymap.entries():
            action = self._actions[entry.name]
            keys = ", ".join(map(native, self._keymap.keys(entry.name)[:1]))
            # The palette itself is open already.
            if action.isVisible() and entry.name != "palette":
                entries.append(
                    PaletteEntry(
                        entry.name,
                        entry.text,
                        entry.tip,
                        entry.path,
                        keys,
                        action.isEnabled(),
                        search_words(entry.name, self._actions.spec(entry.name).text),
                    )
                )
        return entries + self._ways()

    def _ways(self) -> list[PaletteEntry]:
        go, places = self.tr("Go to"), self._places
        found = [
            PaletteEntry(GO + query_text.album(album.name), album.name, self.tr("Album"), go)
            for album in places.albums
        ]
        found += [
            PaletteEntry(GO + query_text.tag(tag.path), "/".join(tag.path), self.tr("Tag"), go)
            for tag in places.tags
        ]
        found += [
            PaletteEntry(
                GO + query_text.folder(root.path),
                display_path(root.path),
                self.tr("Folder"),
                go,
            )
            for root in places.folders
        ]
        return found

    def _icons(self) -> dict[str, QIcon]:
        colours = self._window.palette()
        icons: dict[str, QIcon] = {name: self._actions[name].icon() for name in self._actions}
        drawings = {
            "album": icon("album", colours),
            "tag": icon("tag", colours),
            "in": icon("folder", colours),
        }
        for entry in self._ways():
            kind = entry.name.removeprefix(GO).partition(":")[0]
            icons[entry.name] = drawings[kind]
        return icons

    @Slot(str)
    def _on_chosen(self, name: str) -> None:
        if name.startswith(GO):
            self.search_requested.emit(name.removeprefix(GO))
            return
        self._recent = [name, *(other for other in self._recent if other != name)][:RECENT]
        self._state.set_texts(RECENT_NAME, self._recent)
        self._actions[name].trigger()
