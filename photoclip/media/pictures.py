"""Opening and scaling pictures with Pillow, inside limits.

The two process-wide switches of Pillow are set here and nowhere else:
``MAX_IMAGE_PIXELS`` stays at PhotoClip's own limit as a second net (plug-ins check
sizes that a header does not show), and ``LOAD_TRUNCATED_IMAGES`` stays off, because it
also hides real decoding errors and would show garbage as black pictures. Cut-off
pictures are saved one by one in :func:`load` instead.
"""

from __future__ import annotations

import io
import logging
import warnings
from typing import IO, BinaryIO

import pillow_heif
from PIL import (
    AvifImagePlugin,
    Image,
    ImageFile,
    Jpeg2KImagePlugin,
    JpegImagePlugin,
    PsdImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from photoclip.errors import UnreadablePhotoError
from photoclip.media import color, failures
from photoclip.media.types import DecodeLimits

Image.MAX_IMAGE_PIXELS = DecodeLimits().max_pixels
ImageFile.LOAD_TRUNCATED_IMAGES = False
# Named so that Pillow need not load its forty other plug-ins to find them.
_PLUGINS = (
    AvifImagePlugin,
    Jpeg2KImagePlugin,
    PsdImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)
pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)
# Pillow tells of odd metadata by warnings and log lines, which only fill the terminal.
warnings.filterwarnings("ignore", module=r"PIL(\..*)?")
logging.getLogger("PIL").addHandler(logging.NullHandler())

_END_OF_JPEG = b"\xff\xd9"
_MAX_REPAIR_BYTES = 256 * 2**20
_SLOW_CODECS = frozenset({"bmp_rle", "ppm_plain"})
_MAX_SLOW_PIXELS = 16_000_000
_SHRINK_GAP = 2
_STRIP_BYTES = 4 * 2**20

# Peak bytes per pixel while a format is decoded whole, measured with pictures of 12
# megapixels and rounded up; other formats cost what their Pillow mode takes.
_CODEC_BYTES = {"WEBP": 18, "HEIF": 14, "AVIF": 16, "JPEG2000": 24}
_MODE_BYTES = {"1": 1, "L": 1, "P": 1, "I;16": 6, "I;16B": 6, "I;16L": 6, "I": 13, "F": 14}
_ROWS_PER_STRIP = 278
# The libraries of these read the file into memory before they look at its header.
_BUFFERED_FORMATS = frozenset({"WEBP", "HEIF", "AVIF"})


def open_picture(stream: BinaryIO, picture: str, limits: DecodeLimits) -> Image.Image:
    """Read the header only.

    Args:
        stream: File at any position; it must stay open until :func:`load`.
        picture: Format as :func:`formats.sniff` found it.
        limits: The bound on pixels is checked here.

    Raises:
        UnreadablePhotoError: The picture has more pixels than allowed, or its file
            has to be read whole and is too large for that.
    """
    if picture in _BUFFERED_FORMATS:
        failures.check_file_size(_size_of(stream), limits.max_decoded_bytes // 4)
    stream.seek(0)
    image = Image.open(stream, formats=(picture,))
    if image.width * image.height > limits.max_pixels:
        raise failures.too_large(image.width, image.height, limits)
    return image


def plan_decoding(image: Image.Image, picture: str, side: int, limits: DecodeLimits) -> None:
    """Choose the decoding scale and check what decoding will take.

    Args:
        image: Fresh from :func:`open_picture`.
        picture: Format as :func:`formats.sniff` found it.
        side: Longest side that is wanted; the picture will be decoded at this size
            or larger.
        limits: The bound on memory is checked here.

    Raises:
        UnreadablePhotoError: Decoding would take too much memory or time.
    """
    full = image.size
    _choose_scale(image, side)
    need = _decoding_bytes(image, picture, full)
    if need > limits.max_decoded_bytes:
        raise failures.too_much_memory(*full, need, limits)
    codecs = {tile[0] for tile in getattr(image, "tile", ())}
    if codecs & _SLOW_CODECS and full[0] * full[1] > _MAX_SLOW_PIXELS:
        raise UnreadablePhotoError(
            f"The picture is too large ({full[0]} × {full[1]} pixels) for its old and "
            "slow format; save it as PNG."
        )


def _choose_scale(image: Image.Image, side: int) -> None:
    """Let JPEG decode at 1/2, 1/4 or 1/8 while ``side`` stays covered.

    The request has the picture's own aspect ratio: with a square one Pillow would
    look at the shorter side and often pick the next finer, slower scale.
    """
    longest = max(image.size)
    if isinstance(image, JpegImagePlugin.JpegImageFile):
        scale = next((s for s in (8, 4, 2) if longest // s >= side), 1)
        if scale > 1:
            image.draft(None, (max(1, image.width // scale), max(1, image.height // scale)))


def _decoding_bytes(image: Image.Image, picture: str, full: tuple[int, int]) -> int:
    """Memory that decoding takes at its peak, from the header."""
    pixels = image.width * image.height
    if picture in _CODEC_BYTES:
        return pixels * _CODEC_BYTES[picture]
    need = pixels * _MODE_BYTES.get(image.mode, 4)
    if isinstance(image, TiffImagePlugin.TiffImageFile) and image.use_load_libtiff:
        # libtiff maps the file into memory and decodes a strip at a time, of which one
        # may hold the whole picture.
        rows = image.tag_v2.get(_ROWS_PER_STRIP)
        need += 4 * image.width * min(rows if isinstance(rows, int) else 1 << 30, image.height)
        need += _size_of(image.fp)
    if isinstance(image, JpegImagePlugin.JpegImageFile) and image.info.get("progressive"):
        # libjpeg keeps all coefficients, two bytes each, at full size whatever the scale.
        layers = [(across, down) for _, across, down, _ in image.layer]
        largest = max(a for a, _ in layers) * max(d for _, d in layers)
        need += 2 * full[0] * full[1] * sum(a * d for a, d in layers) // largest
    return need


def _size_of(stream: IO[bytes] | None) -> int:
    if stream is None:
        return 0
    position = stream.tell()
    size = stream.seek(0, io.SEEK_END)
    stream.seek(position)
    return size


def read_orientation(image: Image.Image) -> int:
    """EXIF (or, without EXIF, XMP) orientation 1..8; 1 where there is none or nonsense.

    HEIF and AVIF rotate by their own boxes: pillow-heif has done it already and
    resets the tag, Pillow's AVIF plug-in puts the box's value in its place.
    """
    try:
        value = image.getexif().get(0x0112, 1)
    except Exception:  # noqa: BLE001 - damaged EXIF raises nearly anything
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def load(image: Image.Image, stream: BinaryIO, side: int) -> tuple[Image.Image, bool]:
    """Decode the pixels; save what is there of a picture that was cut off.

    A JPEG gets the end mark that it lost, so that libjpeg fills the missing rest;
    for other formats the rows that were decoded before the error are kept.

    Returns:
        The loaded picture and whether it is complete.

    Raises:
        Exception: What the decoder raised, if nothing could be saved.
    """
    try:
        image.load()
    except MemoryError:
        raise
    except Exception as error:
        if isinstance(image, JpegImagePlugin.JpegImageFile):
            return _load_cut_jpeg(stream, side), False
        if not isinstance(image, ImageFile.ImageFile):
            raise
        try:
            _keep_decoded_rows(image)
        except Exception:  # noqa: BLE001 - no pixel was there yet
            raise error from None
        return image, False
    return image, True


def _keep_decoded_rows(image: ImageFile.ImageFile) -> None:
    """Let Pillow take a half-decoded picture for a loaded one."""
    image.tile = []
    image.load()
    if isinstance(image, TiffImagePlugin.TiffImageFile):
        image.load_end()  # Pillow turns TIFFs upright in here


def _load_cut_jpeg(stream: BinaryIO, side: int) -> Image.Image:
    stream.seek(0)
    data = stream.read(_MAX_REPAIR_BYTES)
    image = Image.open(io.BytesIO(data + _END_OF_JPEG), formats=("JPEG",))
    _choose_scale(image, side)
    image.load()
    return image


def scaled_size(size: tuple[int, int], side: int) -> tuple[int, int]:
    """Width and height with a longest side of at most ``side``, never larger than before."""
    scale = min(1.0, side / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def shrink(image: Image.Image, target: tuple[int, int]) -> Image.Image:
    """Scale a loaded picture down to ``target``.

    Large pictures are box-averaged by a whole factor first, strip by strip, so that
    converting palettes, alpha or deep grey never takes a second full-size copy.

    Returns:
        Picture in a mode that :func:`color.to_srgb` takes.
    """
    if color.is_deep(image.mode):
        image = color.deep_to_grey(image)
    factor = max(image.size) // (_SHRINK_GAP * max(target))
    image = _reduce(image, factor) if factor > 1 else color.to_plain(image)
    if image.size == target:
        return image
    return image.resize(target, Image.Resampling.BICUBIC)


def _reduce(image: Image.Image, factor: int) -> Image.Image:
    """Box average by ``factor``, in strips of about :data:`_STRIP_BYTES`."""
    rows = max(1, _STRIP_BYTES // (4 * image.width * factor)) * factor
    reduced: Image.Image | None = None
    for top in range(0, image.height, rows):
        box = (0, top, image.width, min(image.height, top + rows))
        strip = color.to_plain(image.crop(box)).reduce(factor)
        if reduced is None:
            size = (strip.width, -(-image.height // factor))
            reduced = Image.new(strip.mode, size)
        reduced.paste(strip, (0, top // factor))
    assert reduced is not None  # a picture has at least one row
    return reduced
