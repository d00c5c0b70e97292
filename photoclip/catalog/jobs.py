"""History of jobs, for display only: what is left to do is never read from here."""

from __future__ import annotations

import json
from collections.abc import Mapping

from photoclip.catalog.connection import Connection
from photoclip.catalog.rows import JobRow
from photoclip.catalog.tags import now


def start(conn: Connection, name: str) -> int:
    """Record that a job begins and return its id."""
    created = conn.execute(
        "INSERT INTO jobs (name, started_at) VALUES (?, ?)", (name, now())
    ).lastrowid
    assert created is not None
    return created


def finish(
    conn: Connection,
    job_id: int,
    state: str,
    *,
    counts: Mapping[str, int] | None = None,
    message: str = "",
) -> None:
    """Record how a job ended: ``"done"``, ``"cancelled"`` or ``"failed"``."""
    conn.execute(
        "UPDATE jobs SET state = ?, ended_at = ?, counts = ?, message = ? WHERE id = ?",
        (state, now(), json.dumps(dict(counts or {})), message, job_id),
    )


def recent(conn: Connection, *, limit: int = 50) -> list[JobRow]:
    """The last jobs, newest first."""
    rows = conn.execute(
        "SELECT id, name, state, started_at, ended_at, counts, message FROM jobs "
        "ORDER BY id DESC LIMIT ?",
        (limit,),
    )
    return [JobRow(*(*row[:5], json.loads(row[5]), row[6])) for row in rows]


def close_unfinished(conn: Connection) -> None:
    """At start-up: whatever still says ``running`` died with its process."""
    conn.execute(
        "UPDATE jobs SET state = 'failed', ended_at = ?, message = 'PhotoClip was closed.' "
        "WHERE state = 'running'",
        (now(),),
    )
