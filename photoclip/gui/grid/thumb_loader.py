"""Thumbnails for the grid: loaded in threads, newest request first, kept within a budget."""

from __future__ import annotations

import contextlib
import os
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QBrush, QImage, QPainter, QPixmap

from photoclip.gui.mailbox import Mailbox
from photoclip.gui.workers import StackPool

ReadThumbnail = Callable[[int], bytes | None]

MOST_THREADS = 4
MAX_WAITING = 300
"""Requests that may wait; what was scrolled past long ago is given up."""

MAX_FETCHES = 16
"""The same for rows, each of which is a whole window of them; the largest screen needs six."""

CACHE_BYTES = 192 * 2**20

CORNER = 0.022
"""Radius of a picture's corners as a share of its longest side."""

WORTH_FITTING = 0.75
"""A place smaller than this share of a thumbnail gets a copy of just its size."""


@dataclass(frozen=True, slots=True)
class _Request:
    """What a worker is asked for.

    Attributes:
        stamp: Of the last change when it was asked for.
        place: Size of the picture's place in the grid, in pixels of the screen; may be empty.
        image: The thumbnail where it is here already and only has to be fitted.
    """

    photo_id: int
    stamp: int
    place: QSize
    image: QImage | None = None


@dataclass(frozen=True, slots=True)
class _Loaded:
    request: _Request
    image: QImage | None
    fitted: QImage | None = None


@dataclass(frozen=True, slots=True)
class _Kept:
    """A thumbnail, and its copy for the grid.

    Attributes:
        fitted: Of the size of the picture in ``place``; None where the whole one serves.
        place: What it was fitted to.
    """

    whole: QPixmap
    fitted: QPixmap | None
    place: QSize

    @property
    def used_bytes(self) -> int:
        """Bytes of both."""
        return _bytes_of(self.whole) + (_bytes_of(self.fitted) if self.fitted else 0)


@dataclass(frozen=True)
class Fetch:
    """Something to read in the background.

    Attributes:
        run: Called on a worker thread; must handle its own errors.
        given_up: Called on the GUI thread when newer ones leave no room for it.
    """

    run: Callable[[], None]
    given_up: Callable[[], None]


def spare_processors() -> int:
    """Threads that decode: one processor is left to the window, or it would stutter."""
    return max(1, min(MOST_THREADS, (os.cpu_count() or 1) - 1))


def _run(fetch: Fetch) -> None:
    fetch.run()


class ThumbLoader(QObject):
    """A bounded cache of pixmaps in front of a thread-safe reader of JPEG bytes.

    Decoding to ``QImage`` happens in worker threads; ``QPixmap`` is made on the
    GUI thread only. A request carries a stamp; :meth:`invalidate` takes a new
    one, so a picture read before a change never replaces one read after it.

    For the small pictures of a grid a worker makes copies of just their size, too:
    to paint one takes a fifth of the time, and it is smoother than what a painter
    makes of a picture four times as large.

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
        self._pixmaps: OrderedDict[int, _Kept] = OrderedDict()
        self._place, self._ratio = QSize(), 1.0
        self._pending: dict[int, _Request] = {}
        self._missing: set[int] = set()
        self._stale: set[int] = set()
        self._stamp = 0
        self._mailbox = Mailbox(self, interval_ms=15)
        self._mailbox.delivered.connect(self._on_delivered)
        self._fetcher: StackPool[Fetch] = StackPool(
            "photoclip-rows", threads=1, limit=MAX_FETCHES, work=_run
        )
        self._pool: StackPool[_Request] = StackPool(
            "photoclip-thumbs", threads=spare_processors(), limit=MAX_WAITING, work=self._load
        )

    def pixmap(self, photo_id: int) -> QPixmap | None:
        """The thumbnail if it is here; asks for it if it is not, or is out of date."""
        found = self._found(photo_id)
        return found.whole if found is not None else None

    def fitted(self, photo_id: int) -> QPixmap | None:
        """The thumbnail in the size of :meth:`fit_to`, or whole until a copy of it is made."""
        found = self._found(photo_id)
        if found is None:
            return None
        if found.place == self._place:
            return found.fitted or found.whole
        if photo_id not in self._pending:
            # The image of a pixmap in memory is no copy.
            self._ask(_Request(photo_id, self._stamp, self._place, found.whole.toImage()))
        return found.whole

    def fit_to(self, place: QSize, ratio: float) -> None:
        """Say how large the place of a picture in the grid is, and the screen's pixel ratio."""
        self._place, self._ratio = place * ratio, ratio

    def peek(self, photo_id: int) -> QPixmap | None:
        """The thumbnail if it is here; asks for nothing."""
        found = self._pixmaps.get(photo_id)
        return found.whole if found is not None else None

    def _found(self, photo_id: int) -> _Kept | None:
        found = self._pixmaps.get(photo_id)
        if found is not None:
            self._pixmaps.move_to_end(photo_id)
            if photo_id not in self._stale:
                return found
        if photo_id not in self._missing and photo_id not in self._pending:
            self._ask(_Request(photo_id, self._stamp, self._place))
        return found

    def _ask(self, request: _Request) -> None:
        self._pending[request.photo_id] = request
        for given_up in self._pool.push(request):
            if self._pending.get(given_up.photo_id) is given_up:
                del self._pending[given_up.photo_id]

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
        image = request.image
        fitted = None
        # A thumbnail is a cache: where it cannot be read, none is shown, and work goes on.
        with contextlib.suppress(Exception):
            if image is not None:
                fitted = fitted_to(image, request.place)
            elif data := self._read(request.photo_id):
                plain = decoded(data)
                fitted = fitted_to(plain, request.place)
                image = rounded(plain)
        self._mailbox.post(_Loaded(request, image, fitted))

    @Slot(object)
    def _on_delivered(self, batch: list[_Loaded]) -> None:
        arrived = []
        for loaded in batch:
            photo_id = loaded.request.photo_id
            if self._pending.get(photo_id) is not loaded.request:
                continue
            del self._pending[photo_id]
            if loaded.image is None:
                self._missing.add(photo_id)
                self._drop(photo_id)
                continue
            self._keep(loaded.request, loaded.image, loaded.fitted)
            arrived.append(photo_id)
        if arrived:
            self.loaded.emit(arrived)

    def _keep(self, request: _Request, image: QImage, copy: QImage | None) -> None:
        photo_id = request.photo_id
        known = self._pixmaps.get(photo_id) if request.image is not None else None
        whole = known.whole if known is not None else QPixmap.fromImage(image)
        fitted = None
        if copy is not None:
            fitted = QPixmap.fromImage(copy)
            fitted.setDevicePixelRatio(self._ratio)
        kept = _Kept(whole, fitted, request.place)
        self._drop(photo_id)
        self._pixmaps[photo_id] = kept
        self._used += kept.used_bytes
        while self._used > self._budget and len(self._pixmaps) > 1:
            self._drop(next(iter(self._pixmaps)))

    def _drop(self, photo_id: int) -> None:
        self._stale.discard(photo_id)
        kept = self._pixmaps.pop(photo_id, None)
        if kept is not None:
            self._used -= kept.used_bytes


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


def fitted_to(image: QImage, place: QSize) -> QImage | None:
    """A copy with round corners that just fits a place; None where the image is hardly larger."""
    size = image.size().scaled(place, Qt.AspectRatioMode.KeepAspectRatio)
    if size.isEmpty() or size.width() > WORTH_FITTING * image.width():
        return None
    ways = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    return rounded(image.scaled(size, *ways))


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
