"""The bar that tells what is shown, with the ways on from there, and how strict to be."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QSlider,
    QToolButton,
    QWidget,
)

from photoclip.gui.icons import icon

STEPS = 10
"""Steps of the slider to each side."""

REST_MS = 180
NARROW = 460
MARGINS = 50


class _Track(QSlider):
    """A slider with a mark in the middle; a double click goes back there."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setRange(-STEPS, STEPS)
        self.setPageStep(2)
        self.setFixedWidth(110)

    def sizeHint(self) -> QSize:
        return QSize(110, 22)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.setValue(0)
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().color(QPalette.ColorRole.Shadow))
        middle = self.rect().center()
        painter.drawRoundedRect(QRectF(middle.x() - 0.5, middle.y() - 6, 2, 13), 1, 1)
        painter.end()
        super().paintEvent(event)


class LoosenessSlider(QWidget):
    """How well photos must fit to be shown.

    Signals:
        changed: float -1..+1, once the handle rests.
    """

    changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._track = _Track()
        self._track.setAccessibleName(self.tr("How well photos must fit, stricter to looser"))
        self._track.setToolTip(
            self.tr(
                "Left: only what surely fits. Right: also what might.\n"
                "Double-click sets it back to the middle."
            )
        )
        self._stricter = QLabel(self.tr("stricter"))
        self._looser = QLabel(self.tr("looser"))
        for label in (self._stricter, self._looser):
            label.setObjectName("quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for widget in (self._stricter, self._track, self._looser):
            row.addWidget(widget)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._on_rest)
        self._track.valueChanged.connect(self._on_moved)

    @property
    def track(self) -> QSlider:
        """The slider itself, in steps."""
        return self._track

    @property
    def looseness(self) -> float:
        """Where it stands, -1..+1."""
        return self._track.value() / STEPS

    def name_ends(self, named: bool) -> None:
        """Show the words at both ends, or not where room is scarce."""
        self._stricter.setVisible(named)
        self._looser.setVisible(named)

    @Slot()
    def _on_moved(self) -> None:
        self._rest.start()

    @Slot()
    def _on_rest(self) -> None:
        self.changed.emit(self.looseness)


class ResultBar(QWidget):
    """Says what the grid shows, with the ways on from there.

    Signals:
        hidden_toggled: the user wants to see (True) or hide the hidden results.
        more_wanted: the user wants what the limit cut off.
        left: the user wants all photos again.
    """

    hidden_toggled = Signal(bool)
    more_wanted = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("resultBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._including = False
        self._leaving = False
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.slider = LoosenessSlider()
        self._more = self._button("")
        self._more.clicked.connect(self.more_wanted)
        self._hidden = self._button("")
        self._hidden.clicked.connect(self._on_hidden_clicked)
        self._leave = self._button(self.tr("Show all photos"))
        self._leave.clicked.connect(self._on_leave_clicked)
        self._arrange = QToolButton()
        self._arrange.setObjectName("arrangeButton")
        self._arrange.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._arrange.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._arrange.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._arrange.setText(self.tr("Arrange"))
        self._arrange.setToolTip(self.tr("Order, groups and stacks of the photos"))
        self._arrange.hide()
        self.setMinimumHeight(self.fontMetrics().height() + 18)
        controls = self._controls = QHBoxLayout()
        controls.setContentsMargins(0, 0, 0, 0)
        controls.addStretch(1)
        controls.addWidget(self.slider)
        for button in (self._more, self._hidden, self._leave):
            controls.addWidget(button)
        controls.addWidget(self._arrange)
        self._lines = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._lines.setContentsMargins(18, 3, 10, 3)
        self._lines.setSpacing(2)
        self._lines.addWidget(self._text, 1)
        self._lines.addLayout(controls)

    def _button(self, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("flat", "true")
        return button

    def set_menu(self, menu: QMenu) -> None:
        """Offer the orders and groups."""
        self._arrange.setMenu(menu)
        self._arrange.show()

    def tint(self, palette: QPalette) -> None:
        """Draw the icon in the palette's colours."""
        self._arrange.setIcon(icon("sort", palette))

    def text(self) -> str:
        """The sentence that is shown."""
        return self._text.text()

    @property
    def hidden_button(self) -> QPushButton:
        """Shows or hides what hardly fits."""
        return self._hidden

    @property
    def more_button(self) -> QPushButton:
        """Lists what the limit cut off."""
        return self._more

    def show_text(
        self,
        text: str,
        *,
        hidden_text: str,
        including: bool,
        more_text: str = "",
        ranked: bool,
        leaving: bool = True,
    ) -> None:
        """Show a sentence.

        Args:
            text: What is shown.
            hidden_text: Text of the button for hidden results; empty hides it.
            including: True when hidden results are listed now.
            more_text: Text of the button for results that were cut off; empty hides it.
            ranked: True where photos fit more or less, so that the slider means something.
            leaving: True where there is a way back to all photos.
        """
        self._text.setText(text)
        self._text.setToolTip(text)
        self._including = including
        self._leaving = leaving
        for button, label in ((self._hidden, hidden_text), (self._more, more_text)):
            button.setText(label)
            button.setVisible(bool(label))
        self.slider.setVisible(ranked)
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two lines where one is too short; words at the slider's ends only where they fit."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        styles = Qt.ToolButtonStyle
        wide = self.width() >= NARROW
        self._arrange.setToolButtonStyle(
            styles.ToolButtonTextBesideIcon if wide else styles.ToolButtonIconOnly
        )
        self._leave.setVisible(self._leaving and wide)
        if not self._lay_lines() and self._leaving:
            # There are other ways back: Esc, and the button in the query box.
            self._leave.hide()
            self._lay_lines()

    def _lay_lines(self) -> bool:
        """Take one line or two; whether all has room."""
        words = self.fontMetrics().horizontalAdvance(self._text.text())
        room = self.width() - MARGINS
        for one_line, named in ((True, True), (True, False), (False, True), (False, False)):
            self.slider.name_ends(named)
            wanted = self._controls.sizeHint().width() + (words if one_line else 0)
            if wanted <= room:
                break
        above = 3 if one_line else 8
        self._lines.setContentsMargins(18, above, 10, 3)
        directions = QBoxLayout.Direction
        self._lines.setDirection(directions.LeftToRight if one_line else directions.TopToBottom)
        # The pages below need much height and would take it from a second line.
        least = self.fontMetrics().height() + 18
        self.setMinimumHeight(max(least, self._lines.minimumSize().height()))
        return wanted <= room

    @Slot()
    def _on_hidden_clicked(self) -> None:
        self.hidden_toggled.emit(not self._including)

    @Slot()
    def _on_leave_clicked(self) -> None:
        self.left.emit()
