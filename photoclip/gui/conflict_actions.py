"""Metadata conflicts: said when there are any, shown and settled in a dialog."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from photoclip.changes import ChangeSet
from photoclip.gui.actions import ActionSet
from photoclip.gui.bridge import Bridge
from photoclip.gui.dialogs.conflicts import ConflictsDialog
from photoclip.gui.events import JobEnded
from photoclip.gui.grid.thumb_loader import ThumbLoader
from photoclip.gui.library_tools import WRITE
from photoclip.gui.photos_page import PhotosPage
from photoclip.gui.question import Deed, Question
from photoclip.gui.texts import photos
from photoclip.library import Library
from photoclip.reports import MetadataConflict


def settle(library: Library, conflicts: list[MetadataConflict], keep: str) -> int:
    """Settle these one way; returns how many."""
    for each in conflicts:
        library.sidecars.resolve(each.photo_id, each.field, "ours" if keep == "ours" else "theirs")
    return len(conflicts)


class ConflictActions(QObject):
    """Asks for conflicts after indexing and writing, and from the menu.

    Signals:
        failed: exception to be told.
        found: number of conflicts of which there are more than were told before.
    """

    failed = Signal(object)
    found = Signal(int)

    def __init__(
        self,
        bridge: Bridge,
        page: PhotosPage,
        actions: ActionSet,
        thumbs: ThumbLoader,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._page = page
        self._thumbs = thumbs
        self._window = window
        self._told = 0
        self._open = False
        self.dialog: ConflictsDialog | None = None
        self._conflicts = Question(bridge, "sidecars.conflicts", self)
        self._conflicts.answered.connect(self._on_conflicts)
        self._conflicts.failed.connect(self.failed)
        self._settle = Deed(bridge, settle, self)
        self._settle.done.connect(self._on_settled)
        self._settle.failed.connect(self._on_failed)
        bridge.job_ended.connect(self._on_job_ended)
        bridge.changed.connect(self._on_changed)
        actions["conflicts"].triggered.connect(self._on_open)

    @Slot()
    def _on_open(self) -> None:
        self._open = True
        self._conflicts.ask()

    @Slot(object)
    def _on_job_ended(self, event: JobEnded) -> None:
        if event.name in {"index", WRITE}:
            self._conflicts.ask()

    @Slot(object)
    def _on_changed(self, changes: ChangeSet) -> None:
        """Files that change while the folders are watched are read without a job's end."""
        if changes.tags:
            self._conflicts.ask()

    @Slot(object)
    def _on_conflicts(self, conflicts: list[MetadataConflict]) -> None:
        if self._open:
            self._open = False
            if self.dialog is None:
                self.dialog = ConflictsDialog(self._thumbs, self._window)
                self.dialog.settled.connect(self._on_settle)
                self.dialog.show_requested.connect(self._page.show_photos)
            self.dialog.show_conflicts(conflicts)
            self.dialog.show()
        elif self.dialog is not None and self.dialog.isVisible():
            self.dialog.show_conflicts(conflicts)
        elif len(conflicts) > self._told:
            self.found.emit(len(conflicts))
        self._told = len(conflicts)

    @Slot(object, str)
    def _on_settle(self, conflicts: list[MetadataConflict], keep: str) -> None:
        concerned = photos(len({each.photo_id for each in conflicts}))
        undo_text = self.tr("Settle conflicts of {photos}").format(photos=concerned)
        self._settle.do(conflicts, keep, undo_text=undo_text)

    @Slot()
    def _on_settled(self) -> None:
        self._conflicts.ask()

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self._conflicts.ask()
        self.failed.emit(error)
