"""One model on a card: what it is, what is known of it, and what is being done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from photoclip.gui.core_texts import core_text
from photoclip.gui.job_desk import MODEL_ACTIVATE, MODEL_DOWNLOAD, MODEL_IMPORT, MODEL_VERIFY
from photoclip.gui.models.desk import ModelWork
from photoclip.gui.models.words import download_text, facts_text, figures_text
from photoclip.gui.texts import number
from photoclip.results import ModelInfo

PROGRESS_STEPS = 1000
"""A bar counts in these: bytes do not fit into its numbers."""


def quiet_label(text: str = "") -> QLabel:
    """A line of small print that wraps."""
    label = QLabel(text)
    label.setObjectName("quiet")
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def badge(text: str) -> QLabel:
    """A word on a model, such as "Recommended"."""
    label = QLabel(text)
    label.setObjectName("badge")
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


class ModelCard(QFrame):
    """What is known of one model.

    Args:
        key: The model.
        choosable: Whether it is chosen with a radio button rather than worked with.

    Signals:
        acted: key of the model, and what to do with it: ``"download"``, ``"activate"``,
            ``"verify"``, ``"remove"`` or ``"cancel"``.
    """

    acted = Signal(str, str)

    def __init__(self, key: str, *, choosable: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self.setObjectName("modelCard")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.radio = QRadioButton() if choosable else None
        self._title = QLabel()
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._badges = {
            "active": badge(self.tr("In use")),
            "recommended": badge(self.tr("Recommended here")),
            "installed": badge(self.tr("Ready")),
        }
        self._note, self._facts, self._figures = quiet_label(), quiet_label(), quiet_label()
        self._note.setObjectName("modelNote")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, PROGRESS_STEPS)
        self._step = quiet_label()
        self._step.setWordWrap(False)
        self._work = QWidget()
        self.buttons: dict[str, QPushButton] = {}
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        name: QWidget = self._title if self.radio is None else self.radio
        font = name.font()
        font.setBold(True)
        name.setFont(font)
        head.addWidget(name)
        for label in self._badges.values():
            head.addWidget(label)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 11, 14, 11)
        column.setSpacing(4)
        column.addLayout(head)
        inside = QVBoxLayout()
        inside.setSpacing(3)
        inside.setContentsMargins(24 if self.radio is not None else 0, 0, 0, 0)
        for label in (self._note, self._facts, self._figures):
            inside.addWidget(label)
        column.addLayout(inside)
        if self.radio is None:
            self._add_work(column)
            self._add_buttons(column)

    def _add_work(self, column: QBoxLayout) -> None:
        row = QHBoxLayout(self._work)
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._bar, 1)
        row.addWidget(self._step)
        column.addWidget(self._work)

    def _add_buttons(self, column: QBoxLayout) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(0, 5, 0, 0)
        row.setSpacing(8)
        for action, text in (
            ("download", self.tr("Download")),
            ("activate", self.tr("Use this model")),
            ("verify", self.tr("Check")),
            ("remove", self.tr("Remove…")),
            ("cancel", self.tr("Stop")),
        ):
            button = QPushButton(text)
            button.setProperty("compact", "true")
            button.setProperty("action", action)
            button.clicked.connect(self._on_button)
            row.addWidget(button)
            self.buttons[action] = button
        row.addStretch(1)
        column.addLayout(row)

    def show_model(self, info: ModelInfo, *, recommended: bool, work: ModelWork | None) -> None:
        """Show what is known.

        Args:
            info: The model.
            recommended: Whether it suits this machine best.
            work: The job on it.
        """
        self._title.setText(info.title)
        if self.radio is not None:
            self.radio.setText(info.title.replace("&", "&&"))
            self.radio.setAccessibleDescription(f"{core_text(info.note)} {facts_text(info)}")
        self._badges["active"].setVisible(info.active)
        self._badges["installed"].setVisible(info.installed and not info.active)
        self._badges["recommended"].setVisible(recommended)
        self._note.setText(core_text(info.note))
        self._note.setVisible(bool(info.note))
        self._facts.setText(facts_text(info))
        figures = figures_text(info)
        if figures:
            figures = self.tr("Published: {figures}").format(figures=figures)
        self._figures.setText(figures)
        self._figures.setVisible(bool(figures))
        self._figures.setToolTip(figures_text(info, everything=True))
        self.setAccessibleName(info.title)
        if self.radio is None:
            self._show_buttons(info, work)
            self.show_work(work)

    def _show_buttons(self, info: ModelInfo, work: ModelWork | None) -> None:
        free = work is None
        own = info.source == "builtin"
        shown = {
            "download": free and not info.installed,
            "activate": free and info.installed and not info.active,
            "verify": free and info.installed and not own,
            "remove": free and info.installed and not info.active and not own,
            "cancel": not free,
        }
        focused = next((n for n, b in self.buttons.items() if b.hasFocus()), None)
        for action, button in self.buttons.items():
            button.setVisible(shown[action])
            button.setAccessibleName(f"{button.text()}: {info.title}")
        self.buttons["download"].setText(
            self.tr("Go on with the download") if info.begun else self.tr("Download")
        )
        if focused is not None and not shown[focused]:
            # The keyboard stays on the card.
            first = next((action for action, there in shown.items() if there), None)
            if first is not None:
                self.buttons[first].setFocus()

    def show_work(self, work: ModelWork | None) -> None:
        """Show how far the job on it is."""
        self._work.setVisible(work is not None)
        if work is None:
            return
        self.buttons["cancel"].setEnabled(not work.stopping)
        progress = work.progress
        if progress is not None and progress.total:
            self._bar.setRange(0, PROGRESS_STEPS)
            self._bar.setValue(int(PROGRESS_STEPS * progress.done / progress.total))
        else:
            self._bar.setRange(0, 0)
        self._step.setText(self._step_text(work))
        self._bar.setAccessibleName(self._step.text())

    def _step_text(self, work: ModelWork) -> str:
        if work.stopping:
            return self.tr("Stopping…")
        progress = work.progress
        if work.job in {MODEL_DOWNLOAD, MODEL_IMPORT}:
            return download_text(progress)
        if work.job == MODEL_VERIFY:
            return self.tr("Checking that it works…")
        if work.job == MODEL_ACTIVATE and progress is not None and progress.total:
            text = self.tr("Looking at photos: {done} of {total}; the old model answers meanwhile")
            return text.format(done=number(progress.done), total=number(progress.total))
        return self.tr("Getting ready…")

    @Slot()
    def _on_button(self) -> None:
        button = self.sender()
        if isinstance(button, QAbstractButton):
            self.acted.emit(self.key, str(button.property("action")))
