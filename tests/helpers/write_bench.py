"""A stage for tests that write metadata: real files, a real catalog, the library's own room."""

from __future__ import annotations

import io
from dataclasses import fields
from pathlib import Path

from ingest_bench import Bench, FakeOutcome, decode
from PIL import Image

from photoclip.catalog import captions, decisions, marks, metadata_base, tags
from photoclip.catalog.thumbnails import ThumbnailStore
from photoclip.changes import ChangeSet
from photoclip.ingest import work
from photoclip.jobs.job import run_to_end
from photoclip.jobs.tasks.context import EncoderPool, TaskContext
from photoclip.library.parts import LibraryParts
from photoclip.library.sidecars import Sidecars
from photoclip.media.metadata import read_metadata
from photoclip.media.types import PhotoMetadata
from photoclip.paths import LibraryPaths
from photoclip.reports import WriteReport


def picture(seed: int = 0, kind: str = "JPEG") -> bytes:
    """A small picture file."""
    stream = io.BytesIO()
    Image.new("RGB", (32, 24), (seed % 256, seed // 256 % 256, 7)).save(stream, kind)
    return stream.getvalue()


class WriteBench(Bench):
    """A :class:`Bench` that reads metadata for real and has the room for writing it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.published: list[ChangeSet] = []
        self.context = TaskContext(
            db=self.db,
            thumbnails=ThumbnailStore(folder / "thumbnails.sqlite"),
            paths=LibraryPaths(folder),
            models_dir=folder / "models",
            encoders=EncoderPool(folder / "models"),
            publish=self.published.append,
        )
        others = {each.name: _never for each in fields(LibraryParts) if each.name != "context"}
        self.room = Sidecars(LibraryParts(self.context, **others))

    def _outcome(self, item: work.WorkItem) -> FakeOutcome | PhotoMetadata | None:
        if item.action == "decode":
            outcome = decode(item.photo.path)
            outcome.metadata = read_metadata(item.photo.path)
            return outcome
        return read_metadata(item.photo.path) if item.action == "metadata" else None

    def look(self) -> None:
        """Scan, and read what the scan found."""
        self.scan()
        self.index()

    def is_quiet(self) -> bool:
        """Whether a scan and an index find nothing to do."""
        report = self.scan()
        found = report.changes
        return (
            not found.photos
            and not found.added
            and not found.removed
            and not work.claim_work(self.db, self.model, 10, decoder_revision=1)
        )

    def add(self, name: str, *paths: str) -> int:
        """Put a tag (levels with ``/``) on a photo, as the user does."""
        photo = self.photo(name)
        for path in paths:
            self._decide(photo.id, path, "accepted")
        return photo.id

    def take_off(self, name: str, *paths: str) -> None:
        """Take a tag off a photo, as the user does."""
        for path in paths:
            self._decide(self.photo(name).id, path, "rejected")

    def caption(self, name: str, text: str) -> None:
        """The user's own caption."""
        photo_id = self.photo(name).id
        self.db.write(lambda conn: captions.set_manual(conn, photo_id, text))

    def captions(self, name: str) -> list[tuple[str, str]]:
        with self.db.read() as conn:
            return [(c.source, c.text) for c in captions.of_photo(conn, self.photo(name).id)]

    def rate(self, name: str, stars: int | None) -> None:
        """The user's own stars."""
        photo_id = self.photo(name).id
        self.db.write(lambda conn: marks.set_rating(conn, [photo_id], stars))

    def age(self) -> None:
        """Let the last write be older than what the user does next."""
        self.db.write(
            lambda conn: conn.execute("UPDATE metadata_base SET synced_at = '2000-01-01T00:00:00Z'")
        )

    def base(self, name: str) -> metadata_base.Base | None:
        with self.db.read() as conn:
            return metadata_base.get(conn, self.photo(name).id)

    def write(self, **options: object) -> WriteReport:
        return run_to_end(self.room.write(**options))  # type: ignore[arg-type]

    def undo(self) -> WriteReport:
        return run_to_end(self.room.undo())

    def conflicts(self) -> dict[str, tuple[str, str]]:
        return {each.field: (each.ours, each.theirs) for each in self.room.conflicts()}

    def close(self) -> None:
        self.context.thumbnails.close()
        super().close()

    def _decide(self, photo_id: int, path: str, after: str) -> None:
        def write(conn: object) -> None:
            tag_id = tags.ensure(conn, path.split("/"))  # type: ignore[arg-type]
            decisions.decide(conn, [(photo_id, tag_id)], after, create=True)  # type: ignore[arg-type]

        self.db.write(write)


def _never(*_: object) -> object:
    raise AssertionError("writing metadata needs no model")
