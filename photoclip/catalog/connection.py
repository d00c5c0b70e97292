"""Opening one SQLite connection, and saying in plain words what went wrong with it."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

from photoclip.catalog import functions
from photoclip.errors import CatalogError, DamagedCatalogError, UserError
from photoclip.paths import display_path

Connection = sqlite3.Connection
"""For annotations in rooms that must not import sqlite3."""

PAGE_SIZE = 16384
"""A vector row of 1 KB fits many times into a page; measured faster and smaller than 4096."""

BUSY_SECONDS = 15.0
"""How long to wait for another process that is writing."""

LEAST_FREE = 64 * 1024
"""Bytes that a disk must have free for SQLite's file of shared memory and a page or two."""

_REASONS = {
    "SQLITE_FULL": (
        "The disk is full, so the catalog {path} could not be written; free some space and "
        "try again (nothing that was saved before is lost)."
    ),
    "SQLITE_BUSY": (
        "The catalog {path} stayed locked by another program; close the other one or wait, "
        "then try again."
    ),
    "SQLITE_READONLY": (
        "The catalog {path} cannot be written, because the file or its folder is read-only."
    ),
    "SQLITE_CORRUPT": (
        "The catalog {path} is damaged and was left as it is; “photoclip restore” lists the "
        "copies of it and goes back to one."
    ),
    "SQLITE_NOTADB": (
        "The file {path} is not a PhotoClip catalog and was left as it is; if it was one, "
        "“photoclip restore” goes back to a copy of it."
    ),
    "SQLITE_CANTOPEN": (
        "The catalog {path} cannot be opened; check that its folder exists and that you may "
        "write to it."
    ),
    "SQLITE_IOERR": (
        "The disk with the catalog {path} could not be read or written; check the disk or the "
        "network connection."
    ),
    "SQLITE_PERM": "You may not open the catalog {path}; check the permissions of the file.",
    "SQLITE_NOMEM": "There was not enough memory to work with the catalog {path}.",
}
_DAMAGED = {"SQLITE_CORRUPT", "SQLITE_NOTADB"}
_SHOWN_LETTERS = 60
_ALIASES = {"SQLITE_LOCKED": "SQLITE_BUSY", "SQLITE_PROTOCOL": "SQLITE_BUSY"}


def connect(path: Path, *, readonly: bool = False, create: bool = False) -> Connection:
    """Open a connection with PhotoClip's settings; transactions are begun by hand.

    Args:
        path: The database file.
        readonly: Refuse every write on this connection.
        create: Create the file if there is none.

    Raises:
        sqlite3.Error: The file cannot be opened.
    """
    mode = "rwc" if create else "rw"
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
    )
    try:
        if create:
            connection.execute(f"PRAGMA page_size={PAGE_SIZE}")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA temp_store=MEMORY")
        functions.register(connection)
        if readonly:
            connection.execute("PRAGMA query_only=ON")
    except BaseException:
        connection.close()
        raise
    return connection


def set_journal_mode(connection: Connection, mode: str) -> str:
    """Ask for a journal mode and return the one that is really used, in upper case."""
    patience = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            row = connection.execute(f"PRAGMA journal_mode={mode}").fetchone()
        except sqlite3.OperationalError as error:
            # SQLite does not wait here, although another process may just be opening.
            if _code(error) != "SQLITE_BUSY" or time.monotonic() > patience:
                raise
            time.sleep(0.05)
        else:
            return str(row[0]).upper()


def explain(error: sqlite3.Error, path: Path) -> CatalogError | None:
    """The plain sentence for an error a user can meet, or None if it is a bug."""
    code = _code(error)
    # On a full disk SQLite cannot even make the files beside the catalog.
    if code in {"SQLITE_IOERR", "SQLITE_CANTOPEN"} and _is_full(path.parent):
        code = "SQLITE_FULL"
    reason = _REASONS.get(code)
    if reason is None:
        return None
    kind = DamagedCatalogError if code in _DAMAGED else CatalogError
    return kind(reason.format(path=display_path(path)))


def is_busy(error: sqlite3.Error) -> bool:
    """Whether another connection is in the way."""
    return _code(error) == "SQLITE_BUSY"


def damaged_error(path: Path) -> CatalogError:
    """The sentence for a catalog that is known to be damaged."""
    return DamagedCatalogError(_REASONS["SQLITE_CORRUPT"].format(path=display_path(path)))


def no_catalog_error(path: Path) -> CatalogError:
    """The sentence for a file that is no catalog, by its first bytes."""
    return DamagedCatalogError(_REASONS["SQLITE_NOTADB"].format(path=display_path(path)))


@contextlib.contextmanager
def plain_errors(path: Path) -> Iterator[None]:
    """Turn SQLite's errors that users can meet into :class:`CatalogError`.

    Bytes that are no UTF-8 (of a command line, or a file name used as a name) are no text
    that SQLite can hold: a :class:`UserError`.
    """
    try:
        yield
    except UnicodeEncodeError as error:
        shown = display_path(error.object[:_SHOWN_LETTERS])
        raise UserError(f"“{shown}” is no text in UTF-8; type it anew.") from error
    except sqlite3.Error as error:
        told = explain(error, path)
        if told is None:
            raise
        raise told from error


def _is_full(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < LEAST_FREE
    except OSError:
        return False


def _code(error: sqlite3.Error) -> str:
    """Primary result code: ``SQLITE_IOERR_WRITE`` counts as ``SQLITE_IOERR``."""
    name = getattr(error, "sqlite_errorname", None) or ""
    primary = "_".join(name.split("_")[:2])
    return _ALIASES.get(primary, primary)
