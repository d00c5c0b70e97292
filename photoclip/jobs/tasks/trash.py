"""Moving named photos to the system's trash: the only way in which PhotoClip removes files."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from photoclip.catalog import duplicates, file_deeds, photo_files, photos
from photoclip.catalog.connection import Connection
from photoclip.catalog.file_deeds import TrashedFile
from photoclip.catalog.rows import Photo
from photoclip.changes import ChangeSet
from photoclip.errors import UserError
from photoclip.ingest import stacks
from photoclip.jobs.tasks import system_trash
from photoclip.jobs.tasks.context import TaskContext
from photoclip.jobs.tasks.on_disk import own_sidecars, reason_against
from photoclip.jobs.tasks.system_trash import Stamp
from photoclip.reports import TrashReport
from photoclip.views import FileStep, UndoStep

_NO_TRASH: Final = (
    "Its disk has no trash, and PhotoClip may not make one there. Nothing was deleted."
)


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
    trashing = _Trashing(context, _send if send is None else send)
    try:
        for photo in found:
            trashing.take(photo)
    finally:
        # Also when the catalog fails halfway: what is in the trash is in the trash.
        trashing.note()
    return trashing.report()


class _Trashing:
    """One moving of photos to the trash."""

    def __init__(self, context: TaskContext, move: Callable[[Path], None]) -> None:
        self._context = context
        self._move = move
        self._since = time.time()
        self._moved: dict[Path, tuple[int, Stamp]] = {}
        self._failed: list[tuple[Path, str]] = []
        self._restorable = False

    def take(self, photo: Photo) -> None:
        """Move a photo, then the sidecars that are its alone."""
        reason = reason_against(photo) or self._send(photo.path, photo.id)
        if reason:
            self._failed.append((photo.path, reason))
            return
        _forget(self._context, photo)
        for sidecar in own_sidecars([photo.path]):
            problem = self._send(sidecar, photo.id)
            if problem:
                self._failed.append((sidecar, problem))

    def note(self) -> None:
        """Put on record where all of it lies, if it can be found there."""
        stamps = {path: stamp for path, (_, stamp) in self._moved.items()}
        places = system_trash.find(stamps, since=self._since)
        if not places:
            return
        files = [
            TrashedFile(photo_id, path, places[path], *stamp)
            for path, (photo_id, stamp) in self._moved.items()
            if path in places
        ]
        deed = self._context.db.write(lambda conn: file_deeds.note_trashed(conn, files))
        self._context.db.note_step(UndoStep(files=(FileStep("restore", deed=deed),)))
        self._restorable = len(files) == len(self._moved)

    def report(self) -> TrashReport:
        return TrashReport(tuple(self._moved), tuple(self._failed), self._restorable)

    def _send(self, path: Path, photo_id: int) -> str:
        """Reason why a file could not be moved, or ""."""
        stamp = system_trash.stamp_of(path)
        reason = _move(path, self._move)
        if not reason:
            self._moved[path] = (photo_id, stamp or (0, 0))
        return reason


def _forget(context: TaskContext, photo: Photo) -> None:
    """Note at once that the file is gone: a cancelled or failing rest changes nothing in that."""

    def note(conn: Connection) -> set[int]:
        photo_files.mark_missing(conn, [photo.id])
        stacks.refresh(conn, [photo.folder_id])
        return duplicates.prune(conn)

    left = context.db.write(note)
    gone = frozenset({photo.id})
    context.publish(ChangeSet(photos=gone | left, removed=gone, searchable=True))


def _move(path: Path, move: Callable[[Path], None]) -> str:
    """Reason why a file could not be moved, or "". Nothing is ever deleted instead."""
    try:
        move(path)
    except OSError as error:
        if error.errno == errno.EROFS:
            return "The disk is read-only."
        if _is_about_trash(error):
            return _NO_TRASH
        if error.errno in (errno.EACCES, errno.EPERM):
            return "PhotoClip is not allowed to move the file to the trash."
        reason = error.strerror or str(error) or type(error).__name__
        return f"The system could not move it to the trash ({reason})."
    return ""


def _is_about_trash(error: OSError) -> bool:
    """Whether the file could be moved, and it is the trash of its disk that is not to be had."""
    if error.filename is None:
        return False
    parts = Path(os.fsdecode(error.filename)).parts
    return any(part.startswith(".Trash") for part in parts)


def _send(path: Path) -> None:
    from send2trash import send2trash  # loads the system's libraries

    send2trash(path)
