"""Fine detail: vectors of overlapping crops, so that small things in a photo are found."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import closing
from typing import Final

import numpy as np
from numpy.typing import NDArray

from photoclip.catalog import crops, settings
from photoclip.catalog.connection import Connection
from photoclip.catalog.rows import ModelRow, Photo
from photoclip.changes import ChangeSet
from photoclip.encoders.remote import EncoderProcess, PhotoRequest
from photoclip.jobs.job import Progress
from photoclip.jobs.tasks.context import TaskContext

_PAGE: Final = 64
_STORE_EVERY: Final = 16


def is_on(context: TaskContext) -> bool:
    """Whether this library indexes crops."""
    with context.db.read() as conn:
        return settings.get(conn, settings.FINE_DETAIL) == "on"


def turn(context: TaskContext, *, on: bool) -> None:
    """Turn fine detail on (the next index run makes the crops) or off (they are dropped)."""

    def write(conn: Connection) -> int:
        settings.put(conn, settings.FINE_DETAIL, "on" if on else "off")
        return 0 if on else crops.drop_all(conn)

    if context.db.write(write):
        context.publish(ChangeSet(embeddings=True))


def add_crops(
    context: TaskContext, model: ModelRow, process: EncoderProcess
) -> Generator[Progress, None, None]:
    """Make the crops that are lacking; photos that cannot be read now are passed over.

    Each batch is one transaction; to cancel costs at most one batch of work.
    """
    with context.db.read() as conn:
        total = crops.lacking_count(conn, model.id)
    done = 0
    for page in _pages(context, model):
        requests = [
            PhotoRequest(photo.id, photo.path, vector=False, thumbnail=False, crops=True)
            for photo in page
        ]
        expected = {photo.id: photo.pixel_hash for photo in page}
        batch: list[tuple[bytes, NDArray[np.float16]]] = []
        with closing(process.encode_photos(requests)) as outcomes:
            for outcome in outcomes:
                done += 1
                # Other pixels than the row's: the next scan will see the file anew.
                same = outcome.pixel_hash and outcome.pixel_hash == expected[outcome.ticket]
                if outcome.crops is not None and outcome.pixel_hash and same:
                    batch.append((outcome.pixel_hash, outcome.crops))
                if len(batch) >= _STORE_EVERY:
                    _store(context, model, batch)
                    batch = []
                yield Progress("Looking closer", min(done, total), total)
        _store(context, model, batch)


def _pages(context: TaskContext, model: ModelRow) -> Iterator[list[Photo]]:
    """Photos without crops; of copies only the first of a page."""
    after = 0
    while True:
        with context.db.read() as conn:
            page = crops.lacking(conn, model.id, after_id=after, limit=_PAGE)
        if not page:
            return
        after = page[-1].id
        yield list({photo.pixel_hash: photo for photo in page}.values())


def _store(
    context: TaskContext, model: ModelRow, batch: list[tuple[bytes, NDArray[np.float16]]]
) -> None:
    if batch:
        context.db.write(lambda conn: crops.put(conn, model.id, batch))
        context.publish(ChangeSet(embeddings=True))
