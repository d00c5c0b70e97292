"""Decoded pictures of photos that are looked at, or will be next; kept within a budget."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from photoclip.catalog.rows import Photo
from photoclip.gui.bridge import Bridge
from photoclip.gui.events import FullImage

BUDGET = 384 * 2**20
"""Bytes of pictures that are kept: some ten at the size of a large screen."""

FULL_SIDE = 16_000
"""Longest side of a picture that is loaded for 100 %; bounds the memory it takes."""

MOST_ASKED = 64
"""Requests that are remembered; older ones were replaced long ago."""


@dataclass(frozen=True, slots=True)
class _Key:
    """One picture: a photo as its file and the user's turning make it, in one size."""

    photo_id: int
    state: tuple[int, int, int]
    side: int


class Pictures(QObject):
    """Asks for pictures and keeps the last ones.

    Args:
        bridge: Decodes them.
        budget: Most bytes kept.

    Signals:
        arrived: photo id (object) of a picture that has come.
        failed: photo id (object), exception.
    """

    arrived = Signal(object)
    failed = Signal(object, object)

    def __init__(
        self, bridge: Bridge, parent: QObject | None = None, *, budget: int = BUDGET
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._budget = budget
        self._used = 0
        self._images: OrderedDict[_Key, QImage] = OrderedDict()
        self._asked: OrderedDict[int, _Key] = OrderedDict()
        bridge.image_loaded.connect(self._on_image)

    @property
    def used_bytes(self) -> int:
        """Bytes of the pictures that are kept."""
        return self._used

    def is_same(self, one: Photo, other: Photo) -> bool:
        """Whether two rows of a photo stand for the same picture."""
        return one.id == other.id and _state(one) == _state(other)

    def versions(self, photo: Photo) -> list[QImage]:
        """Pictures of a photo that are here, in any size."""
        found = [key for key in self._images if key.photo_id == photo.id]
        for key in found:
            self._images.move_to_end(key)
        state = _state(photo)
        return [self._images[key] for key in found if key.state == state]

    def has(self, photo: Photo, side: int) -> bool:
        """Whether a picture of this size, or a larger one, is here."""
        return any(
            key.photo_id == photo.id and key.state == _state(photo) and key.side >= side
            for key in self._images
        )

    def want(
        self, photo: Photo, side: int, *, place: str = "image", prefetch: bool = False
    ) -> None:
        """Ask for a picture unless it is here.

        Args:
            photo: The photo.
            side: Longest side in pixels.
            place: Where it will be shown: a newer wish for the same place replaces one
                that waits.
            prefetch: True for a photo that may be looked at next.
        """
        if self.has(photo, side):
            return
        key = _Key(photo.id, _state(photo), side)
        serial = next((known for known, other in self._asked.items() if other == key), None)
        if serial is None:
            serial = self._bridge.next_image()
            self._asked[serial] = key
            while len(self._asked) > MOST_ASKED:
                self._asked.popitem(last=False)
        self._bridge.ask_image(
            photo.id, max_side=side, place=place, prefetch=prefetch, serial=serial
        )

    @Slot(object)
    def _on_image(self, event: FullImage) -> None:
        key = self._asked.pop(event.serial, None)
        if key is None:
            return
        if event.error is not None:
            self.failed.emit(key.photo_id, event.error)
            return
        self._keep(key, event.image)
        self.arrived.emit(key.photo_id)

    def _keep(self, key: _Key, image: QImage) -> None:
        old = self._images.pop(key, None)
        if old is not None:
            self._used -= old.sizeInBytes()
        self._images[key] = image
        self._used += image.sizeInBytes()
        while self._used > self._budget and len(self._images) > 1:
            _, gone = self._images.popitem(last=False)
            self._used -= gone.sizeInBytes()


def _state(photo: Photo) -> tuple[int, int, int]:
    """What a photo's picture depends on."""
    return photo.rotation, photo.mtime_ns, photo.size
