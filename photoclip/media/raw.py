"""Camera RAW files: the embedded preview if it is large enough, else half-size demosaic."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
import rawpy
from numpy.typing import NDArray
from PIL import Image

from photoclip.errors import UnreadablePhotoError
from photoclip.media import failures
from photoclip.media.types import DecodeLimits

_EXIF_BY_FLIP = {0: 1, 3: 3, 5: 8, 6: 6}
_SMALLEST_PREVIEW = 160
# Below half a bit per sensor pixel no compression keeps a photo: the pixels are gone.
_PIXELS_PER_BYTE = 16
# 16-bit sensor data, then the half-size picture as 4 x 16 bits and as 3 x 8 bits.
_BYTES_PER_SENSOR_PIXEL = 2 + (8 + 3) / 4


@dataclass(frozen=True, slots=True)
class RawPicture:
    """What was taken out of a RAW file.

    Attributes:
        jpeg: Embedded preview as a JPEG file, or ``None``.
        pixels: Otherwise the picture, sRGB uint8 (h, w, 3), not yet upright.
        width: Width of the sensor picture, not yet upright.
        height: Height of the sensor picture, not yet upright.
        orientation: EXIF orientation to apply to ``jpeg`` or ``pixels``.
    """

    jpeg: bytes | None
    pixels: NDArray[np.uint8] | None
    width: int
    height: int
    orientation: int


def open_raw(stream: BinaryIO, *, side: int, limits: DecodeLimits) -> RawPicture | None:
    """Take a picture of at least ``side`` pixels (or all there is) out of a RAW file.

    Args:
        stream: The file.
        side: Longest side that is wanted; a preview of half the sensor's longest
            side is taken as large enough too, for demosaicing gives no more.
        limits: Bounds on pixels and memory.

    Returns:
        ``None`` if LibRaw does not know the file as RAW at all.

    Raises:
        UnreadablePhotoError: Beyond the limits, or neither preview nor sensor data
            can be read.
    """
    file_size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    failures.check_file_size(file_size, limits.max_decoded_bytes)
    try:
        raw = rawpy.imread(stream)
    except rawpy.LibRawFileUnsupportedError:
        return None
    with raw:
        sizes = raw.sizes  # kept, because demosaicing overwrites size and flip
        width, height = sizes.width, sizes.height
        if width * height > limits.max_pixels:
            raise failures.too_large(width, height, limits)
        preview = _read_preview(raw)
        if preview is not None and preview.longest >= min(side, max(width, height) // 2):
            return preview.as_picture(sizes)
        try:
            return _demosaic(raw, sizes, file_size, limits)
        except (rawpy.LibRawError, UnreadablePhotoError):
            if preview is not None and preview.longest >= _SMALLEST_PREVIEW:
                return preview.as_picture(sizes)
            raise


@dataclass(frozen=True, slots=True)
class _Preview:
    jpeg: bytes | None
    pixels: NDArray[np.uint8] | None
    width: int
    height: int

    @property
    def longest(self) -> int:
        return max(self.width, self.height)

    def as_picture(self, sizes: rawpy.ImageSizes) -> RawPicture:
        """The preview with the RAW file's orientation, unless it is upright already."""
        orientation = _EXIF_BY_FLIP.get(sizes.flip, 1)
        sensor_lies = sizes.width >= sizes.height
        preview_lies = self.width >= self.height
        if orientation in (6, 8) and sensor_lies != preview_lies:
            orientation = 1
            width, height = sizes.height, sizes.width
        else:
            width, height = sizes.width, sizes.height
        return RawPicture(self.jpeg, self.pixels, width, height, orientation)


def _read_preview(raw: rawpy.RawPy) -> _Preview | None:
    try:
        thumb = raw.extract_thumb()
        if thumb.format == rawpy.ThumbFormat.BITMAP:
            pixels = np.array(thumb.data)
            return _Preview(None, pixels, pixels.shape[1], pixels.shape[0])
        if thumb.format == rawpy.ThumbFormat.JPEG:
            with Image.open(io.BytesIO(thumb.data), formats=("JPEG",)) as image:
                return _Preview(thumb.data, None, image.width, image.height)
    except (rawpy.LibRawError, rawpy.NotSupportedError, OSError, SyntaxError, ValueError):
        pass  # no preview, or a damaged one: the sensor data may still be fine
    return None


def _demosaic(
    raw: rawpy.RawPy, sizes: rawpy.ImageSizes, file_size: int, limits: DecodeLimits
) -> RawPicture:
    sensor_pixels = sizes.raw_width * sizes.raw_height
    if file_size * _PIXELS_PER_BYTE < sensor_pixels:
        raise UnreadablePhotoError("The file is damaged: it holds no picture data.")
    need = file_size + int(sensor_pixels * _BYTES_PER_SENSOR_PIXEL)
    if need > limits.max_decoded_bytes:
        raise failures.too_much_memory(sizes.raw_width, sizes.raw_height, need, limits)
    pixels = raw.postprocess(half_size=True, use_camera_wb=True, output_bps=8, user_flip=0)
    if not pixels.any():
        raise UnreadablePhotoError("The file is damaged: it holds no picture data.")
    orientation = _EXIF_BY_FLIP.get(sizes.flip, 1)
    return RawPicture(None, pixels, sizes.width, sizes.height, orientation)
