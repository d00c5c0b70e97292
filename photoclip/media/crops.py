"""Overlapping crops of a picture, so that small things fill a model's input."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

CROPS: Final = 6
"""Crops of one picture: three along the long side, two along the short one."""

_LONG: Final = 0.42
_SHORT: Final = 0.62
"""Part of the long and of the short side that a crop covers: neighbours share about a third,
so that a thing on a border is whole in one of them."""


def overlapping_crops(pixels: NDArray[np.uint8]) -> list[NDArray[np.uint8]]:
    """Crops that together cover the picture.

    Args:
        pixels: Upright RGB, shape (h, w, 3).

    Returns:
        :data:`CROPS` views into ``pixels``, row by row.
    """
    height, width = pixels.shape[:2]
    wide = width >= height
    columns, rows = (3, 2) if wide else (2, 3)
    part_x, part_y = (_LONG, _SHORT) if wide else (_SHORT, _LONG)
    return [
        pixels[top : top + tall, left : left + broad]
        for top, tall in _spans(height, rows, part_y)
        for left, broad in _spans(width, columns, part_x)
    ]


def _spans(length: int, count: int, part: float) -> list[tuple[int, int]]:
    """(start, length) of ``count`` equal spans from one end to the other."""
    span = max(1, round(length * part))
    return [(round(at * (length - span) / (count - 1)), span) for at in range(count)]
