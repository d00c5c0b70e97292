"""Fields that both the user and another program changed; only the user settles them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from photoclip.catalog import captions, tags
from photoclip.catalog.connection import Connection
from photoclip.catalog.metadata_base import same_caption

RATING = "rating"
CAPTION = "caption"
_TAG = "tag:"


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """One field of one photo.

    Attributes:
        field: ``"tag:People/Anna"``, :data:`CAPTION` or :data:`RATING`.
        ours: What the catalog has now; "" for nothing.
        theirs: What the file said when the conflict was seen; "" for nothing.
    """

    id: int
    photo_id: int
    field: str
    ours: str
    theirs: str

    @property
    def is_settled(self) -> bool:
        """Whether both say the same by now."""
        return same_caption(self.ours, self.theirs)

    @property
    def tag(self) -> str | None:
        """The tag path with ``/`` that it is about, None for another field."""
        return self.field.removeprefix(_TAG) if self.field.startswith(_TAG) else None


def tag_field(path: Sequence[str]) -> str:
    """Name of the field of a tag."""
    return _TAG + "/".join(path)


def note(conn: Connection, photo_id: int, field: str, *, ours: str, theirs: str) -> None:
    """Put a conflict on record; an older one about the same field is replaced."""
    conn.execute(
        "INSERT OR REPLACE INTO metadata_conflicts (photo_id, field, ours, theirs, seen_at) "
        "VALUES (?, ?, ?, ?, ?)",
        (photo_id, field, ours, theirs, tags.now()),
    )


def waiting(conn: Connection, photo_id: int | None = None) -> list[ConflictRow]:
    """Conflicts that still are some, of one photo or of all, by photo and field."""
    return [row for row in _rows(conn, photo_id) if not row.is_settled]


def photos_with(conn: Connection, photo_ids: Sequence[int]) -> list[int]:
    """Those of the photos that have conflicts on record, by id."""
    rows = conn.execute(
        "SELECT DISTINCT photo_id FROM metadata_conflicts "
        "WHERE photo_id IN (SELECT value FROM json_each(?)) ORDER BY photo_id",
        (json.dumps(list(photo_ids)),),
    )
    return [int(row[0]) for row in rows]


def find(conn: Connection, photo_id: int, field: str) -> ConflictRow | None:
    """One conflict that waits, None if there is none; upper and lower case are equal."""
    wanted = field.casefold()
    return next((row for row in waiting(conn, photo_id) if row.field.casefold() == wanted), None)


def drop(conn: Connection, conflict_id: int) -> None:
    """Forget a conflict: it was settled."""
    conn.execute("DELETE FROM metadata_conflicts WHERE id = ?", (conflict_id,))


def drop_settled(conn: Connection) -> None:
    """Forget the conflicts in which both sides say the same by now."""
    for row in _rows(conn, None):
        if row.is_settled:
            drop(conn, row.id)


def tag_id_of(conn: Connection, row: ConflictRow) -> int | None:
    """The tag that a conflict is about, None if it is gone or about something else."""
    for assignment in tags.of_photo(conn, row.photo_id):
        if row.tag is not None and assignment.tag.casefold() == row.tag.casefold():
            return assignment.tag_id
    return None


def own_caption(conn: Connection, photo_id: int) -> str | None:
    """The user's own caption of a photo, None for none."""
    found = captions.of_photo(conn, photo_id)
    return next((each.text for each in found if each.source == "manual"), None)


def _rows(conn: Connection, photo_id: int | None) -> list[ConflictRow]:
    rows = conn.execute(
        "SELECT id, photo_id, field, theirs FROM metadata_conflicts "
        "WHERE ?1 IS NULL OR photo_id = ?1 ORDER BY photo_id, field",
        (photo_id,),
    ).fetchall()
    return [
        ConflictRow(row_id, photo, field, _ours(conn, photo, field), theirs)
        for row_id, photo, field, theirs in rows
    ]


def _ours(conn: Connection, photo_id: int, field: str) -> str:
    if field == CAPTION:
        return own_caption(conn, photo_id) or ""
    if field == RATING:
        row = conn.execute("SELECT rating FROM photos WHERE id = ?", (photo_id,)).fetchone()
        return str(row[0]) if row and row[0] else ""
    wanted = field.removeprefix(_TAG).casefold()
    for assignment in tags.of_photo(conn, photo_id):
        if assignment.tag.casefold() == wanted and assignment.status == "accepted":
            return assignment.tag
    return ""
