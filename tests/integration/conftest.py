"""Fixtures for tests on a real catalog."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from photoclip.catalog import embeddings, folders, models, photo_files, photos
from photoclip.catalog.connection import Connection
from photoclip.catalog.database import Database
from photoclip.catalog.photo_files import FileStat
from photoclip.catalog.rows import Pixels
from photoclip.changes import ChangeSet
from photoclip.jobs.job import run_to_end
from photoclip.library import Library


class VectorCatalog:
    """A catalog of photos without files: only their names, pixel hashes and vectors."""

    def __init__(self, db: Database, root: Path) -> None:
        self.db = db
        self.model_id = -1
        root_id = db.write(lambda c: folders.add_root(c, root)).id
        self.folder = db.write(lambda c: folders.ensure_folder(c, root_id, b"x"))
        self.count = 0

    def add(self, vectors: np.ndarray, pixels: Sequence[int] | None = None) -> np.ndarray:
        """Add photos; equal numbers in ``pixels`` are copies. Returns their ids."""
        if self.model_id < 0:
            self.model_id = self.db.write(
                lambda c: models.upsert(
                    c, key="m", fingerprint="f", arch="a", dim=vectors.shape[1], source="builtin"
                )
            )
        names = pixels if pixels is not None else range(self.count, self.count + len(vectors))
        hashes = [b"p%d" % number for number in names]
        files = [FileStat(b"%d.jpg" % (self.count + i), 1, 1) for i in range(len(vectors))]
        self.count += len(vectors)

        def write(conn: Connection) -> list[int]:
            ids = photo_files.insert(conn, self.folder, files)
            unique = dict(zip(hashes, vectors, strict=True))
            embeddings.put_many(conn, self.model_id, list(unique.items()))
            for photo_id, pixel_hash in zip(ids, hashes, strict=True):
                pixels = Pixels(pixel_hash, 0, 1, 1, 1, "JPEG", 1)
                photos.mark_ready(conn, photo_id, size=1, mtime_ns=1, file_hash=b"f", pixels=pixels)
            return ids

        return np.array(self.db.write(write))


@pytest.fixture
def vector_catalog(tmp_path: Path) -> Iterator[VectorCatalog]:
    """An empty :class:`VectorCatalog`."""
    with Database.open(tmp_path / "c.sqlite", backups=tmp_path / "b") as db:
        yield VectorCatalog(db, tmp_path)


@pytest.fixture
def top(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A folder with files of the module's ``NAMES``; each holds its own name."""
    folder = tmp_path / "photos"
    for name in request.module.NAMES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    return folder


@pytest.fixture
def library(tmp_path: Path, top: Path) -> Iterator[Library]:
    """A library that has scanned ``top``."""
    with Library.open(tmp_path / "library") as library:
        library.add_folder(top)
        run_to_end(library.scan())
        yield library


@pytest.fixture
def ids(request: pytest.FixtureRequest, library: Library, top: Path) -> list[int]:
    """Ids of the photos in the order of ``NAMES``."""
    found = [library.photo_by_path(top / name) for name in request.module.NAMES]
    return [photo.id for photo in found if photo is not None]


@pytest.fixture
def heard(library: Library) -> list[ChangeSet]:
    """What the library told of changes."""
    changes: list[ChangeSet] = []
    library.subscribe(changes.append)
    return changes
