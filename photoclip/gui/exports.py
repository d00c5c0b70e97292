"""Where copies and lists of photos shall go, and what is said when they are there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from photoclip.gui.core_texts import core_text
from photoclip.gui.desktop import path_of
from photoclip.gui.texts import files, number, photos
from photoclip.paths import display_path
from photoclip.reports import ExportReport, TrashReport

ChooseExport = Callable[[QWidget, bool], Path | None]


def ask_for_export(window: QWidget, as_list: bool) -> Path | None:
    """The system's dialog for a folder, or for the file of a list; None for nothing."""
    if not as_list:
        title = QCoreApplication.translate("export", "Copy to a folder")
        chosen = QFileDialog.getExistingDirectory(window, title, str(Path.home()))
        return path_of(chosen) if chosen else None
    title = QCoreApplication.translate("export", "Write a list")
    kinds = QCoreApplication.translate("export", "Tables (*.csv);;JSON (*.json)")
    start = str(Path.home() / "photos.csv")
    # The library never overwrites a list, so that the dialog need not ask.
    option = QFileDialog.Option.DontConfirmOverwrite
    chosen, kind = QFileDialog.getSaveFileName(window, title, start, kinds, options=option)
    if not chosen:
        return None
    path = path_of(chosen)
    return path if path.suffix else path.with_suffix(".json" if "json" in kind else ".csv")


def list_kind(path: Path) -> Literal["csv", "json"]:
    """What a list is written as, by its name."""
    return "json" if path.suffix.lower() == ".json" else "csv"


def export_text(report: ExportReport, *, copied: bool = False) -> str:
    """What an export brought; ``copied`` where a copy was asked for by that name."""
    text = QCoreApplication.translate("export", "{photos} exported to {dest}.")
    if copied:
        text = QCoreApplication.translate("export", "{photos} copied to {dest}.")
    text = text.format(photos=photos(report.photos), dest=display_path(report.dest))
    if report.failed:
        path, reason = report.failed[0]
        more = QCoreApplication.translate(
            "export", "{n} could not be copied, such as {path}: {reason}"
        )
        text += " " + more.format(
            n=number(len(report.failed)), path=display_path(path), reason=core_text(reason)
        )
    return text


def trash_text(report: TrashReport) -> str:
    """What went to the trash, and what did not."""
    told = []
    if report.trashed or not report.failed:
        text = QCoreApplication.translate("export", "{files} moved to the trash.")
        if report.trashed and not report.restorable:
            text = QCoreApplication.translate(
                "export",
                "{files} moved to the system's trash; bring back from there what you miss.",
            )
        told.append(text.format(files=files(len(report.trashed))))
    if report.failed:
        path, reason = report.failed[0]
        text = QCoreApplication.translate("export", "{path} stayed: {reason}")
        if len(report.failed) > 1:
            text = QCoreApplication.translate(
                "export", "{n} files stayed, such as {path}: {reason}"
            )
        told.append(
            text.format(
                n=number(len(report.failed)), path=display_path(path), reason=core_text(reason)
            )
        )
    return " ".join(told)
