"""Decoding damaged, cut-off, oversized and hostile files made here."""

from __future__ import annotations

import io
import os
import struct
import sys
import tempfile
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from photoclip.errors import UnreadablePhotoError
from photoclip.media.decode import WORK_SIDE, decode
from photoclip.media.types import DecodeLimits


def _scene(width: int = 320, height: int = 200) -> Image.Image:
    """A picture that no turning or mirroring maps onto itself."""
    pixels = np.empty((height, width, 3), np.uint8)
    pixels[: height // 2, : width // 2] = (200, 40, 40)
    pixels[: height // 2, width // 2 :] = (40, 180, 60)
    pixels[height // 2 :, : width // 2] = (50, 60, 200)
    pixels[height // 2 :, width // 2 :] = (220, 200, 80)
    return Image.fromarray(pixels)


def _write(path: Path, image: Image.Image, **options: object) -> Path:
    image.save(path, **options)
    return path


def _exif(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif


def _reason(path: Path, limits: DecodeLimits | None = None) -> str:
    with pytest.raises(UnreadablePhotoError) as caught:
        decode(path, limits=limits or DecodeLimits())
    return str(caught.value)


def _png(
    width: int, height: int, depth: int, colour: int, rows: bytes, extra: bytes = b""
) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + extra + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def _noisy_jpeg(*, progressive: bool) -> bytes:
    rng = np.random.default_rng(0)
    image = Image.fromarray(rng.integers(0, 255, (400, 600, 3), np.uint8))
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=85, progressive=progressive)
    return stream.getvalue()


@pytest.mark.parametrize("progressive", [False, True])
def test_half_a_jpeg_still_shows(tmp_path: Path, progressive: bool):
    data = _noisy_jpeg(progressive=progressive)
    path = tmp_path / "a.jpg"
    path.write_bytes(data[: len(data) // 2])
    photo = decode(path)
    assert photo.pixels.shape == (400, 600, 3)
    assert photo.pixels[:150].std() > 20


def test_a_png_cut_off_late_still_shows(tmp_path: Path):
    path = _write(tmp_path / "a.png", Image.open(io.BytesIO(_noisy_jpeg(progressive=False))))
    path.write_bytes(path.read_bytes()[:-200_000])
    assert decode(path).pixels[:100].std() > 20


@pytest.mark.parametrize("kept", [0.03, 0.1])
def test_a_jpeg_of_which_hardly_anything_is_left_is_damaged(tmp_path: Path, kept: float):
    data = _noisy_jpeg(progressive=False)
    path = tmp_path / "a.jpg"
    path.write_bytes(data[: int(len(data) * kept)])
    assert "damaged" in _reason(path)


def test_an_empty_file_is_called_empty(tmp_path: Path):
    path = tmp_path / "a.jpg"
    path.write_bytes(b"")
    assert _reason(path) == "The file is empty."


@pytest.mark.parametrize(
    ("data", "word"),
    [(_noisy_jpeg(progressive=False)[:30], "damaged"), (b"<html><body>404", "web page"),
     (b"\x89PNG\r\n\x1a\n", "damaged"), (b"RIFF\x00\x00\x00\x00WEBP", "damaged"),
     (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "damaged"), (bytes(999), "zero bytes"),
     (b"FUJIFILMCCD-RAW 0201" + bytes(200), "damaged"), (b"8BPS\x00\x01" + bytes(40), "damaged")],
)  # fmt: skip
def test_what_is_no_picture_has_a_plain_reason(tmp_path: Path, data: bytes, word: str):
    path = tmp_path / "a.png"
    path.write_bytes(data)
    assert word in _reason(path)


def test_a_png_bomb_is_refused_from_its_header(tmp_path: Path):
    path = tmp_path / "a.png"
    path.write_bytes(_png(65000, 65000, 8, 2, b"x"))
    assert "too large (4,225,000,000 pixels" in _reason(path)


@pytest.mark.parametrize("side", [20_000, 60_000])
def test_a_jpeg_bomb_is_refused_before_its_scale_is_chosen(tmp_path: Path, side: int):
    data = bytearray(_noisy_jpeg(progressive=False))
    at = data.index(b"\xff\xc0") + 5
    data[at : at + 4] = struct.pack(">HH", side, side)
    path = tmp_path / "a.jpg"
    path.write_bytes(data)
    assert "too large" in _reason(path)


def test_the_limits_are_told_in_the_reason(tmp_path: Path):
    path = _write(tmp_path / "a.png", _scene())
    assert _reason(path, DecodeLimits(max_pixels=100)) == (
        "The picture is too large (320 × 200 pixels; the limit is 100 pixels)."
    )
    assert "memory" in _reason(path, DecodeLimits(max_decoded_bytes=1000))
    assert "file is too large" in _reason(path, DecodeLimits(max_file_bytes=10))


def test_a_progressive_jpeg_counts_its_coefficients(tmp_path: Path):
    limits = DecodeLimits(max_decoded_bytes=2 * 2**20)
    for progressive in (False, True):
        path = _write(tmp_path / "a.jpg", _scene(3200, 2400), progressive=progressive)
        if progressive:
            assert "memory" in _reason(path, limits)
        else:
            assert decode(path, limits=limits).width == 3200


def test_a_format_that_decodes_slowly_has_its_own_limit(tmp_path: Path):
    path = tmp_path / "a.ppm"
    path.write_bytes(b"P3 5000 5000 255\n0 0 0")
    assert "slow format" in _reason(path)


def test_a_file_that_vanished_or_may_not_be_read_says_so(tmp_path: Path, monkeypatch):
    assert "no longer there" in _reason(tmp_path / "gone.jpg")
    path = _write(tmp_path / "a.jpg", _scene())

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert "permissions" in _reason(path)


def test_folders_and_pipes_are_no_photos(tmp_path: Path):
    assert "folder" in _reason(tmp_path)
    if sys.platform != "win32":
        os.mkfifo(tmp_path / "a.jpg")
        assert "ordinary file" in _reason(tmp_path / "a.jpg")


_MAGICS = (
    b"",
    b"\xff\xd8\xff\xe0",
    b"\x89PNG\r\n\x1a\n",
    b"GIF89a",
    b"II*\x00",
    b"MM\x00*",
    b"II*\x00\x10\x00\x00\x00CR",
    b"BM",
    b"P6 9 9 255\n",
    b"8BPS\x00\x01",
    b"RIFF\x99\x00\x00\x00WEBPVP8 ",
    b"\x00\x00\x00\x18ftypheic",
    b"\x00\x00\x00\x18ftypavif",
    b"\xff\x4f\xff\x51",
)


@settings(deadline=None, max_examples=200)
@given(st.sampled_from(_MAGICS), st.binary(max_size=400), st.sampled_from(["jpg", "nef", "tif"]))
def test_garbage_is_unreadable_and_nothing_else(magic: bytes, garbage: bytes, extension: str):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a.{extension}"
        path.write_bytes(magic + garbage)
        try:
            decode(path)
        except UnreadablePhotoError as error:
            assert str(error).endswith(".")


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(["JPEG", "PNG", "GIF", "TIFF", "WEBP", "BMP", "AVIF"]), st.data())
def test_a_damaged_picture_is_shown_or_unreadable_and_nothing_else(picture: str, data):
    stream = io.BytesIO()
    _scene(40, 30).save(stream, picture, exif=_exif(6))
    content = bytearray(stream.getvalue())
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.jpg"
        path.write_bytes(content[: data.draw(st.integers(0, len(content)))])
        try:
            photo = decode(path)
        except UnreadablePhotoError as error:
            assert str(error).endswith(".")
        else:
            assert max(photo.pixels.shape) <= WORK_SIDE
