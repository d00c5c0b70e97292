"""Photos as a model's input, decoded by a few threads."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from photoclip.encoders.base import Preprocess
from photoclip.errors import UnreadablePhotoError
from photoclip.media.decode import decode
from photoclip.runs import SnapshotPhoto
from trainer.data import view_of

_MOST_THREADS = 8
_AT_ONCE = 64
# The training loop asks for as few from threads of its own.
_FEW = 8

Pixels = NDArray[np.uint8]


class PhotoReader:
    """Opens photos and makes views of them.

    Attributes:
        preprocess: The model's.
        seed: Of the crops, together with a picture's hash.
    """

    def __init__(self, preprocess: Preprocess, *, seed: int) -> None:
        self.preprocess = preprocess
        self.seed = seed
        self._threads = min(_MOST_THREADS, os.cpu_count() or 1)

    def read(self, photos: Sequence[SnapshotPhoto], *, view: int) -> Pixels:
        """Views of photos, uint8, shape (photos, size, size, 3).

        Raises:
            UnreadablePhotoError: A file cannot be decoded.
        """
        found = self._map(photos, view)
        for photo in found:
            if isinstance(photo, UnreadablePhotoError):
                raise photo
        side = self.preprocess.size
        whole = [photo for photo in found if not isinstance(photo, UnreadablePhotoError)]
        return np.stack(whole) if whole else np.zeros((0, side, side, 3), np.uint8)

    def read_readable(
        self, photos: Sequence[SnapshotPhoto], *, view: int
    ) -> tuple[list[SnapshotPhoto], Pixels, list[SnapshotPhoto]]:
        """Like :meth:`read`; also says which ones were read, and which cannot be."""
        found = self._map(photos, view)
        good, pixels, bad = [], [], []
        for photo, result in zip(photos, found, strict=True):
            if isinstance(result, UnreadablePhotoError):
                bad.append(photo)
            else:
                good.append(photo)
                pixels.append(result)
        side = self.preprocess.size
        return good, np.stack(pixels) if pixels else np.zeros((0, side, side, 3), np.uint8), bad

    def _map(
        self, photos: Sequence[SnapshotPhoto], view: int
    ) -> list[Pixels | UnreadablePhotoError]:
        def one(photo: SnapshotPhoto) -> Pixels | UnreadablePhotoError:
            try:
                pixels = decode(photo.file).pixels
            except UnreadablePhotoError as error:
                return error
            seed = (self.seed, int(photo.pixel_hash[:12] or "0", 16))
            return view_of(pixels, self.preprocess, view=view, seed=seed)

        if len(photos) <= _FEW or self._threads < 2:
            return [one(photo) for photo in photos]
        with ThreadPoolExecutor(self._threads, thread_name_prefix="photos") as pool:
            return list(pool.map(one, photos))


def in_parts(photos: Sequence[SnapshotPhoto], size: int = _AT_ONCE) -> list[list[SnapshotPhoto]]:
    """Photos in parts, each picture once."""
    once = list({photo.pixel_hash: photo for photo in photos}.values())
    return [once[start : start + size] for start in range(0, len(once), size)]
