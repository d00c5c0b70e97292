"""Taking photos out of the library: copies of the originals, or a list."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from photoclip.catalog import lookup, photos
from photoclip.catalog.rows import Photo
from photoclip.errors import UserError
from photoclip.ingest.roots import folder_holding
from photoclip.jobs.job import Job, Progress
from photoclip.jobs.tasks.context import TaskContext
from photoclip.jobs.tasks.lists import part_name, write_list
from photoclip.media.sidecar import find_sidecars
from photoclip.paths import display_path
from photoclip.reports import ExportReport
from photoclip.results import SearchHit

Kind = Literal["copy", "csv", "json"]

EVERYTHING: Final = 2**31 - 1
"""Limit of a search that is to give all that fits."""

_SPARE_BYTES: Final = 16 * 2**20
_ENDS: Final = (".xmp", ".XMP")


def export(
    context: TaskContext,
    find: Callable[[], Sequence[SearchHit]],
    dest: Path,
    *,
    kind: Kind = "copy",
) -> Job[ExportReport]:
    """Write photos to ``dest``; the originals are only read.

    Args:
        context: The library.
        find: Gives the photos: runs a query, or looks up those that were named.
        dest: A folder (made if needed) for copies, or a new file for a list.
        kind: ``"copy"``, ``"csv"`` or ``"json"``.

    Raises:
        UserError: The place cannot be used, or has too little room.
    """
    target = dest.expanduser().resolve()
    yield Progress("Preparing")
    if kind != "copy":
        _check_file(target)
        hits = find()
        return (yield from write_list(context, hits, target, kind=kind))
    _check_folder(context, target)
    hits = find()
    with context.db.read() as conn:
        found = photos.get_many(conn, [hit.photo_id for hit in hits])
    return (yield from _Copies(found, target).run())


def named(context: TaskContext, photo_ids: Sequence[int]) -> Callable[[], Sequence[SearchHit]]:
    """Photos that a user named, in the form that a query gives them; each has the score 1.

    Raises:
        UserError: There is no such photo, told when they are looked up.
    """

    def find() -> list[SearchHit]:
        wanted = list(dict.fromkeys(photo_ids))
        with context.db.read() as conn:
            unknown = lookup.first_unknown(conn, wanted)
            found = photos.get_many(conn, wanted)
        if unknown is not None:
            raise UserError(f"There is no photo number {unknown} in the library.")
        return [SearchHit(photo.id, photo.path, 1.0, "likely") for photo in found]

    return find


def _check_file(dest: Path) -> None:
    if dest.is_dir():
        raise UserError(f"{display_path(dest)} is a folder; name a file for the list.")
    if os.path.lexists(dest):
        raise UserError(f"{display_path(dest)} exists already; choose another name.")
    if not dest.parent.is_dir():
        raise UserError(f"The folder {display_path(dest.parent)} does not exist.")


def _check_folder(context: TaskContext, dest: Path) -> None:
    if dest.exists() and not dest.is_dir():
        raise UserError(f"{display_path(dest)} is a file; name a folder for the copies.")
    root = folder_holding(context.db, dest)
    if root is not None:
        raise UserError(
            f"{display_path(dest)} lies in the folder {display_path(root.path)} of this library, "
            "where the copies would be indexed again; choose a place outside."
        )
    if dest.is_relative_to(context.paths.root.resolve()):
        raise UserError(
            f"{display_path(dest)} lies in PhotoClip's own folder; choose another place."
        )


@dataclass(frozen=True, slots=True)
class _Source:
    """A photo to copy, with its sidecars."""

    photo: Photo
    size: int
    sidecars: tuple[Path, ...]


@dataclass
class _Copies:
    """One export of copies."""

    found: Sequence[Photo]
    dest: Path
    copied: int = 0
    sidecars: int = 0
    renamed: int = 0
    failed: list[tuple[Path, str]] = field(default_factory=list)

    def run(self) -> Job[ExportReport]:
        sources: list[_Source] = []
        for at, photo in enumerate(self.found):
            sources += self._look(photo)
            if at % 256 == 0:
                yield Progress("Preparing", at, len(self.found))
        _check_room(self.dest, sources)
        try:
            self.dest.mkdir(parents=True, exist_ok=True)
            names = _Names(self.dest)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise UserError(
                f"The folder {display_path(self.dest)} cannot be used ({reason})."
            ) from error
        for source in sources:
            yield Progress("Copying", self.copied, len(sources))
            self._copy(source, names)
        yield Progress("Copying", self.copied, len(sources))
        return ExportReport(self.dest, self.copied, self.sidecars, self.renamed, tuple(self.failed))

    def _look(self, photo: Photo) -> Iterator[_Source]:
        try:
            size = photo.path.stat().st_size
        except OSError as error:
            self.failed.append((photo.path, _reason(error)))
            return
        yield _Source(photo, size, find_sidecars(photo.path))

    def _copy(self, source: _Source, names: _Names) -> None:
        path = source.photo.path
        stem, number = path.stem, 1
        while not names.take(source, stem):
            number += 1
            stem = f"{path.stem} ({number})"
        try:
            _copy_file(path, self.dest / (stem + path.suffix))
        except OSError as error:
            self.failed.append((path, _reason(error)))
            return
        self.copied += 1
        self.renamed += number > 1
        for sidecar in source.sidecars:
            target = self.dest / _sidecar_name(sidecar, path, stem)
            if names.is_written(sidecar, target):
                continue
            try:
                _copy_file(sidecar, target)
            except OSError as error:
                self.failed.append((sidecar, _reason(error)))
                continue
            names.note(sidecar, target)
            self.sidecars += 1


class _Names:
    """Which names in the folder are taken, and by whom.

    ``a.xmp`` speaks for every picture named ``a``, so a copy must neither come to lie beside
    a sidecar of another photo nor bring one to another photo.
    """

    def __init__(self, dest: Path) -> None:
        self._dest = dest
        self._owners: dict[str, set[Path | None]] = {}
        for each in dest.iterdir():
            self._owners.setdefault(each.stem.casefold(), set()).add(None)
        self._sidecars: dict[str, Path] = {}

    def take(self, source: _Source, stem: str) -> bool:
        """Claim a stem for a photo; False if any of its files would be in another's way."""
        path = source.photo.path
        name = stem + path.suffix
        if os.path.lexists(self._dest / name):
            return False
        wanted = {
            _sidecar_name(sidecar, path, stem).casefold(): sidecar for sidecar in source.sidecars
        }
        for target in (self._dest / (base + end) for base in (stem, name) for end in _ENDS):
            owner = wanted.get(target.name.casefold())
            if os.path.lexists(target) and not (owner and self.is_written(owner, target)):
                return False
        shot = path.with_suffix("")
        owners = self._owners.setdefault(stem.casefold(), set())
        shared = any(Path(each).stem == stem.casefold() for each in wanted)
        if shared and owners - {shot}:
            return False
        owners.add(shot)
        return True

    def is_written(self, sidecar: Path, target: Path) -> bool:
        """Whether this run has copied this sidecar there, for another picture of the shot."""
        return self._sidecars.get(target.name.casefold()) == sidecar

    def note(self, sidecar: Path, target: Path) -> None:
        """Remember a copied sidecar."""
        self._sidecars[target.name.casefold()] = sidecar


def _sidecar_name(sidecar: Path, photo: Path, stem: str) -> str:
    """Name of a sidecar's copy beside a photo whose copy has another stem."""
    return stem + sidecar.name[len(photo.stem) :]


def _check_room(dest: Path, sources: Sequence[_Source]) -> None:
    need = sum(source.size for source in sources) + _SPARE_BYTES
    there = next(folder for folder in (dest, *dest.parents) if folder.exists())
    try:
        free = shutil.disk_usage(there).free
    except OSError:
        return  # some network drives do not tell; the copying will
    if need > free:
        raise UserError(
            f"The copies need {need / 1e6:,.0f} MB, and {display_path(dest)} has room for "
            f"{free / 1e6:,.0f} MB; choose another place."
        )


def _copy_file(source: Path, target: Path) -> None:
    """Copy a file with its time; under its name there is the whole of it or nothing."""
    part = part_name(target)
    try:
        with source.open("rb") as reading, part.open("wb") as writing:
            before = os.fstat(reading.fileno())
            shutil.copyfileobj(reading, writing, 2**20)
            after = os.fstat(reading.fileno())
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
            raise OSError(0, "it was being written to")
        with suppress(OSError):  # not every disk keeps times
            os.utime(part, ns=(after.st_atime_ns, after.st_mtime_ns))
        _publish(part, target)
    finally:
        part.unlink(missing_ok=True)


def _publish(part: Path, target: Path) -> None:
    """Give a finished file its name, unless somebody has taken that meanwhile."""
    try:
        target.hardlink_to(part)
    except FileExistsError:
        raise
    except OSError:  # FAT and many shares have no hard links
        if os.path.lexists(target):
            raise FileExistsError(17, "a file of that name has appeared") from None
        part.replace(target)


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return "The file is not there; its disk may be offline, or a scan is due."
    if isinstance(error, PermissionError):
        return "PhotoClip is not allowed to read or write it."
    return f"It could not be copied ({error.strerror or type(error).__name__})."
