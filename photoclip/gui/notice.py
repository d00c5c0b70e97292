"""One sentence about a known problem, shown in the window until it is read."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Slot
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from photoclip.gui.icons import drawing, icon

CONFIRM_MS = 7_000


class NoticeBar(QWidget):
    """A dismissable line; a new sentence replaces the old one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._sign = QLabel()
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._action: QAction | None = None
        self.action_button = QPushButton()
        self.action_button.setProperty("flat", "true")
        self.action_button.clicked.connect(self._on_action)
        self._passing = QTimer(self)
        self._passing.setSingleShot(True)
        self._passing.setInterval(CONFIRM_MS)
        self._passing.timeout.connect(self.hide)
        self._close = QToolButton()
        self._close.setToolTip(self.tr("Dismiss"))
        self._close.setAccessibleName(self.tr("Dismiss"))
        self._close.setIconSize(QSize(16, 16))
        self._close.clicked.connect(self._on_close)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 8, 6)
        row.setSpacing(10)
        row.addWidget(self._sign)
        row.addWidget(self._text, 1)
        row.addWidget(self.action_button)
        row.addWidget(self._close)
        self.tint(self.palette())
        self.hide()

    def text(self) -> str:
        """The sentence."""
        return self._text.text()

    @Slot(str)
    def say(self, text: str) -> None:
        """Show a sentence about a problem, until it is dismissed."""
        self._passing.stop()
        self._show(text, None)

    def offer(self, text: str, action: QAction) -> None:
        """Show what can be done, until it is done or dismissed; what was just told stays too."""
        if self._passing.isActive() and self.isVisible():
            text = f"{self.text()} {text}"
        self._passing.stop()
        self._show(text, action)

    def confirm(self, text: str, action: QAction | None = None) -> None:
        """Say for a while what was done.

        Args:
            text: The sentence.
            action: What can be done about it, such as undo.
        """
        self._passing.start()
        self._show(text, action)

    def _show(self, text: str, action: QAction | None) -> None:
        self._action = action
        self.action_button.setVisible(action is not None)
        if action is not None:
            self.action_button.setText(action.text().replace("&", ""))
        self._text.setText(text)
        self._text.setAccessibleName(text)
        self.show()

    def tint(self, palette: QPalette) -> None:
        """Draw the icons in the palette's colours."""
        colour = palette.color(QPalette.ColorRole.WindowText)
        self._sign.setPixmap(drawing("about", colour, 20, self.devicePixelRatioF()))
        self._close.setIcon(icon("clear", palette))

    @Slot()
    def _on_action(self) -> None:
        self.hide()
        if self._action is not None:
            self._action.trigger()

    @Slot()
    def _on_close(self) -> None:
        self.hide()
