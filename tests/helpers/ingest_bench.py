"""A small stage for ingest tests: real files, a real catalog, a decoder that reads text."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from photoclip.catalog import folders, models, photos, tags
from photoclip.catalog.database import Database
from photoclip.catalog.rows import Photo, Root
from photoclip.ingest import work
from photoclip.ingest.roots import add_root
from photoclip.ingest.scan import ScanReport, scan, walk
from photoclip.jobs.job import run_to_end
from photoclip.media.types import PhotoMetadata

DIM = 8
REVISION = 1


def vector_of(content: bytes, dim: int = DIM) -> np.ndarray:
    """A unit vector that depends on the content."""
    seed = int.from_bytes(hashlib.blake2b(content, digest_size=4).digest(), "big")
    vector = np.random.default_rng(seed).standard_normal(dim)
    return (vector / np.linalg.norm(vector)).astype(np.float16)


@dataclass
class FakeOutcome:
    error: str | None = None
    width: int | None = 40
    height: int | None = 30
    orientation: int | None = 1
    format: str | None = "JPEG"
    pixel_hash: bytes | None = None
    perceptual_hash: int | None = 0
    metadata: PhotoMetadata | None = field(default_factory=PhotoMetadata)
    thumbnail: bytes | None = None
    vector: np.ndarray | None = None


def decode(path: Path) -> FakeOutcome:
    """Take the bytes for pixels; a text that begins with ``bad`` is no picture."""
    content = path.read_bytes()
    if content.startswith(b"bad"):
        return FakeOutcome(error="This is no picture.")
    return FakeOutcome(
        pixel_hash=hashlib.blake2b(content, digest_size=32).digest(),
        thumbnail=b"jpeg of " + content,
        vector=vector_of(content),
    )


class Bench:
    """Folder ``photos`` with a catalog beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.top = folder / "photos"
        self.top.mkdir()
        self.db = Database.open(folder / "catalog.sqlite", backups=folder / "backups")
        self.root: Root = add_root(self.db, self.top)
        self.model = self.db.write(
            lambda conn: models.upsert(
                conn, key="m", fingerprint="f", arch="a", dim=DIM, source="builtin"
            )
        )
        self.decoded: list[Path] = []
        self._clock = 1_700_000_000_000_000_000

    def put(self, name: str | bytes, content: str | bytes = "", *, mtime_ns: int = 0) -> Path:
        path = self.top / os.fsdecode(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        data = content.encode() if isinstance(content, str) else content
        path.write_bytes(data or os.fsencode(name))
        # Every write gets a time of its own, coarse clocks or not.
        self._clock += 1_000_000_007
        stamp = mtime_ns or self._clock
        os.utime(path, ns=(stamp, stamp))
        return path

    def scan(self, **options) -> ScanReport:
        return run_to_end(scan(self.db, **options))

    def walk(self, start: str = "", **options) -> list:
        with self.db.read() as conn:
            roots = folders.roots(conn)
        return list(walk(self.db, self.root, roots, start=os.fsencode(start), **options))

    def index(self, limit: int = 7) -> work.StoreReport:
        after, total = 0, work.StoreReport()
        while items := work.claim_work(
            self.db, self.model, limit, after_id=after, decoder_revision=REVISION
        ):
            after = items[-1].photo.id
            report = work.store_outcomes(
                self.db,
                self.model,
                [(item, self._outcome(item)) for item in items],
                decoder_revision=REVISION,
            )
            total = work.StoreReport(
                total.indexed + report.indexed,
                total.reused + report.reused,
                total.unreadable + report.unreadable,
                total.put_off + report.put_off,
                total.changes | report.changes,
            )
        return total

    def _outcome(self, item: work.WorkItem) -> FakeOutcome | PhotoMetadata | None:
        if item.action == "decode":
            self.decoded.append(item.photo.path)
            return decode(item.photo.path)
        return PhotoMetadata() if item.action == "metadata" else None

    def photo(self, name: str | bytes) -> Photo:
        with self.db.read() as conn:
            found = photos.by_path(conn, self.top / os.fsdecode(name))
        assert found is not None, name
        return found

    def rows(self, *, missing: bool = False) -> dict[str, Photo]:
        """Photos by path below the folder."""
        with self.db.read() as conn:
            ids = [row[0] for row in conn.execute("SELECT id FROM photos")]
            found = photos.get_many(conn, ids)
        return {
            str(photo.path.relative_to(self.top)): photo
            for photo in found
            if (photo.state == "missing") == missing
        }

    def tag(self, name: str | bytes, *names: str) -> int:
        photo = self.photo(name)
        for each in names:
            self.db.write(
                lambda conn, each=each: tags.assign(conn, [photo.id], tags.ensure(conn, (each,)))
            )
        return photo.id

    def tags(self, name: str | bytes) -> set[str]:
        photo = self.photo(name)
        with self.db.read() as conn:
            return {a.tag for a in tags.of_photo(conn, photo.id) if a.status == "accepted"}

    def sql(self, question: str, *values):
        with self.db.read() as conn:
            return conn.execute(question, values).fetchall()

    def close(self) -> None:
        self.db.close()
