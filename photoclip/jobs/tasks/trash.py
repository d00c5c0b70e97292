"""Moving named photos to the system's trash: the only way in which PhotoClip removes files."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterable
from pathlib import Path

from photoclip.catalog import duplicates, photo_files, photos
from photoclip.catalog.connection import Connection
from photoclip.catalog.rows import Photo
from photoclip.changes import ChangeSet
from photoclip.errors import UserError
from photoclip.ingest import stacks
from photoclip.jobs.tasks.context import TaskContext
from photoclip.media.formats import kind_of
from photoclip.media.sidecar import find_sidecars
from photoclip.media.types import FileKind
from photoclip.results import TrashReport

_PICTURES = frozenset({FileKind.PHOTO, FileKind.RAW, FileKind.VIDEO})
_GONE = "The file is not there; its disk may be offline, or a scan is due."
_CHANGED = "The file has changed since PhotoClip looked at it; scan first."


def trash_photos(
    context: TaskContext,
    photo_ids: Iterable[int],
    *,
    send: Callable[[Path], None] | None = None,
) -> TrashReport:
    """Move photos to the trash; their rows stay as missing ones, with tags and captions.

    A sidecar goes along unless another picture of the folder shares it. A file that is not
    what PhotoClip looked at is left alone: the user has seen another picture.

    Args:
        context: The library.
        photo_ids: Photos that the user named.
        send: Moves one file to the trash; the system's trash if None.

    Raises:
        UserError: There is no such photo.
    """
    wanted = list(dict.fromkeys(photo_ids))
    with context.db.read() as conn:
        found = photos.get_many(conn, wanted)
    if len(found) < len(wanted):
        unknown = next(each for each in wanted if each not in {photo.id for photo in found})
        raise UserError(f"There is no photo number {unknown} in the library.")
    move = _send if send is None else send
    trashed: list[Path] = []
    failed: list[tuple[Path, str]] = []
    for photo in found:
        reason = _reason_against(photo) or _move(photo.path, move)
        if reason:
            failed.append((photo.path, reason))
            continue
        trashed.append(photo.path)
        _forget(context, photo)
        for sidecar in _own_sidecars(photo.path):
            problem = _move(sidecar, move)
            if problem:
                failed.append((sidecar, problem))
            else:
                trashed.append(sidecar)
    return TrashReport(tuple(trashed), tuple(failed))


def _reason_against(photo: Photo) -> str:
    """Why a photo is not to be moved, or ""."""
    try:
        status = photo.path.stat()
    except OSError:
        return _GONE
    if (status.st_size, status.st_mtime_ns) != (photo.size, photo.mtime_ns):
        return _CHANGED
    return ""


def _forget(context: TaskContext, photo: Photo) -> None:
    """Note at once that the file is gone: a cancelled or failing rest changes nothing in that."""

    def note(conn: Connection) -> set[int]:
        photo_files.mark_missing(conn, [photo.id])
        stacks.refresh(conn, [photo.folder_id])
        return duplicates.prune(conn)

    left = context.db.write(note)
    context.publish(ChangeSet(photos=frozenset({photo.id, *left}), searchable=True))


def _own_sidecars(path: Path) -> list[Path]:
    """Sidecars that belong to this photo alone; the photo itself is gone already."""
    found = find_sidecars(path)
    if not found:
        return []
    try:
        pictures = [each for each in path.parent.iterdir() if kind_of(each.name) in _PICTURES]
    except OSError:
        return []  # leaving a sidecar is the lesser harm
    # "a.xmp" belongs to every picture named "a", and so does "a.jpg.xmp" to "a.jpg.png".
    others = {part.casefold() for each in pictures for part in (each.name, each.stem)}
    return [each for each in found if each.stem.casefold() not in others]


def _move(path: Path, move: Callable[[Path], None]) -> str:
    """Reason why a file could not be moved, or "". Nothing is ever deleted instead."""
    try:
        move(path)
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EPERM):
            return "PhotoClip is not allowed to move the file to the trash."
        if error.errno == errno.EROFS:
            return "The disk is read-only."
        reason = error.strerror or str(error) or type(error).__name__
        return f"The system could not move it to the trash ({reason})."
    return ""


def _send(path: Path) -> None:
    from send2trash import send2trash  # loads the system's libraries

    send2trash(path)
