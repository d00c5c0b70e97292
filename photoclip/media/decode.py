"""From a file to upright sRGB pixels, once, with limits on time and memory.

The order matters: look at the content, check the limits from the header, decode at
the smallest scale that still covers what is wanted, scale, convert the colours, turn
upright. Every failure is an :class:`~photoclip.errors.UnreadablePhotoError` with a
sentence for people.

A photo that was cut off (a broken download, a card pulled out too early) still shows
if at least a quarter of its rows is there; with less it counts as damaged.
"""

from __future__ import annotations

import dataclasses
import io
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from photoclip.errors import UnreadablePhotoError
from photoclip.media import color, failures, formats, hashes, pictures, raw
from photoclip.media.types import DecodedPhoto, DecodeLimits

WORK_SIDE = 768
"""Longest side of what models, thumbnails and hashes are made from, in pixels."""

DECODER_REVISION = 1
"""Goes up whenever equal files would give other pixels than before."""

_PRESENT_ENOUGH = 0.25
_NO_BOUND = 1 << 30
# A picture that is shown whole lives several times for a moment: as decoded, in sRGB,
# upright, and as an array.
_BYTES_PER_SHOWN_PIXEL = 20
_TRANSPOSE = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_DEFAULT_LIMITS = DecodeLimits()


@dataclass(frozen=True, slots=True)
class _Rendered:
    pixels: NDArray[np.uint8]
    width: int
    height: int
    orientation: int
    format: str


def decode(path: Path, *, limits: DecodeLimits = _DEFAULT_LIMITS) -> DecodedPhoto:
    """Decode one photo to upright sRGB of at most :data:`WORK_SIDE` pixels a side.

    Args:
        path: File of any name; what it is shows its content.
        limits: Bounds that are checked before pixels are decoded. Pillow's own bound
            (twice the default ``max_pixels``) holds even if these are wider.

    Raises:
        UnreadablePhotoError: The file cannot be shown; the text is the plain reason.
    """
    with failures.plain_reasons(limits):
        rendered = _render(path, WORK_SIDE, limits)
        return DecodedPhoto(
            pixels=rendered.pixels,
            width=rendered.width,
            height=rendered.height,
            orientation=rendered.orientation,
            format=rendered.format,
            pixel_hash=hashes.pixel_hash(rendered.pixels, DECODER_REVISION),
            perceptual_hash=hashes.perceptual_hash(rendered.pixels),
        )


def decode_full(
    path: Path, *, max_side: int | None, limits: DecodeLimits = _DEFAULT_LIMITS
) -> NDArray[np.uint8]:
    """Decode one photo for looking at it.

    Args:
        path: File of any name.
        max_side: Longest side in pixels, or ``None`` for as large as the limits on
            memory allow (42 megapixels by default). Smaller photos keep their size;
            a RAW file gives its preview or half its sensor's size.
        limits: As for :func:`decode`.

    Returns:
        Upright sRGB, uint8, shape (h, w, 3).

    Raises:
        UnreadablePhotoError: The file cannot be shown; the text is the plain reason.
    """
    with failures.plain_reasons(limits):
        return _render(path, max_side or _NO_BOUND, limits).pixels


def _render(path: Path, side: int, limits: DecodeLimits) -> _Rendered:
    _check_file(path, limits)
    with path.open("rb") as stream:
        content = formats.sniff(stream.read(formats.SNIFF_BYTES), path.name)
        if content.picture is None:
            raise UnreadablePhotoError(content.refusal)
        if content.picture == "RAW":
            return _render_raw(stream, side, limits)
        return _render_stream(stream, content.picture, side, limits)


def _check_file(path: Path, limits: DecodeLimits) -> None:
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        raise UnreadablePhotoError("This is a folder, not a picture.")
    if not stat.S_ISREG(status.st_mode):
        # Opening a pipe would wait for ever.
        raise UnreadablePhotoError("This is no ordinary file.")
    if status.st_size == 0:
        raise UnreadablePhotoError("The file is empty.")
    failures.check_file_size(status.st_size, limits.max_file_bytes)


def _render_raw(stream: BinaryIO, side: int, limits: DecodeLimits) -> _Rendered:
    found = raw.open_raw(stream, side=side, limits=limits)
    if found is None:
        # Not RAW for LibRaw; it may be a plain TIFF under a camera's extension.
        stream.seek(0)
        if formats.sniff(stream.read(formats.SNIFF_BYTES), "").picture != "TIFF":
            raise UnreadablePhotoError("The file is damaged or of an unknown RAW kind.")
        return _render_stream(stream, "TIFF", side, limits)
    if found.jpeg is not None:
        preview = io.BytesIO(found.jpeg)
        rendered = _render_stream(preview, "JPEG", side, limits, orientation=found.orientation)
    else:
        assert found.pixels is not None  # a RawPicture holds one or the other
        image = Image.fromarray(found.pixels)
        image = pictures.shrink(image, pictures.scaled_size(image.size, side))
        rendered = _upright(image, found.orientation, "RAW", image.size)
    width, height = _turned((found.width, found.height), found.orientation)
    return dataclasses.replace(rendered, width=width, height=height, format="RAW")


def _render_stream(
    stream: BinaryIO,
    picture: str,
    side: int,
    limits: DecodeLimits,
    *,
    orientation: int | None = None,
) -> _Rendered:
    """Render a picture that Pillow reads; ``orientation`` replaces what it says itself."""
    image = pictures.open_picture(stream, picture, limits)
    size, found_format = image.size, image.format or picture
    side = _bounded(side, size, limits)
    pictures.plan_decoding(image, picture, side, limits)
    asked = pictures.read_orientation(image)
    profile = image.info.get("icc_profile")
    image, complete = pictures.load(image, stream, side)
    if picture != "JPEG":  # only JPEG has been scaled; HEIF may find its true size now
        size = image.size
    # By now Pillow has turned TIFFs and reset their tag, and PNG may tell only now.
    pending = pictures.read_orientation(image) if orientation is None else orientation
    target = pictures.scaled_size(size, side)
    image = color.to_srgb(pictures.shrink(image, target), profile)
    if not complete:
        _check_present(np.asarray(image))
    rendered = _upright(image, pending, found_format, size)
    if asked != 1 and orientation is None:
        rendered = dataclasses.replace(rendered, orientation=asked)
    return rendered


def _bounded(side: int, size: tuple[int, int], limits: DecodeLimits) -> int:
    """``side``, or less where a picture of that side would take too much memory."""
    longest = max(size)
    shown = (limits.max_decoded_bytes // _BYTES_PER_SHOWN_PIXEL) / (size[0] * size[1])
    largest = longest if shown >= 1 else max(1, int(longest * shown**0.5))
    return min(side, largest)


def _upright(
    image: Image.Image, orientation: int, found_format: str, size: tuple[int, int]
) -> _Rendered:
    """Turn the finished picture by an EXIF orientation; ``size`` is that of the original."""
    method = _TRANSPOSE.get(orientation)
    if method is not None:
        image = image.transpose(method)
    width, height = _turned(size, orientation)
    return _Rendered(np.array(image), width, height, orientation, found_format)


def _turned(size: tuple[int, int], orientation: int) -> tuple[int, int]:
    return (size[1], size[0]) if orientation >= 5 else size


def _check_present(pixels: NDArray[np.uint8]) -> None:
    """Refuse a cut-off picture of which hardly anything was decoded.

    What is missing has one colour down to the last row (grey from libjpeg, black or
    white from the others); rows are counted up from there.
    """
    filler = (pixels == pixels[-1, 0]).all(axis=(1, 2))
    missing = len(filler) if filler.all() else int(np.argmin(filler[::-1]))
    if missing > (1 - _PRESENT_ENOUGH) * len(filler):
        raise UnreadablePhotoError(failures.MOSTLY_MISSING)
