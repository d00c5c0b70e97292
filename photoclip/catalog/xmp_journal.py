"""Every metadata file that was written, with its bytes before and after.

A row is written before its file (``pending``) and marked after it, so that a crash in
between is seen and finished by :mod:`photoclip.jobs.tasks.writing`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from photoclip.catalog.connection import Connection
from photoclip.catalog.tags import now


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One write.

    Attributes:
        id: Row id, 0 before it is on record.
        photo_id: The photo, None if it left the catalog.
        path: The file: a sidecar, or the photo itself.
        before: Its XMP before, None where there was none.
        after: Its XMP after, None where it was removed.
        in_photo: Whether the XMP is inside the photo.
        batch: The run it belongs to.
    """

    photo_id: int | None
    path: Path
    before: bytes | None
    after: bytes | None
    in_photo: bool
    batch: int = 0
    id: int = 0


KEPT_RUNS = 50
"""Runs that can be taken back; the bytes of older ones would fill the catalog in time."""

_COLUMNS = "photo_id, path, before, after, in_photo, batch, id"


def next_batch(conn: Connection) -> int:
    """A number for a new run; runs long ago are forgotten."""
    batch = int(conn.execute("SELECT ifnull(max(batch), 0) + 1 FROM xmp_journal").fetchone()[0])
    conn.execute(
        "DELETE FROM xmp_journal WHERE batch <= ? AND state <> 'pending'", (batch - KEPT_RUNS,)
    )
    return batch


def begin(conn: Connection, entries: Iterable[JournalEntry]) -> list[int]:
    """Put writes on record that are about to happen; returns their ids in order."""
    ids: list[int] = []
    for entry in entries:
        row = conn.execute(
            "INSERT INTO xmp_journal (photo_id, path, before, after, in_photo, batch, state, "
            "written_at) VALUES ((SELECT id FROM photos WHERE id = ?), ?, ?, ?, ?, ?, "
            "'pending', ?)",
            (
                entry.photo_id,
                os.fsencode(entry.path),
                entry.before,
                entry.after,
                entry.in_photo,
                entry.batch,
                now(),
            ),
        ).lastrowid
        assert row is not None
        ids.append(row)
    return ids


def finish(conn: Connection, entry_id: int, *, written: bool) -> None:
    """Say what became of a write."""
    conn.execute(
        "UPDATE xmp_journal SET state = ?, written_at = ? WHERE id = ?",
        ("done" if written else "failed", now(), entry_id),
    )


def pending(conn: Connection) -> list[JournalEntry]:
    """Writes of which nobody said what became of them, the oldest first."""
    rows = conn.execute(f"SELECT {_COLUMNS} FROM xmp_journal WHERE state = 'pending' ORDER BY id")
    return [_entry(row) for row in rows]


def last_batch(conn: Connection) -> list[JournalEntry]:
    """The newest run of which anything is not taken back yet, its last write first."""
    rows = conn.execute(
        f"SELECT {_COLUMNS} FROM xmp_journal WHERE state = 'done' AND undone_at IS NULL "
        "AND batch = (SELECT max(batch) FROM xmp_journal WHERE state = 'done' "
        "AND undone_at IS NULL) ORDER BY id DESC"
    )
    return [_entry(row) for row in rows]


def mark_undone(conn: Connection, entry_id: int) -> None:
    """Say that a write was taken back, or cannot be any more."""
    conn.execute("UPDATE xmp_journal SET undone_at = ? WHERE id = ?", (now(), entry_id))


def follow(conn: Connection, old: Path, new: Path) -> None:
    """Say that a file has another name now, so that its writes can still be taken back."""
    conn.execute(
        "UPDATE xmp_journal SET path = ? WHERE path = ?", (os.fsencode(new), os.fsencode(old))
    )


def _entry(row: tuple[object, ...]) -> JournalEntry:
    photo_id, path, before, after, in_photo, batch, entry_id = row
    return JournalEntry(
        photo_id=photo_id if isinstance(photo_id, int) else None,
        path=Path(os.fsdecode(path)),  # type: ignore[arg-type]
        before=before if isinstance(before, bytes) else None,
        after=after if isinstance(after, bytes) else None,
        in_photo=bool(in_photo),
        batch=int(batch),  # type: ignore[call-overload]
        id=int(entry_id),  # type: ignore[call-overload]
    )
