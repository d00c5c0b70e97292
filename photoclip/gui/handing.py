"""What a start of the window was asked for, done in the window that is there."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from photoclip.gui.bridge import Bridge
from photoclip.gui.query import text as query_text
from photoclip.gui.question import Deed
from photoclip.handover import Handover
from photoclip.library import Library
from photoclip.media.formats import PHOTO_EXTENSIONS, RAW_EXTENSIONS
from photoclip.paths import display_path


@dataclass(frozen=True, slots=True)
class SortedPaths:
    """Paths by what is to be done with them.

    Attributes:
        new: Folders that the library does not have.
        known: Folders that it has.
        pictures: Picture files, by what a query calls them.
        others: What is neither.
    """

    new: tuple[Path, ...] = ()
    known: tuple[Path, ...] = ()
    pictures: tuple[str, ...] = ()
    others: tuple[Path, ...] = ()


def sort_paths(library: Library, paths: Sequence[Path]) -> SortedPaths:
    """Look at paths; on a worker thread, because a drive may be slow."""
    roots = [root.path for root in library.folders()]
    found: dict[str, list[Path]] = {"new": [], "known": [], "others": []}
    pictures: list[str] = []
    for path in paths:
        if path.is_dir():
            real = Path(os.path.realpath(path))
            inside = any(real == root or root in real.parents for root in roots)
            found["known" if inside else "new"].append(real if inside else path)
        elif path.suffix.lower().lstrip(".") in PHOTO_EXTENSIONS | RAW_EXTENSIONS:
            pictures.append(library.asking.value_of(path))
        else:
            found["others"].append(path)
    sorted_ = {name: tuple(each) for name, each in found.items()}
    return SortedPaths(**sorted_, pictures=tuple(pictures))


class HandoverDesk(QObject):
    """Takes over the arguments of another start.

    Signals:
        add_requested: list of folders to add.
        search_requested: a query.
        terms_requested: list of terms to join what stands in the query box.
        told: sentence for the user.
        failed: exception to be told.
    """

    add_requested = Signal(object)
    search_requested = Signal(str)
    terms_requested = Signal(object)
    told = Signal(str)
    failed = Signal(object)

    def __init__(self, bridge: Bridge, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._sort = Deed(bridge, sort_paths, self)
        self._sort.done.connect(self._on_sorted)
        self._sort.failed.connect(self.failed)

    def take(self, handover: Handover) -> None:
        """Bring the window to the front and do what was asked for."""
        self._raise(handover.token)
        if handover.paths:
            self._sort.do(handover.paths, about=handover.search)
        if handover.search:
            self.search_requested.emit(handover.search)

    def _raise(self, token: str) -> None:
        if token:
            # Qt gives it to the compositor with the next wish to be activated.
            os.environ["XDG_ACTIVATION_TOKEN"] = token
        window = self._window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()

    @Slot(object, object)
    def _on_sorted(self, found: SortedPaths, words: str) -> None:
        if found.new:
            self.add_requested.emit(list(found.new))
        elif found.known and not found.pictures:
            self.search_requested.emit(query_text.folder(found.known[0]))
        if found.pictures:
            terms = [query_text.like_value(value) for value in found.pictures]
            if words:
                self.terms_requested.emit(terms)
            else:
                # What stood in the box is of another time: this picture alone is meant.
                self.search_requested.emit(" ".join(terms))
        if found.others:
            name = display_path(found.others[0])
            text = self.tr("{path} is neither a folder nor a picture that PhotoClip can read.")
            self.told.emit(text.format(path=name))
