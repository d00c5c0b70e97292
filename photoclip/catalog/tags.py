"""The tag tree, and which photo has which tag: suggested, accepted or rejected."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from photoclip.catalog import fulltext, metadata_base
from photoclip.catalog.connection import Connection
from photoclip.catalog.rows import Tag, TagAssignment
from photoclip.errors import UserError
from photoclip.folding import fold

_TREE = (
    "WITH RECURSIVE tree (id, parent_id, path) AS ("
    "SELECT id, parent_id, json_array(name) FROM tags WHERE parent_id IS NULL "
    "UNION ALL SELECT t.id, t.parent_id, json_insert(tree.path, '$[#]', t.name) "
    "FROM tags AS t JOIN tree ON t.parent_id = tree.id) "
)
_BELOW = (
    "WITH RECURSIVE below (id) AS (SELECT ? UNION ALL "
    "SELECT t.id FROM tags AS t JOIN below ON t.parent_id = below.id) "
)


def now() -> str:
    """Time of a decision: UTC, ISO 8601, second precision."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def ensure(conn: Connection, path: Sequence[str]) -> int:
    """Id of a tag, created with its upper levels if needed; case does not matter.

    Raises:
        UserError: A level of the path is empty.
    """
    parent: int | None = None
    for level in path:
        name = level.strip()
        if not name:
            raise UserError("A tag needs a name.")
        found = _child(conn, parent, name)
        if found is None:
            found = conn.execute(
                "INSERT INTO tags (parent_id, name) VALUES (?, ?)", (parent, name)
            ).lastrowid
        parent = found
    if parent is None:
        raise UserError("A tag needs a name.")
    return parent


def find(conn: Connection, path: Sequence[str]) -> int | None:
    """Id of a tag by its path, or None."""
    parent: int | None = None
    for level in path:
        parent = _child(conn, parent, level.strip())
        if parent is None:
            return None
    return parent


def all_tags(conn: Connection) -> list[Tag]:
    """The whole tree by path, each tag with its number of accepted photos."""
    rows = conn.execute(
        f"{_TREE} SELECT tree.id, tree.parent_id, tree.path, (SELECT count(*) FROM "
        "tag_assignments AS a WHERE a.tag_id = tree.id AND a.status = 'accepted') FROM tree"
    )
    found = [Tag(tag, parent, tuple(json.loads(path)), count) for tag, parent, path, count in rows]
    return sorted(found, key=lambda tag: _folded(tag.path))


def path_of(conn: Connection, tag_id: int) -> tuple[str, ...]:
    """Names from the top level down to a tag; empty if there is none with this id."""
    path: list[str] = []
    current: int | None = tag_id
    while current is not None:
        row = conn.execute("SELECT parent_id, name FROM tags WHERE id = ?", (current,)).fetchone()
        if row is None:
            return ()
        current, name = row
        path.append(name)
    return tuple(reversed(path))


def rename(conn: Connection, tag_id: int, name: str) -> None:
    """Give a tag another name.

    Raises:
        UserError: The name is empty, or its parent has another tag of that name.
    """
    wanted = name.strip()
    if not wanted:
        raise UserError("A tag needs a name.")
    row = conn.execute("SELECT parent_id FROM tags WHERE id = ?", (tag_id,)).fetchone()
    if row is None:
        raise UserError("This tag is not there any more.")
    if _child(conn, row[0], wanted) not in (None, tag_id):
        raise UserError(f"There is a tag named “{wanted}” already; choose another name.")
    put(conn, tag_id, row[0], wanted)


def remove(conn: Connection, tag_id: int) -> None:
    """Remove a tag with everything below it from the tree and from all photos."""
    _remember_files(conn, tag_id)
    with fulltext.at_once(conn, photos_below(conn, tag_id)):
        conn.execute("DELETE FROM tags WHERE id = ?", (tag_id,))


def assign(conn: Connection, photo_ids: Iterable[int], tag_id: int) -> None:
    """The user gives photos a tag; this settles earlier suggestions and rejections."""
    conn.executemany(
        "INSERT INTO tag_assignments (photo_id, tag_id, source, status, decided_at) "
        "VALUES (?, ?, 'manual', 'accepted', ?) ON CONFLICT (photo_id, tag_id) DO UPDATE SET "
        "status = 'accepted', decided_at = excluded.decided_at, "
        "source = CASE status WHEN 'accepted' THEN source ELSE 'manual' END",
        [(int(photo_id), tag_id, now()) for photo_id in photo_ids],
    )


def unassign(conn: Connection, photo_ids: Iterable[int], tag_id: int) -> None:
    """The user takes a tag off photos.

    It stays on record as rejected: otherwise reading the files' keywords again, or the
    next suggestion, would bring it back.
    """
    decide(conn, photo_ids, tag_id, "rejected")


def decide(conn: Connection, photo_ids: Iterable[int], tag_id: int, status: str) -> int:
    """The user accepts or rejects what is there (a suggestion, or an earlier decision).

    Args:
        conn: The writer.
        photo_ids: Photos.
        tag_id: The tag.
        status: ``"accepted"`` or ``"rejected"``.

    Returns:
        How many assignments were decided; photos without one are left alone.
    """
    return conn.executemany(
        "UPDATE tag_assignments SET status = ?, decided_at = ? WHERE photo_id = ? AND tag_id = ?",
        [(status, now(), int(photo_id), tag_id) for photo_id in photo_ids],
    ).rowcount


def suggest(
    conn: Connection,
    suggestions: Iterable[tuple[int, int, float]],
    *,
    source: str = "zero_shot",
    model_id: int | None = None,
) -> int:
    """Write suggestions; whatever was decided, by whom or what, is never overwritten.

    Photos and tags that went while the model was looking are passed over.

    Args:
        conn: The writer.
        suggestions: (photo id, tag id, score).
        source: ``"zero_shot"`` or ``"learned"``.
        model_id: The model whose scores these are.

    Returns:
        How many suggestions were written or refreshed.
    """
    return conn.executemany(
        "INSERT INTO tag_assignments (photo_id, tag_id, source, status, score, model_id) "
        "SELECT p.id, t.id, ?3, 'suggested', ?4, (SELECT id FROM models WHERE id = ?5) "
        "FROM photos AS p, tags AS t WHERE p.id = ?1 AND t.id = ?2 "
        "ON CONFLICT (photo_id, tag_id) DO UPDATE SET "
        "source = excluded.source, score = excluded.score, model_id = excluded.model_id "
        "WHERE status = 'suggested'",
        [(photo, tag, source, float(score), model_id) for photo, tag, score in suggestions],
    ).rowcount


def withdraw_suggestions(conn: Connection, tag_ids: Iterable[int]) -> int:
    """Drop undecided suggestions of tags, before new ones are written; returns how many."""
    return conn.executemany(
        "DELETE FROM tag_assignments WHERE tag_id = ? AND status = 'suggested'",
        [(tag_id,) for tag_id in tag_ids],
    ).rowcount


def import_keywords(conn: Connection, photo_id: int, keywords: Sequence[Sequence[str]]) -> None:
    """Take over a file's keywords as accepted tags, without touching the user's decisions.

    A keyword that the file lost is dropped if it only ever came from the file, except
    where the file has no keyword left at all: that is more often a sidecar that was lost
    or half written than a wish.
    """
    named = [path for path in keywords if path and all(level.strip() for level in path)]
    wanted = [ensure(conn, path) for path in named]
    conn.executemany(
        "INSERT INTO tag_assignments (photo_id, tag_id, source, status) "
        "VALUES (?, ?, 'imported', 'accepted') ON CONFLICT (photo_id, tag_id) DO UPDATE SET "
        "source = 'imported', status = 'accepted' WHERE status = 'suggested'",
        [(photo_id, tag_id) for tag_id in wanted],
    )
    if wanted:
        conn.execute(
            "DELETE FROM tag_assignments WHERE photo_id = ? AND source = 'imported' "
            "AND status = 'accepted' AND decided_at IS NULL "
            "AND tag_id NOT IN (SELECT value FROM json_each(?))",
            (photo_id, json.dumps(wanted)),
        )


def of_photo(conn: Connection, photo_id: int) -> list[TagAssignment]:
    """All assignments of a photo, the rejected ones too; ``tag`` is the path with ``/``."""
    rows = conn.execute(
        "SELECT tag_id, source, status, score FROM tag_assignments WHERE photo_id = ?", (photo_id,)
    ).fetchall()
    found = [
        TagAssignment(photo_id, tag_id, "/".join(path_of(conn, tag_id)), source, status, score)
        for tag_id, source, status, score in rows
    ]
    return sorted(found, key=lambda each: each.tag.casefold())


def photos_with(conn: Connection, tag_id: int, *, status: str = "accepted") -> list[int]:
    """Ids of photos that have exactly this tag in this status, ascending."""
    rows = conn.execute(
        "SELECT photo_id FROM tag_assignments WHERE tag_id = ? AND status = ? ORDER BY photo_id",
        (tag_id, status),
    )
    return [int(row[0]) for row in rows]


def accepted_paths(conn: Connection, photo_ids: Iterable[int]) -> dict[int, list[tuple[str, ...]]]:
    """Paths of the accepted tags by photo, each list in order; photos without are left out."""
    rows = conn.execute(
        "SELECT photo_id, tag_id FROM tag_assignments WHERE status = 'accepted' "
        "AND photo_id IN (SELECT value FROM json_each(?))",
        (json.dumps([int(each) for each in photo_ids]),),
    ).fetchall()
    paths = {tag_id: path_of(conn, tag_id) for tag_id in {row[1] for row in rows}}
    found: dict[int, list[tuple[str, ...]]] = {}
    for photo_id, tag_id in rows:
        found.setdefault(photo_id, []).append(paths[tag_id])
    return {photo_id: sorted(each, key=_folded) for photo_id, each in found.items()}


def labels_of(conn: Connection, tag_id: int) -> list[tuple[str, str]]:
    """(label set, label) that stand for a tag or for one below it."""
    return conn.execute(
        f"{_BELOW} SELECT s.name, t.name FROM below JOIN labels AS l ON l.tag_id = below.id "
        "JOIN label_sets AS s ON s.id = l.label_set_id JOIN tags AS t ON t.id = below.id "
        "ORDER BY s.name, t.name",
        (tag_id,),
    ).fetchall()


def move(conn: Connection, tag_id: int, new_parent: Sequence[str]) -> None:
    """Put a tag, with everything below it, under another one (created if needed).

    Args:
        conn: The writer.
        tag_id: The tag.
        new_parent: Path of the tag above it; empty for the top level.

    Raises:
        UserError: It would lie below itself, or its new parent has a tag of that name.
    """
    path = path_of(conn, tag_id)
    if not path:
        raise UserError("This tag is not there any more.")
    parent = ensure(conn, new_parent) if new_parent else None
    if parent in _tags_below(conn, tag_id):
        raise UserError(f"The tag “{'/'.join(path)}” cannot lie below itself.")
    if _child(conn, parent, path[-1]) not in (None, tag_id):
        wanted = "/".join((*new_parent, path[-1]))
        raise UserError(
            f"There is a tag “{wanted}” already; rename one of the two, or tag its photos so."
        )
    put(conn, tag_id, parent, path[-1])


def put(conn: Connection, tag_id: int, parent_id: int | None, name: str) -> None:
    """Give a tag a name and a place that are free; what it came from is not forgotten.

    Imported tags become the user's own. Otherwise reading the files again, which have only
    the old name, would drop them and bring the old name back.
    """
    _remember_files(conn, tag_id)
    conn.execute("UPDATE tags SET parent_id = ?, name = ? WHERE id = ?", (parent_id, name, tag_id))
    conn.execute(
        f"{_BELOW} UPDATE tag_assignments SET decided_at = ? WHERE status = 'accepted' "
        "AND decided_at IS NULL AND tag_id IN (SELECT id FROM below)",
        (tag_id, now()),
    )
    fulltext.refresh(conn, photos_below(conn, tag_id))


def _remember_files(conn: Connection, tag_id: int) -> None:
    """Note what the files say of photos with a tag, or one below it, that came from them."""
    rows = conn.execute(
        f"{_BELOW} SELECT photo_id, tag_id FROM tag_assignments WHERE source = 'imported' "
        "AND photo_id IN (SELECT photo_id FROM tag_assignments "
        "WHERE source = 'imported' AND tag_id IN (SELECT id FROM below))",
        (tag_id,),
    ).fetchall()
    paths = {each: path_of(conn, each) for each in {row[1] for row in rows}}
    said: dict[int, list[tuple[str, ...]]] = {}
    for photo_id, imported in rows:
        said.setdefault(photo_id, []).append(paths[imported])
    metadata_base.remember(conn, said)


def _tags_below(conn: Connection, tag_id: int) -> set[int]:
    rows = conn.execute(f"{_BELOW} SELECT id FROM below", (tag_id,))
    return {int(row[0]) for row in rows}


def _folded(path: Sequence[str]) -> list[str]:
    return [level.casefold() for level in path]


def _child(conn: Connection, parent: int | None, name: str) -> int | None:
    above = "SELECT id FROM tags WHERE ifnull(parent_id, 0) = ? AND"
    row = conn.execute(f"{above} name = ?", (parent or 0, name)).fetchone()
    if row is None and not name.isascii():
        # The table itself knows the case of ASCII letters only.
        row = conn.execute(
            f"{above} photoclip_fold(name) = ? ORDER BY id", (parent or 0, fold(name))
        ).fetchone()
    return int(row[0]) if row else None


def photos_below(conn: Connection, tag_id: int) -> list[int]:
    """Ids of photos that have a tag, or one below it (accepted)."""
    rows = conn.execute(
        f"{_BELOW} SELECT DISTINCT photo_id FROM tag_assignments "
        "WHERE status = 'accepted' AND tag_id IN (SELECT id FROM below)",
        (tag_id,),
    )
    return [int(row[0]) for row in rows]
