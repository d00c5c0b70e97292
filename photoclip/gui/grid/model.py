"""The grid's model: ids, and a windowed cache of the rows that are looked at."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Slot,
)

from photoclip.catalog.rows import Photo
from photoclip.gui.desktop import mime_of_photos
from photoclip.gui.grid.content import BANDS, EMPTY, MATCHES, GridContent
from photoclip.gui.grid.thumb_loader import ThumbLoader

AnyIndex = QModelIndex | QPersistentModelIndex
ReadPhotos = Callable[[Iterable[int]], list[Photo]]

WINDOW = 128
MAX_WINDOWS = 64
MANY_ROWS = 64
"""Beyond this many, one signal for all of them is cheaper than one for each."""
MOST_FILES = 1_000
"""Files that a drag offers to other programs; our own panels get all ids."""

NO_PARENT = QModelIndex()


class Role(IntEnum):
    """Roles beside Qt's own."""

    PHOTO_ID = Qt.ItemDataRole.UserRole + 1
    THUMBNAIL = Qt.ItemDataRole.UserRole + 2
    BAND = Qt.ItemDataRole.UserRole + 3
    SCORE = Qt.ItemDataRole.UserRole + 4
    STATE = Qt.ItemDataRole.UserRole + 5


def band_text(band: str) -> str:
    """Name of a relevance band for people."""
    names = {
        "likely": QCoreApplication.translate("bands", "Likely"),
        "maybe": QCoreApplication.translate("bands", "Maybe"),
        "hidden": QCoreApplication.translate("bands", "Least unlikely"),
    }
    return names.get(band, "")


def match_text(match: str) -> str:
    """Where the words of the query stand, for people; empty for nowhere."""
    texts = {
        "caption": QCoreApplication.translate("matches", "The words stand in its caption"),
        "tag": QCoreApplication.translate("matches", "The words are one of its tags"),
        "name": QCoreApplication.translate("matches", "The words stand in its file name"),
    }
    return texts.get(match, "")


class PhotoGridModel(QAbstractListModel):
    """A list of photo ids; rows are read in windows when a cell asks for them.

    Args:
        read_photos: Rows of the given ids, in their order, unknown ids left out.
        thumbs: Source of pixmaps.
    """

    def __init__(
        self, read_photos: ReadPhotos, thumbs: ThumbLoader, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._read_photos = read_photos
        self._thumbs = thumbs
        self._content = EMPTY
        self._windows: OrderedDict[int, dict[int, Photo]] = OrderedDict()
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
        self._thumbs.forget_waiting()
        self.endResetModel()

    def refresh(self, photo_ids: Iterable[int]) -> None:
        """Read these photos' rows and thumbnails anew."""
        changed = list(photo_ids)
        self._thumbs.invalidate(changed)
        rows = self.rows_of(changed)
        for row in rows:
            self._windows.pop(row // WINDOW, None)
        self._emit_changed(rows)

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
        if photos is None:
            ids = self._content.ids[window * WINDOW : (window + 1) * WINDOW].tolist()
            photos = {photo.id: photo for photo in self._read_photos(ids)}
            self._windows[window] = photos
            while len(self._windows) > MAX_WINDOWS:
                self._windows.popitem(last=False)
        else:
            self._windows.move_to_end(window)
        return photos.get(self.id_at(row))

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
            return self._tool_tip(row, photo)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(row, photo)
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

    def _tool_tip(self, row: int, photo: Photo | None) -> str:
        if photo is None:
            return self.tr("This photo is no longer in the library.")
        lines = [photo.name, self.rank_text(row), match_text(self.match_at(row))]
        if photo.state == "unreadable":
            lines.append(self.tr("Cannot be read: {reason}").format(reason=photo.error or "?"))
        elif photo.state == "new":
            lines.append(self.tr("Waits to be indexed"))
        lines.append(photo.shown_path)
        return "\n".join(line for line in lines if line)

    def _spoken(self, row: int, photo: Photo | None) -> str:
        if photo is None:
            return self.tr("Photo no longer in the library")
        parts = [photo.name, band_text(self.band_at(row)), match_text(self.match_at(row))]
        if photo.state == "unreadable":
            parts.append(self.tr("cannot be read"))
        return ", ".join(part for part in parts if part)

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
