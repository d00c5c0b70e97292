"""The line below the photo: its name, its marks and what the camera noted."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from photoclip.catalog.rows import Photo
from photoclip.gui.grid.model import PhotoGridModel
from photoclip.gui.texts import date_time, file_size, number

STARS = 5
DIVIDER = "   ·   "


class InfoLine(QWidget):
    """Says what one photo is, in one line that gives way.

    Args:
        model: Knows bands and scores.
    """

    def __init__(self, model: PhotoGridModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setObjectName("viewerInfo")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._label = QLabel()
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setAccessibleName(self.tr("About this photo"))
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        line = self.fontMetrics().height()
        row = QHBoxLayout(self)
        row.setContentsMargins(line, line // 3, line, line // 3)
        row.addWidget(self._label, 1)

    def text(self) -> str:
        """What it says now."""
        return self._label.text()

    def show_photo(self, photo: Photo | None, row: int) -> None:
        """Say what a photo is.

        Args:
            photo: The photo; None if it has left the library.
            row: Its row in the model.
        """
        if photo is None:
            self._label.setText(self.tr("This photo is no longer in the library."))
            self._label.setToolTip("")
            return
        self._label.setText(DIVIDER.join(part for part in self._parts(photo, row) if part))
        self._label.setToolTip(photo.shown_path)

    def _parts(self, photo: Photo, row: int) -> list[str]:
        stars = photo.rating or 0
        flags = {1: self.tr("Picked"), -1: self.tr("Refused")}
        size = photo.shown_size
        return [
            photo.name,
            "★" * stars + "☆" * (STARS - stars) if stars > 0 else "",
            flags.get(photo.pick, ""),
            date_time(photo.taken_at) if photo.taken_at else "",
            photo.camera or "",
            f"{number(size[0])} × {number(size[1])}" if size else "",
            file_size(photo.size),
            self._model.rank_text(row),
        ]
