"""Paints one cell; asks the model for what it needs and changes nothing."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from photoclip.catalog.rows import Photo
from photoclip.gui.grid.badges import Badge, Icons, badges_in, paint_badge, paint_ground
from photoclip.gui.grid.model import AnyIndex, PhotoGridModel, Role
from photoclip.gui.grid.names import FittedNames
from photoclip.gui.texts import number

PADDING = 6
PILE = 4
"""How far the pictures below the first one of a stack stand out."""

CAPTION_SCALE = 0.92
GAP = 5
MOST_TILES = 8
MOST_MARKS = 0.55
"""Share of the line below a picture that stars may take before one star and a number do."""

MARKS_LINES = 5
"""Heights of a line that the marks of a cell need beside each other."""

_Role = QPalette.ColorRole
_Align = Qt.AlignmentFlag
_Hint = QPainter.RenderHint
_State = QStyle.StateFlag
_SELECTED = _State.State_Selected.value
_HOVERED = _State.State_MouseOver.value
_FOCUSED = _State.State_HasFocus.value


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
    """A picture, stars and name below, and marks for selection, focus, stack and state."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._icons = Icons()
        self._caption = QFont()
        self._caption_of: QFont | None = None
        self._metrics = QFontMetrics(self._caption)
        self._names = FittedNames(self._caption)
        self._caption_height = 0
        self._tiles: dict[tuple[int, int, int, float], QPixmap] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Size of the cell that the view has laid out."""
        return option.rect.size()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint the cell."""
        model, row = index.model(), index.row()
        if not isinstance(model, PhotoGridModel):
            return
        self._use_font(option.font)
        # Operators on Python's enumerations take longer than a cell may.
        cell, palette, state = option.rect, option.palette, option.state.value
        selected, hovered = bool(state & _SELECTED), bool(state & _HOVERED)
        if selected or hovered:
            self._paint_ground(painter, cell, palette, selected=selected)
        if state & _FOCUSED:
            painter.setPen(QPen(palette.color(_Role.Text), 1, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(cell).adjusted(3, 3, -3, -3), 7, 7)
        was_read, photo = model.soon(row)
        pixmap = model.data(index, Role.FITTED)
        stack = model.stack_size(row)
        picture = picture_rect(cell, self._caption_height, pixmap, stacked=stack > 1)
        if stack > 1:
            _paint_pile(painter, picture, palette)
        if isinstance(pixmap, QPixmap):
            paint_picture(painter, picture, pixmap)
        else:
            self._paint_placeholder(painter, palette, photo, picture, known=was_read)
        if photo is not None:
            self._paint_caption(painter, cell, palette, model, photo, bright=selected)
        place = marks_rect(cell, picture, self._metrics.height())
        if selected:
            self._paint_check(painter, palette, place)
        for badge in self._badges(model, row, photo, place):
            paint_badge(painter, badge, palette, self._caption, self._icons)
        if hovered:
            self._paint_rank(painter, palette, model.rank_text(row), place)

    def prepare(self, painter: QPainter) -> None:
        """Set what all cells are painted with; once for all of them, which is much cheaper."""
        painter.setRenderHints(_Hint.Antialiasing | _Hint.SmoothPixmapTransform)

    def on_stack_badge(self, option: QStyleOptionViewItem, index: AnyIndex, at: QPoint) -> bool:
        """Whether a point is on the mark of a stack."""
        model, row = index.model(), index.row()
        if not isinstance(model, PhotoGridModel) or model.stack_size(row) < 2:
            return False
        self._use_font(option.font)
        pixmap = model.data(index, Role.THUMBNAIL)
        picture = picture_rect(option.rect, self._caption_height, pixmap, stacked=True)
        place = marks_rect(option.rect, picture, self._metrics.height())
        badges = self._badges(model, row, None, place)
        return any(badge.name == "stack" and badge.box.contains(at) for badge in badges)

    def _use_font(self, font: QFont) -> None:
        if self._caption_of != font:
            self._caption_of, self._caption = QFont(font), caption_font(font)
            self._names = FittedNames(self._caption)
            self._metrics = QFontMetrics(self._caption)
            self._caption_height = caption_height(font)

    # --- the picture ------------------------------------------------------------------
    def _paint_ground(
        self, painter: QPainter, cell: QRect, palette: QPalette, *, selected: bool
    ) -> None:
        accent = palette.color(_Role.Highlight)
        ground = palette.color(_Role.AlternateBase)
        if selected:
            ground = QColor(accent)
            ground.setAlphaF(0.22)
        painter.setPen(QPen(accent, 2) if selected else Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(cell).adjusted(1, 1, -1, -1), 9, 9)

    def _paint_placeholder(
        self, painter: QPainter, palette: QPalette, photo: Photo | None, area: QRect, *, known: bool
    ) -> None:
        tile = self._tile(area.size(), palette.color(_Role.AlternateBase), painter)
        painter.drawPixmap(area.topLeft(), tile)
        if not known:
            return
        state = photo.state if photo else "missing"
        name = {"unreadable": "broken", "missing": "broken", "new": "waiting"}.get(state)
        if name is None:
            return
        texts = {"unreadable": self.tr("Cannot be read"), "missing": self.tr("The file is gone")}
        text = texts.get(state, "")
        if self._metrics.horizontalAdvance(text) > area.width() - 8:
            # Half a sentence says less than the drawing; the tool tip says all of it.
            text = ""
        side = max(24, min(48, area.width() // 3))
        room = self._metrics.height() + 4 if text else 0
        top = area.y() + (area.height() - side - room) // 2
        icon = self._icons.get(name, palette.color(_Role.Dark), side, painter)
        painter.drawPixmap(area.x() + (area.width() - side) // 2, top, icon)
        if text:
            painter.setFont(self._caption)
            painter.setPen(palette.color(_Role.PlaceholderText))
            line = QRect(area.x() + 4, top + side + 4, area.width() - 8, room)
            painter.drawText(line, _Align.AlignHCenter, text)

    def _tile(self, size: QSize, colour: QColor, painter: QPainter) -> QPixmap:
        """The ground of a picture that is not here yet; all that a fast wheel brings need one."""
        device = painter.device()
        ratio = device.devicePixelRatioF() if device else 1.0
        key = (size.width(), size.height(), colour.rgba(), ratio)
        tile = self._tiles.get(key)
        if tile is None:
            # Two sizes are in use at a time, with and without a pile behind the picture.
            if len(self._tiles) >= MOST_TILES:
                self._tiles.clear()
            tile = self._tiles[key] = _rounded_tile(size, colour, ratio)
        return tile

    # --- below it ---------------------------------------------------------------------
    def _paint_caption(
        self,
        painter: QPainter,
        cell: QRect,
        palette: QPalette,
        model: PhotoGridModel,
        photo: Photo,
        *,
        bright: bool,
    ) -> None:
        icons = _marks_below(photo)
        if not (icons or model.shows_names):
            return
        height = self._metrics.height() + PADDING
        width = cell.width() - 2 * PADDING
        line = QRect(cell.x() + PADDING, cell.bottom() - height, width, height - 2)
        side, stars = self._metrics.ascent(), max(0, photo.rating or 0)
        count = ""
        if stars > 1 and len(icons) * side > width * MOST_MARKS:
            icons, count = icons[: len(icons) - stars + 1], str(stars)
        count_width = self._metrics.horizontalAdvance(count) if count else 0
        marks = len(icons) * (side + 1) + count_width
        marks += GAP if marks else 0
        name, name_width = "", 0
        if model.shows_names:
            name, name_width = self._names.fit(photo.name, width - marks)
        x = line.x() + max(0, (width - marks - name_width) // 2)
        colour, y = palette.color(_Role.Text), line.y() + (line.height() - side) // 2
        for icon in icons:
            painter.drawPixmap(QPoint(x, y), self._icons.get(icon, colour, side, painter))
            x += side + 1
        if count or name:
            painter.setFont(self._caption)
        if count:
            painter.setPen(colour)
            painter.drawText(line.adjusted(x - line.x() + 1, 0, 0, 0), _Align.AlignVCenter, count)
        if name:
            painter.setPen(colour if bright else palette.color(_Role.PlaceholderText))
            x += count_width + (GAP if marks else 0)
            painter.drawText(line.adjusted(x - line.x(), 0, 0, 0), _Align.AlignVCenter, name)

    # --- on it ------------------------------------------------------------------------
    def _badges(
        self, model: PhotoGridModel, row: int, photo: Photo | None, place: QRect
    ) -> list[Badge]:
        marks = []
        size = model.stack_size(row)
        if size > 1:
            marks.append(("stack", number(size)))
        if model.match_at(row):
            marks.append(("match", ""))
        if photo is not None and model.is_offline(photo):
            marks.append(("folder-offline", ""))
        elif photo is not None and photo.state == "missing":
            marks.append(("broken", ""))
        return badges_in(place, marks, self._caption) if marks else []

    def _paint_check(self, painter: QPainter, palette: QPalette, place: QRect) -> None:
        """Selection has a shape too: colour alone is not enough for everybody."""
        box = QRectF(check_rect(place, self._metrics.height()))
        side = round(box.width())
        painter.setPen(QPen(palette.color(_Role.Base), 1.5))
        painter.setBrush(palette.color(_Role.Highlight))
        painter.drawEllipse(box)
        colour = palette.color(_Role.HighlightedText)
        icon = self._icons.get("likely", colour, side - 6, painter)
        painter.drawPixmap(QPointF(box.x() + 3, box.y() + 3), icon)

    def _paint_rank(self, painter: QPainter, palette: QPalette, text: str, place: QRect) -> None:
        if not text:
            return
        if self._metrics.horizontalAdvance(text) + 16 > place.width():
            # The heading above names the band too.
            text = text.rpartition("·")[2].strip()
        width, height = self._metrics.horizontalAdvance(text) + 16, self._metrics.height() + 6
        box = QRectF(place.center().x() - width / 2, place.bottom() - height - 5, width, height)
        paint_ground(painter, box, palette, height / 2)
        painter.setFont(self._caption)
        painter.setPen(palette.color(_Role.ToolTipText))
        painter.drawText(box, _Align.AlignCenter, text)


def picture_rect(cell: QRect, caption: int, pixmap: object, *, stacked: bool) -> QRect:
    """Where the picture of a cell lies; the whole room for it while there is none."""
    area = cell.adjusted(PADDING, PADDING, -PADDING, -caption - 2)
    if stacked:
        area.adjust(0, 2 * PILE, -2 * PILE, 0)
    if not isinstance(pixmap, QPixmap):
        return area
    size = pixmap.size().scaled(area.size(), Qt.AspectRatioMode.KeepAspectRatio)
    return QRect(
        area.x() + (area.width() - size.width()) // 2,
        area.y() + (area.height() - size.height()) // 2,
        size.width(),
        size.height(),
    )


def marks_rect(cell: QRect, picture: QRect, line: int) -> QRect:
    """Where marks lie: on the picture, and beyond it where it is too narrow or too low for them.

    Args:
        cell: Place of the cell.
        picture: Place of its picture.
        line: Height of a line of text.
    """
    width = max(picture.width(), min(cell.width() - 2 * PADDING, MARKS_LINES * line))
    height = max(picture.height(), line + 14)
    left, top = (width - picture.width()) // 2, (height - picture.height()) // 2
    return QRect(picture.x() - left, picture.y() - top, width, height)


def check_rect(place: QRect, line: int) -> QRect:
    """Where the mark of a selected photo lies."""
    return QRect(place.x() + 5, place.y() + 5, line + 4, line + 4)


def paint_picture(painter: QPainter, picture: QRect, pixmap: QPixmap) -> None:
    """Paint a picture in its place: as it is where it was made for that, else scaled."""
    ratio = pixmap.devicePixelRatio()
    width, height = pixmap.width() / ratio, pixmap.height() / ratio
    # Less than a pixel away is rounding between pixels of the screen and of the layout.
    if abs(width - picture.width()) < 1 and abs(height - picture.height()) < 1:
        painter.drawPixmap(picture.topLeft(), pixmap)
    else:
        painter.drawPixmap(picture, pixmap)


def _rounded_tile(size: QSize, colour: QColor, ratio: float) -> QPixmap:
    tile = QPixmap(size * ratio)
    tile.setDevicePixelRatio(ratio)
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    painter.setRenderHint(_Hint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(QRectF(QPointF(0, 0), size.toSizeF()), 6, 6)
    painter.end()
    return tile


def _paint_pile(painter: QPainter, picture: QRect, palette: QPalette) -> None:
    """Edges of the pictures below: a stack is told by its shape."""
    painter.setPen(QPen(palette.color(_Role.Shadow), 1))
    painter.setBrush(palette.color(_Role.Midlight))
    for step in (2 * PILE, PILE):
        painter.drawRoundedRect(QRectF(picture.translated(step, -step)), 4, 4)


def _marks_below(photo: Photo) -> list[str]:
    """Drawings of the flag and the stars."""
    marks = ["star-full"] * max(0, photo.rating or 0)
    if photo.pick > 0:
        return ["pick-full", *marks]
    refused = photo.pick < 0 or (photo.rating or 0) < 0
    return ["reject", *marks] if refused else marks
