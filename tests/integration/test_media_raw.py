"""RAW files, as small DNGs made here."""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from photoclip.errors import UnreadablePhotoError
from photoclip.media.decode import decode, decode_full
from photoclip.media.metadata import read_metadata
from photoclip.media.types import DecodeLimits

_TYPES = {
    "B": (1, "B"),
    "A": (2, "s"),
    "H": (3, "H"),
    "I": (4, "I"),
    "R": (5, "II"),
    "S": (10, "ii"),
}
_IFD_BYTES = 1000
Tags = dict[int, tuple[str, Sequence[int] | bytes]]


def _ifd(tags: Tags, at: int) -> bytes:
    """One TIFF directory of fixed length, its long values behind its entries."""
    entries, values = b"", b""
    for tag, (kind, numbers) in sorted(tags.items()):
        code, letters = _TYPES[kind]
        raw = (
            bytes(numbers)
            if kind in "AB"
            else struct.pack(f"<{len(numbers)}{letters[0]}", *numbers)
        )
        count = len(numbers) // len(letters)
        if len(raw) <= 4:
            place = raw.ljust(4, b"\x00")
        else:
            place = struct.pack("<I", at + _IFD_BYTES // 2 + len(values))
            values += raw + b"\x00" * (len(raw) % 2)
        entries += struct.pack("<HHI", tag, code, count) + place
    head = struct.pack("<H", len(tags)) + entries + struct.pack("<I", 0)
    return head.ljust(_IFD_BYTES // 2, b"\x00") + values.ljust(_IFD_BYTES // 2, b"\x00")


def _dng(path: Path, *, orientation: int = 1, preview: Image.Image | None = None) -> Path:
    """A 900 x 600 Bayer picture of four fields: red, green / blue, white."""
    scene = np.empty((600, 900, 3))
    scene[:300, :450], scene[:300, 450:] = (1, 0.1, 0.1), (0.1, 1, 0.1)
    scene[300:, :450], scene[300:, 450:] = (0.1, 0.1, 1), (0.8, 0.8, 0.8)
    bayer = scene[:, :, 1].copy()
    bayer[0::2, 0::2], bayer[1::2, 1::2] = scene[0::2, 0::2, 0], scene[1::2, 1::2, 2]
    sensor = (bayer * 40_000).astype("<u2").tobytes()
    stream = io.BytesIO()
    if preview is not None:
        preview.save(stream, "JPEG", quality=95)
    jpeg = stream.getvalue()
    sensor_at = 8 + 2 * _IFD_BYTES
    unit = (10_000, 10_000)
    matrix = [number for row in range(3) for column in range(3)
              for number in (unit if row == column else (0, 1))]  # fmt: skip
    common: Tags = {
        271: ("A", b"Photo Clip\x00"), 272: ("A", b"Test\x00"), 274: ("H", [orientation]),
        50706: ("B", [1, 4, 0, 0]), 50708: ("A", b"Photo Clip Test\x00"), 50721: ("S", matrix),
        50728: ("R", [1, 1, 1, 1, 1, 1]), 50778: ("H", [21]),
    }  # fmt: skip
    raw: Tags = {
        254: ("I", [0]), 256: ("I", [900]), 257: ("I", [600]), 258: ("H", [16]), 259: ("H", [1]),
        262: ("H", [32803]), 273: ("I", [sensor_at]), 277: ("H", [1]), 278: ("I", [600]),
        279: ("I", [len(sensor)]), 284: ("H", [1]), 33421: ("H", [2, 2]),
        33422: ("B", [0, 1, 1, 2]), 50714: ("I", [0]), 50717: ("I", [65535]),
    }  # fmt: skip
    if preview is None:
        directories = _ifd(common | raw, 8) + bytes(_IFD_BYTES)
    else:
        small: Tags = {
            254: ("I", [1]), 256: ("I", [preview.width]), 257: ("I", [preview.height]),
            258: ("H", [8, 8, 8]), 259: ("H", [7]), 262: ("H", [6]),
            273: ("I", [sensor_at + len(sensor)]), 277: ("H", [3]), 278: ("I", [preview.height]),
            279: ("I", [len(jpeg)]), 284: ("H", [1]), 330: ("I", [8 + _IFD_BYTES]),
        }  # fmt: skip
        directories = _ifd(common | small, 8) + _ifd(raw, 8 + _IFD_BYTES)
    path.write_bytes(b"II*\x00" + struct.pack("<I", 8) + directories + sensor + jpeg)
    return path


def _brightest(pixels: np.ndarray) -> list[str]:
    """Names of the four corner fields: R, G, B, or W for white, row by row."""
    names = []
    for y in (0.25, 0.75):
        for x in (0.25, 0.75):
            colour = pixels[int(y * pixels.shape[0]), int(x * pixels.shape[1])].astype(int)
            names.append("W" if np.ptp(colour) < 40 else "RGB"[int(colour.argmax())])
    return names


_UPRIGHT = {1: "RGBW", 3: "WBGR", 6: "BRWG", 8: "GWRB"}


@pytest.mark.parametrize("orientation", _UPRIGHT)
def test_sensor_data_is_shown_upright(tmp_path: Path, orientation: int):
    photo = decode(_dng(tmp_path / "a.dng", orientation=orientation))
    size = (600, 900) if orientation > 4 else (900, 600)
    assert (photo.width, photo.height) == size
    assert (photo.format, photo.orientation) == ("RAW", orientation)
    assert "".join(_brightest(photo.pixels)) == _UPRIGHT[orientation]


@pytest.mark.parametrize("orientation", _UPRIGHT)
def test_a_large_preview_is_taken_with_the_orientation_of_the_raw(tmp_path: Path, orientation: int):
    preview = Image.new("RGB", (900, 600), (240, 10, 10))
    preview.paste((10, 10, 240), (0, 300, 900, 600))
    path = _dng(tmp_path / "a.dng", orientation=orientation, preview=preview)
    photo = decode(path)
    assert max(photo.pixels.shape) == 768  # half the sensor would be 450
    assert sorted((photo.width, photo.height)) == [600, 900]
    expected = {1: "RRBB", 3: "BBRR", 6: "BRBR", 8: "RBRB"}[orientation]
    assert "".join(_brightest(photo.pixels)) == expected


def test_a_preview_that_is_upright_already_is_not_turned_again(tmp_path: Path):
    preview = Image.new("RGB", (600, 900), (240, 10, 10))
    preview.paste((10, 10, 240), (0, 450, 600, 900))
    photo = decode(_dng(tmp_path / "a.dng", orientation=6, preview=preview))
    assert (photo.width, photo.height) == (600, 900)
    assert "".join(_brightest(photo.pixels)) == "RRBB"


def test_a_small_preview_gives_way_to_the_sensor(tmp_path: Path):
    photo = decode(_dng(tmp_path / "a.dng", preview=Image.new("RGB", (180, 120), "red")))
    assert "".join(_brightest(photo.pixels)) == "RGBW"


def test_without_sensor_data_a_small_preview_is_better_than_nothing(tmp_path: Path):
    path = _dng(tmp_path / "a.dng", preview=Image.new("RGB", (180, 120), "red"))
    data = bytearray(path.read_bytes())
    sensor_at = 8 + 2 * _IFD_BYTES
    data[sensor_at : sensor_at + 900 * 600 * 2] = bytes(900 * 600 * 2)
    path.write_bytes(data)
    photo = decode(path)
    assert photo.pixels.shape == (120, 180, 3)
    assert (photo.width, photo.height) == (900, 600)


def test_a_raw_file_without_its_pixels_is_damaged(tmp_path: Path):
    path = _dng(tmp_path / "a.dng")
    path.write_bytes(path.read_bytes()[:3000])
    with pytest.raises(UnreadablePhotoError, match="damaged"):
        decode(path)
    assert read_metadata(path).camera == "Photo Clip Test"


def test_the_limits_hold_for_raw_files_too(tmp_path: Path):
    path = _dng(tmp_path / "a.dng")
    for limits in (DecodeLimits(max_pixels=1000), DecodeLimits(max_decoded_bytes=2_000_000)):
        with pytest.raises(UnreadablePhotoError, match="too large"):
            decode(path, limits=limits)


def test_the_viewer_gets_half_the_sensor(tmp_path: Path):
    assert decode_full(_dng(tmp_path / "a.dng"), max_side=None).shape == (300, 450, 3)


def test_a_plain_tiff_with_the_name_of_a_raw_file_is_shown(tmp_path: Path):
    path = tmp_path / "a.nef"
    Image.new("RGB", (40, 30), (10, 200, 30)).save(path, "TIFF")
    photo = decode(path)
    assert photo.format == "TIFF"
    assert photo.pixels[5, 5].tolist() == [10, 200, 30]
