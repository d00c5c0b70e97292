"""Text that is copied from labels comes without the signs that only let its lines break."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel

from photoclip.gui.fitting import BREAK


class CleanCopies(QObject):
    """Looks at what labels put into the clipboard: a path must be one that programs find."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clipboard = QGuiApplication.clipboard()
        self._clipboard.dataChanged.connect(self._on_copied)

    @Slot()
    def _on_copied(self) -> None:
        label, text = QApplication.focusWidget(), self._clipboard.text()
        if not isinstance(label, QLabel) or BREAK not in text:
            return
        # What another program has copied is not ours to change.
        if self._clipboard.ownsClipboard() or label.selectedText() == text:
            self._clipboard.setText(text.replace(BREAK, ""))
