"""Changes of settings, told on the GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from photoclip.settings import Settings


class SettingsWatch(QObject):
    """Passes on what changed, wherever it was changed.

    Signals:
        changed: key of the setting.
    """

    changed = Signal(str)

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings = settings
        self._unsubscribe = settings.subscribe(self._tell)

    def close(self) -> None:
        """Hear no more; may be repeated."""
        self._unsubscribe()

    def _tell(self, key: str) -> None:
        # The settings may outlive the window.
        if isValid(self):
            self.changed.emit(key)
