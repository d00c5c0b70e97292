"""Where the caption of a photo is written."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget


class CaptionEdit(QPlainTextEdit):
    """A few lines of text that are saved when the keyboard leaves them, or by Ctrl+Enter.

    Signals:
        saved: ids of the photos (object) that it is for, their new caption.
        left: Escape took back what was typed.
    """

    saved = Signal(object, str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._photo_ids: tuple[int, ...] = ()
        self._before = ""
        self.setObjectName("captionEdit")
        self.setTabChangesFocus(True)
        self.setPlaceholderText(self.tr("What is on this photo?"))
        self.setAccessibleName(self.tr("Caption"))
        self.setFixedHeight(self.fontMetrics().height() * 3 + 18)

    def show_caption(self, photo_ids: tuple[int, ...], text: str) -> None:
        """Show the caption of a photo, or of a stack; what was typed before is saved first."""
        if photo_ids == self._photo_ids and self.is_changed and self.hasFocus():
            return
        self.save()
        self._photo_ids, self._before = photo_ids, text
        if self.toPlainText() != text:
            self.setPlainText(text)

    @property
    def is_changed(self) -> bool:
        """True while there is something to save."""
        return bool(self._photo_ids) and self.toPlainText().strip() != self._before.strip()

    def save(self) -> None:
        """Tell a changed text."""
        if self.is_changed:
            self._before = self.toPlainText().strip()
            self.saved.emit(self._photo_ids, self._before)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Nothing typed is lost."""
        super().focusOutEvent(event)
        self.save()

    def event(self, event: QEvent) -> bool:
        """Escape is for this field, whatever it means to the window."""
        ours = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if ours and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl and Enter save; Escape takes back what was typed, and leaves."""
        if event.key() == Qt.Key.Key_Escape:
            if self.is_changed:
                self.setPlainText(self._before)
            self.left.emit()
            return
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.save()
            return
        super().keyPressEvent(event)
