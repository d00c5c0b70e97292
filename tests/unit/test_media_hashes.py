"""Names for equal and for similar pictures."""

from __future__ import annotations

import numpy as np
from PIL import Image

from photoclip.media.hashes import perceptual_hash, pixel_hash


def _picture(seed: int = 0) -> np.ndarray:
    small = np.random.default_rng(seed).integers(0, 255, (6, 8, 3), np.uint8)
    return np.array(Image.fromarray(small).resize((320, 240), Image.Resampling.BICUBIC))


def _distance(left: int, right: int) -> int:
    return ((left ^ right) & (2**64 - 1)).bit_count()


def test_equal_pixels_have_one_hash_whatever_their_memory_layout():
    pixels = _picture()
    assert pixel_hash(pixels, 1) == pixel_hash(np.asfortranarray(pixels), 1)
    assert len(pixel_hash(pixels, 1)) == 32


def test_a_pixel_a_shape_or_a_revision_changes_the_hash():
    pixels = _picture()
    other = pixels.copy()
    other[0, 0, 0] ^= 1
    turned = pixels.reshape(320, 240, 3)
    hashes = {pixel_hash(p, r) for p, r in ((pixels, 1), (other, 1), (turned, 1), (pixels, 2))}
    assert len(hashes) == 4


def test_similar_pictures_are_near_and_others_far():
    pixels = _picture()
    brighter = (pixels * 0.8 + 30).astype(np.uint8)
    smaller = np.array(Image.fromarray(pixels).resize((200, 150)))
    assert _distance(perceptual_hash(pixels), perceptual_hash(brighter)) <= 4
    assert _distance(perceptual_hash(pixels), perceptual_hash(smaller)) <= 4
    assert _distance(perceptual_hash(pixels), perceptual_hash(_picture(1))) > 12


def test_a_perceptual_hash_fits_a_signed_64_bit_column():
    values = [perceptual_hash(_picture(seed)) for seed in range(40)]
    assert all(-(2**63) <= value < 2**63 for value in values)
    assert min(values) < 0 < max(values)


def test_a_single_pixel_has_hashes():
    pixel = np.zeros((1, 1, 3), np.uint8)
    assert perceptual_hash(pixel) == 0
    assert len(pixel_hash(pixel, 1)) == 32
