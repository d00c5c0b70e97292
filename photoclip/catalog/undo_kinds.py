"""The changes that can be taken back: what is noted of each, and the statements that do it.

Only columns that people edit are here. ``written_at`` tells of a file: it comes back with a
row that was deleted, and is left alone otherwise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

COLUMNS: Final = tuple("abcdefghijk")
"""Where the log keeps the values of a change."""

_NOW: Final = "strftime('%Y-%m-%dT%H:%M:%SZ', 'now')"
_PARAMETER: Final = re.compile(r"\?(\d+)")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of change.

    Attributes:
        event: When it happens, in the words of CREATE TRIGGER.
        values: What is noted: the row's key first, then values before and after.
        undo: Statements that take it back, ``?1`` being the first of the values.
        photo: The photo it concerns; NULL for none.
        tags: It changes tags, labels or suggestions.
        albums: It changes albums.
        may_clash: A unique name or a reference can be in the way.
        statements: ``undo`` with the number of values that each one takes.
    """

    event: str
    values: tuple[str, ...]
    undo: tuple[str, ...]
    photo: str = "NULL"
    tags: bool = False
    albums: bool = False
    may_clash: bool = False
    statements: tuple[tuple[str, int], ...] = field(init=False)

    def __post_init__(self) -> None:
        counted = tuple((sql, max(map(int, _PARAMETER.findall(sql)))) for sql in self.undo)
        object.__setattr__(self, "statements", counted)

    def trigger(self, number: int) -> str:
        """The statement that makes the trigger."""
        columns = ", ".join(COLUMNS[: len(self.values)])
        return (
            f"CREATE TEMP TRIGGER undo_{number} AFTER {self.event} BEGIN "
            f"INSERT INTO undo_log (kind, photo, {columns}) "
            f"VALUES ({number}, {self.photo}, {', '.join(self.values)}); END"
        )


def _updated(
    table: str,
    *columns: str,
    photo: str = "NULL",
    tags: bool = False,
    albums: bool = False,
    may_clash: bool = False,
) -> Kind:
    """Plain columns that go back to their values if they still have those of the change."""
    # Names compare without case, but another case is another name here.
    differ = " OR ".join(f"old.{each} IS NOT new.{each} COLLATE BINARY" for each in columns)
    before = ", ".join(f"{each} = ?{place}" for place, each in enumerate(columns, 2))
    after = " AND ".join(f"{e} IS ?{place}" for place, e in enumerate(columns, 2 + len(columns)))
    return Kind(
        event=f"UPDATE OF {', '.join(columns)} ON {table} WHEN {differ}",
        values=(
            "new.id",
            *(f"old.{each}" for each in columns),
            *(f"new.{each}" for each in columns),
        ),
        undo=(f"UPDATE {table} SET {before} WHERE id = ?1 AND {after}",),
        photo=photo,
        tags=tags,
        albums=albums,
        may_clash=may_clash,
    )


def _inserted(table: str, *unless: str, tags: bool = False, albums: bool = False) -> Kind:
    """A row that goes, unless something else has come to hang on it."""
    nobody = "".join(
        f" AND NOT EXISTS (SELECT 1 FROM {each.partition('.')[0]} WHERE {each} = ?1)"
        for each in unless
    )
    return Kind(
        event=f"INSERT ON {table}",
        values=("new.id",),
        undo=(f"DELETE FROM {table} WHERE id = ?1{nobody}",),
        tags=tags,
        albums=albums,
    )


def _deleted(
    table: str,
    *columns: str,
    needs: str = "",
    photo: str = "NULL",
    tags: bool = False,
    albums: bool = False,
    may_clash: bool = False,
) -> Kind:
    """A row that comes back as it was."""
    marks = ", ".join(f"?{place}" for place in range(1, len(columns) + 1))
    where = f" WHERE {needs}" if needs else ""
    return Kind(
        event=f"DELETE ON {table}",
        values=tuple(f"old.{each}" for each in columns),
        undo=(f"INSERT OR IGNORE INTO {table} ({', '.join(columns)}) SELECT {marks}{where}",),
        photo=photo,
        tags=tags,
        albums=albums,
        may_clash=may_clash,
    )


def _there(table: str, place: int) -> str:
    return f"EXISTS (SELECT 1 FROM {table} WHERE id = ?{place})"


_PHOTOS = (
    _updated("photos", "rating", "rating_source", photo="new.id"),
    _updated("photos", "pick", photo="new.id"),
    _updated("photos", "rotation", photo="new.id"),
)

_SAME_DECISION = (
    "photo_id = ?1 AND tag_id = ?2 AND source = ?3 AND status = ?4 AND decided_at IS ?5"
)
_WRITTEN = "status = 'accepted' AND written_at IS NOT NULL"
_KEY = ("photo_id", "tag_id")
_STATE = ("source", "status", "score", "model_id", "decided_at")
_DECISION = (
    *("id", "batch", "photo_id", "tag_id", "before", "after", "decided_at", "undone_at"),
    "unasked",
)

_TAGGED = (
    Kind(
        event="INSERT ON tag_assignments",
        values=("new.photo_id", "new.tag_id", "new.source", "new.status", "new.decided_at"),
        undo=(
            # Otherwise the file that it was written to would bring it back.
            "UPDATE tag_assignments SET source = 'manual', status = 'rejected', "
            f"decided_at = {_NOW} WHERE {_SAME_DECISION} AND {_WRITTEN}",
            f"DELETE FROM tag_assignments WHERE {_SAME_DECISION} AND NOT ({_WRITTEN})",
        ),
        photo="new.photo_id",
        tags=True,
    ),
    Kind(
        event=f"UPDATE OF {', '.join(_STATE)} ON tag_assignments WHEN "
        + " OR ".join(f"old.{each} IS NOT new.{each}" for each in _STATE),
        values=(
            *("new.photo_id", "new.tag_id", "new.source", "new.status", "new.decided_at"),
            *(f"old.{each}" for each in _STATE),
        ),
        undo=(
            "UPDATE tag_assignments SET source = ?6, status = ?7, score = ?8, "
            "model_id = (SELECT id FROM models WHERE id = ?9), decided_at = ?10 "
            f"WHERE {_SAME_DECISION}",
        ),
        photo="new.photo_id",
        tags=True,
    ),
    Kind(
        event="DELETE ON tag_assignments",
        values=tuple(f"old.{each}" for each in (*_KEY, *_STATE, "written_at")),
        undo=(
            "INSERT OR IGNORE INTO tag_assignments (photo_id, tag_id, source, status, score, "
            "model_id, decided_at, written_at) SELECT ?1, ?2, ?3, ?4, ?5, "
            "(SELECT id FROM models WHERE id = ?6), ?7, ?8 "
            f"WHERE {_there('photos', 1)} AND {_there('tags', 2)}",
        ),
        photo="old.photo_id",
        tags=True,
    ),
    Kind(
        event="INSERT ON decisions",
        values=("new.id", "new.undone_at"),
        # One that was taken back otherwise stays on record.
        undo=("DELETE FROM decisions WHERE id = ?1 AND undone_at IS ?2",),
        tags=True,
    ),
    _updated("decisions", "undone_at", tags=True),
    _deleted(
        "decisions", *_DECISION, needs=f"{_there('photos', 3)} AND {_there('tags', 4)}", tags=True
    ),
)

_RENAME = Kind(
    event="UPDATE OF parent_id, name ON tags WHEN old.parent_id IS NOT new.parent_id "
    "OR old.name IS NOT new.name COLLATE BINARY",
    values=("new.id", "old.parent_id", "old.name", "new.parent_id", "new.name"),
    undo=(
        "UPDATE tags SET parent_id = ?2, name = ?3 WHERE id = ?1 AND parent_id IS ?4 "
        # Its old place may lie below it by now.
        "AND name = ?5 AND id NOT IN (WITH RECURSIVE up (id) AS (SELECT ?2 UNION "
        "SELECT t.parent_id FROM tags AS t JOIN up ON t.id = up.id) "
        "SELECT id FROM up WHERE id IS NOT NULL)",
    ),
    tags=True,
    may_clash=True,
)

_TREE = (
    _inserted("tags", "tag_assignments.tag_id", "labels.tag_id", "tags.parent_id", tags=True),
    _RENAME,
    _deleted("tags", "id", "parent_id", "name", tags=True, may_clash=True),
)

_OWN = "(?4 <> 'manual' OR NOT EXISTS (SELECT 1 FROM captions WHERE photo_id = ?2 AND source = ?4))"

_CAPTIONS = (
    Kind(
        event="INSERT ON captions",
        values=("new.id", "new.text"),
        undo=("DELETE FROM captions WHERE id = ?1 AND text = ?2",),
        photo="new.photo_id",
    ),
    _updated("captions", "text", photo="new.photo_id", may_clash=True),
    _deleted(
        *("captions", "id", "photo_id", "text", "source", "split"),
        # A photo has one caption of the user's own; a newer one stays.
        needs=f"{_there('photos', 2)} AND {_OWN}",
        photo="old.photo_id",
    ),
)

_ALBUMS = (
    _inserted("albums", "album_photos.album_id", albums=True),
    _updated("albums", "name", "query", albums=True, may_clash=True),
    _deleted("albums", "id", "name", "query", albums=True),
    Kind(
        event="INSERT ON album_photos",
        values=("new.album_id", "new.photo_id"),
        undo=("DELETE FROM album_photos WHERE album_id = ?1 AND photo_id = ?2",),
        photo="new.photo_id",
        albums=True,
    ),
    Kind(
        event="UPDATE OF position ON album_photos WHEN old.position IS NOT new.position",
        values=("new.album_id", "new.photo_id", "old.position", "new.position"),
        undo=(
            "UPDATE album_photos SET position = ?3 "
            "WHERE album_id = ?1 AND photo_id = ?2 AND position = ?4",
        ),
        photo="new.photo_id",
        albums=True,
    ),
    _deleted(
        *("album_photos", "album_id", "photo_id", "position"),
        needs=f"{_there('albums', 1)} AND {_there('photos', 2)}",
        photo="old.photo_id",
        albums=True,
    ),
)

_LINES = ("threshold", "auto_accept")
_LEARNED = ("weights", "stats")

_LABELS = (
    _inserted("label_sets", "labels.label_set_id", tags=True),
    _updated("label_sets", "name", "templates", "multi_label", tags=True, may_clash=True),
    _deleted("label_sets", "id", "name", "templates", "multi_label", tags=True),
    Kind(
        event="INSERT ON labels",
        values=("new.id", "new.tag_id"),
        undo=(
            "DELETE FROM labels WHERE id = ?1",
            # What was suggested meanwhile has nobody who asks for it any more.
            "DELETE FROM tag_assignments WHERE tag_id = ?2 AND status = 'suggested' "
            "AND NOT EXISTS (SELECT 1 FROM labels WHERE tag_id = ?2)",
        ),
        tags=True,
    ),
    _updated("labels", "tag_id", "prompts", "negatives", tags=True, may_clash=True),
    _deleted(
        *("labels", "id", "label_set_id", "tag_id", "prompts", "negatives"),
        needs=f"{_there('label_sets', 2)} AND {_there('tags', 3)}",
        tags=True,
    ),
    Kind(
        event="INSERT ON label_models",
        values=("new.label_id", "new.model_id", "new.threshold", "new.auto_accept"),
        undo=(
            "DELETE FROM label_models WHERE label_id = ?1 AND model_id = ?2 "
            "AND threshold IS ?3 AND auto_accept IS ?4 AND weights IS NULL AND stats = '{}'",
            # What it has learned meanwhile stays.
            "UPDATE label_models SET threshold = NULL, auto_accept = NULL "
            "WHERE label_id = ?1 AND model_id = ?2 AND threshold IS ?3 AND auto_accept IS ?4",
        ),
        tags=True,
    ),
    Kind(
        event=f"UPDATE OF {', '.join(_LINES)} ON label_models WHEN "
        + " OR ".join(f"old.{each} IS NOT new.{each}" for each in _LINES),
        values=(
            *("new.label_id", "new.model_id", "new.threshold", "new.auto_accept"),
            *("old.threshold", "old.auto_accept"),
        ),
        undo=(
            "UPDATE label_models SET threshold = ?5, auto_accept = ?6 "
            "WHERE label_id = ?1 AND model_id = ?2 AND threshold IS ?3 AND auto_accept IS ?4",
        ),
        tags=True,
    ),
    Kind(
        event=f"UPDATE OF {', '.join(_LEARNED)} ON label_models WHEN "
        + " OR ".join(f"old.{each} IS NOT new.{each}" for each in _LEARNED),
        values=(
            *("new.label_id", "new.model_id", "new.weights", "new.stats"),
            *("old.weights", "old.stats"),
        ),
        undo=(
            "UPDATE label_models SET weights = ?5, stats = ?6 "
            "WHERE label_id = ?1 AND model_id = ?2 AND weights IS ?3 AND stats IS ?4",
        ),
        tags=True,
    ),
    _deleted(
        *("label_models", "label_id", "model_id", "threshold", "auto_accept", "weights", "stats"),
        needs=f"{_there('labels', 1)} AND {_there('models', 2)}",
        tags=True,
    ),
)

_CONFLICTS = (
    # A conflict that was settled is one again.
    _inserted("metadata_conflicts", tags=True),
    _deleted(
        *("metadata_conflicts", "id", "photo_id", "field", "ours", "theirs", "seen_at"),
        needs=_there("photos", 2),
        photo="old.photo_id",
        tags=True,
    ),
    Kind(
        event="UPDATE OF caption, own_caption ON metadata_base",
        values=(
            *("new.photo_id", "new.caption", "new.own_caption"),
            *("old.caption", "old.own_caption"),
        ),
        undo=(
            "UPDATE metadata_base SET caption = ?4, own_caption = ?5 "
            "WHERE photo_id = ?1 AND caption IS ?2 AND own_caption IS ?3",
        ),
        photo="new.photo_id",
    ),
)

KINDS: Final = (*_PHOTOS, *_TAGGED, *_TREE, *_CAPTIONS, *_ALBUMS, *_LABELS, *_CONFLICTS)
"""All kinds; their places are their numbers."""

RENAMED: Final = KINDS.index(_RENAME)
"""The number of the one that changes a tag's name or place."""
