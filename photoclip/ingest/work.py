"""What is to be done for photos, and storing what came of it.

Work is derived from the catalog each time, never queued: after a crash the same question
gives what is left.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from photoclip.catalog import embeddings, photos
from photoclip.catalog.connection import Connection
from photoclip.catalog.database import Database
from photoclip.catalog.rows import Photo, Pixels
from photoclip.catalog.thumbnails import ThumbnailStore
from photoclip.changes import ChangeSet
from photoclip.ingest import moves
from photoclip.ingest.identity import file_hash, unchanged
from photoclip.media.types import PhotoMetadata

Action = Literal["reuse", "metadata", "decode"]

_HASH_THREADS = 4


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One photo and what it needs.

    Attributes:
        photo: The row as it was when the work was claimed.
        file_hash: Hash of the file's bytes; None if the file could not be read.
        action: ``"reuse"``: everything is known, only to be stored. ``"metadata"``: the
            pixels are known, what the file and its sidecars say is to be read.
            ``"decode"``: the picture is to be decoded.
        known_pixel_hash: For ``"decode"``: pixels that have a vector already; if decoding
            gives this hash, nothing needs to be encoded.
        pixels: For the other two: what an earlier decode of these bytes found out.
    """

    photo: Photo
    file_hash: bytes | None
    action: Action
    known_pixel_hash: bytes | None = None
    pixels: Pixels | None = None


class Outcome(Protocol):
    """What became of a decode; ``encoders``' ``PhotoOutcome`` is one."""

    @property
    def error(self) -> str | None:
        """Plain reason why the file cannot be used; then nothing else is set."""

    @property
    def width(self) -> int | None:
        """Upright width in pixels."""

    @property
    def height(self) -> int | None:
        """Upright height in pixels."""

    @property
    def orientation(self) -> int | None:
        """EXIF orientation that was applied."""

    @property
    def format(self) -> str | None:
        """Format that was found."""

    @property
    def pixel_hash(self) -> bytes | None:
        """Hash of the upright pixels."""

    @property
    def perceptual_hash(self) -> int | None:
        """Difference hash."""

    @property
    def metadata(self) -> PhotoMetadata | None:
        """What the file and its sidecars say."""

    @property
    def thumbnail(self) -> bytes | None:
        """JPEG."""

    @property
    def vector(self) -> NDArray[np.float16] | None:
        """Unit vector of shape (dim,), None if it was not wanted."""


Result = tuple[WorkItem, Outcome | PhotoMetadata | None]
"""A work item with its outcome: the decoder's for ``"decode"``, the metadata (or an outcome
that has some) for ``"metadata"``, None for ``"reuse"``."""


@dataclass(frozen=True, slots=True)
class StoreReport:
    """What was stored.

    Attributes:
        indexed: Photos that were decoded.
        reused: Photos whose pixels were known.
        unreadable: Photos that cannot be decoded.
        put_off: Photos whose file changed meanwhile; they stay as they were.
        changes: For views and the vector index.
    """

    indexed: int = 0
    reused: int = 0
    unreadable: int = 0
    put_off: int = 0
    changes: ChangeSet = field(default_factory=ChangeSet)


def claim_work(
    db: Database,
    model_id: int,
    limit: int,
    *,
    after_id: int = 0,
    decoder_revision: int | None = None,
) -> list[WorkItem]:
    """The next photos that need something, with what is known about their content.

    Files are hashed here, each once per change; the same bytes are never decoded twice.
    A file that is gone or differs from its row is passed over: reconcile comes first.

    Args:
        db: The catalog.
        model_id: The model that is to have a vector of every photo.
        limit: At most so many items.
        after_id: Id of the last photo of the former claim (``items[-1].photo.id``).
        decoder_revision: Tests only; else ``media.decode.DECODER_REVISION``.

    Returns:
        Items by ascending photo id; an empty list means that nothing is left.
    """
    revision = _revision(decoder_revision)
    while True:
        with db.read() as conn:
            waiting = photos.needing_work(conn, model_id, after_id=after_id, limit=limit)
        if not waiting:
            return []
        after_id = waiting[-1].id
        items = _examine(db, model_id, waiting, revision)
        if items:
            return items


def store_outcomes(
    db: Database,
    model_id: int,
    results: Sequence[Result],
    *,
    thumbnails: ThumbnailStore | None = None,
    decoder_revision: int | None = None,
) -> StoreReport:
    """Store vectors, states and metadata of a batch in one transaction.

    A photo whose file is not what it was when it was claimed is left alone; it is new
    again as soon as its folder has been looked at.

    Args:
        db: The catalog.
        model_id: The model that made the vectors.
        results: Items of :func:`claim_work` with their outcomes.
        thumbnails: Where thumbnails of decoded photos go.
        decoder_revision: Tests only.

    Raises:
        CatalogError: The catalog cannot be written; then nothing of the batch is stored.
    """
    revision = _revision(decoder_revision)
    sound = [pair for pair in results if _still_there(pair[0].photo)]
    if thumbnails is not None:
        thumbnails.put_many(_thumbnails(sound))
    report = db.write(lambda conn: _Store(conn, model_id, revision).run(sound))
    late = len(results) - len(sound)
    return StoreReport(
        report.indexed, report.reused, report.unreadable, report.put_off + late, report.changes
    )


class _Store:
    """One transaction of :func:`store_outcomes`."""

    def __init__(self, conn: Connection, model_id: int, revision: int) -> None:
        self.conn = conn
        self.model_id = model_id
        self.revision = revision
        self.touched: set[int] = set()
        self.removed: set[int] = set()
        self.tags = False
        self.searchable = False

    def run(self, results: Sequence[Result]) -> StoreReport:
        self._put_vectors(results)
        counts = {"indexed": 0, "reused": 0, "unreadable": 0, "put_off": 0}
        for item, outcome in results:
            kind = self._store(item, outcome)
            counts[kind] += 1
            if kind != "put_off":
                self._adopt(item)
        changes = ChangeSet(
            photos=frozenset(self.touched - self.removed),
            removed=frozenset(self.removed),
            tags=self.tags,
            # A copy brings no new vector, but it joins what a search may give.
            embeddings=self.searchable,
            searchable=bool(self.touched),
        )
        return StoreReport(**counts, changes=changes)

    def _put_vectors(self, results: Sequence[Result]) -> None:
        items = [
            (outcome.pixel_hash, outcome.vector)
            for _, outcome in results
            if not isinstance(outcome, PhotoMetadata | None)
            and outcome.pixel_hash is not None
            and outcome.vector is not None
        ]
        embeddings.put_many(self.conn, self.model_id, items)
        self.searchable = bool(items)

    def _store(self, item: WorkItem, outcome: Outcome | PhotoMetadata | None) -> str:
        if item.action != "decode":
            metadata = None if outcome is None else _metadata_of(outcome)
            return self._store_known(item, metadata)
        if outcome is None or isinstance(outcome, PhotoMetadata):
            raise ValueError("a decode has no outcome")
        if outcome.error is not None:
            return self._store_error(item, outcome.error)
        done = photos.mark_ready(
            self.conn,
            item.photo.id,
            size=item.photo.size,
            mtime_ns=item.photo.mtime_ns,
            file_hash=item.file_hash,
            pixels=_pixels(outcome, self.revision),
        )
        if not done:
            return "put_off"
        self.searchable = True
        self._apply(item, outcome.metadata)
        return "indexed"

    def _store_known(self, item: WorkItem, metadata: PhotoMetadata | None) -> str:
        if item.pixels is not None:
            if not photos.mark_ready(
                self.conn,
                item.photo.id,
                size=item.photo.size,
                mtime_ns=item.photo.mtime_ns,
                file_hash=item.file_hash,
                pixels=item.pixels,
            ):
                return "put_off"
            self.searchable = True
        self._apply(item, metadata)
        return "reused"

    def _store_error(self, item: WorkItem, error: str) -> str:
        done = photos.mark_unreadable(
            self.conn,
            item.photo.id,
            error,
            size=item.photo.size,
            mtime_ns=item.photo.mtime_ns,
            file_hash=item.file_hash,
            decoder_revision=self.revision,
        )
        self.touched.add(item.photo.id)
        return "unreadable" if done else "put_off"

    def _apply(self, item: WorkItem, metadata: PhotoMetadata | None) -> None:
        self.touched.add(item.photo.id)
        if metadata is not None:
            photos.apply_metadata(
                self.conn, item.photo.id, metadata, sidecar_mtime=item.photo.sidecar_mtime
            )
            self.tags |= bool(metadata.keywords)

    def _adopt(self, item: WorkItem) -> None:
        """Now that the hash is known: is it a missing photo that came back elsewhere?"""
        if item.file_hash is None or item.file_hash == item.photo.file_hash:
            return
        old = moves.adopt_moved(self.conn, item.photo.id)
        if old is not None:
            self.removed.add(item.photo.id)
            self.touched.add(old)
            self.tags = True


def _examine(
    db: Database, model_id: int, waiting: Sequence[Photo], revision: int
) -> list[WorkItem]:
    with ThreadPoolExecutor(min(_HASH_THREADS, os.cpu_count() or 1)) as pool:
        examined = list(pool.map(_content, waiting))
    with db.read() as conn:
        known = embeddings.known_hashes(
            conn, model_id, [each.pixel_hash for each in waiting if each.pixel_hash]
        )
        return [
            _item(conn, model_id, photo, content, revision, known)
            for photo, (sound, content) in zip(waiting, examined, strict=True)
            if sound
        ]


def _content(photo: Photo) -> tuple[bool, bytes | None]:
    """(the file is what the row says, its hash); no hash if it cannot be read."""
    if photo.state == "ready" and photo.file_hash is not None:
        return _still_there(photo), photo.file_hash
    try:
        content: bytes | None = file_hash(photo.path)
    except (FileNotFoundError, NotADirectoryError):
        return False, None
    except OSError:
        content = None  # the decoder will say why
    return _still_there(photo), content


def _item(
    conn: Connection,
    model_id: int,
    photo: Photo,
    content: bytes | None,
    revision: int,
    known: set[bytes],
) -> WorkItem:
    has_vector = photo.pixel_hash is not None and photo.pixel_hash in known
    if photo.state == "ready" and has_vector:
        return WorkItem(photo, content, "metadata")
    pixels = None
    if photo.state == "new" and content is not None:
        pixels = photos.pixels_of_file(conn, content, revision)
    if pixels is not None and embeddings.known_hashes(conn, model_id, [pixels.pixel_hash]):
        same_as_before = content == photo.file_hash and not photo.metadata_due
        action: Action = "reuse" if same_as_before else "metadata"
        return WorkItem(photo, content, action, pixels=pixels)
    return WorkItem(photo, content, "decode", photo.pixel_hash if has_vector else None)


def _still_there(photo: Photo) -> bool:
    return unchanged(photo.path, size=photo.size, mtime_ns=photo.mtime_ns)


def _thumbnails(results: Iterable[Result]) -> Iterable[tuple[bytes, bytes]]:
    for _, outcome in results:
        if outcome is None or isinstance(outcome, PhotoMetadata):
            continue
        if outcome.pixel_hash is not None and outcome.thumbnail is not None:
            yield outcome.pixel_hash, outcome.thumbnail


def _metadata_of(outcome: Outcome | PhotoMetadata) -> PhotoMetadata | None:
    return outcome if isinstance(outcome, PhotoMetadata) else outcome.metadata


def _pixels(outcome: Outcome, revision: int) -> Pixels:
    if outcome.pixel_hash is None:
        raise ValueError("a successful decode has no pixel hash")
    return Pixels(
        outcome.pixel_hash,
        outcome.perceptual_hash,
        outcome.width or 0,
        outcome.height or 0,
        outcome.orientation or 1,
        outcome.format,
        revision,
    )


def _revision(given: int | None) -> int:
    if given is not None:
        return given
    # Not at the top: it loads the picture libraries, which a scan has no need of.
    from photoclip.media.decode import DECODER_REVISION

    return DECODER_REVISION
