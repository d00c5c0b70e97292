"""Fitting decoded pixels to a model's square input, as OpenCLIP's transforms do.

The formulas are those of ``open_clip.transform.image_transform`` on a Pillow picture
(torchvision's ``Resize`` and ``CenterCrop``, OpenCLIP's ``ResizeKeepRatio`` and
``CenterCropOrPad``), so that a model sees here what it saw in training.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_FILTERS = {
    "bicubic": Image.Resampling.BICUBIC,
    "bilinear": Image.Resampling.BILINEAR,
    "nearest": Image.Resampling.NEAREST,
    "lanczos": Image.Resampling.LANCZOS,
}


def fit(
    pixels: NDArray[np.uint8],
    *,
    size: int,
    interpolation: str = "bicubic",
    resize_mode: str = "squash",
    fill: int = 0,
) -> NDArray[np.uint8]:
    """Bring a picture to ``size`` x ``size``, antialiased.

    Args:
        pixels: uint8, shape (h, w, 3).
        size: Side of the model's input in pixels.
        interpolation: ``bicubic``, ``bilinear``, ``lanczos`` or ``nearest``.
        resize_mode: ``squash`` ignores the aspect ratio; ``shortest`` scales the
            shortest side to ``size`` and crops the centre; ``longest`` scales the
            longest side and pads around it.
        fill: Grey value 0..255 of the padding.

    Returns:
        A new writable array, uint8, shape (size, size, 3).

    Raises:
        ValueError: Unknown interpolation or mode.
    """
    if interpolation not in _FILTERS:
        raise ValueError(f"unknown interpolation {interpolation!r}")
    image, method = Image.fromarray(pixels), _FILTERS[interpolation]
    if resize_mode == "squash":
        fitted = image.resize((size, size), method)
    elif resize_mode == "shortest":
        fitted = _crop_centre(_scale_shortest(image, size, method), size)
    elif resize_mode == "longest":
        fitted = _pad_centre(_scale_longest(image, size, method), size, fill)
    else:
        raise ValueError(f"unknown resize mode {resize_mode!r}")
    return np.array(fitted)


def _scale_shortest(image: Image.Image, size: int, method: Image.Resampling) -> Image.Image:
    width, height = image.size
    # torchvision cuts the fraction off instead of rounding it.
    if width <= height:
        return image.resize((size, int(size * height / width)), method)
    return image.resize((int(size * width / height), size), method)


def _crop_centre(image: Image.Image, size: int) -> Image.Image:
    left = round((image.width - size) / 2.0)
    top = round((image.height - size) / 2.0)
    return image.crop((left, top, left + size, top + size))


def _scale_longest(image: Image.Image, size: int, method: Image.Resampling) -> Image.Image:
    ratio = max(image.size) / size
    # A very narrow picture would lose its short side altogether.
    width, height = (max(1, round(side / ratio)) for side in image.size)
    return image.resize((width, height), method)


def _pad_centre(image: Image.Image, size: int, fill: int) -> Image.Image:
    page = Image.new("RGB", (size, size), (fill, fill, fill))
    page.paste(image, ((size - image.width) // 2, (size - image.height) // 2))
    return page
