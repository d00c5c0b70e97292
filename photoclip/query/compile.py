"""From a filter to a WHERE expression over ``photos AS p``.

Every field gives 0 or 1, never NULL, so NOT is what people mean by it. Text is compared by
LIKE: ASCII text as it is (LIKE does not mind the case of ASCII letters), other text after
``photoclip_fold``, which the catalog registers.
"""

from __future__ import annotations

import json
import math
import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from photoclip.folding import fold
from photoclip.query.ast import And, Field, Filter, Not, Or, is_filter
from photoclip.query.context import QueryContext
from photoclip.query.fields import BY_NAME
from photoclip.query.values import Span, choice, circle, days, numbers

Params = tuple[str | int | float | None, ...]
Sql = tuple[str, Params]

KM_PER_DEGREE = math.pi * 6371.0088 / 180
"""Of latitude."""


def to_sql(node: Filter, context: QueryContext) -> Sql:
    """A condition over ``photos AS p`` and its parameters.

    Missing photos are not left out; that is for the caller.

    Args:
        node: A tree whose leaves are all fields that :func:`~photoclip.query.parser.parse`
            has accepted.
        context: What SQL cannot know.
    """
    if isinstance(node, Field):
        return _field(node, context)
    if isinstance(node, Not):
        assert is_filter(node.part)
        where, params = to_sql(node.part, context)
        return f"NOT {where}", params
    word = " AND " if isinstance(node, And) else " OR "
    assert isinstance(node, (And, Or))
    compiled = [to_sql(part, context) for part in node.parts if is_filter(part)]
    where = word.join(where for where, _ in compiled)
    return f"({where})", tuple(value for _, params in compiled for value in params)


def _field(node: Field, context: QueryContext) -> Sql:
    make = _MAKERS.get(node.name) or _MAKERS[BY_NAME[node.name].kind]
    where, params = make(node, context)
    prefix = "NOT " if node.op == "!=" else ""
    return f"({prefix}ifnull({where}, 0))", params


# --- text ---------------------------------------------------------------------------


def like_pattern(value: str, *, whole: bool = False) -> str:
    r"""A LIKE pattern (escaped by ``\\``) for folded text.

    Args:
        value: As typed; ``*`` stands for anything and makes it the pattern of a whole text.
        whole: It is a whole text without ``*``, too.
    """
    folded = re.sub(r"([\\%_])", r"\\\1", fold(value.strip()))
    if "*" in folded:
        return re.sub(r"\*+", "%", folded)
    return folded if whole else f"%{folded}%"


def _like(text: str) -> str:
    """``text`` (an SQL expression, used twice) compared with a folded pattern."""
    return (
        f"(CASE WHEN {text} GLOB '*[^ -~]*' THEN photoclip_fold({text}) ELSE {text} END "
        "LIKE ? ESCAPE '\\')"
    )


def _name(node: Field, _context: QueryContext) -> Sql:
    return _like("p.name"), (like_pattern(node.value),)


def _caption(node: Field, _context: QueryContext) -> Sql:
    return (
        f"p.id IN (SELECT c.photo_id FROM captions AS c WHERE {_like('c.text')})",
        (like_pattern(node.value),),
    )


def _device(node: Field, _context: QueryContext) -> Sql:
    # A library knows few cameras: each name is compared once, not once for every photo.
    column = f"d.{node.name}"
    return (
        f"p.{node.name} IN (SELECT {column} FROM (SELECT DISTINCT {node.name} FROM photos) AS d "
        f"WHERE {_like(column)})",
        (like_pattern(node.value),),
    )


# --- tags, albums, folders, models --------------------------------------------------

_TAG_PATHS = (
    "WITH RECURSIVE tree (id, path) AS ("
    "SELECT id, '/' || name || '/' FROM tags WHERE parent_id IS NULL "
    "UNION ALL SELECT t.id, tree.path || t.name || '/' "
    "FROM tags AS t JOIN tree ON t.parent_id = tree.id)"
)


def _tag(node: Field, _context: QueryContext) -> Sql:
    levels = node.value.strip().strip("/")
    return (
        "p.id IN (SELECT a.photo_id FROM tag_assignments AS a WHERE a.status = 'accepted' "
        f"AND a.tag_id IN ({_TAG_PATHS} SELECT tree.id FROM tree WHERE {_like('tree.path')}))",
        (f"%/{like_pattern(levels, whole=True)}/%",),
    )


def _album(node: Field, context: QueryContext) -> Sql:
    smart = context.album_photo_ids(node.value.strip())
    if smart is not None:
        return (
            "p.id IN (SELECT value FROM json_each(?))",
            (json.dumps([int(photo_id) for photo_id in smart]),),
        )
    return (
        "p.id IN (SELECT m.photo_id FROM album_photos AS m JOIN albums AS a ON a.id = m.album_id "
        f"WHERE a.query IS NULL AND {_like('a.name')})",
        (like_pattern(node.value, whole=True),),
    )


def slashes(text: str) -> str:
    r"""A path with ``/`` between its parts; elsewhere than on Windows ``\\`` is a letter."""
    return text.replace("\\", "/") if os.sep == "\\" else text


def is_absolute(value: str) -> bool:
    """Whether a folder was typed from the top of the file system."""
    return value.startswith("/") or re.match(r"[A-Za-z]:/", value) is not None


def folder_value(value: str) -> str:
    """A folder as typed, with ``/`` between its parts and ``~/`` filled in."""
    path = slashes(value.strip())
    return slashes(str(Path.home())) + path[1:] if path == "~" or path[:2] == "~/" else path


_ROOT = "rtrim(r.path, '/')" if os.sep == "/" else "rtrim(replace(r.path, '\\', '/'), '/')"
_ROOT_NAME = f"substr({_ROOT}, length(rtrim({_ROOT}, replace({_ROOT}, '/', ''))) + 1)"
_BELOW = "CASE f.rel_path WHEN '' THEN '' ELSE '/' || f.rel_path END"


def _folders(hay: str, pattern: str) -> Sql:
    """Folders are few: their paths are compared once each."""
    return (
        "p.folder_id IN (SELECT d.id FROM (SELECT f.id AS id, "
        f"{hay} AS path FROM folders AS f JOIN roots AS r ON r.id = f.root_id) AS d "
        f"WHERE {_like('d.path')})",
        (pattern,),
    )


def _in(node: Field, _context: QueryContext) -> Sql:
    value = folder_value(node.value)
    if is_absolute(value):
        top = like_pattern(value.rstrip("/"), whole=True)
        return _folders(f"{_ROOT} || {_BELOW} || '/'", f"{top}/%")
    inside = like_pattern(value.strip("/"), whole=True)
    return _folders(f"'/' || {_ROOT_NAME} || {_BELOW} || '/'", f"%/{inside}/%")


def _folder(node: Field, _context: QueryContext) -> Sql:
    return _folders(f"{_ROOT_NAME} || {_BELOW}", like_pattern(slashes(node.value)))


def _model(node: Field, context: QueryContext) -> Sql:
    vectors = "p.pixel_hash IN (SELECT e.pixel_hash FROM embeddings AS e WHERE e.model_id"
    if fold(node.value.strip()) == "active":
        return f"{vectors} = ?)", (context.active_model_id,)
    return (
        f"{vectors} IN (SELECT m.id FROM models AS m WHERE {_like('m.key')}))",
        (like_pattern(node.value, whole=True),),
    )


# --- numbers, dates, places ---------------------------------------------------------

_TURNED = "p.rotation % 180 <> 0"
_WIDTH = f"nullif(CASE WHEN {_TURNED} THEN p.height ELSE p.width END, 0)"
_HEIGHT = f"nullif(CASE WHEN {_TURNED} THEN p.width ELSE p.height END, 0)"

_NUMBERS: Mapping[str, str] = MappingProxyType(
    {
        "iso": "p.iso",
        "rating": "ifnull(p.rating, 0)",
        "pick": "p.pick",
        "year": "CAST(substr(p.taken_at, 1, 4) AS INTEGER)",
        "month": "CAST(substr(p.taken_at, 6, 2) AS INTEGER)",
        "width": _WIDTH,
        "height": _HEIGHT,
    }
)


def _number(node: Field, _context: QueryContext) -> Sql:
    span: Span = numbers(BY_NAME[node.name], node.op, node.value)
    return _between(_NUMBERS[node.name], span.low, span.high, "<=")


def _date(node: Field, context: QueryContext) -> Sql:
    # ISO text sorts as time does; "2023-06-01" is before "2023-06-01T00:00:00".
    found = days(BY_NAME[node.name], node.op, node.value, today=context.today)
    first, end = (each.isoformat() if each else None for each in (found.first, found.end))
    return _between("p.taken_at", first, end, "<")


def _between(column: str, low: str | int | None, high: str | int | None, below: str) -> Sql:
    """``column`` from ``low`` to ``high``; at least one is given."""
    if low is None:
        return f"{column} {below} ?", (high,)
    if high is None:
        return f"{column} >= ?", (low,)
    return f"({column} >= ? AND {column} {below} ?)", (low, high)


def _near(node: Field, _context: QueryContext) -> Sql:
    place = circle(node.value)
    # Cheap and true at any longitude: most photos are ruled out by their latitude alone.
    # CASE, because AND computes both sides where its value is wanted.
    reach = place.km / KM_PER_DEGREE + 1e-6
    return (
        "CASE WHEN p.lat BETWEEN ? AND ? THEN photoclip_km(p.lat, p.lon, ?, ?) <= ? END",
        (place.lat - reach, place.lat + reach, place.lat, place.lon, place.km),
    )


# --- choices ------------------------------------------------------------------------

_ACCEPTED = "(SELECT a.photo_id FROM tag_assignments AS a WHERE a.status = 'accepted')"
_SUGGESTED = "(SELECT a.photo_id FROM tag_assignments AS a WHERE a.status = 'suggested')"
_CAPTIONED = "(SELECT c.photo_id FROM captions AS c)"

_STATES: Mapping[str, str] = MappingProxyType(
    {
        "untagged": f"p.id NOT IN {_ACCEPTED}",
        "tagged": f"p.id IN {_ACCEPTED}",
        "suggested": f"p.id IN {_SUGGESTED}",
        "duplicate": "p.id IN (SELECT g.photo_id FROM duplicate_groups AS g)",
        "offline": "p.folder_id IN (SELECT f.id FROM folders AS f JOIN roots AS r "
        "ON r.id = f.root_id WHERE r.state = 'offline')",
        "raw": "p.format = 'RAW'",
        "unreadable": "p.state = 'unreadable'",
        "new": "p.state = 'new'",
        "captioned": f"p.id IN {_CAPTIONED}",
        "uncaptioned": f"p.id NOT IN {_CAPTIONED}",
        "located": "(p.lat IS NOT NULL AND p.lon IS NOT NULL)",
        "rated": "p.rating <> 0",
    }
)
_SHAPES: Mapping[str, str] = MappingProxyType({"portrait": "<", "landscape": ">", "square": "="})


def _is(node: Field, _context: QueryContext) -> Sql:
    return _STATES[choice(BY_NAME["is"], node.value)], ()


def _type(node: Field, _context: QueryContext) -> Sql:
    spec = BY_NAME["type"]
    formats = spec.choices[choice(spec, node.value)].split()
    return f"p.format IN ({', '.join('?' * len(formats))})", tuple(formats)


def _orientation(node: Field, _context: QueryContext) -> Sql:
    return f"{_WIDTH} {_SHAPES[choice(BY_NAME['orientation'], node.value)]} {_HEIGHT}", ()


_MAKERS: Mapping[str, Callable[[Field, QueryContext], Sql]] = MappingProxyType(
    {
        "name": _name,
        "caption": _caption,
        "camera": _device,
        "lens": _device,
        "folder": _folder,
        "in": _in,
        "tag": _tag,
        "album": _album,
        "model": _model,
        "number": _number,
        "date": _date,
        "edge": _date,
        "near": _near,
        "is": _is,
        "type": _type,
        "orientation": _orientation,
    }
)
"""By the name of the field or, where a whole kind is the same, by its kind."""
