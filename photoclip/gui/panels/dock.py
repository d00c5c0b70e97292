"""A panel that can be moved, floated and closed, with a slim title of its own."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QPalette
from PySide6.QtWidgets import (
    QDockWidget,
    QHBoxLayout,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from photoclip.gui.icons import icon
from photoclip.gui.sizes import sized, square

NO_LIMIT = 16_777_215
"""Qt's own greatest height of a widget."""


class PanelTitle(QWidget):
    """The heading of a panel: folds it by a click, moves it by a drag.

    The buttons on the right show themselves under the pointer or the keyboard only, but
    always have their room, so that nothing moves.

    Args:
        title: The heading.
        button: A button of the panel's own, always seen; None for none.
    """

    def __init__(self, title: str, button: QToolButton | None = None) -> None:
        super().__init__()
        self.setObjectName("panelTitle")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._shown = False
        self._folded = False
        self.heading = QToolButton()
        self.heading.setObjectName("sectionTitle")
        self.heading.setText(title)
        self.heading.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.heading.setIconSize(square(12))
        self.heading.setToolTip(self.tr("Fold or unfold; drag the line to move the panel"))
        self.float_button = self._button(self.tr("Let the panel “{name}” float"), title)
        self.close_button = self._button(self.tr("Close the panel “{name}”"), title)
        for each in (self.heading, button):
            if each is not None:
                each.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 3, 6, 1)
        row.setSpacing(0)
        row.addWidget(self.heading)
        row.addStretch(1)
        row.addWidget(self.float_button)
        row.addWidget(self.close_button)
        if button is not None:
            row.addWidget(button)
        self._reveal()

    def _button(self, tip: str, title: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName("panelButton")
        button.setIconSize(square(13))
        button.setToolTip(tip.format(name=title))
        button.setAccessibleName(button.toolTip())
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        policy = button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        button.setSizePolicy(policy)
        return button

    def set_folded(self, folded: bool) -> None:
        """Show whether the panel is folded."""
        self._folded = folded
        self.tint(self.palette())

    def tint(self, palette: QPalette) -> None:
        """Draw the icons in the palette's colours."""
        self.heading.setIcon(icon("right" if self._folded else "down", palette))
        self.float_button.setIcon(icon("float", palette))
        self.close_button.setIcon(icon("clear", palette))

    def event(self, event: QEvent) -> bool:
        """Follow the pointer."""
        if event.type() in {QEvent.Type.Enter, QEvent.Type.Leave}:
            self._shown = event.type() == QEvent.Type.Enter
            self._reveal()
        return super().event(event)

    def _reveal(self) -> None:
        self.float_button.setVisible(self._shown)
        self.close_button.setVisible(self._shown)


class PanelDock(QDockWidget):
    """Holds one panel.

    Args:
        name: Name in code and in the saved layout.
        title: Heading in the user's language.
        body: The panel.
        button: Shown in the title, such as a plus.

    Signals:
        closed: name; the user closed the panel.
        folded_changed: True when the panel was folded.
    """

    closed = Signal(str)
    folded_changed = Signal(bool)

    def __init__(
        self, name: str, title: str, body: QWidget, button: QToolButton | None = None
    ) -> None:
        super().__init__(title)
        self.setObjectName(f"dock-{name}")
        self.name = name
        self.body = body
        self._folded = False
        self.title_bar = PanelTitle(title, button)
        self.setTitleBarWidget(self.title_bar)
        # A dock takes no less than its widget needs; folded, the widget needs nothing.
        self._inside = inside = QWidget()
        inside.setObjectName("panelBody")
        inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(body)
        body.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setWidget(inside)
        self.topLevelChanged.connect(self._on_top_level)
        self.title_bar.heading.clicked.connect(self._on_heading)
        self.title_bar.float_button.clicked.connect(self._on_float)
        self.title_bar.close_button.clicked.connect(self._on_close)

    @property
    def is_folded(self) -> bool:
        """True while only the heading is there."""
        return self._folded

    def fold(self, folded: bool) -> None:
        """Show only the heading, or all."""
        if folded == self._folded:
            return
        self._folded = folded
        self.body.setVisible(not folded)
        self.title_bar.set_folded(folded)
        self.setMaximumHeight(self.title_bar.sizeHint().height() if folded else NO_LIMIT)
        self.folded_changed.emit(folded)

    def tint(self, palette: QPalette) -> None:
        """Draw the icons in the palette's colours."""
        self.title_bar.tint(palette)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closed by the title's button, or as a window of its own."""
        super().closeEvent(event)
        self.closed.emit(self.name)

    @Slot()
    def _on_heading(self) -> None:
        self.fold(not self._folded)

    @Slot()
    def _on_float(self) -> None:
        self.setFloating(not self.isFloating())
        if self.isFloating():
            # Beside its old place, so that one sees that it came off.
            self.move(self.pos() + QPoint(sized(16), sized(16)))

    @Slot(bool)
    def _on_top_level(self, floating: bool) -> None:
        """A line around a panel that is a window of its own."""
        edge = 1 if floating else 0
        for part in (self.title_bar, self._inside):
            part.setProperty("apart", "true" if floating else "false")
            part.style().unpolish(part)
            part.style().polish(part)
        layout = self._inside.layout()
        if layout is not None:
            layout.setContentsMargins(edge, 0, edge, edge)

    @Slot()
    def _on_close(self) -> None:
        self.close()
