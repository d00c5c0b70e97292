"""Finding photos by what people call them."""

from __future__ import annotations

from photoclip.catalog.connection import Connection


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


def words_of_tags(conn: Connection) -> list[str]:
    """Names of tags, label sets and albums."""
    rows = conn.execute(
        "SELECT name FROM tags UNION SELECT name FROM label_sets UNION SELECT name FROM albums"
    )
    return [str(row[0]) for row in rows]
