"""What many photos have in common, counted by the database instead of read one by one."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from itertools import islice
from typing import TypeVar

from photoclip.catalog import tags
from photoclip.catalog.connection import Connection
from photoclip.views import Summary

T = TypeVar("T", int, str, tuple[str, ...])

_OF_THEM = "IN (SELECT value FROM json_each(?))"
_FIGURES = (
    "SELECT count(*), ifnull(sum(p.size), 0), min(p.taken_at), max(p.taken_at), "
    "ifnull(sum(r.state = 'offline'), 0) FROM photos AS p "
    "JOIN folders AS f ON f.id = p.folder_id JOIN roots AS r ON r.id = f.root_id "
    f"WHERE p.id {_OF_THEM}"
)
_TAGS = (
    "SELECT tag_id, count(*) FROM tag_assignments "
    f"WHERE photo_id {_OF_THEM} AND status = 'accepted' GROUP BY tag_id"
)
_ALBUMS = (
    "SELECT a.name, count(*) FROM album_photos AS m JOIN albums AS a ON a.id = m.album_id "
    f"WHERE m.photo_id {_OF_THEM} AND a.query IS NULL GROUP BY a.id"
)
_VALUES = (
    "SELECT {what} AS value, count(*) FROM photos "
    f"WHERE id {_OF_THEM} AND value IS NOT NULL GROUP BY value"
)
_AT_ONCE = 20_000
"""Ids that one text holds: making and handing over that of a million holds up all threads."""


def summary(conn: Connection, photo_ids: Iterable[int]) -> Summary:
    """Count what these photos have, each given once; unknown ids do not count."""
    counts = _Counts()
    rest = iter(photo_ids)
    while some := [int(each) for each in islice(rest, _AT_ONCE)]:
        counts.add(conn, json.dumps(some))
    tagged = [(tags.path_of(conn, tag_id), count) for tag_id, count in counts.tags.items()]
    return Summary(
        count=counts.photos,
        size=counts.size,
        first=min(counts.moments, default=""),
        last=max(counts.moments, default=""),
        tags=_ordered(tagged),
        albums=_ordered(counts.albums.items()),
        cameras=_ordered(counts.cameras.items()),
        formats=_ordered(counts.formats.items()),
        ratings=_ordered(counts.ratings.items()),
        picks=_ordered(counts.picks.items()),
        offline=counts.offline,
    )


class _Counts:
    """What was counted so far; ``moments`` are the earliest and latest of each part."""

    def __init__(self) -> None:
        self.photos = self.size = self.offline = 0
        self.moments: set[str] = set()
        self.tags: Counter[int] = Counter()
        self.albums: Counter[str] = Counter()
        self.cameras: Counter[str] = Counter()
        self.formats: Counter[str] = Counter()
        self.ratings: Counter[int] = Counter()
        self.picks: Counter[int] = Counter()

    def add(self, conn: Connection, wanted: str) -> None:
        count, size, first, last, offline = conn.execute(_FIGURES, (wanted,)).fetchone()
        self.photos += count
        self.size += size
        self.offline += offline
        self.moments |= {first, last} - {None}
        for counter, query in (
            (self.tags, _TAGS),
            (self.albums, _ALBUMS),
            (self.cameras, _VALUES.format(what="camera")),
            (self.formats, _VALUES.format(what="format")),
            (self.ratings, _VALUES.format(what="ifnull(rating, 0)")),
            (self.picks, _VALUES.format(what="pick")),
        ):
            for value, photos in conn.execute(query, (wanted,)):
                counter[value] += photos


def _ordered(counted: Iterable[tuple[T, int]]) -> tuple[tuple[T, int], ...]:
    """Most common first."""
    return tuple(sorted(counted, key=lambda each: (-each[1], each[0])))
