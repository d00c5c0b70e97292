"""Label sets: the words to suggest, each standing for a tag."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from photoclip.catalog import tags
from photoclip.catalog.connection import Connection
from photoclip.catalog.rows import Label, LabelSet, SuggestionRow
from photoclip.errors import UserError


def ensure_set(
    conn: Connection,
    name: str,
    *,
    templates: Sequence[str] | None = None,
    multi_label: bool | None = None,
) -> int:
    """Id of a label set, created if needed; settings that are given replace the old ones.

    Raises:
        UserError: The name is empty.
    """
    if not name.strip():
        raise UserError("A label set needs a name.")
    conn.execute("INSERT INTO label_sets (name) VALUES (?) ON CONFLICT DO NOTHING", (name.strip(),))
    conn.execute(
        "UPDATE label_sets SET templates = ifnull(?, templates), "
        "multi_label = ifnull(?, multi_label) WHERE name = ?",
        (None if templates is None else json.dumps(list(templates)), multi_label, name.strip()),
    )
    row = conn.execute("SELECT id FROM label_sets WHERE name = ?", (name.strip(),)).fetchone()
    return int(row[0])


def sets(conn: Connection) -> list[LabelSet]:
    """All label sets by name."""
    rows = conn.execute("SELECT id, name, templates, multi_label FROM label_sets ORDER BY name")
    return [LabelSet(set_id, name, _texts(temp), bool(multi)) for set_id, name, temp, multi in rows]


def find_set(conn: Connection, name: str) -> LabelSet | None:
    """A label set by name, or None; case does not matter."""
    return next((each for each in sets(conn) if each.name.lower() == name.strip().lower()), None)


def add_label(
    conn: Connection,
    label_set: str,
    label: str,
    *,
    prompts: Sequence[str] = (),
    negatives: Sequence[str] = (),
) -> int:
    """Add a label to a set (created if needed), or replace its prompts; returns its id.

    Raises:
        UserError: A name is empty.
    """
    set_id = ensure_set(conn, label_set)
    tag_id = tags.ensure(conn, (label,))
    conn.execute(
        "INSERT INTO labels (label_set_id, tag_id, prompts, negatives) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (label_set_id, tag_id) DO UPDATE SET prompts = excluded.prompts, "
        "negatives = excluded.negatives",
        (set_id, tag_id, json.dumps(list(prompts)), json.dumps(list(negatives))),
    )
    row = conn.execute(
        "SELECT id FROM labels WHERE label_set_id = ? AND tag_id = ?", (set_id, tag_id)
    ).fetchone()
    return int(row[0])


def remove_label(conn: Connection, label_set: str, label: str) -> bool:
    """Take a label out of a set, with its open suggestions; tags on photos stay.

    Returns:
        False if the set has no such label.
    """
    found = [each for each in in_set(conn, label_set) if each.name.lower() == label.strip().lower()]
    for each in found:
        conn.execute("DELETE FROM labels WHERE id = ?", (each.id,))
        still = conn.execute("SELECT 1 FROM labels WHERE tag_id = ?", (each.tag_id,)).fetchone()
        if still is None:
            tags.withdraw_suggestions(conn, [each.tag_id])
            _drop_unused_tag(conn, each.tag_id)
    conn.execute(
        "DELETE FROM label_sets WHERE name = ? "
        "AND NOT EXISTS (SELECT 1 FROM labels WHERE label_set_id = label_sets.id)",
        (label_set.strip(),),
    )
    return bool(found)


def in_set(conn: Connection, label_set: str | None = None) -> list[Label]:
    """The labels of one set in the order they were added, or of all sets."""
    rows = conn.execute(
        "SELECT l.id, s.id, s.name, l.tag_id, t.name, l.prompts, l.negatives FROM labels AS l "
        "JOIN label_sets AS s ON s.id = l.label_set_id JOIN tags AS t ON t.id = l.tag_id "
        "WHERE ?1 IS NULL OR s.name = ?1 ORDER BY s.name, l.id",
        (None if label_set is None else label_set.strip(),),
    )
    return [Label(*row[:5], *map(_texts, row[5:])) for row in rows]


def suggestions(
    conn: Connection, *, status: str = "suggested", label_set: str | None = None
) -> list[SuggestionRow]:
    """What was suggested for photos that are not missing, the surest first.

    Args:
        conn: Any connection.
        status: ``"suggested"`` for the open ones, ``"accepted"`` or ``"rejected"`` for
            those that were decided.
        label_set: Only this set.
    """
    rows = conn.execute(
        "SELECT a.photo_id, l.id, a.tag_id, s.name, t.name, a.score, a.status, a.source "
        "FROM tag_assignments AS a JOIN labels AS l ON l.tag_id = a.tag_id "
        "JOIN label_sets AS s ON s.id = l.label_set_id JOIN tags AS t ON t.id = a.tag_id "
        "JOIN photos AS p ON p.id = a.photo_id WHERE a.status = ?1 "
        "AND a.source IN ('zero_shot', 'learned') AND p.state <> 'missing' "
        "AND (?2 IS NULL OR s.name = ?2) ORDER BY a.score DESC, a.photo_id, l.id",
        (status, label_set),
    )
    return [SuggestionRow(*row) for row in rows]


def _drop_unused_tag(conn: Connection, tag_id: int) -> None:
    conn.execute(
        "DELETE FROM tags WHERE id = ?1 "
        "AND NOT EXISTS (SELECT 1 FROM tag_assignments WHERE tag_id = ?1) "
        "AND NOT EXISTS (SELECT 1 FROM tags WHERE parent_id = ?1)",
        (tag_id,),
    )


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(json.loads(value))
