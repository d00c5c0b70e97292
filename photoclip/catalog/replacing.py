"""Putting a copy in the place of a catalog that nobody has open, whatever state that one is in."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from pathlib import Path

from photoclip.catalog.connection import connect, explain, is_busy, plain_errors
from photoclip.catalog.handover import SUFFIXES, WAIT_MS
from photoclip.catalog.migrations import (
    APPLICATION_ID,
    copy_catalog,
    dated_name,
    newer_error,
    version_of,
)
from photoclip.errors import CatalogError, UserError
from photoclip.paths import display_path


def check_copy(file: Path, *, known: int) -> None:
    """Refuse what is no sound catalog of this PhotoClip or an older one.

    Args:
        file: The copy.
        known: The newest version of a catalog that this PhotoClip knows.

    Raises:
        UserError: There is no such file, or it belongs to another program.
        CatalogError: It cannot be read, is damaged, or of a newer PhotoClip.
    """
    shown = display_path(file)
    if not file.is_file():
        raise UserError(f"There is no file {shown}; name a copy that backup wrote.")
    with plain_errors(file), contextlib.closing(connect(file, readonly=True)) as copy:
        version = version_of(copy)
        if copy.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID or not version:
            raise UserError(f"The file {shown} is no copy of a catalog; choose another one.")
        if version > known:
            raise newer_error(file, version, known)
        sound = [row[0] for row in copy.execute("PRAGMA quick_check(1)")] == ["ok"]
    if not sound:
        raise CatalogError(f"The copy {shown} is damaged; choose another one.")


def replace_catalog(path: Path, copy: Path, backups: Path) -> Path | None:
    """Put a checked copy in the place of the catalog, which goes to the backups as it is.

    Args:
        path: The catalog; damaged, sound, or not there.
        copy: What :func:`check_copy` let pass; it stays where it is.
        backups: Where the old catalog goes.

    Returns:
        The old catalog's new place, or None if there was none.

    Raises:
        CatalogError: Another program has the catalog open, or the disk is full.
        UserError: The old catalog cannot be put aside.
    """
    fresh = path.with_name(path.name + ".restored")
    copy_catalog(copy, fresh)
    try:
        _refuse_open(path)
        with fresh.open("r+b") as file:
            os.fsync(file)
        aside = _put_aside(path, dated_name(backups, "before-restoring"))
        # The old log is out of the way by now: it must never be applied to the new file.
        fresh.replace(path)
    except OSError as error:
        raise UserError(
            f"The catalog {display_path(path)} cannot be replaced ({error.strerror}); close "
            "programs that use it and check its folder."
        ) from error
    finally:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)
    return aside


def _refuse_open(path: Path) -> None:
    """Refuse while another process has it open; else a sound catalog takes its log in."""
    if not path.exists():
        return
    try:
        with contextlib.closing(connect(path)) as connection:
            connection.execute(f"PRAGMA busy_timeout={WAIT_MS}")
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
    except sqlite3.Error as error:
        if is_busy(error):
            raise explain(error, path) or error from error
        # Damaged: that is why it is replaced.


def _put_aside(path: Path, aside: Path) -> Path | None:
    if not path.exists():
        return None
    aside.parent.mkdir(parents=True, exist_ok=True)
    # The catalog keeps its name until the new one takes it: a crash here leaves no gap, in
    # which the next start would make an empty one.
    try:
        os.link(path, aside)
    except OSError:
        shutil.copy2(path, aside)
    for suffix in SUFFIXES:
        with contextlib.suppress(FileNotFoundError):
            path.with_name(path.name + suffix).replace(aside.with_name(aside.name + suffix))
    return aside
