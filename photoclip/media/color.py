"""From every colour model a picture file may hold to 8-bit sRGB.

Two steps, so that large pictures stay cheap: :func:`to_plain` brings any mode to one
that Pillow can scale well (``L``, ``LA``, ``RGB``, ``RGBA``, ``CMYK``, 8 bits each),
and :func:`to_srgb` applies the colour profile and the white background afterwards, on
the small picture.
"""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

_SCALABLE = frozenset({"L", "LA", "RGB", "RGBA", "CMYK"})
_DEEP = frozenset({"I", "I;16", "I;16B", "I;16L", "I;16N", "F"})
_PROFILE_MODES = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}
_SENSOR_MAXIMA = (255, 1023, 4095, 16383, 65535)
_ROWS = 256


def is_deep(mode: str) -> bool:
    """Whether a Pillow mode holds one channel of more than 8 bits."""
    return mode in _DEEP


def to_plain(image: Image.Image) -> Image.Image:
    """An equal picture in a mode that scales well; the same object if it already is.

    Args:
        image: Loaded picture of any mode but the deep ones, for which
            :func:`deep_to_grey` is meant.
    """
    if image.has_transparency_data and image.mode not in ("LA", "RGBA"):
        return image.convert("RGBA")
    if image.mode in _SCALABLE:
        return image
    if image.mode == "1":
        return image.convert("L")
    if image.mode == "LAB":
        lab, srgb = ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB")
        converted = ImageCms.profileToProfile(image, lab, srgb, outputMode="RGB")
        assert converted is not None  # only with inPlace=True
        return converted
    return image.convert("RGB")


def deep_to_grey(image: Image.Image) -> Image.Image:
    """One channel of 16 or 32 bits or floats as 8-bit grey, scaled and never clipped.

    PNG and PGM say what full scale is. TIFF and JPEG 2000 often hold 10, 12 or 14
    bits in 16 without saying so; there the smallest usual full scale that covers
    the brightest pixel is taken. Floats up to 1 count as 0..1; whatever fits no scale
    is stretched from its smallest to its largest value.
    """
    values = np.asarray(image)
    if image.mode == "F":
        finite = np.isfinite(values)
        values = np.where(finite, values, np.float32(0))
    low, high = float(values.min()), float(values.max())
    if image.mode == "F" and low >= 0 and high <= 1:
        high = 1.0
    elif image.format in ("PNG", "PPM") and low >= 0 and high <= 65535:
        high = 65535.0
    elif low >= 0 and high <= 65535:
        high = float(next(maximum for maximum in _SENSOR_MAXIMA if maximum >= high))
    else:
        return Image.fromarray(_scale(values, low, high))
    return Image.fromarray(_scale(values, 0.0, high))


def _scale(values: NDArray[np.generic], low: float, high: float) -> NDArray[np.uint8]:
    """Map low..high to 0..255, some rows at a time to keep the floats small."""
    factor = 255.0 / (high - low) if high > low else 0.0
    grey = np.empty(values.shape, np.uint8)
    for top in range(0, len(values), _ROWS):
        rows = values[top : top + _ROWS].astype(np.float64)
        grey[top : top + _ROWS] = np.rint((rows - low) * factor)
    return grey


def to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Apply a colour profile and put transparent pictures on white.

    Args:
        image: Picture in a mode that :func:`to_plain` gives.
        profile: ICC profile of the file; ignored when empty, broken, or made for
            another colour model than the picture has.

    Returns:
        Picture of mode ``RGB``.
    """
    if image.mode not in ("LA", "RGBA"):
        return _apply_profile(image, profile)
    alpha = image.getchannel("A")
    opaque = _apply_profile(image.convert(image.mode.removesuffix("A")), profile)
    page = Image.new("RGB", image.size, "white")
    page.paste(opaque, mask=alpha)
    return page


def _apply_profile(image: Image.Image, profile: bytes | None) -> Image.Image:
    if profile:
        try:
            converted = _through_profile(image, profile)
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            converted = None  # a broken profile says nothing about the colours
        if converted is not None:
            return converted
    return image.convert("RGB")


def _through_profile(image: Image.Image, profile: bytes) -> Image.Image | None:
    source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    if _PROFILE_MODES.get(source.profile.xcolor_space.strip()) != image.mode:
        return None
    if image.mode == "RGB" and "sRGB" in (source.profile.profile_description or ""):
        return None
    return ImageCms.profileToProfile(
        image,
        source,
        ImageCms.createProfile("sRGB"),
        renderingIntent=ImageCms.Intent.PERCEPTUAL,
        outputMode="RGB",
    )
