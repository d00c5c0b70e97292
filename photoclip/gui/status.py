"""The status bar: counts on the left, work in progress on the right."""

from __future__ import annotations

import time

from PySide6.QtCore import QSize, Qt, QTimer, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QStatusBar,
    QToolButton,
    QWidget,
)

from photoclip.gui.eliding_label import ElidingLabel
from photoclip.gui.events import JobEnded, JobProgress
from photoclip.gui.texts import RateMeter, duration, number, photos
from photoclip.jobs.job import Progress
from photoclip.library import IndexReport, LibraryInfo

STARTER = "starter"
NOTE_MS = 8_000
WIDE = 960
"""From this width on there is room for everything beside each other."""


def viewable_photos(info: LibraryInfo) -> int:
    """Number of photos that the grid shows when nothing is searched."""
    return info.photos


def searchable_photos(info: LibraryInfo) -> int:
    """Number of photos that a search can find."""
    return max(0, viewable_photos(info) - info.waiting - info.unreadable)


class StatusLine(QStatusBar):
    """Tells how much can be searched and what is being done, calmly.

    Args:
        pause: Checkable action that holds the work.
        stop: Action that ends it.
    """

    def __init__(self, pause: QAction, stop: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self._pause = pause
        self._meter = RateMeter()
        self._progress: Progress | None = None
        self._counts = ElidingLabel(least=120)
        self._counts.setContentsMargins(10, 0, 0, 0)
        self._work = ElidingLabel(least=120)
        self._work.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress of indexing"))
        self._box = QWidget()
        row = QHBoxLayout(self._box)
        row.setContentsMargins(0, 3, 8, 3)
        row.setSpacing(8)
        row.addWidget(self._work, 1)
        row.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignVCenter)
        for action in (pause, stop):
            button = QToolButton()
            button.setDefaultAction(action)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            button.setIconSize(QSize(16, 16))
            button.setAutoRaise(True)
            row.addWidget(button)
        self._model = QLabel()
        self._model.setObjectName("quiet")
        self._model.setContentsMargins(0, 0, 12, 0)
        self.addWidget(self._counts, 1)
        self.addPermanentWidget(self._box)
        self.addPermanentWidget(self._model)
        self._box.hide()
        self._note = ""
        self._counts_text = ""
        self._note_timer = QTimer(self)
        self._note_timer.setSingleShot(True)
        self._note_timer.setInterval(NOTE_MS)
        self._note_timer.timeout.connect(self._on_note_over)

    @property
    def counts_text(self) -> str:
        """Text on the left."""
        return self._counts.text()

    @property
    def work_text(self) -> str:
        """Text beside the progress bar; empty when nothing is done."""
        return self._work.text() if not self._box.isHidden() else ""

    def show_info(self, info: LibraryInfo) -> None:
        """Show counts of the library."""
        viewable, searchable = viewable_photos(info), searchable_photos(info)
        if not viewable:
            self._counts_text = self.tr("No photos yet")
        elif searchable >= viewable - info.unreadable:
            self._counts_text = self.tr("{photos} · searching all of them").format(
                photos=photos(viewable)
            )
        else:
            self._counts_text = self.tr("{photos} · searching {n} of them").format(
                photos=photos(viewable), n=number(searchable)
            )
        if info.unreadable:
            self._counts_text += self.tr(" · {n} unreadable").format(n=number(info.unreadable))
        self._show_model(info.active_model, info.active_title)
        self._show_left()

    def _show_model(self, key: str, title: str) -> None:
        starter = key == STARTER
        self._model.setText(self.tr("Starter model") if starter else title or key)
        self._model.setToolTip(
            self.tr(
                "Searches with the small starter model that comes with PhotoClip.\n"
                "Stronger models understand more: see “photoclip models list”."
            )
            if starter
            else self.tr("Model that searches: {name}").format(
                name=f"{title} ({key})" if title else key
            )
        )

    def note(self, text: str) -> None:
        """Show a sentence on the left for a while."""
        self._note = text
        self._note_timer.start()
        self._show_left()

    def _show_left(self) -> None:
        self._counts.setText(self._note or self._counts_text)

    @Slot()
    def _on_note_over(self) -> None:
        self._note = ""
        self._show_left()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make room for the words first."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        wide = self.width() >= WIDE
        self._bar.setFixedWidth(150 if wide else 80)
        self._model.setVisible(wide or self._progress is None)

    # --- work -------------------------------------------------------------------------
    def show_progress(self, event: JobProgress) -> None:
        """Show one step of a job; a watcher with nothing to do is not shown."""
        progress = event.progress
        idle = progress.total is None or progress.done >= progress.total
        if event.name == "watch" and idle:
            self.clear_work()
            return
        if self._progress is not None and progress.phase != self._progress.phase:
            self._meter.clear()
        self._progress = progress
        self._meter.add(time.monotonic(), progress.done)
        self.show_work()

    def show_work(self) -> None:
        """Show the present step again, for example after a pause began."""
        progress = self._progress
        if progress is None:
            return
        self._bar.setRange(0, progress.total or 0)
        self._bar.setValue(min(progress.done, progress.total or 0))
        self._work.setText(self._words(progress))
        self._work.setToolTip(progress.message)
        self._box.show()
        self._make_room()

    def clear_work(self) -> None:
        """Nothing is being done."""
        self._progress = None
        self._meter.clear()
        self._box.hide()
        self._make_room()

    def _words(self, progress: Progress) -> str:
        if progress.total is None:
            text = f"{progress.phase} {number(progress.done)}" if progress.done else progress.phase
        else:
            text = self.tr("{phase} {done} of {total}").format(
                phase=progress.phase, done=number(progress.done), total=number(progress.total)
            )
        parts = [text]
        if self._pause.isChecked():
            parts.append(self.tr("paused"))
        else:
            rate = self._meter.per_second()
            if rate is None and progress.message:
                parts.append(progress.message)
            elif rate is not None:
                parts.append(self.tr("{rate} photos/s").format(rate=_rate(rate)))
                left = (progress.total - progress.done) / rate if progress.total else 0.0
                if left >= 1:
                    parts.append(self.tr("{time} left").format(time=duration(left)))
        unreadable = progress.counts.get("unreadable", 0)
        if unreadable:
            parts.append(self.tr("{n} unreadable").format(n=number(unreadable)))
        return " · ".join(parts)

    def show_ended(self, event: JobEnded) -> None:
        """Say how a job ended."""
        self.clear_work()
        if event.cancelled and event.name == "index":
            self.note(self.tr("Indexing stopped; Rescan goes on from there."))
        elif isinstance(event.report, IndexReport):
            self._say_report(event.report)

    def _say_report(self, report: IndexReport) -> None:
        parts = []
        if report.indexed:
            parts.append(self.tr("{n} indexed").format(n=number(report.indexed)))
        if report.reused:
            parts.append(self.tr("{n} recognised").format(n=number(report.reused)))
        if report.unreadable:
            parts.append(self.tr("{n} unreadable").format(n=number(report.unreadable)))
        if parts:
            self.note(self.tr("Done: {parts}").format(parts=" · ".join(parts)))


def _rate(rate: float) -> str:
    return number(round(rate)) if rate >= 20 else f"{rate:.1f}"
