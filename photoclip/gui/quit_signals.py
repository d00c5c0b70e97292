"""Ctrl+C in a terminal and a polite kill close the window like its close button does."""

from __future__ import annotations

import signal
import socket
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, Signal, Slot

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class QuitSignals(QObject):
    """Wakes the event loop for Unix signals, which Python handles only between bytecodes.

    Signals:
        received: the program was asked to end.
    """

    received = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._inner, self._outer = socket.socketpair()
        self._inner.setblocking(False)
        self._outer.setblocking(False)
        signal.set_wakeup_fd(self._outer.fileno(), warn_on_full_buffer=False)
        self._before = {number: signal.signal(number, self._ignore) for number in SIGNALS}
        self._notifier = QSocketNotifier(self._inner.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_readable)

    def uninstall(self) -> None:
        """Give the signals back."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(-1)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._inner.close()
        self._outer.close()

    @staticmethod
    def _ignore(_number: int, _frame: FrameType | None) -> None:
        """A handler must be set for the wake-up to happen; the notifier does the rest."""

    @Slot()
    def _on_readable(self) -> None:
        try:
            numbers = self._inner.recv(64)
        except BlockingIOError:
            return
        if any(number in SIGNALS for number in numbers):
            self.received.emit()
