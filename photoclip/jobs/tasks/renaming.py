"""Giving a photo's file another name: with what belongs to it, all of it or nothing."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from photoclip.catalog import folders, photo_files, photos, xmp_journal
from photoclip.catalog.connection import Connection
from photoclip.catalog.rows import Photo
from photoclip.changes import ChangeSet
from photoclip.errors import UserError
from photoclip.ingest import stacks
from photoclip.ingest.ignore import Rules
from photoclip.jobs.tasks import on_disk
from photoclip.jobs.tasks.context import TaskContext
from photoclip.media import caption_text
from photoclip.media.names import new_name
from photoclip.media.sidecar import find_sidecars, sidecar_stamp
from photoclip.paths import display_path

_OFFLINE: Final = "Its disk is offline; connect it first."


def rename_photo(context: TaskContext, photo_id: int, typed: str) -> Photo:
    """Rename a photo's file and everything of its shot; the rows stay what they were.

    RAW and JPEG of one shot go together, and so do sidecars and captions that no other
    picture shares.

    Args:
        context: The library.
        photo_id: The photo.
        typed: Its new name, with or without extension.

    Raises:
        UserError: There is no such photo, the name cannot be, is taken, or the files could
            not be moved; then all of them have the names they had.
    """
    renaming = _Renaming(photo_id, typed)
    try:
        # Inside the transaction: whoever lists the folder meanwhile finds that somebody has
        # looked later, and takes neither the old name for gone nor the new one for new.
        renamed = context.db.write(renaming.run)
    except BaseException:
        renaming.take_back()
        raise
    context.publish(ChangeSet(photos=frozenset(renaming.touched), searchable=renaming.displaced))
    return renamed


class _Renaming:
    """One renaming.

    Attributes:
        touched: Photos whose rows it changed.
        displaced: Whether one of them had lost its file before, unnoticed.
    """

    def __init__(self, photo_id: int, typed: str) -> None:
        self._photo_id = photo_id
        self._typed = typed
        self._moved: list[tuple[Path, Path]] = []
        self.touched: set[int] = set()
        self.displaced = False

    def run(self, conn: Connection) -> Photo:
        photo = photos.get(conn, self._photo_id)
        if photo is None:
            raise UserError(f"There is no photo number {self._photo_id} in the library.")
        name = new_name(photo.name, self._typed)
        if name == photo.name:
            return photo
        self._check_place(conn, photo, name)
        shot = _shot(conn, photo)
        for each in shot:
            reason = on_disk.reason_against(each)
            if reason:
                raise UserError(f"{each.shown_path} was not renamed: {reason}")
        names = {each.id: _name_of(each, photo, name) for each in shot}
        # What other programs wrote beside them is still to be read, under the new name.
        unread = {each.id for each in shot if sidecar_stamp(each.path) != each.sidecar_mtime}
        self._move([*self._plan(shot, names)])
        self._note(conn, shot, names, unread)
        found = photos.get(conn, photo.id)
        assert found is not None
        return found

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

    def _plan(self, shot: Sequence[Photo], names: dict[int, str]) -> list[tuple[Path, Path]]:
        """What is to be moved where; refuses what would touch other files."""
        photos_ = [each.path for each in shot]
        try:
            beside = [*on_disk.own_sidecars(photos_), *on_disk.own_captions(photos_)]
            others = on_disk.other_pictures(photos_[0].parent, photos_)
        except OSError as error:
            raise _refused(photos_[0], error) from error
        plan = [(each.path, each.path.with_name(names[each.id])) for each in shot]
        stems = {old.stem.casefold(): new.stem for old, new in plan}
        wholes = {old.name.casefold(): new.name for old, new in plan}
        for each in beside:
            base = wholes.get(each.stem.casefold()) or stems[each.stem.casefold()]
            plan.append((each, each.with_name(base + each.suffix)))
        for old, new in plan:
            if os.path.lexists(new) and not _is_same(old, new):
                raise UserError(f"{display_path(new)} exists already; choose another name.")
        self._refuse_strangers(plan[: len(shot)], plan[len(shot) :], others)
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
                if not any(_is_same(found, each) for each in ours):
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

    def _move(self, plan: Sequence[tuple[Path, Path]]) -> None:
        for old, new in plan:
            try:
                _move_file(old, new)
            except OSError as error:
                raise _refused(old, error) from error
            self._moved.append((old, new))

    def take_back(self) -> None:
        """Give all that was moved its old name again."""
        stuck: OSError | None = None
        while self._moved:
            old, new = self._moved.pop()
            try:
                _move_file(new, old)
            except OSError as error:
                stuck = error
                left = new
        if stuck is not None:
            raise UserError(
                f"The photo was not renamed, but {display_path(left)} could not get its old name "
                f"back ({_reason(stuck)}); rename it by hand, then scan."
            ) from stuck

    def _note(
        self, conn: Connection, shot: Sequence[Photo], names: dict[int, str], unread: set[int]
    ) -> None:
        for each in shot:
            name = os.fsencode(names[each.id])
            lost = photo_files.drop_name(conn, each.folder_id, name, than=each.id)
            self.displaced |= bool(lost)
            self.touched |= {each.id, *lost}
            stamp = sidecar_stamp(each.path.with_name(names[each.id]))
            photo_files.rename(conn, each.id, name, sidecar=stamp, unread=each.id in unread)
        for old, new in self._moved:
            xmp_journal.follow(conn, old, new)
        folder = shot[0].folder_id
        stacks.refresh(conn, [folder])
        _, not_photos, error = folders.scan_state(conn, folder)
        folders.mark_scanned(
            conn, folder, scanned_at=time.time_ns(), not_photos=not_photos, error=error
        )


def _shot(conn: Connection, photo: Photo) -> list[Photo]:
    """The photo, then the other files of its shot: RAW and JPEG under one name."""
    others = photos.stack_of(conn, photo.id)
    stem = photo.path.stem.casefold()
    return [photo, *(each for each in others if each.path.stem.casefold() == stem)]


def _name_of(each: Photo, photo: Photo, name: str) -> str:
    """New name of a file of the shot: each keeps its own extension."""
    return name if each.id == photo.id else Path(name).stem + each.path.suffix


def _move_file(old: Path, new: Path) -> None:
    """Rename a file, never over another one, whatever appears there meanwhile."""
    if os.name == "nt" or _is_same(old, new) or old.is_symlink():
        old.rename(new)  # on Windows this never replaces a file
        return
    try:
        os.link(old, new)
    except FileExistsError:
        raise
    except OSError:  # FAT and many shares have no hard links
        if os.path.lexists(new):
            raise FileExistsError(17, "a file of that name has appeared") from None
        old.rename(new)
        return
    try:
        old.unlink()
    except OSError:
        with suppress(OSError):
            new.unlink()
        raise


def _is_same(one: Path, other: Path) -> bool:
    """Whether two names are one file: where case does not count."""
    if one.name.casefold() != other.name.casefold():
        return False
    try:
        return one.samefile(other)
    except OSError:
        return False


def _refused(path: Path, error: OSError) -> UserError:
    return UserError(f"{display_path(path)} was not renamed ({_reason(error)}); nothing changed.")


def _reason(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "PhotoClip may not write to its folder"
    return error.strerror or type(error).__name__
