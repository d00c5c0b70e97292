"""What must be sure before a photo's file is moved, and what lies beside it for it alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from photoclip.catalog.rows import Photo
from photoclip.media import caption_text
from photoclip.media.formats import kind_of
from photoclip.media.sidecar import find_sidecars
from photoclip.media.types import FileKind

GONE: Final = "The file is not there; its disk may be offline, or a scan is due."
CHANGED: Final = "The file has changed since PhotoClip looked at it; scan first."

PICTURES: Final = frozenset({FileKind.PHOTO, FileKind.RAW, FileKind.VIDEO})
"""Files that a sidecar can belong to."""


def reason_against(photo: Photo) -> str:
    """Why a photo is not to be moved, or "": its user has seen another picture, or none."""
    try:
        status = photo.path.stat()
    except OSError:
        return GONE
    if (status.st_size, status.st_mtime_ns) != (photo.size, photo.mtime_ns):
        return CHANGED
    return ""


def other_pictures(folder: Path, than: Sequence[Path]) -> list[Path]:
    """Pictures and videos of a folder but for some.

    Raises:
        OSError: It cannot be listed.
    """
    ours = {path.name for path in than}
    return [
        each
        for each in folder.iterdir()
        if each.name not in ours and kind_of(each.name) in PICTURES
    ]


def belongs_to_none(companion: Path, pictures: Sequence[Path]) -> bool:
    """Whether no picture has the name that a sidecar or text has.

    ``a.xmp`` belongs to every picture named ``a``, and so does ``a.jpg.xmp`` to ``a.jpg.png``.
    """
    others = {part.casefold() for each in pictures for part in (each.name, each.stem)}
    return companion.stem.casefold() not in others


def own_sidecars(photos: Sequence[Path]) -> list[Path]:
    """Sidecars that belong to photos of one folder and to no other picture."""
    found = list(dict.fromkeys(each for path in photos for each in find_sidecars(path)))
    if not found:
        return []
    try:
        others = other_pictures(photos[0].parent, photos)
    except OSError:
        return []  # leaving a sidecar is the lesser harm
    return [each for each in found if belongs_to_none(each, others)]


def own_captions(photos: Sequence[Path]) -> list[Path]:
    """Texts with captions of photos of one folder that no other picture shares.

    Raises:
        OSError: The folder cannot be listed.
    """
    found = {
        text: None
        for path in photos
        for text, status in caption_text.find_texts(path)
        # A longer text with a photo's name is a document that happens to lie there.
        if text.stem == path.name or caption_text.holds_captions(text, status)
    }
    if not found:
        return []
    others = other_pictures(photos[0].parent, photos)
    return [each for each in found if belongs_to_none(each, others)]
