"""Giving a photo's file another name: with what belongs to it, all of it or nothing."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Final

from photoclip.catalog import file_deeds, folders, photo_files, photos, xmp_journal
from photoclip.catalog.connection import Connection
from photoclip.catalog.file_deeds import NamedFile
from photoclip.catalog.rows import Photo
from photoclip.changes import ChangeSet
from photoclip.errors import CatalogError, UserError
from photoclip.ingest import stacks
from photoclip.ingest.ignore import Rules
from photoclip.jobs.tasks import file_moves, on_disk
from photoclip.jobs.tasks.context import TaskContext
from photoclip.jobs.tasks.file_moves import is_same
from photoclip.media import caption_text
from photoclip.media.names import new_name
from photoclip.media.sidecar import find_sidecars, sidecar_stamp
from photoclip.paths import display_path
from photoclip.views import FileStep, UndoStep

_OFFLINE: Final = "Its disk is offline; connect it first."
_BUSY: Final = "The library was too busy; try again."
_ATTEMPTS: Final = 5


def rename_photo(context: TaskContext, photo_id: int, typed: str) -> Photo:
    """Rename a photo's file and everything of its shot; the rows stay what they were.

    RAW and JPEG of one shot go together, and so do sidecars and captions that no other
    picture shares. It is on record before the first file moves, so that
    :mod:`photoclip.jobs.tasks.rename_recovery` finishes it after a crash.

    Args:
        context: The library.
        photo_id: The photo.
        typed: Its new name, with or without extension.

    Raises:
        UserError: There is no such photo, the name cannot be, is taken, or the files could
            not be moved; then all of them have the names they had.
    """
    return _rename(context, _Renaming(photo_id, typed))


def name_back(context: TaskContext, step: FileStep) -> Photo:
    """Give a photo, and all of its shot, exactly the names that they had.

    Args:
        context: The library.
        step: What was renamed; the first photo is the one that the user had named.

    Raises:
        UserError: See :func:`rename_photo`; or it has been given yet another name since.
    """
    return _rename(context, _Renaming(step.photos[0], step.names[0], step))


def _rename(context: TaskContext, renaming: _Renaming) -> Photo:
    for _ in range(_ATTEMPTS):
        photo = context.db.write(renaming.begin)
        if not renaming.plan:
            return photo
        context.db.sync()
        try:
            # Inside the transaction: whoever lists the folder meanwhile finds that somebody has
            # looked later, and takes neither the old name for gone nor the new one for new.
            renamed = context.db.write(renaming.run)
        except BaseException:
            renaming.take_back(context)
            raise
        if renamed is not None:
            context.db.note_step(UndoStep(files=(renaming.way_back,)))
            changed = frozenset(renaming.touched)
            context.publish(ChangeSet(photos=changed, searchable=renaming.displaced))
            return renamed
    raise UserError(f"{photo.shown_path} was not renamed: {_BUSY}")


class _Renaming:
    """One renaming.

    Args:
        photo_id: The photo.
        typed: Its new name.
        back: Names that were chosen before, for taking a renaming back.

    Attributes:
        plan: What is to be moved where; nothing where the photo is called so already.
        touched: Photos whose rows it changed.
        displaced: Whether one of them had lost its file before, unnoticed.
        way_back: How to take it back.
    """

    def __init__(self, photo_id: int, typed: str, back: FileStep | None = None) -> None:
        self._photo_id = photo_id
        self._typed = typed
        self._back = back
        self._moved: list[tuple[Path, Path]] = []
        self._shot: list[Photo] = []
        self._names: dict[int, str] = {}
        self._unread: set[int] = set()
        self._deed = 0
        self.plan: list[tuple[Path, Path]] = []
        self.touched: set[int] = set()
        self.displaced = False

    @property
    def way_back(self) -> FileStep:
        return FileStep(
            "rename",
            photos=tuple(each.id for each in self._shot),
            names=tuple(each.name for each in self._shot),
            now=tuple(self._names[each.id] for each in self._shot),
        )

    def begin(self, conn: Connection) -> Photo:
        """Check that it can be done, and put it on record; moves nothing."""
        photo = photos.get(conn, self._photo_id)
        if photo is None:
            raise UserError(f"There is no photo number {self._photo_id} in the library.")
        name = self._typed if self._back else new_name(photo.name, self._typed)
        if name == photo.name:
            self.plan = []
            return photo
        self._check_place(conn, photo, name)
        self._shot = _shot(conn, photo)
        for each in self._shot:
            reason = on_disk.reason_against(each)
            if reason:
                raise UserError(f"{each.shown_path} was not renamed: {reason}")
        self._names = {each.id: self._name_of(each, photo, name) for each in self._shot}
        # What other programs wrote beside them is still to be read, under the new name.
        self._unread = {
            each.id for each in self._shot if sidecar_stamp(each.path) != each.sidecar_mtime
        }
        self.plan = self._planned()
        self._deed = file_deeds.begin_rename(conn, photo.folder_id, self._noted())
        return photo

    def run(self, conn: Connection) -> Photo | None:
        """Move the files and say so in their rows; None if it is not on record any more."""
        # Another process, just started, may have taken it for one that a crash has left.
        if not file_deeds.end_rename(conn, self._deed):
            return None
        self._move()
        named = [(each, self._names[each.id], each.id in self._unread) for each in self._shot]
        self.displaced = note_names(conn, named, self._moved, self.touched)
        found = photos.get(conn, self._photo_id)
        assert found is not None
        return found

    def _name_of(self, each: Photo, photo: Photo, name: str) -> str:
        """New name of a file of the shot: each keeps its own extension."""
        if self._back and each.id in self._back.photos:
            place = self._back.photos.index(each.id)
            if each.name != self._back.now[place]:
                raise UserError(
                    f"{each.shown_path} has been renamed since, so it keeps the name it has."
                )
            return self._back.names[place]
        return name if each.id == photo.id else Path(name).stem + each.path.suffix

    def _noted(self) -> list[NamedFile]:
        noted = []
        for (old, new), photo in zip_longest(self.plan, self._shot):
            try:
                status = old.stat()
            except OSError as error:
                raise _refused(old, error) from error
            photo_id = None if photo is None else photo.id
            noted.append(
                NamedFile(old.name, new.name, status.st_size, status.st_mtime_ns, photo_id)
            )
        return noted

    def _check_place(self, conn: Connection, photo: Photo, name: str) -> None:
        root = folders.root_by_id(conn, photo.root_id)
        assert root is not None
        if root.state != "online":
            raise UserError(f"{photo.shown_path} was not renamed: {_OFFLINE}")
        rel = os.fsencode(photo.path.with_name(name).relative_to(root.path).as_posix())
        if Rules.of(root, folders.roots(conn)).skips(rel, folder=False):
            raise UserError(
                f"“{name}” is among what is skipped in the folder {display_path(root.path)}, so "
                "the photo would leave the library; choose another name."
            )

    def _planned(self) -> list[tuple[Path, Path]]:
        """What is to be moved where; refuses what would touch other files."""
        photos_ = [each.path for each in self._shot]
        try:
            beside = [*on_disk.own_sidecars(photos_), *on_disk.own_captions(photos_)]
            others = on_disk.other_pictures(photos_[0].parent, photos_)
        except OSError as error:
            raise _refused(photos_[0], error) from error
        plan = [(each.path, each.path.with_name(self._names[each.id])) for each in self._shot]
        stems = {old.stem.casefold(): new.stem for old, new in plan}
        wholes = {old.name.casefold(): new.name for old, new in plan}
        for each in beside:
            base = wholes.get(each.stem.casefold()) or stems[each.stem.casefold()]
            plan.append((each, each.with_name(base + each.suffix)))
        for old, new in plan:
            if os.path.lexists(new) and not is_same(old, new):
                raise UserError(f"{display_path(new)} exists already; choose another name.")
        self._refuse_strangers(plan[: len(photos_)], plan[len(photos_) :], others)
        return plan

    def _refuse_strangers(
        self,
        pictures: Sequence[tuple[Path, Path]],
        beside: Sequence[tuple[Path, Path]],
        others: Sequence[Path],
    ) -> None:
        """Neither may a photo come to another's sidecar, nor its own to another photo."""
        ours = [old for old, _ in beside]
        for _, new in pictures:
            texts = [text for text, _ in caption_text.find_texts(new)]
            for found in (*find_sidecars(new), *texts):
                if not any(is_same(found, each) for each in ours):
                    raise UserError(
                        f"{display_path(found)} lies there already and would count as this "
                        "photo's; choose another name."
                    )
        for _, new in beside:
            if not on_disk.belongs_to_none(new, others):
                raise UserError(
                    f"Another picture is called like that, and {display_path(new)} would count "
                    "as its as well; choose another name."
                )

    def _move(self) -> None:
        for old, new in self.plan:
            try:
                file_moves.move_file(old, new)
            except OSError as error:
                raise _refused(old, error) from error
            self._moved.append((old, new))

    def take_back(self, context: TaskContext) -> None:
        """Give all that was moved its old name again."""
        try:
            # Inside a transaction, lest another process finishes it at the same time.
            stuck = context.db.write(self._take_back)
        except CatalogError:
            # It stays on record; the next scan finds that all is as it was.
            stuck = self._move_back()
        if stuck is not None:
            left, error = stuck
            raise UserError(
                f"The photo was not renamed, but {display_path(left)} could not get its old name "
                f"back ({_reason(error)}); the next scan tries it again."
            ) from error

    def _take_back(self, conn: Connection) -> tuple[Path, OSError] | None:
        if not file_deeds.is_begun(conn, self._deed):
            return None  # what a crash of ours would have left is finished already
        stuck = self._move_back()
        if stuck is None:
            file_deeds.end_rename(conn, self._deed)
        else:
            file_deeds.note_taking_back(conn, self._deed)
        return stuck

    def _move_back(self) -> tuple[Path, OSError] | None:
        stuck: tuple[Path, OSError] | None = None
        while self._moved:
            old, new = self._moved.pop()
            try:
                file_moves.move_file(new, old)
            except OSError as error:
                stuck = (new, error)
        return stuck


def note_names(
    conn: Connection,
    named: Sequence[tuple[Photo, str, bool]],
    moved: Iterable[tuple[Path, Path]],
    touched: set[int],
) -> bool:
    """Say in the rows of one folder that their files have other names.

    Args:
        conn: The writer.
        named: Each photo as it was, its new name, and whether its sidecars are to be read.
        moved: Paths before and after, of all files.
        touched: Gets the ids of photos whose rows were changed.

    Returns:
        Whether another row had such a name, whose file must have been gone before, unnoticed.
    """
    displaced = False
    for each, new, unread in named:
        name = os.fsencode(new)
        lost = photo_files.drop_name(conn, each.folder_id, name, than=each.id)
        displaced |= bool(lost)
        touched |= {each.id, *lost}
        stamp = sidecar_stamp(each.path.with_name(new))
        photo_files.rename(conn, each.id, name, sidecar=stamp, unread=unread)
    for old, new_path in moved:
        xmp_journal.follow(conn, old, new_path)
    for folder in {each.folder_id for each, _, _ in named}:
        stacks.refresh(conn, [folder])
        _, not_photos, error = folders.scan_state(conn, folder)
        folders.mark_scanned(
            conn, folder, scanned_at=time.time_ns(), not_photos=not_photos, error=error
        )
    return displaced


def _shot(conn: Connection, photo: Photo) -> list[Photo]:
    """The photo, then the other files of its shot: RAW and JPEG under one name."""
    others = photos.stack_of(conn, photo.id)
    stem = photo.path.stem.casefold()
    return [photo, *(each for each in others if each.path.stem.casefold() == stem)]


def _refused(path: Path, error: OSError) -> UserError:
    return UserError(f"{display_path(path)} was not renamed ({_reason(error)}); nothing changed.")


def _reason(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "PhotoClip may not write to its folder"
    return error.strerror or type(error).__name__
