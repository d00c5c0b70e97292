"""The window for a moment, where nobody sees it: for the self-test of what was shipped."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEventLoop, QLibraryInfo, qVersion
from PySide6.QtGui import QImage, QImageReader
from PySide6.QtWidgets import QApplication

from photoclip.gui.app import make_application
from photoclip.gui.library_pages import LibraryPages
from photoclip.gui.main_window import MainWindow
from photoclip.gui.welcome.actions import WelcomeActions
from photoclip.library import Library

_PATIENCE_S: Final = 60.0
_FORMATS: Final = (b"jpeg", b"png", b"svg")
_PLATFORM: Final = {"win32": "qwindows", "darwin": "qcocoa"}


def try_window(library_path: Path, answer: Path) -> int:
    """Open the window on a library, let it show its photos, and close it.

    Args:
        library_path: A library with photos.
        answer: JSON file for what was seen.

    Returns:
        Exit code; 0 also where something is wrong with the window: the file tells it.

    Raises:
        CatalogError: The library cannot be opened.
    """
    app = make_application()
    with Library.open(library_path, text_encoding="worker") as library:
        window = MainWindow(library)
        LibraryPages(window)
        WelcomeActions(window)
        window.show()
        shown = _wait_for_photos(app, window)
        faults = [*_plugin_faults(), *_picture_faults(window.grab().toImage())]
        if not shown:
            faults.append("it shows no photos")
        photos = window.model.rowCount()
        window.close()
        if not window.stop_work():
            faults.append("its work does not end")
        window.deleteLater()
        app.processEvents()
    told = {"photos": photos, "qt": qVersion(), "faults": faults}
    answer.write_text(json.dumps(told), encoding="utf-8")
    return 0


def _wait_for_photos(app: QApplication, window: MainWindow) -> bool:
    until = time.monotonic() + _PATIENCE_S
    while time.monotonic() < until:
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
        if window.results.state.answered and window.model.rowCount():
            return True
        time.sleep(0.01)
    return False


def _plugin_faults() -> list[str]:
    """What of Qt is loaded by name only, so that a build can lose it unnoticed."""
    known = {bytes(each.data()) for each in QImageReader.supportedImageFormats()}
    faults = [f"Qt cannot read {each.decode()}" for each in _FORMATS if each not in known]
    wanted = _PLATFORM.get(sys.platform, "qxcb")
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforms"
    if not any(wanted in file.name for file in folder.glob("*")):
        faults.append(f"Qt's platform plugin {wanted} is missing")
    return faults


def _picture_faults(picture: QImage) -> list[str]:
    """A window with words and photos has many colours."""
    small = picture.scaled(64, 64)
    colours = {small.pixel(x, y) for x in range(small.width()) for y in range(small.height())}
    return [] if len(colours) > 8 else ["it is empty"]
