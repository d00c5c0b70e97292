"""What the panels on the left share: a list, a button for something new, and words for nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QLabel, QToolButton, QVBoxLayout, QWidget

from photoclip.gui.icons import icon
from photoclip.gui.panels.tail_delegate import TailDelegate
from photoclip.gui.sizes import square


class PanelSection(QWidget):
    """The inside of a panel.

    Attributes:
        add_button: Stands in the panel's title.

    Signals:
        add_clicked: the button was pressed.
    """

    add_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panelSection")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.add_button = QToolButton()
        self.add_button.setObjectName("panelButton")
        self.add_button.setIconSize(square(14))
        self.add_button.clicked.connect(self.add_clicked)
        self._empty = QLabel()
        self._empty.setObjectName("quiet")
        self._empty.setWordWrap(True)
        self._empty.setContentsMargins(16, 2, 10, 6)
        self._empty.hide()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 4)
        self.column.setSpacing(2)
        self.column.addWidget(self._empty)
        self._body: QWidget | None = None

    def name(self, add_tip: str) -> None:
        """Say what the button makes."""
        self.add_button.setToolTip(add_tip)
        self.add_button.setAccessibleName(add_tip)

    def set_body(self, body: QAbstractItemView) -> None:
        """Put the list in."""
        body.setIconSize(square(18))
        body.setObjectName("sideList")
        body.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        body.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        body.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        body.setItemDelegate(TailDelegate(body))
        body.setMinimumHeight(2 * body.fontMetrics().height())
        self._body = body
        self.column.addWidget(body, 1)
        # While the list is hidden the words stay at the top.
        self.column.addStretch(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The words for nothing keep all their lines, however low the panel is."""
        super().resizeEvent(event)
        self._fit_empty()

    def _fit_empty(self) -> None:
        lines = self._empty.heightForWidth(max(1, self.width()))
        self._empty.setMinimumHeight(max(0, lines))

    def say_empty(self, text: str) -> None:
        """Say what this is for while there is nothing; an empty text hides that."""
        self._empty.setText(text)
        self._fit_empty()
        self._empty.setVisible(bool(text))
        if self._body is not None:
            self._body.setVisible(not text)

    def tint(self, palette: QPalette) -> None:
        """Draw the icons in the palette's colours."""
        self.add_button.setIcon(icon("plus", palette))
