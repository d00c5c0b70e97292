"""Paints one cell; asks the model for what it needs and changes nothing."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from photoclip.gui.grid.model import AnyIndex, PhotoGridModel, Role
from photoclip.gui.icons import drawing

PADDING = 6
CAPTION_SCALE = 0.92

_Role = QPalette.ColorRole


def caption_font(font: QFont) -> QFont:
    """The view's font, a little smaller, in whichever unit it is given."""
    small = QFont(font)
    if font.pointSizeF() > 0:
        small.setPointSizeF(font.pointSizeF() * CAPTION_SCALE)
    else:
        small.setPixelSize(max(8, round(font.pixelSize() * CAPTION_SCALE)))
    return small


def caption_height(font: QFont) -> int:
    """Height of the line of text under a picture."""
    return QFontMetrics(caption_font(font)).height() + PADDING


class PhotoDelegate(QStyledItemDelegate):
    """A picture, its name below, and marks for selection, focus and state."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._icons: dict[tuple[str, str, int, float], QPixmap] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Size of the cell that the view has laid out."""
        return option.rect.size()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint the cell."""
        painter.save()
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        self._paint_ground(painter, option, selected=selected, hovered=hovered)
        caption = caption_height(option.font)
        area = option.rect.adjusted(PADDING, PADDING, -PADDING, -caption - 2)
        picture = self._paint_picture(painter, option, index, area)
        self._paint_caption(painter, option, index, caption, selected=selected)
        if selected:
            self._paint_check(painter, option, picture)
        model = index.model()
        if isinstance(model, PhotoGridModel) and model.match_at(index.row()):
            self._paint_match(painter, picture)
        if hovered:
            self._paint_rank(painter, option, index, picture)
        painter.restore()

    def _paint_ground(
        self, painter: QPainter, option: QStyleOptionViewItem, *, selected: bool, hovered: bool
    ) -> None:
        palette = option.palette
        box = QRectF(option.rect).adjusted(1, 1, -1, -1)
        accent = palette.color(_Role.Highlight)
        ground = palette.color(_Role.AlternateBase)
        if selected:
            ground = QColor(accent)
            ground.setAlphaF(0.22)
        if selected or hovered:
            painter.setPen(QPen(accent, 2) if selected else Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(box, 9, 9)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(palette.color(_Role.Text), 1, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(2, 2, -2, -2), 7, 7)

    def _paint_picture(
        self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex, area: QRect
    ) -> QRect:
        pixmap = index.data(Role.THUMBNAIL)
        if isinstance(pixmap, QPixmap):
            size = pixmap.size().scaled(area.size(), Qt.AspectRatioMode.KeepAspectRatio)
            target = QRect(
                area.x() + (area.width() - size.width()) // 2,
                area.y() + (area.height() - size.height()) // 2,
                size.width(),
                size.height(),
            )
            painter.drawPixmap(target, pixmap)
            return target
        self._paint_placeholder(painter, option, index, area)
        return area

    def _paint_placeholder(
        self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex, area: QRect
    ) -> None:
        palette = option.palette
        state = index.data(Role.STATE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.color(_Role.AlternateBase))
        painter.drawRoundedRect(QRectF(area), 6, 6)
        name = {"unreadable": "broken", "missing": "broken", "new": "waiting"}.get(state)
        if name is None:
            return
        side = max(24, min(48, area.width() // 3))
        icon = self._icon(name, palette.color(_Role.Dark), side, painter)
        text = self.tr("Cannot be read") if state == "unreadable" else ""
        font = caption_font(option.font)
        room = QFontMetrics(font).height() + 4 if text else 0
        top = area.y() + (area.height() - side - room) // 2
        painter.drawPixmap(area.x() + (area.width() - side) // 2, top, icon)
        if text:
            painter.setFont(font)
            painter.setPen(palette.color(_Role.PlaceholderText))
            line = QRect(area.x() + 4, top + side + 4, area.width() - 8, room)
            shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, line.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignHCenter, shown)

    def _paint_caption(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: AnyIndex,
        height: int,
        *,
        selected: bool,
    ) -> None:
        font = caption_font(option.font)
        line = QRect(
            option.rect.x() + PADDING,
            option.rect.bottom() - height,
            option.rect.width() - 2 * PADDING,
            height - 2,
        )
        name = index.data(Qt.ItemDataRole.DisplayRole) or ""
        text = QFontMetrics(font).elidedText(name, Qt.TextElideMode.ElideMiddle, line.width())
        painter.setFont(font)
        role = _Role.Text if selected else _Role.PlaceholderText
        painter.setPen(option.palette.color(role))
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_check(self, painter: QPainter, option: QStyleOptionViewItem, picture: QRect) -> None:
        """Selection has a shape too: colour alone is not enough for everybody."""
        side = 20
        box = QRectF(picture.x() + 5, picture.y() + 5, side, side)
        painter.setPen(QPen(option.palette.color(_Role.Base), 1.5))
        painter.setBrush(option.palette.color(_Role.Highlight))
        painter.drawEllipse(box)
        colour = option.palette.color(_Role.HighlightedText)
        painter.drawPixmap(
            QPointF(box.x() + 3, box.y() + 3), self._icon("likely", colour, side - 6, painter)
        )

    def _paint_match(self, painter: QPainter, picture: QRect) -> None:
        """Some of the words stand literally with this photo."""
        side = 20
        box = QRectF(picture.right() - side - 4, picture.y() + 5, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(15, 18, 22, 205))
        painter.drawRoundedRect(box, 6, 6)
        drawn = self._icon("match", QColor("#ffffff"), side - 6, painter)
        painter.drawPixmap(QPointF(box.x() + 3, box.y() + 3), drawn)

    def _paint_rank(
        self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex, picture: QRect
    ) -> None:
        model = index.model()
        text = model.rank_text(index.row()) if isinstance(model, PhotoGridModel) else ""
        if not text:
            return
        font = caption_font(option.font)
        metrics = QFontMetrics(font)
        width, height = metrics.horizontalAdvance(text) + 16, metrics.height() + 6
        box = QRectF(picture.center().x() - width / 2, picture.bottom() - height - 5, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(15, 18, 22, 205))
        painter.drawRoundedRect(box, height / 2, height / 2)
        painter.setFont(font)
        painter.setPen(QColor("#ffffff"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _icon(self, name: str, colour: QColor, size: int, painter: QPainter) -> QPixmap:
        device = painter.device()
        ratio = device.devicePixelRatioF() if device else 1.0
        key = (name, colour.name(), size, ratio)
        if key not in self._icons:
            self._icons[key] = drawing(name, colour, size, ratio)
        return self._icons[key]
