"""The panel of work: what is being done, what was done, and what failed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLocale, QTimer, Signal, Slot
from PySide6.QtGui import QPalette, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from photoclip.catalog.rows import Photo
from photoclip.gui.actions import ActionSet
from photoclip.gui.icons import icon
from photoclip.gui.job_desk import BESIDE, ESTIMATE, TRAIN
from photoclip.gui.jobs.failed import FailedFiles
from photoclip.gui.jobs.log import EndedJob, JobLog
from photoclip.gui.jobs.row import JobRow
from photoclip.gui.sizes import square
from photoclip.gui.texts import number

STEP_MS = 250
"""Numbers change at most so often, so that they can be read."""

_DRAWINGS = {"done": "likely", "stopped": "stop", "failed": "warning"}


class JobsPanel(QWidget):
    """Shows the work; it asks nothing itself.

    Args:
        actions: The window's actions.

    Signals:
        stop_requested: name of a job to stop.
        seen: the panel came into view, and wants its files.
    """

    stop_requested = Signal(str)
    seen = Signal()

    def __init__(self, actions: ActionSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("jobsPanel")
        self._pause = actions["pause"]
        self._log: JobLog | None = None
        self._rows: dict[str, JobRow] = {}
        self._due: set[str] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(STEP_MS)
        self._timer.timeout.connect(self._on_due)
        self._pause.toggled.connect(self._on_pause)
        self.failed = FailedFiles()
        self.recent = QListWidget()
        self.recent.setObjectName("sideList")
        self.recent.setAccessibleName(self.tr("Work that is done"))
        self.recent.setWordWrap(True)
        self.recent.setIconSize(square(16))
        self._nothing = QLabel(self.tr("Nothing is being done."))
        self._nothing.setObjectName("quiet")
        self._nothing.setContentsMargins(14, 8, 14, 4)
        self._before = QLabel(self.tr("Earlier"))
        self._before.setObjectName("formTitle")
        self._before.setContentsMargins(14, 6, 14, 2)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.addTab(self._work_page(), self.tr("Work"))
        self.tabs.addTab(self.failed, "")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tabs)
        self._show_ended()
        self.show_failed(())

    def _work_page(self) -> QWidget:
        page = QWidget()
        self._active_rows = QVBoxLayout()
        self._active_rows.setContentsMargins(0, 0, 0, 0)
        self._active_rows.setSpacing(0)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(0)
        column.addWidget(self._nothing)
        column.addLayout(self._active_rows)
        column.addWidget(self._before)
        column.addWidget(self.recent, 1)
        column.addStretch(0)
        area = QScrollArea()
        area.setObjectName("formArea")
        area.setAccessibleName(self.tr("Work"))
        page.setObjectName("formInside")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(page)
        self.recent.setMinimumHeight(4 * self.fontMetrics().height())
        return area

    def follow(self, log: JobLog) -> None:
        """Show what this log keeps."""
        self._log = log
        log.active_changed.connect(self._show_active)
        log.progressed.connect(self._on_progressed)
        log.ended_changed.connect(self._show_ended)
        self._show_active()
        self._show_ended()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for the files that cannot be read."""
        super().showEvent(event)
        self.seen.emit()

    def show_failed(self, photos: Sequence[Photo]) -> None:
        """Show the files that cannot be read."""
        self.failed.show_photos(photos)
        title = self.tr("Unreadable files")
        self.tabs.setTabText(1, f"{title}  ·  {number(len(photos))}" if photos else title)

    def tint(self, palette: QPalette) -> None:
        """Draw the icons in the palette's colours."""
        self.failed.tint(palette)
        for row in self._rows.values():
            row.tint(palette)
        self._show_ended()

    # --- what runs --------------------------------------------------------------------
    @Slot()
    def _show_active(self) -> None:
        jobs = self._log.active if self._log is not None else []
        names = [job.name for job in jobs]
        for name in self._rows.keys() - set(names):
            row = self._rows.pop(name)
            self._active_rows.removeWidget(row)
            row.hide()
            row.deleteLater()
        for place, job in enumerate(jobs):
            row = self._rows.get(job.name) or self._new_row(job.name)
            self._active_rows.insertWidget(place, row)
            row.show_job(job)
        self._nothing.setVisible(not jobs)

    def _new_row(self, name: str) -> JobRow:
        # Training saves before it stops, and is stopped where that can be seen.
        pause = None if name in BESIDE else self._pause
        row = JobRow(name, pause, can_stop=name not in {TRAIN, ESTIMATE, "watch"})
        row.stop_requested.connect(self.stop_requested)
        self._rows[name] = row
        return row

    @Slot(str)
    def _on_progressed(self, name: str) -> None:
        self._due.add(name)
        if not self._timer.isActive():
            self._timer.start()

    @Slot()
    def _on_due(self) -> None:
        due, self._due = self._due, set()
        for name in due:
            job = self._log.job(name) if self._log is not None else None
            if job is not None and name in self._rows:
                self._rows[name].show_job(job)

    @Slot()
    def _on_pause(self) -> None:
        self._due |= self._rows.keys()
        self._on_due()

    # --- what is over -----------------------------------------------------------------
    @Slot()
    def _show_ended(self) -> None:
        ended = self._log.ended if self._log is not None else []
        self.recent.clear()
        for job in ended:
            self.recent.addItem(self._item(job))
        self._before.setVisible(bool(ended))
        self.recent.setVisible(bool(ended))

    def _item(self, job: EndedJob) -> QListWidgetItem:
        at = QLocale().toString(job.at, QLocale.FormatType.ShortFormat)
        text = self.tr("{time}  {title}: {outcome}").format(
            time=at, title=job.title, outcome=job.text
        )
        item = QListWidgetItem(text)
        item.setIcon(icon(_DRAWINGS[job.state], self.palette()))
        item.setToolTip(text)
        return item
