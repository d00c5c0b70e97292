"""Vectors of overlapping crops: extra rows of a photo, numbered from 1."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from photoclip.catalog import embeddings, photos
from photoclip.catalog.connection import Connection
from photoclip.catalog.rows import Photo

_LACKING = (
    "r.state = 'online' AND p.state = 'ready' AND EXISTS (SELECT 1 FROM embeddings AS e "
    "WHERE e.model_id = :model AND e.pixel_hash = p.pixel_hash AND e.crop = 0) "
    "AND NOT EXISTS (SELECT 1 FROM embeddings AS e "
    "WHERE e.model_id = :model AND e.pixel_hash = p.pixel_hash AND e.crop = 1)"
)


def lacking(conn: Connection, model_id: int, *, after_id: int = 0, limit: int) -> list[Photo]:
    """Photos of online roots with a vector of the whole and none of crops, by ascending id."""
    return photos.where(conn, _LACKING, {"model": model_id}, after_id=after_id, limit=limit)


def lacking_count(conn: Connection, model_id: int) -> int:
    """How many photos :func:`lacking` would give in all."""
    return photos.count_where(conn, _LACKING, {"model": model_id})


def put(
    conn: Connection, model_id: int, items: Sequence[tuple[bytes, NDArray[np.float16]]]
) -> None:
    """Store the crops of several pictures.

    Args:
        conn: The writer.
        model_id: The model that made them.
        items: (pixel hash, unit vectors of shape (crops, dim)).
    """
    for crop in range(max((len(vectors) for _, vectors in items), default=0)):
        embeddings.put_many(
            conn,
            model_id,
            [(pixel_hash, vectors[crop]) for pixel_hash, vectors in items if crop < len(vectors)],
            crop=crop + 1,
        )


def drop_all(conn: Connection) -> int:
    """Forget the crops of all models; the vectors of the wholes stay. Returns how many."""
    return conn.execute("DELETE FROM embeddings WHERE crop > 0").rowcount
