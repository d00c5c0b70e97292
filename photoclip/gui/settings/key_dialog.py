"""Asks for one key of an action, and says at once whose it is already."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QKeySequenceEdit,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from photoclip.gui.settings.keymap import KeyEntry, Keymap, native
from photoclip.gui.sizes import sized


class KeyDialog(QDialog):
    """Press the keys, then Add.

    Args:
        keymap: Knows the keys of all actions.
        entry: The action that gets the key.
        parent: In front of which it is asked.

    Signals:
        chosen: name of the action, key.
    """

    chosen = Signal(str, str)

    def __init__(self, keymap: Keymap, entry: KeyEntry, parent: QWidget) -> None:
        super().__init__(parent)
        self._keymap = keymap
        self._entry = entry
        self.setWindowTitle(self.tr("Add a key"))
        label = QLabel(self.tr("Press the keys for “{name}”.").format(name=entry.text))
        label.setTextFormat(Qt.TextFormat.PlainText)
        self.edit = QKeySequenceEdit()
        self.edit.setMaximumSequenceLength(1)
        self.edit.setAccessibleName(label.text())
        label.setBuddy(self.edit)
        self.note = QLabel()
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setWordWrap(True)
        self.note.setMinimumHeight(2 * self.fontMetrics().lineSpacing())
        self.note.setAlignment(Qt.AlignmentFlag.AlignTop)
        buttons = QDialogButtonBox()
        role = QDialogButtonBox.ButtonRole
        self.add_button = buttons.addButton(self.tr("Take it over"), role.AcceptRole)
        self.add_button.setMinimumWidth(self.add_button.sizeHint().width() + sized(8))
        self.add_button.setText(self.tr("Add"))
        self.again_button = buttons.addButton(self.tr("Other keys"), role.ActionRole)
        self.cancel_button = buttons.addButton(self.tr("Cancel"), role.RejectRole)
        self.add_button.setEnabled(False)
        self.again_button.setEnabled(False)
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        self.again_button.clicked.connect(self._on_again)
        self.edit.keySequenceChanged.connect(self._on_key)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(10)
        for part in (label, self.edit, self.note, buttons):
            column.addWidget(part)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 52)
        self.edit.setFocus()

    @property
    def key(self) -> str:
        """The key that was pressed, as it is kept; "" for none yet."""
        return self.edit.keySequence().toString()

    @Slot(QKeySequence)
    def _on_key(self, _sequence: QKeySequence) -> None:
        key = self.key
        self.again_button.setEnabled(bool(key))
        self.add_button.setEnabled(bool(key) and key not in self._keymap.keys(self._entry.name))
        self.add_button.setText(self.tr("Add"))
        if not key:
            self.note.setText("")
            return
        owner = self._keymap.owner(key, other_than=self._entry.name)
        if owner:
            text = self.tr("{key} belongs to “{name}”, which would lose it.")
            words = next(each.text for each in self._keymap.entries() if each.name == owner)
            self.note.setText(text.format(key=native(key), name=words))
            self.add_button.setText(self.tr("Take it over"))
        elif not self.add_button.isEnabled():
            self.note.setText(self.tr("It has this key already."))
        else:
            self.note.setText(self.tr("{key} is free.").format(key=native(key)))
        # The field would take Tab and Esc for keys: from here on they are the dialog's.
        (self.add_button if self.add_button.isEnabled() else self.again_button).setFocus()

    @Slot()
    def _on_again(self) -> None:
        self.edit.clear()
        self.edit.setFocus()

    @Slot()
    def _on_accepted(self) -> None:
        self.chosen.emit(self._entry.name, self.key)
        self.accept()
