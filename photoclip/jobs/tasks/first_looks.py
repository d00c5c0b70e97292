"""Thumbnails of photos that were not indexed yet, so that a new folder can be seen at once.

A process of its own decodes them, because no file is trusted before it was decoded once
without harm. What it finds is kept in memory only: indexing will say the same and store it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from photoclip.catalog.rows import Photo

if TYPE_CHECKING:
    from photoclip.jobs.tasks.context import EncoderPool

_MOST_BYTES: Final = 64 << 20
_EMPTY_BYTES: Final = 64
"""What an entry without a picture counts for."""

_Key = tuple[int, int, int]


@dataclass(eq=False)
class FirstLooks:
    """Thumbnails in memory, the least recently used dropped first. For any thread."""

    _found: OrderedDict[_Key, bytes | None] = field(default_factory=OrderedDict)
    _bytes: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def thumbnail(self, encoders: EncoderPool, photo: Photo) -> bytes | None:
        """JPEG of a photo; None if the file cannot be shown.

        Raises:
            EncoderProcessError: The process cannot be kept alive, or was closed.
        """
        key = (photo.id, photo.size, photo.mtime_ns)
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                return self._found[key]
        made = _look(encoders, photo)
        with self._lock:
            self._keep(key, made)
        return made

    def _keep(self, key: _Key, made: bytes | None) -> None:
        if key in self._found:
            return
        self._found[key] = made
        self._bytes += _weight(made)
        while self._bytes > _MOST_BYTES:
            _, dropped = self._found.popitem(last=False)
            self._bytes -= _weight(dropped)


def _weight(made: bytes | None) -> int:
    return len(made) if made is not None else _EMPTY_BYTES


def _look(encoders: EncoderPool, photo: Photo) -> bytes | None:
    # Not at the top: only a window looks so early.
    from photoclip.encoders.remote import PhotoRequest

    request = PhotoRequest(photo.id, photo.path, vector=False)
    with encoders.lease(None) as process:
        outcomes = list(process.encode_photos([request]))
    return outcomes[0].thumbnail if outcomes else None
