"""Stars and flags of the selected photos."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from photoclip.gui.icons import icon

MOST = 5


class StarBar(QWidget):
    """Five stars and two flags; a press on what is set takes it away.

    Signals:
        rated: wanted number of stars; 0 takes them away.
        flagged: 1 picked, -1 refused, 0 neither.
    """

    rated = Signal(int)
    flagged = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rating = 0
        self._pick: int | None = 0
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.stars = [
            self._button(self.tr("%Ln star(s)", "", n) + f" ({n})") for n in range(1, MOST + 1)
        ]
        self.pick = self._button(self.tr("Picked (P)"))
        self.refuse = self._button(self.tr("Refused (X)"))
        for place, button in enumerate(self.stars):
            button.setProperty("stars", place + 1)
            button.clicked.connect(self._on_star)
            row.addWidget(button)
        row.addStretch(1)
        self.pick.clicked.connect(self._on_pick)
        self.refuse.clicked.connect(self._on_refuse)
        row.addWidget(self.pick)
        row.addWidget(self.refuse)
        self.tint(self.palette())

    def _button(self, tip: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName("starButton")
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setIconSize(QSize(18, 18))
        return button

    def show_values(self, rating: int, pick: int | None) -> None:
        """Show stars and flag.

        Args:
            rating: 0..5, or -1 where the photos differ.
            pick: -1, 0, 1, or None where they differ.
        """
        self._rating, self._pick = rating, pick
        self.tint(self.palette())
        self._say()

    def _say(self) -> None:
        """Tell a screen reader what the drawings show."""
        given = self.tr("Given now: %Ln star(s)", "", self._rating)
        text = given if self._rating >= 0 else self.tr("The photos differ")
        for button in self.stars:
            button.setAccessibleDescription(text)
        if self._pick is None:
            flag = self.tr("The photos differ")
        else:
            flag = {1: self.tr("Picked now"), -1: self.tr("Refused now")}.get(self._pick, "")
        for button in (self.pick, self.refuse):
            button.setAccessibleDescription(flag or self.tr("No flag now"))

    def tint(self, palette: QPalette) -> None:
        """Draw the icons in the palette's colours."""
        for place, button in enumerate(self.stars):
            button.setIcon(icon("star-full" if place < self._rating else "star", palette))
        self.pick.setIcon(icon("pick-full" if self._pick == 1 else "pick", palette))
        strong = QPalette(palette)
        if self._pick == -1:
            strong.setColor(QPalette.ColorRole.ButtonText, palette.color(_ACCENT))
        self.refuse.setIcon(icon("reject", strong))

    @Slot()
    def _on_star(self) -> None:
        wanted = int(self.sender().property("stars"))
        self.rated.emit(0 if wanted == self._rating else wanted)

    @Slot()
    def _on_pick(self) -> None:
        self.flagged.emit(0 if self._pick == 1 else 1)

    @Slot()
    def _on_refuse(self) -> None:
        self.flagged.emit(0 if self._pick == -1 else -1)


_ACCENT = QPalette.ColorRole.Link
