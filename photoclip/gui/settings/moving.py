"""Moving the library at the start, before it is opened, with a bar that can be stopped."""

from __future__ import annotations

import threading
from queue import Empty, SimpleQueue

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QProgressDialog

from photoclip import relocation
from photoclip.jobs.job import Progress

_LOOK_MS = 50
_STEPS = 1_000


class Mover(QObject):
    """Runs the move on a thread of its own.

    Attributes:
        error: Why the library stayed where it is; None if it moved.
    """

    def __init__(self) -> None:
        super().__init__()
        self.error: Exception | None = None
        self._steps: SimpleQueue[Progress | None] = SimpleQueue()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, name="photoclip-move", daemon=True)
        self.dialog = QProgressDialog()
        self.dialog.setWindowTitle(self.tr("Moving the library"))
        self.dialog.setLabelText(self.tr("The library is being copied to its new place."))
        self.dialog.setCancelButtonText(self.tr("Leave it where it is"))
        self.dialog.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.dialog.setRange(0, 0)
        self.dialog.setMinimumDuration(0)
        self.dialog.setAutoClose(False)
        self.dialog.setAutoReset(False)
        self.dialog.canceled.connect(self._on_stop)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._on_look)

    def run(self) -> None:
        """Move; returns when it is done, or stopped."""
        self._thread.start()
        self._timer.start()
        self.dialog.exec()
        self._timer.stop()
        self._thread.join()
        self.dialog.deleteLater()

    def _work(self) -> None:
        job = relocation.carry_out()
        try:
            for step in job:
                self._steps.put(step)
                if self._stop.is_set():
                    job.close()
        except Exception as error:  # noqa: BLE001 - told on the GUI thread
            self.error = error
        finally:
            self._steps.put(None)

    @Slot()
    def _on_stop(self) -> None:
        self._stop.set()
        # It stays until the copy is taken away again.
        self.dialog.setLabelText(self.tr("Stopping…"))
        self.dialog.show()

    @Slot()
    def _on_look(self) -> None:
        while True:
            try:
                step = self._steps.get_nowait()
            except Empty:
                return
            if step is None:
                self.dialog.done(0)
                return
            self.dialog.setRange(0, _STEPS)
            self.dialog.setValue(_STEPS * step.done // max(1, step.total or 1))
