"""One picture: fitted, at 100 %, or anything between, zoomed about the pointer."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QCursor,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

ZOOM_STEP = 1.25
MAX_SCALE = 8.0
"""Largest zoom in device pixels per picture pixel."""
PAN_SHARE = 0.2
"""How far one key press moves a picture, as a share of the view."""


@dataclass(frozen=True, slots=True)
class View:
    """What part of a picture is seen, so that another one can be shown the same way.

    Attributes:
        scale: Logical pixels per picture pixel; 0 for fitted.
        x: Middle of the view as a share of the picture's width.
        y: The same of its height.
    """

    scale: float = 0.0
    x: float = 0.5
    y: float = 0.5


FITTED = View()


class PhotoCanvas(QWidget):
    """Draws the best version of a picture that has arrived.

    Versions of one picture (thumbnail, screen size, full size) share one
    coordinate system, the pixels of the original, so that a sharper version
    replaces a blurred one without a jump.

    Signals:
        zoomed: the scale changed.
        detail_wanted: the picture is shown larger than the versions at hand.
        view_moved: the user zoomed or moved the picture.
        touched: a mouse button went down on it.
        pointed: point (``QPoint``) that the pointer moved to.
    """

    zoomed = Signal()
    detail_wanted = Signal()
    view_moved = Signal()
    touched = Signal()
    pointed = Signal(QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._versions: list[QImage] = []
        self._small: QImage | None = None
        self._size = QSizeF()
        self._scale = 0.0
        self._centre = QPointF()
        self._drag: QPoint | None = None
        self._asked_detail = False
        self._message = ""
        self._kept = FITTED
        self._hides_pointer = False
        self.setMinimumSize(120, 90)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    # --- content ----------------------------------------------------------------------
    def begin(
        self, size: tuple[int, int] | None, preview: QImage | None, *, view: View = FITTED
    ) -> None:
        """Show another photo.

        Args:
            size: Pixels of the original as it is shown, if known.
            preview: A small version to show at once, if there is one.
            view: What part of it to show.
        """
        self._versions = []
        self._small = None
        self._size = QSizeF(*size) if size is not None else QSizeF()
        self._scale = 0.0
        self._kept = view
        self._asked_detail = False
        self._message = ""
        if preview is not None and not preview.isNull():
            self.add_version(preview, small=True)
        elif not self._size.isEmpty():
            self._take_kept_view()
        self.update()

    def add_version(self, image: QImage, *, small: bool = False) -> None:
        """Add a version of the present photo; the sharpest that is needed is drawn.

        Args:
            image: The version.
            small: It is the thumbnail: what was said of the photo still holds.
        """
        if self._size.isEmpty():
            self._size = QSizeF(image.size())
        elif not small and _lies(image.size()) * _lies(self._size.toSize()) < 0:
            # Turned meanwhile: the picture itself knows best.
            self._size.transpose()
        if small:
            self._small = image
        elif all(known.cacheKey() != image.cacheKey() for known in self._versions):
            self._versions.append(image)
            self._versions.sort(key=_width)
        if not small:
            self._message = ""
        self._take_kept_view()
        self.update()

    def _take_kept_view(self) -> None:
        """Show the part that was asked for; it could not be told before the size was known."""
        kept, self._kept = self._kept, FITTED
        if kept.scale:
            self.set_view(kept)

    def say(self, message: str) -> None:
        """Show a sentence in place of a picture that cannot be shown."""
        self._message = message
        self.update()

    @property
    def message(self) -> str:
        """The sentence shown in place of a picture; empty for none."""
        return self._message

    @property
    def best_width(self) -> int:
        """Width in pixels of the sharpest version at hand; 0 without any."""
        if self._versions:
            return self._versions[-1].width()
        return self._small.width() if self._small is not None else 0

    # --- scale ------------------------------------------------------------------------
    @property
    def is_fitted(self) -> bool:
        """True while the picture is fitted to the window."""
        return self._scale == 0.0

    @property
    def scale(self) -> float:
        """Logical pixels per picture pixel."""
        return self._scale or self._fit_scale()

    @property
    def percent(self) -> int:
        """Zoom in per cent; 100 is one device pixel per picture pixel."""
        return round(self.scale * self.devicePixelRatioF() * 100)

    def fit(self) -> None:
        """Show the whole picture."""
        self._scale = 0.0
        self._changed()
        self.view_moved.emit()

    def view(self) -> View:
        """What part of the picture is seen now."""
        if self.is_fitted or self._size.isEmpty():
            return FITTED
        x, y = self._centre.x() / self._size.width(), self._centre.y() / self._size.height()
        return View(self._scale, x, y)

    def wanted_view(self) -> View:
        """What is seen, or will be as soon as the size of the picture is known."""
        return self._kept if self._size.isEmpty() else self.view()

    def set_pointer_hidden(self, hidden: bool) -> None:
        """Show no pointer on the picture."""
        self._hides_pointer = hidden
        self._show_cursor()

    def set_view(self, view: View) -> None:
        """Show the same part as another picture does; tells nobody that the user moved it."""
        if self._size.isEmpty():
            self._kept = view
            return
        # At or below its fitted size there is nothing to move.
        self._scale = view.scale if view.scale > self._fit_scale() * 1.001 else 0.0
        self._centre = QPointF(view.x * self._size.width(), view.y * self._size.height())
        if self._scale:
            self._clamp()
        self._changed()

    def pan(self, x: int, y: int) -> None:
        """Move the view by steps of a fifth of it, to the right and down."""
        if self.is_fitted:
            return
        step = PAN_SHARE / self._scale
        self._centre += QPointF(x * self.width() * step, y * self.height() * step)
        self._clamp()
        self._changed()
        self.view_moved.emit()

    def actual_size(self, at: QPointF | None = None) -> None:
        """Show one picture pixel on one device pixel, keeping the point ``at`` in its place."""
        self._zoom_to(1.0 / self.devicePixelRatioF(), at)

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom about a point of the widget, or its middle."""
        self._zoom_to(self.scale * factor, at)

    def _fit_scale(self) -> float:
        if self._size.isEmpty():
            return 1.0
        fitting = min(self.width() / self._size.width(), self.height() / self._size.height())
        # A small picture is not blown up beyond its pixels.
        return float(min(fitting, 1.0))

    def _zoom_to(self, scale: float, at: QPointF | None) -> None:
        if self._size.isEmpty():
            return
        point = at or QPointF(self.width() / 2, self.height() / 2)
        under = self._to_picture(point)
        fitted = self._fit_scale()
        scale = min(scale, max(MAX_SCALE / self.devicePixelRatioF(), fitted))
        if scale <= fitted * 1.001:
            self._scale = 0.0
        else:
            self._scale = scale
            middle = QPointF(self.width() / 2, self.height() / 2)
            self._centre = under - (point - middle) / scale
            self._clamp()
        self._changed()
        self.view_moved.emit()

    def _to_picture(self, point: QPointF) -> QPointF:
        target = self._target()
        return QPointF((point.x() - target.x()) / self.scale, (point.y() - target.y()) / self.scale)

    def _target(self) -> QRectF:
        scale = self.scale
        width, height = self._size.width() * scale, self._size.height() * scale
        middle = QPointF(self.width() / 2, self.height() / 2)
        if self.is_fitted:
            return QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height)
        corner = middle - self._centre * scale
        return QRectF(corner.x(), corner.y(), width, height)

    def _clamp(self) -> None:
        """Keep the picture in view: centred where it is smaller, edge to edge where larger."""
        x = _clamped(self._centre.x(), self._size.width(), self.width() / self._scale)
        y = _clamped(self._centre.y(), self._size.height(), self.height() / self._scale)
        self._centre = QPointF(x, y)

    def _changed(self) -> None:
        shown = self._size.width() * self.scale * self.devicePixelRatioF()
        wanted = min(shown, self._size.width())
        if not self._asked_detail and wanted > self.best_width * 1.05:
            self._asked_detail = True
            self.detail_wanted.emit()
        self._show_cursor()
        self.zoomed.emit()
        self.update()

    def _show_cursor(self) -> None:
        shape = Qt.CursorShape.ArrowCursor
        if self._hides_pointer:
            shape = Qt.CursorShape.BlankCursor
        elif self._drag is not None:
            shape = Qt.CursorShape.ClosedHandCursor
        elif not self.is_fitted:
            shape = Qt.CursorShape.OpenHandCursor
        self.setCursor(shape)

    # --- events -----------------------------------------------------------------------
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the pointer."""
        turned = event.angleDelta().y()
        if turned:
            self.zoom_by(ZOOM_STEP ** (turned / 120), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the picture."""
        self.touched.emit()
        if event.button() == Qt.MouseButton.LeftButton and not self.is_fitted:
            self._drag = event.position().toPoint()
            self._show_cursor()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the picture."""
        point = event.position().toPoint()
        self.pointed.emit(point)
        if self._drag is None:
            return
        self._centre -= QPointF(point - self._drag) / self._scale
        self._drag = point
        self._clamp()
        self.update()
        self.view_moved.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if self._drag is not None:
            self._drag = None
            self._show_cursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Switch between the whole picture and 100 % at the pointer."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.toggle(event.position())

    def toggle(self, at: QPointF | None = None) -> None:
        """Switch between the whole picture and 100 %."""
        if self.is_fitted:
            self.actual_size(at)
        else:
            self.fit()

    def toggle_at_pointer(self) -> None:
        """The same at the pointer, or at the middle where the pointer is elsewhere."""
        point = QPointF(self.mapFromGlobal(QCursor.pos()))
        inside = self.underMouse() and QRectF(self.rect()).contains(point)
        self.toggle(point if inside else None)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the smallest version that is sharp enough."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._ground())
        if self._message:
            self._paint_message(painter)
        elif self._versions or self._small is not None:
            target = self._target()
            wanted = target.width() * self.devicePixelRatioF()
            image = self._sharp_enough(wanted)
            # Pixels stay visible as such at high zoom.
            smooth = wanted < image.width() * 3 or image.width() < self._size.width()
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
            painter.drawImage(target, image)
        painter.end()

    def _sharp_enough(self, wanted: float) -> QImage:
        """The smallest version of so many pixels; the thumbnail only for want of others."""
        sharp = [image for image in self._versions if image.width() >= wanted * 0.95]
        if sharp:
            return sharp[0]
        if self._versions:
            return self._versions[-1]
        assert self._small is not None
        return self._small

    def _paint_message(self, painter: QPainter) -> None:
        """The sentence, below the thumbnail where there is one."""
        margin = 2 * self.fontMetrics().height()
        area = QRectF(self.rect()).adjusted(margin, margin, -margin, -margin)
        image = self._small or (self._versions[0] if self._versions else None)
        if image is not None:
            room = QSizeF(area.width(), max(area.height() - 3 * margin, 1.0))
            size = QSizeF(image.size()).scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
            size = size.boundedTo(QSizeF(image.size()))
            top = area.center().y() - (size.height() + 2 * margin) / 2
            left = area.center().x() - size.width() / 2
            painter.setOpacity(0.55)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(QRectF(QPointF(left, top), size), image)
            painter.setOpacity(1.0)
            area.setTop(top + size.height() + margin / 2)
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        across = Qt.AlignmentFlag.AlignHCenter
        down = Qt.AlignmentFlag.AlignTop if image is not None else Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, int(across | down) | int(Qt.TextFlag.TextWordWrap), self._message)

    def _ground(self) -> QColor:
        """The calmer of the palette's two grounds: white would outshine the picture."""
        roles = (QPalette.ColorRole.Base, QPalette.ColorRole.AlternateBase)
        return min((self.palette().color(role) for role in roles), key=QColor.lightness)


def _lies(size: QSize) -> int:
    """Above 0 for a picture that is wider than high, below 0 for one that is higher."""
    return size.width() - size.height()


def _width(image: QImage) -> int:
    return image.width()


def _clamped(centre: float, size: float, view: float) -> float:
    """A middle for which a view of this width shows nothing beyond the picture."""
    if view >= size:
        return size / 2
    return min(max(centre, view / 2), size - view / 2)
