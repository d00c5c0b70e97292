"""Label sets: the words to suggest, each standing for a tag."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from photoclip.catalog import tags
from photoclip.catalog.connection import Connection
from photoclip.catalog.rows import Label, LabelSet
from photoclip.errors import UserError
from photoclip.folding import fold


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
    wanted = name.strip()
    if not wanted:
        raise UserError("A label set needs a name.")
    known = find_set(conn, wanted)
    if known is not None:
        wanted = known.name
    conn.execute(
        "INSERT INTO label_sets (name, multi_label) VALUES (?, 1) ON CONFLICT DO NOTHING", (wanted,)
    )
    conn.execute(
        "UPDATE label_sets SET templates = ifnull(?, templates), "
        "multi_label = ifnull(?, multi_label) WHERE name = ?",
        (None if templates is None else json.dumps(list(templates)), multi_label, wanted),
    )
    row = conn.execute("SELECT id FROM label_sets WHERE name = ?", (wanted,)).fetchone()
    return int(row[0])


def rename_set(conn: Connection, set_id: int, name: str) -> None:
    """Give a set another name; its labels and all decisions stay.

    Raises:
        UserError: The name is empty or taken.
    """
    wanted = name.strip()
    if not wanted:
        raise UserError("A label set needs a name.")
    other = find_set(conn, wanted)
    if other is not None and other.id != set_id:
        raise UserError(f"There is a label set “{other.name}” already; choose another name.")
    conn.execute("UPDATE label_sets SET name = ? WHERE id = ?", (wanted, set_id))


def sets(conn: Connection) -> list[LabelSet]:
    """All label sets by name."""
    rows = conn.execute("SELECT id, name, templates, multi_label FROM label_sets ORDER BY name")
    return [LabelSet(set_id, name, _texts(temp), bool(multi)) for set_id, name, temp, multi in rows]


def find_set(conn: Connection, name: str) -> LabelSet | None:
    """A label set by name, or None; case does not matter."""
    wanted = name.strip().casefold()
    return next((each for each in sets(conn) if each.name.casefold() == wanted), None)


def remove_set(conn: Connection, set_id: int) -> None:
    """Remove a set with its labels and their open suggestions; decided tags stay."""
    members = conn.execute(
        "SELECT id, tag_id FROM labels WHERE label_set_id = ?", (set_id,)
    ).fetchall()
    for label_id, tag_id in members:
        _drop_label(conn, label_id, tag_id)
    conn.execute("DELETE FROM label_sets WHERE id = ?", (set_id,))


def add_label(
    conn: Connection,
    label_set: str,
    label: str,
    *,
    parents: Sequence[str] | None = None,
    prompts: Sequence[str] | None = None,
    negatives: Sequence[str] | None = None,
    new_name: str | None = None,
) -> int:
    """Add a label to a set (created if needed), or change it; returns its id.

    A label stands for a tag: a new name or place is that of the tag, so everything that
    was decided for it stays, and other sets with the same tag follow.

    Args:
        conn: The writer.
        label_set: The set.
        label: The label; case does not matter.
        parents: Tags above it, top level first. For all that is None, a label that is
            there keeps what it has, and a new one has none.
        prompts: What is put into the templates.
        negatives: What speaks against it.
        new_name: Another name for it.

    Raises:
        UserError: A name is empty, has a "/", or is taken by another label or tag.
    """
    set_id = ensure_set(conn, label_set)
    found = _find(conn, set_id, label)
    name = (label if new_name is None else new_name).strip()
    if "/" in "".join((*(parents or ()), "" if found and new_name is None else name)):
        raise UserError(
            f"The label “{name}” or a tag above it has a “/”, which stands between a tag's "
            "levels; name the tags above it as its parents."
        )
    if found is None:
        tag_id = tags.ensure(conn, (*(parents or ()), name))
        # Its new name may be that of a label which is there.
        conn.execute(
            "INSERT INTO labels (label_set_id, tag_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
            (set_id, tag_id),
        )
        found = _find(conn, set_id, name)
        assert found is not None
    elif parents is not None or new_name is not None:
        above = found.parents if parents is None else tuple(parents)
        _place(conn, found, above, found.name if new_name is None else name)
    conn.execute(
        "UPDATE labels SET prompts = ifnull(?, prompts), negatives = ifnull(?, negatives) "
        "WHERE id = ?",
        (_list(prompts), _list(negatives), found.id),
    )
    return found.id


def remove_label(conn: Connection, label_set: str, label: str) -> bool:
    """Take a label out of a set, with its open suggestions; tags on photos stay.

    Returns:
        False if the set has no such label.
    """
    found = find_label(conn, label_set, label)
    if found is not None:
        _drop_label(conn, found.id, found.tag_id)
    return found is not None


def find_label(conn: Connection, label_set: str, label: str) -> Label | None:
    """A label of a set by name, or None; case does not matter."""
    known = find_set(conn, label_set)
    return None if known is None else _find(conn, known.id, label)


def in_set(conn: Connection, label_set: str | None = None) -> list[Label]:
    """The labels of one set in the order they were added, or of all sets."""
    known = None if label_set is None else find_set(conn, label_set)
    if label_set is not None and known is None:
        return []
    return _members(conn, None if known is None else known.id)


def counts(conn: Connection) -> dict[tuple[int, str], int]:
    """Photos that are not missing, by (tag id, status) of their assignments."""
    found: dict[tuple[int, str], int] = {
        (tag_id, status): count
        for tag_id, status, count in conn.execute(
            "SELECT tag_id, status, count(*) FROM tag_assignments GROUP BY tag_id, status"
        )
    }
    # Few photos are missing. CROSS keeps SQLite from looking up the photos of all assignments,
    # which takes seconds in a large library.
    missing = conn.execute(
        "SELECT a.tag_id, a.status, count(*) FROM photos AS p CROSS JOIN tag_assignments AS a "
        "ON a.photo_id = p.id WHERE p.state = 'missing' GROUP BY a.tag_id, a.status"
    )
    for tag_id, status, count in missing:
        found[tag_id, status] -= count
    return found


def _members(conn: Connection, set_id: int | None, *, name: str | None = None) -> list[Label]:
    rows = conn.execute(
        "SELECT l.id, s.id, s.name, l.tag_id, t.name, l.prompts, l.negatives FROM labels AS l "
        "JOIN label_sets AS s ON s.id = l.label_set_id JOIN tags AS t ON t.id = l.tag_id "
        "WHERE (?1 IS NULL OR s.id = ?1) AND (?2 IS NULL OR photoclip_fold(t.name) = ?2) "
        "ORDER BY s.name, l.id",
        (set_id, None if name is None else fold(name)),
    ).fetchall()
    return [
        Label(
            id=label_id,
            label_set_id=in_set_id,
            label_set=set_name,
            tag_id=tag_id,
            name=name,
            prompts=_texts(prompts),
            negatives=_texts(negatives),
            parents=tags.path_of(conn, tag_id)[:-1],
        )
        for label_id, in_set_id, set_name, tag_id, name, prompts, negatives in rows
    ]


def _find(conn: Connection, set_id: int, label: str) -> Label | None:
    return next(iter(_members(conn, set_id, name=label.strip())), None)


def _place(conn: Connection, label: Label, parents: Sequence[str], name: str) -> None:
    """Have a label stand at a place of the tag tree, its tag moving there if it can."""
    namesake = _find(conn, label.label_set_id, name)
    if namesake is not None and namesake.id != label.id:
        raise UserError(f"The set has a label “{namesake.name}” already; choose another name.")
    there = tags.find(conn, (*parents, name))
    if there is None or there == label.tag_id:
        _move_tag(conn, label.tag_id, parents, name)
        return
    decided = conn.execute(
        "SELECT 1 FROM tag_assignments WHERE tag_id = ? AND status <> 'suggested'", (label.tag_id,)
    ).fetchone()
    if decided is not None:
        path = "/".join((*parents, name))
        raise UserError(
            f"There is a tag “{path}” already, and “{label.name}” has decided photos of its own; "
            "choose another name."
        )
    conn.execute("UPDATE labels SET tag_id = ? WHERE id = ?", (there, label.id))
    _drop_unused_tag(conn, label.tag_id)


def _move_tag(conn: Connection, tag_id: int, parents: Sequence[str], name: str) -> None:
    if not name:
        raise UserError("A tag needs a name.")
    parent = tags.ensure(conn, parents) if parents else None
    above = parent
    while above is not None:
        if above == tag_id:
            raise UserError(f"The label “{name}” cannot stand below itself.")
        above = conn.execute("SELECT parent_id FROM tags WHERE id = ?", (above,)).fetchone()[0]
    tags.put(conn, tag_id, parent, name)


def _drop_label(conn: Connection, label_id: int, tag_id: int) -> None:
    conn.execute("DELETE FROM labels WHERE id = ?", (label_id,))
    _drop_unused_tag(conn, tag_id)


def _drop_unused_tag(conn: Connection, tag_id: int) -> None:
    """Withdraw what was suggested for a tag that no label has, and drop it if nobody needs it."""
    if conn.execute("SELECT 1 FROM labels WHERE tag_id = ?", (tag_id,)).fetchone() is not None:
        return
    tags.withdraw_suggestions(conn, [tag_id])
    parent: int | None = tag_id
    while parent is not None:
        above = conn.execute("SELECT parent_id FROM tags WHERE id = ?", (parent,)).fetchone()[0]
        gone = conn.execute(
            "DELETE FROM tags WHERE id = ?1 "
            "AND NOT EXISTS (SELECT 1 FROM tag_assignments WHERE tag_id = ?1) "
            "AND NOT EXISTS (SELECT 1 FROM labels WHERE tag_id = ?1) "
            "AND NOT EXISTS (SELECT 1 FROM tags WHERE parent_id = ?1)",
            (parent,),
        ).rowcount
        parent = above if gone else None


def _list(values: Sequence[str] | None) -> str | None:
    return None if values is None else json.dumps(list(values))


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(json.loads(value))
