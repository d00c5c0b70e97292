"""Two names for a picture: one for equal pixels, one for pictures that look alike."""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_DIFFERENCES = 8


def pixel_hash(pixels: NDArray[np.uint8], revision: int) -> bytes:
    """BLAKE2b-256 over the decoder's revision, the shape and the pixels.

    Args:
        pixels: uint8, shape (h, w, 3).
        revision: Number of the decoder that made the pixels.
    """
    digest = hashlib.blake2b(digest_size=32)
    digest.update(f"photoclip:{revision}:{pixels.shape}".encode())
    digest.update(np.ascontiguousarray(pixels).data)
    return digest.digest()


def perceptual_hash(pixels: NDArray[np.uint8]) -> int:
    """64-bit difference hash: which of two neighbours is brighter, on a 9 x 8 grid.

    Pictures that look alike differ in few bits; the distance is the number of bits
    set in the exclusive-or of two hashes.

    Args:
        pixels: uint8, shape (h, w, 3).

    Returns:
        Signed, so that it fits SQLite's 64-bit integer.
    """
    grey = Image.fromarray(pixels).convert("L")
    small = grey.resize((_DIFFERENCES + 1, _DIFFERENCES), Image.Resampling.BILINEAR)
    rows = np.asarray(small, dtype=np.int16)
    bits = np.packbits(rows[:, 1:] > rows[:, :-1])
    return int.from_bytes(bits.tobytes(), "big", signed=True)
