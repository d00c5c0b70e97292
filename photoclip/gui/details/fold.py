"""A part of the details that can be folded."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from photoclip.gui.icons import icon

ARROW = 12


class FoldSection(QWidget):
    """A heading that shows or hides what stands below it.

    Args:
        title: The heading.
        parts: What stands below, from the top.
        opened: Whether it is open at first.

    Signals:
        toggled: True when it was opened.
    """

    toggled = Signal(bool)

    def __init__(self, title: str, *parts: QWidget, opened: bool = True) -> None:
        super().__init__()
        self.heading = QToolButton()
        self.heading.setObjectName("detailsHeading")
        self.heading.setText(title)
        self._open = opened
        self.heading.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.heading.setIconSize(QSize(ARROW, ARROW))
        self.heading.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.heading.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.body = QWidget()
        gap = self.fontMetrics().height() // 3
        inside = QVBoxLayout(self.body)
        inside.setContentsMargins(0, 0, 0, gap)
        inside.setSpacing(gap)
        for part in parts:
            inside.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(gap)
        column.addWidget(self.heading)
        column.addWidget(self.body)
        self.body.setVisible(opened)
        self.heading.clicked.connect(self._on_clicked)
        self.tint(self.palette())

    @property
    def is_open(self) -> bool:
        """Whether its body is shown."""
        return self._open

    def set_open(self, opened: bool) -> None:
        """Fold or unfold it."""
        if opened != self._open:
            self._open = opened
            self.body.setVisible(opened)
            self.tint(self.palette())
            self.toggled.emit(opened)

    def tint(self, palette: QPalette) -> None:
        """Draw the arrow in the palette's colours, and say what a press does."""
        self.heading.setIcon(icon("down" if self._open else "right", palette))
        tip = self.tr("Fold “{title}”") if self._open else self.tr("Unfold “{title}”")
        self.heading.setToolTip(tip.format(title=self.heading.text()))
        self.heading.setAccessibleDescription(self.heading.toolTip())

    @Slot()
    def _on_clicked(self) -> None:
        self.set_open(not self._open)
