"""The fields of the query language: the one table that parser, SQL, completion and help share.

What all fields have in common:

- Letter case never counts, in any script, nor how accents are stored (see ``folding``).
- In texts ``*`` stands for anything; every other sign, ``%`` and ``_`` too, for itself.
- Logic has two values: what is unknown about a photo (no date, no camera) does not match,
  so the opposite (``-camera:canon``, ``NOT …``, ``camera:!=canon``) does match it.
- Dates are the local time of capture. A date without day or without month is that whole
  month or year.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

Kind = Literal[
    "tag", "album", "folder", "text", "number", "date", "edge", "choice", "place", "model", "photo"
]

COMPARE = ("=", "!=", "<", "<=", ">", ">=")
EQUAL = ("=", "!=")
PLAIN = ("=",)


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field.

    Attributes:
        name: Canonical name.
        aliases: Other names that are understood.
        kind: How values are read and compared. ``"edge"`` is one side of a span of time.
        help: One sentence for the completion list and the manual.
        example: A query part that works.
        operators: What may stand between the colon and the value; ``"="`` need not be typed.
        choices: For ``"choice"``: what may be typed, and what it means in the catalog.
        low: Smallest number.
        high: Largest number.
        words: For ``"number"``: names of numbers.
    """

    name: str
    kind: Kind
    help: str
    example: str
    aliases: tuple[str, ...] = ()
    operators: tuple[str, ...] = EQUAL
    choices: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    low: int = 0
    high: int = 1_000_000_000
    words: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))


_MONTHS = MappingProxyType(
    {
        name: number
        for number, names in enumerate(
            (
                ("january", "jan"), ("february", "feb"), ("march", "mar"), ("april", "apr"),
                ("may",), ("june", "jun"), ("july", "jul"), ("august", "aug"),
                ("september", "sep"), ("october", "oct"), ("november", "nov"),
                ("december", "dec"),
            ),
            1,
        )
        for name in names
    }
)  # fmt: skip

FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "jpeg": "JPEG MPO", "jpg": "JPEG MPO", "png": "PNG", "webp": "WEBP", "tiff": "TIFF",
        "tif": "TIFF", "gif": "GIF", "bmp": "BMP DIB", "heic": "HEIF", "heif": "HEIF",
        "avif": "AVIF", "jp2": "JPEG2000", "jpeg2000": "JPEG2000", "psd": "PSD", "ppm": "PPM",
        "raw": "RAW",
    }
)  # fmt: skip
"""What ``type:`` knows, and the names of formats in the catalog (by content, not by name)."""

_STATES = MappingProxyType(
    {
        "untagged": "has no accepted tag",
        "tagged": "has an accepted tag",
        "suggested": "has a suggested tag that waits for review",
        "duplicate": "looks the same as another photo (after looking for duplicates)",
        "offline": "lies on a drive that is not connected",
        "raw": "camera data",
        "unreadable": "could not be opened",
        "new": "was not looked at yet",
        "captioned": "has a caption",
        "uncaptioned": "has no caption",
        "located": "knows where it was taken",
        "rated": "has one star or more, or is rejected by its rating",
    }
)
_ORIENTATIONS = MappingProxyType(
    {
        "portrait": "higher than wide",
        "landscape": "wider than high",
        "square": "as wide as high",
    }
)

FIELDS: tuple[FieldSpec, ...] = (
    FieldSpec(
        "tag",
        "tag",
        "Photos with an accepted tag of this name at any level, or one below it; Parent/Child "
        "for a certain one.",
        "tag:holiday",
        ("tags", "keyword", "keywords"),
    ),
    FieldSpec(
        "album",
        "album",
        "Photos of an album by its whole name; a smart album is asked anew.",
        'album:"Best of 2023"',
        ("albums",),
    ),
    FieldSpec(
        "in",
        "folder",
        "Photos in a folder and below it: a folder's name, some names in a row, or a whole path.",
        'in:"2023/Italy"',
        ("under",),
    ),
    FieldSpec(
        "folder",
        "text",
        "The folder's path, from the added folder's own name on, contains this; a value with * "
        "is the whole path.",
        "folder:ital",
        ("directory", "path"),
    ),
    FieldSpec(
        "name",
        "text",
        "The file name contains this; a value with * is the whole name.",
        "name:IMG_*",
        ("file", "filename"),
    ),
    FieldSpec(
        "caption",
        "text",
        "A caption contains this; a value with * is the whole caption.",
        'caption:"grandma\'s cake"',
        ("captions", "description"),
    ),
    FieldSpec(
        "camera",
        "text",
        "The camera's name contains this; a value with * is the whole name.",
        "camera:canon",
    ),
    FieldSpec(
        "lens",
        "text",
        "The lens's name contains this; a value with * is the whole name.",
        'lens:"50mm"',
    ),
    FieldSpec("iso", "number", "The sensitivity as a number.", "iso:>=1600", operators=COMPARE),
    FieldSpec(
        "rating",
        "number",
        "Stars from 0 to 5, or -1 for rejected; a photo without a rating has 0.",
        "rating:>=3",
        ("stars",),
        COMPARE,
        low=-1,
        high=5,
    ),
    FieldSpec(
        "pick",
        "number",
        "Flag: picked, rejected or none.",
        "pick:picked",
        ("flag",),
        EQUAL,
        low=-1,
        high=1,
        words=MappingProxyType({"picked": 1, "rejected": -1, "none": 0, "yes": 1, "no": -1}),
    ),
    FieldSpec(
        "type",
        "choice",
        "Kind of file, by its content.",
        "type:raw",
        ("format",),
        choices=FORMATS,
    ),
    FieldSpec(
        "date",
        "date",
        "Taken in this year, month or day, or in a span such as 2023-06..2023-08.",
        "date:2023-06",
        ("taken",),
        COMPARE,
    ),
    FieldSpec(
        "before",
        "edge",
        "Taken before the beginning of this year, month or day.",
        "before:2024",
        ("until",),
        PLAIN,
    ),
    FieldSpec(
        "after",
        "edge",
        "Taken since the beginning of this year, month or day.",
        "after:2023-06",
        ("since",),
        PLAIN,
    ),
    FieldSpec(
        "year",
        "number",
        "Year in which it was taken.",
        "year:2020..2023",
        operators=COMPARE,
        low=1800,
        high=2200,
    ),
    FieldSpec(
        "month",
        "number",
        "Month of any year, by number or English name.",
        "month:july",
        operators=COMPARE,
        low=1,
        high=12,
        words=_MONTHS,
    ),
    FieldSpec("width", "number", "Width in pixels as shown.", "width:>=4000", operators=COMPARE),
    FieldSpec("height", "number", "Height in pixels as shown.", "height:>=3000", operators=COMPARE),
    FieldSpec(
        "orientation",
        "choice",
        "Shape of the picture as shown: portrait, landscape or square.",
        "orientation:portrait",
        ("shape",),
        choices=_ORIENTATIONS,
    ),
    FieldSpec(
        "near",
        "place",
        "Taken around a place: latitude, longitude and, if not 1, kilometres.",
        "near:45.44,12.33,5",
        operators=EQUAL,
    ),
    FieldSpec(
        "is",
        "choice",
        "What is known about the photo, such as untagged, duplicate, offline or unreadable.",
        "is:untagged",
        choices=_STATES,
    ),
    FieldSpec(
        "model",
        "model",
        "Searchable with this model; “active” for the one in use.",
        "model:active",
    ),
    FieldSpec(
        "like",
        "photo",
        "Looks like another picture, by its path or its number.",
        "like:pool.jpg",
        operators=PLAIN,
    ),
)

BY_NAME: Mapping[str, FieldSpec] = MappingProxyType(
    {name: spec for spec in FIELDS for name in (spec.name, *spec.aliases)}
)
"""Every name that is understood, in lower case."""


def nearest(name: str) -> str | None:
    """The field's name that was probably meant by a misspelt one, or None."""
    found = difflib.get_close_matches(name.casefold(), list(BY_NAME), n=1, cutoff=0.6)
    return BY_NAME[found[0]].name if found else None
