"""Starts the window: application, colours, language, library, and a tidy end."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox

from photoclip import __version__
from photoclip.errors import PhotoClipError, UserError
from photoclip.gui.dialogs.error_report import ErrorReporter
from photoclip.gui.icons import app_icon
from photoclip.gui.library_pages import LibraryPages
from photoclip.gui.main_window import MainWindow
from photoclip.gui.quit_signals import QuitSignals
from photoclip.gui.theme import Theme
from photoclip.library import Library
from photoclip.paths import APP_NAME, resource


def run_window(library_path: Path | None) -> int:
    """Open the window on a library and run it until it is closed.

    Args:
        library_path: The library's folder; None for the user's default one.

    Returns:
        Exit code: 0 after a normal end, 1 when the library cannot be opened.

    Raises:
        UserError: There is no display to open a window on.
    """
    app = make_application()
    reporter = ErrorReporter()
    reporter.install()
    signals = QuitSignals()
    try:
        # The worker encodes texts, so that torch stays out of this process.
        library = Library.open(library_path, text_encoding="worker")
    except PhotoClipError as error:
        show_start_error(error)
        return 1
    else:
        return _run(app, library, signals)
    finally:
        signals.uninstall()
        reporter.uninstall()


def _run(app: QApplication, library: Library, signals: QuitSignals) -> int:
    window = MainWindow(library)
    LibraryPages(window)
    signals.received.connect(window.close)
    window.show()
    code = app.exec()
    # After a timeout a thread may still read the catalog: then the process just ends,
    # which the catalog survives like any power cut.
    if window.stop_work():
        library.close()
    window.deleteLater()
    return code


def make_application() -> QApplication:
    """The application object with its name, icon, colours and language.

    Raises:
        UserError: There is no display.
    """
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    _require_display()
    app = QApplication([APP_NAME])
    app.setApplicationName(APP_NAME)
    app.setApplicationDisplayName(APP_NAME)
    app.setApplicationVersion(__version__)
    QGuiApplication.setDesktopFileName("photoclip")
    app.setWindowIcon(app_icon())
    if QLocale().language() == QLocale.Language.C:
        # Without a locale numbers would have no grouping and dates an odd form.
        QLocale.setDefault(QLocale(QLocale.Language.English))
    _translate(app)
    Theme(app)
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
    qt = QTranslator(app)
    place = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if qt.load(locale, "qtbase", "_", place):
        app.installTranslator(qt)


def show_start_error(error: PhotoClipError) -> None:
    """One plain sentence in a box; returns when it is closed."""
    box = QMessageBox(QMessageBox.Icon.Warning, APP_NAME, str(error))
    box.setStandardButtons(QMessageBox.StandardButton.Close)
    box.exec()
