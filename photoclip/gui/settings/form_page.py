"""A page made from the table of settings, with room for more below."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QIcon, QPalette
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from photoclip.folding import fold
from photoclip.gui.icons import icon
from photoclip.gui.settings.rows import SettingRow
from photoclip.settings import SETTINGS, Settings

LETTERS = 44


class FormPage(QScrollArea):
    """The settings of one section, one below the other.

    Args:
        section: Key of the section; "" for a page of other things.
        settings: Their values.
        leave_out: Keys of settings that would change nothing here.

    Signals:
        changed: key and new value; None for the default.
        failed: exception to be told.
    """

    changed = Signal(str, object)
    failed = Signal(object)

    def __init__(
        self, section: str, settings: Settings, *, leave_out: frozenset[str] = frozenset()
    ) -> None:
        super().__init__()
        self.setObjectName("formArea")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setObjectName("formInside")
        self.rows = [
            SettingRow(setting, settings)
            for setting in SETTINGS
            if setting.section == section and setting.key not in leave_out
        ]
        self._others: list[QWidget] = []
        self._above, self._below = QVBoxLayout(), QVBoxLayout()
        column = QVBoxLayout(inside)
        column.setContentsMargins(2, 0, 14, 8)
        column.setSpacing(4)
        column.addLayout(self._above)
        for row in self.rows:
            row.changed.connect(self._on_changed)
            column.addWidget(row)
        column.addLayout(self._below)
        column.addStretch(1)
        self.setWidget(inside)

    def add(self, widget: QWidget, *, first: bool = False) -> None:
        """Put something else above the settings, or below them."""
        (self._above if first else self._below).addWidget(widget)
        self._others.append(widget)

    def add_text(self, text: str, *, title: bool = False, first: bool = False) -> QLabel:
        """Put a paragraph, or a heading, on the page."""
        label = QLabel(text)
        label.setWordWrap(True)
        # The page's least height is that of its texts at their least width.
        label.setMinimumWidth(self.fontMetrics().averageCharWidth() * LETTERS)
        if title:
            label.setObjectName("formTitle")
            label.setContentsMargins(0, 12, 0, 0)
        self.add(label, first=first)
        return label

    def row(self, key: str) -> SettingRow:
        """The row of a setting."""
        return next(row for row in self.rows if row.setting.key == key)

    def refresh(self, key: str) -> None:
        """Show what a setting is now, if it stands here."""
        for row in self.rows:
            if row.setting.key == key:
                row.refresh()

    def matches(self, words: list[str]) -> bool:
        """Show only the settings that fit folded words; whether anything here does."""
        fitting = [row.matches(words) for row in self.rows]
        texts = " ".join(
            label.text()
            for other in self._others
            for label in (other, *other.findChildren(QLabel))
            if isinstance(label, QLabel)
        )
        others = bool(words) and all(word in fold(texts) for word in words)
        for row, fits in zip(self.rows, fitting, strict=True):
            # Where only the text of the page fits, its settings may be what is looked for.
            row.setVisible(fits or others)
        return any(fitting) or others or not words

    def enter(self) -> None:
        """The page comes to the front."""

    def tint(self, palette: QPalette) -> None:
        """Draw the icons in the palette's colours."""
        way_back = icon("undo", palette) if self.rows else QIcon()
        for row in self.rows:
            row.tint(way_back)

    @Slot(str, object)
    def _on_changed(self, key: str, value: object) -> None:
        self.changed.emit(key, value)
