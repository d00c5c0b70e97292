"""Small questions to the user; none of them blocks the window's work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractButton,
    QCompleter,
    QInputDialog,
    QLineEdit,
    QMessageBox,
    QWidget,
)


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
        self.dialog.setLabelText(label)
        self.dialog.setTextValue(text)
        if known:
            completer = QCompleter(list(known), self.dialog)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            for line in self.dialog.findChildren(QLineEdit):
                line.setCompleter(completer)
        self.dialog.textValueSelected.connect(self._on_name)
        self.dialog.finished.connect(self.dialog.deleteLater)
        self.dialog.resize(380, self.dialog.sizeHint().height())
        self.dialog.open()
        return self.dialog

    @Slot(str)
    def _on_name(self, name: str) -> None:
        if name.strip():
            self.answered.emit(self._context, name.strip())


class Confirmation(QObject):
    """Asks whether something shall be done.

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
        box.setText(question)
        box.setInformativeText(more)
        self._context = context
        self._yes = box.addButton(verb, QMessageBox.ButtonRole.AcceptRole)
        box.addButton(
            QCoreApplication.translate("ask", "Cancel"), QMessageBox.ButtonRole.RejectRole
        )
        box.buttonClicked.connect(self._on_button)
        box.finished.connect(box.deleteLater)
        box.open()
        return box

    @Slot(QAbstractButton)
    def _on_button(self, button: QAbstractButton) -> None:
        if button is self._yes:
            self.confirmed.emit(self._context)
