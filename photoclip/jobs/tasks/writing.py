"""Writing what the user decided into sidecars (or photos), and taking it back.

For each photo: the journal row, then the file, then the mark and the new stamps of the
photo's row in one transaction. What a crash leaves between is finished by the next run.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from photoclip.catalog import metadata_conflicts, photos, wanted_metadata, xmp_journal
from photoclip.catalog.connection import Connection
from photoclip.catalog.database import Database
from photoclip.catalog.rows import Photo
from photoclip.catalog.xmp_journal import JournalEntry
from photoclip.changes import ChangeSet
from photoclip.jobs.job import Job, Progress
from photoclip.jobs.tasks import write_plan
from photoclip.jobs.tasks.context import TaskContext
from photoclip.jobs.tasks.write_plan import Plan, Planner
from photoclip.media import caption_text, metadata, safe_write, sidecar, targets
from photoclip.media.safe_write import DiskFullError, NotWrittenError
from photoclip.media.targets import Stored, Target
from photoclip.media.types import PhotoMetadata
from photoclip.paths import display_path
from photoclip.reports import MetadataChange, WriteReport

CHUNK: Final = 32
"""Photos between two steps of the job, and per pair of transactions."""


def write_metadata(
    context: TaskContext, *, photo_ids: Sequence[int] | None = None, dry_run: bool = False
) -> Job[WriteReport]:
    """Write what the user decided into the photos' sidecars, or the photos.

    Args:
        context: The open library.
        photo_ids: Only these photos; all if None.
        dry_run: Write nothing, only say what would be written. What other programs changed
            in the files comes into the catalog all the same, as in any scan.

    Raises:
        DiskFullError: There is no room; what was written before is kept.
        CatalogError: The catalog cannot be written.
    """
    if not dry_run:
        _finish_pending(context)
    context.db.write(metadata_conflicts.drop_settled)
    with context.db.read() as conn:
        ids = wanted_metadata.decided_ids(conn, photo_ids)
    idle = len(set(photo_ids) - set(ids)) if photo_ids is not None else 0
    run = _Run(context, dry_run=dry_run, unchanged=idle)
    try:
        for start in range(0, len(ids), CHUNK):
            yield run.progress(start, len(ids))
            run.chunk(ids[start : start + CHUNK])
        yield run.progress(len(ids), len(ids))
    finally:
        context.publish(run.changes())
    return run.report()


def undo_write(context: TaskContext) -> Job[WriteReport]:
    """Give the files of the last write back the XMP that they had before.

    A sidecar that PhotoClip made is deleted. A file that is not what PhotoClip wrote any
    more is left alone.

    Raises:
        CatalogError: The catalog cannot be written.
    """
    _finish_pending(context)
    with context.db.read() as conn:
        entries = xmp_journal.last_batch(conn)
    undone = _Undo(context)
    try:
        for position, entry in enumerate(entries):
            yield Progress("Taking back", position, len(entries))
            undone.take_back(entry)
    finally:
        context.publish(ChangeSet(photos=frozenset(undone.photo_ids)))
    batch = entries[0].batch if undone.changes else 0
    return WriteReport(tuple(undone.changes), 0, tuple(undone.skipped), batch=batch)


@dataclass
class _Run:
    """One run of :func:`write_metadata`."""

    context: TaskContext
    dry_run: bool
    unchanged: int
    batch: int = 0
    done: list[MetadataChange] = field(default_factory=list)
    skipped: list[tuple[Path, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._db = self.context.db
        self._planner = Planner(self._db)

    def chunk(self, ids: Sequence[int]) -> None:
        """Plan some photos, and write them."""
        with self._db.read() as conn:
            wanted = wanted_metadata.of_photos(conn, ids)
        plans = []
        for each in wanted:
            try:
                plan = self._planner.plan(each)
            except NotWrittenError as error:
                self.skipped.append((each.photo.path, str(error)))
            except OSError as error:
                reason = f"{each.photo.shown_path} cannot be read ({error.strerror})."
                self.skipped.append((each.photo.path, reason))
            else:
                plans += [plan] if plan else []
                self.unchanged += plan is None
        self._note_conflicts(ids)
        if self.dry_run:
            self.done += [plan.change for plan in plans]
        elif plans:
            self._write(plans)

    def progress(self, done: int, total: int) -> Progress:
        counts = {"written": len(self.done), "skipped": len(self.skipped)}
        phase = "Comparing metadata" if self.dry_run else "Writing metadata"
        return Progress(phase, done, total, counts)

    def changes(self) -> ChangeSet:
        written = set() if self.dry_run else {change.photo_id for change in self.done}
        touched = self._planner.touched
        return ChangeSet(photos=frozenset(written | touched), tags=bool(touched))

    def report(self) -> WriteReport:
        return WriteReport(
            changes=tuple(self.done),
            unchanged=self.unchanged,
            skipped=tuple(self.skipped),
            notes=tuple(self._planner.notes),
            batch=self.batch if self.done else 0,
        )

    def _note_conflicts(self, ids: Sequence[int]) -> None:
        with self._db.read() as conn:
            open_ids = metadata_conflicts.photos_with(conn, ids)
            for each in wanted_metadata.of_photos(conn, open_ids):
                if each.open_fields:
                    self._planner.notes[write_plan.open_conflicts(conn, each)] = None

    def _write(self, plans: Sequence[Plan]) -> None:
        entry_ids = self._db.write(lambda conn: self._begin(conn, plans))
        written: list[_Written] = []
        untouched = dict.fromkeys(entry_ids)
        try:
            for plan, entry_id in zip(plans, entry_ids, strict=True):
                # Whatever interrupts this leaves the row pending, to be looked into.
                del untouched[entry_id]
                try:
                    stored = targets.store(plan.target, plan.loaded, plan.packet)
                except NotWrittenError as error:
                    untouched[entry_id] = None
                    if isinstance(error, DiskFullError):
                        raise
                    self.skipped.append((plan.wanted.photo.path, str(error)))
                    continue
                assert stored is not None
                # Read here and not in the transaction, where the disk would hold up others.
                said = metadata.read_metadata(plan.target.path) if plan.target.in_photo else None
                written.append(_Written(plan, entry_id, stored, said or plan.said))
        finally:
            self._db.write(lambda conn: self._mark(conn, written, list(untouched)))
            self.done += [each.plan.change for each in written]

    def _begin(self, conn: Connection, plans: Sequence[Plan]) -> list[int]:
        self.batch = self.batch or xmp_journal.next_batch(conn)
        return xmp_journal.begin(
            conn,
            [
                JournalEntry(
                    photo_id=plan.wanted.photo.id,
                    path=plan.target.path,
                    before=plan.loaded.packet,
                    after=plan.packet,
                    in_photo=plan.target.in_photo,
                    batch=self.batch,
                )
                for plan in plans
            ],
        )

    def _mark(self, conn: Connection, written: Sequence[_Written], failed: Sequence[int]) -> None:
        for entry_id in failed:
            xmp_journal.finish(conn, entry_id, written=False)
        for each in written:
            xmp_journal.finish(conn, each.entry_id, written=True)
            wanted, stored = each.plan.wanted, each.stored
            if each.plan.target.in_photo:
                _restamp_photo(conn, wanted.photo.id, stored)
            else:
                stamp = caption_text.joint_stamp(
                    (stored.mtime_ns, *each.plan.others_stamps), each.plan.texts_stamps
                )
                photos.restamp(conn, wanted.photo.id, sidecar_mtime=stamp)
            caption = wanted.description is not None
            wanted_metadata.note_written(conn, wanted.photo.id, each.said, caption=caption)


@dataclass(frozen=True, slots=True)
class _Written:
    """A plan that was carried out, and what the photo's files say now."""

    plan: Plan
    entry_id: int
    stored: Stored
    said: PhotoMetadata


class _Undo:
    """One run of :func:`undo_write`.

    Attributes:
        changes: What was taken back.
        skipped: (path, reason) of files that were left alone.
        photo_ids: Photos whose files changed.
    """

    def __init__(self, context: TaskContext) -> None:
        self.changes: list[MetadataChange] = []
        self.skipped: list[tuple[Path, str]] = []
        self.photo_ids: set[int] = set()
        self._db = context.db
        self._namesakes: defaultdict[Path, list[JournalEntry]] = defaultdict(list)

    def take_back(self, entry: JournalEntry) -> None:
        """Undo one write, or say why not."""
        target = Target(entry.path, in_photo=entry.in_photo)
        try:
            loaded = targets.load(target)
            if _same(loaded.packet, entry.after):
                stored = targets.store(target, loaded, entry.before)
            elif _same(loaded.packet, entry.before):
                stored = None
            else:
                self._db.write(lambda conn: xmp_journal.mark_undone(conn, entry.id))
                raise NotWrittenError(
                    f"{display_path(entry.path)} is not what PhotoClip wrote any more and was "
                    "left alone."
                )
        except NotWrittenError as error:
            self.skipped.append((entry.path, str(error)))
            return
        look = _look(self._db, entry)
        # A sidecar may be read for several photos. One that was looked at before still said
        # what has gone just now, and that would pass for a tag removed by another program.
        others = self._namesakes[entry.path.with_suffix("")]
        again = [(other, _look(self._db, other)) for other in others]

        def note(conn: Connection) -> None:
            xmp_journal.mark_undone(conn, entry.id)
            if look is not None:
                look.note(conn, entry, stored)
            for other, new_look in again:
                if new_look is not None:
                    new_look.note(conn, other, None)

        self._db.write(note)
        if look is not None:
            self._namesakes[look.photo.path.with_suffix("")].append(entry)
        lines = tuple(write_plan.lines(entry.after, entry.before))
        photo_id = entry.photo_id or 0
        self.photo_ids |= {photo_id} - {0}
        path = look.photo.path if look else entry.path
        self.changes.append(MetadataChange(photo_id, path, entry.path, lines))


@dataclass(frozen=True, slots=True)
class _Look:
    """What a photo's files say right after PhotoClip itself has changed them."""

    photo: Photo
    said: PhotoMetadata
    stamp: int | None

    def note(self, conn: Connection, entry: JournalEntry, stored: Stored | None) -> None:
        """Bring the photo's row in line with its files."""
        if not entry.in_photo:
            photos.restamp(
                conn, self.photo.id, sidecar_mtime=self.stamp, no_sidecar=self.stamp is None
            )
        elif stored is not None:
            _restamp_photo(conn, self.photo.id, stored)
        wanted_metadata.note_written(conn, self.photo.id, self.said, caption=False)


def _look(db: Database, entry: JournalEntry) -> _Look | None:
    """None for a photo that is gone, or has moved since: the next scan will look at it."""
    with db.read() as conn:
        photo = photos.get(conn, entry.photo_id) if entry.photo_id else None
    if photo is None or entry.path.parent != photo.path.parent:
        return None
    stamp = sidecar.sidecar_stamp(photo.path)  # first: what changes later is seen by a scan
    return _Look(photo, metadata.read_metadata(photo.path), stamp)


def _restamp_photo(conn: Connection, photo_id: int, stored: Stored) -> None:
    photos.restamp(
        conn,
        photo_id,
        size=stored.size,
        mtime_ns=stored.mtime_ns,
        file_hash=stored.file_hash,
    )


def _finish_pending(context: TaskContext) -> None:
    """Find out what became of writes during which PhotoClip ended."""
    with context.db.read() as conn:
        entries = xmp_journal.pending(conn)
    for entry in entries:
        target = Target(entry.path, in_photo=entry.in_photo)
        safe_write.clear_leftovers(entry.path)
        try:
            written = _same(targets.load(target).packet, entry.after)
        except NotWrittenError:
            written = False
        # A photo that was written itself is looked at by the next scan, as any changed file.
        look = _look(context.db, entry) if written and not entry.in_photo else None
        context.db.write(partial(_note_pending, entry=entry, look=look, written=written))


def _note_pending(
    conn: Connection, *, entry: JournalEntry, look: _Look | None, written: bool
) -> None:
    xmp_journal.finish(conn, entry.id, written=written)
    if look is not None:
        look.note(conn, entry, None)


def _same(packet: bytes | None, other: bytes | None) -> bool:
    return (packet or b"").strip(b"\x00 \t\r\n") == (other or b"").strip(b"\x00 \t\r\n")
