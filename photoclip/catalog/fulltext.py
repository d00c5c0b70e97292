"""Words of names, captions and accepted tags, in an FTS5 table.

Triggers keep it in step with every write to photos, captions and tag assignments. It
stores its own text: contentless tables cannot delete rows in the oldest SQLite that is
supported (3.40), and external content needs the old values at every change.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from photoclip.catalog.connection import Connection


def match_text(text: str) -> str:
    """An FTS5 expression that wants every word of ``text``, the last one as a beginning.

    Quotes keep operators and signs in what a person types from being read as syntax.
    """
    words = ['"' + word.replace('"', '""') + '"' for word in text.split()]
    return " AND ".join(words) + ("*" if words else "")


def search(conn: Connection, text: str, *, limit: int = 1000) -> list[int]:
    """Ids of photos whose name, captions and tags hold all words, best match first."""
    expression = match_text(text)
    if not expression:
        return []
    rows = conn.execute(
        "SELECT rowid FROM photo_text WHERE photo_text MATCH ? ORDER BY rank LIMIT ?",
        (expression, limit),
    )
    return [int(row[0]) for row in rows]


def refresh(conn: Connection, photo_ids: Iterable[int]) -> None:
    """Write the text of some photos anew, after what no trigger sees (a renamed tag)."""
    wanted = json.dumps([int(photo_id) for photo_id in photo_ids])
    conn.execute(
        "DELETE FROM photo_text WHERE rowid IN (SELECT value FROM json_each(?))", (wanted,)
    )
    conn.execute(
        "INSERT INTO photo_text (rowid, name, captions, tags) SELECT id, name, captions, tags "
        "FROM photo_text_source WHERE id IN (SELECT value FROM json_each(?))",
        (wanted,),
    )


def rebuild(conn: Connection) -> None:
    """Make the whole table again; it is a cache."""
    conn.execute("DELETE FROM photo_text")
    conn.execute(
        "INSERT INTO photo_text (rowid, name, captions, tags) "
        "SELECT id, name, captions, tags FROM photo_text_source"
    )


def differences(conn: Connection) -> int:
    """Number of photos whose text is not in step; 0 on a sound catalog."""
    row = conn.execute(
        "SELECT (SELECT count(*) FROM photo_text_source AS s LEFT JOIN photo_text AS t "
        "ON t.rowid = s.id WHERE t.rowid IS NULL OR t.name <> s.name "
        "OR t.captions <> s.captions OR t.tags <> s.tags) "
        "+ (SELECT count(*) FROM photo_text WHERE rowid NOT IN (SELECT id FROM photos))"
    ).fetchone()
    return int(row[0])
