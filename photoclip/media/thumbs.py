"""Small JPEG pictures for the grid."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from photoclip.media import pictures


def make_thumbnail(pixels: NDArray[np.uint8], *, side: int = 320, quality: int = 82) -> bytes:
    """Encode a small copy of a decoded photo.

    Args:
        pixels: Upright sRGB, uint8, shape (h, w, 3).
        side: Longest side of the thumbnail; smaller photos are not enlarged.
        quality: JPEG quality 1..95.

    Returns:
        A JPEG file without metadata.
    """
    image = Image.fromarray(pixels)
    image = pictures.shrink(image, pictures.scaled_size(image.size, side))
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def turned_thumbnail(data: bytes, degrees: int, *, quality: int = 82) -> bytes:
    """A thumbnail turned clockwise by a multiple of 90 degrees."""
    if degrees % 360 == 0:
        return data
    buffer = io.BytesIO()
    Image.fromarray(turned(decode_thumbnail(data), degrees)).save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def turned(pixels: NDArray[np.uint8], degrees: int) -> NDArray[np.uint8]:
    """Pixels, uint8 of shape (h, w, 3), turned clockwise by a multiple of 90 degrees."""
    return np.ascontiguousarray(np.rot90(pixels, -(degrees // 90)))


def decode_thumbnail(data: bytes) -> NDArray[np.uint8]:
    """Pixels of a thumbnail that :func:`make_thumbnail` made, uint8, shape (h, w, 3)."""
    with Image.open(io.BytesIO(data), formats=("JPEG",)) as image:
        return np.array(image.convert("RGB"))
