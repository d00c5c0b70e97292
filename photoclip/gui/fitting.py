"""Dialogs that fit the screen: what has no room scrolls, and the buttons stay in sight."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QMargins, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QWidget

from photoclip.gui.sizes import sized

FRAME = QSize(8, 40)
"""What the frame of a window takes; the system tells only once the window is there."""

PAGE_MARGINS = QMargins(20, 8, 16, 14)

BREAK = "\u200b"
"""Nothing is seen of it; a line may end there."""

BREAKS = re.compile(r"[^\s/\\]{24}(?=\w)|[/\\](?=\w)")
"""After these a word may be broken; never between a letter and its accent."""


def room(widget: QWidget) -> QSize:
    """The largest size that a window of its own may have where this one stands."""
    return widget.screen().availableGeometry().size() - FRAME


def resize_within(window: QWidget, width: int, height: int) -> None:
    """Give a window this size, or as much of it as the screen has."""
    window.resize(QSize(width, height).boundedTo(room(window)))


def breakable(text: str) -> str:
    """A sentence in which long names and paths may go on in the next line.

    A label breaks between words only; a name without blanks would make its window as wide as that.
    """
    return BREAKS.sub(f"\\g<0>{BREAK}", text)


class Inside(QWidget):
    """What is laid out inside of :class:`Scrolled`; it shrinks before anything scrolls."""

    def heightForWidth(self, width: int) -> int:
        """The least height: a scroll area would take the height that one would like."""
        layout = self.layout()
        return layout.minimumHeightForWidth(width) if layout is not None else -1


class Scrolled(QScrollArea):
    """Lays a part out as it wants to be, and scrolls it where it gets less.

    Args:
        inside: The part.
    """

    def __init__(self, inside: Inside) -> None:
        super().__init__()
        inside.setObjectName("formInside")
        self.setObjectName("formArea")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setWidget(inside)
        inside.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What is inside wants another size: so does this."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return bool(super().eventFilter(watched, event))

    def sizeHint(self) -> QSize:
        """What the part would like."""
        inside = self.widget()
        return inside.sizeHint() if inside is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """A few lines, however much there is inside."""
        return QSize(sized(200), sized(96))


class Foot(QWidget):
    """Buttons at the foot of a page: some left and some right, in two lines where it is narrow.

    Args:
        left: What is seldom wanted.
        right: What is usually wanted, the likeliest last.
        margins: Room around them.
    """

    def __init__(
        self,
        left: Sequence[QWidget],
        right: Sequence[QWidget],
        margins: QMargins = PAGE_MARGINS,
    ) -> None:
        super().__init__()
        self._parts = [_line(left), _line(right)]
        self._lines = QHBoxLayout(self)
        self._lines.setContentsMargins(margins)
        self._lines.addWidget(self._parts[0], 0, Qt.AlignmentFlag.AlignLeft)
        self._lines.addStretch(1)
        self._lines.addWidget(self._parts[1], 0, Qt.AlignmentFlag.AlignRight)

    def minimumSizeHint(self) -> QSize:
        """The width of the longer line; the height of what there is now."""
        margins = self._lines.contentsMargins()
        width = max(part.minimumSizeHint().width() for part in self._parts)
        return QSize(width + margins.left() + margins.right(), self._lines.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One line where there is room for it."""
        super().resizeEvent(event)
        self._turn()

    def event(self, event: QEvent) -> bool:
        """Other buttons may be there now."""
        done = bool(super().event(event))
        if event.type() == QEvent.Type.LayoutRequest:
            self._turn()
        return done

    def _turn(self) -> None:
        margins, gap = self._lines.contentsMargins(), 2 * self._lines.spacing()
        wide = sum(part.minimumSizeHint().width() for part in self._parts)
        fits = wide + gap + margins.left() + margins.right() <= self.width()
        ways = QBoxLayout.Direction
        way = ways.LeftToRight if fits else ways.TopToBottom
        if way != self._lines.direction():
            self._lines.setDirection(way)
            self.updateGeometry()


def _line(parts: Sequence[QWidget]) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(10)
    for part in parts:
        row.addWidget(part)
    return line
