"""Pictures that were pasted into a query: kept as files for a while, and shown small."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path
from typing import Final

from photoclip.catalog import albums, lookup, photos
from photoclip.catalog.connection import Connection
from photoclip.catalog.rows import ModelRow
from photoclip.errors import PhotoClipError, UserError
from photoclip.jobs.tasks.context import TaskContext
from photoclip.jobs.tasks.pictures import thumbnail
from photoclip.jobs.tasks.searching import Searcher
from photoclip.paths import display_path

MOST_KEPT: Final = 50
MOST_BYTES: Final = 200_000_000
"""Of pictures that no smart album speaks of."""


def keep(context: TaskContext, png: bytes) -> Path:
    """Write a PNG into the cache, the same one once, and drop the oldest beyond the bounds.

    Raises:
        UserError: It cannot be written.
    """
    folder = context.paths.asked_pictures
    path = folder / f"{hashlib.sha256(png).hexdigest()[:20]}.png"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if path.is_file():
            os.utime(path)
        else:
            _write(path, png)
    except OSError as error:
        raise UserError(
            f"The picture could not be kept in {folder} ({error.strerror}); save it as a file and "
            "drop that."
        ) from error
    with contextlib.suppress(OSError):
        _tidy(folder, _in_albums(context), newest=path)
    return path


def ids_meant(conn: Connection, value: str) -> list[int]:
    """Photos of the library that the value of ``like:`` means; several share a bare name.

    None of them where it is a file outside of the library, or nothing.
    """
    path = Path(value).expanduser()
    if value.isdecimal() and photos.get(conn, int(value)) is not None:
        return [int(value)]
    photo = photos.by_path(conn, path.resolve())
    if photo is not None and (photo.state == "ready" or not path.is_file()):
        return [photo.id]
    # A bare name is one of the library first: where the program was started says little.
    return lookup.ids_named(conn, value)


def value_of(context: TaskContext, path: Path) -> str:
    """What to write behind ``like:`` for a file, also where its name is no text.

    Raises:
        UserError: It cannot be read or copied.
    """
    shown = display_path(path)
    if shown == str(path):
        return shown
    with context.db.read() as conn:
        photo = photos.by_path(conn, path.resolve())
    if photo is not None:
        return str(photo.id)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UserError(f"{shown} cannot be read ({error.strerror}).") from error
    return display_path(keep(context, data))


def file_meant(context: TaskContext, value: str) -> Path:
    """The picture file that the value of ``like:`` names; it need not be there.

    Smart albums name pasted pictures by where the library lay when they were made.
    """
    path = Path(value).expanduser()
    folder = context.paths.asked_pictures
    if path.parent.name == folder.name and not path.is_file() and (folder / path.name).is_file():
        return folder / path.name
    return path


def shown_small(
    context: TaskContext, searcher: Searcher, model: ModelRow, value: str
) -> bytes | None:
    """JPEG of what ``like:`` and this value mean; None where that is nothing."""
    with context.db.read() as conn:
        meant = ids_meant(conn, value)
    if len(meant) == 1:
        return thumbnail(context, meant[0])
    with contextlib.suppress(PhotoClipError):
        return searcher.picture_thumbnail(model, file_meant(context, value))
    return None


def _write(path: Path, data: bytes) -> None:
    handle, made = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(made).replace(path)
    except OSError:
        Path(made).unlink(missing_ok=True)
        raise


def _in_albums(context: TaskContext) -> str:
    with context.db.read() as conn:
        return "\n".join(query or "" for _, _, query, _ in albums.all_albums(conn))


def _tidy(folder: Path, needed: str, *, newest: Path) -> None:
    files = [(path.stat(), path) for path in folder.glob("*.png") if path != newest]
    kept, size = 1, newest.stat().st_size
    for status, path in sorted(files, key=lambda each: -each[0].st_mtime_ns):
        if path.name in needed:
            continue
        kept, size = kept + 1, size + status.st_size
        if kept > MOST_KEPT or size > MOST_BYTES:
            path.unlink(missing_ok=True)
