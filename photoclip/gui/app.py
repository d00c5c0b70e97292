"""Starts the window: application, colours, language, library, and a tidy end."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QTimer, QTranslator
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox

from photoclip import APP_ID, __version__, relocation
from photoclip.errors import DamagedCatalogError, PhotoClipError, UserError
from photoclip.gui.application import Application
from photoclip.gui.clean_copies import CleanCopies
from photoclip.gui.core_texts import core_text
from photoclip.gui.dialogs.error_report import ErrorReporter
from photoclip.gui.fitting import breakable
from photoclip.gui.going_back import go_back_to_copy
from photoclip.gui.icons import app_icon
from photoclip.gui.library_pages import LibraryPages
from photoclip.gui.main_window import MainWindow
from photoclip.gui.outside import OutsideWatch
from photoclip.gui.quit_signals import QuitSignals
from photoclip.gui.settings.moving import Mover
from photoclip.gui.single_instance import SingleInstance
from photoclip.gui.theme import Theme
from photoclip.gui.welcome.actions import WelcomeActions
from photoclip.handover import Handover
from photoclip.library import Library
from photoclip.paths import APP_NAME, LibraryPaths, default_library_dir, resource
from photoclip.settings import Settings

NOTHING = Handover()
SETTLED_MS = 3_000
"""After this time a started window has loaded what it keeps."""


def run_window(library_path: Path | None, handover: Handover = NOTHING) -> int:
    """Open the window on a library and run it until it is closed.

    Where a window of that library is open already, that one comes to the front instead.

    Args:
        library_path: The library's folder; None for the user's default one.
        handover: What to begin with.

    Returns:
        Exit code: 0 after a normal end, 1 when the library cannot be opened.

    Raises:
        UserError: There is no display to open a window on.
    """
    try:
        place = default_library_dir() if library_path is None else library_path
    except PhotoClipError as error:
        make_application()
        show_start_error(error)
        return 1
    # Colours and language are known before the catalog is opened.
    app = make_application(Settings(LibraryPaths(place).settings, mend=False))
    reporter = ErrorReporter()
    reporter.install()
    signals = QuitSignals()
    if library_path is None:
        place = move_where_asked(place)
    instance = SingleInstance(place)
    try:
        if not instance.claim(handover):
            return 0
        # The worker encodes texts, so that torch stays out of this process.
        try:
            library = Library.open(place, text_encoding="worker")
        except DamagedCatalogError as error:
            if not go_back_to_copy(place, error, signals):
                return 1
            library = Library.open(place, text_encoding="worker")
    except PhotoClipError as error:
        show_start_error(error, signals)
        return 1
    else:
        return _run(app, library, signals, instance, handover)
    finally:
        instance.release()
        signals.uninstall()
        reporter.uninstall()


def _run(
    app: QApplication,
    library: Library,
    signals: QuitSignals,
    instance: SingleInstance,
    handover: Handover,
) -> int:
    window = MainWindow(library)
    LibraryPages(window)
    WelcomeActions(window)
    OutsideWatch(window.bridge, window.model, window)
    signals.received.connect(window.close)
    instance.received.connect(window.take_over)
    window.installEventFilter(instance)
    if isinstance(app, Application):
        app.file_opened.connect(window.take_over)
    window.show()
    if handover != NOTHING:
        window.take_over(handover)
    freeze_later(SETTLED_MS)
    code = app.exec()
    # After a timeout a thread may still read the catalog: then the process just ends,
    # which the catalog survives like any power cut.
    if window.stop_work():
        library.close()
    window.deleteLater()
    return code


def freeze_later(after_ms: int) -> None:
    """Take what is there after some time out of Python's search for cycles.

    Modules and widgets stay as long as the window. To look through all of them takes some 40 ms,
    on whichever thread it falls due, and stops all others for that time.
    """
    QTimer.singleShot(after_ms, gc.freeze)


def move_where_asked(place: Path) -> Path:
    """Move the library where that was asked for; returns where it lies now."""
    try:
        if not relocation.is_due():
            return place
        instance = SingleInstance(place)
        if not instance.claim(NOTHING):
            # Its window is open, and is in front now.
            return place
        try:
            mover = Mover()
            mover.run()
        finally:
            instance.release()
        if mover.error is not None:
            raise mover.error
        return default_library_dir()
    except PhotoClipError as error:
        show_start_error(error)
        return place


def make_application(settings: Settings | None = None) -> QApplication:
    """The application object with its name, icon, colours and language.

    Args:
        settings: Say which colours and language; the system's for None.

    Raises:
        UserError: There is no display.
    """
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    _require_display()
    app = Application([APP_NAME])
    app.setApplicationName(APP_NAME)
    app.setApplicationDisplayName(APP_NAME)
    app.setApplicationVersion(__version__)
    QGuiApplication.setDesktopFileName(APP_ID)
    app.setWindowIcon(app_icon())
    if QLocale().language() == QLocale.Language.C:
        # Without a locale numbers would have no grouping and dates an odd form.
        QLocale.setDefault(QLocale(QLocale.Language.English))
    if settings is not None and settings.text("look.language") != "system":
        QLocale.setDefault(QLocale(settings.text("look.language")))
    _translate(app)
    CleanCopies(app)
    theme = Theme(app)
    if settings is not None:
        theme.want(settings.text("look.theme"))
    return app


def _require_display() -> None:
    """Qt would end the process without a display; a sentence is kinder."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise UserError(
            "There is no display to open a window on; use the commands instead, "
            "for example: photoclip search WORDS."
        )


def _translate(app: QApplication) -> None:
    """Load our texts in the user's language, and Qt's own only where ours exist too.

    English has a file as well: it holds the plural forms.
    """
    folder = str(resource("i18n"))
    locale = QLocale()
    own = QTranslator(app)
    if not own.load(locale, "photoclip", "_", folder):
        if own.load("photoclip_en", folder):
            app.installTranslator(own)
        return
    app.installTranslator(own)
    core = QTranslator(app)
    if core.load(locale, "core", "_", folder):
        app.installTranslator(core)
    qt = QTranslator(app)
    place = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if qt.load(locale, "qtbase", "_", place):
        app.installTranslator(qt)


def show_start_error(error: PhotoClipError, signals: QuitSignals | None = None) -> None:
    """One plain sentence in a box; returns when it is closed, or a signal asks for the end."""
    box = QMessageBox(QMessageBox.Icon.Warning, APP_NAME, breakable(core_text(str(error))))
    box.setStandardButtons(QMessageBox.StandardButton.Close)
    if signals is not None:
        signals.received.connect(box.reject)
    box.exec()
