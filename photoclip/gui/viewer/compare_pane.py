"""One of the photos that are compared: its picture, its name, its stars and its flag."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from photoclip.catalog.rows import Photo
from photoclip.gui.details.stars import StarBar
from photoclip.gui.eliding_label import ElidingLabel
from photoclip.gui.icons import icon
from photoclip.gui.viewer.bar import icon_side
from photoclip.gui.viewer.canvas import PhotoCanvas


class ComparePane(QFrame):
    """Shows one photo; what is pressed is told, nothing is done.

    Signals:
        touched: it was clicked or got the keyboard.
        removed: it shall leave the comparison.
        rated: wanted stars.
        flagged: wanted flag.
        view_moved: the user zoomed or moved its picture.
    """

    touched = Signal()
    removed = Signal()
    rated = Signal(int)
    flagged = Signal(int)
    view_moved = Signal()

    def __init__(self, place: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place = place
        self.photo: Photo | None = None
        self.failed = False
        self.setObjectName("comparePane")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.canvas = PhotoCanvas()
        self.canvas.touched.connect(self.touched)
        self.canvas.view_moved.connect(self.view_moved)
        self.name = ElidingLabel()
        self.stars = StarBar()
        self.stars.rated.connect(self._on_rated)
        self.stars.flagged.connect(self._on_flagged)
        self.remove = QToolButton()
        self.remove.setIconSize(QSize(icon_side(self), icon_side(self)))
        self.remove.setToolTip(self.tr("Take out of the comparison (R)"))
        self.remove.setAccessibleName(self.tr("Take out of the comparison"))
        self.remove.clicked.connect(self.removed)
        line = self.fontMetrics().height()
        foot = QHBoxLayout()
        foot.setContentsMargins(line // 2, 0, line // 4, 0)
        foot.addWidget(self.name, 1)
        foot.addWidget(self.stars)
        foot.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 2, 2, 2)
        column.setSpacing(2)
        column.addWidget(self.canvas, 1)
        column.addLayout(foot)
        self.set_current(False)
        self.tint(self.palette())

    def show_photo(self, photo: Photo) -> None:
        """Show name, stars and flag of a photo; the picture comes by itself."""
        self.photo = photo
        self.name.setText(photo.name)
        self.name.setToolTip(photo.shown_path)
        self.stars.show_values(photo.rating or 0, photo.pick)
        self._speak()

    def set_current(self, current: bool) -> None:
        """Mark the pane that keys act on: by its frame, and by its name in bold."""
        self.setProperty("current", current)
        self.style().unpolish(self)
        self.style().polish(self)
        font = QFont(self.font())
        font.setBold(current)
        self.name.setFont(font)
        self._speak()

    def _speak(self) -> None:
        text = self.tr("Photo {n}: {name}")
        name = self.photo.name if self.photo is not None else ""
        self.canvas.setAccessibleName(text.format(n=self.place + 1, name=name))

    def tint(self, palette: QPalette) -> None:
        """Draw the icons in the palette's colours."""
        self.stars.tint(palette)
        self.remove.setIcon(icon("clear", palette))

    @Slot(int)
    def _on_rated(self, stars: int) -> None:
        self.touched.emit()
        self.rated.emit(stars)

    @Slot(int)
    def _on_flagged(self, pick: int) -> None:
        self.touched.emit()
        self.flagged.emit(pick)
