"""A label that gives way: it shows as much of its text as fits, and all of it in the tooltip."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QStyle, QStyleOption, QWidget


class ElidingLabel(QLabel):
    """Plain text in one line; wants its full width but can live with little."""

    def __init__(self, parent: QWidget | None = None, *, least: int = 40) -> None:
        super().__init__(parent)
        self._least = least
        self.setTextFormat(Qt.TextFormat.PlainText)

    def minimumSizeHint(self) -> QSize:
        """A few letters."""
        return QSize(self._least, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text, shortened with an ellipsis where it does not fit."""
        painter = QPainter(self)
        option = QStyleOption()
        option.initFrom(self)
        area = self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, area.width())
        if text != self.text() and not self.toolTip():
            self.setToolTip(self.text())
        enabled = bool(option.state & QStyle.StateFlag.State_Enabled)
        self.style().drawItemText(
            painter,
            area,
            int(self.alignment()),
            option.palette,
            enabled,
            text,
            self.foregroundRole(),
        )
        painter.end()
