"""One sentence about a known problem, shown in the window until it is read."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Slot
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from photoclip.gui.icons import drawing, icon
from photoclip.gui.query.announce import announce
from photoclip.gui.sizes import sized, square

CONFIRM_MS = 7_000
FLOATING_LETTERS = 100
"""Greatest width of a floating notice."""


class NoticeBar(QWidget):
    """A dismissable line; a new sentence replaces the old one.

    Args:
        parent: Where it is shown.
        floating: It lies over the foot of its parent, so that nothing else moves for it.
    """

    def __init__(self, parent: QWidget | None = None, *, floating: bool = False) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setProperty("floating", "true" if floating else "false")
        self._floating = floating
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._sign = QLabel()
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._action: QAction | None = None
        self.action_button = QPushButton()
        self.action_button.setProperty("flat", "true")
        # A click leaves the keyboard where it is.
        self.action_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.action_button.clicked.connect(self._on_action)
        self._passing = QTimer(self)
        self._passing.setSingleShot(True)
        self._passing.setInterval(CONFIRM_MS)
        self._passing.timeout.connect(self.hide)
        self._close = QToolButton()
        self._close.setToolTip(self.tr("Dismiss"))
        self._close.setAccessibleName(self.tr("Dismiss"))
        self._close.setIconSize(square(16))
        self._close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._close.clicked.connect(self._on_close)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 8, 6)
        row.setSpacing(10)
        row.addWidget(self._sign)
        row.addWidget(self._text, 1)
        row.addWidget(self.action_button)
        row.addWidget(self._close)
        self.tint(self.palette())
        self.hide()
        if floating and parent is not None:
            parent.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the foot of a parent that changes its size."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return bool(super().eventFilter(watched, event))

    def _place(self) -> None:
        parent = self.parentWidget()
        if not self._floating or parent is None:
            return
        letters = self.fontMetrics()
        margin = letters.height()
        self._row.invalidate()
        # A text that may wrap asks for a narrow box; it is read best on one line.
        others = self.sizeHint().width() - self._text.sizeHint().width()
        wanted = others + letters.horizontalAdvance(self._text.text()) + margin
        most = FLOATING_LETTERS * letters.averageCharWidth()
        width = min(wanted, most, parent.width() - 2 * margin)
        height = max(self.heightForWidth(width), self.minimumSizeHint().height())
        left = (parent.width() - width) // 2
        self.setGeometry(QRect(left, parent.height() - height - margin, width, height))
        self.raise_()

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

    @Slot(str, object)
    def confirm(self, text: str, action: QAction | None = None) -> None:
        """Say for a while what was done.

        Args:
            text: The sentence.
            action: What can be done about it, such as undo.
        """
        self._passing.start()
        self._show(text, action)

    def _show(self, text: str, action: QAction | None) -> None:
        if self._action is not None:
            self._action.changed.disconnect(self._on_action_changed)
        self._action = action
        if action is not None:
            action.changed.connect(self._on_action_changed)
            self.action_button.setText(action.text().replace("&", ""))
        self._on_action_changed()
        self._text.setText(text)
        self._text.setAccessibleName(text)
        self.setAccessibleName(text)
        self.show()
        self._place()
        # Screen readers say it, wherever the keyboard is.
        announce(self, text)

    def tint(self, palette: QPalette) -> None:
        """Draw the icons in the palette's colours."""
        colour = palette.color(QPalette.ColorRole.WindowText)
        self._sign.setPixmap(drawing("about", colour, sized(20), self.devicePixelRatioF()))
        self._close.setIcon(icon("clear", palette))

    @Slot()
    def _on_action(self) -> None:
        self.hide()
        if self._action is not None:
            self._action.trigger()

    @Slot()
    def _on_action_changed(self) -> None:
        """What cannot be done any more is not offered."""
        self.action_button.setVisible(self._action is not None and self._action.isEnabled())
        self._place()

    @Slot()
    def _on_close(self) -> None:
        self.hide()
