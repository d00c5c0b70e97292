"""Renaming, copying, listing and trashing the selected photos."""

from __future__ import annotations

from pathlib import Path, PurePath

from PySide6.QtCore import QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QLineEdit, QMessageBox, QWidget

from photoclip.catalog.rows import Photo
from photoclip.gui.actions import ActionSet, translated
from photoclip.gui.ask import Confirmation, NameQuestion
from photoclip.gui.bridge import Bridge
from photoclip.gui.events import JobEnded
from photoclip.gui.exports import (
    ChooseExport,
    ask_for_export,
    export_text,
    list_kind,
    trash_text,
)
from photoclip.gui.grid.thumb_loader import ThumbLoader
from photoclip.gui.job_desk import COPY, LIST
from photoclip.gui.photos_page import PhotosPage
from photoclip.gui.question import Deed
from photoclip.gui.seen import said, seen
from photoclip.gui.texts import number, photos
from photoclip.reports import ExportReport, TrashReport

NAMES_SHOWN = 5
"""So many photos are named before they go to the trash."""


class FileActions(QObject):
    """What is done with the files of the selected photos; nothing without a word on it.

    Args:
        bridge: Does the work.
        page: Knows what is selected.
        actions: The window's actions.
        thumbs: Pictures for the question.

    Attributes:
        rename_question: Asks for a name.
        box: The last question about the trash.

    Signals:
        failed: exception to be told.
        told: what was done, and whether undo takes it back.
        offered: what was done, and an action (object) that goes with it.
        show_requested: ``Path`` (object) that the file manager shall show.
    """

    failed = Signal(object)
    told = Signal(str, bool)
    offered = Signal(str, object)
    show_requested = Signal(object)

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
        self.box: QMessageBox | None = None
        self._chosen: list[int] = []
        self._whole: list[int] = []
        self._whole_wanted = False
        self.rename_question = NameQuestion(window, self._on_named)
        self._confirm = Confirmation(window, self._on_trash_confirmed)
        self._rename = Deed(bridge, "files.rename", self)
        self._trash = Deed(bridge, "files.trash", self)
        self._rename.done.connect(self._on_renamed)
        self._trash.done.connect(self._on_trashed)
        for deed in (self._rename, self._trash):
            deed.failed.connect(self.failed)
        self._show = QAction(translated("Show in &folder"), self)
        self._show.triggered.connect(self._on_show)
        bridge.job_ended.connect(self._on_job_ended)
        for name, slot in {
            "rename": self._on_rename,
            "trash": self._on_trash,
            "copy_to": self._on_copy_to,
            "list_selected": self._on_list,
        }.items():
            actions[name].triggered.connect(slot)

    # --- another name -----------------------------------------------------------------
    @Slot()
    def _on_rename(self) -> None:
        found = self._bridge.library.photos(self._page.leading_ids()[:1])
        if not found:
            return
        name = found[0].name
        dialog = self.rename_question.ask(
            self.tr("Rename"),
            self.tr("New name of “{name}”; its extension stays:").format(name=name),
            name,
            found[0],
        )
        for line in dialog.findChildren(QLineEdit):
            line.setSelection(0, len(PurePath(name).stem))

    @Slot(object, str)
    def _on_named(self, photo: Photo, name: str) -> None:
        if name != photo.name:
            undo_text = self.tr("Rename “{name}”").format(name=photo.name)
            self._rename.do(photo.id, name, about=photo, undo_text=undo_text)

    @Slot(object, object)
    def _on_renamed(self, photo: Photo, before: Photo) -> None:
        if photo.path == before.path:
            return
        text = self.tr("“{old}” is called “{new}” now.").format(old=before.name, new=photo.name)
        self.told.emit(text, True)

    # --- trash ------------------------------------------------------------------------
    @Slot()
    def _on_trash(self) -> None:
        self._chosen, self._whole = self._page.leading_ids(), self._page.current_ids()
        if not self._chosen:
            return
        self._whole_wanted = False
        self.box = self._confirm.ask(
            self.tr("Move to the trash"),
            self._trash_question(whole=False),
            self._names(),
            self.tr("Move to the trash"),
            self._chosen,
        )
        picture = self._thumbs.peek(self._chosen[0])
        if picture is not None:
            side = 6 * self.box.fontMetrics().height()
            smooth = Qt.TransformationMode.SmoothTransformation
            aspect = Qt.AspectRatioMode.KeepAspectRatio
            self.box.setIconPixmap(picture.scaled(QSize(side, side), aspect, smooth))
        hidden = len(self._whole) - len(self._chosen)
        if hidden > 0:
            text = self.tr("Also the %Ln other file(s) of their stacks", "", hidden)
            check = QCheckBox(text, self.box)
            check.toggled.connect(self._on_whole)
            self.box.setCheckBox(check)

    @Slot(bool)
    def _on_whole(self, whole: bool) -> None:
        self._whole_wanted = whole
        if self.box is not None:
            self.box.setText(self._trash_question(whole=whole))

    def _trash_question(self, *, whole: bool) -> str:
        text = self.tr("Move {photos} to the system's trash?")
        if whole:
            return text.format(photos=said(self._page, self._whole))
        if len(self._chosen) > 1:
            text = self.tr("Move the {photos} that are selected to the system's trash?")
        return text.format(photos=photos(len(self._chosen)))

    def _names(self) -> str:
        names = [each.name for each in self._bridge.library.photos(self._chosen[:NAMES_SHOWN])]
        left = len(self._chosen) - len(names)
        listed = ", ".join(names)
        if left > 0:
            more = self.tr("{names} and {n} more.")
            listed = more.format(names=listed, n=number(left))
        stays = self.tr(
            "Sidecars that are theirs alone go along, all else stays. They can be brought back "
            "from the trash."
        )
        return f"{listed}\n\n{stays}"

    @Slot(object)
    def _on_trash_confirmed(self, _chosen: list[int]) -> None:
        chosen = self._whole if self._whole_wanted else self._chosen
        undo_text = self.tr("Move {photos} to the trash").format(photos=seen(self._page, chosen))
        self._trash.do(chosen, undo_text=undo_text)

    @Slot(object, object)
    def _on_trashed(self, report: TrashReport, _about: object) -> None:
        self.told.emit(trash_text(report), report.restorable)

    # --- copies and lists -------------------------------------------------------------
    @Slot()
    def _on_copy_to(self) -> None:
        self._export(as_list=False)

    @Slot()
    def _on_list(self) -> None:
        self._export(as_list=True)

    def _export(self, *, as_list: bool) -> None:
        ids = self._page.current_ids()
        dest = self.choose(self._window, as_list) if ids else None
        if dest is None:
            return
        if as_list:
            started = self._bridge.start_job(
                LIST, "files.write_list", ids, dest, kind=list_kind(dest)
            )
        else:
            started = self._bridge.start_job(COPY, "files.copy_to", ids, dest)
        if not started:
            self.told.emit(self.tr("That is being done already."), False)

    @Slot(object)
    def _on_job_ended(self, event: JobEnded) -> None:
        if event.name not in {COPY, LIST} or event.cancelled:
            return
        if event.error is not None:
            self.failed.emit(event.error)
            return
        report: ExportReport = event.report
        self._show.setData(report.dest)
        self.offered.emit(export_text(report, copied=event.name == COPY), self._show)

    @Slot()
    def _on_show(self) -> None:
        path = self._show.data()
        if isinstance(path, Path):
            self.show_requested.emit(path)
