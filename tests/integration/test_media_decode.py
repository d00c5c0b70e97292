"""Decoding files made here: formats, colours, orientation, damage and limits."""

from __future__ import annotations

import io
import os
import struct
import zlib
from pathlib import Path

import numpy as np
import pillow_heif
import pytest
from PIL import Image, ImageCms, PngImagePlugin

from photoclip.media import pictures
from photoclip.media.decode import WORK_SIDE, decode, decode_full
from photoclip.media.types import DecodeLimits

_STORED = {  # how an upright picture has to be stored to need this orientation
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


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


def _difference(pixels: np.ndarray, image: Image.Image) -> float:
    expected = np.asarray(image.convert("RGB"), dtype=int)
    assert pixels.shape == expected.shape
    return float(np.abs(pixels.astype(int) - expected).mean())


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.tif", "a.webp", "a.avif", "a.heic"])
def test_every_orientation_is_applied_once(tmp_path: Path, name: str, orientation: int):
    pillow_heif.register_heif_opener()
    method = _STORED[orientation]
    stored = _scene() if method is None else _scene().transpose(method)
    options = {} if name.endswith(("png", "tif")) else {"quality": 95}
    # pillow-heif writes the turning box for bytes only, and leaves the tag in EXIF too.
    exif = _exif(orientation).tobytes() if name == "a.heic" else _exif(orientation)
    photo = decode(_write(tmp_path / name, stored, exif=exif, **options))
    assert (photo.width, photo.height) == (320, 200)
    assert _difference(photo.pixels, _scene()) < 4
    # libheif has turned the picture before anybody could ask for its orientation.
    assert photo.orientation == (1 if name == "a.heic" else orientation)


def test_heif_turns_by_its_own_box_and_not_by_exif(tmp_path: Path):
    pillow_heif.register_heif_opener()
    path = _write(tmp_path / "a.heic", _scene(), quality=95, exif=_exif(6))
    assert _difference(decode(path).pixels, _scene()) < 4


def test_a_compressed_tiff_is_turned_once(tmp_path: Path):
    stored = _scene().transpose(_STORED[6])
    path = _write(tmp_path / "a.tif", stored, exif=_exif(6), compression="tiff_lzw")
    photo = decode(path)
    assert (photo.width, photo.height, photo.orientation) == (320, 200, 6)
    assert _difference(photo.pixels, _scene()) == 0


def test_an_orientation_that_only_xmp_tells_is_applied(tmp_path: Path):
    info = PngImagePlugin.PngInfo()
    info.add_itxt("XML:com.adobe.xmp", '<x tiff:Orientation="6"/>')
    path = _write(tmp_path / "a.png", _scene().transpose(_STORED[6]), pnginfo=info)
    assert _difference(decode(path).pixels, _scene()) == 0


def test_a_nonsense_orientation_is_ignored(tmp_path: Path):
    photo = decode(_write(tmp_path / "a.png", _scene(), exif=_exif(77)))
    assert (photo.orientation, photo.width) == (1, 320)


@pytest.mark.parametrize(
    ("size", "scaled"),
    [((3000, 2000), (768, 512)), ((1000, 1500), (512, 768)), ((768, 5), (768, 5)),
     ((1537, 3), (768, 1)), ((5, 4000), (1, 768)), ((100, 60), (100, 60))],
)  # fmt: skip
@pytest.mark.parametrize("name", ["a.jpg", "a.png"])
def test_the_work_size_bounds_the_longest_side(tmp_path: Path, name: str, size, scaled):
    photo = decode(_write(tmp_path / name, _scene(*size)))
    assert (photo.width, photo.height) == size
    assert photo.pixels.shape == (scaled[1], scaled[0], 3)
    assert photo.pixels.flags.writeable


def test_a_scaled_jpeg_looks_like_the_full_one(tmp_path: Path):
    rng = np.random.default_rng(0)
    small = Image.fromarray(rng.integers(0, 255, (30, 40, 3), np.uint8))
    image = small.resize((3200, 2400), Image.Resampling.BICUBIC)
    photo = decode(_write(tmp_path / "a.jpg", image, quality=92))
    assert _difference(photo.pixels, image.resize((768, 576), Image.Resampling.BICUBIC)) < 1.5


def test_a_jpeg_is_decoded_at_the_smallest_scale_that_covers_the_work_size(tmp_path: Path):
    path = _write(tmp_path / "a.jpg", _scene(4032, 3024))
    with path.open("rb") as stream:
        image = pictures.open_picture(stream, "JPEG", DecodeLimits())
        pictures.plan_decoding(image, "JPEG", WORK_SIDE, DecodeLimits())
        assert image.size == (1008, 756)


@pytest.mark.parametrize("name", ["a.jpg", "a.tif"])
def test_cmyk_is_not_inverted(tmp_path: Path, name: str):
    options = {"quality": 95} if name == "a.jpg" else {}
    photo = decode(_write(tmp_path / name, _scene().convert("CMYK"), **options))
    assert _difference(photo.pixels, _scene()) < 6


def test_lab_has_its_colours(tmp_path: Path):
    lab = ImageCms.profileToProfile(
        _scene(), ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB"
    )
    assert _difference(decode(_write(tmp_path / "a.tif", lab)).pixels, _scene()) < 3


def _ramp(dtype: type, top: float) -> Image.Image:
    return Image.fromarray((np.linspace(0, 1, 256)[None].repeat(20, 0) * top).astype(dtype))


@pytest.mark.parametrize(
    ("name", "image"),
    [
        ("a.png", _ramp(np.uint16, 65535)),
        ("a.tif", _ramp(np.uint16, 65535)),
        ("a.tif", _ramp(np.uint16, 4095)),
        ("a.tif", _ramp(np.uint16, 16383)),
        ("a.tif", _ramp(np.int32, 65535)),
        ("a.tif", _ramp(np.float32, 1.0)),
        ("a.tif", _ramp(np.float32, 1e9)),
        ("a.jp2", _ramp(np.uint16, 65535)),
    ],
)
def test_deep_grey_is_scaled_and_never_clipped(tmp_path: Path, name: str, image: Image.Image):
    pixels = decode(_write(tmp_path / name, image)).pixels
    assert np.abs(pixels[10, :, 0].astype(int) - np.arange(256)).max() <= 1
    assert (pixels[:, :, 0] == pixels[:, :, 2]).all()


def test_a_dark_16_bit_png_stays_dark(tmp_path: Path):
    assert decode(_write(tmp_path / "a.png", _ramp(np.uint16, 4095))).pixels.max() == 16


def test_floats_that_are_no_numbers_are_black(tmp_path: Path):
    values = np.full((8, 8), 0.5, np.float32)
    values[0, 0], values[0, 1] = np.nan, np.inf
    pixels = decode(_write(tmp_path / "a.tif", Image.fromarray(values))).pixels
    assert pixels[0, 0].tolist() == [0, 0, 0]
    assert pixels[4, 4].tolist() == [128, 128, 128]


def _png(
    width: int, height: int, depth: int, colour: int, rows: bytes, extra: bytes = b""
) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + extra + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_a_16_bit_rgb_png_is_scaled(tmp_path: Path):
    pixels = np.asarray(_scene()).astype(">u2") * 257
    rows = b"".join(b"\x00" + row.tobytes() for row in pixels)
    path = tmp_path / "a.png"
    path.write_bytes(_png(320, 200, 16, 2, zlib.compress(rows)))
    assert _difference(decode(path).pixels, _scene()) == 0


def test_what_is_transparent_is_white(tmp_path: Path):
    see_through = _scene().convert("RGBA")
    see_through.putalpha(Image.new("L", see_through.size, 0))
    half = Image.new("LA", (40, 40), (0, 128))
    for name, image, grey in (("a.png", see_through, 255), ("b.webp", see_through, 255),
                              ("c.png", half, 127)):  # fmt: skip
        assert (decode(_write(tmp_path / name, image)).pixels == grey).all()


def test_a_transparent_palette_is_white(tmp_path: Path):
    image = _scene().quantize(16)
    corner = image.getpixel((0, 0))
    for name in ("a.gif", "a.png"):
        pixels = decode(_write(tmp_path / name, image, transparency=corner)).pixels
        assert pixels[5, 5].tolist() == [255, 255, 255]
        assert np.abs(pixels[5, -5].astype(int) - (40, 180, 60)).max() <= 2


def test_a_transparent_colour_is_white(tmp_path: Path):
    path = _write(tmp_path / "a.png", _scene(), transparency=(200, 40, 40))
    pixels = decode(path).pixels
    assert pixels[5, 5].tolist() == [255, 255, 255]
    assert pixels[5, -5].tolist() == [40, 180, 60]


def test_large_pictures_keep_their_transparency_when_reduced(tmp_path: Path):
    image = _scene(3200, 1600).convert("RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 1600, 1600))
    pixels = decode(_write(tmp_path / "a.png", image, compress_level=1)).pixels
    assert pixels.shape == (384, 768, 3)
    assert (pixels[:, :380] == 255).all()
    assert pixels[10, -10].tolist() == [40, 180, 60]


def test_one_bit_pictures_are_averaged(tmp_path: Path):
    checks = Image.fromarray((np.indices((3200, 3200)).sum(0) % 2).astype(bool))
    pixels = decode(_write(tmp_path / "a.png", checks)).pixels
    assert np.abs(pixels.astype(int) - 127).max() <= 2


def _swapped_profile() -> bytes:
    """A profile in which red and green have changed places."""
    data = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = data.replace("sRGB".encode("utf-16-be"), "test".encode("utf-16-be"))
    return (
        data.replace(b"rXYZ", b"?XYZ", 1).replace(b"gXYZ", b"rXYZ", 1).replace(b"?XYZ", b"gXYZ", 1)
    )


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.tif", "a.webp", "a.avif"])
def test_a_colour_profile_is_applied(tmp_path: Path, name: str):
    options = {} if name.endswith(("png", "tif")) else {"quality": 95}
    path = _write(tmp_path / name, _scene(), icc_profile=_swapped_profile(), **options)
    red, green, blue = _scene().split()
    assert _difference(decode(path).pixels, Image.merge("RGB", (green, red, blue))) < 8


def test_a_profile_applies_below_transparency(tmp_path: Path):
    image = _scene().convert("RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 160, 100))
    pixels = decode(_write(tmp_path / "a.png", image, icc_profile=_swapped_profile())).pixels
    assert pixels[5, 5].tolist() == [255, 255, 255]
    assert np.abs(pixels[5, -5].astype(int) - (180, 40, 60)).max() <= 8


@pytest.mark.parametrize("profile", [b"", b"broken", b"x" * 500])
def test_a_broken_profile_is_ignored(tmp_path: Path, profile: bytes):
    path = _write(tmp_path / "a.png", _scene(), icc_profile=profile)
    assert _difference(decode(path).pixels, _scene()) == 0


def test_a_profile_for_another_colour_model_is_ignored(tmp_path: Path):
    image = _scene().convert("L")
    path = _write(tmp_path / "a.png", image, icc_profile=_swapped_profile())
    assert _difference(decode(path).pixels, image) == 0


@pytest.mark.parametrize("name", ["a.gif", "a.webp", "a.png", "a.tif", "a.avif"])
def test_the_first_frame_is_the_photo(tmp_path: Path, name: str):
    others = [Image.new("RGB", (320, 200), shade) for shade in ("black", "white")]
    photo = decode(_write(tmp_path / name, _scene(), save_all=True, append_images=others))
    assert _difference(photo.pixels, _scene()) < 8


def test_equal_pixels_in_two_files_have_one_hash(tmp_path: Path):
    first = decode(_write(tmp_path / "a.png", _scene()))
    second = decode(_write(tmp_path / "b.bmp", _scene()))
    other = decode(_write(tmp_path / "c.png", _scene(320, 201)))
    assert first.pixel_hash == second.pixel_hash != other.pixel_hash
    assert first.perceptual_hash == second.perceptual_hash


@pytest.mark.parametrize("name", ["a.png", "a.gif", "a.nef", "a.heic", "a", "a.txt"])
def test_content_counts_and_not_the_name(tmp_path: Path, name: str):
    path = tmp_path / name
    _scene().save(path, "JPEG", quality=95)
    photo = decode(path)
    assert photo.format == "JPEG"
    assert _difference(photo.pixels, _scene()) < 4


def test_a_name_that_is_not_utf8_can_be_decoded(tmp_path: Path):
    path = tmp_path / os.fsdecode(b"caf\xe9.jpg")
    try:
        path.write_bytes(b"")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    _scene().save(io.BytesIO(), "JPEG")
    with path.open("wb") as stream:
        _scene().save(stream, "JPEG")
    assert decode(path).width == 320


def test_the_viewer_gets_the_full_picture_or_the_side_it_asks_for(tmp_path: Path):
    path = _write(tmp_path / "a.jpg", _scene(2000, 1200).transpose(_STORED[6]), exif=_exif(6))
    assert decode_full(path, max_side=None).shape == (1200, 2000, 3)
    assert decode_full(path, max_side=1000).shape == (600, 1000, 3)
    assert decode_full(path, max_side=9000).shape == (1200, 2000, 3)


def test_the_viewer_shows_a_huge_picture_smaller_than_it_is(tmp_path: Path):
    path = _write(tmp_path / "a.png", _scene(2000, 1000))
    pixels = decode_full(path, max_side=None, limits=DecodeLimits(max_decoded_bytes=10_000_000))
    assert pixels.shape == (500, 1000, 3)
