"""Small marks on the picture of a cell: which there are and where, for painting and clicking."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette, QPixmap

from photoclip.gui.icons import drawing

_Role = QPalette.ColorRole
GROUND_ALPHA = 0.86
"""Of the ground of what is written on a picture; it must be readable on any."""


@dataclass(frozen=True, slots=True)
class Badge:
    """One mark.

    Attributes:
        name: Its drawing.
        text: What stands beside it.
        box: Its place in the viewport.
    """

    name: str
    text: str
    box: QRect


def badges_in(picture: QRect, marks: list[tuple[str, str]], font: QFont) -> list[Badge]:
    """Lay out marks from the top right corner of a picture to the left.

    Args:
        picture: Place of the picture.
        marks: Drawing and text of each, the outermost first.
        font: Of the text.
    """
    metrics = QFontMetrics(font)
    height = metrics.height() + 4
    right, top = picture.right() - 4, picture.y() + 5
    found = []
    for name, text in marks:
        width = height + (metrics.horizontalAdvance(text) + 5 if text else 0)
        found.append(Badge(name, text, QRect(right - width, top, width, height)))
        right -= width + 4
    return found


class Icons:
    """Drawings of one delegate, kept by colour, size and ratio."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, int, int, float], QPixmap] = {}

    def get(self, name: str, colour: QColor, size: int, painter: QPainter) -> QPixmap:
        """A drawing for the device that is painted on."""
        device = painter.device()
        ratio = device.devicePixelRatioF() if device else 1.0
        key = (name, colour.rgba(), size, ratio)
        if key not in self._kept:
            self._kept[key] = drawing(name, colour, size, ratio)
        return self._kept[key]


def paint_ground(painter: QPainter, box: QRect | QRectF, palette: QPalette, radius: float) -> None:
    """The ground of what is written on a picture."""
    ground = palette.color(_Role.ToolTipBase)
    ground.setAlphaF(GROUND_ALPHA)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(QRectF(box), radius, radius)


def paint_badge(
    painter: QPainter, badge: Badge, palette: QPalette, font: QFont, icons: Icons
) -> None:
    """Paint one mark."""
    paint_ground(painter, badge.box, palette, 6)
    colour = palette.color(_Role.ToolTipText)
    side = badge.box.height() - 6
    place = QPointF(badge.box.x() + 3, badge.box.y() + 3)
    painter.drawPixmap(place, icons.get(badge.name, colour, side, painter))
    if badge.text:
        painter.setFont(font)
        painter.setPen(colour)
        line = badge.box.adjusted(side + 6, 0, -4, 0)
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, badge.text)
