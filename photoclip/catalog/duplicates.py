"""Copies: what tells them, and the groups that were found last (a cache)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from photoclip.catalog import photo_files
from photoclip.catalog.connection import Connection
from photoclip.catalog.photos import FROM

_MAX_VARIABLES = 500
_COPY = (
    "SELECT p.id, p.pixel_hash, ifnull(p.format, '') = 'RAW', p.stack_id, "
    f"ifnull(p.width, 0) * ifnull(p.height, 0), {photo_files.HAS_USER_DATA}, p.taken_at, "
    "p.mtime_ns, p.size, p.name, "
    "length(r.path_bytes) + length(f.rel_bytes) + length(p.name_bytes) "
    f"FROM {FROM} WHERE p.state = 'ready'"
)


@dataclass(frozen=True, slots=True)
class CopyRow:
    """A readable photo with what speaks for keeping it.

    Attributes:
        decided: It carries something of a person that no file can give back.
        depth: Length of its path in bytes.
    """

    photo_id: int
    pixel_hash: bytes
    is_raw: bool
    stack: int | None
    pixels: int
    decided: bool
    taken_at: str | None
    mtime_ns: int
    size: int
    name: str
    depth: int


@dataclass(frozen=True, slots=True)
class StoredGroup:
    """A group of copies, the proposed keeper first."""

    photo_ids: tuple[int, ...]
    exact: bool
    reason: str


def pictures(conn: Connection) -> list[tuple[bytes, int | None, int]]:
    """(pixel hash, difference hash, number of photos) of every picture, by pixel hash."""
    return conn.execute(
        "SELECT pixel_hash, max(perceptual_hash), count(*) FROM photos "
        "WHERE state = 'ready' AND pixel_hash IS NOT NULL GROUP BY pixel_hash ORDER BY pixel_hash"
    ).fetchall()


def picture_count(conn: Connection) -> int:
    """How many pictures :func:`pictures` would give, copies counted again."""
    row = conn.execute(
        "SELECT count(*) FROM photos WHERE state = 'ready' AND pixel_hash IS NOT NULL"
    ).fetchone()
    return int(row[0])


def copies(conn: Connection, pixel_hashes: Sequence[bytes]) -> list[CopyRow]:
    """The readable photos of some pictures."""
    found: list[CopyRow] = []
    for start in range(0, len(pixel_hashes), _MAX_VARIABLES):
        part = pixel_hashes[start : start + _MAX_VARIABLES]
        rows = conn.execute(
            f"{_COPY} AND p.pixel_hash IN ({', '.join('?' * len(part))})", tuple(part)
        )
        found += [_copy(row) for row in rows]
    return found


def copied_pictures(conn: Connection) -> list[bytes]:
    """Pixel hashes that several readable photos have."""
    rows = conn.execute(
        "SELECT pixel_hash FROM photos WHERE state = 'ready' AND pixel_hash IS NOT NULL "
        "GROUP BY pixel_hash HAVING count(*) > 1"
    )
    return [bytes(row[0]) for row in rows]


def put_groups(conn: Connection, groups: Iterable[tuple[Sequence[int], str]]) -> set[int]:
    """Replace all groups; (photo ids with the keeper first, why it is to be kept).

    Photos that went meanwhile are passed over.

    Returns:
        Photos that joined or left.
    """
    before = grouped(conn)
    conn.execute("DELETE FROM duplicate_groups")
    conn.executemany(
        "INSERT INTO duplicate_groups (photo_id, group_id, keeper, reason) "
        "SELECT id, ?2, ?3, ?4 FROM photos WHERE id = ?1",
        [
            (photo_id, ids[0], photo_id == ids[0], reason)
            for ids, reason in groups
            for photo_id in ids
        ],
    )
    return before ^ grouped(conn)


def grouped(conn: Connection) -> set[int]:
    """Photos that are in a group."""
    return {int(row[0]) for row in conn.execute("SELECT photo_id FROM duplicate_groups")}


def groups(conn: Connection) -> list[StoredGroup]:
    """The groups as they are now, without photos that are gone or were changed since."""
    rows = conn.execute(
        "SELECT d.group_id, d.photo_id, p.pixel_hash, d.keeper, d.reason "
        "FROM duplicate_groups AS d JOIN photos AS p ON p.id = d.photo_id "
        "WHERE p.state = 'ready' ORDER BY d.group_id, d.keeper DESC, d.photo_id"
    )
    found: dict[int, list[tuple[int, bytes, int, str]]] = {}
    for group_id, *member in rows:
        found.setdefault(group_id, []).append((member[0], member[1], member[2], member[3]))
    return [
        StoredGroup(
            tuple(member[0] for member in members),
            len({member[1] for member in members}) == 1,
            members[0][3] if members[0][2] else "found first",
        )
        for members in found.values()
        if len(members) > 1
    ]


def prune(conn: Connection) -> set[int]:
    """Let go of photos that are no copies any more; returns which.

    A photo whose file is gone or was changed leaves its group, and a photo that is left
    alone is no duplicate.
    """
    before = grouped(conn)
    conn.execute(
        "DELETE FROM duplicate_groups WHERE photo_id IN "
        "(SELECT d.photo_id FROM duplicate_groups AS d JOIN photos AS p ON p.id = d.photo_id "
        "WHERE p.state <> 'ready')"
    )
    conn.execute(
        "DELETE FROM duplicate_groups WHERE group_id IN "
        "(SELECT group_id FROM duplicate_groups GROUP BY group_id HAVING count(*) < 2)"
    )
    return before - grouped(conn)


def _copy(row: tuple[Any, ...]) -> CopyRow:
    photo_id, pixel_hash, is_raw, stack, pixels, decided, *rest = row
    return CopyRow(photo_id, pixel_hash, bool(is_raw), stack, pixels, bool(decided), *rest)
