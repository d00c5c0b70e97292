"""The grid's model: ids, and a windowed cache of the rows that are looked at."""

from __future__ import annotations

import contextlib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    Slot,
)

from photoclip.catalog.rows import Photo, TagAssignment
from photoclip.gui.desktop import MOST_FILES, mime_of_photos
from photoclip.gui.grid.content import BANDS, EMPTY, MATCHES, GridContent
from photoclip.gui.grid.thumb_loader import Fetch, ThumbLoader
from photoclip.gui.grid.words import band_text, spoken_parts, tool_tip
from photoclip.gui.mailbox import Mailbox

AnyIndex = QModelIndex | QPersistentModelIndex
ReadPhotos = Callable[[Iterable[int]], list[Photo]]

WINDOW = 128
MAX_WINDOWS = 64
MANY_ROWS = 64
"""Beyond this many, one signal for all of them is cheaper than one for each."""

NO_PARENT = QModelIndex()


class Role(IntEnum):
    """Roles beside Qt's own."""

    PHOTO_ID = Qt.ItemDataRole.UserRole + 1
    THUMBNAIL = Qt.ItemDataRole.UserRole + 2
    BAND = Qt.ItemDataRole.UserRole + 3
    SCORE = Qt.ItemDataRole.UserRole + 4
    STATE = Qt.ItemDataRole.UserRole + 5
    FITTED = Qt.ItemDataRole.UserRole + 6
    """The thumbnail in the size of its place in the grid, or whole while there is no such copy."""


@dataclass(frozen=True)
class _Window:
    """Rows that were read together.

    Attributes:
        stamp: Of the content they belong to.
        number: Which window.
    """

    stamp: int
    number: int
    photos: dict[int, Photo]


class PhotoGridModel(QAbstractListModel):
    """A list of photo ids; rows are read in windows when a cell asks for them.

    Args:
        read_photos: Rows of the given ids, in their order, unknown ids left out.
        thumbs: Source of pixmaps.
        tags: Reads the tags of one photo, asked only where a screen reader asks for them.
    """

    def __init__(
        self,
        read_photos: ReadPhotos,
        thumbs: ThumbLoader,
        parent: QObject | None = None,
        *,
        tags: Callable[[int], Sequence[TagAssignment]] | None = None,
    ) -> None:
        super().__init__(parent)
        self._tags_of = tags
        self._read_photos = read_photos
        self._thumbs = thumbs
        self._content = EMPTY
        self._windows: OrderedDict[int, dict[int, Photo]] = OrderedDict()
        self._stale: set[int] = set()
        self._awaited: set[int] = set()
        self._stamp = 0
        self._offline: frozenset[int] = frozenset()
        self._shows_names = True
        self._mailbox = Mailbox(self, interval_ms=15)
        self._mailbox.delivered.connect(self._on_windows)
        thumbs.loaded.connect(self._on_thumbs_loaded)

    # --- content ----------------------------------------------------------------------
    @property
    def content(self) -> GridContent:
        """What is shown now."""
        return self._content

    def set_content(self, content: GridContent) -> None:
        """Show other photos."""
        self.beginResetModel()
        self._content = content
        self._windows.clear()
        self._forget_asked()
        self._thumbs.forget_waiting()
        self.endResetModel()

    def refresh(self, photo_ids: Iterable[int]) -> None:
        """Read these photos' rows and thumbnails anew."""
        changed = list(photo_ids)
        self._thumbs.invalidate(changed)
        rows = self.rows_of(changed)
        # Rows that are on their way may have been read before the change.
        self._forget_asked()
        self._stale |= {row // WINDOW for row in rows} & self._windows.keys()
        self._emit_changed(rows)

    def refresh_all(self) -> None:
        """Read all rows and thumbnails that are held anew."""
        self.refresh([photo_id for photos in self._windows.values() for photo_id in photos])

    def _forget_asked(self) -> None:
        self._stamp += 1
        self._awaited = set()
        self._stale &= self._windows.keys()

    def id_at(self, row: int) -> int:
        """Photo id of a row."""
        return int(self._content.ids[row])

    def row_of(self, photo_id: int) -> int | None:
        """Row of a photo, or None when it is not shown."""
        rows = self.rows_of([photo_id])
        return rows[0] if rows else None

    def rows_of(self, photo_ids: list[int]) -> list[int]:
        """Rows of those of the given photos that are shown, ascending."""
        return self._content.rows_of(photo_ids)

    def photo_at(self, row: int) -> Photo | None:
        """The row's photo, read now if need be; None when it has left the catalog."""
        window = row // WINDOW
        photos = self._windows.get(window)
        if photos is None or window in self._stale:
            photos = {photo.id: photo for photo in self._read_photos(self._ids_of(window))}
            self._keep(window, photos)
        else:
            self._windows.move_to_end(window)
        return photos.get(self.id_at(row))

    def soon(self, row: int) -> tuple[bool, Photo | None]:
        """What is known of a row now, for painting: whether it was read, and its photo.

        Rows that were not are read in the background; ``dataChanged`` tells when they are
        here. Until then what was known before serves.
        """
        window = row // WINDOW
        photos = self._windows.get(window)
        if photos is None or window in self._stale:
            self._ask(window)
        else:
            self._windows.move_to_end(window)
        return photos is not None, photos.get(self.id_at(row)) if photos else None

    def _ids_of(self, window: int) -> list[int]:
        ids: list[int] = self._content.ids[window * WINDOW : (window + 1) * WINDOW].tolist()
        return ids

    def _ask(self, window: int) -> None:
        if window in self._awaited:
            return
        awaited, stamp, ids = self._awaited, self._stamp, self._ids_of(window)
        awaited.add(window)
        read, mailbox = self._read_photos, self._mailbox

        def run() -> None:
            # A row that cannot be read now is asked for again when it is painted again.
            photos: dict[int, Photo] | None = None
            with contextlib.suppress(Exception):
                photos = {photo.id: photo for photo in read(ids)}
            # The model may be gone by now.
            with contextlib.suppress(RuntimeError):
                mailbox.post(_Window(stamp, window, photos) if photos is not None else window)

        def given_up() -> None:
            awaited.discard(window)

        self._thumbs.fetch(Fetch(run, given_up))

    def _keep(self, window: int, photos: dict[int, Photo]) -> None:
        self._windows[window] = photos
        self._windows.move_to_end(window)
        self._stale.discard(window)
        while len(self._windows) > MAX_WINDOWS:
            self._stale.discard(self._windows.popitem(last=False)[0])

    @Slot(object)
    def _on_windows(self, batch: list[_Window | int]) -> None:
        for each in batch:
            if isinstance(each, int):
                self._awaited.discard(each)
            elif each.stamp == self._stamp:
                self._awaited.discard(each.number)
                self._keep(each.number, each.photos)
                first = each.number * WINDOW
                last = min(first + WINDOW, self.rowCount()) - 1
                self.dataChanged.emit(self.index(first), self.index(last))

    def fit_to(self, place: QSize, ratio: float) -> None:
        """Say how large the place of a picture is, and how many pixels of the screen a side has."""
        self._thumbs.fit_to(place, ratio)

    # --- stacks -----------------------------------------------------------------------
    def stack_at(self, row: int) -> tuple[int, ...]:
        """Ids of the stack that a row stands for, its own first; empty where it is none."""
        return self._content.stacked.get(self.id_at(row), ())

    def stack_size(self, row: int) -> int:
        """Number of photos that a row stands for."""
        sizes = self._content.sizes
        return 1 if sizes is None else int(sizes[row])

    def is_stack(self, photo_id: int) -> bool:
        """Whether a photo stands for a stack."""
        return photo_id in self._content.stacked

    def expanded(self, photo_ids: Iterable[int]) -> list[int]:
        """All ids of the stacks of the given photos, those of a stack together."""
        wanted = np.fromiter(photo_ids, dtype=np.int64)
        found: list[int] = self._content.stacked.expanded(wanted).tolist()
        return found

    # --- what is shown of a photo -------------------------------------------------------
    @property
    def shows_names(self) -> bool:
        """Whether file names stand below the photos."""
        return self._shows_names

    def set_shows_names(self, shown: bool) -> None:
        """Show file names below the photos, or not."""
        self._shows_names = shown
        self._emit_all()

    def set_offline(self, root_ids: Iterable[int]) -> None:
        """Say which folders of the library are not connected."""
        offline = frozenset(root_ids)
        if offline != self._offline:
            self._offline = offline
            self._emit_all()

    def is_offline(self, photo: Photo) -> bool:
        """Whether a photo's disk is not connected."""
        return photo.root_id in self._offline

    def _emit_all(self) -> None:
        if self.rowCount():
            self.dataChanged.emit(self.index(0), self.index(self.rowCount() - 1))

    # --- rank -------------------------------------------------------------------------
    def band_at(self, row: int) -> str:
        """Band of a row; empty where nothing was ranked."""
        bands = self._content.bands
        return "" if bands is None else BANDS[bands[row]]

    def score_at(self, row: int) -> float | None:
        """Score of a row, or None."""
        scores = self._content.scores
        return None if scores is None else float(scores[row])

    def match_at(self, row: int) -> str:
        """Where the words of the query stand literally: a place in ``MATCHES``, or empty."""
        matches = self._content.matches
        return "" if matches is None else MATCHES[matches[row]]

    # --- QAbstractListModel -----------------------------------------------------------
    def rowCount(self, parent: AnyIndex = NO_PARENT) -> int:
        """Number of photos."""
        return 0 if parent.isValid() else len(self._content.ids)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Photos can be selected, and dragged to albums, tags and other programs."""
        plain = super().flags(index)
        return plain | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else plain

    def mime_of(self, photo_ids: list[int]) -> QMimeData:
        """Photos to drag."""
        rows = self._read_photos(photo_ids[:MOST_FILES])
        return mime_of_photos(photo_ids, [photo.path for photo in rows])

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """One property of one cell."""
        row = index.row()
        if not index.isValid() or row >= len(self._content.ids):
            return None
        if role == Role.THUMBNAIL:
            return self._thumbs.pixmap(self.id_at(row))
        if role == Role.FITTED:
            return self._thumbs.fitted(self.id_at(row))
        if role == Role.PHOTO_ID:
            return self.id_at(row)
        if role == Role.BAND:
            return self.band_at(row)
        if role == Role.SCORE:
            return self.score_at(row)
        photo = None
        if role in _ROW_ROLES:
            photo = self.photo_at(row)
        if role == Role.STATE:
            return photo.state if photo else "missing"
        if role == Qt.ItemDataRole.DisplayRole:
            return photo.name if photo else ""
        if role == Qt.ItemDataRole.ToolTipRole:
            return tool_tip(self, row, photo)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            tags = self._tags_of(photo.id) if photo and self._tags_of else ()
            return ", ".join(spoken_parts(self, row, photo, tags))
        return None

    # --- texts ------------------------------------------------------------------------
    def rank_text(self, row: int) -> str:
        """Band and score of a row, for example ``"Likely · 0.312"``; empty without a ranking."""
        if not self._content.is_ranked:
            return ""
        band, score = band_text(self.band_at(row)), self.score_at(row)
        if score is None:
            return band
        number = f"{score:.3f}"
        return f"{band} · {number}" if band else number

    # --- changes ----------------------------------------------------------------------
    @Slot(object)
    def _on_thumbs_loaded(self, photo_ids: list[int]) -> None:
        self._emit_changed(self.rows_of(photo_ids))

    def _emit_changed(self, rows: list[int]) -> None:
        if len(rows) > MANY_ROWS:
            self.dataChanged.emit(self.index(rows[0]), self.index(rows[-1]))
            return
        for row in rows:
            index = self.index(row)
            self.dataChanged.emit(index, index)


_ROW_ROLES = frozenset(
    {
        int(Role.STATE),
        int(Qt.ItemDataRole.DisplayRole),
        int(Qt.ItemDataRole.ToolTipRole),
        int(Qt.ItemDataRole.AccessibleTextRole),
    }
)
