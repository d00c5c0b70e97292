"""The settings dialog: sections at the left, the page of one at the right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from photoclip.folding import fold
from photoclip.gui.fitting import resize_within
from photoclip.gui.icons import icon
from photoclip.gui.notice import NoticeBar
from photoclip.gui.sizes import square

_KEY = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A page of the dialog.

    Attributes:
        key: Name in code.
        title: In the user's language.
        icon: Drawing in ``resources/icons``.
        widget: The page; has ``matches(words)``, ``enter()`` and ``tint(palette)``.
    """

    key: str
    title: str
    icon: str
    widget: Any


class SettingsDialog(QDialog):
    """Changes act at once, so there is nothing to confirm.

    Args:
        pages: In their order.
        parent: The window; the dialog does not block it.
    """

    def __init__(self, pages: list[PageSpec], parent: QWidget) -> None:
        super().__init__(parent)
        self.pages = pages
        self.setWindowTitle(self.tr("Settings"))
        self.setModal(False)
        self.box = QLineEdit()
        self.box.setObjectName("formField")
        self.box.setPlaceholderText(self.tr("Find a setting"))
        self.box.setAccessibleName(self.box.placeholderText())
        self.box.setClearButtonEnabled(True)
        self.box.textChanged.connect(self._on_filter)
        self.list = self._make_list()
        self.title = QLabel()
        self.title.setObjectName("settingsTitle")
        font = self.title.font()
        font.setBold(True)
        font.setPointSizeF(font.pointSizeF() * 1.25)
        self.title.setFont(font)
        self.stack = QStackedWidget()
        for page in pages:
            self.stack.addWidget(page.widget)
        self.notice = NoticeBar()
        buttons = QDialogButtonBox()
        close = buttons.addButton(self.tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        # Enter belongs to the fields.
        close.setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        self._lay_out(buttons)
        self.tint()
        self.list.setCurrentRow(0)

    def _make_list(self) -> QListWidget:
        names = QListWidget()
        names.setObjectName("sideList")
        names.setAccessibleName(self.tr("Sections"))
        names.setIconSize(square(18))
        for page in self.pages:
            item = QListWidgetItem(page.title)
            item.setData(_KEY, page.key)
            names.addItem(item)
        names.currentRowChanged.connect(self._on_page)
        return names

    def _lay_out(self, buttons: QDialogButtonBox) -> None:
        letter = self.fontMetrics().averageCharWidth()
        side = QVBoxLayout()
        side.setContentsMargins(12, 14, 6, 12)
        side.setSpacing(10)
        side.addWidget(self.box)
        side.addWidget(self.list, 1)
        panel = QWidget()
        panel.setObjectName("settingsSide")
        panel.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        panel.setLayout(side)
        panel.setFixedWidth(letter * 30 + 24)
        right = QVBoxLayout()
        right.setContentsMargins(22, 16, 18, 14)
        right.setSpacing(12)
        right.addWidget(self.title)
        right.addWidget(self.stack, 1)
        right.addWidget(self.notice)
        right.addWidget(buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(panel)
        row.addLayout(right, 1)
        resize_within(self, letter * 125, self.fontMetrics().lineSpacing() * 42)

    def show_page(self, key: str) -> Any:
        """Bring a page to the front; returns its widget."""
        for row, page in enumerate(self.pages):
            if page.key == key:
                self.list.setCurrentRow(row)
                return page.widget
        raise KeyError(key)

    @property
    def current(self) -> str:
        """Key of the page in front."""
        row = self.list.currentRow()
        return self.pages[row].key if row >= 0 else ""

    def page(self, key: str) -> Any:
        """The widget of a page."""
        return next(page.widget for page in self.pages if page.key == key)

    def refresh(self, key: str) -> None:
        """Show what a setting is now."""
        for page in self.pages:
            refresh: Callable[[str], None] | None = getattr(page.widget, "refresh", None)
            if refresh is not None:
                refresh(key)

    def enter(self) -> None:
        """Read anew what the page in front shows."""
        if self.current:
            self.page(self.current).enter()

    def changeEvent(self, event: QEvent) -> None:
        """Follow light and dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.tint()

    def tint(self) -> None:
        """Draw the icons in the palette's colours."""
        self.notice.tint(self.palette())
        for row, page in enumerate(self.pages):
            self.list.item(row).setIcon(icon(page.icon, self.palette()))
            page.widget.tint(self.palette())

    @Slot(int)
    def _on_page(self, row: int) -> None:
        if row < 0:
            return
        page = self.pages[row]
        self.title.setText(page.title)
        self.stack.setCurrentWidget(page.widget)
        page.widget.enter()

    @Slot(str)
    def _on_filter(self, text: str) -> None:
        words = fold(text).split()
        fitting = []
        for row, page in enumerate(self.pages):
            named = bool(words) and all(word in fold(page.title) for word in words)
            # A section that is named is shown whole.
            fits = page.widget.matches([] if named else words) or named
            self.list.item(row).setHidden(not fits)
            if fits:
                fitting.append(row)
        if fitting and self.list.currentRow() not in fitting:
            self.list.setCurrentRow(fitting[0])
