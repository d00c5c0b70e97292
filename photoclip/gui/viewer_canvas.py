"""One picture: fitted, at 100 %, or anything between, zoomed about the pointer."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import QWidget

ZOOM_STEP = 1.25
MAX_SCALE = 8.0
"""Largest zoom in device pixels per picture pixel."""


class PhotoCanvas(QWidget):
    """Draws the best version of a picture that has arrived.

    Versions of one picture (thumbnail, screen size, full size) share one
    coordinate system, the pixels of the original, so that a sharper version
    replaces a blurred one without a jump.

    Signals:
        zoomed: the scale changed.
        detail_wanted: the picture is shown larger than the versions at hand.
    """

    zoomed = Signal()
    detail_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._versions: list[QImage] = []
        self._size = QSizeF()
        self._scale = 0.0
        self._centre = QPointF()
        self._drag: QPoint | None = None
        self._asked_detail = False
        self._message = ""
        self.setMinimumSize(120, 90)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    # --- content ----------------------------------------------------------------------
    def begin(self, size: QSize | None, preview: QImage | None) -> None:
        """Show another photo, fitted.

        Args:
            size: Pixels of the original, if known.
            preview: A small version to show at once, if there is one.
        """
        self._versions = []
        self._size = QSizeF(size) if size is not None else QSizeF()
        self._scale = 0.0
        self._asked_detail = False
        self._message = ""
        if preview is not None and not preview.isNull():
            self.add_version(preview)
        self.update()

    def add_version(self, image: QImage) -> None:
        """Add a version of the present photo; the sharpest that is needed is drawn."""
        if self._size.isEmpty():
            self._size = QSizeF(image.size())
        self._versions.append(image)
        self._versions.sort(key=_width)
        self._message = ""
        self.update()

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
        return self._versions[-1].width() if self._versions else 0

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
        self.setCursor(
            Qt.CursorShape.ArrowCursor if self.is_fitted else Qt.CursorShape.OpenHandCursor
        )
        self.zoomed.emit()
        self.update()

    # --- events -----------------------------------------------------------------------
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the pointer."""
        turned = event.angleDelta().y()
        if turned:
            self.zoom_by(ZOOM_STEP ** (turned / 120), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the picture."""
        if event.button() == Qt.MouseButton.LeftButton and not self.is_fitted:
            self._drag = event.position().toPoint()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the picture."""
        if self._drag is None:
            return
        point = event.position().toPoint()
        self._centre -= QPointF(point - self._drag) / self._scale
        self._drag = point
        self._clamp()
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if self._drag is not None:
            self._drag = None
            self.setCursor(Qt.CursorShape.OpenHandCursor)

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

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the smallest version that is sharp enough."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._ground())
        if self._message:
            painter.setPen(self.palette().color(QPalette.ColorRole.Text))
            flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
            painter.drawText(self.rect().adjusted(40, 20, -40, -20), flags, self._message)
        elif self._versions:
            target = self._target()
            wanted = target.width() * self.devicePixelRatioF()
            sharp = [image for image in self._versions if image.width() >= wanted * 0.95]
            image = sharp[0] if sharp else self._versions[-1]
            # Pixels stay visible as such at high zoom.
            smooth = wanted < image.width() * 3 or image.width() < self._size.width()
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
            painter.drawImage(target, image)
        painter.end()

    def _ground(self) -> QColor:
        """The calmer of the palette's two grounds: white would outshine the picture."""
        roles = (QPalette.ColorRole.Base, QPalette.ColorRole.AlternateBase)
        return min((self.palette().color(role) for role in roles), key=QColor.lightness)


def _width(image: QImage) -> int:
    return image.width()


def _clamped(centre: float, size: float, view: float) -> float:
    """A middle for which a view of this width shows nothing beyond the picture."""
    if view >= size:
        return size / 2
    return min(max(centre, view / 2), size - view / 2)
