"""What hangs at the pointer while photos are dragged."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QWidget

from photoclip.gui.texts import number


def drag_picture(view: QWidget, thumb: object, count: int) -> QPixmap:
    """The current photo, small, with the number of photos that go along.

    Args:
        view: What the photos are dragged from.
        thumb: Pixmap of the photo; anything else if there is none yet.
        count: How many photos.
    """
    ratio = view.devicePixelRatioF()
    picture = QPixmap(round(96 * ratio), round(76 * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    if isinstance(thumb, QPixmap):
        size = thumb.size().scaled(QSize(90, 70), Qt.AspectRatioMode.KeepAspectRatio)
        painter.setOpacity(0.85)
        painter.drawPixmap(QRect(QPoint(0, 0), size), thumb)
    if count > 1:
        painter.setOpacity(1.0)
        text = number(count)
        width = max(22, painter.fontMetrics().horizontalAdvance(text) + 14)
        box = QRect(96 - width, 54, width, 22)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(view.palette().color(QPalette.ColorRole.Highlight))
        painter.drawRoundedRect(box, 11, 11)
        painter.setPen(view.palette().color(QPalette.ColorRole.HighlightedText))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.end()
    return picture
