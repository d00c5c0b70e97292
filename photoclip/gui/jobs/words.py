"""What is said of work: its name, how far it is, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from photoclip.gui.job_desk import HELD
from photoclip.gui.phases import message_text, phase_text
from photoclip.gui.texts import duration, files, number, photos
from photoclip.jobs.job import Progress
from photoclip.library import IndexReport
from photoclip.reports import ExportReport, TrashReport, WriteReport

TITLES: Final[Mapping[str, object]] = MappingProxyType(
    {
        "index": QT_TRANSLATE_NOOP("jobs", "Indexing photos"),
        "index-folder": QT_TRANSLATE_NOOP("jobs", "Indexing a folder"),
        "watch": QT_TRANSLATE_NOOP("jobs", "Watching the folders"),
        "duplicates": QT_TRANSLATE_NOOP("jobs", "Finding duplicates"),
        "export": QT_TRANSLATE_NOOP("jobs", "Exporting"),
        "copy-to": QT_TRANSLATE_NOOP("jobs", "Copying photos"),
        "list": QT_TRANSLATE_NOOP("jobs", "Writing a list"),
        "metadata-look": QT_TRANSLATE_NOOP("jobs", "Comparing metadata"),
        "metadata-write": QT_TRANSLATE_NOOP("jobs", "Writing metadata"),
        "metadata-undo": QT_TRANSLATE_NOOP("jobs", "Undoing the last writing of metadata"),
        "suggest": QT_TRANSLATE_NOOP("jobs", "Suggesting tags"),
        "suggest-again": QT_TRANSLATE_NOOP("jobs", "Suggesting tags anew"),
        "learn": QT_TRANSLATE_NOOP("jobs", "Learning from your decisions"),
        "train": QT_TRANSLATE_NOOP("jobs", "Training the search"),
        "train-estimate": QT_TRANSLATE_NOOP("jobs", "Estimating the training"),
        "train-activate": QT_TRANSLATE_NOOP("jobs", "Changing the model"),
        "model-download": QT_TRANSLATE_NOOP("jobs", "Downloading a model"),
        "model-import": QT_TRANSLATE_NOOP("jobs", "Installing a model"),
        "model-verify": QT_TRANSLATE_NOOP("jobs", "Checking a model"),
        "model-activate": QT_TRANSLATE_NOOP("jobs", "Changing the model"),
    }
)
"""By the name a job is started with; a test finds those that are missing here."""


def job_title(name: str) -> str:
    """What a job is called; one that is not known is plain work."""
    known = TITLES.get(name, QT_TRANSLATE_NOOP("jobs", "Work"))
    return QCoreApplication.translate("jobs", str(known))


def _tr(text: object) -> str:
    return QCoreApplication.translate("jobs", str(text))


def progress_text(progress: Progress, rate: float | None, *, paused: bool) -> str:
    """How far a job is, how fast it goes, and how long it will take.

    Args:
        progress: Its last step.
        rate: Things a second; None while that cannot be told.
        paused: Whether it is held.
    """
    phase = phase_text(progress.phase)
    if progress.total is None:
        parts = [f"{phase} {number(progress.done)}" if progress.done else phase]
    else:
        parts = [
            _tr(QT_TRANSLATE_NOOP("jobs", "{phase} {done} of {total}")).format(
                phase=phase, done=number(progress.done), total=number(progress.total)
            )
        ]
    if paused:
        parts.append(_tr(QT_TRANSLATE_NOOP("jobs", "paused")))
    elif rate is not None:
        parts += _speed(progress, rate)
    elif progress.message:
        parts.append(message_text(progress.message))
    unreadable = progress.counts.get("unreadable", 0)
    if unreadable:
        text = _tr(QT_TRANSLATE_NOOP("jobs", "{n} unreadable"))
        parts.append(text.format(n=number(unreadable)))
    return " · ".join(parts)


def _speed(progress: Progress, rate: float) -> list[str]:
    shown = number(round(rate)) if rate >= 20 else QLocale().toString(rate, "f", 1)
    if progress.phase == "Downloading":
        return _left(progress, rate)
    speed = _tr(QT_TRANSLATE_NOOP("jobs", "{rate} photos/s")).format(rate=shown)
    return [speed, *_left(progress, rate)]


def _left(progress: Progress, rate: float) -> list[str]:
    left = (progress.total - progress.done) / rate if progress.total else 0.0
    if left < 1:
        return []
    return [_tr(QT_TRANSLATE_NOOP("jobs", "{time} left")).format(time=duration(left))]


def index_text(report: IndexReport) -> str:
    """What indexing brought; empty if nothing was to be done."""
    parts = []
    for count, text in (
        (report.indexed, QT_TRANSLATE_NOOP("jobs", "{n} indexed")),
        (report.reused, QT_TRANSLATE_NOOP("jobs", "{n} recognised")),
        (report.unreadable, QT_TRANSLATE_NOOP("jobs", "{n} unreadable")),
    ):
        if count:
            parts.append(_tr(text).format(n=number(count)))
    return " · ".join(parts)


def outcome_text(report: Any) -> str:
    """What came of a job that ended by itself, in one line."""
    if isinstance(report, IndexReport):
        return index_text(report) or _tr(QT_TRANSLATE_NOOP("jobs", "Everything was up to date"))
    if isinstance(report, ExportReport):
        return _with_failed(photos(report.photos), len(report.failed))
    if isinstance(report, TrashReport):
        return _with_failed(files(len(report.trashed)), len(report.failed))
    if isinstance(report, WriteReport):
        return _with_failed(photos(len(report.changes)), len(report.skipped))
    if report == HELD:
        return _tr(QT_TRANSLATE_NOOP("jobs", "Goes on later, as the settings say"))
    return _tr(QT_TRANSLATE_NOOP("jobs", "Done"))


def _with_failed(text: str, failed: int) -> str:
    if not failed:
        return text
    return f"{text} · " + _tr(QT_TRANSLATE_NOOP("jobs", "{n} left out")).format(n=number(failed))
