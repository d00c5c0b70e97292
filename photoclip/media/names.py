"""Names that people give to photo files: what every system takes, and which extension stays."""

from __future__ import annotations

import os
from pathlib import PurePath
from typing import Final

from photoclip.errors import UserError
from photoclip.media.formats import extension_of, kind_of
from photoclip.media.types import FileKind

_FORBIDDEN: Final = '<>:"/\\|?*'
_DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$"}
    | {f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"}
)
_MOST_BYTES: Final = 255
_SAME_FORMAT: Final = tuple(
    frozenset(group.split())
    for group in (
        "jpg jpeg jpe jfif",
        "tif tiff",
        "heic heics heif heifs hif",
        "avif avifs",
        "jp2 j2k jpx jpf",
        "bmp dib",
        "pnm ppm pgm pbm",
    )
)


def new_name(old: str, typed: str) -> str:
    """The file name that a photo gets when its user calls it ``typed``.

    The extension stays, unless one of the same format was typed. What Windows forbids is
    refused everywhere: photos travel on disks and in clouds.

    Args:
        old: File name of the photo.
        typed: With or without extension.

    Raises:
        UserError: No photo can be called so.
    """
    name = typed.strip()
    ending = PurePath(old).suffix
    typed_ending = extension_of(name)
    if _same_format(typed_ending, extension_of(old)):
        ending = PurePath(name).suffix
        # Not PurePath's stem, which would forget a folder before it instead of refusing it.
        stem = name.removesuffix(ending)
    elif kind_of(name) in {FileKind.PHOTO, FileKind.RAW, FileKind.VIDEO}:
        raise UserError(
            f"“{name}” would call the file a {typed_ending.upper()} file, which it is not; "
            "leave the extension away."
        )
    else:
        stem = name
    check_stem(stem)
    if len(os.fsencode(stem + ending)) > _MOST_BYTES:
        raise UserError("The name is too long; no file can be called so.")
    return stem + ending


def check_stem(stem: str) -> None:
    """Refuse what cannot be a file's name, before its extension, on every system.

    Raises:
        UserError: Says why.
    """
    if not stem.strip():
        raise UserError("The name is empty; a photo needs one.")
    sign = next((sign for sign in stem if sign in _FORBIDDEN), None)
    if sign is not None:
        raise UserError(f"A file's name cannot have a “{sign}”; choose another one.")
    if any(ord(sign) < 32 or ord(sign) == 127 for sign in stem):
        raise UserError("A file's name cannot have control characters; choose another one.")
    if any(0xD800 <= ord(sign) <= 0xDFFF for sign in stem):
        raise UserError("The name has characters that are no text; choose another one.")
    if stem.startswith("."):
        raise UserError(
            "A name that begins with a dot hides the file, and the photo would leave the library; "
            "choose another one."
        )
    if stem.partition(".")[0].rstrip().casefold() in _DEVICES:
        raise UserError(f"“{stem}” is a device on Windows, no file can be called so there.")
    if stem != stem.rstrip(". "):
        raise UserError("A name cannot end in a dot or a blank before its extension.")


def _same_format(one: str, other: str) -> bool:
    if one == other:
        return bool(one)
    return any(one in group and other in group for group in _SAME_FORMAT)
