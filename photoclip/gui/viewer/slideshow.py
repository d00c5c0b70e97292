"""The clock of a slideshow: a photo stays its time from the moment it is seen."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

SECONDS = 5


class Slideshow(QObject):
    """Says when the next photo is due; it shows nothing itself.

    Signals:
        due: the present photo has had its time.
        changed: it was started, ended, held or let go on.
    """

    due = Signal()
    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running = False
        self._paused = False
        self._seen = False
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self._on_time)

    @property
    def is_running(self) -> bool:
        """True from start to end, held or not."""
        return self._running

    @property
    def is_paused(self) -> bool:
        """True while it is held."""
        return self._paused

    def start(self, seconds: int = SECONDS) -> None:
        """Begin; the clock starts at the first :meth:`seen`."""
        self._running, self._paused, self._seen = True, False, False
        self.timer.setInterval(1000 * max(1, seconds))
        self.changed.emit()

    def stop(self) -> None:
        """End."""
        if self._running:
            self._running = self._paused = False
            self.timer.stop()
            self.changed.emit()

    def toggle(self) -> None:
        """Hold, or go on with the present photo's whole time."""
        if not self._running:
            return
        self._paused = not self._paused
        self.timer.stop()
        if not self._paused and self._seen:
            self.timer.start()
        self.changed.emit()

    def opened(self) -> None:
        """Another photo is to be shown; its time has not begun."""
        self._seen = False
        self.timer.stop()

    def seen(self) -> None:
        """The present photo is on screen, as sharp as it gets or with the reason why not."""
        if self._running and not self._seen:
            self._seen = True
            if not self._paused:
                self.timer.start()

    @Slot()
    def _on_time(self) -> None:
        self.due.emit()
