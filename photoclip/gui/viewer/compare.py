"""Two to four photos side by side, zoomed and moved together."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QGridLayout, QWidget

from photoclip.catalog.rows import Photo
from photoclip.errors import PhotoClipError
from photoclip.gui.actions import ActionSet
from photoclip.gui.core_texts import core_text
from photoclip.gui.grid.model import PhotoGridModel
from photoclip.gui.grid.thumb_loader import ThumbLoader
from photoclip.gui.viewer.canvas import ZOOM_STEP
from photoclip.gui.viewer.compare_pane import ComparePane
from photoclip.gui.viewer.pictures import FULL_SIDE, Pictures

MOST = 4


class CompareView(QWidget):
    """Panes on photos of the model; keys act on the one that is current.

    Signals:
        current_changed: another pane, or another photo in it, is current.
        zoomed: the current picture's scale changed.
        left_over: photo id (object) of the only photo that is left, or None for none.
    """

    current_changed = Signal()
    zoomed = Signal()
    left_over = Signal(object)

    def __init__(
        self,
        model: PhotoGridModel,
        thumbs: ThumbLoader,
        pictures: Pictures,
        actions: ActionSet,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._thumbs = thumbs
        self._pictures = pictures
        self._actions = actions
        self._candidates: list[int] = []
        self._side = 0
        self._current = 0
        self._together = True
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(2, 2, 2, 2)
        self._grid.setSpacing(2)
        self.panes: list[ComparePane] = []
        pictures.arrived.connect(self._on_arrived)
        pictures.failed.connect(self._on_failed)
        thumbs.loaded.connect(self._on_thumbs)
        model.modelReset.connect(self._on_reset)
        model.dataChanged.connect(self._on_data)

    # --- what is shown ----------------------------------------------------------------
    @property
    def photo_ids(self) -> list[int]:
        """The photos that are side by side."""
        return [pane.photo.id for pane in self.panes if pane.photo is not None]

    @property
    def candidates(self) -> list[int]:
        """All photos that take part, on screen or not."""
        return self._candidates

    @property
    def current(self) -> ComparePane | None:
        """The pane that keys act on."""
        return self.panes[self._current] if self._current < len(self.panes) else None

    def show_photos(self, photo_ids: Sequence[int], side: int) -> None:
        """Put the first ones side by side; the others wait to be looked at.

        Args:
            photo_ids: Photos of the model.
            side: Longest side of a picture on this screen, in pixels.
        """
        self.clear()
        self._side = side
        found = [(each, photo) for each in photo_ids if (photo := self._photo(each)) is not None]
        self._candidates = [photo_id for photo_id, _ in found]
        for _, photo in found[:MOST]:
            self._add_pane(photo)
        self._lay_out()
        self._set_current(0)

    def clear(self) -> None:
        """Show nothing."""
        for pane in self.panes:
            self._grid.removeWidget(pane)
            pane.hide()
            pane.deleteLater()
        self.panes = []
        self._candidates = []
        self._current = 0

    def try_again(self) -> None:
        """Ask anew for pictures that could not be had: their drive may be back."""
        for pane in self.panes:
            if pane.failed and pane.photo is not None:
                pane.failed = False
                self._pictures.want(pane.photo, self._side, place=f"pane-{pane.place}")

    def set_together(self, together: bool) -> None:
        """Zoom and move all pictures at once, or each for itself."""
        self._together = together
        if together:
            self._follow(self.current)

    def tint(self, palette: QPalette) -> None:
        """Draw the icons in the palette's colours."""
        for pane in self.panes:
            pane.tint(palette)

    def _photo(self, photo_id: int) -> Photo | None:
        row = self._model.row_of(photo_id)
        return self._model.photo_at(row) if row is not None else None

    def _add_pane(self, photo: Photo) -> None:
        pane = ComparePane(len(self.panes))
        pane.touched.connect(self._on_touched)
        pane.removed.connect(self._on_removed)
        pane.rated.connect(self._on_rated)
        pane.flagged.connect(self._on_flagged)
        pane.view_moved.connect(self._on_view_moved)
        pane.canvas.detail_wanted.connect(self._on_detail_wanted)
        pane.tint(self.palette())
        self.panes.append(pane)
        self._fill(pane, photo)

    def _fill(self, pane: ComparePane, photo: Photo) -> None:
        """Put a photo into a pane; it is seen the way the others are."""
        leader = next((each for each in self.panes if each is not pane), None)
        view = leader.canvas.view() if leader is not None and self._together else None
        preview = self._thumbs.pixmap(photo.id)
        image = preview.toImage() if preview is not None else None
        pane.show_photo(photo)
        pane.failed = False
        if view is None:
            pane.canvas.begin(photo.shown_size, image)
        else:
            pane.canvas.begin(photo.shown_size, image, view=view)
        for version in self._pictures.versions(photo):
            pane.canvas.add_version(version)
        self._pictures.want(photo, self._side, place=f"pane-{pane.place}")

    def _lay_out(self) -> None:
        """One row of two or three; four make a square."""
        columns = 2 if len(self.panes) == MOST else max(1, len(self.panes))
        for pane in self.panes:
            self._grid.removeWidget(pane)
        for place, pane in enumerate(self.panes):
            pane.place = place
            self._grid.addWidget(pane, place // columns, place % columns)
        for line in range(MOST):
            self._grid.setColumnStretch(line, 1 if line < columns else 0)
            self._grid.setRowStretch(line, 1 if line <= (len(self.panes) - 1) // columns else 0)

    # --- the current pane -------------------------------------------------------------
    def _set_current(self, place: int) -> None:
        self._current = min(max(place, 0), max(len(self.panes) - 1, 0))
        for number, pane in enumerate(self.panes):
            pane.set_current(number == self._current)
        self.current_changed.emit()
        self.zoomed.emit()

    def step(self, step: int) -> None:
        """Make the next pane current, round and round."""
        if self.panes:
            self._set_current((self._current + step) % len(self.panes))

    def replace(self, step: int) -> None:
        """Put the next photo that is not on screen into the current pane."""
        pane = self.current
        if pane is None or pane.photo is None:
            return
        shown = set(self.photo_ids)
        at = self._candidates.index(pane.photo.id)
        count = len(self._candidates)
        order = [self._candidates[(at + step * n) % count] for n in range(1, count)]
        wanted = next((each for each in order if each not in shown), None)
        photo = self._photo(wanted) if wanted is not None else None
        if photo is not None:
            self._fill(pane, photo)
            self.current_changed.emit()

    def remove_current(self) -> None:
        """Take the current photo out; the next candidate takes its place, or the pane goes."""
        pane = self.current
        if pane is None or pane.photo is None:
            return
        gone = pane.photo.id
        photo = self._next_waiting()
        self._candidates.remove(gone)
        if photo is not None:
            self._fill(pane, photo)
            self.current_changed.emit()
            return
        self._drop(pane)

    def _next_waiting(self) -> Photo | None:
        """The first photo that takes part and is not on screen."""
        shown = set(self.photo_ids)
        waiting = (each for each in self._candidates if each not in shown)
        return next((photo for each in waiting if (photo := self._photo(each))), None)

    def _drop(self, *panes: ComparePane) -> None:
        for pane in panes:
            self.panes.remove(pane)
            self._grid.removeWidget(pane)
            pane.hide()
            pane.deleteLater()
        if len(self.panes) < 2:
            left = self.photo_ids
            self.left_over.emit(left[0] if left else None)
            return
        self._lay_out()
        self._set_current(self._current)

    def toggle_zoom(self) -> None:
        """Switch all pictures, or the current one, between 100 % and fitted."""
        if self.current is not None:
            self.current.canvas.toggle_at_pointer()

    def zoom_by(self, steps: int) -> None:
        """Zoom about the middle."""
        if self.current is not None:
            self.current.canvas.zoom_by(ZOOM_STEP**steps)

    def _pane_of(self, sender: object) -> ComparePane | None:
        return next((each for each in self.panes if sender in {each, each.canvas}), None)

    @Slot()
    def _on_touched(self) -> None:
        pane = self._pane_of(self.sender())
        if pane is not None and pane is not self.current:
            self._set_current(self.panes.index(pane))

    @Slot()
    def _on_removed(self) -> None:
        self._on_touched()
        self.remove_current()

    @Slot(int)
    def _on_rated(self, stars: int) -> None:
        self._actions[f"rate_{stars}"].trigger()

    @Slot(int)
    def _on_flagged(self, pick: int) -> None:
        self._actions[{1: "pick", -1: "refuse"}.get(pick, "unflag")].trigger()

    # --- pictures ---------------------------------------------------------------------
    @Slot()
    def _on_view_moved(self) -> None:
        pane = self._pane_of(self.sender())
        if self._together:
            self._follow(pane)
        self.zoomed.emit()

    def _follow(self, leader: ComparePane | None) -> None:
        for pane in self.panes:
            if leader is not None and pane is not leader:
                pane.canvas.set_view(leader.canvas.view())

    @Slot()
    def _on_detail_wanted(self) -> None:
        pane = self._pane_of(self.sender())
        if pane is not None and pane.photo is not None:
            self._pictures.want(pane.photo, FULL_SIDE, place=f"pane-{pane.place}")

    @Slot(object)
    def _on_arrived(self, photo_id: int) -> None:
        for pane in self.panes:
            if pane.photo is not None and pane.photo.id == photo_id:
                pane.failed = False
                pane.canvas.say("")
                for version in self._pictures.versions(pane.photo):
                    pane.canvas.add_version(version)
        self.zoomed.emit()

    @Slot(object, object)
    def _on_failed(self, photo_id: int, error: Exception) -> None:
        for pane in self.panes:
            if pane.photo is not None and pane.photo.id == photo_id:
                if not isinstance(error, PhotoClipError):
                    raise error
                pane.failed = True
                pane.canvas.say(core_text(str(error)))

    @Slot(object)
    def _on_thumbs(self, photo_ids: list[int]) -> None:
        for pane in self.panes:
            if pane.photo is not None and pane.photo.id in photo_ids:
                pixmap = self._thumbs.peek(pane.photo.id)
                if pixmap is not None:
                    pane.canvas.add_version(pixmap.toImage(), small=True)

    # --- the model --------------------------------------------------------------------
    @Slot()
    def _on_reset(self) -> None:
        self._candidates = [
            each for each in self._candidates if self._model.row_of(each) is not None
        ]
        gone = [pane for pane in self.panes if self._is_gone(pane)]
        empty = []
        for pane in gone:
            photo = self._next_waiting()
            if photo is None:
                empty.append(pane)
            else:
                self._fill(pane, photo)
        if empty:
            self._drop(*empty)
        elif gone:
            self.current_changed.emit()

    def _is_gone(self, pane: ComparePane) -> bool:
        return pane.photo is None or self._model.row_of(pane.photo.id) is None

    @Slot(object, object)
    def _on_data(self, first: object, last: object) -> None:
        """Stars, flags or the turning of a photo may be different now."""
        for pane in self.panes:
            photo = self._photo(pane.photo.id) if pane.photo is not None else None
            if photo is None or photo == pane.photo:
                continue
            turned = photo.rotation != pane.photo.rotation if pane.photo else True
            if turned:
                self._fill(pane, photo)
            else:
                pane.show_photo(photo)

    def key(self, key: int) -> bool:
        """Act on a key; False if it means nothing here."""
        keys = Qt.Key
        if key in {keys.Key_Right, keys.Key_Space}:
            self.step(1)
        elif key in {keys.Key_Left, keys.Key_Backspace}:
            self.step(-1)
        elif key in {keys.Key_Down, keys.Key_PageDown}:
            self.replace(1)
        elif key in {keys.Key_Up, keys.Key_PageUp}:
            self.replace(-1)
        elif key == keys.Key_R:
            self.remove_current()
        else:
            return False
        return True
