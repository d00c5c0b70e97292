"""The first start inside the window: three steps, each of which may be skipped."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont, QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from photoclip.gui.bridge import Bridge
from photoclip.gui.folder_actions import ChooseFolder
from photoclip.gui.icons import app_icon
from photoclip.gui.models.desk import ModelsDesk
from photoclip.gui.welcome.folder_step import FolderStep
from photoclip.gui.welcome.manner_step import MannerStep
from photoclip.gui.welcome.model_step import ModelStep

WIDTH_EMS = 44
"""Widest column, in heights of a line."""


@dataclass(frozen=True, slots=True)
class WelcomeChoices:
    """What was chosen; a step that was skipped chooses nothing.

    Attributes:
        folders: To add.
        model: Key of a model; "" for none.
        start: ``"now"``, ``"idle"``, ``"mains"``, or "" for as it is.
    """

    folders: tuple[Path, ...] = ()
    model: str = ""
    start: str = ""


class WelcomePage(QWidget):
    """Steps with a way back and on.

    Args:
        bridge: Looks into folders.
        desk: Knows the models.
        choose: Asks the user for a folder.

    Signals:
        finished: ``WelcomeChoices``.
        left: back to the photos, with nothing chosen.
        failed: exception to be told.
    """

    finished = Signal(object)
    left = Signal()
    failed = Signal(object)

    def __init__(
        self,
        bridge: Bridge,
        desk: ModelsDesk,
        choose: ChooseFolder,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("welcomePage")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._skipped: set[int] = set()
        self._may_leave = False
        self.folders = FolderStep(bridge, choose)
        self.models = ModelStep(desk)
        self.manner = MannerStep()
        self.folders.failed.connect(self.failed)
        self.folders.changed.connect(self._show)
        self.steps = QStackedWidget()
        for step in (self.folders, self.models, self.manner):
            self.steps.addWidget(step)
        self._picture = QLabel()
        self._picture.setPixmap(app_icon().pixmap(QSize(48, 48), self.devicePixelRatioF()))
        self._heading, self._text = QLabel(), QLabel()
        self._text.setWordWrap(True)
        font = QFont(self._heading.font())
        if font.pointSizeF() > 0:
            font.setPointSizeF(font.pointSizeF() * 1.45)
        font.setBold(True)
        self._heading.setFont(font)
        self._heading.setWordWrap(True)
        self._names = (self.tr("Folders"), self.tr("Model"), self.tr("When"))
        self._signs = [QLabel() for _ in self._names]
        self.back, self.skip = QPushButton(self.tr("&Back")), QPushButton(self.tr("&Skip"))
        self.next = QPushButton()
        self._lay_out()
        self.back.clicked.connect(self._on_back)
        self.skip.clicked.connect(self._on_skip)
        self.next.clicked.connect(self._on_next)
        self._show()

    def _lay_out(self) -> None:
        signs = QHBoxLayout()
        signs.setSpacing(8)
        for sign in self._signs:
            sign.setObjectName("stepSign")
            signs.addWidget(sign)
        signs.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self._heading)
        words.addWidget(self._text)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        for button in (self.back, self.skip, self.next):
            button.setAutoDefault(True)
        self.skip.setProperty("flat", "true")
        self.next.setProperty("primary", "true")
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addWidget(self.back)
        foot.addStretch(1)
        foot.addWidget(self.skip)
        foot.addWidget(self.next)
        self._column = QWidget()
        column = QVBoxLayout(self._column)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addLayout(signs)
        column.addLayout(head)
        column.addWidget(self.steps, 1)
        column.addLayout(foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 20, 24, 20)
        row.addStretch(1)
        row.addWidget(self._column, 100)
        row.addStretch(1)
        self._fit()

    def _fit(self) -> None:
        height = self.fontMetrics().height()
        self._column.setMaximumWidth(WIDTH_EMS * height)
        self._column.setMaximumHeight(46 * height)

    # --- steps --------------------------------------------------------------------------
    @property
    def step(self) -> int:
        """Number of the step in front, from 0."""
        return self.steps.currentIndex()

    def begin(self, *, known: list[Path], start: str) -> None:
        """Go to the first step.

        Args:
            known: Folders that are in the library.
            start: The manner of indexing that is set.
        """
        self._skipped.clear()
        self._may_leave = bool(known)
        self.folders.set_known(known)
        self.folders.clear()
        self.manner.set_value(start)
        self._go(0)

    def _go(self, step: int) -> None:
        self.steps.setCurrentIndex(step)
        self._show()
        (self.folders, self.models, self.manner)[step].enter()

    @Slot()
    def _show(self) -> None:
        step = self.step
        self.back.setText(self.tr("&Back") if step or not self._may_leave else self.tr("&Close"))
        self.back.setEnabled(step > 0 or self._may_leave)
        last = step == self.steps.count() - 1
        self.next.setText(self.tr("Fi&nish") if last else self.tr("&Next"))
        self.next.setEnabled(step > 0 or bool(self.folders.folders()))
        heading, text = self._words(step)
        self._heading.setText(heading)
        self._text.setText(text)
        for place, (sign, name) in enumerate(zip(self._signs, self._names, strict=True)):
            sign.setText(f"{place + 1}   {name}")
            sign.setProperty("current", "true" if place == step else "false")
            sign.style().unpolish(sign)
            sign.style().polish(sign)
        here = self.tr("Step {n} of {all}: {name}")
        self.setAccessibleName(
            here.format(n=step + 1, all=len(self._names), name=self._names[step])
        )

    def _words(self, step: int) -> tuple[str, str]:
        if step == 0:
            return (
                self.tr("Find photos by describing them"),
                self.tr(
                    "Where are your photos? PhotoClip looks at each one once and then finds it by "
                    "what is in it. The files stay where they are."
                ),
            )
        if step == 1:
            return (
                self.tr("How well shall it see?"),
                self.tr(
                    "The starter is ready at once. A stronger model is downloaded in the "
                    "background, and the starter answers until it is there."
                ),
            )
        return (
            self.tr("When shall it look at your photos?"),
            self.tr("You see all photos at once; each can be found as soon as it was looked at."),
        )

    @Slot()
    def _on_back(self) -> None:
        if self.step:
            self._go(self.step - 1)
        else:
            self.left.emit()

    @Slot()
    def _on_skip(self) -> None:
        self._skipped.add(self.step)
        self._on()

    @Slot()
    def _on_next(self) -> None:
        self._skipped.discard(self.step)
        self._on()

    def _on(self) -> None:
        if self.step < self.steps.count() - 1:
            self._go(self.step + 1)
            return
        self.finished.emit(
            WelcomeChoices(
                folders=() if 0 in self._skipped else tuple(self.folders.folders()),
                model="" if 1 in self._skipped else self.models.chosen,
                start="" if 2 in self._skipped else self.manner.value,
            )
        )

    # --- look ---------------------------------------------------------------------------
    def tint(self, palette: QPalette) -> None:
        """Draw the icons in the palette's colours."""
        self.folders.tint(palette)
        self.manner.tint(palette)

    def set_dropping(self, dropping: bool) -> None:
        """Mark the place while a folder hovers over the window."""
        if self.step == 0:
            self.folders.set_dropping(dropping)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leads back to the photos, if there are any."""
        if event.key() == Qt.Key.Key_Escape and self._may_leave:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the system's font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()
