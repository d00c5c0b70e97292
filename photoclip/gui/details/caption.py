"""Where the caption of a photo is written."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget


class CaptionEdit(QPlainTextEdit):
    """A few lines of text that are saved when the keyboard leaves them, or by Ctrl+Enter.

    Signals:
        saved: photo id (object), its new caption.
    """

    saved = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._photo_id = 0
        self._before = ""
        self.setObjectName("captionEdit")
        self.setTabChangesFocus(True)
        self.setPlaceholderText(self.tr("What is on this photo?"))
        self.setAccessibleName(self.tr("Caption"))
        self.setFixedHeight(self.fontMetrics().height() * 3 + 18)

    def show_caption(self, photo_id: int, text: str) -> None:
        """Show a photo's caption; what was typed for the one before is saved first."""
        if photo_id == self._photo_id and self.is_changed and self.hasFocus():
            return
        self.save()
        self._photo_id, self._before = photo_id, text
        if self.toPlainText() != text:
            self.setPlainText(text)

    @property
    def is_changed(self) -> bool:
        """True while there is something to save."""
        return bool(self._photo_id) and self.toPlainText().strip() != self._before.strip()

    def save(self) -> None:
        """Tell a changed text."""
        if self.is_changed:
            self._before = self.toPlainText().strip()
            self.saved.emit(self._photo_id, self._before)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Nothing typed is lost."""
        super().focusOutEvent(event)
        self.save()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl and Enter save."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.save()
            return
        super().keyPressEvent(event)
