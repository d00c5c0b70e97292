"""The application object, which macOS tells of files to open."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from photoclip.handover import Handover


class Application(QApplication):
    """Other systems start the program with the file as an argument; macOS tells the one that runs.

    Signals:
        file_opened: Handover with a file or folder: “Open with”, or dropped on the Dock's icon.
    """

    file_opened = Signal(object)

    # Not an event filter: that would see every event of every widget.
    def event(self, event: QEvent) -> bool:
        """Take files; everything else goes its way."""
        if isinstance(event, QFileOpenEvent) and event.file():
            self.file_opened.emit(Handover((Path(event.file()),)))
            return True
        return super().event(event)
