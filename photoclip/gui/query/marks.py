"""What is painted over the text of the query box: round marks of fields, a wave under mistakes.

Places in a query count characters, as Python does; Qt counts UTF-16 units, of which a rare
character takes two.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionFrame, QToolButton

from photoclip.gui.theme import error_colour
from photoclip.results import QueryProblem, QueryTerm

WAVE = 4.0
"""Length of half a wave under a mistake, in logical pixels."""

_FILL, _LINE = 38, 120
"""How much of the highlight's colour lies over the text of a field, and around it."""

Span = tuple[int, int]


def to_units(text: str, place: int) -> int:
    """Qt's count of a place in a text."""
    return place + sum(sign > "\uffff" for sign in text[:place])


def to_place(text: str, units: int) -> int:
    """The place in a text that Qt counts so."""
    passed = 0
    for place, sign in enumerate(text):
        if passed >= units:
            return place
        passed += 2 if sign > "\uffff" else 1
    return len(text)


def moved(spans: Sequence[Span], before: str, after: str) -> list[Span]:
    """Where parts of a text are once it was edited in one place; those touched are left out."""
    shorter = min(len(before), len(after))
    same = next((at for at in range(shorter) if before[at] != after[at]), shorter)
    rest = shorter - same
    behind = next((at for at in range(rest) if before[-1 - at] != after[-1 - at]), rest)
    end, by = len(before) - behind, len(after) - len(before)
    kept = [span for span in spans if span[1] <= same]
    return kept + [
        (start + by, stop + by) for start, stop in spans if start >= end and start >= same
    ]


def text_area(box: QLineEdit) -> QRect:
    """Where the text of a line edit is seen: between the buttons at its ends."""
    option = QStyleOptionFrame()
    box.initStyleOption(option)
    area = box.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, box)
    area = area.marginsRemoved(box.textMargins())
    for button in box.findChildren(QToolButton):
        room = button.geometry()
        if not button.isVisible():
            continue
        if room.center().x() < area.center().x():
            area.setLeft(max(area.left(), room.right() + 1))
        else:
            area.setRight(min(area.right(), room.left() - 1))
    return area


class Ruler:
    """Tells where characters of a line edit are, in its own pixels.

    Args:
        box: The line edit.
    """

    def __init__(self, box: QLineEdit) -> None:
        self._text, self._metrics = box.text(), box.fontMetrics()
        cursor = box.cursorRect()
        before = self._text[: to_place(self._text, box.cursorPosition())]
        # The place of the cursor tells how far the text is scrolled to the side.
        self._origin = cursor.center().x() - self._metrics.horizontalAdvance(before)
        self.middle = float(cursor.center().y())

    def x(self, place: int) -> float:
        """Left edge of a character."""
        return float(self._origin + self._metrics.horizontalAdvance(self._text[:place]))

    def under(self, start: int, end: int) -> QLineF:
        """The line under a part; at the very end of the text there is no letter over it."""
        start = min(start, len(self._text))
        end = min(max(end, start), len(self._text))
        left, right = self.x(start), self.x(end)
        bottom = self.middle + self._metrics.height() / 2 - self._metrics.descent() + 3
        return QLineF(left, bottom, max(right, left + 3 * WAVE), bottom)

    def around(self, start: int, end: int) -> QRectF:
        """The room of a part, with a little air."""
        height = self._metrics.height() + 2.0
        left = self.x(start) - 1.5
        return QRectF(left, self.middle - height / 2 + 0.5, self.x(end) + 1.5 - left, height)


def paint_fields(painter: QPainter, ruler: Ruler, spans: Sequence[Span], palette: QPalette) -> None:
    """Lay a round mark over each part; it is drawn behind nothing, so it must let text through."""
    colour = palette.color(QPalette.ColorRole.Highlight)
    fill, line = QColor(colour), QColor(colour)
    fill.setAlpha(_FILL)
    line.setAlpha(_LINE)
    painter.setPen(QPen(line, 1))
    painter.setBrush(fill)
    for start, end in spans:
        room = ruler.around(start, end)
        painter.drawRoundedRect(room, room.height() / 3, room.height() / 3)


def paint_problem(
    painter: QPainter, ruler: Ruler, problem: QueryProblem, palette: QPalette
) -> None:
    """Draw a wave under what is wrong."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(error_colour(palette), 1.5))
    painter.drawPolyline(_wave(ruler.under(problem.start, problem.end)))


def spans_of(terms: Sequence[QueryTerm]) -> list[Span]:
    """Where the fields and pictures of a query stand."""
    return [(term.start, term.end) for term in terms if term.name]


def _wave(line: QLineF) -> QPolygonF:
    points, x, low = [], line.x1(), True
    while x <= line.x2():
        points.append(QPointF(x, line.y1() + (1.5 if low else -0.5)))
        x, low = x + WAVE / 2, not low
    return QPolygonF(points)
