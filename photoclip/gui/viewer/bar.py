"""The line above the photo: where one is, how large it is shown, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPalette, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from photoclip.gui.action_table import SEPARATOR
from photoclip.gui.actions import ActionSet
from photoclip.gui.eliding_label import ElidingLabel
from photoclip.gui.icons import icon

ACTIONS = (
    *("rotate_left", "rotate_right", SEPARATOR),
    *("similar", "compare", "slideshow", SEPARATOR),
    *("filmstrip", "details", "full_screen"),
)
"""Actions of the table that stand in the bar."""

GIVE_WAY = ("rotate_left", "similar", "compare", "slideshow", "rotate_right", "filmstrip")
"""Those that leave a narrow bar, in this order; all of them stand in the menus too."""


def icon_side(widget: QWidget) -> int:
    """Side of a tool button's drawing: it grows with the system's font."""
    return max(18, round(QFontMetrics(widget.font()).height() * 1.2))


class ViewerBar(QWidget):
    """Buttons and two short texts; it does nothing itself.

    Signals:
        back_pressed, previous_pressed, next_pressed: the buttons of these names.
        zoom_pressed: between 100 % and fitted.
        keep_toggled: True to keep zoom and place for the next photo, or to move the
            photos that are compared together.
    """

    back_pressed = Signal()
    previous_pressed = Signal()
    next_pressed = Signal()
    zoom_pressed = Signal()
    keep_toggled = Signal(bool)

    def __init__(self, actions: ActionSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("viewerBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._drawn: dict[str, QToolButton] = {}
        self._offered: dict[str, QToolButton] = {}
        self.place = ElidingLabel()
        self.place.setObjectName("quiet")
        self.zoom = QLabel()
        self.zoom.setObjectName("quiet")
        self.zoom.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.zoom.setMinimumWidth(self.fontMetrics().horizontalAdvance("0000 %"))
        self.zoom.setAccessibleName(self.tr("Size of the picture"))
        self.keep = self._button("keep-zoom", "")
        self.keep.setCheckable(True)
        self._lay_out(actions)
        self.keep.toggled.connect(self.keep_toggled)
        self.set_comparing(False)

    def _lay_out(self, actions: ActionSet) -> None:
        row = self._row = QHBoxLayout(self)
        gap = self.fontMetrics().height() // 4
        row.setContentsMargins(2 * gap, gap, 2 * gap, gap)
        row.setSpacing(gap // 2)
        back = self._button("back", self.tr("Back to all results (Esc)"))
        back.clicked.connect(self.back_pressed)
        previous = self._button("previous", self.tr("Previous (Left)"))
        previous.clicked.connect(self.previous_pressed)
        following = self._button("next", self.tr("Next (Right)"))
        following.clicked.connect(self.next_pressed)
        size = self._button("actual-size", self.tr("100 % or fitted (Z)"))
        size.clicked.connect(self.zoom_pressed)
        row.addWidget(back)
        row.addSpacing(gap)
        row.addWidget(previous)
        row.addWidget(following)
        row.addSpacing(gap)
        row.addWidget(self.place, 1)
        for widget in (self.zoom, size, self.keep):
            row.addWidget(widget)
        row.addSpacing(3 * gap)
        for name in ACTIONS:
            if name == SEPARATOR:
                row.addSpacing(3 * gap)
                continue
            button = self._plain()
            button.setDefaultAction(actions[name])
            self._offered[name] = button
            row.addWidget(button)

    def minimumSizeHint(self) -> QSize:
        """Without the buttons that give way."""
        whole = super().minimumSizeHint()
        spared = sum(
            self._width_of(name) for name in GIVE_WAY if not self._offered[name].isHidden()
        )
        return QSize(whole.width() - spared, whole.height())

    def _width_of(self, name: str) -> int:
        return self._offered[name].sizeHint().width() + self._row.spacing()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many buttons as there is room for."""
        super().resizeEvent(event)
        missing = self.minimumSizeHint().width() - event.size().width()
        missing += sum(self._width_of(name) for name in GIVE_WAY)
        for name in GIVE_WAY:
            self._offered[name].setVisible(missing <= 0)
            missing -= self._width_of(name)

    def _plain(self) -> QToolButton:
        button = QToolButton()
        button.setIconSize(QSize(icon_side(self), icon_side(self)))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        return button

    def _button(self, name: str, tip: str) -> QToolButton:
        button = self._plain()
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        self._drawn[name] = button
        return button

    def set_comparing(self, comparing: bool, *, on: bool = False) -> None:
        """Say what the lock does now, and whether it is on; tells nobody."""
        self.keep.blockSignals(True)
        self.keep.setChecked(on)
        self.keep.blockSignals(False)
        if comparing:
            tip = self.tr("Zoom and move all photos together (L)")
        else:
            tip = self.tr("Keep zoom and place for the next photo (L)")
        self.keep.setToolTip(tip)
        self.keep.setAccessibleName(tip)

    def tint(self, palette: QPalette) -> None:
        """Draw the icons in the palette's colours."""
        for name, button in self._drawn.items():
            on = "keep-zoom-on" if name == "keep-zoom" else ""
            button.setIcon(icon(name, palette, on=on))
