"""Models as the catalog knows them, and how far each one's vectors have come."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from photoclip.catalog.connection import Connection
from photoclip.catalog.rows import ModelRow
from photoclip.errors import UnknownModelError

_COLUMNS = "id, key, fingerprint, arch, dim, source, path, state"


def upsert(
    conn: Connection,
    *,
    key: str,
    fingerprint: str,
    arch: str,
    dim: int,
    source: str,
    path: Path | None = None,
    parent_id: int | None = None,
    metrics: Mapping[str, float] | None = None,
) -> int:
    """Record a model and return its id.

    The fingerprint is the identity of the vectors. If the key is there with another
    fingerprint (its weights changed), the old row goes on under a key of its own, so that
    its vectors are kept and never mixed with the new ones.
    """
    row = conn.execute("SELECT id, fingerprint FROM models WHERE key = ?", (key,)).fetchone()
    if row and row[1] != fingerprint:
        conn.execute(
            "UPDATE models SET key = ?, state = CASE state WHEN 'active' THEN 'active' "
            "ELSE 'available' END WHERE id = ?",
            (f"{key}@{row[1][:12]}", row[0]),
        )
    conn.execute(
        "INSERT INTO models (key, fingerprint, arch, dim, source, path, parent_id, metrics) "
        "VALUES (:key, :fingerprint, :arch, :dim, :source, :path, :parent, :metrics) "
        "ON CONFLICT (fingerprint) DO UPDATE SET key = excluded.key, arch = excluded.arch, "
        "dim = excluded.dim, source = excluded.source, path = excluded.path, "
        "parent_id = ifnull(excluded.parent_id, parent_id), "
        "metrics = CASE excluded.metrics WHEN '{}' THEN metrics ELSE excluded.metrics END",
        {
            "key": key,
            "fingerprint": fingerprint,
            "arch": arch,
            "dim": dim,
            "source": source,
            "path": None if path is None else str(path),
            "parent": parent_id,
            "metrics": json.dumps(dict(metrics or {})),
        },
    )
    found = conn.execute("SELECT id FROM models WHERE fingerprint = ?", (fingerprint,)).fetchone()
    return int(found[0])


def get(conn: Connection, key: str) -> ModelRow:
    """A model by key.

    Raises:
        UnknownModelError: There is none.
    """
    row = conn.execute(f"SELECT {_COLUMNS} FROM models WHERE key = ?", (key,)).fetchone()
    if row is None:
        raise UnknownModelError(
            f"No model is named “{key}” in this library; “photoclip models list” shows them."
        )
    return _model(row)


def by_fingerprint(conn: Connection, fingerprint: str) -> ModelRow | None:
    """A model by fingerprint, or None."""
    row = conn.execute(
        f"SELECT {_COLUMNS} FROM models WHERE fingerprint = ?", (fingerprint,)
    ).fetchone()
    return _model(row) if row else None


def active(conn: Connection) -> ModelRow | None:
    """The model that answers searches, or None in a new library."""
    row = conn.execute(f"SELECT {_COLUMNS} FROM models WHERE state = 'active'").fetchone()
    return _model(row) if row else None


def all_models(conn: Connection) -> list[ModelRow]:
    """Every model on record, in the order they came."""
    rows = conn.execute(f"SELECT {_COLUMNS} FROM models ORDER BY id")
    return [_model(row) for row in rows]


def parent(conn: Connection, model_id: int) -> ModelRow | None:
    """The model that another one was tuned from, if it is on record."""
    row = conn.execute(
        f"SELECT {_COLUMNS} FROM models WHERE id = (SELECT parent_id FROM models WHERE id = ?)",
        (model_id,),
    ).fetchone()
    return _model(row) if row else None


def metrics(conn: Connection, model_id: int) -> dict[str, float]:
    """Recorded figures of a model."""
    row = conn.execute("SELECT metrics FROM models WHERE id = ?", (model_id,)).fetchone()
    return dict(json.loads(row[0])) if row else {}


def set_state(conn: Connection, model_id: int, state: str) -> None:
    """Set ``"available"`` or ``"embedding"``; to make a model active use :func:`activate`."""
    conn.execute("UPDATE models SET state = ? WHERE id = ?", (state, model_id))


def activate(conn: Connection, model_id: int) -> None:
    """Make one model the active one; the former one keeps its vectors, so going back is instant."""
    conn.execute("UPDATE models SET state = 'available' WHERE state = 'active'")
    conn.execute("UPDATE models SET state = 'active' WHERE id = ?", (model_id,))


def remove(conn: Connection, model_id: int) -> None:
    """Forget a model and its vectors; suggestions and tags stay."""
    conn.execute("DELETE FROM models WHERE id = ?", (model_id,))


_WITHOUT_VECTOR = (
    "SELECT count(*) FROM photos AS p JOIN folders AS f ON f.id = p.folder_id "
    "JOIN roots AS r ON r.id = f.root_id WHERE r.state = ? AND p.state IN ('new', 'ready') "
    "AND (p.pixel_hash IS NULL OR p.changed OR NOT EXISTS (SELECT 1 FROM embeddings AS e "
    "WHERE e.model_id = ? AND e.pixel_hash = p.pixel_hash))"
)


def missing_count(conn: Connection, model_id: int) -> int:
    """Photos of online roots, readable as far as known, that lack a vector of the model.

    The model may become active once this is 0.
    """
    return int(conn.execute(_WITHOUT_VECTOR, ("online", model_id)).fetchone()[0])


def offline_missing_count(conn: Connection, model_id: int) -> int:
    """Photos of offline roots that lack a vector; they get it when the root returns."""
    return int(conn.execute(_WITHOUT_VECTOR, ("offline", model_id)).fetchone()[0])


def vector_count(conn: Connection, model_id: int) -> int:
    """Number of stored vectors of a model."""
    row = conn.execute("SELECT count(*) FROM embeddings WHERE model_id = ?", (model_id,)).fetchone()
    return int(row[0])


def _model(row: tuple[Any, ...]) -> ModelRow:
    model_id, key, fingerprint, arch, dim, source, path, state = row
    folder = Path(path) if path else None
    return ModelRow(model_id, key, fingerprint, arch, dim, source, folder, state)
