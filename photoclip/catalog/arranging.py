"""What orders, groups and stacks are made of, read in bulk as arrays.

Every query is made so that SQLite does the work for a row in C: a million rows are read in a
thread of the window, and what holds Python's lock there holds up the window.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from photoclip.catalog.connection import Connection
from photoclip.paths import display_path

Array = NDArray[np.int64]

# The time of capture, or of the file where the photo does not tell; both are local time.
_MOMENT = (
    "ifnull(CAST(strftime('%s', taken_at) AS INTEGER), "
    "CAST(strftime('%s', mtime_ns / 1000000000, 'unixepoch', 'localtime') AS INTEGER))"
)
_ROWS_AT_ONCE = 4_096


@dataclass(frozen=True)
class Columns:
    """Photos by ascending id; all arrays are int64 (n,).

    Attributes:
        moments: Seconds of local time since 1970, of capture or else of the file.
        mtimes: Time of the file in nanoseconds.
        ratings: -1 to 5; 0 for none.
    """

    ids: Array
    moments: Array
    mtimes: Array
    ratings: Array
    folders: Array


@dataclass(frozen=True)
class Folder:
    """A folder as people see it: the parts of its path from the root's down."""

    id: int
    root: str
    parts: tuple[str, ...]

    @property
    def path(self) -> str:
        """Its full path as text that can always be printed."""
        return os.path.join(self.root, *self.parts)  # noqa: PTH118 - text, not a place on disk


def columns(conn: Connection, photo_ids: Sequence[int] | None) -> Columns:
    """Read what photos are ordered and grouped by.

    Args:
        conn: A reading connection.
        photo_ids: Which photos, unknown ones are left out; None for all that are not missing.
    """
    what = f"id, {_MOMENT}, mtime_ns, ifnull(rating, 0), folder_id"
    found = _numbers(conn, what, photo_ids, 5)
    return Columns(*(np.ascontiguousarray(found[:, place]) for place in range(5)))


def names(conn: Connection, photo_ids: Sequence[int] | None) -> Iterator[list[str]]:
    """File names of the photos that :func:`columns` gives, in its order, some at a time."""
    which, values = _which(photo_ids)
    rows = conn.execute(f"SELECT name FROM photos WHERE {which} ORDER BY id", values)
    while some := rows.fetchmany(_ROWS_AT_ONCE):
        yield [row[0] for row in some]


def folders(conn: Connection) -> list[Folder]:
    """All folders."""
    rows = conn.execute(
        "SELECT f.id, r.path_bytes, f.rel_bytes FROM folders AS f JOIN roots AS r "
        "ON r.id = f.root_id"
    )
    roots: dict[bytes, str] = {}
    found = []
    for folder_id, root, rel in rows:
        shown = roots.setdefault(root, display_path(Path(os.fsdecode(root))))
        parts = display_path(rel).split("/") if rel else ()
        found.append(Folder(folder_id, shown, tuple(parts)))
    return found


def shots(conn: Connection, photo_ids: Sequence[int] | None) -> list[tuple[int, int, str]]:
    """(id, stack, file name) of the photos that are RAW and JPEG of one shot, by id."""
    which, values = _which(photo_ids)
    # "+id": by the index of the stacks, which most libraries have few of.
    return conn.execute(
        f"SELECT id, stack_id, name FROM photos WHERE stack_id IS NOT NULL AND {which} "
        "ORDER BY +id",
        values,
    ).fetchall()


def copies(conn: Connection) -> Array:
    """Near copies as they were found last; int64 (n, 3): id, group, 1 for the proposed keeper."""
    rows = conn.execute(
        "SELECT d.photo_id, d.group_id, d.keeper FROM duplicate_groups AS d "
        "JOIN photos AS p ON p.id = d.photo_id WHERE p.state = 'ready' ORDER BY d.photo_id"
    )
    return np.fromiter(chain.from_iterable(rows), dtype=np.int64).reshape(-1, 3)


def _which(photo_ids: Sequence[int] | None) -> tuple[str, tuple[str, ...]]:
    if photo_ids is None:
        return "state <> 'missing'", ()
    return "id IN (SELECT value FROM json_each(?))", (json.dumps(list(photo_ids)),)


def _numbers(conn: Connection, what: str, photo_ids: Sequence[int] | None, width: int) -> Array:
    which, values = _which(photo_ids)
    rows = conn.execute(f"SELECT {what} FROM photos WHERE {which} ORDER BY id", values)
    return np.fromiter(chain.from_iterable(rows), dtype=np.int64).reshape(-1, width)
