"""Rescan, pause and stop, and what the status bar says meanwhile."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from photoclip.gui.actions import ActionSet
from photoclip.gui.bridge import Bridge
from photoclip.gui.core_texts import core_text
from photoclip.gui.events import JobEnded, JobProgress, JobStarted
from photoclip.gui.job_desk import AT_ONCE, BESIDE
from photoclip.gui.status import StatusLine


class JobActions(QObject):
    """Connects the actions on work in progress with the bridge and the status bar.

    What runs beside the rest (training) has its own place in the status bar.

    Signals:
        changed: a job began or ended.
        failed: exception with which indexing or watching ended.
        told: sentence of the watcher for the user.
    """

    changed = Signal()
    failed = Signal(object)
    told = Signal(str)

    def __init__(
        self, bridge: Bridge, actions: ActionSet, status: StatusLine, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._actions = actions
        self._status = status
        actions["rescan"].triggered.connect(self._on_rescan)
        actions["pause"].triggered.connect(self._on_pause)
        actions["stop"].triggered.connect(self._on_stop)
        bridge.job_started.connect(self._on_started)
        bridge.job_progressed.connect(self._on_progressed)
        bridge.job_ended.connect(self._on_ended)
        self._enable()

    def _enable(self) -> None:
        for name in ("pause", "stop"):
            self._actions[name].setEnabled(self._bridge.is_working)

    @Slot()
    def _on_rescan(self) -> None:
        self._bridge.start_index()

    @Slot(bool)
    def _on_pause(self, paused: bool) -> None:
        self._bridge.pause(paused)
        self._status.show_work()

    @Slot()
    def _on_stop(self) -> None:
        self._bridge.cancel_index()

    @Slot(object)
    def _on_started(self, event: JobStarted) -> None:
        if event.name in BESIDE:
            return
        self._actions["pause"].setChecked(self._bridge.is_paused)
        self._enable()
        self.changed.emit()

    @Slot(object)
    def _on_progressed(self, event: JobProgress) -> None:
        if event.name in BESIDE or (event.name in AT_ONCE and self._bridge.is_indexing):
            return  # there is one line for the progress
        self._status.show_progress(event)
        # Messages of work stand beside its progress; a resting watcher has no such place.
        if event.progress.phase == "Watching" and event.progress.message:
            self.told.emit(core_text(event.progress.message))

    @Slot(object)
    def _on_ended(self, event: JobEnded) -> None:
        if event.name in BESIDE:
            return
        self._actions["pause"].setChecked(self._bridge.is_paused)
        self._enable()
        self._status.show_ended(event)
        # Whoever starts another job tells its errors.
        if event.error is not None and event.name in {"index", "index-folder", "watch"}:
            self.failed.emit(event.error)
        self.changed.emit()
