"""What is being done with files and what was: renames under way, and files in the trash."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final

from photoclip.catalog.connection import Connection

KEPT_DEEDS: Final = 50
"""So many trashings can be taken back; rows of older ones would fill the catalog in time."""


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file that gets another name, in its folder.

    Attributes:
        old: Name that it had.
        new: Name that it gets.
        size: Bytes of the file.
        mtime_ns: When it was changed last.
        photo_id: The photo that it is; None for a sidecar or caption.
    """

    old: str
    new: str
    size: int
    mtime_ns: int
    photo_id: int | None = None


@dataclass(frozen=True, slots=True)
class Rename:
    """A rename of which nobody has said that it is done.

    Attributes:
        deed: Its number.
        folder_id: Folder of the files.
        files: The photo first, then the others of its shot, then what lies beside them.
        taking_back: It had failed, and could not be taken back wholly.
    """

    deed: int
    folder_id: int
    files: tuple[NamedFile, ...]
    taking_back: bool = False


@dataclass(frozen=True, slots=True)
class TrashedFile:
    """A file that lies in the system's trash.

    Attributes:
        photo_id: The photo that it is or belongs to.
        path: Where it lay.
        trashed: Where it lies.
        size: Its bytes.
        mtime_ns: When it was changed last.
        deed: Number of what was moved together.
        id: Row id, 0 before it is on record.
    """

    photo_id: int
    path: Path
    trashed: Path
    size: int
    mtime_ns: int
    deed: int = 0
    id: int = 0


def begin_rename(conn: Connection, folder_id: int, files: Sequence[NamedFile]) -> int:
    """Put a rename on record that is about to happen; returns its number."""
    deed = _next_deed(conn, "renames_begun")
    conn.executemany(
        "INSERT INTO renames_begun (deed, place, folder_id, photo_id, old, new, size, mtime_ns) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                *(deed, place, folder_id, each.photo_id),
                *(os.fsencode(each.old), os.fsencode(each.new), each.size, each.mtime_ns),
            )
            for place, each in enumerate(files)
        ],
    )
    return deed


def end_rename(conn: Connection, deed: int) -> bool:
    """Say that a rename is done or taken back; False if somebody has said so before."""
    return conn.execute("DELETE FROM renames_begun WHERE deed = ?", (deed,)).rowcount > 0


def is_begun(conn: Connection, deed: int) -> bool:
    """Whether a rename is on record still."""
    row = conn.execute("SELECT EXISTS (SELECT 1 FROM renames_begun WHERE deed = ?)", (deed,))
    return bool(row.fetchone()[0])


def note_taking_back(conn: Connection, deed: int) -> None:
    """Say that a rename is to be taken back, when that can be done."""
    conn.execute("UPDATE renames_begun SET taking_back = 1 WHERE deed = ?", (deed,))


def is_renaming(conn: Connection) -> bool:
    """Whether any rename is under way, or was when a process ended."""
    return bool(conn.execute("SELECT EXISTS (SELECT 1 FROM renames_begun)").fetchone()[0])


def renames(conn: Connection) -> list[Rename]:
    """All renames under way, the oldest first."""
    rows = conn.execute(
        "SELECT deed, folder_id, old, new, size, mtime_ns, photo_id, taking_back "
        "FROM renames_begun ORDER BY deed, place"
    ).fetchall()
    found = []
    for (deed, folder_id), group in groupby(rows, key=lambda row: (row[0], row[1])):
        each = list(group)
        files = tuple(
            NamedFile(os.fsdecode(row[2]), os.fsdecode(row[3]), row[4], row[5], row[6])
            for row in each
        )
        found.append(Rename(int(deed), int(folder_id), files, any(row[7] for row in each)))
    return found


def note_trashed(conn: Connection, files: Iterable[TrashedFile]) -> int:
    """Put on record what was moved to the trash together; returns its number."""
    deed = _next_deed(conn, "trashed_files")
    conn.executemany(
        "INSERT INTO trashed_files (deed, photo_id, path, trashed, size, mtime_ns) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        [
            (
                *(deed, each.photo_id, os.fsencode(each.path), os.fsencode(each.trashed)),
                *(each.size, each.mtime_ns),
            )
            for each in files
        ],
    )
    conn.execute(
        "DELETE FROM trashed_files WHERE deed NOT IN "
        "(SELECT DISTINCT deed FROM trashed_files ORDER BY deed DESC LIMIT ?)",
        (KEPT_DEEDS,),
    )
    return deed


def last_trashing(conn: Connection) -> int:
    """Number of what was moved to the trash last, 0 for nothing."""
    return int(conn.execute("SELECT ifnull(max(deed), 0) FROM trashed_files").fetchone()[0])


def trashed(conn: Connection, *, deed: int | None = None) -> list[TrashedFile]:
    """What lies in the trash, the latest first; of one trashing if its number is given."""
    rows = conn.execute(
        "SELECT photo_id, path, trashed, size, mtime_ns, deed, id FROM trashed_files "
        "WHERE ? IS NULL OR deed = ? ORDER BY deed DESC, id",
        (deed, deed),
    )
    return [
        TrashedFile(row[0], Path(os.fsdecode(row[1])), Path(os.fsdecode(row[2])), *row[3:])
        for row in rows
    ]


def forget_trashed(conn: Connection, ids: Iterable[int]) -> None:
    """Say that files have left the trash."""
    conn.executemany("DELETE FROM trashed_files WHERE id = ?", [(each,) for each in ids])


def _next_deed(conn: Connection, table: str) -> int:
    """A number that no other deed has or had: rows go, and people may still hold their number."""
    row = conn.execute(f"SELECT ifnull(max(deed), 0) + 1 FROM {table}").fetchone()
    return max(int(row[0]), time.time_ns())
