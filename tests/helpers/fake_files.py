"""The room of files in a library of drawings: nothing lies on a disk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from fake_rooms import _Room

from photoclip.catalog.rows import Photo
from photoclip.changes import ChangeSet
from photoclip.errors import UserError
from photoclip.jobs.job import Progress
from photoclip.reports import ExportReport, TrashReport


class FakeFiles(_Room):
    """Files of photos; ``exported`` and ``listed`` hold the ids and where they went."""

    name = "files"

    def __init__(self, library: Any) -> None:
        super().__init__(library)
        self.trashed: list[int] = []
        self.failures: tuple[tuple[Path, str], ...] = ()
        self.exported: list[tuple[list[int], Path]] = []
        self.listed: list[tuple[list[int], Path, str]] = []

    def rename(self, photo_id: int, new_name: str) -> Photo:
        self.called("rename")
        photo = self.library.rows[photo_id]
        name = new_name if new_name.endswith(photo.path.suffix) else new_name + photo.path.suffix
        if any(each.name == name for each in self.library.rows.values()):
            raise UserError(f"{name} exists already; choose another name.")
        self.library.rows[photo_id] = replace(photo, path=photo.path.with_name(name))
        self.changed([photo_id])
        return self.library.rows[photo_id]  # type: ignore[no-any-return]

    def trash(self, photo_ids: Sequence[int]) -> TrashReport:
        self.called("trash")
        self.trashed += photo_ids
        paths = tuple(self.library.rows.pop(photo_id).path for photo_id in photo_ids)
        self.library.publish(ChangeSet(removed=frozenset(photo_ids)))
        return TrashReport(paths, self.failures)

    def copy_to(self, photo_ids: Sequence[int], dest: Path) -> Iterator[Progress]:
        self.called("copy_to")
        yield Progress("Copying", 0, len(photo_ids))
        self.exported.append((list(photo_ids), dest))
        return ExportReport(dest, len(photo_ids), failed=self.failures)

    def write_list(self, photo_ids: Sequence[int], dest: Path, *, kind: str) -> Iterator[Progress]:
        self.called("write_list")
        yield Progress("Listing", 0, len(photo_ids))
        self.listed.append((list(photo_ids), dest, kind))
        return ExportReport(dest, len(photo_ids))

    def retry(self, photo_ids: Sequence[int] | None = None) -> int:
        self.called("retry")
        rows = self.library.rows
        wanted = [i for i in photo_ids or rows if rows[i].state == "unreadable"]
        for photo_id in wanted:
            rows[photo_id] = replace(rows[photo_id], state="new", error=None)
        self.changed(wanted)
        return len(wanted)
