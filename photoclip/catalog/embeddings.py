"""Vectors of pixels: one per model, pixel hash and crop, as float16 of unit length.

``id`` is the label in the vector index; SQLite never gives one out twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from photoclip.catalog.connection import Connection

PRECISION = "float16"

_MAX_VARIABLES = 500
_STEP = 1024
_LENGTH_ERROR = 2.5e-3


@dataclass(frozen=True, slots=True, eq=False)
class StoredVectors:
    """Rows of one model.

    Attributes:
        last_id: Id of the last row.
        pixels: Pixel hash and number of the crop, by row.
        vectors: float16, shape (rows, dim).
    """

    last_id: int
    pixels: list[tuple[bytes, int]]
    vectors: NDArray[np.float16]


def put_many(
    conn: Connection,
    model_id: int,
    items: Sequence[tuple[bytes, NDArray[np.float16]]],
    *,
    crop: int = 0,
) -> list[int]:
    """Store vectors; one that is there for the same pixels stays as it is.

    Args:
        conn: The writer.
        model_id: The model that made them.
        items: (pixel hash, unit vector of shape (dim,)).
        crop: Which crop of the picture, 0 for the whole.

    Returns:
        Ids in the order of ``items``; equal pixel hashes give equal ids.

    Raises:
        ValueError: A vector has another length than the model's, is not finite, or is
            not of unit length.
    """
    if not items:
        return []
    stacked = _checked([vector for _, vector in items], dim_of(conn, model_id))
    rows = [
        (model_id, pixel_hash, crop, PRECISION, vector.tobytes())
        for (pixel_hash, _), vector in zip(items, stacked, strict=True)
    ]
    conn.executemany(
        "INSERT INTO embeddings (model_id, pixel_hash, crop, precision, vec) "
        "VALUES (?, ?, ?, ?, ?) ON CONFLICT (model_id, pixel_hash, crop) DO NOTHING",
        rows,
    )
    found = _ids_of(conn, model_id, [pixel_hash for pixel_hash, _ in items], crop)
    return [found[pixel_hash] for pixel_hash, _ in items]


def load_all(conn: Connection, model_id: int) -> tuple[NDArray[np.int64], NDArray[np.float16]]:
    """All vectors of a model.

    Returns:
        Ids, int64 of shape (n,), ascending; vectors, float16 of shape (n, dim).
    """
    return load_since(conn, model_id, 0)


def load_since(
    conn: Connection, model_id: int, after_id: int
) -> tuple[NDArray[np.int64], NDArray[np.float16]]:
    """The vectors of a model whose id is greater than ``after_id``; see :func:`load_all`."""
    count = conn.execute(
        "SELECT count(*) FROM embeddings WHERE model_id = ? AND id > ?", (model_id, after_id)
    ).fetchone()[0]
    dim = dim_of(conn, model_id)
    labels = np.empty(count, dtype=np.int64)
    vectors = np.empty((count, dim), dtype=np.float16)
    rows = conn.execute(
        "SELECT id, vec FROM embeddings WHERE model_id = ? AND id > ? ORDER BY id",
        (model_id, after_id),
    )
    # Straight into the array: a list of rows stacked afterwards takes three times as long.
    flat = vectors.reshape(-1)
    at = 0
    while part := rows.fetchmany(_STEP):
        labels[at : at + len(part)] = [row[0] for row in part]
        blobs = b"".join([row[1] for row in part])
        flat[at * dim : (at + len(part)) * dim] = np.frombuffer(blobs, dtype=np.float16)
        at += len(part)
    return labels, vectors


def ids(conn: Connection, model_id: int) -> NDArray[np.int64]:
    """Ids of all vectors of a model, int64 of shape (n,), ascending."""
    rows = conn.execute("SELECT id FROM embeddings WHERE model_id = ? ORDER BY id", (model_id,))
    return np.fromiter((row[0] for row in rows), dtype=np.int64)


def photo_map(conn: Connection, model_id: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Which vector stands for which searchable photo.

    Searchable are photos in state ``ready``, those of offline roots too. Several photos
    may share a vector (copies), and a photo may have several (crops).

    Returns:
        Embedding ids and photo ids, both int64 of shape (m,), by embedding id, then photo id.
    """
    rows = conn.execute(
        "SELECT e.id, p.id FROM photos AS p JOIN embeddings AS e ON e.model_id = ? "
        "AND e.pixel_hash = p.pixel_hash WHERE p.state = 'ready'",
        (model_id,),
    )
    pairs = np.array(rows.fetchall(), dtype=np.int64).reshape(-1, 2)
    pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
    return np.ascontiguousarray(pairs[:, 0]), np.ascontiguousarray(pairs[:, 1])


def vectors_for(
    conn: Connection, model_id: int, pixel_hashes: Iterable[bytes], *, crop: int = 0
) -> dict[bytes, NDArray[np.float16]]:
    """Vectors by pixel hash, float16 of shape (dim,) each; unknown hashes are left out."""
    wanted = list(dict.fromkeys(pixel_hashes))
    found: dict[bytes, NDArray[np.float16]] = {}
    for part in _parts(wanted):
        rows = conn.execute(
            "SELECT pixel_hash, vec FROM embeddings WHERE model_id = ? AND crop = ? "
            f"AND pixel_hash IN ({', '.join('?' * len(part))})",
            (model_id, crop, *part),
        )
        found.update((bytes(key), np.frombuffer(vec, dtype=np.float16)) for key, vec in rows)
    return found


def lacking_in(
    conn: Connection, model_id: int, other_id: int, *, after_id: int = 0, limit: int
) -> StoredVectors:
    """Vectors of one model, of wholes and crops, for which another model has none.

    Args:
        conn: Any connection.
        model_id: The model whose vectors are read.
        other_id: The model that may lack them.
        after_id: Go on behind this id.
        limit: At most so many, by ascending id.
    """
    rows = conn.execute(
        "SELECT e.id, e.pixel_hash, e.crop, e.vec FROM embeddings AS e "
        "WHERE e.model_id = :model AND e.id > :after AND NOT EXISTS "
        "(SELECT 1 FROM embeddings AS o WHERE o.model_id = :other "
        "AND o.pixel_hash = e.pixel_hash AND o.crop = e.crop) ORDER BY e.id LIMIT :limit",
        {"model": model_id, "after": after_id, "other": other_id, "limit": limit},
    ).fetchall()
    blobs = b"".join([row[3] for row in rows])
    return StoredVectors(
        last_id=rows[-1][0] if rows else after_id,
        pixels=[(bytes(row[1]), int(row[2])) for row in rows],
        vectors=np.frombuffer(blobs, np.float16).reshape(-1, dim_of(conn, model_id)),
    )


def lacking_in_count(conn: Connection, model_id: int, other_id: int) -> int:
    """How many vectors :func:`lacking_in` would give in all."""
    row = conn.execute(
        "SELECT count(*) FROM embeddings AS e WHERE e.model_id = ?1 AND NOT EXISTS "
        "(SELECT 1 FROM embeddings AS o WHERE o.model_id = ?2 "
        "AND o.pixel_hash = e.pixel_hash AND o.crop = e.crop)",
        (model_id, other_id),
    ).fetchone()
    return int(row[0])


def known_hashes(
    conn: Connection, model_id: int, pixel_hashes: Iterable[bytes], *, crop: int = 0
) -> set[bytes]:
    """Those of the pixel hashes that have a vector of the model."""
    return set(_ids_of(conn, model_id, list(pixel_hashes), crop))


def prune_orphans(conn: Connection) -> int:
    """Drop vectors whose pixels belong to no photo row any more; returns how many.

    Missing photos and those of offline roots have rows, so theirs stay.
    """
    return conn.execute(
        "DELETE FROM embeddings WHERE NOT EXISTS "
        "(SELECT 1 FROM photos AS p WHERE p.pixel_hash = embeddings.pixel_hash)"
    ).rowcount


def dim_of(conn: Connection, model_id: int) -> int:
    """Length of a model's vectors.

    Raises:
        ValueError: There is no such model.
    """
    row = conn.execute("SELECT dim FROM models WHERE id = ?", (model_id,)).fetchone()
    if row is None:
        raise ValueError(f"no model has the id {model_id}")
    return int(row[0])


def _checked(vectors: Sequence[NDArray[np.float16]], dim: int) -> NDArray[np.float16]:
    shapes = {vector.shape for vector in vectors}
    if shapes != {(dim,)}:
        raise ValueError(f"vectors have the shapes {shapes}, the model's have ({dim},)")
    stacked = np.stack(vectors).astype(np.float16)
    lengths = np.linalg.norm(stacked.astype(np.float32), axis=1)
    # Also catches NaN and infinity; a float16 component is off by 1/2048 at most.
    if not np.all(np.abs(lengths - 1.0) < _LENGTH_ERROR):
        raise ValueError("a vector is not of unit length")
    return stacked


def _ids_of(
    conn: Connection, model_id: int, pixel_hashes: Sequence[bytes], crop: int
) -> dict[bytes, int]:
    found: dict[bytes, int] = {}
    for part in _parts(list(dict.fromkeys(pixel_hashes))):
        rows = conn.execute(
            "SELECT pixel_hash, id FROM embeddings WHERE model_id = ? AND crop = ? "
            f"AND pixel_hash IN ({', '.join('?' * len(part))})",
            (model_id, crop, *part),
        )
        found.update((bytes(key), int(label)) for key, label in rows)
    return found


def _parts(values: Sequence[bytes]) -> Iterable[Sequence[bytes]]:
    return (values[at : at + _MAX_VARIABLES] for at in range(0, len(values), _MAX_VARIABLES))
