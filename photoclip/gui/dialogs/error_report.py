"""A bug is told in one dialog with a report that can be copied; the program stays alive."""

from __future__ import annotations

import sys
import threading
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal, Slot, qVersion
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout

from photoclip import __version__
from photoclip.gui.fitting import resize_within
from photoclip.gui.sizes import sized

MAX_REPORTS = 20
"""Further errors are counted only: a bug in a paint event comes many times a second."""


def report_text(error: BaseException) -> str:
    """Versions and traceback of one error."""
    # Not at the top: a start without mistakes needs it not.
    import platform

    trace = "".join(traceback.format_exception(error))
    return (
        f"PhotoClip {__version__}, Python {platform.python_version()}, Qt {qVersion()}, "
        f"{platform.platform()}\n\n{trace}"
    )


class ErrorDialog(QDialog):
    """Shows the report of one or more errors."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(self.tr("PhotoClip made a mistake"))
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        sentence = QLabel(
            self.tr(
                "Something went wrong in PhotoClip itself. Your photos and your library are safe, "
                "and you can go on working. With the report below the mistake can be mended."
            )
        )
        sentence.setWordWrap(True)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(self.tr("Report"))
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton(self.tr("Copy report"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(self._on_copy)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(12)
        column.addWidget(sentence)
        column.addWidget(self.text, 1)
        column.addWidget(buttons)
        resize_within(self, sized(720), sized(460))

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())


class ErrorReporter(QObject):
    """Receives exceptions that nobody handled, from any thread.

    Signals:
        _posted: exception, delivered on the GUI thread.
    """

    _posted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._dialog: ErrorDialog | None = None
        self._count = 0
        self._posted.connect(self._on_posted, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take over Python's hooks for unhandled exceptions."""
        sys.excepthook = self._hook
        threading.excepthook = self._thread_hook

    def uninstall(self) -> None:
        """Give the hooks back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    @property
    def dialog(self) -> ErrorDialog | None:
        """The dialog, once there was an error."""
        return self._dialog

    def report(self, error: BaseException) -> None:
        """Tell the user of an error; may be called on any thread."""
        self._posted.emit(error)

    def _hook(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        sys.__excepthook__(kind, error, trace)
        if isinstance(error, KeyboardInterrupt):
            QGuiApplication.quit()
        else:
            self.report(error)

    def _thread_hook(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            self._hook(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)

    @Slot(object)
    def _on_posted(self, error: BaseException) -> None:
        if self._dialog is None:
            self._dialog = ErrorDialog()
        if not self._dialog.isVisible():
            self._count = 0
            self._dialog.text.clear()
        self._count += 1
        if self._count <= MAX_REPORTS:
            self._dialog.text.appendPlainText(report_text(error))
        self._dialog.show()
