"""The review queue: what was suggested for photos, and what became of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from photoclip.catalog import labels, tags
from photoclip.catalog.connection import Connection
from photoclip.catalog.rows import SuggestionRow

_ROWS: Final = (
    "SELECT a.photo_id, a.tag_id, ifnull((SELECT s.name FROM labels AS l "
    "JOIN label_sets AS s ON s.id = l.label_set_id WHERE l.tag_id = a.tag_id "
    "AND (:label_set IS NULL OR s.name = :label_set) ORDER BY s.name LIMIT 1), ''), "
    "t.name, a.score, a.status, a.source FROM tag_assignments AS a "
    "JOIN tags AS t ON t.id = a.tag_id JOIN photos AS p ON p.id = a.photo_id "
)
_SUREST: Final = "a.score DESC, a.photo_id, a.tag_id"
_LATEST: Final = f"a.decided_at DESC, {_SUREST}"


@dataclass(frozen=True, slots=True)
class Which:
    """Which assignments are meant; None is any.

    Attributes:
        status: ``"suggested"``, ``"accepted"`` or ``"rejected"``.
        label_set: Only tags that this set has a label for.
        tag_ids: Only these tags.
        photo_id: Only this photo.
        minimum: Only scores from here on.
        sources: Only those that come from here.
        decided: Whether open suggestions are left out.
    """

    status: str | None = "suggested"
    label_set: str | None = None
    tag_ids: Sequence[int] | None = None
    photo_id: int | None = None
    minimum: float | None = None
    sources: Sequence[str] | None = None
    decided: bool = False

    def sql(self) -> tuple[str, dict[str, Any]]:
        """A condition over ``a``, ``t`` and ``p``, and its parameters."""
        conditions = {
            # A literal where an index holds nothing else.
            "status": "a.status = " + ("'suggested'" if self.status == "suggested" else ":status"),
            "label_set": "EXISTS (SELECT 1 FROM labels AS l JOIN label_sets AS s "
            "ON s.id = l.label_set_id WHERE l.tag_id = a.tag_id AND s.name = :label_set)",
            "tag_ids": "a.tag_id IN (SELECT value FROM json_each(:tag_ids))",
            "photo_id": "a.photo_id = :photo_id",
            "minimum": "a.score >= :minimum",
            "sources": "a.source IN (SELECT value FROM json_each(:sources))",
            "decided": "a.status <> 'suggested'",
        }
        values: dict[str, Any] = {
            "status": self.status,
            "label_set": None if self.label_set is None else self.label_set.strip(),
            "tag_ids": None if self.tag_ids is None else json.dumps([int(t) for t in self.tag_ids]),
            "photo_id": self.photo_id,
            "minimum": self.minimum,
            "sources": None if self.sources is None else json.dumps(list(self.sources)),
            "decided": self.decided or None,
        }
        wanted = [text for name, text in conditions.items() if values[name] is not None]
        return " AND ".join(["p.state <> 'missing'", *wanted]), values


def find(
    conn: Connection,
    which: Which,
    *,
    latest_first: bool = False,
    limit: int | None = None,
    offset: int = 0,
) -> list[SuggestionRow]:
    """Tags suggested for photos that are not missing, each pair once.

    Args:
        conn: Any connection.
        which: Which are wanted.
        latest_first: Order by the time of the decision instead of the surest first.
        limit: Most rows.
        offset: Rows to leave out before.
    """
    condition, values = which.sql()
    rows = conn.execute(
        f"{_ROWS} WHERE {condition} ORDER BY {_LATEST if latest_first else _SUREST} "
        "LIMIT :limit OFFSET :offset",
        values | {"limit": -1 if limit is None else max(limit, 0), "offset": max(offset, 0)},
    )
    return [SuggestionRow(*row) for row in rows]


def count_by_tag(conn: Connection) -> list[tuple[int, str, str, int]]:
    """(tag id, name, a label set of it or "", open suggestions), most first."""
    counts = labels.counts(conn)
    rows = conn.execute(
        "SELECT t.id, t.name, ifnull((SELECT s.name FROM labels AS l JOIN label_sets AS s "
        "ON s.id = l.label_set_id WHERE l.tag_id = t.id ORDER BY s.name LIMIT 1), '') "
        "FROM tags AS t ORDER BY t.name, t.id"
    )
    found = [(*row, counts.get((row[0], "suggested"), 0)) for row in rows]
    return sorted((row for row in found if row[3]), key=lambda row: -row[3])


def count_by_photo(conn: Connection) -> list[tuple[int, str, int]]:
    """(photo id, name, open suggestions), most first."""
    rows = conn.execute(
        "SELECT a.photo_id, p.name, count(*) FROM tag_assignments AS a "
        "JOIN photos AS p ON p.id = a.photo_id WHERE a.status = 'suggested' "
        "AND p.state <> 'missing' GROUP BY a.photo_id ORDER BY count(*) DESC, p.name, a.photo_id"
    )
    return [(int(photo_id), name, int(count)) for photo_id, name, count in rows]


def tags_called(conn: Connection, label: str, *, label_set: str | None = None) -> list[int]:
    """Tags that a label's name means: of any set that has it, or once suggested.

    Args:
        conn: Any connection.
        label: A name, or a path with ``/``; case does not matter.
        label_set: Only this set.
    """
    rows = conn.execute(
        "SELECT l.tag_id FROM labels AS l JOIN label_sets AS s ON s.id = l.label_set_id "
        "WHERE ?1 IS NULL OR s.name = ?1 UNION SELECT tag_id FROM tag_assignments "
        "WHERE ?1 IS NULL AND source IN ('zero_shot', 'learned') ORDER BY 1",
        (None if label_set is None else label_set.strip(),),
    ).fetchall()
    wanted = label.strip().casefold()
    paths = {int(tag_id): tags.path_of(conn, tag_id) for (tag_id,) in rows}
    return [
        tag_id
        for tag_id, path in paths.items()
        if path and wanted in (path[-1].casefold(), "/".join(path).casefold())
    ]


def decided(conn: Connection, tag_id: int, model_id: int) -> list[tuple[int, str]]:
    """What was decided about a tag, for learning: (embedding id, status).

    The tags of a file count too, because somebody gave them. Copies of one picture count
    once; a picture whose copies were decided differently teaches nothing. What was accepted
    unasked does not count either: a label would learn its own guesses.

    Args:
        conn: Any connection.
        tag_id: The tag.
        model_id: The model whose embeddings are wanted, those of whole pictures.
    """
    rows = conn.execute(
        "SELECT e.id, min(a.status) FROM tag_assignments AS a "
        "JOIN photos AS p ON p.id = a.photo_id JOIN embeddings AS e "
        "ON e.pixel_hash = p.pixel_hash AND e.model_id = ?2 AND e.crop = 0 "
        "WHERE a.tag_id = ?1 AND a.status <> 'suggested' "
        "AND NOT EXISTS (SELECT 1 FROM decisions AS d WHERE d.photo_id = a.photo_id "
        "AND d.tag_id = a.tag_id AND d.decided_at = a.decided_at AND d.unasked "
        "AND d.undone_at IS NULL) "
        "GROUP BY e.id HAVING min(a.status) = max(a.status) ORDER BY e.id",
        (tag_id, model_id),
    )
    return [(int(embedding_id), status) for embedding_id, status in rows]
