"""Finishing what a crash has left of a rename, or taking it back; never over another file.

A rename moves the photo first. If that has its new name, the rest follows, unless a name has
been taken meanwhile: then all goes back. Where neither can be done wholly, each file stays where
it can be, and the rows follow the photos.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial
from pathlib import Path

from photoclip.catalog import file_deeds, folders, photos
from photoclip.catalog.connection import Connection
from photoclip.catalog.file_deeds import NamedFile, Rename
from photoclip.changes import ChangeSet
from photoclip.ingest.roots import root_problem
from photoclip.jobs.tasks import file_moves
from photoclip.jobs.tasks.context import TaskContext
from photoclip.jobs.tasks.file_moves import is_same


class _At(Enum):
    """Where a file stands between its two names."""

    OLD = "old"
    NEW = "new"
    BOTH = "both"
    """One file under both names: the crash came between the two halves of a move."""
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class _Stand:
    """One file and where it stands."""

    old: Path
    new: Path
    at: _At
    photo_id: int | None

    def may_go(self, *, forward: bool) -> bool:
        """Whether it is under the wanted name, or can get it without touching another file."""
        if self.at in {_At.GONE, _At.BOTH} or self.at is (_At.NEW if forward else _At.OLD):
            return True
        here, there = (self.old, self.new) if forward else (self.new, self.old)
        return not os.path.lexists(there) or is_same(here, there)

    def go(self, *, forward: bool) -> Path | None:
        """Move it there if it may go, and say where it is then; None if it is nowhere."""
        if self.at is _At.GONE:
            return None
        here, there = (self.old, self.new) if forward else (self.new, self.old)
        if self.at is _At.BOTH:
            here.unlink()
            return there
        if self.at is (_At.NEW if forward else _At.OLD):
            return there
        if not self.may_go(forward=forward):
            return here
        file_moves.move_file(here, there)
        return there


def recover_renames(context: TaskContext) -> int:
    """Finish or take back every rename that a process left when it ended.

    One that another process is in the middle of is waited for: it holds the catalog. What lies
    on a disk that is away is left for the next time.

    Returns:
        How many there were, those of disks that are away not counted.
    """
    with context.db.read() as conn:
        if not file_deeds.is_renaming(conn):
            return 0
        begun = file_deeds.renames(conn)
    done = 0
    for each in begun:
        touched: set[int] = set()
        try:
            done += context.db.write(partial(_recover, rename=each, touched=touched))
        except OSError:
            continue  # neither worse than before nor forgotten
        context.publish(ChangeSet(photos=frozenset(touched), searchable=bool(touched)))
    return done


def _recover(conn: Connection, rename: Rename, touched: set[int]) -> bool:
    """Do that for one; False if nothing can be known about it now."""
    if not file_deeds.is_begun(conn, rename.deed):
        return False
    folder = _folder(conn, rename.folder_id)
    if folder is None:
        return False
    stands = _stands(folder, rename.files)
    begun = stands[0].at in {_At.NEW, _At.BOTH}
    if begun or (rename.taking_back and stands[0].at is _At.OLD):
        forward = not rename.taking_back
        if not _may_all_go(stands, forward=forward) and _may_all_go(stands, forward=not forward):
            forward = not forward
        placed = [(each, each.go(forward=forward)) for each in stands]
        _note(conn, placed, touched)
    file_deeds.end_rename(conn, rename.deed)
    return True


def _may_all_go(stands: Sequence[_Stand], *, forward: bool) -> bool:
    return all(each.may_go(forward=forward) for each in stands)


def _folder(conn: Connection, folder_id: int) -> Path | None:
    """The folder; None if its disk is away, or another one is in its place."""
    root_id, path = folders.place_of(conn, folder_id)
    root = folders.root_by_id(conn, root_id)
    if root is None or root_problem(root, has_photos=True) is not None:
        return None
    return path


def _stands(folder: Path, files: Sequence[NamedFile]) -> list[_Stand]:
    try:
        # Not by asking for each: where case does not count, both names would be there.
        names = {each.name for each in folder.iterdir()}
    except FileNotFoundError:
        names = set[str]()
    found: list[_Stand] = []
    for each in files:
        old, new = folder / each.old, folder / each.new
        # Of the photo it must be sure that it is the one; the others went after it.
        at = _look(old, new, names, each, surely=not found)
        found.append(_Stand(old, new, at, each.photo_id))
    return found


def _look(old: Path, new: Path, names: set[str], file: NamedFile, *, surely: bool) -> _At:
    at_old = old.name in names and (not surely or _is(old, file))
    at_new = new.name in names and (not surely or _is(new, file))
    if at_old and at_new:
        if os.path.samestat(old.lstat(), new.lstat()):
            return _At.BOTH
        # One of them is a stranger: the one that does not look like ours.
        if _is(old, file) or not _is(new, file):
            return _At.OLD
        return _At.NEW
    if at_old or at_new:
        return _At.OLD if at_old else _At.NEW
    return _At.GONE


def _is(path: Path, file: NamedFile) -> bool:
    try:
        status = path.stat()
    except OSError:
        return False
    return (status.st_size, status.st_mtime_ns) == (file.size, file.mtime_ns)


def _note(
    conn: Connection, placed: Sequence[tuple[_Stand, Path | None]], touched: set[int]
) -> None:
    """Have the rows follow their files."""
    # Here and not above: hardly ever is there anything to mend, and reading sidecars loads much.
    from photoclip.jobs.tasks.renaming import note_names

    named = []
    for each, path in placed:
        photo = None if each.photo_id is None else photos.get(conn, each.photo_id)
        # A scan of an older PhotoClip may have found it; what it found is for the next scan.
        known = photo is not None and photo.path in {each.old, each.new}
        if photo is not None and known and path is not None:
            named.append((photo, path.name, True))
    moved = [(each.old, path) for each, path in placed if path is not None and path != each.old]
    note_names(conn, named, moved, touched)
