"""The model manager: every model on a card, and what this computer has for them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from photoclip.errors import PhotoClipError
from photoclip.gui.ask import Confirmation
from photoclip.gui.core_texts import core_text
from photoclip.gui.fitting import resize_within
from photoclip.gui.models.card import ModelCard, quiet_label
from photoclip.gui.models.desk import ModelsDesk
from photoclip.gui.models.importing import ImportDialog
from photoclip.gui.models.words import hardware_text
from photoclip.gui.notice import NoticeBar
from photoclip.gui.sizes import sized


class ModelsDialog(QDialog):
    """Shows what the desk knows, and asks it for what the user wants; closing stops nothing."""

    def __init__(self, desk: ModelsDesk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setWindowTitle(self.tr("Models"))
        self.cards: dict[str, ModelCard] = {}
        self.importing: ImportDialog | None = None
        intro = QLabel(
            self.tr(
                "A model turns photos and words into what a search compares. Stronger models "
                "find more and take longer for each photo, once. Only the model is downloaded; "
                "your photos stay on this computer."
            )
        )
        intro.setWordWrap(True)
        self.hardware = quiet_label()
        self._cards_column = QVBoxLayout()
        self._cards_column.setContentsMargins(0, 0, 6, 0)
        self._cards_column.setSpacing(10)
        self._cards_column.addStretch(1)
        inside = QWidget()
        inside.setObjectName("formInside")
        inside.setLayout(self._cards_column)
        self.area = QScrollArea()
        self.area.setObjectName("formArea")
        self.area.setAccessibleName(self.tr("Models"))
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inside)
        self.notice = NoticeBar()
        self._confirm = Confirmation(self, desk.remove)
        self._lay_out(intro)
        desk.changed.connect(self._show)
        desk.progressed.connect(self._show_work)
        resize_within(self, sized(720), sized(640))

    def _lay_out(self, intro: QLabel) -> None:
        self.from_file = QPushButton(self.tr("Import a model…"))
        self.from_file.setProperty("compact", "true")
        self.from_file.setToolTip(
            self.tr("Take a model from a file or folder, for computers without a network")
        )
        self.from_file.setAutoDefault(False)
        self.from_file.clicked.connect(self._on_import)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self.from_file)
        foot.addStretch(1)
        foot.addWidget(buttons)
        inside = QVBoxLayout()
        inside.setContentsMargins(18, 16, 18, 14)
        inside.setSpacing(10)
        inside.addWidget(intro)
        inside.addWidget(self.hardware)
        inside.addWidget(self.area, 1)
        inside.addLayout(foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(inside, 1)
        column.addWidget(self.notice)

    def showEvent(self, event: QShowEvent) -> None:
        """Read everything anew."""
        super().showEvent(event)
        self._desk.refresh()
        self._show()

    def tell(self, error: Exception) -> bool:
        """Show a known problem here; False when the window is to do it."""
        if not self.isVisible() or not isinstance(error, PhotoClipError):
            return False
        self.notice.say(core_text(str(error)))
        return True

    def say(self, text: str) -> bool:
        """Say for a while what was done; False when the window is to do it."""
        if self.isVisible():
            self.notice.confirm(text)
        return self.isVisible()

    @Slot()
    def _show(self) -> None:
        hardware = self._desk.hardware
        recommended = hardware.recommended if hardware is not None else ""
        if hardware is not None:
            text = self.tr("This computer: {hardware}").format(hardware=hardware_text(hardware))
            self.hardware.setText(text)
        self._have_cards()
        for info in self._desk.models:
            self.cards[info.key].show_model(
                info,
                recommended=info.key == recommended,
                work=self._desk.work_on(info.key),
            )

    def _have_cards(self) -> None:
        keys = [info.key for info in self._desk.models]
        for key in [key for key in self.cards if key not in keys]:
            card = self.cards.pop(key)
            card.hide()
            card.deleteLater()
        for place, key in enumerate(keys):
            if key not in self.cards:
                card = ModelCard(key)
                card.acted.connect(self._on_acted)
                self.cards[key] = card
            if self._cards_column.indexOf(self.cards[key]) != place:
                self._cards_column.insertWidget(place, self.cards[key])
        before: QWidget = self.area
        for key in keys:
            # Made late, they would come behind everything else.
            for button in self.cards[key].buttons.values():
                QWidget.setTabOrder(before, button)
                before = button

    @Slot()
    def _show_work(self) -> None:
        for key, card in self.cards.items():
            card.show_work(self._desk.work_on(key))

    @Slot(str, str)
    def _on_acted(self, key: str, action: str) -> None:
        if action == "download":
            self._desk.download(key)
        elif action == "activate":
            self._desk.activate(key)
        elif action == "verify":
            self._desk.verify(key)
        elif action == "cancel":
            self._desk.cancel(key)
        else:
            self._ask_to_remove(key)

    def _ask_to_remove(self, key: str) -> None:
        self._confirm.ask(
            self.tr("Remove a model"),
            self.tr("Remove “{name}”?").format(name=self._desk.title(key)),
            self.tr(
                "Its files and what it knows of your photos are deleted; tags, captions and "
                "suggestions stay. It can be downloaded again."
            ),
            self.tr("Remove"),
            key,
        )

    @Slot()
    def _on_import(self) -> None:
        self.importing = ImportDialog(self._desk.models, self)
        self.importing.chosen.connect(self._on_chosen)
        self.importing.finished.connect(self.importing.deleteLater)
        self.importing.open()

    @Slot(object, str, str)
    def _on_chosen(self, path: Path, key: str, arch: str) -> None:
        self._desk.import_model(path, key=key, arch=arch)
