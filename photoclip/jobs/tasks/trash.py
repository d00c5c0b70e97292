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
from photoclip.jobs.tasks.on_disk import own_sidecars, reason_against
from photoclip.reports import TrashReport


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
        reason = reason_against(photo) or _move(photo.path, move)
        if reason:
            failed.append((photo.path, reason))
            continue
        trashed.append(photo.path)
        _forget(context, photo)
        for sidecar in own_sidecars([photo.path]):
            problem = _move(sidecar, move)
            if problem:
                failed.append((sidecar, problem))
            else:
                trashed.append(sidecar)
    return TrashReport(tuple(trashed), tuple(failed))


def _forget(context: TaskContext, photo: Photo) -> None:
    """Note at once that the file is gone: a cancelled or failing rest changes nothing in that."""

    def note(conn: Connection) -> set[int]:
        photo_files.mark_missing(conn, [photo.id])
        stacks.refresh(conn, [photo.folder_id])
        return duplicates.prune(conn)

    left = context.db.write(note)
    context.publish(ChangeSet(photos=frozenset({photo.id, *left}), searchable=True))


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
