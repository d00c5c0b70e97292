"""One photo of the model: its picture, sharper step by step, and its neighbours ahead of time."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from photoclip.catalog.rows import Photo
from photoclip.errors import PhotoClipError
from photoclip.gui.core_texts import core_text
from photoclip.gui.grid.model import PhotoGridModel
from photoclip.gui.grid.thumb_loader import ThumbLoader
from photoclip.gui.viewer.canvas import FITTED, PhotoCanvas, View
from photoclip.gui.viewer.pictures import FULL_SIDE, Pictures

NOT_TO_BE_READ = frozenset({"missing", "unreadable"})


class SinglePhoto(QObject):
    """Shows one photo on a canvas and follows the model.

    Args:
        model: The photos.
        thumbs: Their small pictures.
        pictures: Their whole pictures.

    Signals:
        opened: another photo is shown.
        shown: what is to be said of the photo may be different now.
        seen: its picture is as sharp as the screen, or it is known that there is none.
        emptied: the model has no photo left.
    """

    opened = Signal()
    shown = Signal()
    seen = Signal()
    emptied = Signal()

    def __init__(
        self,
        model: PhotoGridModel,
        thumbs: ThumbLoader,
        pictures: Pictures,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._thumbs = thumbs
        self._pictures = pictures
        self._awaited: int | None = None
        self._direction = 1
        self._failed = False
        self.photo_id: int | None = None
        self.photo: Photo | None = None
        self.row = 0
        self.side = 800
        self.endless = False
        self.keep_view = False
        self.canvas = PhotoCanvas()
        self.canvas.detail_wanted.connect(self._on_detail_wanted)
        pictures.arrived.connect(self._on_arrived)
        pictures.failed.connect(self._on_failed)
        thumbs.loaded.connect(self._on_thumbs)
        model.modelReset.connect(self._on_reset)
        model.dataChanged.connect(self._on_data)

    # --- what is shown ----------------------------------------------------------------
    def open(self, photo_id: int) -> bool:
        """Show a photo; False if the model has it not."""
        row = self._model.row_of(photo_id)
        if row is None:
            return False
        # A wish that waits for its size is the view too, and outlives quick steps.
        view = self.canvas.wanted_view() if self.keep_view and self.photo else FITTED
        self.photo_id, self.row, self._awaited = photo_id, row, None
        self.photo = photo = self._model.photo_at(row)
        self._failed = False
        self._begin(photo, view)
        self.shown.emit()
        self.opened.emit()
        if photo is None:
            self.canvas.say(self.tr("This photo is no longer in the library."))
            self.seen.emit()
        else:
            self._show_picture(photo)
        return True

    def leave(self) -> None:
        """Forget the photo, so that a late picture is not shown."""
        self.photo_id = self.photo = self._awaited = None
        self.canvas.begin(None, None)

    def look_again(self) -> None:
        """Ask for the picture if it is not here, and tell when it has been seen."""
        if self.photo is not None:
            self._show_picture(self.photo)

    def try_again(self) -> None:
        """Ask anew for a picture that could not be had: its drive may be back."""
        if self.photo is not None and self._failed:
            self._failed = False
            self._pictures.want(self.photo, self.side)

    def _begin(self, photo: Photo | None, view: View) -> None:
        preview = self._thumbs.pixmap(photo.id) if photo is not None else None
        self.canvas.begin(
            photo.shown_size if photo else None,
            preview.toImage() if preview is not None else None,
            view=view,
        )

    def _show_picture(self, photo: Photo) -> None:
        for version in self._pictures.versions(photo):
            self.canvas.add_version(version)
        if self._pictures.has(photo, self.side):
            self._on_seen()
        else:
            self._pictures.want(photo, self.side)

    def _on_seen(self) -> None:
        """Only now the neighbours, first the one ahead: who hurries past needs none of them."""
        for place, step in (("ahead", self._direction), ("behind", -self._direction)):
            row = self.neighbour(step)
            photo = self._model.photo_at(row) if row is not None else None
            if photo is not None and photo.state not in NOT_TO_BE_READ:
                self._pictures.want(photo, self.side, place=place, prefetch=True)
        self.seen.emit()

    # --- moving -----------------------------------------------------------------------
    def neighbour(self, step: int) -> int | None:
        """Row that so many steps lead to; None beyond the ends, or where it is this one."""
        count = self._model.rowCount()
        row = self.row + step
        if self.endless and count:
            row %= count
        return row if 0 <= row < count and row != self.row else None

    def step(self, step: int) -> None:
        """Show a neighbour."""
        row = self.neighbour(step) if self.photo_id is not None else None
        if row is not None:
            self.go(row)

    def go(self, row: int) -> None:
        """Show the photo of a row."""
        if 0 <= row < self._model.rowCount():
            self._direction = -1 if row < self.row else 1
            self.open(self._model.id_at(row))

    def step_when_ready(self) -> None:
        """Show the next photo as soon as its picture is here, and this one until then."""
        row = self.neighbour(1)
        photo = self._model.photo_at(row) if row is not None else None
        if row is None:
            self.look_again()
        elif photo is None or photo.state in NOT_TO_BE_READ or self._pictures.has(photo, self.side):
            self._direction = 1
            self.open(self._model.id_at(row))
        else:
            self._awaited = photo.id
            self._pictures.want(photo, self.side)

    # --- what arrives -----------------------------------------------------------------
    @Slot(object)
    def _on_arrived(self, photo_id: int) -> None:
        if photo_id == self._awaited:
            self.open(photo_id)
        elif photo_id == self.photo_id and self.photo is not None:
            self._failed = False
            self.canvas.say("")
            for version in self._pictures.versions(self.photo):
                self.canvas.add_version(version)
            self.canvas.zoomed.emit()
            self._on_seen()

    @Slot(object, object)
    def _on_failed(self, photo_id: int, error: Exception) -> None:
        if photo_id == self._awaited:
            self.open(photo_id)
        elif photo_id == self.photo_id:
            if not isinstance(error, PhotoClipError):
                raise error
            self._failed = True
            self.canvas.say(core_text(str(error)))
            self._on_seen()

    @Slot(object)
    def _on_thumbs(self, photo_ids: list[int]) -> None:
        # Also where one is shown: it may be from before a turn, and its whole picture out of reach.
        if self.photo_id in photo_ids:
            pixmap = self._thumbs.peek(self.photo_id)
            if pixmap is not None:
                self.canvas.add_version(pixmap.toImage(), small=True)

    @Slot()
    def _on_detail_wanted(self) -> None:
        if self.photo is not None:
            self._pictures.want(self.photo, FULL_SIDE)

    @Slot()
    def _on_reset(self) -> None:
        """Other photos are shown: stay with this one, else take the next, else it is over."""
        if self.photo_id is None:
            return
        row = self._model.row_of(self.photo_id)
        count = self._model.rowCount()
        if row is not None:
            self.row = row
            self._refresh(row)
            self.shown.emit()
        elif count:
            self.open(self._model.id_at(min(self.row, count - 1)))
        else:
            self.emptied.emit()

    @Slot(object, object)
    def _on_data(self, first: object, last: object) -> None:
        row = self._model.row_of(self.photo_id) if self.photo_id is not None else None
        if row is not None:
            self._refresh(row)

    def _refresh(self, row: int) -> None:
        """Words, stars or the turning of the photo may be different now."""
        photo = self._model.photo_at(row)
        if photo is None or photo == self.photo:
            return
        before, self.photo = self.photo, photo
        self.shown.emit()
        if before is None or not self._pictures.is_same(before, photo):
            self._begin(photo, FITTED)
            self._show_picture(photo)
