"""The window for a moment, where nobody sees it: for the self-test of what was shipped."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEventLoop, QLibraryInfo, QTranslator, qVersion
from PySide6.QtGui import QImageReader
from PySide6.QtWidgets import QApplication

from photoclip.gui.app import make_application
from photoclip.gui.library_pages import LibraryPages
from photoclip.gui.main_window import MainWindow
from photoclip.gui.welcome.actions import WelcomeActions
from photoclip.library import Library
from photoclip.paths import resource

_PATIENCE_S: Final = 60.0
_FORMATS: Final = (b"jpeg", b"png", b"svg")
_PLATFORMS: Final = {"win32": ("qwindows",), "darwin": ("qcocoa",)}
_ON_LINUX: Final = ("qxcb", "qwayland")
_TEXTS: Final = ("photoclip_en", "photoclip_de", "core_de")
_QT_TEXTS: Final = ("qtbase_de",)


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
        faults = [*plugin_faults(plugins_folder()), *text_faults(), *_picture_faults(window)]
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


def plugins_folder() -> Path:
    """Where Qt looks for its plugins."""
    return Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))


def plugin_faults(folder: Path) -> list[str]:
    """What of Qt is loaded by name only, so that a build can lose it unnoticed.

    Args:
        folder: Qt's plugins.
    """
    known = {bytes(each.data()) for each in QImageReader.supportedImageFormats()}
    faults = [f"Qt cannot read {each.decode()}" for each in _FORMATS if each not in known]
    # Without this one drawings can be read, but icons stay empty.
    wanted = [("iconengines", "qsvgicon")]
    wanted += [("platforms", name) for name in _PLATFORMS.get(sys.platform, _ON_LINUX)]
    for kind, name in wanted:
        if not any(name in file.name for file in (folder / kind).glob("*")):
            faults.append(f"Qt's plugin {name} is missing")
    return faults


def text_faults() -> list[str]:
    """Words of other languages that cannot be loaded."""
    places = [(str(resource("i18n")), name) for name in _TEXTS]
    qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    places += [(qt, name) for name in _QT_TEXTS]
    return [f"the texts {name} are missing" for at, name in places if not _loads(name, at)]


def _loads(name: str, folder: str) -> bool:
    return QTranslator().load(name, folder)


def _picture_faults(window: MainWindow) -> list[str]:
    """A window with words and photos has many colours."""
    small = window.grab().toImage().scaled(64, 64)
    colours = {small.pixel(x, y) for x in range(small.width()) for y in range(small.height())}
    return [] if len(colours) > 8 else ["it is empty"]
