"""What is to be written for one photo, compared with what its files say right now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from photoclip.catalog import (
    metadata_conflicts,
    metadata_merge,
    photo_files,
    photos,
    wanted_metadata,
)
from photoclip.catalog.connection import Connection
from photoclip.catalog.database import Database
from photoclip.catalog.wanted_metadata import Wanted
from photoclip.media import caption_text, metadata, sidecar, targets
from photoclip.media.safe_write import NotEmbeddedError, NotWrittenError
from photoclip.media.targets import Loaded, Target
from photoclip.media.tidy import folded_path
from photoclip.media.types import PhotoMetadata
from photoclip.media.xmp_write import DamagedXmpError, XmpEdit, edit_packet
from photoclip.paths import display_path
from photoclip.reports import MetadataChange


@dataclass(frozen=True, slots=True)
class Plan:
    """One file to be written.

    Attributes:
        wanted: The photo and what is wanted of it.
        target: The file.
        loaded: What it held when it was read.
        packet: The XMP it is to hold.
        said: What the photo's files say together once it does; for an embedded packet it
            is to be read again.
        others_stamps: Times of the photo's other sidecars.
        texts_stamps: Times of the caption texts beside it.
        change: The same for people.
    """

    wanted: Wanted
    target: Target
    loaded: Loaded
    packet: bytes
    said: PhotoMetadata
    others_stamps: tuple[int, ...]
    texts_stamps: tuple[int, ...]
    change: MetadataChange


class Planner:
    """Makes plans, one photo after the other.

    What other programs changed in a file since it was last read is taken into the catalog
    first: nothing of theirs is written over unseen.

    Attributes:
        touched: Photos whose tags, stars or captions came in from their files.
        notes: Sentences about files that are special.
    """

    def __init__(self, db: Database) -> None:
        self.touched: set[int] = set()
        self.notes: dict[str, None] = {}
        self._db = db
        self._names = lru_cache(maxsize=64)(_file_names)

    def plan(self, wanted: Wanted) -> Plan | None:
        """What to write for a photo; None if its files say all of it.

        Raises:
            NotWrittenError: It cannot be written; the reason is a sentence.
        """
        photo = wanted.photo
        if not wanted.online or not photo.path.exists():
            raise NotWrittenError(_not_there(wanted))
        stamp = sidecar.sidecar_stamp(photo.path)
        known = stamp == photo.sidecar_mtime and not photo.metadata_due
        if known and wanted.is_said:
            return None
        found = _Found.read(photo.path)
        if wanted.base is None or not known:
            wanted = self._take_in(wanted, found.said, stamp)
        target = targets.choose_target(
            photo.path,
            self._names(photo.path.parent),
            write_to=targets.check_where(wanted.write_to),
        )
        try:
            return self._compare(wanted, target, found)
        except NotEmbeddedError:
            plan = self._compare(wanted, targets.own_sidecar(photo.path), found)
        if plan is not None:
            reason = "takes no metadata without harm; a sidecar holds it instead."
            self.notes[f"{photo.shown_path} {reason}"] = None
        return plan

    def _compare(self, wanted: Wanted, target: Target, found: _Found) -> Plan | None:
        loaded = targets.load(target)
        if sidecar.sidecar_stamp(wanted.photo.path) != wanted.photo.sidecar_mtime:
            # What somebody wrote since it was looked at would pass for a tag removed here.
            raise NotWrittenError(
                f"The sidecar of {wanted.photo.shown_path} was changed by another program at "
                "this very moment; write again."
            )
        edit = XmpEdit(wanted.add, wanted.remove, wanted.description, wanted.stars)
        try:
            packet = edit_packet(loaded.packet, edit)
        except DamagedXmpError as error:
            raise NotWrittenError(
                f"The metadata in {display_path(target.path)} was left alone, because {error}; "
                "repair or remove it first."
            ) from error
        if packet is None or packet is loaded.packet:
            self._agree(wanted, found.said)
            return None
        if target.in_photo and not _is_as_scanned(wanted):
            raise NotWrittenError(
                f"{display_path(target.path)} has changed since the last scan; scan first."
            )
        targets.check_fits(target, loaded, packet)
        if target.note:
            self.notes[target.note] = None
        said, others = found.after(target, packet)
        change = MetadataChange(
            wanted.photo.id, wanted.photo.path, target.path, tuple(lines(loaded.packet, packet))
        )
        return Plan(wanted, target, loaded, packet, said, others, found.texts_stamps, change)

    def _take_in(self, wanted: Wanted, said: PhotoMetadata, stamp: int | None) -> Wanted:
        photo_id = wanted.photo.id
        self.touched.add(photo_id)

        def write(conn: Connection) -> None:
            if photos.get(conn, photo_id) is None:
                raise NotWrittenError(f"{wanted.photo.shown_path} has left the library meanwhile.")
            photo_files.note_sidecar(conn, photo_id, stamp)
            if wanted.base is None:
                metadata_merge.note_refused(conn, photo_id, said)
            photos.apply_metadata(conn, photo_id, said, sidecar_mtime=stamp)

        self._db.write(write)
        with self._db.read() as conn:
            return wanted_metadata.of_photos(conn, [photo_id])[0]

    def _agree(self, wanted: Wanted, said: PhotoMetadata) -> None:
        """Nothing had to be written, but from now on it is known what the files say."""
        if wanted.base is None:
            self._db.write(
                lambda conn: wanted_metadata.note_written(
                    conn, wanted.photo.id, said, caption=wanted.description is not None
                )
            )


@dataclass(frozen=True, slots=True)
class _Found:
    """What a photo's files say, each by itself."""

    path: Path
    from_file: PhotoMetadata
    sidecars: tuple[tuple[Path, int, PhotoMetadata], ...]
    texts_stamps: tuple[int, ...]

    @classmethod
    def read(cls, path: Path) -> _Found:
        return cls(
            path,
            metadata.read_metadata(path, sidecars=False),
            tuple(
                (each, each.stat().st_mtime_ns, sidecar.read_sidecar(each))
                for each in sidecar.find_sidecars(path)
            ),
            tuple(status.st_mtime_ns for _, status in caption_text.find_texts(path)),
        )

    @property
    def said(self) -> PhotoMetadata:
        merged = sidecar.merge(self.from_file, *(meta for _, _, meta in self.sidecars))
        return metadata.with_texts(self.path, merged)

    def after(self, target: Target, packet: bytes) -> tuple[PhotoMetadata, tuple[int, ...]]:
        """What they say once the target holds a packet, and the times of the others."""
        others = [each for each in self.sidecars if each[0] != target.path]
        said = targets.said_by(target, packet, self.from_file, [meta for _, _, meta in others])
        return said, tuple(stamp for _, stamp, _ in others)


def open_conflicts(conn: Connection, wanted: Wanted) -> str:
    """A sentence about fields of a photo that wait for the user; "" if there are none."""
    waiting = metadata_conflicts.waiting(conn, wanted.photo.id)
    if not waiting:
        return ""
    fields = ", ".join(f"“{row.field}”" for row in waiting)
    return (
        f"{wanted.photo.shown_path}: {fields} changed both here and in the file and was left as "
        "it is; see: photoclip tags conflicts"
    )


def lines(before: bytes | None, after: bytes | None) -> Iterator[str]:
    """What differs between two packets, a line for people each."""
    old = sidecar.packet_metadata(before) if before is not None else PhotoMetadata()
    new = sidecar.packet_metadata(after) if after is not None else PhotoMetadata()
    had = {folded_path(path): path for path in old.agreed_keywords}
    has = {folded_path(path): path for path in new.agreed_keywords}
    found = [f"- tag {'/'.join(path)}" for key, path in had.items() if key not in has]
    found += [f"+ tag {'/'.join(path)}" for key, path in has.items() if key not in had]
    for name, one, two in (
        ("caption", _caption(old), _caption(new)),
        ("rating", str(old.rating or ""), str(new.rating or "")),
    ):
        if one != two:
            found += [f"- {name} {one}"] if one else []
            found += [f"+ {name} {two}"] if two else []
    yield from found or ["~ the same, brought in line for other programs"]


def _caption(said: PhotoMetadata) -> str:
    return " ".join(said.captions[0].text.split()) if said.captions else ""


def _not_there(wanted: Wanted) -> str:
    shown = wanted.photo.shown_path
    if not wanted.online or not wanted.root.exists():
        return f"{shown} is in {display_path(wanted.root)}, which is not connected now."
    return f"{shown} is not there any more; scan the library again."


def _is_as_scanned(wanted: Wanted) -> bool:
    status = wanted.photo.path.stat()
    photo = wanted.photo
    return (status.st_size, status.st_mtime_ns) == (photo.size, photo.mtime_ns)


def _file_names(folder: Path) -> tuple[str, ...]:
    try:
        return tuple(each.name for each in folder.iterdir())
    except OSError:
        return ()
