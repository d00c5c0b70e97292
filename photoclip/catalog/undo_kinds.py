"""The changes that can be taken back: what is noted of each, and the statements that do it.

Only columns that people edit are here. ``written_at`` tells of a file: it comes back with a
row that was deleted, and is left alone otherwise.
"""

from __future__ import annotations

from typing import Final

from photoclip.catalog.undo_change import (
    Kind,
    change_of,
    deleted,
    inserted,
    tag_now,
    tag_there,
    there,
    updated,
)

_NOW: Final = "strftime('%Y-%m-%dT%H:%M:%SZ', 'now')"

_STARS = ("rating", "rating_source")

_PHOTOS = (
    Kind(
        event=change_of("photos", *_STARS),
        values=("new.id", *(f"old.{each}" for each in _STARS), *(f"new.{each}" for each in _STARS)),
        undo=(
            # Files that say other stars by now, those that PhotoClip wrote, would bring them back.
            "UPDATE photos SET rating = ?2, rating_source = CASE WHEN EXISTS (SELECT 1 "
            "FROM metadata_base WHERE photo_id = ?1 AND ifnull(rating, 0) <> ifnull(?2, 0)) "
            "THEN 'manual' ELSE ?3 END WHERE id = ?1 AND rating IS ?4 AND rating_source IS ?5",
        ),
        photo="new.id",
    ),
    updated("photos", "pick", photo="new.id"),
    updated("photos", "rotation", photo="new.id"),
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
        event=change_of("tag_assignments", *_STATE),
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
            f"model_id, decided_at, written_at) SELECT ?1, {tag_now(2)}, ?3, ?4, ?5, "
            "(SELECT id FROM models WHERE id = ?6), ?7, ?8 "
            f"WHERE {there('photos', 1)} AND {tag_there(2)}",
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
    updated("decisions", "undone_at", tags=True),
    deleted(
        *("decisions", *_DECISION),
        needs=f"{there('photos', 3)} AND {tag_there(4)}",
        tag=4,
        tags=True,
    ),
)

_RENAME = Kind(
    event=change_of("tags", "parent_id", "name"),
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
    inserted("tags", "tag_assignments.tag_id", "labels.tag_id", "tags.parent_id", tags=True),
    _RENAME,
    Kind(
        event="DELETE ON tags",
        values=("old.id", "old.parent_id", "old.name"),
        undo=(
            f"INSERT OR IGNORE INTO tags (id, parent_id, name) SELECT ?1, {tag_now(2)}, ?3",
            # Where somebody has made it anew, that one gets the photos of the old one.
            "INSERT INTO temp.undo_twins (old, id) SELECT ?1, id FROM tags WHERE "
            f"ifnull(parent_id, 0) = ifnull({tag_now(2)}, 0) AND name = ?3 AND id <> ?1",
        ),
        tags=True,
        may_clash=True,
    ),
)

_OWN = "(?4 <> 'manual' OR NOT EXISTS (SELECT 1 FROM captions WHERE photo_id = ?2 AND source = ?4))"

_CAPTIONS = (
    Kind(
        event="INSERT ON captions",
        values=("new.id", "new.text"),
        undo=("DELETE FROM captions WHERE id = ?1 AND text = ?2",),
        photo="new.photo_id",
    ),
    updated("captions", "text", photo="new.photo_id", may_clash=True),
    deleted(
        *("captions", "id", "photo_id", "text", "source", "split"),
        # A photo has one caption of the user's own; a newer one stays.
        needs=f"{there('photos', 2)} AND {_OWN}",
        photo="old.photo_id",
    ),
)

_ALBUMS = (
    inserted("albums", "album_photos.album_id", albums=True),
    updated("albums", "name", "query", albums=True, may_clash=True),
    deleted("albums", "id", "name", "query", albums=True),
    Kind(
        event="INSERT ON album_photos",
        values=("new.album_id", "new.photo_id"),
        undo=("DELETE FROM album_photos WHERE album_id = ?1 AND photo_id = ?2",),
        photo="new.photo_id",
        albums=True,
    ),
    Kind(
        event=change_of("album_photos", "position"),
        values=("new.album_id", "new.photo_id", "old.position", "new.position"),
        undo=(
            "UPDATE album_photos SET position = ?3 "
            "WHERE album_id = ?1 AND photo_id = ?2 AND position = ?4",
        ),
        photo="new.photo_id",
        albums=True,
    ),
    deleted(
        *("album_photos", "album_id", "photo_id", "position"),
        needs=f"{there('albums', 1)} AND {there('photos', 2)}",
        photo="old.photo_id",
        albums=True,
    ),
)

_LINES = ("threshold", "auto_accept")
_LEARNED = ("weights", "stats")

_LABELS = (
    inserted("label_sets", "labels.label_set_id", tags=True),
    updated("label_sets", "name", "templates", "multi_label", tags=True, may_clash=True),
    deleted("label_sets", "id", "name", "templates", "multi_label", tags=True),
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
    updated("labels", "tag_id", "prompts", "negatives", tags=True, may_clash=True),
    deleted(
        *("labels", "id", "label_set_id", "tag_id", "prompts", "negatives"),
        needs=f"{there('label_sets', 2)} AND {tag_there(3)}",
        tag=3,
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
        event=change_of("label_models", *_LINES),
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
        event=change_of("label_models", *_LEARNED),
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
    deleted(
        *("label_models", "label_id", "model_id", "threshold", "auto_accept", "weights", "stats"),
        needs=f"{there('labels', 1)} AND {there('models', 2)}",
        tags=True,
    ),
)

_CONFLICTS = (
    # A conflict that was settled is one again.
    inserted("metadata_conflicts", tags=True),
    deleted(
        *("metadata_conflicts", "id", "photo_id", "field", "ours", "theirs", "seen_at"),
        needs=there("photos", 2),
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

WORDED: Final = tuple(KINDS.index(each) for each in (*_TAGGED[:3], *_CAPTIONS))
"""The numbers of those that change which words a photo is found by."""
