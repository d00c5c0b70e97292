"""Decided tags, captions and stars in standard metadata, beside the photos."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from photoclip.catalog import (
    captions,
    decisions,
    folders,
    marks,
    metadata_base,
    metadata_conflicts,
    photos,
    tags,
    wanted_metadata,
)
from photoclip.catalog.connection import Connection
from photoclip.catalog.metadata_conflicts import ConflictRow
from photoclip.changes import ChangeSet
from photoclip.errors import UserError
from photoclip.library.parts import LibraryParts
from photoclip.paths import display_path
from photoclip.reports import MetadataConflict

if TYPE_CHECKING:
    from photoclip.jobs.job import Job
    from photoclip.reports import WriteReport


class Sidecars:
    """Writing to and reading from XMP; reached as ``library.sidecars``."""

    def __init__(self, parts: LibraryParts) -> None:
        self._parts = parts

    def write(
        self, *, photo_ids: Sequence[int] | None = None, dry_run: bool = False
    ) -> Job[WriteReport]:
        """Write accepted tags, own captions and own stars; only what is not there yet.

        Args:
            photo_ids: Only these photos; all if None.
            dry_run: Only say what would be written.

        Raises:
            DiskFullError: There is no room; what was written before is kept.
        """
        from photoclip.jobs.tasks.writing import write_metadata

        return write_metadata(self._parts.context, photo_ids=photo_ids, dry_run=dry_run)

    def undo(self) -> Job[WriteReport]:
        """Take back the last :meth:`write` that was not taken back yet."""
        from photoclip.jobs.tasks.writing import undo_write

        return undo_write(self._parts.context)

    def conflicts(self) -> list[MetadataConflict]:
        """Fields that were changed both here and in a file; they wait for :meth:`resolve`."""
        with self._parts.context.db.read() as conn:
            rows = metadata_conflicts.waiting(conn)
            where = {p.id: p.path for p in photos.get_many(conn, [row.photo_id for row in rows])}
        return [
            MetadataConflict(row.photo_id, where[row.photo_id], row.field, row.ours, row.theirs)
            for row in rows
        ]

    def resolve(self, photo_id: int, field: str, keep: Literal["ours", "theirs"]) -> None:
        """Settle one conflict; the next :meth:`write` brings the file in line.

        Args:
            photo_id: The photo.
            field: As in :class:`MetadataConflict`.
            keep: ``"ours"`` keeps what PhotoClip has, ``"theirs"`` takes what the file says.

        Raises:
            UserError: There is no such conflict, or ``keep`` is neither.
        """
        if keep not in ("ours", "theirs"):
            raise UserError(f"Keep “ours” or “theirs”, not “{keep}”.")

        def settle(conn: Connection) -> None:
            row = metadata_conflicts.find(conn, photo_id, field)
            if row is None:
                raise UserError(
                    f"Photo {photo_id} has no conflict about “{field}”; see: photoclip tags "
                    "conflicts"
                )
            if keep == "theirs":
                _take_theirs(conn, row)
            metadata_conflicts.drop(conn, row.id)

        self._parts.context.db.write(settle)
        self._parts.context.publish(ChangeSet(photos=frozenset({photo_id}), tags=True))

    def write_to(self, folder: Path, where: Literal["sidecar", "file"]) -> None:
        """Say where metadata of a folder's photos goes.

        Args:
            folder: A folder that was added to the library.
            where: ``"sidecar"``, or ``"file"`` for into JPEG, PNG, TIFF and WebP files that
                have no sidecar. RAW files are never written.

        Raises:
            UserError: The folder is not in the library, or ``where`` is neither.
        """
        from photoclip.media.targets import check_where

        place = check_where(where)

        def note(conn: Connection) -> None:
            root = folders.root_by_path(conn, folder.expanduser().resolve())
            if root is None:
                raise UserError(
                    f"{display_path(folder)} is not one of the library's folders; see: photoclip "
                    "folders"
                )
            wanted_metadata.set_write_to(conn, root.id, place)

        self._parts.context.db.write(note)
        self._parts.context.publish(ChangeSet(folders=True))


def _take_theirs(conn: Connection, row: ConflictRow) -> None:
    if row.field == metadata_conflicts.CAPTION:
        captions.set_manual(conn, row.photo_id, row.theirs)
        metadata_base.agree_on_caption(conn, row.photo_id, row.theirs or None)
    elif row.field == metadata_conflicts.RATING:
        marks.set_rating(conn, [row.photo_id], int(row.theirs) if row.theirs else None)
    else:
        tag_id = metadata_conflicts.tag_id_of(conn, row)
        if tag_id is None and row.theirs:
            # Renamed or deleted here since; the file still has it under its own name.
            tag_id = tags.ensure(conn, row.theirs.split("/"))
        if tag_id is not None:
            after: Literal["accepted", "rejected"] = "accepted" if row.theirs else "rejected"
            decisions.decide(conn, [(row.photo_id, tag_id)], after, create=True)
