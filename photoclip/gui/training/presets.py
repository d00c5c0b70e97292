"""The choice of how much of the model may change."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QButtonGroup, QLabel, QRadioButton, QVBoxLayout, QWidget

from photoclip.gui.core_texts import core_text
from photoclip.gui.training.words import preset_meaning, preset_title
from photoclip.run_reports import PresetChoice
from photoclip.runs import PRESETS, Preset

INDENT = 24
ADVANCED: Preset = "full"
"""Shown only where someone looks for it: it is slow, and forgets most easily."""


class Explanation(QLabel):
    """What stands below a choice; a press on it chooses too."""

    def __init__(self, button: QRadioButton) -> None:
        super().__init__()
        self._button = button
        self.setObjectName("quiet")
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setContentsMargins(INDENT, 0, 0, 0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what is explained."""
        if self._button.isEnabled():
            self._button.click()
        event.accept()


class PresetChoices(QWidget):
    """All presets; those that the data does not allow say why.

    Signals:
        changed: another one is chosen.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("How much of the model may change"))
        self._group = QButtonGroup(self)
        self._advanced = False
        self.buttons: dict[Preset, QRadioButton] = {}
        self.meanings: dict[Preset, Explanation] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        for preset in PRESETS:
            button = QRadioButton(preset_title(preset))
            meaning = Explanation(button)
            self._group.addButton(button)
            self.buttons[preset], self.meanings[preset] = button, meaning
            column.addWidget(button)
            column.addWidget(meaning)
            column.addSpacing(5)
        self._group.buttonToggled.connect(self._on_toggled)
        self.set_advanced(False)

    @property
    def preset(self) -> Preset | None:
        """The chosen one; None where none is allowed."""
        for preset, button in self.buttons.items():
            if button.isChecked() and button.isEnabled():
                return preset
        return None

    def show_choices(self, choices: Sequence[PresetChoice]) -> None:
        """Show what the data allows; the choice stays where it still is allowed."""
        for choice in choices:
            button, meaning = self.buttons[choice.preset], self.meanings[choice.preset]
            button.setEnabled(choice.allowed)
            does = preset_meaning(choice.preset)
            text = does if choice.allowed else core_text(choice.reason)
            meaning.setText(text)
            meaning.setToolTip("" if choice.allowed else does)
            meaning.setEnabled(choice.allowed)
            button.setAccessibleDescription(text)
        self._choose_allowed()

    def set_advanced(self, advanced: bool) -> None:
        """Show or hide the preset that changes everything."""
        self._advanced = advanced
        self.buttons[ADVANCED].setVisible(advanced)
        self.meanings[ADVANCED].setVisible(advanced)
        self._choose_allowed()

    def _choose_allowed(self) -> None:
        """Never leave a choice on what cannot be had."""
        offered = [preset for preset in PRESETS if self._advanced or preset != ADVANCED]
        if self.preset in offered:
            return
        for preset in offered:
            if self.buttons[preset].isEnabled():
                self.buttons[preset].setChecked(True)
                return

    @Slot()
    def _on_toggled(self) -> None:
        # Told twice for a change, once for each button; what listens compares.
        self.changed.emit()
