"""A part of the side panel: a heading that folds, a button for something new, and a list."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from photoclip.gui.icons import icon

MOST_ROWS = 7
"""Rows of a short list that are seen without scrolling inside it."""


class PanelSection(QWidget):
    """A heading with what belongs to it.

    Signals:
        add_clicked: the button was pressed.
        folded_changed: True when the section was folded.
    """

    add_clicked = Signal()
    folded_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folded = False
        self._title = QToolButton()
        self._title.setObjectName("sectionTitle")
        self._title.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._title.setIconSize(QSize(12, 12))
        self._title.setToolTip(self.tr("Fold or unfold"))
        self._title.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._title.clicked.connect(self._on_title)
        self.add_button = QToolButton()
        self.add_button.setIconSize(QSize(14, 14))
        self.add_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.add_button.clicked.connect(self.add_clicked)
        head = QHBoxLayout()
        head.setContentsMargins(6, 6, 8, 1)
        head.setSpacing(0)
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self.add_button)
        self._empty = QLabel()
        self._empty.setObjectName("quiet")
        self._empty.setWordWrap(True)
        self._empty.setContentsMargins(16, 0, 10, 6)
        self._empty.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(head)
        self._column.addWidget(self._empty)
        self._body: QWidget | None = None

    def name(self, title: str, add_tip: str) -> None:
        """Set the heading, and what the button beside it makes."""
        self._title.setText(title)
        self.add_button.setToolTip(add_tip)
        self.add_button.setAccessibleName(add_tip)

    def set_body(self, body: QAbstractItemView) -> None:
        """Put the list below the heading."""
        body.setIconSize(QSize(18, 18))
        body.setObjectName("sideList")
        body.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        body.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        body.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._body = body
        self._column.addWidget(body, 1)
        # While the list is hidden the words stay below the heading.
        self._column.addStretch(0)

    def fit(self, body: QListWidget) -> None:
        """Make a short list as high as its rows."""
        rows = min(body.count(), MOST_ROWS)
        height = sum(body.sizeHintForRow(row) for row in range(rows))
        body.setFixedHeight(height + (6 if rows else 0))
        body.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def say_empty(self, text: str) -> None:
        """Say what this is for while there is nothing; an empty text hides that."""
        self._empty.setText(text)
        self._show()

    @property
    def is_folded(self) -> bool:
        """True while only the heading is there."""
        return self._folded

    def fold(self, folded: bool) -> None:
        """Show only the heading, or all."""
        self._folded = folded
        self._show()
        self.tint(self.palette())
        self.folded_changed.emit(folded)

    def tint(self, palette: QPalette) -> None:
        """Draw the icons in the palette's colours."""
        self._title.setIcon(icon("right" if self._folded else "down", palette))
        self.add_button.setIcon(icon("plus", palette))

    def _show(self) -> None:
        self._empty.setVisible(bool(self._empty.text()) and not self._folded)
        if self._body is not None:
            self._body.setVisible(not self._folded and not self._empty.text())

    @Slot()
    def _on_title(self) -> None:
        self.fold(not self._folded)
