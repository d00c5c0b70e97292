"""The viewer: one photo in the whole window, its neighbours one key away, or a few side by side."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QPalette, QShowEvent
from PySide6.QtWidgets import QWidget

from photoclip.changes import ChangeSet
from photoclip.gui.actions import ActionSet
from photoclip.gui.bridge import Bridge
from photoclip.gui.grid.model import PhotoGridModel
from photoclip.gui.grid.thumb_loader import ThumbLoader
from photoclip.gui.texts import number
from photoclip.gui.viewer.awake import KeepAwake
from photoclip.gui.viewer.bar import ViewerBar
from photoclip.gui.viewer.canvas import ZOOM_STEP, PhotoCanvas
from photoclip.gui.viewer.compare import CompareView
from photoclip.gui.viewer.filmstrip import Filmstrip
from photoclip.gui.viewer.frame import ViewerFrame
from photoclip.gui.viewer.info import InfoLine
from photoclip.gui.viewer.pictures import Pictures
from photoclip.gui.viewer.single import SinglePhoto
from photoclip.gui.viewer.slideshow import Slideshow

LEAST_SIDE = 800
_Key = Qt.Key
_PANS = {
    _Key.Key_Left: (-1, 0),
    _Key.Key_Right: (1, 0),
    _Key.Key_Up: (0, -1),
    _Key.Key_Down: (0, 1),
}
_FORWARD = frozenset({_Key.Key_Right, _Key.Key_Down, _Key.Key_Space, _Key.Key_PageDown})
_BACKWARD = frozenset({_Key.Key_Left, _Key.Key_Up, _Key.Key_Backspace, _Key.Key_PageUp})


class Viewer(ViewerFrame):
    """Shows the photos of the grid's model one at a time.

    Args:
        bridge: Does the work.
        model: Photos of the grid.
        thumbs: Their small pictures.
        actions: The window's actions; some of them stand in the bar.

    Signals:
        closed: back to the grid.
        current_changed: photo id (object) that is shown, or acted on, now.
    """

    closed = Signal()
    current_changed = Signal(object)

    def __init__(
        self,
        bridge: Bridge,
        model: PhotoGridModel,
        thumbs: ThumbLoader,
        actions: ActionSet,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(ViewerBar(actions), InfoLine(model), Filmstrip(model), parent)
        self._settings = bridge.library.settings
        self._model = model
        self._actions = actions
        self._was_full = False
        self.pictures = Pictures(bridge, self)
        self.single = SinglePhoto(model, thumbs, self.pictures, self)
        self.comparing = CompareView(model, thumbs, self.pictures, actions)
        self.slideshow = Slideshow(self)
        self.awake = KeepAwake(parent=self)
        self.middle.addWidget(self.single.canvas)
        self.middle.addWidget(self.comparing)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._connect()
        bridge.changed.connect(self._on_changed)
        self.tint(self.palette())

    def _connect(self) -> None:
        self.bar.back_pressed.connect(self._on_back)
        self.bar.previous_pressed.connect(self.previous)
        self.bar.next_pressed.connect(self.next)
        self.bar.zoom_pressed.connect(self.toggle_zoom)
        self.bar.keep_toggled.connect(self._on_keep)
        self.canvas.zoomed.connect(self._show_zoom)
        self.canvas.pointed.connect(self.on_pointed)
        self.single.shown.connect(self._on_shown)
        self.single.opened.connect(self._on_opened)
        self.single.seen.connect(self.slideshow.seen)
        self.single.emptied.connect(self.closed)
        self.comparing.current_changed.connect(self._on_pane)
        self.comparing.zoomed.connect(self._show_zoom)
        self.comparing.left_over.connect(self._on_left_over)
        self.filmstrip.chosen.connect(self.single.go)
        self.slideshow.due.connect(self.single.step_when_ready)
        self.slideshow.changed.connect(self._on_slideshow)
        strip = self._actions["filmstrip"]
        strip.setChecked(True)
        strip.toggled.connect(self.filmstrip.setVisible)

    def tint(self, palette: QPalette) -> None:
        """Draw the icons in the palette's colours."""
        self.bar.tint(palette)
        self.comparing.tint(palette)

    def showEvent(self, event: QShowEvent) -> None:
        """The window may stand on another screen than before; a slideshow may go on."""
        super().showEvent(event)
        self.single.side = self.screen_side()
        self.awake.set_awake(self.slideshow.is_running)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks any more, as when the window closes: the screen may sleep."""
        super().hideEvent(event)
        self.awake.set_awake(False)

    # --- what is shown ----------------------------------------------------------------
    @property
    def canvas(self) -> PhotoCanvas:
        """Where the single photo is drawn."""
        return self.single.canvas

    @property
    def photo_id(self) -> int | None:
        """Id of the photo that is shown; of several, the one that is acted on."""
        if self.is_comparing:
            pane = self.comparing.current
            return pane.photo.id if pane is not None and pane.photo is not None else None
        return self.single.photo_id

    @property
    def photo_name(self) -> str:
        """File name of the photo that is shown or acted on; empty for none."""
        pane = self.comparing.current if self.is_comparing else None
        photo = pane.photo if pane is not None else self.single.photo
        return photo.name if photo is not None else ""

    @property
    def is_comparing(self) -> bool:
        """True while photos are side by side."""
        return self.middle.currentWidget() is self.comparing

    @property
    def info_text(self) -> str:
        """The line about the photo."""
        return self.info.text()

    def open(self, photo_id: int) -> None:
        """Show one photo of the model."""
        if self._model.row_of(photo_id) is None:
            return
        self._end_comparing()
        self.single.side = self.screen_side()
        self.single.open(photo_id)

    def leave(self) -> None:
        """Forget the photo, so that a late picture is not shown."""
        self.slideshow.stop()
        self._end_comparing()
        self.single.leave()

    def screen_side(self) -> int:
        """Pixels that a fitted picture can use: those of the screen."""
        size, ratio = self.screen().size(), self.screen().devicePixelRatio()
        return max(LEAST_SIDE, round(max(size.width(), size.height()) * ratio))

    @Slot()
    def _on_shown(self) -> None:
        if self.is_comparing or self.single.photo_id is None:
            return
        row = self.single.row
        text = self.tr("{n} of {all}")
        self.bar.place.setText(text.format(n=number(row + 1), all=number(self._model.rowCount())))
        self.info.show_photo(self.single.photo, row)
        self.canvas.setAccessibleName(self.info.text())
        # The keyboard is here: this is what is read out with each photo.
        self.setAccessibleName(self.info.text())
        self.filmstrip.show_row(row)
        self._show_zoom()

    @Slot(object)
    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.folders:
            self.single.try_again()
            self.comparing.try_again()

    @Slot()
    def _on_opened(self) -> None:
        self.slideshow.opened()
        self.current_changed.emit(self.single.photo_id)

    @Slot()
    def _show_zoom(self) -> None:
        pane = self.comparing.current
        canvas = pane.canvas if self.is_comparing and pane is not None else self.canvas
        self.bar.zoom.setText(self.tr("{n} %").format(n=canvas.percent))

    # --- moving -----------------------------------------------------------------------
    @Slot()
    def next(self) -> None:
        """The photo after this one; of several, the next candidate."""
        self._step(1)

    @Slot()
    def previous(self) -> None:
        """The photo before this one; of several, the candidate before."""
        self._step(-1)

    def _step(self, step: int) -> None:
        if self.is_comparing:
            self.comparing.replace(step)
        else:
            self.single.step(step)

    @Slot()
    def toggle_zoom(self) -> None:
        """Switch between the whole picture and 100 %, at the pointer where it is on it."""
        if self.is_comparing:
            self.comparing.toggle_zoom()
        else:
            self.canvas.toggle_at_pointer()

    def zoom_by(self, steps: int) -> None:
        """Zoom about the middle."""
        if self.is_comparing:
            self.comparing.zoom_by(steps)
        else:
            self.canvas.zoom_by(ZOOM_STEP**steps)

    @Slot(bool)
    def _on_keep(self, keep: bool) -> None:
        if self.is_comparing:
            self.comparing.set_together(keep)
        else:
            self.single.keep_view = keep

    # --- side by side -----------------------------------------------------------------
    def compare(self, photo_ids: Sequence[int]) -> None:
        """Put photos of the model side by side; a single one beside the next of the view."""
        chosen = [each for each in photo_ids if self._model.row_of(each) is not None]
        if len(chosen) == 1:
            row = self._model.row_of(chosen[0]) or 0
            beside = row + 1 if row + 1 < self._model.rowCount() else row - 1
            chosen += [self._model.id_at(beside)] if beside >= 0 else []
        if len(chosen) < 2:
            return
        self.slideshow.stop()
        self.single.leave()
        self.middle.setCurrentWidget(self.comparing)
        self.set_footless(True)
        self.bar.set_comparing(True, on=True)
        self.comparing.set_together(True)
        self.comparing.show_photos(chosen, self.screen_side())

    def _end_comparing(self) -> None:
        if self.is_comparing:
            self.middle.setCurrentWidget(self.canvas)
            self.comparing.clear()
            self.bar.set_comparing(False, on=self.single.keep_view)
            self.set_footless(False)

    @Slot()
    def _on_pane(self) -> None:
        if self.is_comparing and self.photo_id is not None:
            shown, taking_part = self.comparing.photo_ids, self.comparing.candidates
            text = self.tr("Comparing {n} of {all}")
            self.bar.place.setText(text.format(n=number(len(shown)), all=number(len(taking_part))))
            pane = self.comparing.current
            self.setAccessibleName(pane.canvas.accessibleName() if pane is not None else "")
            self.current_changed.emit(self.photo_id)

    @Slot(object)
    def _on_left_over(self, photo_id: int | None) -> None:
        if photo_id is None:
            self.closed.emit()
        else:
            self.open(photo_id)
            self.setFocus()

    # --- slideshow --------------------------------------------------------------------
    @property
    def took_screen(self) -> bool:
        """True while a slideshow has the whole screen, and gives it back when it ends."""
        return self.slideshow.is_running and not self._was_full

    @Slot()
    def start_slideshow(self) -> None:
        """Show one photo after the other on the whole screen, round and round, from this one."""
        if self.single.photo_id is None and self._model.rowCount():
            compared = self.photo_id
            self.open(self._model.id_at(0) if compared is None else compared)
        if self.single.photo_id is None or self.slideshow.is_running:
            return
        full = self._actions["full_screen"]
        self._was_full = full.isChecked()
        self.single.endless = True
        self.slideshow.start(self._settings.number("look.slideshow_seconds"))
        if not self._was_full:
            full.trigger()
        self.canvas.fit()
        self.setFocus()
        self.single.look_again()

    @Slot()
    def _on_slideshow(self) -> None:
        running = self.slideshow.is_running
        # A photo that is held may be looked at for long.
        self.awake.set_awake(running)
        self.single.endless = running
        self.canvas.set_pointer_hidden(running)
        if running and self.slideshow.is_paused:
            self.flash(self.tr("Paused"))
        elif running:
            self.flash(self.tr("Space pauses, Esc ends"))
        elif self._actions["full_screen"].isChecked() and not self._was_full:
            self._actions["full_screen"].trigger()

    # --- keys -------------------------------------------------------------------------
    @Slot()
    def _on_back(self) -> None:
        if self.slideshow.is_running:
            self.slideshow.stop()
        else:
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, Escape goes back, Z and the zoom keys zoom, L keeps the zoom."""
        key = event.key()
        if key == _Key.Key_Escape:
            self._on_back()
        elif key == _Key.Key_Z:
            self.toggle_zoom()
        elif key == _Key.Key_L:
            self.bar.keep.toggle()
        elif key in {_Key.Key_Plus, _Key.Key_Equal, _Key.Key_Minus}:
            self.zoom_by(-1 if key == _Key.Key_Minus else 1)
        elif self.is_comparing:
            if not self.comparing.key(key):
                super().keyPressEvent(event)
        elif not self._move_key(key, event.modifiers()):
            super().keyPressEvent(event)

    def _move_key(self, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        """Keys that move about one photo; False for others."""
        pan = next((way for each, way in _PANS.items() if each == key), None)
        if pan is not None and modifiers & Qt.KeyboardModifier.ShiftModifier:
            self.canvas.pan(*pan)
        elif key == _Key.Key_Space and self.slideshow.is_running:
            self.slideshow.toggle()
        elif key in _FORWARD:
            self.single.step(1)
        elif key in _BACKWARD:
            self.single.step(-1)
        elif key == _Key.Key_Home:
            self.single.go(0)
        elif key == _Key.Key_End:
            self.single.go(self._model.rowCount() - 1)
        else:
            return False
        return True
