"""Size, zoom and panels of the window, kept from one start to the next."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QMainWindow

from photoclip.gui.panels.panels import Panels

FILE_NAME = "window.ini"


class WindowState:
    """A small file in the library's folder; it may be deleted at any time.

    Args:
        folder: The library's folder.
    """

    def __init__(self, folder: Path) -> None:
        self._settings = QSettings(str(folder / FILE_NAME), QSettings.Format.IniFormat)

    def restore(self, window: QMainWindow, panels: Panels) -> None:
        """Bring window and panels to their last places, or to good first ones."""
        geometry: Any = self._settings.value("geometry")
        if not isinstance(geometry, QByteArray) or not window.restoreGeometry(geometry):
            free = window.screen().availableGeometry().size()
            window.resize((free * 0.8).expandedTo(window.minimumSize()).boundedTo(free))
        for name in panels.docks:
            panels.want(name, bool(self.number(f"panel-{name}", panels.is_wanted(name))))
            panels.docks[name].fold(bool(self.number(f"folded-{name}", 0)))
        panels.want_left(bool(self.number("sidebar", 1)))
        layout: Any = self._settings.value("panels")
        panels.restore(layout if isinstance(layout, QByteArray) else None)

    def number(self, name: str, default: int) -> int:
        """A whole number; the default when the file has none or nonsense."""
        try:
            return int(str(self._settings.value(name, int(default))))
        except ValueError:
            return default

    def texts(self, name: str) -> list[str]:
        """A list of texts; empty when the file has none."""
        # The format writes lists of one as a text, and of none as nothing.
        value: Any = self._settings.value(name, "")
        return [part for part in str(value or "").split("\n") if part]

    def set_texts(self, name: str, texts: list[str]) -> None:
        """Keep a list of texts without line breaks."""
        self._settings.setValue(name, "\n".join(texts))

    def save(self, geometry: QByteArray, panels: Panels, **numbers: int) -> None:
        """Write all; ``geometry`` is what :meth:`restore` gives back to the window."""
        self._settings.setValue("geometry", geometry)
        self._settings.setValue("panels", panels.layout())
        self._settings.setValue("sidebar", int(panels.left_wanted))
        for name, dock in panels.docks.items():
            self._settings.setValue(f"panel-{name}", int(panels.is_wanted(name)))
            self._settings.setValue(f"folded-{name}", int(dock.is_folded))
        for name, value in numbers.items():
            self._settings.setValue(name, int(value))
        self._settings.sync()
