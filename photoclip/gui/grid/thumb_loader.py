"""Thumbnails for the grid: loaded in threads, newest request first, kept within a budget."""

from __future__ import annotations

import contextlib
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QBrush, QImage, QPainter, QPixmap

from photoclip.gui.mailbox import Mailbox
from photoclip.gui.workers import StackPool

ReadThumbnail = Callable[[int], bytes | None]

THREADS = 2
MAX_WAITING = 300
"""Requests that may wait; what was scrolled past long ago is given up."""

CACHE_BYTES = 192 * 2**20

CORNER = 0.022
"""Radius of a picture's corners as a share of its longest side."""


@dataclass(frozen=True, slots=True)
class _Request:
    photo_id: int
    stamp: int


@dataclass(frozen=True, slots=True)
class _Loaded:
    photo_id: int
    stamp: int
    image: QImage | None


@dataclass(frozen=True)
class Fetch:
    """Something to read in the background.

    Attributes:
        run: Called on a worker thread; must handle its own errors.
        given_up: Called on the GUI thread when newer ones leave no room for it.
    """

    run: Callable[[], None]
    given_up: Callable[[], None]


def _run(fetch: Fetch) -> None:
    fetch.run()


class ThumbLoader(QObject):
    """A bounded cache of pixmaps in front of a thread-safe reader of JPEG bytes.

    Decoding to ``QImage`` happens in worker threads; ``QPixmap`` is made on the
    GUI thread only. A request carries a stamp; :meth:`invalidate` takes a new
    one, so a picture read before a change never replaces one read after it.

    Args:
        read: JPEG bytes of one photo's thumbnail, or None while there is none.
        cache_bytes: Budget of the pixmap cache.

    Signals:
        loaded: list of photo ids whose pixmap has arrived.
    """

    loaded = Signal(object)

    def __init__(
        self,
        read: ReadThumbnail,
        parent: QObject | None = None,
        *,
        cache_bytes: int = CACHE_BYTES,
    ) -> None:
        super().__init__(parent)
        self._read = read
        self._budget = cache_bytes
        self._used = 0
        self._pixmaps: OrderedDict[int, QPixmap] = OrderedDict()
        self._pending: dict[int, int] = {}
        self._missing: set[int] = set()
        self._stale: set[int] = set()
        self._stamp = 0
        self._mailbox = Mailbox(self, interval_ms=15)
        self._mailbox.delivered.connect(self._on_delivered)
        self._fetcher: StackPool[Fetch] = StackPool(
            "photoclip-rows", threads=1, limit=MAX_WAITING, work=_run
        )
        self._pool: StackPool[_Request] = StackPool(
            "photoclip-thumbs", threads=THREADS, limit=MAX_WAITING, work=self._load
        )

    def pixmap(self, photo_id: int) -> QPixmap | None:
        """The thumbnail if it is here; asks for it if it is not, or is out of date."""
        found = self._pixmaps.get(photo_id)
        if found is not None:
            self._pixmaps.move_to_end(photo_id)
            if photo_id not in self._stale:
                return found
        if photo_id not in self._missing and photo_id not in self._pending:
            self._pending[photo_id] = self._stamp
            for given_up in self._pool.push(_Request(photo_id, self._stamp)):
                self._pending.pop(given_up.photo_id, None)
        return found

    def peek(self, photo_id: int) -> QPixmap | None:
        """The thumbnail if it is here; asks for nothing."""
        return self._pixmaps.get(photo_id)

    def invalidate(self, photo_ids: Iterable[int]) -> None:
        """Read these anew when they are next asked for; until then the old picture serves."""
        self._stamp += 1
        for photo_id in photo_ids:
            self._pending.pop(photo_id, None)
            self._missing.discard(photo_id)
            if photo_id in self._pixmaps:
                self._stale.add(photo_id)

    def forget_waiting(self) -> None:
        """Give up all requests, for example because other photos are shown now."""
        self._pool.clear()
        self._pending.clear()

    def fetch(self, fetch: Fetch) -> None:
        """Read something beside the thumbnails, the newest first."""
        for dropped in self._fetcher.push(fetch):
            dropped.given_up()

    def set_budget(self, cache_bytes: int) -> None:
        """Change the budget of the cache; what is over it goes at the next picture."""
        self._budget = cache_bytes

    @property
    def used_bytes(self) -> int:
        """Bytes of the pixmaps that are kept."""
        return self._used

    def close(self, timeout: float = 5.0) -> bool:
        """End the threads; True when all have ended."""
        self._mailbox.close()
        self._pool.ask_to_stop()
        self._fetcher.ask_to_stop()
        ended = self._pool.join(timeout)
        return self._fetcher.join(timeout) and ended

    def _load(self, request: _Request) -> None:
        """On a worker thread."""
        image = None
        # A thumbnail is a cache: where it cannot be read, none is shown, and work goes on.
        with contextlib.suppress(Exception):
            data = self._read(request.photo_id)
            image = rounded(decoded(data)) if data else None
        self._mailbox.post(_Loaded(request.photo_id, request.stamp, image))

    @Slot(object)
    def _on_delivered(self, batch: list[_Loaded]) -> None:
        arrived = []
        for loaded in batch:
            if self._pending.get(loaded.photo_id) != loaded.stamp:
                continue
            del self._pending[loaded.photo_id]
            if loaded.image is None:
                self._missing.add(loaded.photo_id)
                self._drop(loaded.photo_id)
                continue
            self._keep(loaded.photo_id, QPixmap.fromImage(loaded.image))
            arrived.append(loaded.photo_id)
        if arrived:
            self.loaded.emit(arrived)

    def _keep(self, photo_id: int, pixmap: QPixmap) -> None:
        self._drop(photo_id)
        self._pixmaps[photo_id] = pixmap
        self._used += _bytes_of(pixmap)
        while self._used > self._budget and len(self._pixmaps) > 1:
            self._drop(next(iter(self._pixmaps)))

    def _drop(self, photo_id: int) -> None:
        self._stale.discard(photo_id)
        pixmap = self._pixmaps.pop(photo_id, None)
        if pixmap is not None:
            self._used -= _bytes_of(pixmap)


def _bytes_of(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * 4


def decoded(data: bytes) -> QImage:
    """The picture of a thumbnail's bytes.

    Not by Qt: ``QImage.fromData`` holds Python's lock all the while, so the window would wait
    for it at each of its own calls; ``QImageReader`` lets go of it, but with a device made in
    Python it takes it again while Qt's lock of picture formats is held, and two threads that
    take those locks in different order wait for each other for ever.
    """
    # Here and not above: the window is to be there before the codecs are.
    from photoclip.media.thumbs import decode_thumbnail

    pixels = decode_thumbnail(data)
    height, width, _ = pixels.shape
    view = QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    # The conversion copies; without a copy the image would point into numpy's memory.
    return view.convertToFormat(QImage.Format.Format_RGB32)


def rounded(image: QImage) -> QImage:
    """The picture with round corners; done once here, so that painting a cell stays one blit."""
    result = QImage(image.size(), QImage.Format.Format_ARGB32_Premultiplied)
    result.fill(Qt.GlobalColor.transparent)
    radius = CORNER * max(image.width(), image.height())
    painter = QPainter(result)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(image))
    painter.drawRoundedRect(QRectF(result.rect()), radius, radius)
    painter.end()
    return result
