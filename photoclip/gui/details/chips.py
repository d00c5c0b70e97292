"""Tags as small round labels, with buttons to take or refuse them."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from photoclip.gui.details.flow import FlowLayout
from photoclip.gui.eliding_label import ElidingLabel
from photoclip.gui.icons import icon

TAKE = "likely"
DROP = "clear"
SHOW = "right"


class Chip(QWidget):
    """One label.

    Args:
        key: What it stands for.
        text: What it says.
        tip: The long form.
        buttons: (drawing, tip) of each button.

    Signals:
        pressed: key, drawing of the button that was pressed.
    """

    pressed = Signal(object, str)

    def __init__(self, key: Any, text: str, tip: str, buttons: tuple[tuple[str, str], ...]) -> None:
        super().__init__()
        self.key = key
        self.text = text
        self.setObjectName("chip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setToolTip(tip)
        self.buttons: dict[str, QToolButton] = {}
        label = ElidingLabel(least=20)
        label.setText(text)
        row = QHBoxLayout(self)
        row.setContentsMargins(9, 1, 3, 1)
        row.setSpacing(1)
        row.addWidget(label, 1)
        for name, button_tip in buttons:
            button = QToolButton()
            button.setObjectName("chipButton")
            button.setIconSize(QSize(12, 12))
            button.setIcon(icon(name, self.palette()))
            button.setToolTip(button_tip)
            button.setAccessibleName(button_tip)
            button.setProperty("drawing", name)
            button.clicked.connect(self._on_button)
            row.addWidget(button)
            self.buttons[name] = button

    @Slot()
    def _on_button(self) -> None:
        self.pressed.emit(self.key, self.sender().property("drawing"))


class ChipBox(QWidget):
    """Any number of chips in lines.

    Signals:
        pressed: key of a chip, drawing of the button that was pressed.
    """

    pressed = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(self)
        self.chips: list[Chip] = []

    def show_chips(self, chips: list[Chip]) -> None:
        """Show these instead of what was there."""
        self._flow.clear()
        self.chips = chips
        for chip in chips:
            chip.pressed.connect(self.pressed)
            self._flow.addWidget(chip)
        self.updateGeometry()
