"""Numbered steps from an older catalog to this one.

Step *n* of a list brings version *n - 1* to version *n*. Each runs in one transaction
together with ``PRAGMA user_version``, so a catalog is always wholly of one version.
"""

from __future__ import annotations

import contextlib
import sqlite3
import uuid
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from photoclip.catalog import schema, schema_2, schema_3
from photoclip.catalog.connection import Connection, connect, explain
from photoclip.errors import CatalogError, NewerCatalogError
from photoclip.paths import display_path

Migration = Callable[[Connection], None]

APPLICATION_ID = 0x50434C50
"""Marks a SQLite file as a PhotoClip catalog ("PCLP")."""


def create_version_1(connection: Connection) -> None:
    """All tables, the full-text index and the identity of this catalog."""
    run_script(connection, schema.TABLES)
    run_script(connection, schema.TEXT)
    for statement in schema.text_triggers():
        connection.execute(statement)
    connection.execute(
        "INSERT INTO meta (key, value) VALUES ('catalog_uuid', ?)", (str(uuid.uuid4()),)
    )
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")


def bring_to_version_2(connection: Connection) -> None:
    """Room for decisions, learning, written metadata and duplicates."""
    run_script(connection, schema_2.TABLES)


def bring_to_version_3(connection: Connection) -> None:
    """Room for what is under way with files, and for what lies in the trash."""
    run_script(connection, schema_3.TABLES)


MIGRATIONS: tuple[Migration, ...] = (create_version_1, bring_to_version_2, bring_to_version_3)


def run_script(connection: Connection, script: str) -> None:
    """Run several statements inside the open transaction (``executescript`` would commit it)."""
    for statement in script.split(";\n"):
        if statement.strip():
            connection.execute(statement)


def version_of(connection: Connection) -> int:
    """The catalog's ``user_version``."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def newer_error(path: Path, version: int, known: int) -> NewerCatalogError:
    """The sentence for a catalog of a later PhotoClip."""
    return NewerCatalogError(
        f"The catalog {display_path(path)} was written by a newer PhotoClip (version {version}; "
        f"this one knows {known}) and was left as it is; please update PhotoClip."
    )


def migrate(
    connection: Connection, path: Path, *, backups: Path, migrations: Sequence[Migration]
) -> Path | None:
    """Bring a catalog to the newest version, leaving a dated copy of an existing one first.

    Args:
        connection: A writable connection without an open transaction.
        path: The catalog file, for messages.
        backups: Folder for the copy; created if needed.
        migrations: All steps, the first one makes version 1.

    Returns:
        The copy that was made, or None if there was nothing to copy.

    Raises:
        NewerCatalogError: The catalog's version is beyond the list.
        CatalogError: A step or the copy failed; the catalog is as it was before that step.
    """
    version = version_of(connection)
    if version > len(migrations):
        raise newer_error(path, version, len(migrations))
    copy = None
    if 0 < version < len(migrations):
        copy = dated_copy(path, backups, f"version-{version}")
    while (version := version_of(connection)) < len(migrations):
        _step(connection, path, version, migrations[version], copy)
    return copy


def dated_copy(path: Path, backups: Path, label: str) -> Path:
    """Copy a catalog into the backups folder under a dated name that is not taken yet.

    Raises:
        CatalogError: The copy could not be written.
    """
    return copy_catalog(path, dated_name(backups, label))


def dated_name(backups: Path, label: str) -> Path:
    """A name of a copy, by date and ``label``, that is not taken yet.

    Raises:
        CatalogError: There are too many.
    """
    stamp = datetime.now().astimezone().strftime("%Y-%m-%d-%H%M%S")
    for number in range(1, 1000):
        suffix = "" if number == 1 else f"-{number}"
        target = backups / f"catalog-{stamp}-{label}{suffix}.sqlite"
        if not target.exists():
            return target
    raise CatalogError(f"The backups folder {display_path(backups)} is full; clear it out first.")


def copy_catalog(path: Path, target: Path) -> Path:
    """Write a consistent copy of a catalog, also while it is in use.

    The copy appears under its name only when it is complete, as one file without a
    write-ahead log.

    Raises:
        CatalogError: The copy could not be written; no half file is left behind.
    """
    partial = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        partial.unlink(missing_ok=True)
        _copy_pages(path, partial)
        partial.replace(target)
    except (sqlite3.Error, OSError) as error:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
        raise CatalogError(
            f"A copy of the catalog could not be written to {display_path(target)} ({error}); "
            "free some space there or choose another place."
        ) from error
    return target


def _copy_pages(path: Path, target: Path) -> None:
    source = connect(path, readonly=True)
    try:
        destination = sqlite3.connect(target, isolation_level=None)
        try:
            source.backup(destination)
            destination.execute("PRAGMA journal_mode=DELETE")
        finally:
            destination.close()
    finally:
        source.close()


def _step(
    connection: Connection, path: Path, version: int, migration: Migration, copy: Path | None
) -> None:
    """Run one migration and record it; all or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        if version_of(connection) == version:  # else another process was faster
            migration(connection)
            connection.execute(f"PRAGMA user_version={version + 1}")
        connection.execute("COMMIT")
    except BaseException as error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        if not isinstance(error, sqlite3.Error):
            raise
        reason = explain(error, path)
        kept = f" A copy of it is {display_path(copy)}." if copy else ""
        raise CatalogError(
            f"The catalog {display_path(path)} could not be brought to version {version + 1} "
            f"({reason or error}) and stays as it was.{kept}"
        ) from error
