"""Thumbnails: a cache in a SQLite file of its own, which may be deleted at any time."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from photoclip.catalog.connection import Connection, connect, set_journal_mode

T = TypeVar("T")

DEFAULT_MAX_BYTES = 4 * 2**30

_TABLE = """
CREATE TABLE IF NOT EXISTS thumbnails (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    pixel_hash BLOB NOT NULL UNIQUE,
    size INTEGER NOT NULL,
    jpeg BLOB NOT NULL
)
"""
# Adding up and trimming read this index alone, not gigabytes of pictures.
_INDEX = "CREATE INDEX IF NOT EXISTS thumbnails_by_age ON thumbnails (id, size)"
_KEPT_SHARE = 0.9
_DAMAGED = frozenset({"SQLITE_CORRUPT", "SQLITE_NOTADB"})


class ThumbnailStore:
    """JPEG thumbnails by pixel hash; thread-safe.

    No method ever fails because of the cache: a damaged or deleted file is made anew,
    and where it cannot be written, thumbnails are just not kept.

    Attributes:
        path: The cache file.
        max_bytes: Bound of the pictures' bytes; the oldest are dropped beyond it.
    """

    def __init__(self, path: Path, *, max_bytes: int = DEFAULT_MAX_BYTES) -> None:
        self.path = path
        self.max_bytes = max_bytes
        self._lock = threading.Lock()
        self._conn: Connection | None = None
        self._identity: tuple[int, int] | None = None
        self._bytes = 0

    def get(self, pixel_hash: bytes) -> bytes | None:
        """The JPEG of these pixels, or None."""

        def find(conn: Connection) -> bytes | None:
            row = conn.execute(
                "SELECT jpeg FROM thumbnails WHERE pixel_hash = ?", (pixel_hash,)
            ).fetchone()
            return bytes(row[0]) if row else None

        return self._try(find, None)

    def put_many(self, items: Iterable[tuple[bytes, bytes]]) -> None:
        """Store (pixel hash, JPEG) pairs; those already there stay."""
        rows = [(pixel_hash, len(jpeg), jpeg) for pixel_hash, jpeg in items]

        def store(conn: Connection) -> None:
            conn.execute("BEGIN IMMEDIATE")
            conn.executemany(
                "INSERT INTO thumbnails (pixel_hash, size, jpeg) VALUES (?, ?, ?) "
                "ON CONFLICT DO NOTHING",
                rows,
            )
            # An upper bound is enough to know when to add up properly.
            self._bytes += sum(size for _, size, _ in rows)
            if self._bytes > self.max_bytes:
                self._trim(conn)
            conn.execute("COMMIT")

        if rows:
            self._try(store, None)

    def missing(self, pixel_hashes: Iterable[bytes]) -> set[bytes]:
        """Those of the pixel hashes that have no thumbnail."""
        wanted = set(pixel_hashes)

        def find(conn: Connection) -> set[bytes]:
            question = "SELECT 1 FROM thumbnails WHERE pixel_hash = ?"
            return {key for key in wanted if not conn.execute(question, (key,)).fetchone()}

        return self._try(find, wanted)

    def total_bytes(self) -> int:
        """Bytes of all thumbnails."""
        return self._try(_total, 0)

    def clear(self) -> int:
        """Delete all thumbnails and give their room back; returns the bytes they had."""
        freed = self.total_bytes()
        with self._lock:
            self._disconnect()
            with contextlib.suppress(OSError):
                self._discard()
        return freed

    def close(self) -> None:
        """Close the file; the next call opens it again."""
        with self._lock:
            self._disconnect()

    def _try(self, fn: Callable[[Connection], T], otherwise: T) -> T:
        """Run ``fn``; once more with a new file if the old one turns out to be damaged."""
        with self._lock:
            for _ in range(2):
                try:
                    return fn(self._connection())
                except sqlite3.Error as error:
                    damaged = getattr(error, "sqlite_errorname", "") or ""
                    self._disconnect()
                    if damaged not in _DAMAGED and not damaged.startswith("SQLITE_CORRUPT"):
                        return otherwise
                    self._discard()
                except OSError:
                    self._disconnect()
                    return otherwise
            return otherwise

    def _connection(self) -> Connection:
        """The open connection, to the file that lies at the path now."""
        if self._conn is not None and self._identity == self._file_identity():
            return self._conn
        self._disconnect()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if not self.path.exists():
            self._discard()  # a log left behind by a deleted file must not be applied
        self._conn = connect(self.path, create=True)
        set_journal_mode(self._conn, "WAL")
        self._conn.execute("PRAGMA synchronous=OFF")
        self._conn.execute(_TABLE)
        self._conn.execute(_INDEX)
        self._bytes = _total(self._conn)
        self._identity = self._file_identity()
        return self._conn

    def _file_identity(self) -> tuple[int, int] | None:
        try:
            status = self.path.stat()
        except OSError:
            return None
        return status.st_dev, status.st_ino

    def _disconnect(self) -> None:
        if self._conn is not None:
            with contextlib.suppress(sqlite3.Error):
                self._conn.close()
        self._conn = None

    def _discard(self) -> None:
        for suffix in ("", "-wal", "-shm", "-journal"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)

    def _trim(self, conn: Connection) -> None:
        """Drop the oldest until nine tenths of the bound are left, so that it is rarely done."""
        self._bytes = _total(conn)
        if self._bytes <= self.max_bytes:
            return
        last = 0
        for row_id, size in conn.execute("SELECT id, size FROM thumbnails ORDER BY id"):
            if self._bytes <= self.max_bytes * _KEPT_SHARE:
                break
            last = row_id
            self._bytes -= size
        conn.execute("DELETE FROM thumbnails WHERE id <= ?", (last,))


def _total(conn: Connection) -> int:
    return int(conn.execute("SELECT ifnull(sum(size), 0) FROM thumbnails").fetchone()[0])
