"""The viewer: one photo in the whole window, with its neighbours one key away."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from photoclip.catalog.rows import Photo
from photoclip.errors import PhotoClipError
from photoclip.gui.bridge import Bridge
from photoclip.gui.events import FullImage
from photoclip.gui.grid.model import PhotoGridModel
from photoclip.gui.grid.thumb_loader import ThumbLoader
from photoclip.gui.icons import icon
from photoclip.gui.texts import date_time, file_size, number
from photoclip.gui.viewer_canvas import ZOOM_STEP, PhotoCanvas

FULL_SIDE = 16_000
"""Longest side of a picture that is loaded for 100 %; bounds the memory it takes."""

_Key = Qt.Key


class Viewer(QWidget):
    """Shows the photos of the grid's model one at a time.

    Signals:
        closed: back to the grid.
        current_changed: photo id (object) that is shown now.
    """

    closed = Signal()
    current_changed = Signal(object)

    def __init__(
        self,
        bridge: Bridge,
        model: PhotoGridModel,
        thumbs: ThumbLoader,
        actions: tuple[QAction, ...] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._model = model
        self._thumbs = thumbs
        self._photo_id: int | None = None
        self._buttons: dict[str, QToolButton] = {}
        self.canvas = PhotoCanvas()
        self._place = QLabel()
        self._place.setObjectName("quiet")
        self._zoom = QLabel()
        self._zoom.setObjectName("quiet")
        self._info = QLabel()
        self._info.setTextFormat(Qt.TextFormat.PlainText)
        self._info.setAccessibleName(self.tr("About this photo"))
        self._info.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._info.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._make_bar(actions))
        column.addWidget(self.canvas, 1)
        column.addWidget(self._make_info())
        bridge.image_loaded.connect(self._on_image)
        self.canvas.zoomed.connect(self._show_zoom)
        self.canvas.detail_wanted.connect(self._on_detail_wanted)
        thumbs.loaded.connect(self._on_thumbs)
        model.modelReset.connect(self._show_place)
        self.tint(self.palette())

    def _make_bar(self, actions: tuple[QAction, ...]) -> QWidget:
        bar = QWidget()
        bar.setObjectName("viewerBar")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(bar)
        row.setContentsMargins(8, 4, 8, 4)
        row.addWidget(self._button("back", self.tr("Back to all results (Esc)"), self.closed))
        row.addWidget(self._place, 1)
        row.addWidget(self._button("previous", self.tr("Previous (Left)"), self.previous))
        row.addWidget(self._button("next", self.tr("Next (Right)"), self.next))
        row.addSpacing(12)
        row.addWidget(self._zoom)
        row.addWidget(self._button("actual-size", self.tr("100 % or fitted (Z)"), self.toggle_zoom))
        row.addSpacing(12)
        for action in actions:
            button = QToolButton()
            button.setDefaultAction(action)
            button.setIconSize(QSize(20, 20))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(button)
        return bar

    def _make_info(self) -> QWidget:
        foot = QWidget()
        foot.setObjectName("viewerInfo")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(foot)
        row.setContentsMargins(16, 6, 16, 6)
        row.addWidget(self._info, 1)
        return foot

    def _button(self, name: str, tip: str, target: object) -> QToolButton:
        button = QToolButton()
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setIconSize(QSize(20, 20))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(target)
        self._buttons[name] = button
        return button

    def tint(self, palette: QPalette) -> None:
        """Draw the icons in the palette's colours."""
        for name, button in self._buttons.items():
            button.setIcon(icon(name, palette))

    # --- what is shown ----------------------------------------------------------------
    @property
    def photo_id(self) -> int | None:
        """Id of the photo that is shown."""
        return self._photo_id

    @property
    def info_text(self) -> str:
        """The line about the photo."""
        return self._info.text()

    def open(self, photo_id: int) -> None:
        """Show one photo of the model."""
        row = self._model.row_of(photo_id)
        if row is None:
            return
        self._photo_id = photo_id
        photo = self._model.photo_at(row)
        preview = self._thumbs.pixmap(photo_id)
        size = QSize(photo.width, photo.height) if photo and photo.width and photo.height else None
        self.canvas.begin(size, preview.toImage() if preview is not None else None)
        self._info.setText(self._describe(photo, row))
        self._info.setToolTip(photo.shown_path if photo else "")
        self._show_place()
        self._show_zoom()
        self._bridge.ask_image(photo_id, max_side=self._screen_side())
        self.current_changed.emit(photo_id)

    def leave(self) -> None:
        """Forget the photo, so that a late picture is not shown."""
        self._photo_id = None
        self.canvas.begin(None, None)

    def _screen_side(self) -> int:
        """Pixels that a fitted picture can use: those of the screen."""
        size, ratio = self.screen().size(), self.screen().devicePixelRatio()
        return max(800, round(max(size.width(), size.height()) * ratio))

    def _describe(self, photo: Photo | None, row: int) -> str:
        if photo is None:
            return self.tr("This photo is no longer in the library.")
        parts = [photo.name]
        if photo.taken_at:
            parts.append(date_time(photo.taken_at))
        if photo.camera:
            parts.append(photo.camera)
        if photo.width and photo.height:
            parts.append(f"{number(photo.width)} × {number(photo.height)}")
        parts.append(file_size(photo.size))
        rank = self._model.rank_text(row)
        if rank:
            parts.append(rank)
        return "   ·   ".join(parts)

    @Slot()
    def _show_place(self) -> None:
        row = self._model.row_of(self._photo_id) if self._photo_id is not None else None
        if row is None:
            self._place.clear()
            return
        text = self.tr("{n} of {all}").format(n=number(row + 1), all=number(self._model.rowCount()))
        self._place.setText(text)

    @Slot()
    def _show_zoom(self) -> None:
        self._zoom.setText(f"{self.canvas.percent} %")

    @Slot(object)
    def _on_image(self, event: FullImage) -> None:
        if event.photo_id != self._photo_id:
            return
        if event.error is None:
            self.canvas.add_version(event.image)
            self._show_zoom()
        elif isinstance(event.error, PhotoClipError):
            if not self.canvas.best_width:
                self.canvas.say(str(event.error))
        else:
            raise event.error

    @Slot(object)
    def _on_thumbs(self, photo_ids: list[int]) -> None:
        if self._photo_id in photo_ids and not self.canvas.best_width:
            pixmap = self._thumbs.peek(self._photo_id)
            if pixmap is not None:
                self.canvas.add_version(pixmap.toImage())

    @Slot()
    def _on_detail_wanted(self) -> None:
        if self._photo_id is not None:
            self._bridge.ask_image(self._photo_id, max_side=FULL_SIDE)

    # --- moving -----------------------------------------------------------------------
    @Slot()
    def next(self) -> None:
        """The photo after this one."""
        self._step(1)

    @Slot()
    def previous(self) -> None:
        """The photo before this one."""
        self._step(-1)

    def _step(self, step: int) -> None:
        row = self._model.row_of(self._photo_id) if self._photo_id is not None else None
        if row is not None:
            self._go(row + step)

    def _go(self, row: int) -> None:
        if 0 <= row < self._model.rowCount():
            self.open(self._model.id_at(row))

    @Slot()
    def toggle_zoom(self) -> None:
        """Switch between the whole picture and 100 %."""
        self.canvas.toggle()

    def zoom_by(self, steps: int) -> None:
        """Zoom about the middle."""
        self.canvas.zoom_by(ZOOM_STEP**steps)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, Escape goes back, Z and the zoom keys zoom."""
        key = event.key()
        if key == _Key.Key_Escape:
            self.closed.emit()
        elif key in {_Key.Key_Right, _Key.Key_Down, _Key.Key_Space, _Key.Key_PageDown}:
            self._step(1)
        elif key in {_Key.Key_Left, _Key.Key_Up, _Key.Key_Backspace, _Key.Key_PageUp}:
            self._step(-1)
        elif key == _Key.Key_Home:
            self._go(0)
        elif key == _Key.Key_End:
            self._go(self._model.rowCount() - 1)
        elif key == _Key.Key_Z:
            self.toggle_zoom()
        elif key in {_Key.Key_Plus, _Key.Key_Equal, _Key.Key_Minus}:
            self.zoom_by(-1 if key == _Key.Key_Minus else 1)
        else:
            super().keyPressEvent(event)
