"""The third page: when photos are looked at, and what never happens to them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from photoclip.gui.icons import drawing
from photoclip.gui.models.card import quiet_label


class MannerStep(QWidget):
    """One of three manners of indexing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.radios: dict[str, QRadioButton] = {}
        self._group = QButtonGroup(self)
        self._shield = QLabel()
        inside = QWidget()
        inside.setObjectName("welcomeInside")
        area = QScrollArea()
        area.setObjectName("welcomeArea")
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for value, text, more in (
            (
                "now",
                self.tr("Index now"),
                self.tr("Photos can be found soonest. You can go on working meanwhile."),
            ),
            (
                "idle",
                self.tr("When the computer is idle"),
                self.tr("Begins when nobody has used it for two minutes, stops when you are back."),
            ),
            (
                "mains",
                self.tr("On mains power only"),
                self.tr("Nothing is done while the computer runs on battery."),
            ),
        ):
            column.addWidget(self._choice(value, text, more))
        column.addSpacing(6)
        column.addWidget(self._promise())
        column.addStretch(1)
        self.set_value("now")

    def _choice(self, value: str, text: str, more: str) -> QWidget:
        card = QFrame()
        card.setObjectName("modelCard")
        card.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        radio = QRadioButton(text)
        font = radio.font()
        font.setBold(True)
        radio.setFont(font)
        radio.setAccessibleDescription(more)
        self.radios[value] = radio
        self._group.addButton(radio)
        told = quiet_label(more)
        told.setContentsMargins(24, 0, 0, 0)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(14, 11, 14, 11)
        inside.setSpacing(3)
        inside.addWidget(radio)
        inside.addWidget(told)
        return card

    def _promise(self) -> QWidget:
        box = QFrame()
        row = QHBoxLayout(box)
        row.setContentsMargins(14, 4, 14, 4)
        row.setSpacing(12)
        text = QLabel(
            self.tr(
                "Nothing leaves this computer: no photo, no search, no tag. PhotoClip asks the "
                "network only for a model that you choose to download. Your files are never "
                "changed by looking at them."
            )
        )
        text.setWordWrap(True)
        row.addWidget(self._shield, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(text, 1)
        return box

    @property
    def value(self) -> str:
        """``"now"``, ``"idle"`` or ``"mains"``."""
        return next((value for value, radio in self.radios.items() if radio.isChecked()), "now")

    def set_value(self, value: str) -> None:
        """Choose a manner."""
        self.radios.get(value, self.radios["now"]).setChecked(True)

    def enter(self) -> None:
        """Take the keyboard."""
        self.radios[self.value].setFocus()

    def tint(self, palette: QPalette) -> None:
        """Draw the icon in the palette's colours."""
        colour = palette.color(QPalette.ColorRole.Link)
        self._shield.setPixmap(drawing("privacy", colour, 32, self.devicePixelRatioF()))
