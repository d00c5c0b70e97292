"""What training asks of the library and what it knows of it; holds no widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from photoclip.gui.bridge import Bridge
from photoclip.gui.events import JobEnded, JobProgress, JobStarted
from photoclip.gui.job_desk import ESTIMATE, TRAIN
from photoclip.gui.question import Deed, Question
from photoclip.gui.training.follow import Follower, RunView, follow
from photoclip.jobs.job import Progress
from photoclip.run_reports import RunInfo, TrainOptions

ACTIVATE = "train-activate"
FOLLOW_MS = 300
"""Time between two looks at a run's events."""
PAUSE_MS = 500
"""A cost is measured so long after the last change of what is wanted."""


class TrainingDesk(QObject):
    """Runs, their progress and their costs; it outlives the dialog.

    Signals:
        overview_read: ``TrainingOverview``.
        runs_read: list of ``RunInfo``, newest first.
        estimated: ``TrainEstimate``, or the exception for which there is none.
        viewed: ``RunView`` of the run that is followed.
        progressed: ``Progress`` of the training.
        activating_changed: ``Progress`` of an activation, or None when it is over.
        changed: training began, was asked to stop, or ended.
        ended: the ``RunInfo`` with which training ended, None if it was stopped or failed.
        failed: exception (object).
    """

    overview_read = Signal(object)
    runs_read = Signal(object)
    estimated = Signal(object)
    viewed = Signal(object)
    progressed = Signal(object)
    activating_changed = Signal(object)
    changed = Signal()
    ended = Signal(object)
    failed = Signal(object)

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.run = ""
        """Name of the run that this window trains; empty while it is not known."""
        self.begun = ""
        """Name of the run that this window began last; empty while it is not known."""
        self.is_stopping = False
        self.progress: Progress | None = None
        self.runs: tuple[RunInfo, ...] = ()
        self._known: frozenset[str] = frozenset()
        self._wanted: TrainOptions | None = None
        self._measured: TrainOptions | None = None
        self._follower: Follower | None = None
        self._asking = False
        self._overview = Question(bridge, "training.overview", self, slow=True)
        self._runs = Question(bridge, "training.runs", self)
        self._events = Question(bridge, follow, self)
        self._delete = Deed(bridge, "training.delete", self)
        self._clock = QTimer(self)
        self._clock.setInterval(FOLLOW_MS)
        self._clock.timeout.connect(self._on_clock)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._measure)
        self._connect(bridge)

    def _connect(self, bridge: Bridge) -> None:
        self._overview.answered.connect(self.overview_read)
        self._overview.failed.connect(self.failed)
        self._runs.answered.connect(self._on_runs)
        self._runs.failed.connect(self.failed)
        self._events.answered.connect(self._on_view)
        self._events.failed.connect(self._on_no_view)
        self._delete.done.connect(self.ask_runs)
        self._delete.failed.connect(self.failed)
        bridge.job_started.connect(self._on_job_started)
        bridge.job_progressed.connect(self._on_job_progressed)
        bridge.job_ended.connect(self._on_job_ended)

    @property
    def is_training(self) -> bool:
        """True from the request of a training to its end."""
        return self._bridge.is_running(TRAIN)

    # --- reading ----------------------------------------------------------------------
    def ask_overview(self, *, use_tags: bool) -> None:
        """Count what there is to learn from."""
        self._overview.ask(use_tags=use_tags)

    @Slot()
    def ask_runs(self) -> None:
        """Read the list of runs."""
        self._runs.ask()

    def want_estimate(self, options: TrainOptions | None) -> None:
        """Measure what a run would cost, after a short pause; None drops what is under way."""
        if options == self._wanted:
            return
        self._wanted = options
        self._bridge.cancel_job(ESTIMATE)
        if options is None:
            self._pause.stop()
        else:
            self._pause.start()

    @Slot()
    def _measure(self) -> None:
        options = self._wanted
        if options is None:
            return
        # One that was cancelled may still be ending; its end starts the next.
        if self._bridge.start_job(ESTIMATE, "training.estimate", options):
            self._measured = options

    def follow(self, run: str) -> None:
        """Read the events of a run from now on; empty for none."""
        if self._follower is not None and self._follower.run == run:
            return
        self._events.forget()
        self._asking = False
        self._follower = Follower(run) if run else None
        self._on_clock()
        if run:
            self._clock.start()
        else:
            self._clock.stop()

    @Slot()
    def _on_clock(self) -> None:
        if self._follower is not None and not self._asking:
            self._asking = True
            self._events.ask(self._follower)

    @Slot(object)
    def _on_view(self, view: RunView) -> None:
        self._asking = False
        self.viewed.emit(view)

    @Slot(object)
    def _on_no_view(self, error: Exception) -> None:
        self._asking = False
        self._clock.stop()
        self.failed.emit(error)

    # --- training ---------------------------------------------------------------------
    def train(self, options: TrainOptions) -> None:
        """Start a run."""
        self.want_estimate(None)
        self._begin("", "training.train", options)

    def resume(self, run: str) -> None:
        """Go on with a run that was stopped."""
        self.want_estimate(None)
        self._begin(run, "training.resume", run)

    def _begin(self, run: str, work: str, wanted: TrainOptions | str) -> None:
        if self._bridge.start_job(TRAIN, work, wanted):
            self.run = self.begun = run
            self.progress = None
            self.is_stopping = False
            self._known = frozenset(info.name for info in self.runs)
            self.runs = tuple(
                replace(info, state="running") if info.name == run else info for info in self.runs
            )
            self.changed.emit()

    def stop(self) -> None:
        """Let the trainer save where it is and end; the run can be resumed."""
        if self.is_training and not self.is_stopping:
            self.is_stopping = True
            self._bridge.cancel_job(TRAIN)
            self.changed.emit()

    def activate(self, run: str) -> bool:
        """Let the model of a run answer; False if another one is being activated."""
        return self._bridge.start_job(ACTIVATE, "training.activate", run)

    def go_back(self, base: str) -> bool:
        """Let the old model answer again; False if another one is being activated."""
        return self._bridge.start_job(ACTIVATE, "activate_model", base)

    def delete(self, run: str) -> None:
        """Delete a run's folder; an installed model stays."""
        self._delete.do(run)

    # --- what comes back --------------------------------------------------------------
    @Slot(object)
    def _on_runs(self, runs: Sequence[RunInfo]) -> None:
        self.runs = tuple(runs)
        new = [info.name for info in runs if info.name not in self._known]
        if new and not self.begun:
            self.begun = new[0]
            if self.is_training:
                self.run = self.begun
                self.changed.emit()
        self.runs_read.emit(self.runs)

    @Slot(object)
    def _on_job_started(self, event: JobStarted) -> None:
        if event.name == TRAIN:
            self.changed.emit()
        elif event.name == ACTIVATE:
            self.activating_changed.emit(Progress(""))

    @Slot(object)
    def _on_job_progressed(self, event: JobProgress) -> None:
        if event.name == TRAIN:
            # The job does not tell its run's name; the list does once the folder is made.
            if not self.run:
                self.ask_runs()
            self.progress = event.progress
            self.progressed.emit(event.progress)
        elif event.name == ACTIVATE:
            self.activating_changed.emit(event.progress)

    @Slot(object)
    def _on_job_ended(self, event: JobEnded) -> None:
        if event.name == ESTIMATE:
            self._on_estimate(event)
        elif event.name == TRAIN:
            self._on_trained(event)
        elif event.name == ACTIVATE:
            self.activating_changed.emit(None)
            self.ask_runs()
            if event.error is not None:
                self.failed.emit(event.error)

    def _on_estimate(self, event: JobEnded) -> None:
        measured, self._measured = self._measured, None
        if self._wanted is None:
            return
        if measured != self._wanted or event.cancelled:
            if not self._pause.isActive():
                self._measure()
            return
        self.estimated.emit(event.error if event.error is not None else event.report)

    def _on_trained(self, event: JobEnded) -> None:
        self.runs = tuple(
            _ended(info, event) if info.name == self.run else info for info in self.runs
        )
        self.run, self.progress, self.is_stopping = "", None, False
        self.ask_runs()
        self.changed.emit()
        self.ended.emit(event.report)
        if event.error is not None:
            self.failed.emit(event.error)


def _ended(info: RunInfo, event: JobEnded) -> RunInfo:
    """A run as its job left it, until the list is read anew."""
    if isinstance(event.report, RunInfo):
        return event.report
    if event.error is not None:
        return replace(info, state="failed", message=str(event.error))
    return replace(info, state="stopped")
