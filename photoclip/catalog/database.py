"""The catalog file: one writer thread, many readers."""

from __future__ import annotations

import contextlib
import os
import queue
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from photoclip import volumes
from photoclip.catalog import undo_log
from photoclip.catalog.connection import (
    Connection,
    connect,
    damaged_error,
    no_catalog_error,
    plain_errors,
    set_journal_mode,
)
from photoclip.catalog.migrations import (
    APPLICATION_ID,
    MIGRATIONS,
    Migration,
    copy_catalog,
    dated_copy,
    migrate,
    newer_error,
    version_of,
)
from photoclip.errors import CatalogError
from photoclip.paths import display_path
from photoclip.views import UndoStep

__all__ = ["Connection", "Database"]

T = TypeVar("T")
_Steps = list[UndoStep]
_Task = tuple[Callable[[Connection], Any], bool, _Steps | None, "Future[Any]"]

_MAGIC = b"SQLite format 3\x00"
_HEADER_BYTES = 100


class Database:
    """An open catalog.

    Everything that writes runs on one thread, one transaction after another; reading
    happens on the caller's thread and never waits for the writer (in WAL mode).

    Attributes:
        path: The catalog file.
        backups: Folder of dated copies.
        journal_mode: ``"WAL"``, or ``"DELETE"`` on network shares and where WAL is refused.
        migrated_copy: The copy that was made before this opening migrated the catalog.
    """

    def __init__(
        self, path: Path, backups: Path, writer: Connection, migrated_copy: Path | None
    ) -> None:
        self.path = path
        self.backups = backups
        self.journal_mode = str(writer.execute("PRAGMA journal_mode").fetchone()[0]).upper()
        self.migrated_copy = migrated_copy
        self._writer = writer
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._local = threading.local()
        self._lock = threading.Lock()
        self._idle: list[Connection] = []
        self._closed = False
        self._thread = threading.Thread(target=self._serve, name="photoclip-writer", daemon=True)
        self._thread.start()

    @classmethod
    def open(
        cls, path: Path, *, backups: Path, migrations: Sequence[Migration] = MIGRATIONS
    ) -> Self:
        """Open a catalog, create it if there is none, and migrate an older one.

        Args:
            path: The catalog file; its folder is created if needed.
            backups: Folder for the dated copy that is made before migrating.
            migrations: The steps to the newest version (tests inject their own).

        Raises:
            NewerCatalogError: It was written by a newer PhotoClip; it is left untouched.
            CatalogError: It is no catalog, damaged, locked or not writable; left untouched.
        """
        known = len(migrations)
        exists = _inspect(path, known)
        if not exists:
            _make_folder(path.parent)
        with plain_errors(path):
            writer = connect(path, create=not exists)
            try:
                if exists:
                    _refuse_foreign(writer, path, known)
                set_journal_mode(writer, "DELETE" if volumes.is_network(path.parent) else "WAL")
                copy = migrate(writer, path, backups=backups, migrations=migrations)
                writer.execute("SELECT value FROM meta WHERE key = 'catalog_uuid'").fetchone()
                return cls(path, backups, writer, copy)
            except BaseException:
                writer.close()
                raise

    def write(self, fn: Callable[[Connection], T]) -> T:
        """Run ``fn`` on the writer thread in one transaction and return its result.

        An exception rolls everything back and is raised here. Called from within another
        ``write``, it joins that transaction.

        Raises:
            CatalogError: The disk is full, the file is locked, read-only or damaged.
            RuntimeError: Called inside this thread's own ``read()``: without WAL the
                writer would wait for that reader for ever.
        """
        return self._submit(fn, transaction=True)

    @contextlib.contextmanager
    def recording(self) -> Iterator[list[UndoStep]]:
        """Record how to take back what this thread writes inside: a step for each transaction.

        What other threads write meanwhile is not recorded. The list is filled as
        transactions are committed.
        """
        outer: _Steps | None = getattr(self._local, "steps", None)
        steps: _Steps = []
        self._local.steps = steps
        try:
            yield steps
        finally:
            self._local.steps = outer
            if outer is not None:
                outer += steps

    def note_step(self, step: UndoStep) -> None:
        """Add a step to what this thread records: one that no change of a row tells of."""
        steps: _Steps | None = getattr(self._local, "steps", None)
        if steps is not None:
            steps.append(step)

    @contextlib.contextmanager
    def read(self) -> Iterator[Connection]:
        """Lend a connection that cannot write and sees one unchanging state.

        Keep it short: a long reader stops the write-ahead log from being cleaned up.
        Inside another ``read`` of the same thread it is the same connection.

        Raises:
            CatalogError: The catalog is damaged, locked or closed.
        """
        current: Connection | None = getattr(self._local, "reader", None)
        if threading.current_thread() is self._thread:
            current = self._writer
        if current is not None:
            yield current
            return
        with plain_errors(self.path):
            connection = self._take()
            self._local.reader = connection
            try:
                connection.execute("BEGIN")
                yield connection
            finally:
                self._local.reader = None
                self._give_back(connection)

    def data_version(self) -> int:
        """A number that changes when *another process* has written to the catalog."""
        return self._submit(
            lambda connection: int(connection.execute("PRAGMA data_version").fetchone()[0]),
            transaction=False,
        )

    def catalog_uuid(self) -> str:
        """Identity of this catalog, made when it was created; copies share it."""
        with self.read() as connection:
            row = connection.execute("SELECT value FROM meta WHERE key = 'catalog_uuid'").fetchone()
        return str(row[0])

    def checkpoint(self) -> None:
        """Move everything from the write-ahead log into the catalog file."""
        self._submit(
            lambda connection: connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall(),
            transaction=False,
        )

    def sync(self) -> None:
        """Have what was committed outlive a power cut, too: the write-ahead log is not synced."""
        if self.journal_mode != "WAL":
            return
        # SQLite holds no lock on this file that closing it again would drop.
        log = self.path.with_name(self.path.name + "-wal")
        with contextlib.suppress(OSError), log.open("r+b") as file:
            os.fsync(file)

    def copy_to(self, target: Path) -> Path:
        """Write a consistent copy as one file, replacing ``target`` only when complete.

        Raises:
            CatalogError: The copy could not be written.
        """
        return copy_catalog(self.path, target)

    def dated_copy(self, label: str) -> Path:
        """Leave a copy in :attr:`backups`, named by date and ``label``."""
        return dated_copy(self.path, self.backups, label)

    def problems(self) -> list[str]:
        """Check the whole file (slow on large catalogs); an empty list means it is sound."""
        with self.read() as connection:
            found = [str(row[0]) for row in connection.execute("PRAGMA quick_check(20)")]
            broken = connection.execute("PRAGMA foreign_key_check").fetchall()
        found = [line for line in found if line != "ok"]
        return found + [f"{table} row {row} refers to nothing" for table, row, *_ in broken]

    def close(self) -> None:
        """Finish queued writes and close every connection; may be called twice."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            idle, self._idle = self._idle, []
        self._tasks.put(None)
        self._thread.join()
        for connection in idle:
            connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # --- the writer thread -----------------------------------------------------

    def _submit(self, fn: Callable[[Connection], T], *, transaction: bool) -> T:
        if threading.current_thread() is self._thread:
            return fn(self._writer)
        if getattr(self._local, "reader", None) is not None:
            raise RuntimeError("Database.write() inside Database.read() on the same thread")
        future: Future[T] = Future()
        with self._lock:
            if self._closed:
                raise self._closed_error()
            self._tasks.put((fn, transaction, getattr(self._local, "steps", None), future))
        with plain_errors(self.path):
            return future.result()

    def _serve(self) -> None:
        while (task := self._tasks.get()) is not None:
            fn, transaction, steps, future = task
            try:
                result = self._transact(fn, steps) if transaction else fn(self._writer)
            except BaseException as error:  # noqa: BLE001 - handed to the caller's thread
                future.set_exception(error)
            else:
                future.set_result(result)
            # Without this the last result would stay alive until the next write.
            del task, fn, steps, future
        with contextlib.suppress(sqlite3.Error):
            self._writer.execute("PRAGMA optimize")
        self._writer.close()

    def _transact(self, fn: Callable[[Connection], T], steps: _Steps | None) -> T:
        # IMMEDIATE: a deferred transaction that reads first cannot wait for another
        # process' commit and fails at once.
        self._writer.execute("BEGIN IMMEDIATE")
        step = UndoStep()
        try:
            # A rollback takes what records away as well.
            if steps is not None:
                undo_log.start(self._writer)
            result = fn(self._writer)
            if steps is not None:
                step = undo_log.finish(self._writer)
            self._writer.execute("COMMIT")
        except BaseException:
            # After a full disk SQLite has rolled back by itself.
            if self._writer.in_transaction:
                self._writer.execute("ROLLBACK")
            raise
        if steps is not None and step:
            steps.append(step)
        return result

    # --- readers ---------------------------------------------------------------

    def _take(self) -> Connection:
        with self._lock:
            if self._closed:
                raise self._closed_error()
            if self._idle:
                return self._idle.pop()
        return connect(self.path, readonly=True)

    def _give_back(self, connection: Connection) -> None:
        try:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        except sqlite3.Error:
            connection.close()
            return
        with self._lock:
            if not self._closed:
                self._idle.append(connection)
                return
        connection.close()

    def _closed_error(self) -> CatalogError:
        return CatalogError(f"The catalog {display_path(self.path)} has been closed.")


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CatalogError(
            f"The library folder {display_path(folder)} cannot be created ({error.strerror}); "
            "choose another place or check its permissions."
        ) from error


def _inspect(path: Path, known: int) -> bool:
    """Judge a file by its first bytes, before SQLite may touch it.

    Returns:
        True if there is something to open, False if a catalog is to be created.

    Raises:
        CatalogError: It cannot be a catalog of this PhotoClip.
    """
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER_BYTES)
            size = file.seek(0, 2)
    except FileNotFoundError:
        return False
    except OSError as error:
        raise CatalogError(
            f"The catalog {display_path(path)} cannot be opened ({error.strerror})."
        ) from error
    if size == 0:
        return False
    if len(header) < _HEADER_BYTES or not header.startswith(_MAGIC):
        raise no_catalog_error(path)
    version = int.from_bytes(header[60:64], "big")
    ours = int.from_bytes(header[68:72], "big") == APPLICATION_ID
    if ours and version > known:
        raise newer_error(path, version, known)
    _refuse_truncated(path, header, size)
    return True


def _refuse_truncated(path: Path, header: bytes, size: int) -> None:
    page_size = int.from_bytes(header[16:18], "big")
    page_size = 65536 if page_size == 1 else page_size
    pages = int.from_bytes(header[28:32], "big")
    log = path.with_name(path.name + "-wal")
    # A log that is still to be applied may hold the pages that the file lacks.
    if size < pages * page_size and not (log.exists() and log.stat().st_size):
        raise damaged_error(path)


def _refuse_foreign(connection: Connection, path: Path, known: int) -> None:
    """Refuse a sound SQLite file that is not ours, before anything is written to it."""
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if not tables:
        return
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    if application != APPLICATION_ID:
        raise CatalogError(
            f"The file {display_path(path)} belongs to another program, it is not a PhotoClip "
            "catalog, and was left as it is."
        )
    version = version_of(connection)
    if version > known:
        raise newer_error(path, version, known)
