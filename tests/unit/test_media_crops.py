"""Crops together cover the picture, overlap, and keep its shape."""

from __future__ import annotations

import numpy as np
import pytest

from photoclip.media.crops import CROPS, overlapping_crops


@pytest.mark.parametrize("shape", [(512, 768), (768, 512), (300, 300), (3, 900), (1, 1)])
def test_crops_cover_every_pixel(shape):
    height, width = shape
    pixels = np.zeros((height, width, 3), np.uint8)
    crops = overlapping_crops(pixels)
    assert len(crops) == CROPS
    for crop in crops:
        assert crop.size
        np.add(crop, 1, out=crop)  # views: this counts how often a pixel is seen
    assert pixels.min() >= 1


def test_a_thing_on_the_border_of_two_crops_is_whole_in_one():
    height, width, side = 512, 768, 90
    for left in range(0, width - side, 30):
        pixels = np.zeros((height, width, 3), np.uint8)
        pixels[200 : 200 + side, left : left + side] = 255
        whole = (pixels > 0).sum()
        assert max((crop > 0).sum() for crop in overlapping_crops(pixels)) == whole
