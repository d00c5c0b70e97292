"""Copies of the catalog: kept by themselves, listed, and put back in its place."""

from __future__ import annotations

import contextlib
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from photoclip.catalog import photos
from photoclip.catalog.migrations import MIGRATIONS
from photoclip.catalog.replacing import check_copy, replace_catalog
from photoclip.errors import CatalogError, UserError
from photoclip.jobs.tasks.context import TaskContext
from photoclip.paths import LibraryPaths

BY_ITSELF: Final = "by-itself"
"""Label of copies that nobody asked for; only these are ever deleted."""

EVERY_S: Final = 24 * 3600.0
KEPT: Final = 3
"""Copies that nobody asked for, the newest ones."""

ROOM: Final = 4
"""How many times the catalog must fit onto the disk before a copy is made unasked."""


@dataclass(frozen=True, slots=True)
class CatalogCopy:
    """A copy in the backups folder.

    Attributes:
        written: When, as a POSIX time.
        size: Bytes.
    """

    path: Path
    written: float
    size: int


def copies(files: LibraryPaths) -> list[CatalogCopy]:
    """The copies in the backups folder, the newest first."""
    found = []
    for path in files.backups.glob("*.sqlite"):
        with contextlib.suppress(OSError):
            status = path.stat()
            found.append(CatalogCopy(path, status.st_mtime, status.st_size))
    return sorted(found, key=lambda copy: (copy.written, copy.path.name), reverse=True)


def newest_sound(files: LibraryPaths) -> CatalogCopy | None:
    """The newest copy that can take the catalog's place; reads it whole."""
    for copy in copies(files):
        with contextlib.suppress(CatalogError, UserError):
            check_copy(copy.path, known=len(MIGRATIONS))
            return copy
    return None


def restore(files: LibraryPaths, copy: Path) -> Path | None:
    """Go back to a copy; the catalog that was in use goes to the backups.

    Returns:
        Where the old catalog lies now; None if there was none.

    Raises:
        UserError: There is no such copy, or the old catalog cannot be put aside.
        CatalogError: The copy is damaged or of a newer PhotoClip, or the catalog is in use.
    """
    check_copy(copy, known=len(MIGRATIONS))
    old = replace_catalog(files.catalog, copy, files.backups)
    # Numbers of vectors are given anew from where the copy ended: a saved index would take
    # new ones for those that it knows.
    shutil.rmtree(files.index, ignore_errors=True)
    return old


def keep_copy(context: TaskContext) -> Path | None:
    """Leave a copy if the last one that nobody asked for is a day old; drop the oldest.

    A catalog that is damaged already pushes no good copy out. What cannot be written is
    left for another day.

    Returns:
        The copy; None where none was due, or it could not be made.
    """
    files = context.paths
    ours = [copy for copy in copies(files) if BY_ITSELF in copy.path.name]
    if ours and 0 <= time.time() - ours[0].written < EVERY_S:
        return None
    with context.db.read() as conn:
        if not any(photos.counts(conn).values()):
            return None
    try:
        if shutil.disk_usage(files.root).free < ROOM * files.catalog.stat().st_size:
            return None
        made = context.db.dated_copy(BY_ITSELF)
        try:
            check_copy(made, known=len(MIGRATIONS))
        except CatalogError:
            made.unlink(missing_ok=True)
            return None
        for copy in ours[KEPT - 1 :]:
            copy.path.unlink(missing_ok=True)
    except (CatalogError, OSError):
        return None
    return made
