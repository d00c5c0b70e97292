"""The files of named photos: other names, copies, lists, the trash, and another try."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from photoclip.catalog import photos
from photoclip.catalog.connection import Connection
from photoclip.catalog.rows import Photo
from photoclip.changes import ChangeSet
from photoclip.jobs.job import Job
from photoclip.library.named import known_ids
from photoclip.library.parts import LibraryParts
from photoclip.reports import ExportReport, RestoreReport, TrashedPhoto, TrashReport


class Files:
    """Files of photos that the user named; reached as ``library.files``."""

    def __init__(self, parts: LibraryParts) -> None:
        self._parts = parts

    def rename(self, photo_id: int, new_name: str) -> Photo:
        """Give a photo's file another name; tags, captions and all else stay with it.

        RAW and JPEG of one shot get the name together, sidecars and captions go along unless
        another picture shares them.

        Args:
            photo_id: The photo.
            new_name: The extension may be left away, and stays if it is.

        Returns:
            The photo as it is now.

        Raises:
            UserError: There is no such photo, no file can be called so, the name is taken, or
                the files are offline, changed or may not be moved; then nothing was.
        """
        from photoclip.jobs.tasks.renaming import rename_photo

        return rename_photo(self._parts.context, photo_id, new_name)

    def trash(self, photo_ids: Iterable[int]) -> TrashReport:
        """Move photos to the system's trash, with the sidecars that are theirs alone.

        Their rows stay as missing ones with tags and captions, so what comes back from the
        trash is known again after a scan. Where the trash lets files be found (not on Windows
        and macOS), :meth:`restore` brings them back.

        Args:
            photo_ids: What the user selected, nothing else.

        Raises:
            UserError: There is no such photo; then nothing was moved.
        """
        from photoclip.jobs.tasks.trash import trash_photos

        return trash_photos(self._parts.context, photo_ids)

    def in_trash(self) -> list[TrashedPhoto]:
        """Photos that :meth:`restore` can bring back, what was moved last first."""
        from photoclip.jobs.tasks.restoring import in_trash

        return in_trash(self._parts.context)

    def restore(self, photo_ids: Iterable[int] | None = None) -> RestoreReport:
        """Bring photos back from the system's trash to where they lay, with their sidecars.

        They have their tags, albums and stars again. Nothing that lies there now is touched.

        Args:
            photo_ids: Photos that :meth:`trash` has moved; those of its last time if None.

        Raises:
            UserError: There is none, or one of them was not moved to the trash.
        """
        from photoclip.jobs.tasks.restoring import restore

        return restore(self._parts.context, photo_ids)

    def copy_to(self, photo_ids: Iterable[int], dest: Path) -> Job[ExportReport]:
        """Copy the originals of photos to a folder, with sidecars; the originals are only read.

        Args:
            photo_ids: The photos.
            dest: A folder outside of the library's; it is made if needed.

        Raises:
            UserError: There is no such photo, or the place cannot be used or has no room.
        """
        return self._export(photo_ids, dest, "copy")

    def write_list(
        self, photo_ids: Iterable[int], dest: Path, *, kind: Literal["csv", "json"]
    ) -> Job[ExportReport]:
        """Write a list of photos to a new file.

        Raises:
            UserError: There is no such photo, or the file is there or cannot be written.
        """
        return self._export(photo_ids, dest, kind)

    def retry(self, photo_ids: Iterable[int] | None = None) -> int:
        """Have the next :meth:`Library.index` try unreadable photos again.

        Args:
            photo_ids: Those among these; all of them if None.

        Returns:
            How many will be tried.

        Raises:
            UserError: There is no such photo.
        """
        wanted = None if photo_ids is None else list(photo_ids)

        def write(conn: Connection) -> list[int]:
            named = None if wanted is None else set(known_ids(conn, wanted))
            failed = [each.id for each in photos.unreadable(conn)]
            chosen = [each for each in failed if named is None or each in named]
            photos.retry_unreadable(conn, chosen)
            return chosen

        retried = self._parts.context.db.write(write)
        self._parts.context.publish(ChangeSet(photos=frozenset(retried)))
        return len(retried)

    def _export(
        self, photo_ids: Iterable[int], dest: Path, kind: Literal["copy", "csv", "json"]
    ) -> Job[ExportReport]:
        from photoclip.jobs.tasks.exporting import export, named

        return export(
            self._parts.context, named(self._parts.context, list(photo_ids)), dest, kind=kind
        )
