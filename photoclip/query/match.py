"""The twin of ``compile``: whether one photo fits a filter, in plain Python.

It is written from the meaning in ``fields`` and not from the SQL, so that each checks the
other in tests; it also answers for a single photo without a database.
"""

from __future__ import annotations

import calendar
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType

from photoclip.folding import fold
from photoclip.query.ast import And, Field, Filter, Not, Or, is_filter
from photoclip.query.compile import folder_value, is_absolute, slashes
from photoclip.query.context import QueryContext
from photoclip.query.fields import BY_NAME


@dataclass(frozen=True, slots=True)
class PhotoFacts:
    """What a filter can ask about a photo.

    Attributes:
        photo_id: Row id.
        name: File name.
        root: Path of the added folder, as shown.
        folder: Folder below it with ``/``; "" for the root itself.
        state: ``"new"``, ``"ready"``, ``"missing"`` or ``"unreadable"``.
        offline: Whether its root is not connected.
        file_format: Format by content; None if not known yet.
        width: Of the upright picture in pixels; None or 0 if not known.
        height: See ``width``.
        rotation: Degrees by which the user turned it.
        taken_at: Local time of capture, ISO 8601; None if unknown.
        tags: Paths of accepted tags, top level first.
        suggested: Whether a suggestion is open.
        albums: Names of hand-picked albums that hold it.
        captions: Its captions.
        duplicate: Whether it is in a group of duplicates.
        models: (row id, key) of the models that have a vector of it.
    """

    photo_id: int
    name: str
    root: str
    folder: str = ""
    state: str = "ready"
    offline: bool = False
    file_format: str | None = None
    width: int | None = None
    height: int | None = None
    rotation: int = 0
    taken_at: str | None = None
    camera: str | None = None
    lens: str | None = None
    iso: int | None = None
    lat: float | None = None
    lon: float | None = None
    rating: int | None = None
    pick: int = 0
    tags: tuple[tuple[str, ...], ...] = ()
    suggested: bool = False
    albums: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    duplicate: bool = False
    models: tuple[tuple[int, str], ...] = ()


def matches(node: Filter, facts: PhotoFacts, context: QueryContext) -> bool:
    """Whether a photo fits a filter."""
    if isinstance(node, Field):
        asked = _TESTS[node.name](node, facts, context)
        return not asked if node.op == "!=" else asked
    if isinstance(node, Not):
        return not (is_filter(node.part) and matches(node.part, facts, context))
    assert isinstance(node, (And, Or))
    each = (is_filter(part) and matches(part, facts, context) for part in node.parts)
    return all(each) if isinstance(node, And) else any(each)


def _glob(value: str, text: str) -> bool:
    """Whether a whole text fits a value in which ``*`` stands for anything."""
    parts = (re.escape(part) for part in fold(value.strip()).split("*"))
    return re.fullmatch(".*".join(parts), fold(text), re.DOTALL) is not None


def _contains(value: str, text: str | None) -> bool:
    if text is None:
        return False
    return _glob(value, text) if "*" in value else fold(value.strip()) in fold(text)


def _tag(node: Field, facts: PhotoFacts, _context: QueryContext) -> bool:
    wanted = node.value.strip().strip("/")
    return any(_glob(f"*/{wanted}/*", "/".join(("", *path, ""))) for path in facts.tags)


def _album(node: Field, facts: PhotoFacts, context: QueryContext) -> bool:
    smart = context.album_photo_ids(node.value.strip())
    if smart is not None:
        return facts.photo_id in smart
    return any(_glob(node.value, name) for name in facts.albums)


def _shown_folder(facts: PhotoFacts) -> list[str]:
    top = slashes(facts.root).rstrip("/").rsplit("/", 1)[-1]
    return [top, *(facts.folder.split("/") if facts.folder else [])]


def _in(node: Field, facts: PhotoFacts, _context: QueryContext) -> bool:
    wanted = folder_value(node.value)
    if is_absolute(wanted):
        whole = [slashes(facts.root).rstrip("/"), *filter(None, [facts.folder]), ""]
        return _glob(f"{wanted.rstrip('/')}/*", "/".join(whole))
    return _glob(f"*/{wanted.strip('/')}/*", "/".join(["", *_shown_folder(facts), ""]))


def _folder(node: Field, facts: PhotoFacts, _context: QueryContext) -> bool:
    return _contains(slashes(node.value), "/".join(_shown_folder(facts)))


def _caption(node: Field, facts: PhotoFacts, _context: QueryContext) -> bool:
    return any(_contains(node.value, text) for text in facts.captions)


def _model(node: Field, facts: PhotoFacts, context: QueryContext) -> bool:
    if fold(node.value.strip()) == "active":
        return context.active_model_id in [model_id for model_id, _ in facts.models]
    return any(_glob(node.value, key) for _, key in facts.models)


def _shown_size(facts: PhotoFacts) -> tuple[int | None, int | None]:
    size = (facts.width or None, facts.height or None)
    return size if facts.rotation % 180 == 0 else (size[1], size[0])


def _number(node: Field, number: int | None) -> bool:
    """Whether a number (None: not known) fits what was typed."""
    if number is None:
        return False
    words = BY_NAME[node.name].words
    low, dots, high = (part.strip().casefold() for part in node.value.partition(".."))
    first, last = (words[end] if end in words else int(end) if end else None for end in (low, high))
    if dots:
        return (first is None or first <= number) and (last is None or number <= last)
    assert first is not None
    return _ordered(node.op, number, first, first)


def _ordered(op: str, it: int | date, first: int | date, last: int | date) -> bool:
    """Whether ``it`` lies where ``op`` says, seen from the span ``first`` to ``last``."""
    before, behind = it < first, it > last  # type: ignore[operator]
    return {
        "=": not before and not behind,
        "!=": not before and not behind,
        "<": before,
        "<=": not behind,
        ">": behind,
        ">=": not before,
    }[op]


def _day(facts: PhotoFacts) -> date | None:
    return datetime.fromisoformat(facts.taken_at).date() if facts.taken_at else None


def _days_of(text: str, today: date) -> tuple[date, date]:
    """First and last day of what was typed."""
    wanted = text.strip().casefold()
    if wanted in ("today", "yesterday"):
        day = today if wanted == "today" else today - timedelta(days=1)
        return day, day
    numbers = [int(part) for part in wanted.split("-")]
    first, last = [*numbers, 1, 1][:3], [*numbers, 12, 31][:3]
    if len(numbers) == 2:
        last[2] = calendar.monthrange(numbers[0], numbers[1])[1]
    return date(*first), date(*last)


def _date(node: Field, facts: PhotoFacts, context: QueryContext) -> bool:
    day = _day(facts)
    if day is None:
        return False
    if ".." in node.value:
        low, _, high = (part.strip() for part in node.value.partition(".."))
        fits_low = not low or _days_of(low, context.today)[0] <= day
        return fits_low and (not high or day <= _days_of(high, context.today)[1])
    return _ordered(node.op, day, *_days_of(node.value, context.today))


def _before(node: Field, facts: PhotoFacts, context: QueryContext) -> bool:
    day = _day(facts)
    return day is not None and day < _days_of(node.value, context.today)[0]


def _after(node: Field, facts: PhotoFacts, context: QueryContext) -> bool:
    day = _day(facts)
    return day is not None and day >= _days_of(node.value, context.today)[0]


def _near(node: Field, facts: PhotoFacts, _context: QueryContext) -> bool:
    if facts.lat is None or facts.lon is None:
        return False
    lat, lon, *km = (float(part) for part in node.value.split(","))
    here, there = _on_sphere(lat, lon), _on_sphere(facts.lat, facts.lon)
    chord = math.dist(here, there)
    return 2 * 6371.0088 * math.asin(min(1.0, chord / 2)) <= (km[0] if km else 1.0)


def _on_sphere(lat: float, lon: float) -> tuple[float, float, float]:
    north, east = math.radians(lat), math.radians(lon)
    return math.cos(north) * math.cos(east), math.cos(north) * math.sin(east), math.sin(north)


def _type(node: Field, facts: PhotoFacts, _context: QueryContext) -> bool:
    formats = BY_NAME["type"].choices[node.value.strip().casefold()]
    return facts.file_format in formats.split()


def _orientation(node: Field, facts: PhotoFacts, _context: QueryContext) -> bool:
    width, height = _shown_size(facts)
    if width is None or height is None:
        return False
    shape = "square" if width == height else "landscape" if width > height else "portrait"
    return shape == node.value.strip().casefold()


def _is(node: Field, facts: PhotoFacts, _context: QueryContext) -> bool:
    return {
        "untagged": not facts.tags,
        "tagged": bool(facts.tags),
        "suggested": facts.suggested,
        "duplicate": facts.duplicate,
        "offline": facts.offline,
        "raw": facts.file_format == "RAW",
        "unreadable": facts.state == "unreadable",
        "new": facts.state == "new",
        "captioned": bool(facts.captions),
        "uncaptioned": not facts.captions,
        "located": facts.lat is not None and facts.lon is not None,
        "rated": bool(facts.rating),
    }[node.value.strip().casefold()]


_Test = Callable[[Field, PhotoFacts, QueryContext], bool]


def _text_of(read: Callable[[PhotoFacts], str | None]) -> _Test:
    def test(node: Field, facts: PhotoFacts, _context: QueryContext) -> bool:
        return _contains(node.value, read(facts))

    return test


def _number_of(read: Callable[[PhotoFacts], int | None]) -> _Test:
    def test(node: Field, facts: PhotoFacts, _context: QueryContext) -> bool:
        return _number(node, read(facts))

    return test


def _part_of_day(read: Callable[[date], int]) -> _Test:
    def number(facts: PhotoFacts) -> int | None:
        day = _day(facts)
        return None if day is None else read(day)

    return _number_of(number)


_TESTS: Mapping[str, _Test] = MappingProxyType(
    {
        "tag": _tag,
        "album": _album,
        "in": _in,
        "folder": _folder,
        "name": _text_of(lambda facts: facts.name),
        "caption": _caption,
        "camera": _text_of(lambda facts: facts.camera),
        "lens": _text_of(lambda facts: facts.lens),
        "iso": _number_of(lambda facts: facts.iso),
        "rating": _number_of(lambda facts: facts.rating or 0),
        "pick": _number_of(lambda facts: facts.pick),
        "type": _type,
        "date": _date,
        "before": _before,
        "after": _after,
        "year": _part_of_day(lambda day: day.year),
        "month": _part_of_day(lambda day: day.month),
        "width": _number_of(lambda facts: _shown_size(facts)[0]),
        "height": _number_of(lambda facts: _shown_size(facts)[1]),
        "orientation": _orientation,
        "near": _near,
        "is": _is,
        "model": _model,
    }
)
