"""The one place where errors of picture libraries become plain sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image, UnidentifiedImageError

from photoclip.errors import PhotoClipError, UnreadablePhotoError
from photoclip.media.types import DecodeLimits

DAMAGED = "The file is damaged: its picture cannot be read."
CUT_OFF = "The file is damaged: it ends before the picture is complete."
MOSTLY_MISSING = "The file is damaged: most of its picture is missing."
NO_MEMORY = "The picture is too large for the memory of this computer."


@contextmanager
def plain_reasons(limits: DecodeLimits) -> Iterator[None]:
    """Turn whatever goes wrong inside into :class:`UnreadablePhotoError`.

    Pillow, libheif and LibRaw raise nearly every exception there is for damaged
    files (``struct.error``, ``SyntaxError``, ``ValueError``, ``KeyError`` …), so
    everything short of an interrupt is a reason and none ends a run.
    """
    try:
        yield
    except PhotoClipError:
        raise
    except Exception as error:
        raise UnreadablePhotoError(_reason(error, limits)) from error


def _reason(error: Exception, limits: DecodeLimits) -> str:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return "The file is no longer there."
    if isinstance(error, PermissionError):
        return "PhotoClip is not allowed to read the file; check its permissions."
    if isinstance(error, MemoryError):
        return NO_MEMORY
    if isinstance(error, Image.DecompressionBombError):
        # Pillow refuses these before it tells the sides of the picture.
        found = re.search(r"(\d+) pixels", str(error))
        count = f"{int(found[1]):,} pixels" if found else "far too many pixels"
        return f"The picture is too large ({count}; the limit is {limits.max_pixels:,})."
    if isinstance(error, UnidentifiedImageError):
        return DAMAGED
    if isinstance(error, OSError) and error.errno is not None:
        return f"The file cannot be read from its disk ({error.strerror})."
    if "truncated" in str(error).lower() or isinstance(error, EOFError):
        return CUT_OFF
    return DAMAGED


def too_large(width: int, height: int, limits: DecodeLimits) -> UnreadablePhotoError:
    """The picture has more pixels than allowed."""
    return UnreadablePhotoError(
        f"The picture is too large ({width} × {height} pixels; "
        f"the limit is {limits.max_pixels:,} pixels)."
    )


def too_much_memory(
    width: int, height: int, need: int, limits: DecodeLimits
) -> UnreadablePhotoError:
    """Decoding would take more memory than allowed."""
    return UnreadablePhotoError(
        f"The picture is too large ({width} × {height} pixels would take {need / 2**20:,.0f} MB "
        f"of memory; the limit is {limits.max_decoded_bytes / 2**20:,.0f} MB)."
    )


def check_file_size(size: int, limit: int) -> None:
    """Refuse a file of more bytes than ``limit``."""
    if size > limit:
        raise UnreadablePhotoError(
            f"The file is too large ({size / 2**20:,.0f} MB; the limit is {limit / 2**20:,.0f} MB)."
        )
