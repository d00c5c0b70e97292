"""Decodes whole pictures on two threads: one for what is looked at, one for its neighbours."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from photoclip.gui.events import FullImage
from photoclip.gui.workers import LatestWorker

ReadImage = Callable[..., NDArray[np.uint8]]

REMEMBERED = 64
"""Finished requests that are not done a second time by the other thread."""


class ImageDesk:
    """Takes requests for pictures; a newer one for the same place replaces one that waits.

    A picture that is looked at never waits behind one that is only expected: each kind has
    its own thread. A request that both threads were given is done once.

    Args:
        read: ``Library.full_image``.
        post: Where ``FullImage`` events go; called on the worker threads.
    """

    def __init__(self, read: ReadImage, post: Callable[[Any], None]) -> None:
        self._read = read
        self._post = post
        self._lock = threading.Lock()
        self._taken: deque[int] = deque(maxlen=REMEMBERED)
        self._serial = 0
        self._seen = LatestWorker("photoclip-image")
        self._expected = LatestWorker("photoclip-prefetch")

    @property
    def workers(self) -> tuple[LatestWorker, LatestWorker]:
        """The threads, to be ended."""
        return self._seen, self._expected

    def next_serial(self) -> int:
        """A number for a new request."""
        self._serial += 1
        return self._serial

    def ask(self, photo_id: int, *, max_side: int, place: str, prefetch: bool, serial: int) -> None:
        """Decode a photo.

        Args:
            photo_id: The photo.
            max_side: Longest side in pixels.
            place: Requests for the same place replace each other while they wait.
            prefetch: True for what is only expected to be looked at.
            serial: See :meth:`next_serial`; the same number is the same request.
        """

        def task() -> None:
            if self._take(serial):
                self._post(self._decode(photo_id, max_side, serial))

        (self._expected if prefetch else self._seen).submit(place, task)

    def _take(self, serial: int) -> bool:
        with self._lock:
            if serial in self._taken:
                return False
            self._taken.append(serial)
            return True

    def _decode(self, photo_id: int, max_side: int, serial: int) -> FullImage:
        try:
            image = to_qimage(self._read(photo_id, max_side=max_side))
        except Exception as error:  # noqa: BLE001 - whoever asked shows it
            return FullImage(photo_id, max_side, error=error, serial=serial)
        return FullImage(photo_id, max_side, image=image, serial=serial)


def to_qimage(pixels: NDArray[np.uint8]) -> QImage:
    """A picture that owns its memory, in the format that is painted fastest.

    Args:
        pixels: uint8, shape (height, width, 3), RGB.
    """
    pixels = np.ascontiguousarray(pixels)
    height, width, _ = pixels.shape
    view = QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    # The conversion copies; without a copy the image would point into numpy's memory.
    return view.convertToFormat(QImage.Format.Format_RGB32)
