"""Albums: hand-picked photos, or (with a query) smart ones."""

from __future__ import annotations

from collections.abc import Iterable

from photoclip.catalog.connection import Connection
from photoclip.errors import UserError

_ALBUMS = (
    "SELECT a.id, a.name, a.query, (SELECT count(*) FROM album_photos AS m "
    "JOIN photos AS p ON p.id = m.photo_id WHERE m.album_id = a.id AND p.state <> 'missing') "
    "FROM albums AS a"
)


def create(conn: Connection, name: str, *, query: str | None = None) -> int:
    """Create an album and return its id; with a query it is smart.

    Raises:
        UserError: The name is empty or taken.
    """
    wanted = _free_name(conn, name)
    created = conn.execute(
        "INSERT INTO albums (name, query) VALUES (?, ?)", (wanted, query)
    ).lastrowid
    assert created is not None
    return created


def rename(conn: Connection, album_id: int, name: str) -> None:
    """Give an album another name.

    Raises:
        UserError: The name is empty or taken by another album.
    """
    wanted = _free_name(conn, name, but=album_id)
    conn.execute("UPDATE albums SET name = ? WHERE id = ?", (wanted, album_id))


def set_query(conn: Connection, album_id: int, query: str) -> None:
    """Give a smart album another query."""
    conn.execute("UPDATE albums SET query = ? WHERE id = ?", (query, album_id))


def find(conn: Connection, name: str) -> int | None:
    """Id of an album by name, or None; case does not matter."""
    row = conn.execute("SELECT id FROM albums WHERE name = ?", (name.strip(),)).fetchone()
    return int(row[0]) if row else None


def get(conn: Connection, album_id: int) -> tuple[str, str | None, int] | None:
    """(name, query, number of hand-picked photos) of an album, or None."""
    row = conn.execute(f"{_ALBUMS} WHERE a.id = ?", (album_id,)).fetchone()
    return (row[1], row[2], int(row[3])) if row else None


def all_albums(conn: Connection) -> list[tuple[int, str, str | None, int]]:
    """(id, name, query, number of hand-picked photos) by name; missing photos do not count."""
    return conn.execute(f"{_ALBUMS} ORDER BY a.name").fetchall()


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


def reorder(conn: Connection, album_id: int, photo_ids: Iterable[int]) -> None:
    """Put photos of an album into this order; those not named follow as they were."""
    members = [
        int(row[0])
        for row in conn.execute(
            "SELECT photo_id FROM album_photos WHERE album_id = ? ORDER BY position", (album_id,)
        )
    ]
    inside = set(members)
    first = [each for each in dict.fromkeys(map(int, photo_ids)) if each in inside]
    named = set(first)
    order = first + [each for each in members if each not in named]
    conn.executemany(
        "UPDATE album_photos SET position = ? WHERE album_id = ? AND photo_id = ?",
        [(at, album_id, photo_id) for at, photo_id in enumerate(order, 1)],
    )


def photos_in(conn: Connection, album_id: int) -> list[int]:
    """Ids of the photos of an album, in its order; missing ones keep their place unseen."""
    rows = conn.execute(
        "SELECT m.photo_id FROM album_photos AS m JOIN photos AS p ON p.id = m.photo_id "
        "WHERE m.album_id = ? AND p.state <> 'missing' ORDER BY m.position",
        (album_id,),
    )
    return [int(row[0]) for row in rows]


def remove(conn: Connection, album_id: int) -> None:
    """Remove an album; its photos stay."""
    conn.execute("DELETE FROM albums WHERE id = ?", (album_id,))


def _free_name(conn: Connection, name: str, *, but: int | None = None) -> str:
    wanted = name.strip()
    if not wanted:
        raise UserError("An album needs a name.")
    if find(conn, wanted) not in (None, but):
        raise UserError(f"There is an album named “{wanted}” already; choose another name.")
    return wanted
