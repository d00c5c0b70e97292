"""Photos as a model's input, decoded by a few threads."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import numpy as np
from numpy.typing import NDArray

from photoclip.encoders.base import Preprocess
from photoclip.errors import UnreadablePhotoError
from photoclip.media.decode import decode
from photoclip.paths import display_path
from photoclip.runs import SnapshotPhoto
from trainer.data import view_of

_MOST_THREADS: Final = 8
_AT_ONCE: Final = 64
# The training loop asks for as few from threads of its own.
_FEW: Final = 8

Pixels = NDArray[np.uint8]
Asked = tuple[SnapshotPhoto, Sequence[int]]
"""A photo and the numbers of the views that are wanted, see :func:`trainer.data.view_of`."""


class PhotoReader:
    """Opens photos and makes views of them.

    Attributes:
        preprocess: The model's.
        seed: Of the crops, together with a picture's hash and the view.
    """

    def __init__(self, preprocess: Preprocess, *, seed: int) -> None:
        self.preprocess = preprocess
        self.seed = seed
        self._threads = min(_MOST_THREADS, os.cpu_count() or 1)

    def read(self, photos: Sequence[SnapshotPhoto], *, view: int) -> Pixels:
        """One view of photos, uint8, shape (photos, size, size, 3).

        Raises:
            UnreadablePhotoError: A file cannot be decoded; the text names it.
        """
        rows = []
        looked = self._map([(photo, (view,)) for photo in photos])
        for photo, found in zip(photos, looked, strict=True):
            if isinstance(found, UnreadablePhotoError):
                raise UnreadablePhotoError(f"{display_path(photo.file)}: {found}") from found
            rows += found
        return self._stack(rows)

    def read_readable(
        self, photos: Sequence[SnapshotPhoto], *, view: int
    ) -> tuple[list[SnapshotPhoto], Pixels, list[SnapshotPhoto]]:
        """Like :meth:`read`; also says which ones were read, and which cannot be."""
        seen = list(self.views([(photo, (view,)) for photo in photos]))
        good = [photo for photo, _, _ in seen]
        known = {photo.pixel_hash for photo in good}
        bad = [photo for photo in photos if photo.pixel_hash not in known]
        return good, self._stack([pixels for _, _, pixels in seen]), bad

    def views(self, asked: Sequence[Asked]) -> Iterator[tuple[SnapshotPhoto, int, Pixels]]:
        """Views of photos, each photo decoded once.

        Yields:
            Photo, view, and uint8 (size, size, 3); photos that cannot be opened are left out.
        """
        for (photo, views), found in zip(asked, self._map(asked), strict=True):
            if not isinstance(found, UnreadablePhotoError):
                yield from ((photo, view, p) for view, p in zip(views, found, strict=True))

    def _map(self, asked: Sequence[Asked]) -> list[list[Pixels] | UnreadablePhotoError]:
        if len(asked) <= _FEW or self._threads < 2:
            return [self._open(row) for row in asked]
        with ThreadPoolExecutor(self._threads, thread_name_prefix="photos") as pool:
            return list(pool.map(self._open, asked))

    def _open(self, row: Asked) -> list[Pixels] | UnreadablePhotoError:
        photo, views = row
        try:
            pixels = decode(photo.file).pixels
        except UnreadablePhotoError as error:
            return error
        seed = (self.seed, crop_seed(photo))
        return [view_of(pixels, self.preprocess, view=view, seed=seed) for view in views]

    def _stack(self, rows: Sequence[Pixels]) -> Pixels:
        side = self.preprocess.size
        return np.stack(rows) if rows else np.zeros((0, side, side, 3), np.uint8)


def crop_seed(photo: SnapshotPhoto) -> int:
    """A number of a photo's own, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(photo.pixel_hash.encode(), digest_size=6).digest())


def in_parts(photos: Sequence[SnapshotPhoto], size: int = _AT_ONCE) -> list[list[SnapshotPhoto]]:
    """Photos in parts, each picture once."""
    once = list({photo.pixel_hash: photo for photo in photos}.values())
    return [once[start : start + size] for start in range(0, len(once), size)]
