"""Fitting pictures to a model's input and making thumbnails."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from photoclip.media.resize import fit
from photoclip.media.thumbs import decode_thumbnail, make_thumbnail


def _stripes(height: int, width: int) -> np.ndarray:
    """Left third red, middle green, right blue."""
    pixels = np.zeros((height, width, 3), np.uint8)
    for channel in range(3):
        pixels[:, channel * width // 3 : (channel + 1) * width // 3, channel] = 255
    return pixels


@given(
    st.integers(1, 300),
    st.integers(1, 300),
    st.sampled_from([32, 64]),
    st.sampled_from(["squash", "shortest", "longest"]),
    st.sampled_from(["bicubic", "bilinear", "lanczos", "nearest"]),
)
def test_any_picture_becomes_a_square(height, width, size, mode, interpolation):
    pixels = np.full((height, width, 3), 77, np.uint8)
    fitted = fit(pixels, size=size, resize_mode=mode, interpolation=interpolation, fill=77)
    assert fitted.shape == (size, size, 3)
    assert fitted.dtype == np.uint8
    assert fitted.flags.writeable
    assert (fitted == 77).all()


def test_squash_keeps_the_whole_picture():
    fitted = fit(_stripes(30, 300), size=60, resize_mode="squash")
    assert fitted[30, 3].tolist() == [255, 0, 0]
    assert fitted[30, 56].tolist() == [0, 0, 255]


def test_shortest_crops_the_centre():
    fitted = fit(_stripes(100, 300), size=60, resize_mode="shortest")
    assert (fitted[:, 10:50] == [0, 255, 0]).all()


def test_longest_pads_around_the_centre():
    fitted = fit(_stripes(100, 300), size=60, resize_mode="longest", fill=9)
    assert (fitted[:20] == 9).all()
    assert (fitted[40:] == 9).all()
    assert fitted[30, 3].tolist() == [255, 0, 0]


def test_shrinking_is_antialiased():
    checks = np.indices((256, 256)).sum(0) % 2 * 255
    fitted = fit(np.repeat(checks[:, :, None], 3, 2).astype(np.uint8), size=32)
    assert abs(fitted.astype(int) - 127).max() <= 3


@pytest.mark.parametrize("wrong", [{"resize_mode": "stretch"}, {"interpolation": "sinc"}])
def test_an_unknown_way_of_fitting_is_refused(wrong: dict[str, str]):
    with pytest.raises(ValueError, match="unknown"):
        fit(_stripes(9, 9), size=4, **wrong)


@pytest.mark.parametrize(
    ("shape", "size"),
    [
        ((600, 900), (213, 320)),
        ((900, 600), (320, 213)),
        ((20, 30), (20, 30)),
        ((1, 768), (1, 320)),
    ],
)
def test_a_thumbnail_keeps_the_aspect_ratio_and_never_grows(shape, size):
    data = make_thumbnail(_stripes(*shape))
    assert data.startswith(b"\xff\xd8")
    assert decode_thumbnail(data).shape == (*size, 3)


def test_a_thumbnail_looks_like_its_photo():
    thumbnail = decode_thumbnail(make_thumbnail(_stripes(600, 900)))
    for column, colour in ((40, [255, 0, 0]), (160, [0, 255, 0]), (280, [0, 0, 255])):
        assert abs(thumbnail[100, column].astype(int) - colour).max() < 12


def test_a_smaller_side_and_quality_make_a_smaller_file():
    noise = np.random.default_rng(0).integers(0, 255, (400, 400, 3), np.uint8)
    assert len(make_thumbnail(noise, side=100)) < len(make_thumbnail(noise))
    assert len(make_thumbnail(noise, quality=40)) < len(make_thumbnail(noise))
