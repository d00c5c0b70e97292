"""What many photos have in common, counted by the database instead of read one by one."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from photoclip.catalog import tags
from photoclip.catalog.connection import Connection
from photoclip.views import Summary

_OF_THEM = "IN (SELECT value FROM json_each(?))"
_FIGURES = (
    "SELECT count(*), ifnull(sum(p.size), 0), ifnull(min(p.taken_at), ''), "
    "ifnull(max(p.taken_at), ''), ifnull(sum(r.state = 'offline'), 0) FROM photos AS p "
    "JOIN folders AS f ON f.id = p.folder_id JOIN roots AS r ON r.id = f.root_id "
    f"WHERE p.id {_OF_THEM}"
)
_TAGS = (
    "SELECT tag_id, count(*) FROM tag_assignments "
    f"WHERE photo_id {_OF_THEM} AND status = 'accepted' GROUP BY tag_id"
)
_ALBUMS = (
    "SELECT a.name, count(*) FROM album_photos AS m JOIN albums AS a ON a.id = m.album_id "
    f"WHERE m.photo_id {_OF_THEM} AND a.query IS NULL GROUP BY a.id ORDER BY 2 DESC, 1"
)


def summary(conn: Connection, photo_ids: Iterable[int]) -> Summary:
    """Count what these photos have; unknown ids do not count."""
    wanted = json.dumps([int(each) for each in photo_ids])
    count, size, first, last, offline = conn.execute(_FIGURES, (wanted,)).fetchone()
    tagged = [(tags.path_of(conn, tag_id), n) for tag_id, n in conn.execute(_TAGS, (wanted,))]
    return Summary(
        count=count,
        size=size,
        first=first,
        last=last,
        tags=tuple(sorted(tagged, key=lambda each: (-each[1], each[0]))),
        albums=tuple(conn.execute(_ALBUMS, (wanted,)).fetchall()),
        cameras=_counted(conn, "camera", wanted),
        formats=_counted(conn, "format", wanted),
        ratings=_counted(conn, "ifnull(rating, 0)", wanted),
        picks=_counted(conn, "pick", wanted),
        offline=offline,
    )


def _counted(conn: Connection, what: str, wanted: str) -> tuple[tuple[Any, int], ...]:
    """Values of a column (our own text, never the user's), most common first."""
    rows = conn.execute(
        f"SELECT {what} AS value, count(*) FROM photos WHERE id {_OF_THEM} "
        "AND value IS NOT NULL GROUP BY value ORDER BY 2 DESC, 1",
        (wanted,),
    )
    return tuple(rows.fetchall())
