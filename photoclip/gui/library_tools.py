"""Work on the whole library from the menus: duplicates, export, writing metadata."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from photoclip.gui.actions import ActionSet
from photoclip.gui.ask import Confirmation
from photoclip.gui.bridge import Bridge
from photoclip.gui.core_texts import core_text
from photoclip.gui.dialogs.duplicates import DuplicatesDialog
from photoclip.gui.dialogs.metadata import MetadataDialog
from photoclip.gui.events import JobEnded
from photoclip.gui.exports import (
    ChooseExport,
    ask_for_export,
    export_text,
    list_kind,
    trash_text,
)
from photoclip.gui.grid.thumb_loader import ThumbLoader
from photoclip.gui.job_desk import EXPORT
from photoclip.gui.photos_page import PhotosPage
from photoclip.gui.question import Deed
from photoclip.gui.texts import photos, without_command
from photoclip.paths import display_path
from photoclip.reports import TrashReport, WriteReport
from photoclip.results import DuplicateGroup

DUPLICATES = "duplicates"
DRY_RUN = "metadata-look"
WRITE = "metadata-write"
UNDO = "metadata-undo"


class LibraryTools(QObject):
    """Starts the jobs, and shows what came of them.

    Args:
        bridge: Does the work.
        page: Has the query that is exported.
        actions: The window's actions.
        thumbs: Pictures for the list of duplicates.
        choose: Asks where an export shall go.

    Signals:
        failed: exception to be told.
        told: what was done, and whether the undo of decisions takes it back (never here).
    """

    failed = Signal(object)
    told = Signal(str, bool)

    def __init__(
        self,
        bridge: Bridge,
        page: PhotosPage,
        actions: ActionSet,
        thumbs: ThumbLoader,
        window: QWidget,
        choose: ChooseExport = ask_for_export,
    ) -> None:
        super().__init__(window)
        self._bridge = bridge
        self._page = page
        self._thumbs = thumbs
        self._window = window
        self.choose = choose
        self.duplicates: DuplicatesDialog | None = None
        self.metadata: MetadataDialog | None = None
        self._groups: list[DuplicateGroup] = []
        self._trash = Deed(bridge, "files.trash", self)
        self._trash.done.connect(self._on_trashed)
        self._trash.failed.connect(self.failed)
        self._confirm = Confirmation(window, self._on_trash_confirmed)
        bridge.job_ended.connect(self._on_job_ended)
        for name, slot in {
            "duplicates": self._on_duplicates,
            "export_files": self._on_export_files,
            "export_list": self._on_export_list,
            "write_metadata": self._on_look,
            "undo_metadata": self._on_undo,
        }.items():
            actions[name].triggered.connect(slot)

    def _start(self, name: str, work: str, *args: Any, **options: Any) -> None:
        if not self._bridge.start_job(name, work, *args, **options):
            self.told.emit(self.tr("That is being done already."), False)

    @Slot(object)
    def _on_job_ended(self, event: JobEnded) -> None:
        ours = event.name in {DUPLICATES, EXPORT, DRY_RUN, WRITE, UNDO}
        if event.error is not None and ours:
            self.failed.emit(event.error)
        if event.error is not None or event.cancelled or not ours:
            return
        if event.name == DUPLICATES:
            self._show_groups(event.report)
        elif event.name == EXPORT:
            self.told.emit(export_text(event.report), False)
        elif event.name == DRY_RUN:
            self._show_changes(event.report)
        elif event.name == WRITE:
            self._tell_written(event.report)
        elif event.name == UNDO:
            self.told.emit(self.tr("The last writing of metadata is undone."), False)

    # --- duplicates -------------------------------------------------------------------
    @Slot()
    def _on_duplicates(self) -> None:
        self._start(DUPLICATES, "duplicates.find")

    def _show_groups(self, groups: list[DuplicateGroup]) -> None:
        self._groups = list(groups)
        if self.duplicates is None:
            self.duplicates = DuplicatesDialog(self._thumbs, self._window)
            self.duplicates.show_requested.connect(self._on_show)
            self.duplicates.trash_requested.connect(self._on_trash)
        self.duplicates.show_groups(self._groups)
        self.duplicates.show()

    @Slot(object)
    def _on_show(self, photo_ids: list[int]) -> None:
        self._page.show_photos(photo_ids)

    @Slot(object)
    def _on_trash(self, photo_ids: list[int]) -> None:
        whole = [g for g in self._groups if set(g.photo_ids) <= set(photo_ids)]
        more = self.tr("They can be brought back from the system's trash.")
        if whole:
            more += " " + self.tr("Of some groups no photo would be left.")
        self._confirm.ask(
            self.tr("Move to the trash"),
            self.tr("Move {photos} to the trash?").format(photos=photos(len(photo_ids))),
            more,
            self.tr("Move to the trash"),
            photo_ids,
        )

    @Slot(object)
    def _on_trash_confirmed(self, photo_ids: list[int]) -> None:
        undo_text = self.tr("Move {photos} to the trash").format(photos=photos(len(photo_ids)))
        self._trash.do(photo_ids, about=photo_ids, undo_text=undo_text)

    @Slot(object, object)
    def _on_trashed(self, report: TrashReport, photo_ids: list[int]) -> None:
        failed = {path for path, _ in report.failed}
        gone = set(photo_ids)
        left = []
        for group in self._groups:
            pairs = [
                (photo_id, path)
                for photo_id, path in zip(group.photo_ids, group.paths, strict=True)
                if photo_id not in gone or path in failed
            ]
            if len(pairs) > 1:
                ids, paths = zip(*pairs, strict=True)
                left.append(DuplicateGroup(ids, paths, group.exact, group.reason))
        self._groups = left
        if self.duplicates is not None:
            self.duplicates.show_groups(left)
        self.told.emit(trash_text(report), report.restorable)

    # --- export -----------------------------------------------------------------------
    @Slot()
    def _on_export_files(self) -> None:
        self._export(as_list=False)

    @Slot()
    def _on_export_list(self) -> None:
        self._export(as_list=True)

    def _export(self, *, as_list: bool) -> None:
        query = self._page.results.state.request.text
        dest = self.choose(self._window, as_list) if query else None
        if dest is None:
            return
        kind = list_kind(dest) if as_list else "copy"
        self._start(EXPORT, "export", query, dest, kind=kind)

    # --- metadata ---------------------------------------------------------------------
    @Slot()
    def _on_look(self) -> None:
        self._start(DRY_RUN, "sidecars.write", dry_run=True)

    def _show_changes(self, report: WriteReport) -> None:
        self.metadata = MetadataDialog(report, self._window)
        self.metadata.write_requested.connect(self._on_write)
        self.metadata.finished.connect(self.metadata.deleteLater)
        self.metadata.open()

    @Slot()
    def _on_write(self) -> None:
        self._start(WRITE, "sidecars.write")

    def _tell_written(self, report: WriteReport) -> None:
        text = self.tr("Metadata of {photos} written.").format(photos=photos(len(report.changes)))
        if report.skipped:
            path, reason = report.skipped[0]
            text += " " + self.tr("{n} left alone, such as {path}: {reason}").format(
                n=len(report.skipped), path=display_path(path), reason=core_text(reason)
            )
        self.told.emit(" ".join([text, *map(without_command, report.notes[:1])]), False)

    @Slot()
    def _on_undo(self) -> None:
        self._start(UNDO, "sidecars.undo")
