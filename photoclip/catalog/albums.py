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
    """Put photos of an album into this order; those not named follow as they were.

    Missing ones, which nobody sees and names, stay behind the photo that they stand behind.
    """
    places = _places(conn, album_id)
    first = [each for each in dict.fromkeys(map(int, photo_ids)) if each in places]
    named = set(first)
    unseen = places.keys() - named - set(photos_in(conn, album_id))
    behind: dict[int, list[int]] = {}
    last = 0
    for each in places:
        if each in unseen:
            behind.setdefault(last, []).append(each)
        else:
            last = each
    rest = (each for each in places if each not in named and each not in unseen)
    order = [each for seen in (0, *first, *rest) for each in (seen, *behind.get(seen, ()))]
    _put(conn, album_id, places, order[1:])


def move(conn: Connection, album_id: int, photo_ids: Iterable[int], *, before: int | None) -> None:
    """Put photos of an album side by side before another one; None for its end.

    Where that one moves too, they come before the next that stays.
    """
    places = _places(conn, album_id)
    moving = [each for each in dict.fromkeys(map(int, photo_ids)) if each in places]
    named, order = set(moving), list(places)
    at = len(order) if before is None else order.index(before)
    ahead = [each for each in order[:at] if each not in named]
    behind = [each for each in order[at:] if each not in named]
    _put(conn, album_id, places, ahead + moving + behind)


def _places(conn: Connection, album_id: int) -> dict[int, int]:
    """Places of an album's photos, in its order."""
    rows = conn.execute(
        "SELECT photo_id, position FROM album_photos WHERE album_id = ? ORDER BY position",
        (album_id,),
    )
    return {int(photo_id): int(at) for photo_id, at in rows}


def _put(conn: Connection, album_id: int, places: dict[int, int], order: list[int]) -> None:
    """Write an order; what keeps its place is not touched."""
    conn.executemany(
        "UPDATE album_photos SET position = ? WHERE album_id = ? AND photo_id = ?",
        [(at, album_id, each) for at, each in enumerate(order, 1) if places[each] != at],
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
