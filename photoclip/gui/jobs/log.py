"""Keeps count of the work: what waits, what runs, and what ended lately."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field
from typing import Literal

from PySide6.QtCore import QObject, QTime, Signal, Slot

from photoclip.errors import PhotoClipError
from photoclip.gui.bridge import Bridge
from photoclip.gui.core_texts import core_text
from photoclip.gui.events import JobEnded, JobProgress, JobStarted
from photoclip.gui.jobs.words import job_title, outcome_text
from photoclip.gui.texts import RateMeter
from photoclip.jobs.job import Progress

KEPT = 50
"""So many ended jobs are remembered until the window closes."""


@dataclass(slots=True)
class ActiveJob:
    """A job that waits or runs.

    Attributes:
        name: As it was started.
        progress: Its last step; None while it waits.
        meter: How fast it goes.
    """

    name: str
    progress: Progress | None = None
    is_running: bool = False
    meter: RateMeter = field(default_factory=RateMeter)

    @property
    def is_resting(self) -> bool:
        """True for a watcher that has nothing to do."""
        progress = self.progress
        if self.name != "watch":
            return False
        return progress is None or progress.total is None or progress.done >= progress.total

    def step(self, progress: Progress) -> None:
        """Take in one step."""
        if self.progress is None or progress.phase != self.progress.phase:
            self.meter.clear()
        self.progress = progress
        self.meter.add(time.monotonic(), progress.done)


@dataclass(frozen=True, slots=True)
class EndedJob:
    """A job that is over.

    Attributes:
        name: As it was started.
        state: How it ended.
        text: What came of it, in one line.
        at: Time of day, as the locale writes it.
    """

    name: str
    state: Literal["done", "stopped", "failed"]
    text: str
    at: QTime

    @property
    def title(self) -> str:
        """What it is called."""
        return job_title(self.name)


class JobLog(QObject):
    """Follows the bridge.

    Signals:
        active_changed: other jobs wait or run now.
        progressed: name of a job that has come one step further.
        ended_changed: a job is over.
    """

    active_changed = Signal()
    progressed = Signal(str)
    ended_changed = Signal()

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._active: dict[str, ActiveJob] = {}
        self._ended: deque[EndedJob] = deque(maxlen=KEPT)
        bridge.job_queued.connect(self._on_queued)
        bridge.job_started.connect(self._on_started)
        bridge.job_progressed.connect(self._on_progressed)
        bridge.job_ended.connect(self._on_ended)

    @property
    def active(self) -> list[ActiveJob]:
        """Jobs that wait or run, in their order; a resting watcher is none."""
        return [job for job in self._active.values() if not job.is_resting]

    @property
    def ended(self) -> list[EndedJob]:
        """Jobs that are over, the latest first."""
        return list(self._ended)

    def job(self, name: str) -> ActiveJob | None:
        """A job that waits or runs."""
        return self._active.get(name)

    def _of(self, name: str) -> ActiveJob:
        return self._active.setdefault(name, ActiveJob(name))

    @Slot(str)
    def _on_queued(self, name: str) -> None:
        if name not in self._active:
            self._of(name)
            self.active_changed.emit()

    @Slot(object)
    def _on_started(self, event: JobStarted) -> None:
        self._of(event.name).is_running = True
        self.active_changed.emit()

    @Slot(object)
    def _on_progressed(self, event: JobProgress) -> None:
        job = self._of(event.name)
        rested, ran = job.is_resting, job.is_running
        job.is_running = True
        job.step(event.progress)
        if (rested, ran) != (job.is_resting, True):
            self.active_changed.emit()
        elif not job.is_resting:
            self.progressed.emit(event.name)

    @Slot(object)
    def _on_ended(self, event: JobEnded) -> None:
        job = self._active.pop(event.name, None)
        if event.name != "watch" or event.error is not None:
            self._ended.appendleft(self._record(event))
            self.ended_changed.emit()
        if job is not None:
            self.active_changed.emit()

    def _record(self, event: JobEnded) -> EndedJob:
        now = QTime.currentTime()
        if event.error is not None:
            known = isinstance(event.error, PhotoClipError)
            unknown = self.tr("It failed for an unknown reason.")
            text = core_text(str(event.error)) if known else unknown
            return EndedJob(event.name, "failed", text, now)
        if event.cancelled:
            return EndedJob(event.name, "stopped", self.tr("Stopped"), now)
        return EndedJob(event.name, "done", outcome_text(event.report), now)
