"""Pages that stand in for the grid: the first start, and plain words where there is nothing."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from photoclip.gui.icons import app_icon, drawing, icon
from photoclip.gui.sizes import sized

TEXT_WIDTH = 460


def _label(text: str, *, scale: float = 1.0, bold: bool = False) -> QLabel:
    label = QLabel(text)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    font = QFont(label.font())
    if font.pointSizeF() > 0:
        font.setPointSizeF(font.pointSizeF() * scale)
    font.setBold(bold)
    label.setFont(font)
    label.setFixedWidth(TEXT_WIDTH)
    return label


class EmptyPage(QWidget):
    """Shown while no folder has been added: one big button, and a place to drop folders.

    Signals:
        add_requested: the button was pressed.
    """

    add_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("emptyPage")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._picture.setPixmap(app_icon().pixmap(QSize(112, 112), self.devicePixelRatioF()))
        self.button = QPushButton(self.tr("Add a folder of photos"))
        self.button.setProperty("primary", "true")
        self.button.setToolTip(self.tr("Its files are only looked at, never changed"))
        self.button.setAutoDefault(True)
        self.button.clicked.connect(self.add_requested)
        promise = _label(
            self.tr(
                "PhotoClip looks at every photo once and then finds it by what is in it. "
                "All of that happens on this computer; nothing is sent anywhere."
            )
        )
        hint = _label(self.tr("or drop a folder here"))
        hint.setObjectName("quiet")
        self._frame = QFrame()
        self._frame.setObjectName("dropFrame")
        inside = QVBoxLayout(self._frame)
        inside.setContentsMargins(48, 32, 48, 28)
        inside.setSpacing(14)
        centred = Qt.AlignmentFlag.AlignHCenter
        inside.addWidget(self._picture, 0, centred)
        heading = _label(self.tr("Find photos by describing them"), scale=1.6, bold=True)
        inside.addWidget(heading, 0, centred)
        inside.addWidget(promise, 0, centred)
        inside.addSpacing(4)
        inside.addWidget(self.button, 0, centred)
        inside.addWidget(hint, 0, centred)
        outside = QVBoxLayout(self)
        outside.addStretch(1)
        outside.addWidget(self._frame, 0, centred)
        outside.addStretch(1)

    def tint(self, palette: QPalette) -> None:
        """Draw the button's icon in its text colour."""
        own = QPalette(palette)
        text = palette.color(QPalette.ColorRole.HighlightedText)
        own.setColor(QPalette.ColorRole.ButtonText, text)
        self.button.setIcon(icon("add-folder", own))
        self.button.setIconSize(QSize(20, 20))

    def set_dropping(self, dropping: bool) -> None:
        """Mark the frame while a folder hovers over the window."""
        self._frame.setProperty("dropping", "true" if dropping else "false")
        self._frame.style().unpolish(self._frame)
        self._frame.style().polish(self._frame)


class MessagePage(QWidget):
    """A picture, a heading, a sentence and at most one way on.

    Signals:
        pressed: the button was pressed.
    """

    pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("messagePage")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._drawing = ""
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._heading = _label("", scale=1.35, bold=True)
        self._text = _label("")
        self.button = QPushButton()
        self.button.clicked.connect(self.pressed)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(2)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.button)
        buttons.addStretch(1)
        centred = Qt.AlignmentFlag.AlignHCenter
        for widget in (self._picture, self._heading, self._text):
            column.addWidget(widget, 0, centred)
        column.addSpacing(4)
        column.addLayout(buttons)
        column.addStretch(3)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines as wide as there is room, and no wider than reads well."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        width = max(120, min(sized(TEXT_WIDTH), self.width() - 32))
        for label in (self._heading, self._text):
            label.setFixedWidth(width)
            label.setMinimumHeight(max(0, label.heightForWidth(width)))

    def text(self) -> str:
        """Heading and sentence, as shown."""
        return f"{self._heading.text()} {self._text.text()}".strip()

    def say(self, picture: str, heading: str, text: str = "", button: str = "") -> None:
        """Show a message.

        Args:
            picture: Name of a drawing in ``resources/icons``.
            heading: What is the matter.
            text: What that means or what to do.
            button: Text of the button; empty for none.
        """
        self._drawing = picture
        self._heading.setText(heading)
        self._text.setText(text)
        self._fit()
        self._text.setVisible(bool(text))
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self.tint(self.palette())

    def tint(self, palette: QPalette) -> None:
        """Draw the picture in the palette's quiet colour."""
        if self._drawing:
            colour = palette.color(QPalette.ColorRole.Dark)
            self._picture.setPixmap(
                drawing(self._drawing, colour, sized(64), self.devicePixelRatioF())
            )
