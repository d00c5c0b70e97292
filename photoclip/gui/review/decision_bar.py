"""The bar above the suggestions: what is on show, and the buttons that decide about it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from photoclip.gui.eliding_label import ElidingLabel
from photoclip.gui.sizes import sized

PADDING = 48
"""Width of a button besides its words."""

TITLE = 120
"""Width that the title needs beside the buttons."""

LEAST = 318
"""Width that the buttons need without their keys."""


class DecisionBar(QWidget):
    """Title, number, and Accept, Reject, Skip and Undo; in two lines where room is scarce.

    Args:
        below: A widget of the whole width under them.
    """

    def __init__(self, below: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = ElidingLabel(least=80)
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.count = ElidingLabel(least=0)
        self.count.setObjectName("quiet")
        self.accept = self._button(
            self.tr("Accept"), "A", self.tr("Tag the selected photos, or the current one (A)")
        )
        self.accept.setProperty("primary", "true")
        self.accept.setProperty("compact", "true")
        self.reject = self._button(
            self.tr("Reject"), "R", self.tr("They do not fit, and are not suggested again (R)")
        )
        self.skip = self._button(self.tr("Skip"), "S", self.tr("Decide later (S)"))
        self.undo = self._button(self.tr("Undo"), "Z", self.tr("Take back the latest change (Z)"))
        self.undo.setEnabled(False)
        words = QHBoxLayout()
        words.setSpacing(8)
        words.addWidget(self.title)
        words.addWidget(self.count, 1)
        buttons = self._grid = QGridLayout()
        buttons.setSpacing(6)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setContentsMargins(14, 8, 14, 4)
        self._row.setSpacing(8)
        self._row.addLayout(words, 1)
        self._row.addLayout(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 2)
        column.setSpacing(0)
        column.addLayout(self._row)
        column.addWidget(below)
        self._make_room(narrow=False)
        # The wide form's own minimum would keep the window from being made narrow.
        self.setMinimumWidth(sized(LEAST))

    def _button(self, text: str, key: str, tip: str) -> QPushButton:
        button = QPushButton()
        button.setProperty("words", text)
        button.setProperty("key", key)
        button.setToolTip(tip)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _buttons(self) -> tuple[QPushButton, ...]:
        return self.accept, self.reject, self.skip, self.undo

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two lines where one is too short."""
        super().resizeEvent(event)
        self._make_room(narrow=event.size().width() < self._wanted())

    def _wanted(self) -> int:
        """Width from which title and buttons stand in one line, and the buttons name their keys."""
        metrics = self.fontMetrics()
        words = sum(
            metrics.horizontalAdvance(f"{button.property('words')}  {button.property('key')}")
            for button in self._buttons()
        )
        return int(words + 4 * sized(PADDING) + sized(TITLE))

    def _make_room(self, *, narrow: bool) -> None:
        directions = QBoxLayout.Direction
        self._row.setDirection(directions.TopToBottom if narrow else directions.LeftToRight)
        for button in self._buttons():
            words, key = button.property("words"), button.property("key")
            button.setText(words if narrow else f"{words}  {key}")
        margins = self._row.contentsMargins()
        room = self.width() - margins.left() - margins.right() - 3 * self._grid.spacing()
        tight = narrow and sum(button.sizeHint().width() for button in self._buttons()) > room
        columns = 2 if tight else len(self._buttons())
        for place, button in enumerate(self._buttons()):
            self._grid.addWidget(button, place // columns, place % columns)
