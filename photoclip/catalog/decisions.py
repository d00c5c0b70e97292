"""What the user decided about tags on photos, and the way back.

Every decision is kept with the assignment as it was before, so that batches can be undone
one after the other, in this run or a later one. Undoing gives back exactly that state; only
``written_at`` is left alone, because it tells of a file and not of a decision.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, Literal

from photoclip.catalog import fulltext
from photoclip.catalog.connection import Connection
from photoclip.catalog.tags import now

Status = Literal["accepted", "rejected"]

_STATE: Final = ("source", "status", "score", "model_id", "decided_at")


@dataclass(frozen=True, slots=True)
class DecidedBatch:
    """What one decision, or undoing it, changed.

    Attributes:
        count: Assignments that changed.
        batch: The batch that was written, or undone; 0 if nothing changed.
        photo_ids: Photos concerned, ascending; for :attr:`ChangeSet.photos`.
    """

    count: int
    batch: int = 0
    photo_ids: tuple[int, ...] = ()


def decide(
    conn: Connection,
    pairs: Iterable[tuple[int, int]],
    after: Status,
    *,
    create: bool = False,
    batch: int = 0,
    unasked: bool = False,
) -> DecidedBatch:
    """The user accepts or rejects tags of photos, all in one batch.

    Args:
        conn: The writer.
        pairs: (photo id, tag id); those that are not in the catalog are left alone.
        after: What they are from now on.
        create: Also decide where the photo has no such assignment: a tag given by hand.
            What is accepted so has the source ``"manual"`` unless it was accepted before.
        batch: A batch written before to add to, so that both are undone together.
        unasked: Nobody has looked: a line set by the user decides. Learning passes over it.

    Returns:
        What changed. A decision that was made before in the same way is none.
    """
    rows = [row for row in _assignments(conn, pairs) if row[2] is not None or create]
    rows = [row for row in rows if row[3] != after or row[6] is None]
    if not rows:
        return DecidedBatch(0)
    stamp = now()
    batch = batch or _new_batch(conn)
    conn.executemany(
        "INSERT INTO decisions (batch, photo_id, tag_id, before, after, decided_at, unasked) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(batch, row[0], row[1], _before(row[2:]), after, stamp, unasked) for row in rows],
    )
    photo_ids = tuple(sorted({row[0] for row in rows}))
    with fulltext.at_once(conn, photo_ids):
        conn.executemany(
            "INSERT INTO tag_assignments (photo_id, tag_id, source, status, decided_at) "
            "VALUES (?1, ?2, 'manual', ?3, ?4) ON CONFLICT (photo_id, tag_id) DO UPDATE SET "
            "source = CASE WHEN ?5 AND ?3 = 'accepted' AND status <> 'accepted' "
            "THEN 'manual' ELSE source END, status = ?3, decided_at = ?4",
            [(row[0], row[1], after, stamp, create) for row in rows],
        )
    return DecidedBatch(len(rows), int(batch), photo_ids)


def undo_last(conn: Connection) -> DecidedBatch:
    """Take back the newest batch that was not taken back yet; again: the one before it.

    What somebody else has decided since about the same tag of a photo stays. A tag that
    was given by hand and was written to a file meanwhile becomes a rejected one, so that
    it goes from the file too and does not come back with the next scan.

    Returns:
        What changed; a count of 0 if there is nothing to undo.
    """
    while True:
        row = conn.execute("SELECT max(batch) FROM decisions WHERE undone_at IS NULL").fetchone()
        if row[0] is None:
            return DecidedBatch(0)
        done = _undo(conn, int(row[0]))
        if done.count:
            return done


def can_undo(conn: Connection) -> bool:
    """Whether there is a batch that was not taken back yet."""
    row = conn.execute("SELECT 1 FROM decisions WHERE undone_at IS NULL LIMIT 1").fetchone()
    return row is not None


def _new_batch(conn: Connection) -> int:
    """A number higher than any before: that of its first row.

    Rows that were undone by :mod:`photoclip.catalog.undo_log` are gone and may come back.
    """
    row = conn.execute("SELECT max(seq) FROM sqlite_sequence WHERE name = 'decisions'").fetchone()
    return int(row[0] or 0) + 1


def _assignments(conn: Connection, pairs: Iterable[tuple[int, int]]) -> list[tuple[Any, ...]]:
    """(photo, tag, source, status, score, model, decided at) of pairs, None where there is none."""
    wanted = json.dumps(list(dict.fromkeys((int(photo), int(tag)) for photo, tag in pairs)))
    return conn.execute(
        "WITH wanted (photo_id, tag_id) AS MATERIALIZED ("
        "SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?)) "
        "SELECT w.photo_id, w.tag_id, a.source, a.status, a.score, a.model_id, a.decided_at "
        "FROM wanted AS w JOIN photos AS p ON p.id = w.photo_id JOIN tags AS t ON t.id = w.tag_id "
        "LEFT JOIN tag_assignments AS a ON a.photo_id = w.photo_id AND a.tag_id = w.tag_id",
        (wanted,),
    ).fetchall()


def _before(state: tuple[Any, ...]) -> str:
    return json.dumps(None if state[0] is None else dict(zip(_STATE, state, strict=True)))


def _undo(conn: Connection, batch: int) -> DecidedBatch:
    rows = conn.execute(
        "SELECT photo_id, tag_id, before, after, decided_at FROM decisions "
        "WHERE batch = ? AND undone_at IS NULL ORDER BY id DESC",
        (batch,),
    ).fetchall()
    conn.execute(
        "UPDATE decisions SET undone_at = ? WHERE batch = ? AND undone_at IS NULL", (now(), batch)
    )
    changed: list[int] = []
    with fulltext.at_once(conn, {row[0] for row in rows}):
        for photo_id, tag_id, before, *decision in rows:
            current = conn.execute(
                "SELECT status, decided_at, written_at FROM tag_assignments "
                "WHERE photo_id = ? AND tag_id = ?",
                (photo_id, tag_id),
            ).fetchone()
            if current is not None and list(current[:2]) == decision:
                _restore(conn, photo_id, tag_id, json.loads(before), current)
                changed.append(photo_id)
    if not changed:
        return DecidedBatch(0)
    return DecidedBatch(len(changed), batch, tuple(sorted(set(changed))))


def _restore(
    conn: Connection,
    photo_id: int,
    tag_id: int,
    before: dict[str, Any] | None,
    current: tuple[str, str, str | None],
) -> None:
    status, _, written_at = current
    if before is None and not (status == "accepted" and written_at):
        conn.execute(
            "DELETE FROM tag_assignments WHERE photo_id = ? AND tag_id = ?", (photo_id, tag_id)
        )
        return
    state = before or {"source": "manual", "status": "rejected", "decided_at": now()}
    conn.execute(
        "UPDATE tag_assignments SET source = ?, status = ?, score = ?, decided_at = ?, "
        "model_id = (SELECT id FROM models WHERE id = ?) WHERE photo_id = ? AND tag_id = ?",
        (
            state["source"],
            state["status"],
            state.get("score"),
            state["decided_at"],
            state.get("model_id"),
            photo_id,
            tag_id,
        ),
    )
