"""The frame around the pages of the window: a rail to switch between them, made when needed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QFont,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from photoclip.gui.icons import icon
from photoclip.gui.notice import NoticeBar
from photoclip.gui.sizes import sized, square
from photoclip.gui.texts import number

MakePage = Callable[[], QWidget]

_RETURN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(slots=True)
class _Page:
    name: str
    icon: str
    make: MakePage
    action: QAction
    button: RailButton
    widget: QWidget | None = None


class RailButton(QToolButton):
    """A picture with a word below it, and a number where something waits."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._badge = 0
        self.setObjectName("railButton")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setIconSize(square(22))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def wish(self) -> QSize:
        """Room for the picture and the whole word."""
        words = self.fontMetrics()
        width = words.horizontalAdvance(self.text()) + sized(14)
        return QSize(max(sized(64), width), self.iconSize().height() + words.height() + sized(18))

    @property
    def badge(self) -> int:
        """The number shown; 0 for none."""
        return self._badge

    def set_badge(self, count: int) -> None:
        """Show a number, or none for 0."""
        self._badge = count
        waiting = self.tr("{n} waiting").format(n=number(count)) if count else ""
        self.setAccessibleDescription(waiting)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the button and the number."""
        super().paintEvent(event)
        if not self._badge:
            return
        text = number(self._badge) if self._badge < 1000 else "999+"
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = QFont(self.font())
        font.setBold(True)
        if font.pointSizeF() > 0:
            font.setPointSizeF(font.pointSizeF() * 0.78)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        height = metrics.height() + 1
        width = max(height, metrics.horizontalAdvance(text) + 9)
        left = min(self.width() / 2 + 4, self.width() - width - 1)
        box = QRectF(left, 3, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().color(QPalette.ColorRole.Highlight))
        painter.drawRoundedRect(box, height / 2, height / 2)
        painter.setPen(self.palette().color(QPalette.ColorRole.HighlightedText))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        painter.end()


class Shell(QWidget):
    """Holds the pages; the rail is there once there is a choice.

    A page may have methods ``tint(palette)``, called when colours change, and ``enter()``
    and ``leave()``, called when it comes to the front and goes away.

    Signals:
        page_shown: name of the page that is in front now.
    """

    page_shown = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages: dict[str, _Page] = {}
        self._current = ""
        self._alone = False
        self._rail = QWidget()
        self._rail.setObjectName("rail")
        self._rail.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._rail_column = QVBoxLayout(self._rail)
        self._rail_column.setContentsMargins(4, 8, 4, 8)
        self._rail_column.setSpacing(4)
        self._rail_column.addStretch(1)
        self._group = QActionGroup(self)
        self._stack = QStackedWidget()
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self._stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._rail)
        row.addLayout(right, 1)
        # Over the foot, so that what one is looking at does not move.
        self.notice = NoticeBar(self, floating=True)
        self._show_rail()

    @property
    def current(self) -> str:
        """Name of the page in front."""
        return self._current

    def add_page(self, name: str, title: str, icon_name: str, make: MakePage) -> QAction:
        """Add a page that is made when it is first shown.

        Args:
            name: Name in code.
            title: Its word on the rail and in the menu, in the user's language.
            icon_name: Drawing in ``resources/icons``.
            make: Makes the widget.

        Returns:
            The action that shows it, with Ctrl and its place as the key.
        """
        place = len(self._pages) + 1
        action = QAction(title, self)
        action.setObjectName(f"page-{name}")
        action.setData(name)
        action.setCheckable(True)
        self._group.addAction(action)
        action.setShortcut(QKeySequence(f"Ctrl+{place}"))
        key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{title} ({key})")
        action.triggered.connect(self._on_action)
        button = RailButton()
        button.setDefaultAction(action)
        self._rail_column.insertWidget(self._rail_column.count() - 1, button)
        self._pages[name] = _Page(name, icon_name, make, action, button)
        self._fit_rail()
        self.tint(self.palette())
        self._show_rail()
        return action

    def show_page(self, name: str) -> QWidget:
        """Bring a page to the front; returns it."""
        page = self._pages[name]
        if page.widget is None:
            page.widget = page.make()
            self._stack.addWidget(page.widget)
        page.action.setChecked(True)
        if name == self._current:
            return page.widget
        if self._current:
            _call(self._pages[self._current].widget, "leave")
        self._current = name
        self._stack.setCurrentWidget(page.widget)
        _call(page.widget, "enter")
        self.page_shown.emit(name)
        return page.widget

    def has_page(self, name: str) -> bool:
        """Whether there is a page of that name."""
        return name in self._pages

    def page(self, name: str) -> QWidget | None:
        """A page that has been made already."""
        return self._pages[name].widget

    def button(self, name: str) -> RailButton:
        """The button of a page on the rail."""
        return self._pages[name].button

    def set_badge(self, name: str, count: int) -> None:
        """Show how much waits on a page that may not be there."""
        if name in self._pages:
            self._pages[name].button.set_badge(count)

    def set_alone(self, alone: bool) -> None:
        """Show the page in front without the rail."""
        self._alone = alone
        self._show_rail()

    def tint(self, palette: QPalette) -> None:
        """Draw everything in the palette's colours."""
        self.notice.tint(palette)
        for page in self._pages.values():
            page.action.setIcon(icon(page.icon, palette))
            _call(page.widget, "tint", palette)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return presses the button that has the focus, on every page, as it does in dialogs."""
        button = self.focusWidget()
        if event.key() in _RETURN and isinstance(button, QPushButton) and not event.isAutoRepeat():
            button.click()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the system's font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_rail()

    def _fit_rail(self) -> None:
        """All buttons as large as the largest."""
        size = QSize()
        for page in self._pages.values():
            size = size.expandedTo(page.button.wish())
        for page in self._pages.values():
            page.button.setFixedSize(size)

    def _show_rail(self) -> None:
        self._rail.setVisible(len(self._pages) > 1 and not self._alone)

    @Slot()
    def _on_action(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.show_page(action.data())


def _call(widget: QWidget | None, method: str, *args: Any) -> None:
    """Call an optional method of a page."""
    found = getattr(widget, method, None)
    if found is not None:
        found(*args)
