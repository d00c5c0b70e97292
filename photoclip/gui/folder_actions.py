"""Adding and removing folders, by button, menu or drop."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QStandardPaths, Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QMessageBox, QWidget

from photoclip.catalog.rows import Subfolder
from photoclip.errors import UserError
from photoclip.gui.ask import Confirmation
from photoclip.gui.bridge import Bridge
from photoclip.gui.desktop import path_of
from photoclip.gui.events import FolderChanged
from photoclip.gui.fitting import breakable
from photoclip.gui.panels.folders import FoldersPanel
from photoclip.gui.question import Deed, Question
from photoclip.library import Library
from photoclip.paths import display_path

ChooseFolder = Callable[[QWidget], Path | None]


def ask_for_folder(window: QWidget) -> Path | None:
    """The system's folder dialog; None when nothing was chosen."""
    return _ask(window, QCoreApplication.translate("folders", "Add a folder of photos"))


def ask_for_place(window: QWidget) -> Path | None:
    """The same for a folder that people moved."""
    return _ask(window, QCoreApplication.translate("folders", "Where the folder lies now"))


def _ask(window: QWidget, title: str) -> Path | None:
    places = QStandardPaths.standardLocations(QStandardPaths.StandardLocation.PicturesLocation)
    start = places[0] if places and Path(places[0]).is_dir() else str(Path.home())
    chosen = QFileDialog.getExistingDirectory(window, title, start)
    return path_of(chosen) if chosen else None


def read_inside(library: Library, paths: Sequence[Path]) -> dict[Path, list[Subfolder]]:
    """What lies in some folders; those that left the library meanwhile are left out."""
    found: dict[Path, list[Subfolder]] = {}
    for path in paths:
        with contextlib.suppress(UserError):
            found[path] = library.subfolders(path)
    return found


class FolderActions(QObject):
    """Asks, changes the library's folders and starts indexing of new ones.

    Args:
        bridge: Does the work.
        choose: Asks the user for a folder.

    Signals:
        changed: the folders are other ones now.
        failed: exception that says why not.
        told: what was done; undo never takes it back.
    """

    changed = Signal()
    failed = Signal(object)
    told = Signal(str, bool)

    def __init__(self, bridge: Bridge, choose: ChooseFolder, parent: QWidget) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.choose = choose
        self.choose_place: ChooseFolder = ask_for_place
        self._window = parent
        bridge.folder_changed.connect(self._on_changed)
        self._write_to = Deed(bridge, "sidecars.write_to", self)
        self._write_to.done.connect(self._on_write_to)
        self._write_to.failed.connect(self.failed)
        self._confirm = Confirmation(parent, self._on_files_confirmed)
        self._watch = Deed(bridge, "set_watch", self)
        self._watch.done.connect(self._on_watch)
        self._watch.failed.connect(self.failed)
        self._move = Deed(bridge, "move_folder", self)
        self._move.done.connect(self._on_moved)
        self._move.failed.connect(self.failed)
        self._inside = Question(bridge, read_inside, self, slow=True)
        self._wanted: set[Path] = set()

    def follow(self, panel: FoldersPanel) -> None:
        """Do what the panel of folders asks for."""
        panel.remove_requested.connect(self.remove)
        panel.move_requested.connect(self.move)
        panel.sidecars_requested.connect(self.write_to_sidecars)
        panel.files_requested.connect(self.write_to_files)
        panel.watch_requested.connect(self.watch)
        panel.rescan_requested.connect(self.rescan)
        panel.inside_wanted.connect(self._on_inside_wanted)
        self._inside.answered.connect(panel.show_inside)
        self._inside.answered.connect(self._on_inside)
        self._inside.failed.connect(self.failed)

    @Slot(object)
    def _on_inside_wanted(self, paths: list[Path]) -> None:
        # Only the newest question is answered, so it asks for what the ones before wanted too.
        self._wanted.update(paths)
        self._inside.ask(sorted(self._wanted))

    @Slot(object)
    def _on_inside(self, _found: object) -> None:
        self._wanted.clear()

    @Slot(object)
    def rescan(self, path: Path) -> None:
        """Look for new and changed photos in one folder."""
        if not self._bridge.start_job("index-folder", "index", folder=path):
            self.told.emit(self.tr("That is being done already."), False)

    @Slot(object, bool)
    def watch(self, path: Path, watched: bool) -> None:
        """Watch changes in a folder, or leave it alone until a rescan."""
        self._watch.do(path, "auto" if watched else "off", about=(path, watched))

    @Slot(object, object)
    def _on_watch(self, _root: object, about: tuple[Path, bool]) -> None:
        path, watched = about
        text = self.tr("Changes in “{name}” are not watched until you resume.")
        if watched:
            text = self.tr("Changes in “{name}” are watched again.")
        self.told.emit(text.format(name=display_path(path.name)), False)
        self.changed.emit()

    @Slot(object)
    def move(self, path: Path) -> None:
        """Ask where a folder lies now that people moved; its photos keep their tags."""
        folder = self.choose_place(self._window)
        if folder is not None:
            self._move.do(path, folder, about=folder)

    @Slot(object, object)
    def _on_moved(self, _root: object, folder: Path) -> None:
        text = self.tr("Found again in {path}; tags and albums are as before.")
        self.told.emit(text.format(path=display_path(folder)), False)
        self.changed.emit()
        self._bridge.start_index(asked=False)

    @Slot()
    def add(self) -> None:
        """Ask for a folder and add it."""
        folder = self.choose(self._window)
        if folder is not None:
            self.add_all([folder])

    def add_all(self, folders: list[Path]) -> None:
        """Add these folders."""
        for folder in folders:
            self._bridge.add_folder(folder)

    @Slot(object)
    def remove(self, path: Path) -> QMessageBox:
        """Ask whether a folder shall leave the library; it does when the answer is yes."""
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self.tr("Remove from the library"))
        text = self.tr("Remove “{name}” from the library?")
        box.setText(breakable(text.format(name=display_path(path.name))))
        box.setInformativeText(
            self.tr("The photos stay on the disk. Tags and captions given to them here are lost.")
        )
        yes = box.addButton(self.tr("Remove"), QMessageBox.ButtonRole.AcceptRole)
        yes.setProperty("path", path)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.buttonClicked.connect(self._on_remove_answered)
        box.finished.connect(box.deleteLater)
        box.open()
        return box

    @Slot(QAbstractButton)
    def _on_remove_answered(self, button: QAbstractButton) -> None:
        path = button.property("path")
        if path is not None:
            self._bridge.remove_folder(path)

    @Slot(object)
    def write_to_sidecars(self, path: Path) -> None:
        """Metadata of this folder's photos goes into sidecars."""
        self._write_to.do(path, "sidecar", about=(path, "sidecar"))

    @Slot(object)
    def write_to_files(self, path: Path) -> None:
        """Ask first: from then on writing metadata changes the photos' own files."""
        self._confirm.ask(
            self.tr("Write into the photos' files"),
            self.tr("Write metadata of “{name}” into the photos' own files?").format(
                name=display_path(path.name)
            ),
            self.tr(
                "Writing metadata will then change JPEG, PNG, TIFF and WebP files of this folder "
                "that have no sidecar; the picture in them stays as it is. RAW files are never "
                "changed. Backups will see changed files. Nothing is written now."
            ),
            self.tr("Write into the files"),
            path,
        )

    @Slot(object)
    def _on_files_confirmed(self, path: Path) -> None:
        self._write_to.do(path, "file", about=(path, "file"))

    @Slot(object, object)
    def _on_write_to(self, _nothing: object, about: tuple[Path, str]) -> None:
        path, where = about
        text = self.tr("Metadata of “{name}” goes into sidecar files.")
        if where == "file":
            text = self.tr("Metadata of “{name}” goes into the photos' own files.")
        self.told.emit(text.format(name=display_path(path.name)), False)
        self.changed.emit()

    @Slot(object)
    def _on_changed(self, event: FolderChanged) -> None:
        if event.error is not None:
            self.failed.emit(event.error)
            return
        if event.added:
            self._bridge.start_index(asked=False)
        self.changed.emit()
