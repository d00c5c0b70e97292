"""Size, zoom and panels of the window, kept from one start to the next."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QMainWindow, QSplitter

FILE_NAME = "window.ini"


class WindowState:
    """A small file in the library's folder; it may be deleted at any time.

    Args:
        folder: The library's folder.
    """

    def __init__(self, folder: Path) -> None:
        self._settings = QSettings(str(folder / FILE_NAME), QSettings.Format.IniFormat)

    def restore(self, window: QMainWindow, splitter: QSplitter) -> None:
        """Bring window and splitter to their last sizes, or to good first ones."""
        geometry: Any = self._settings.value("geometry")
        if not isinstance(geometry, QByteArray) or not window.restoreGeometry(geometry):
            free = window.screen().availableGeometry().size()
            window.resize((free * 0.8).expandedTo(window.minimumSize()).boundedTo(free))
        state: Any = self._settings.value("splitter")
        if isinstance(state, QByteArray):
            splitter.restoreState(state)

    def number(self, name: str, default: int) -> int:
        """A whole number; the default when the file has none or nonsense."""
        try:
            return int(str(self._settings.value(name, default)))
        except ValueError:
            return default

    def save(self, window: QMainWindow, splitter: QSplitter, **numbers: int) -> None:
        """Write all."""
        self._settings.setValue("geometry", window.saveGeometry())
        self._settings.setValue("splitter", splitter.saveState())
        for name, value in numbers.items():
            self._settings.setValue(name, int(value))
        self._settings.sync()
