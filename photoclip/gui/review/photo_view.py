"""One photo at a time: large, with its suggested labels under numbers."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPalette, QPixmap
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from photoclip.gui.bridge import Bridge
from photoclip.gui.events import FullImage
from photoclip.gui.grid.thumb_loader import ThumbLoader
from photoclip.library import ReviewGroup, Suggestion

_ITEM = int(Qt.ItemDataRole.UserRole)
SIDE = 1_279
"""Longest side asked for, in pixels; an odd number that no other view asks for."""


class PhotoPane(QWidget):
    """Paints one picture as large as it fits."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixmap: QPixmap | None = None
        self.setObjectName("reviewPhoto")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumSize(140, 140)

    def show_pixmap(self, pixmap: QPixmap | None) -> None:
        """Show a picture, or none."""
        self._pixmap = pixmap
        self.update()

    def sizeHint(self) -> QSize:
        """As large as there is room."""
        return QSize(640, 480)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it."""
        super().paintEvent(event)
        if self._pixmap is None or self._pixmap.isNull():
            return
        area = self.rect().adjusted(12, 12, -12, -12)
        size = self._pixmap.size().scaled(area.size(), Qt.AspectRatioMode.KeepAspectRatio)
        target = QRect(
            area.x() + (area.width() - size.width()) // 2,
            area.y() + (area.height() - size.height()) // 2,
            size.width(),
            size.height(),
        )
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(target, self._pixmap)
        painter.end()


class PhotoView(QWidget):
    """A large photo, and the labels suggested for it.

    Signals:
        chosen_changed: the labels that a decision would be about are others.
    """

    chosen_changed = Signal()

    def __init__(self, bridge: Bridge, thumbs: ThumbLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._thumbs = thumbs
        self._photo_id = 0
        self._sharp = False
        self.pane = PhotoPane()
        title = QLabel(self.tr("Suggested labels"))
        title.setObjectName("sidebarTitle")
        self._hint = QLabel(self.tr("1–9 accepts one label, A all that are selected or shown"))
        self._hint.setObjectName("quiet")
        self._hint.setWordWrap(True)
        self.labels = QListWidget()
        self.labels.setObjectName("reviewLabels")
        self.labels.setAccessibleName(self.tr("Suggested labels"))
        self.labels.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self.labels.itemSelectionChanged.connect(self.chosen_changed)
        side = QVBoxLayout()
        side.setContentsMargins(4, 12, 14, 12)
        side.addWidget(title)
        side.addWidget(self.labels, 1)
        side.addWidget(self._hint)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.pane, 3)
        row.addLayout(side, 1)
        bridge.image_loaded.connect(self._on_image)
        thumbs.loaded.connect(self._on_thumbs)

    def show_group(self, group: ReviewGroup | None, items: list[Suggestion]) -> None:
        """Show a photo and what is suggested for it."""
        photo_id = group.photo_id if group else 0
        if photo_id != self._photo_id:
            self._photo_id = photo_id
            self._sharp = False
            self.pane.show_pixmap(self._thumbs.pixmap(photo_id) if photo_id else None)
            if photo_id:
                self._bridge.ask_image(photo_id, max_side=SIDE)
        self.labels.clear()
        for place, item in enumerate(items, 1):
            number = f"{place}   " if place <= 9 else "     "
            row = QListWidgetItem(f"{number}{item.label}")
            row.setData(_ITEM, item)
            row.setToolTip(f"{item.label_set} · {item.score:.2f}")
            self.labels.addItem(row)

    def chosen(self) -> list[Suggestion]:
        """The selected labels, or all."""
        rows = self.labels.selectedItems() or [
            self.labels.item(row) for row in range(self.labels.count())
        ]
        return [row.data(_ITEM) for row in rows]

    def numbered(self, place: int) -> list[Suggestion]:
        """The label under a number, 1 to 9."""
        row = self.labels.item(place - 1)
        return [row.data(_ITEM)] if row is not None else []

    def tint(self, palette: QPalette) -> None:
        """Nothing here has colours of its own."""

    @Slot(object)
    def _on_image(self, loaded: FullImage) -> None:
        if loaded.photo_id != self._photo_id or loaded.max_side != SIDE:
            return
        if isinstance(loaded.image, QImage):
            self._sharp = True
            self.pane.show_pixmap(QPixmap.fromImage(loaded.image))

    @Slot(object)
    def _on_thumbs(self, photo_ids: list[int]) -> None:
        if self._photo_id in photo_ids and not self._sharp:
            self.pane.show_pixmap(self._thumbs.peek(self._photo_id))
