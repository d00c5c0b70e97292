"""Paints a section's heading: in its place, or at the top while its photos pass below."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette

from photoclip.gui.grid.sections import Section
from photoclip.gui.icons import drawing

_Role = QPalette.ColorRole
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


def paint_heading(
    painter: QPainter, section: Section, box: QRect, font: QFont, palette: QPalette
) -> None:
    """Paint icon, title and note, and a line over the rest of the width."""
    metrics, middle = QFontMetrics(font), box.y() + box.height() // 2
    x, side = box.x() + 4, metrics.height()
    if section.icon:
        device = painter.device()
        ratio = device.devicePixelRatioF() if device else 1.0
        icon = drawing(section.icon, palette.color(_Role.Text), side, ratio)
        painter.drawPixmap(QPointF(x, middle - side / 2), icon)
        x += side + 8
    bold = QFont(font)
    bold.setBold(True)
    end = box.right() + 1
    x = _text(
        painter,
        bold,
        palette.color(_Role.Text),
        section.title,
        QRect(x, box.y(), end - x, box.height()),
    )
    x += 10
    if section.note and x < end:
        rest = QRect(x, box.y(), end - x, box.height())
        x = _text(painter, font, palette.color(_Role.PlaceholderText), section.note, rest) + 14
    if x < end:
        painter.setPen(palette.color(_Role.Mid))
        painter.drawLine(x, middle, end, middle)


def paint_fixed(painter: QPainter, strip: QRect, palette: QPalette) -> None:
    """The ground of a heading that stays while photos pass below it."""
    painter.fillRect(strip, palette.color(_Role.Base))
    painter.setPen(palette.color(_Role.Mid))
    painter.drawLine(strip.bottomLeft(), strip.bottomRight())


def _text(painter: QPainter, font: QFont, colour: QColor, text: str, room: QRect) -> int:
    """Write a text, shortened to its room; returns where it ends."""
    metrics = QFontMetrics(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, room.width())
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(room, _LEFT, shown)
    return room.x() + metrics.horizontalAdvance(shown)
