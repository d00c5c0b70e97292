"""Words of names, captions and accepted tags, in an FTS5 table.

Triggers keep it in step with every write to photos, captions and tag assignments. It
stores its own text: contentless tables cannot delete rows in the oldest SQLite that is
supported (3.40), and external content needs the old values at every change.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from photoclip.catalog.connection import Connection

_SAID: Final = "{captions tags}"
_PLACES: Final = (("tag", "{tags}"), ("caption", "{captions}"), ("name", "{name}"))
_RANKED: Final = 2000
MANY: Final = 500
"""From so many photos on, their words are written in one go instead of by triggers."""

_SHOWN: Final = "+photo_text.rowid NOT IN (SELECT id FROM photos WHERE state = 'missing')"
"""The plus sign keeps SQLite from looking each row up by itself."""


@dataclass(frozen=True, slots=True)
class Literal:
    """Photos whose texts hold all words of a query as they stand.

    Attributes:
        said: Ids of those whose captions and accepted tags hold them, best match first.
        named: Ids of the others, for which the file name is needed too.
    """

    said: list[int]
    named: list[int]


def literal(conn: Connection, parts: Sequence[str]) -> Literal:
    """Photos that hold every part: a word as a whole word, several words side by side.

    Case and accents do not matter. Only photos that can be shown are given. More than 2,000
    are given newest first: that a word stands in so many tells nothing of its weight.

    Args:
        conn: Any connection.
        parts: Words and phrases; none finds nothing.
    """
    expression = _whole(parts)
    if not expression:
        return Literal([], [])
    said = _matching(conn, f"{_SAID} : ({expression})")
    anywhere = _matching(conn, expression)
    known = set(said)
    return Literal(said, [photo for photo in anywhere if photo not in known])


def places(conn: Connection, parts: Sequence[str], photo_ids: Iterable[int]) -> dict[int, str]:
    """Where photos of :func:`literal` hold the parts: ``"tag"``, ``"caption"`` or ``"name"``.

    A place that holds all of them goes before one that holds some of them.
    """
    wanted = json.dumps([int(photo_id) for photo_id in photo_ids])
    found: dict[int, str] = {}
    for each in (_whole(parts), _whole(parts, any_of_them=True)):
        for place, column in _PLACES if each else ():
            rows = conn.execute(
                "SELECT rowid FROM photo_text WHERE photo_text MATCH ? "
                "AND +rowid IN (SELECT value FROM json_each(?))",
                (f"{column} : ({each})", wanted),
            )
            for (photo_id,) in rows:
                found.setdefault(int(photo_id), place)
    return found


def holds(conn: Connection, word: str) -> bool:
    """Whether any photo's name, captions or tags hold this very word."""
    expression = _whole([word])
    return bool(expression) and (
        conn.execute(
            "SELECT 1 FROM photo_text WHERE photo_text MATCH ? LIMIT 1", (expression,)
        ).fetchone()
        is not None
    )


def _whole(parts: Sequence[str], *, any_of_them: bool = False) -> str:
    # A part without a letter or digit is no token: FTS5 would find nothing for it.
    quoted = ['"' + p.replace('"', '""') + '"' for p in parts if any(c.isalnum() for c in p)]
    return (" OR " if any_of_them else " AND ").join(quoted)


def _matching(conn: Connection, expression: str) -> list[int]:
    rows = conn.execute(
        f"SELECT rowid FROM photo_text WHERE photo_text MATCH ? AND {_SHOWN} ORDER BY rowid DESC",
        (expression,),
    )
    found = [int(row[0]) for row in rows]
    if not 1 < len(found) <= _RANKED:
        return found
    rows = conn.execute(
        f"SELECT rowid FROM photo_text WHERE photo_text MATCH ? AND {_SHOWN} ORDER BY rank, rowid",
        (expression,),
    )
    return [int(row[0]) for row in rows]


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


@contextmanager
def at_once(conn: Connection, photo_ids: Collection[int]) -> Iterator[None]:
    """Around a change of the tags or captions of photos: many get their words in one go."""
    if len(photo_ids) < MANY:
        yield
        return
    try:
        with set_aside(conn):
            yield
    finally:
        if conn.in_transaction:
            refresh(conn, photo_ids)


@contextmanager
def set_aside(conn: Connection) -> Iterator[None]:
    """Let the words of photos be for a block that changes tags or captions of very many.

    The caller has the words of those photos made anew by :func:`refresh` in the same
    transaction, which is nine times as fast: each trigger makes FTS5 write what it has gathered.
    The triggers are back behind it, whatever happens in the block.
    """
    triggers = conn.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' "
        "AND tbl_name IN ('tag_assignments', 'captions')"
    ).fetchall()
    for name, _ in triggers:
        conn.execute(f"DROP TRIGGER {name}")
    try:
        yield
    finally:
        # After a full disk SQLite has rolled back by itself, and they are there again.
        if conn.in_transaction:
            for _, statement in triggers:
                conn.execute(statement)


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
