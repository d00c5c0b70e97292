"""Turning what cameras and programs write into clean values, or into nothing."""

from __future__ import annotations

import datetime
import math
import re
import unicodedata
from collections.abc import Iterable, Sequence

from photoclip.media.types import CaptionText

MAX_KEYWORDS = 1000
_MAX_KEYWORD_CHARS = 300
_MAX_CAPTION_CHARS = 20_000
_EARLIEST_YEAR = 1800  # before photography only mistakes are dated

_DATE = re.compile(
    r"\s*(\d{4})[:\-/.](\d{1,2})[:\-/.](\d{1,2})(?:[T\s]+(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?)?"
)
_PARTIAL_DATE = re.compile(r"\s*(\d{4})(?:-(\d{2}))?\s*$")
_COMPANY = re.compile(
    r"[\s,.]+(corporation|corp|company|co|ltd|inc|limited|gmbh|imaging|optical|electric film)"
    r"(?=[\s,.]|$).*$",
    re.IGNORECASE,
)
# What cameras and programs put where people write captions.
_JUNK_CAPTION = re.compile(
    r"(ascii|default|untitled|none|null|exif[_ ]jpeg[_ ]picture|binary comment|applemark"
    r"|(olympus|minolta|konica minolta|samsung|sanyo|sony|kodak|casio|ricoh|vivitar)?"
    r"\s*digital (still )?(camera|cam)|sony dsc|samsung( camera pictures)?|dcim.*|<?digimax.*"
    r"|lead technologies.*|file written by.*|created with (the )?gimp.*|creator: gd-jpeg.*"
    r"|charset=\w+|[0-9a-f]{16,})",
    re.IGNORECASE,
)


def decode_text(raw: bytes) -> str:
    """Text of unknown encoding: UTF-8 if it is valid UTF-8, else Windows' Latin-1.

    The UTF-8 mark of IPTC is not asked: many programs forget it and some set it
    wrongly, while other encodings are hardly ever valid UTF-8 by chance.
    """
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def clean(text: str | None) -> str | None:
    """One tidy line or paragraph, or ``None`` if nothing is left.

    Text ends at its first NUL, as in C; control characters and outer space go,
    and accents are composed so that equal words compare equal.
    """
    if not text:
        return None
    if not text.isprintable():
        text = text.partition("\x00")[0]
        text = "".join(sign for sign in text if sign.isprintable() or sign in "\n\t ")
    return unicodedata.normalize("NFC", text).strip() or None


def parse_date(text: str | None) -> str | None:
    """Local date and time of an EXIF, XMP or IPTC date, in ISO 8601 without zone.

    The clock on the wall is kept and its zone dropped. A date without a time means
    midnight, a year or month its first day. Dates like ``0000:00:00`` are nothing.
    """
    if not text:
        return None
    full, partial = _DATE.match(text), _PARTIAL_DATE.match(text)
    if full:
        year, month, day, hour, minute, second = (int(part or 0) for part in full.groups())
    elif partial:
        year, month, day = int(partial[1]), int(partial[2] or 1), 1
        hour = minute = second = 0
    else:
        return None
    try:
        # Leap seconds and cameras that count to 60.
        moment = datetime.datetime(year, month, day, hour, minute, min(second, 59))
    except ValueError:
        return None
    return moment.isoformat() if moment.year >= _EARLIEST_YEAR else None


def camera_name(make: str | None, model: str | None) -> str | None:
    """Make and model in one, without the make twice or the company's legal form.

    >>> camera_name("Canon", "Canon EOS 40D")
    'Canon EOS 40D'
    >>> camera_name("NIKON CORPORATION", "COOLPIX P6000")
    'NIKON COOLPIX P6000'
    """
    make, model = clean(make), clean(model)
    if make is None or model is None:
        return model or make
    maker_words = set(re.findall(r"\w+", make.casefold()))
    first = re.match(r"\w+", model.casefold())
    if first and first[0] in maker_words:
        return model
    return f"{_COMPANY.sub('', make)} {model}"


def lens_name(text: str | None) -> str | None:
    """A lens name, or ``None`` for the placeholders of cameras and of Exiv2."""
    text = clean(text)
    if text is None or not re.search(r"[^\W_]", text):
        return None
    if re.fullmatch(r"n/a|none|unknown.*|\(.*|[\d.\s]+|-+", text, re.IGNORECASE):
        return None
    return text


def position(lat: float | None, lon: float | None) -> tuple[float, float] | None:
    """A place on Earth, or ``None``; exactly 0, 0 is what receivers without a fix write."""
    if lat is None or lon is None or not (math.isfinite(lat) and math.isfinite(lon)):
        return None
    if abs(lat) > 90 or abs(lon) > 180 or (lat == 0 and lon == 0):
        return None
    return lat, lon


def degrees(parts: Sequence[float], ref: str | None) -> float | None:
    """Signed degrees from degrees, minutes and seconds and ``N``, ``S``, ``E`` or ``W``.

    Without its reference a coordinate may lie on the wrong half of the Earth, so it
    counts as missing.
    """
    sign = {"N": 1, "E": 1, "S": -1, "W": -1}.get((clean(ref) or "")[:1].upper())
    if sign is None or not 1 <= len(parts) <= 3 or min(parts) < 0:
        return None
    return sign * math.fsum(part / 60.0**power for power, part in enumerate(parts))


def rating(text: str | None) -> int | None:
    """Stars 0..5, or -1 for rejected; anything else is no rating."""
    try:
        stars = round(float(text or ""))
    except (ValueError, OverflowError):
        return None
    return stars if -1 <= stars <= 5 else None


def iso_speed(text: str | None) -> int | None:
    """ISO speed from text such as ``"200"`` or ``"ISO 200"``; 0 and 65535 mean unknown."""
    found = re.search(r"\d+", text or "")
    speed = int(found[0][:9]) if found else 0
    return speed if 0 < speed < 65535 or 65535 < speed < 10_000_000 else None


def folded(text: str) -> str:
    """A keyword as it is compared: tidy, without upper and lower case."""
    return (clean(text) or "").casefold()


def folded_path(path: Iterable[str]) -> tuple[str, ...]:
    """A tag path as it is compared; empty levels count as none."""
    return tuple(word for level in path if (word := folded(level)))


def keyword_paths(
    paths: Iterable[Sequence[str]], *, all_levels: bool = False
) -> tuple[tuple[str, ...], ...]:
    """Distinct keywords; plain ones that are a level of a hierarchical one are left out.

    Programs write ``Animals|Cats`` and, for those that know no hierarchy, ``Cats`` and
    often ``Animals`` beside it. Upper and lower case count as equal.

    Args:
        paths: Levels of each keyword, the top one first.
        all_levels: Keep the plain ones too.
    """
    tidy: dict[tuple[str, ...], tuple[str, ...]] = {}
    for path in paths:
        levels = tuple(word for word in map(clean, path) if word)
        if levels and all(len(word) <= _MAX_KEYWORD_CHARS for word in levels):
            tidy.setdefault(tuple(word.casefold() for word in levels), levels)
        if len(tidy) >= MAX_KEYWORDS:
            break
    inside = {word for key in tidy if len(key) > 1 for word in key}
    return tuple(
        levels for key, levels in tidy.items() if all_levels or len(key) > 1 or key[0] not in inside
    )


def distinct_captions(captions: Iterable[CaptionText]) -> tuple[CaptionText, ...]:
    """Captions without junk, blanks and repetitions, in the order they came."""
    seen: dict[str, CaptionText] = {}
    for caption in captions:
        text = clean(caption.text)
        if text is None or not any(sign.isalpha() for sign in text):
            continue
        if _JUNK_CAPTION.fullmatch(text):
            continue
        key = " ".join(text.casefold().split())
        seen.setdefault(key, CaptionText(text[:_MAX_CAPTION_CHARS], caption.source))
    return tuple(seen.values())
