"""What is kept of a label for one model: its lines, and what decisions have taught it."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from photoclip.catalog.connection import Connection
from photoclip.catalog.rows import LabelModel
from photoclip.errors import UserError


def get(conn: Connection, label_id: int, model_id: int) -> LabelModel:
    """What is kept of a label for a model; the calibrated state if nothing is."""
    row = conn.execute(
        "SELECT threshold, auto_accept, weights, stats FROM label_models "
        "WHERE label_id = ? AND model_id = ?",
        (label_id, model_id),
    ).fetchone()
    return LabelModel(label_id) if row is None else _row(label_id, *row)


def of_model(conn: Connection, model_id: int) -> dict[int, LabelModel]:
    """By label id, of those labels that anything is kept of for this model."""
    rows = conn.execute(
        "SELECT label_id, threshold, auto_accept, weights, stats FROM label_models "
        "WHERE model_id = ?",
        (model_id,),
    )
    return {row[0]: _row(*row) for row in rows}


def set_threshold(conn: Connection, label_id: int, model_id: int, value: float | None) -> None:
    """Evidence from which photos are suggested; None goes back to the calibrated line.

    Raises:
        UserError: It is not a finite number.
    """
    _put(conn, label_id, model_id, "threshold", _number(value))


def set_auto_accept(conn: Connection, label_id: int, model_id: int, value: float | None) -> None:
    """Evidence from which photos are tagged unasked; None never does.

    Raises:
        UserError: It is not a finite number.
    """
    _put(conn, label_id, model_id, "auto_accept", _number(value))


def inherit_lines(conn: Connection, model_id: int, parent_id: int) -> int:
    """Take over the lines that were set by hand for another model; returns how many labels.

    Lines are on a calibrated scale, so they mean the same for a model and what was tuned
    from it; weights are of one model's vectors and stay there. Nothing happens if the
    model has a line of its own already.

    Args:
        conn: The writer.
        model_id: The model that takes over.
        parent_id: The model that it was tuned from.
    """
    own = conn.execute(
        "SELECT 1 FROM label_models WHERE model_id = ? "
        "AND (threshold IS NOT NULL OR auto_accept IS NOT NULL) LIMIT 1",
        (model_id,),
    ).fetchone()
    if own:
        return 0
    return conn.execute(
        "INSERT INTO label_models (label_id, model_id, threshold, auto_accept) "
        "SELECT label_id, ?1, threshold, auto_accept FROM label_models WHERE model_id = ?2 "
        "AND (threshold IS NOT NULL OR auto_accept IS NOT NULL) "
        "ON CONFLICT (label_id, model_id) DO UPDATE SET threshold = excluded.threshold, "
        "auto_accept = excluded.auto_accept",
        (model_id, parent_id),
    ).rowcount


def set_weights(
    conn: Connection,
    label_id: int,
    model_id: int,
    weights: bytes | None,
    *,
    stats: Mapping[str, Any] | None = None,
) -> None:
    """Keep what was learned from decisions (None forgets it), with its figures."""
    _put(conn, label_id, model_id, "weights", weights)
    _put(conn, label_id, model_id, "stats", json.dumps(dict(stats or {})))


def _put(
    conn: Connection, label_id: int, model_id: int, column: str, value: float | bytes | str | None
) -> None:
    conn.execute(
        # A label that was removed while it learned is passed over.
        f"INSERT INTO label_models (label_id, model_id, {column}) "
        "SELECT l.id, m.id, ?3 FROM labels AS l, models AS m WHERE l.id = ?1 AND m.id = ?2 "
        f"ON CONFLICT (label_id, model_id) DO UPDATE SET {column} = excluded.{column}",
        (label_id, model_id, value),
    )


def _number(value: float | None) -> float | None:
    if value is not None and not math.isfinite(value):
        raise UserError("A line is a number such as 3.5; this is none.")
    return value


def _row(
    label_id: int,
    threshold: float | None,
    auto_accept: float | None,
    weights: bytes | None,
    stats: str,
) -> LabelModel:
    return LabelModel(label_id, threshold, auto_accept, weights, json.loads(stats))
