"""Finding photos by what people call them."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

from photoclip.catalog.connection import Connection
from photoclip.catalog.folders import join_path


def ids_named(conn: Connection, name: str, *, limit: int = 20) -> list[int]:
    """Ids of photos with this file name that can be shown, ascending; case does not matter.

    Args:
        conn: Any connection.
        name: The whole name, as shown.
        limit: At most so many.
    """
    rows = conn.execute(
        "SELECT id FROM photos WHERE name = ? COLLATE NOCASE AND state <> 'missing' "
        "ORDER BY id LIMIT ?",
        (name, limit),
    )
    return [int(row[0]) for row in rows]


def first_unknown(conn: Connection, photo_ids: Sequence[int]) -> int | None:
    """The first of the ids that no photo has, None if all are there."""
    row = conn.execute(
        "SELECT value FROM json_each(?) WHERE value NOT IN (SELECT id FROM photos) LIMIT 1",
        (json.dumps(list(photo_ids)),),
    ).fetchone()
    return None if row is None else int(row[0])


def photo_count(conn: Connection) -> int:
    """Number of photos, missing ones too; quick in any library, unlike a count by state."""
    return int(conn.execute("SELECT count(*) FROM photos").fetchone()[0])


def words_of_tags(conn: Connection) -> list[str]:
    """Names of tags, label sets and albums."""
    rows = conn.execute(
        "SELECT name FROM tags UNION SELECT name FROM label_sets UNION SELECT name FROM albums"
    )
    return [str(row[0]) for row in rows]


def paths_of(conn: Connection, photo_ids: Sequence[int]) -> dict[int, Path]:
    """Where photos lie, by id; unknown ids are left out. Quicker than reading their rows."""
    wanted = json.dumps([int(photo_id) for photo_id in photo_ids])
    inside = "(SELECT value FROM json_each(?))"
    rows = conn.execute(
        f"SELECT id, folder_id, name_bytes FROM photos WHERE id IN {inside}", (wanted,)
    ).fetchall()
    held = json.dumps(list({row[1] for row in rows}))
    places = conn.execute(
        "SELECT f.id, r.path_bytes, f.rel_bytes FROM folders AS f "
        f"JOIN roots AS r ON r.id = f.root_id WHERE f.id IN {inside}",
        (held,),
    )
    parents = {folder: join_path(root, rel) for folder, root, rel in places}
    return {photo: parents[folder] / os.fsdecode(name) for photo, folder, name in rows}
