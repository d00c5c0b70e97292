"""Copying SQLite files to another place while nobody else has them open."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from photoclip.catalog.connection import Connection, connect, plain_errors
from photoclip.errors import CatalogError
from photoclip.paths import display_path

WAIT_MS = 1_000
SUFFIXES = ("-wal", "-shm", "-journal")
"""Ends of the names of SQLite's helper files, which are never copied themselves."""


@contextlib.contextmanager
def held(path: Path) -> Iterator[Connection]:
    """Open a SQLite file so that no other process can use it meanwhile.

    Copy it with :func:`copy_held` only: reading the file by itself and closing it again
    would drop the lock on systems with POSIX locks.

    Raises:
        CatalogError: Another program has it open, or it cannot be read.
    """
    with plain_errors(path):
        connection = connect(path)
        try:
            connection.execute(f"PRAGMA busy_timeout={WAIT_MS}")
            # Before anything is read: in WAL mode it is then exclusive from the first lock on.
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
            yield connection
        finally:
            connection.close()


def copy_held(connection: Connection, target: Path) -> None:
    """Write a copy as one file, and read it back whole.

    Raises:
        CatalogError: It could not be written, or is not sound.
    """
    with plain_errors(target):
        copy = sqlite3.connect(target, isolation_level=None)
        try:
            connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            problems = [row[0] for row in copy.execute("PRAGMA quick_check(1)")]
        finally:
            copy.close()
    if problems != ["ok"]:
        raise CatalogError(f"The copy {display_path(target)} is not sound: {problems[0]}.")
