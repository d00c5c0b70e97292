"""The search box, and the bar below it that tells what is shown."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QSizePolicy, QWidget

from photoclip.gui.icons import icon

DEBOUNCE_MS = 250


class SearchBox(QLineEdit):
    """A line of words; searching follows typing after a short rest, Enter at once.

    Signals:
        edited: the text changed, so that any answer under way is out of date.
        search_requested: text to search for, without outer blanks; empty shows all.
        left_downwards: the Down key wants to enter the results.
    """

    edited = Signal()
    search_requested = Signal(str)
    left_downwards = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("searchBox")
        self.setPlaceholderText(
            self.tr("Describe a photo, for example: a dog running through water")
        )
        self.setAccessibleName(self.tr("Search photos by describing them"))
        self.setClearButtonEnabled(True)
        self._lens = self.addAction(
            icon("search", self.palette()), QLineEdit.ActionPosition.LeadingPosition
        )
        self._quiet = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(DEBOUNCE_MS)
        self._rest.timeout.connect(self._ask)
        # Not textEdited: the clear button does not count as editing.
        self.textChanged.connect(self._on_text_changed)
        self.returnPressed.connect(self._ask)

    def tint(self, palette: QPalette) -> None:
        """Draw the lens in the palette's colours."""
        self._lens.setIcon(icon("search", palette))

    def set_quietly(self, text: str) -> None:
        """Show a text without searching for it."""
        self._rest.stop()
        self._quiet = True
        self.setText(text)
        self._quiet = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down goes to the results."""
        if event.key() == Qt.Key.Key_Down:
            self.left_downwards.emit()
            return
        super().keyPressEvent(event)

    @Slot(str)
    def _on_text_changed(self, text: str) -> None:
        if self._quiet:
            return
        self.edited.emit()
        if text.strip():
            self._rest.start()
        else:
            self._ask()

    @Slot()
    def _ask(self) -> None:
        self._rest.stop()
        self.search_requested.emit(self.text().strip())


class ResultBar(QWidget):
    """Says what the grid shows, with the ways on from there.

    Signals:
        hidden_toggled: the user wants to see (True) or hide the hidden results.
        left: the user wants all photos again.
    """

    hidden_toggled = Signal(bool)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("resultBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._including = False
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._hidden = QPushButton()
        self._hidden.setProperty("flat", "true")
        self._hidden.clicked.connect(self._on_hidden_clicked)
        self._leave = QPushButton(self.tr("Show all photos"))
        self._leave.setProperty("flat", "true")
        self._leave.clicked.connect(self._on_leave_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 3, 10, 3)
        row.addWidget(self._text, 1)
        row.addWidget(self._hidden)
        row.addWidget(self._leave)

    def text(self) -> str:
        """The sentence that is shown."""
        return self._text.text()

    @property
    def hidden_button(self) -> QPushButton:
        """Shows or hides what hardly fits."""
        return self._hidden

    def show_text(self, text: str, *, hidden_text: str, including: bool) -> None:
        """Show a sentence.

        Args:
            text: What is shown.
            hidden_text: Text of the button for hidden results; empty hides it.
            including: True when hidden results are listed now.
        """
        self._text.setText(text)
        self._text.setToolTip(text)
        self._including = including
        self._hidden.setText(hidden_text)
        self._hidden.setVisible(bool(hidden_text))

    @Slot()
    def _on_hidden_clicked(self) -> None:
        self.hidden_toggled.emit(not self._including)

    @Slot()
    def _on_leave_clicked(self) -> None:
        self.left.emit()
