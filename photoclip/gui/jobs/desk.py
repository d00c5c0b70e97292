"""Connects the panel of work with the library."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from photoclip.changes import ChangeSet
from photoclip.gui.bridge import Bridge
from photoclip.gui.events import JobEnded
from photoclip.gui.jobs.log import JobLog
from photoclip.gui.jobs.panel import JobsPanel
from photoclip.gui.question import Deed, Question

READ_MS = 2_000
"""The list of files is read at most so often while the library changes."""


class JobsDesk(QObject):
    """Reads files that failed while the panel is seen, and has them tried again.

    Args:
        bridge: Does the work.
        panel: Shows it.

    Signals:
        failed: exception to be told.
    """

    failed = Signal(object)

    def __init__(self, bridge: Bridge, panel: JobsPanel, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._panel = panel
        self.log = JobLog(bridge, self)
        panel.follow(self.log)
        self._files = Question(bridge, "unreadable", self, slow=True)
        self._files.answered.connect(panel.show_failed)
        self._files.failed.connect(self.failed)
        self._retry = Deed(bridge, "files.retry", self)
        self._retry.done.connect(self._on_retried)
        self._retry.failed.connect(self.failed)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(READ_MS)
        self._timer.timeout.connect(self._on_due)
        panel.seen.connect(self._on_due)
        panel.failed.retry_requested.connect(self._on_retry)
        panel.stop_requested.connect(bridge.cancel_job)
        bridge.changed.connect(self._on_changed)
        bridge.job_ended.connect(self._on_ended)

    @Slot()
    def _on_due(self) -> None:
        if self._panel.isVisible():
            self._files.ask()

    @Slot(object)
    def _on_changed(self, changes: ChangeSet) -> None:
        touched = changes.photos or changes.removed or changes.added
        if touched and self._panel.isVisible() and not self._timer.isActive():
            self._timer.start()

    @Slot(object)
    def _on_ended(self, event: JobEnded) -> None:
        if event.name != "watch":
            self._on_due()

    @Slot(object)
    def _on_retry(self, photo_ids: list[int]) -> None:
        self._retry.do(photo_ids)

    @Slot(object, object)
    def _on_retried(self, count: int, _about: object) -> None:
        self._on_due()
        if count:
            self._bridge.start_index()
