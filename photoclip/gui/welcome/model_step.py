"""The second page: which model looks at the photos."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QButtonGroup, QScrollArea, QVBoxLayout, QWidget

from photoclip.gui.models.card import ModelCard, quiet_label
from photoclip.gui.models.desk import ModelsDesk
from photoclip.gui.models.words import hardware_text


class ModelStep(QWidget):
    """Models on cards, of which one is chosen; that in use at first."""

    def __init__(self, desk: ModelsDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.cards: dict[str, ModelCard] = {}
        self._awaited = False
        self._group = QButtonGroup(self)
        self.hardware = quiet_label()
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 0, 6, 0)
        self._column.setSpacing(8)
        self._column.addStretch(1)
        inside = QWidget()
        inside.setObjectName("welcomeInside")
        inside.setLayout(self._column)
        self.area = QScrollArea()
        self.area.setObjectName("welcomeArea")
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.hardware)
        column.addWidget(self.area, 1)
        desk.changed.connect(self._show)
        self._group.buttonClicked.connect(self._on_chosen)

    @property
    def chosen(self) -> str:
        """Key of the chosen model; "" while the list is not read."""
        return next((key for key, card in self.cards.items() if _is_checked(card)), "")

    def choose(self, key: str) -> None:
        """Choose a model."""
        radio = self.cards[key].radio
        if radio is not None:
            radio.setChecked(True)

    def enter(self) -> None:
        """Read the list, and take the keyboard."""
        self._desk.refresh()
        self._awaited = True
        self._show()

    def _take_keyboard(self) -> None:
        card = self.cards.get(self.chosen)
        if self._awaited and card is not None and card.radio is not None:
            self._awaited = False
            card.radio.setFocus()

    @Slot()
    def _show(self) -> None:
        hardware = self._desk.hardware
        recommended = hardware.recommended if hardware is not None else ""
        if hardware is not None:
            text = self.tr("This computer: {hardware}").format(hardware=hardware_text(hardware))
            self.hardware.setText(text)
        before: QWidget = self.hardware
        for place, info in enumerate(self._desk.models):
            if info.key not in self.cards:
                card = ModelCard(info.key, choosable=True)
                self.cards[info.key] = card
                self._column.insertWidget(place, card)
                if card.radio is not None:
                    self._group.addButton(card.radio)
                    card.radio.setChecked(info.active)
            card = self.cards[info.key]
            card.show_model(
                info, recommended=info.key == recommended, work=self._desk.work_on(info.key)
            )
            if card.radio is not None:
                # Made late, they would come behind everything else.
                QWidget.setTabOrder(before, card.radio)
                before = card.radio
        if self.isVisible():
            self._take_keyboard()

    @Slot()
    def _on_chosen(self) -> None:
        card = self.cards.get(self.chosen)
        if card is not None:
            self.area.ensureWidgetVisible(card)


def _is_checked(card: ModelCard) -> bool:
    return card.radio is not None and card.radio.isChecked()
