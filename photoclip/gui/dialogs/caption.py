"""One caption for several photos."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from photoclip.gui.fitting import resize_within


class CaptionDialog(QDialog):
    """Asks for a sentence that all of the photos get.

    Args:
        photo_ids: The photos.
        counted: How many they are, in words.

    Signals:
        saved: ids of the photos (object), and the caption; "" takes theirs away.
    """

    saved = Signal(object, str)

    def __init__(self, photo_ids: Sequence[int], counted: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._photo_ids = list(photo_ids)
        self.setWindowTitle(self.tr("Caption"))
        title = QLabel(self.tr("Caption for {photos}:").format(photos=counted))
        self.text = QPlainTextEdit()
        self.text.setObjectName("captionEdit")
        self.text.setAccessibleName(title.text())
        self.text.setPlaceholderText(self.tr("What is on these photos?"))
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(self.text.fontMetrics().lineSpacing() * 5)
        self.text.installEventFilter(self)
        title.setBuddy(self.text)
        note = QLabel(
            self.tr(
                "It takes the place of what you wrote about each of them before; an empty one "
                "takes that away. Captions that came with the files stay."
            )
        )
        note.setObjectName("quiet")
        note.setWordWrap(True)
        buttons = QDialogButtonBox()
        role = QDialogButtonBox.ButtonRole
        self.save_button = buttons.addButton(self.tr("Save"), role.AcceptRole)
        self.save_button.setDefault(True)
        self.save_button.setToolTip(self.tr("Ctrl and Enter save, too"))
        buttons.addButton(self.tr("Cancel"), role.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        for widget in (title, self.text, note, buttons):
            column.addWidget(widget)
        # A text field would like to be far higher than a caption.
        letters = self.fontMetrics()
        resize_within(self, letters.averageCharWidth() * 64, letters.lineSpacing() * 16)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl and Enter save; Enter alone is a new line."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.accept()
            return True
        return bool(super().eventFilter(watched, event))

    def accept(self) -> None:
        """Tell the text."""
        super().accept()
        self.saved.emit(self._photo_ids, self.text.toPlainText().strip())
