"""Bringing photos back from the system's trash, and every other way back of deeds on files."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from photoclip.catalog import file_deeds, folders, photos
from photoclip.catalog.file_deeds import TrashedFile
from photoclip.catalog.rows import Photo, Root
from photoclip.changes import ChangeSet
from photoclip.errors import UserError
from photoclip.ingest.reconcile import reconcile
from photoclip.ingest.roots import check_root
from photoclip.jobs.tasks import on_disk, system_trash
from photoclip.jobs.tasks.context import TaskContext
from photoclip.jobs.tasks.renaming import name_back
from photoclip.jobs.tasks.trash import trash_photos
from photoclip.media.formats import kind_of
from photoclip.paths import display_path
from photoclip.reports import RestoreReport, TrashedPhoto
from photoclip.views import FileStep, UndoStep

_EMPTIED: Final = "It is not in the trash any more."
_TAKEN: Final = "Another file lies in its place; it stays in the trash."
_ALONE: Final = "Its photo is not there; it stays in the trash."
_ELSEWHERE: Final = "Its photo lies elsewhere by now; it stays in the trash."
_SHARED: Final = "Another picture is called like that by now; it stays in the trash."
_FORBIDDEN: Final = "PhotoClip may not write to its folder; it stays in the trash."


def in_trash(context: TaskContext) -> list[TrashedPhoto]:
    """Photos that can be brought back, what was moved last first."""
    with context.db.read() as conn:
        files = file_deeds.trashed(conn)
    found = []
    for photo_id, group in _latest(files).items():
        there = [each for each in group if each.trashed.exists()]
        pictures = [each for each in there if _is_picture(each)]
        if pictures:
            found.append(TrashedPhoto(photo_id, pictures[0].path, len(there) - 1))
    return found


def restore(context: TaskContext, photo_ids: Iterable[int] | None = None) -> RestoreReport:
    """Bring photos back to their places, with the sidecars that went with them.

    Their rows are what they were: tags, albums, captions and stars are there again. Nothing
    that lies in their places now is touched.

    Args:
        context: The library.
        photo_ids: Photos that were moved to the trash; those that were moved last if None.

    Raises:
        UserError: There is nothing, or one of them is not, in the trash.
    """
    with context.db.read() as conn:
        if photo_ids is None:
            files = file_deeds.trashed(conn, deed=file_deeds.last_trashing(conn))
        else:
            latest = _latest(file_deeds.trashed(conn))
            wanted = list(dict.fromkeys(photo_ids))
            unknown = next((each for each in wanted if each not in latest), None)
            if unknown is not None:
                raise UserError(f"Photo number {unknown} is not in the trash, as far as is known.")
            files = [each for photo_id in wanted for each in latest[photo_id]]
    if not files:
        raise UserError("PhotoClip has moved nothing to the trash that it could bring back.")
    return _restore(context, files)


def take_back(context: TaskContext, step: FileStep) -> None:
    """Take one deed on files back; what takes this back in turn is recorded.

    Raises:
        UserError: It cannot be done, or not wholly; says what and why.
    """
    if step.kind == "rename":
        name_back(context, step)
    elif step.kind == "trash":
        trashed = trash_photos(context, step.photos)
        if trashed.failed:
            path, reason = trashed.failed[0]
            raise UserError(
                f"Not all went to the trash again; {display_path(path)} stayed: {reason}"
            )
    else:
        with context.db.read() as conn:
            files = file_deeds.trashed(conn, deed=step.deed)
        if not files:
            raise UserError("The photos are not in the trash any more.")
        failed = _restore(context, files).failed
        if failed:
            path, reason = failed[0]
            raise UserError(f"Not all came back; {display_path(path)} did not: {reason}")


def _restore(context: TaskContext, files: Sequence[TrashedFile]) -> RestoreReport:
    with context.db.read() as conn:
        wanted = dict.fromkeys(each.photo_id for each in files)
        known = {each.id: each for each in photos.get_many(conn, wanted)}
        roots = {each.root_id: folders.root_by_id(conn, each.root_id) for each in known.values()}
    online = {root.id: root for root in roots.values() if root is not None}
    away = {root_id: check_root(context.db, root) for root_id, root in online.items()}
    back: list[TrashedFile] = []
    failed: list[tuple[Path, str]] = []
    gone: list[int] = []
    of_photo: dict[int, list[TrashedFile]] = {}
    for each in files:
        of_photo.setdefault(each.photo_id, []).append(each)
    for photo_id, photo in known.items():
        together: list[TrashedFile] = []
        for each in of_photo[photo_id]:
            # Its root may be called otherwise by now: the row knows where it lies.
            here = replace(each, path=photo.path.with_name(each.path.name))
            reason = away[photo.root_id] or _reason_against(here, photo, together)
            reason = reason or _bring_back(here)
            if reason:
                failed.append((here.path, reason))
            else:
                together.append(here)
            if reason in {"", _EMPTIED}:
                gone.append(each.id)
            if reason and _is_picture(each):
                break  # its sidecars would come to whatever lies there
        back += together
    context.db.write(lambda conn: file_deeds.forget_trashed(conn, gone))
    _look_again(context, [known[each.photo_id] for each in back], online)
    ids = tuple(each.photo_id for each in back if _is_picture(each))
    if ids:
        context.db.note_step(UndoStep(files=(FileStep("trash", photos=ids),)))
    return RestoreReport(ids, tuple(each.path for each in back), tuple(failed))


def _reason_against(file: TrashedFile, photo: Photo, back: Sequence[TrashedFile]) -> str:
    """Why a file is not to come back, or ""."""
    if _is_picture(file):
        return "" if file.path == photo.path else _ELSEWHERE
    if not any(_is_picture(each) for each in back) and on_disk.reason_against(photo):
        return _ALONE
    try:
        others = on_disk.other_pictures(file.path.parent, [photo.path])
    except OSError:
        return _ALONE
    return "" if on_disk.belongs_to_none(file.path, others) else _SHARED


def _bring_back(file: TrashedFile) -> str:
    """Reason why a file stays in the trash, or ""."""
    stamp = (file.size, file.mtime_ns)
    if system_trash.stamp_of(file.trashed) != stamp:
        # Somebody may have brought it back otherwise.
        return "" if system_trash.stamp_of(file.path) == stamp else _EMPTIED
    try:
        file.path.parent.mkdir(parents=True, exist_ok=True)
        system_trash.bring_back(file.trashed, file.path)
    except FileExistsError:
        return _TAKEN
    except PermissionError:
        return _FORBIDDEN
    except OSError as error:
        return f"It stays in the trash ({error.strerror or type(error).__name__})."
    return ""


def _look_again(context: TaskContext, back: Sequence[Photo], roots: dict[int, Root]) -> None:
    """Have the rows know that their files are there: what came back is what it was."""
    looked: set[tuple[int, bytes]] = set()
    for photo in back:
        root = roots[photo.root_id]
        rel = photo.path.parent.relative_to(root.path).as_posix()
        place = (root.id, b"" if rel == "." else os.fsencode(rel))
        if place not in looked:
            looked.add(place)
            context.publish(reconcile(context.db, root, place[1]).changes)
    context.publish(ChangeSet(added=frozenset(photo.id for photo in back)))


def _latest(files: Iterable[TrashedFile]) -> dict[int, list[TrashedFile]]:
    """Of each photo what was moved to the trash together last; files come latest first."""
    found: dict[int, list[TrashedFile]] = {}
    for each in files:
        group = found.setdefault(each.photo_id, [])
        if not group or group[0].deed == each.deed:
            group.append(each)
    return found


def _is_picture(file: TrashedFile) -> bool:
    return kind_of(file.path.name) in on_disk.PICTURES
