"""The one way from a worker thread to the GUI thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal, Slot

Merge = Callable[[list[Any], Any], bool]


class Mailbox(QObject):
    """Hands values that any thread posts to the GUI thread, in order and in batches.

    Posting wakes the GUI thread once per batch, not once per value, so a job that
    reports ten thousand steps a second cannot flood the event loop. Receivers
    connect a ``@Slot`` method of a main-thread object: the thread of a slot
    follows its receiver, and a lambda would run in the worker.

    Args:
        interval_ms: Least time between two batches.
        merge: Called under the lock with the waiting values and the new one;
            returns True when it has folded the new value into them.

    Signals:
        delivered: list of posted values, on the GUI thread.
    """

    delivered = Signal(object)
    _wake = Signal()

    def __init__(
        self, parent: QObject | None = None, *, interval_ms: int = 0, merge: Merge | None = None
    ) -> None:
        super().__init__(parent)
        self._merge = merge
        self._waiting: list[Any] = []
        self._lock = threading.Lock()
        self._closed = False
        self._clock = QElapsedTimer()
        self._interval_ms = interval_ms
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._deliver)
        self._wake.connect(self._on_wake, Qt.ConnectionType.QueuedConnection)

    def post(self, value: Any) -> None:
        """Queue ``value``; may be called on any thread, does nothing after :meth:`close`."""
        with self._lock:
            if self._closed:
                return
            first = not self._waiting
            if self._merge is None or not self._merge(self._waiting, value):
                self._waiting.append(value)
            if first:
                self._wake.emit()

    def close(self) -> None:
        """Drop what waits and what will come."""
        with self._lock:
            self._closed = True
            self._waiting.clear()
        self._timer.stop()

    @Slot()
    def _on_wake(self) -> None:
        passed = self._clock.elapsed() if self._clock.isValid() else self._interval_ms
        if passed >= self._interval_ms:
            self._deliver()
        elif not self._timer.isActive():
            self._timer.start(self._interval_ms - passed)

    @Slot()
    def _deliver(self) -> None:
        with self._lock:
            batch, self._waiting = self._waiting, []
        self._clock.start()
        if batch:
            self.delivered.emit(batch)
