"""Small questions to the user; none of them blocks the window's work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QCompleter,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QWidget,
)

from photoclip.gui.fitting import breakable, resize_within
from photoclip.gui.sizes import sized


class NameQuestion(QObject):
    """Asks for a name.

    Args:
        window: In front of which it is asked.
        answered: Called with the context and the name, without outer blanks and never empty.
    """

    answered = Signal(object, str)

    def __init__(self, window: QWidget, answered: Callable[[Any, str], None]) -> None:
        super().__init__(window)
        self._window = window
        self._context: Any = None
        self.dialog: QInputDialog | None = None
        self.answered.connect(answered)

    def ask(
        self,
        title: str,
        label: str,
        text: str = "",
        context: Any = None,
        known: Sequence[str] = (),
    ) -> QInputDialog:
        """Show the dialog.

        Args:
            title: Of the dialog.
            label: The question.
            text: A first answer.
            context: Comes back with the name.
            known: Names that are completed while typing.
        """
        self._context = context
        self.dialog = QInputDialog(self._window)
        self.dialog.setWindowTitle(title)
        self.dialog.setLabelText(breakable(label))
        for words in self.dialog.findChildren(QLabel):
            words.setWordWrap(True)
        self.dialog.setTextValue(text)
        for line in self.dialog.findChildren(QLineEdit) if known else ():
            self._complete(line, known)
        self.dialog.textValueSelected.connect(self._on_name)
        self.dialog.finished.connect(self.dialog.deleteLater)
        resize_within(self.dialog, sized(380), self.dialog.sizeHint().height())
        self.dialog.open()
        return self.dialog

    def _complete(self, line: QLineEdit, known: Sequence[str]) -> None:
        completer = QCompleter(list(known), self.dialog)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        popup = completer.popup()
        if popup is not None:
            popup.setObjectName("completions")
        line.setCompleter(completer)
        line.setPlaceholderText(self.tr("Type a name, or press ↓ for those there are"))
        line.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The down key shows what is known before anything is typed."""
        if (
            isinstance(watched, QLineEdit)
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Down
        ):
            watched.completer().setCompletionPrefix(watched.text())
            watched.completer().complete()
            return True
        return bool(super().eventFilter(watched, event))

    @Slot(str)
    def _on_name(self, name: str) -> None:
        if name.strip():
            self.answered.emit(self._context, name.strip())


class Confirmation(QObject):
    """Asks whether something shall be done; Enter and Escape leave it.

    Args:
        window: In front of which it is asked.
        confirmed: Called with the context when the answer is yes.
    """

    confirmed = Signal(object)

    def __init__(self, window: QWidget, confirmed: Callable[[Any], None]) -> None:
        super().__init__(window)
        self._window = window
        self._context: Any = None
        self._yes: QAbstractButton | None = None
        self.confirmed.connect(confirmed)

    def ask(self, title: str, question: str, more: str, verb: str, context: Any) -> QMessageBox:
        """Show the box.

        Args:
            title: Of the box.
            question: What is asked.
            more: What it means.
            verb: Text of the button that does it.
            context: Comes back with a yes.
        """
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(title)
        box.setText(breakable(question))
        box.setInformativeText(breakable(more))
        self._context = context
        self._yes = box.addButton(verb, QMessageBox.ButtonRole.AcceptRole)
        cancel = box.addButton(
            QCoreApplication.translate("ask", "Cancel"), QMessageBox.ButtonRole.RejectRole
        )
        box.setDefaultButton(cancel)
        box.setEscapeButton(cancel)
        box.buttonClicked.connect(self._on_button)
        box.finished.connect(box.deleteLater)
        box.open()
        return box

    @Slot(QAbstractButton)
    def _on_button(self, button: QAbstractButton) -> None:
        if button is self._yes:
            self.confirmed.emit(self._context)
