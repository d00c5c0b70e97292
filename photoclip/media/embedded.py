"""Metadata blocks out of picture files, through Exiv2.

Exiv2 gives plain text here; :mod:`photoclip.media.metadata` says what it means.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import exiv2

from photoclip.media import formats, pictures
from photoclip.media.types import DecodeLimits

# Exiv2 would print a warning for every odd tag of every file.
exiv2.LogMsg.setLevel(exiv2.LogMsg.Level.mute)

# Exiv2 frees Python's lock while it reads, but its XMP parser must run in one thread.
_ONE_AT_A_TIME = threading.Lock()
_MAX_BUFFERED_BYTES = 256 * 2**20

# Never ask Exiv2's containers for a key by name: an unknown one ends the process.
_EXIF_KEYS = frozenset(
    {
        "Exif.Photo.DateTimeOriginal",
        "Exif.Photo.DateTimeDigitized",
        "Exif.Image.DateTimeOriginal",
        "Exif.Image.Make",
        "Exif.Image.Model",
        "Exif.PanasonicRaw.Make",
        "Exif.PanasonicRaw.Model",
        "Exif.Photo.LensModel",
        "Exif.Image.Rating",
        "Exif.Image.ImageDescription",
        "Exif.Photo.UserComment",
        "Exif.Image.XPComment",
        "Exif.GPSInfo.GPSLatitude",
        "Exif.GPSInfo.GPSLatitudeRef",
        "Exif.GPSInfo.GPSLongitude",
        "Exif.GPSInfo.GPSLongitudeRef",
    }
)
LENS = "lens"
ISO = "iso"


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Keep other threads out of Exiv2 meanwhile; not to be nested."""
    with _ONE_AT_A_TIME:
        yield


@dataclass(frozen=True, slots=True)
class Embedded:
    """Raw texts of one file.

    Attributes:
        exif: EXIF values by Exiv2's key, and the lens and ISO speed that Exiv2 finds
            in the maker's own notes under :data:`LENS` and :data:`ISO`.
        iptc: IPTC values by Exiv2's key, each in its file's own encoding.
        xmp: The XMP packet, empty if there is none.
    """

    exif: Mapping[str, str] = field(default_factory=dict)
    iptc: Mapping[str, tuple[bytes, ...]] = field(default_factory=dict)
    xmp: bytes = b""

    @property
    def empty(self) -> bool:
        """Whether nothing was found."""
        return not (self.exif or self.iptc or self.xmp)


def read_embedded(path: Path) -> Embedded:
    """Read EXIF, IPTC and XMP of any file; what is damaged is missing, no error.

    Where Exiv2 finds nothing (boxes it does not follow in HEIC, files with a broken
    end), the blocks that Pillow found are tried.
    """
    found = Embedded()
    with contextlib.suppress(Exception):  # damaged metadata raises nearly anything
        found = _read(_exiv2_source(path))
    if found.empty:
        with contextlib.suppress(Exception):
            found = _read_through_pillow(path)
    return found


def _exiv2_source(path: Path) -> str | bytes:
    """What Exiv2 opens: a path, or the content of a file whose name is not UTF-8."""
    name = os.path.abspath(path)  # noqa: PTH100 - a plain name could look like "http:"
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        with path.open("rb") as stream:
            return stream.read(_MAX_BUFFERED_BYTES)
    return name


def _read(source: str | bytes) -> Embedded:
    with _ONE_AT_A_TIME:
        image = exiv2.ImageFactory.open(source)
        with contextlib.suppress(exiv2.Exiv2Error):  # what lies before the damage is kept
            image.readMetadata()
        return Embedded(
            _exif_values(image.exifData()), _iptc_values(image.iptcData()), _raw(image.xmpPacket())
        )


def _raw(text: str) -> bytes:
    """Bytes as they were in the file; the binding decodes with surrogates."""
    return text.encode("utf-8", "surrogateescape")


def _exif_values(data: Any) -> dict[str, str]:
    values: dict[str, str] = {}
    for datum in data:
        key = datum.key()
        if key in _EXIF_KEYS and key not in values:
            values[key] = _exif_text(datum, data)
    for name, finder in ((LENS, exiv2.lensName), (ISO, exiv2.isoSpeed)):
        datum = finder(data)
        if datum is not None:
            values[name] = datum.print(data)
    return values


def _exif_text(datum: Any, data: Any) -> str:
    value = datum.value()
    if isinstance(value, exiv2.CommentValue):
        return str(value.comment())
    if datum.key() == "Exif.Image.XPComment":
        return str(datum.print(data))
    return str(datum.toString())


def _iptc_values(data: Iterable[Any]) -> dict[str, tuple[bytes, ...]]:
    values: dict[str, list[bytes]] = {}
    for datum in data:
        values.setdefault(datum.key(), []).append(_raw(datum.toString()))
    return {key: tuple(texts) for key, texts in values.items()}


def _read_through_pillow(path: Path) -> Embedded:
    with path.open("rb") as stream:
        picture = formats.sniff(stream.read(formats.SNIFF_BYTES), path.name).picture
        if picture is None or picture == "RAW":
            return Embedded()
        info = pictures.open_picture(stream, picture, DecodeLimits()).info
    exif = info.get("exif") or b""
    found = Embedded()
    if isinstance(exif, bytes) and exif:
        # An EXIF block is a small TIFF file of its own.
        found = _read(exif.removeprefix(b"Exif\x00\x00"))
    xmp = info.get("xmp") or b""
    return Embedded(found.exif, found.iptc, xmp if isinstance(xmp, bytes) else _raw(xmp))
