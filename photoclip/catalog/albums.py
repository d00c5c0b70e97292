"""Albums: hand-picked photos, or (with a query) smart ones."""

from __future__ import annotations

from collections.abc import Iterable

from photoclip.catalog.connection import Connection
from photoclip.errors import UserError


def create(conn: Connection, name: str, *, query: str | None = None) -> int:
    """Create an album and return its id; with a query it is smart.

    Raises:
        UserError: The name is empty or taken.
    """
    wanted = name.strip()
    if not wanted:
        raise UserError("An album needs a name.")
    if find(conn, wanted) is not None:
        raise UserError(f"There is an album named “{wanted}” already; choose another name.")
    created = conn.execute(
        "INSERT INTO albums (name, query) VALUES (?, ?)", (wanted, query)
    ).lastrowid
    assert created is not None
    return created


def find(conn: Connection, name: str) -> int | None:
    """Id of an album by name, or None; case does not matter."""
    row = conn.execute("SELECT id FROM albums WHERE name = ?", (name.strip(),)).fetchone()
    return int(row[0]) if row else None


def all_albums(conn: Connection) -> list[tuple[int, str, str | None, int]]:
    """(id, name, query, number of hand-picked photos) by name."""
    return conn.execute(
        "SELECT a.id, a.name, a.query, (SELECT count(*) FROM album_photos AS p "
        "WHERE p.album_id = a.id) FROM albums AS a ORDER BY a.name"
    ).fetchall()


def add_photos(conn: Connection, album_id: int, photo_ids: Iterable[int]) -> None:
    """Append photos; those already in it keep their place."""
    start = conn.execute(
        "SELECT ifnull(max(position), 0) FROM album_photos WHERE album_id = ?", (album_id,)
    ).fetchone()[0]
    conn.executemany(
        "INSERT INTO album_photos (album_id, photo_id, position) VALUES (?, ?, ?) "
        "ON CONFLICT DO NOTHING",
        [(album_id, int(each), start + n) for n, each in enumerate(photo_ids, 1)],
    )


def remove_photos(conn: Connection, album_id: int, photo_ids: Iterable[int]) -> None:
    """Take photos out of an album."""
    conn.executemany(
        "DELETE FROM album_photos WHERE album_id = ? AND photo_id = ?",
        [(album_id, int(each)) for each in photo_ids],
    )


def photos_in(conn: Connection, album_id: int) -> list[int]:
    """Ids of the photos of an album, in its order."""
    rows = conn.execute(
        "SELECT photo_id FROM album_photos WHERE album_id = ? ORDER BY position", (album_id,)
    )
    return [int(row[0]) for row in rows]


def remove(conn: Connection, album_id: int) -> None:
    """Remove an album; its photos stay."""
    conn.execute("DELETE FROM albums WHERE id = ?", (album_id,))
