"""What the user decided about photos, as it is to stand in their files."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from photoclip.catalog import metadata_base, metadata_conflicts, photos, tags
from photoclip.catalog.connection import Connection
from photoclip.catalog.metadata_base import Base, same_caption
from photoclip.catalog.metadata_conflicts import CAPTION, RATING, own_caption
from photoclip.catalog.rows import Photo
from photoclip.media.tidy import folded_path
from photoclip.media.types import PhotoMetadata

TagPath = tuple[str, ...]

_DECIDED: Final = (
    "p.state <> 'missing' AND (p.rating_source = 'manual' "
    "OR EXISTS (SELECT 1 FROM metadata_base AS b WHERE b.photo_id = p.id) "
    "OR EXISTS (SELECT 1 FROM captions AS c WHERE c.photo_id = p.id AND c.source = 'manual') "
    "OR EXISTS (SELECT 1 FROM tag_assignments AS a WHERE a.photo_id = p.id AND ("
    "(a.status = 'accepted' AND (a.source <> 'imported' OR a.decided_at IS NOT NULL)) "
    "OR (a.status = 'rejected' AND (a.source = 'imported' OR a.written_at IS NOT NULL)))))"
)
"""SQL: there is something about the photo ``p`` that its files may not say yet. What only
came from the files themselves is no reason to write."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One photo and what its files are to say.

    Attributes:
        accepted: Tags it has.
        refused: Tags that it had and that the user took off.
        caption: The user's own caption, None for none.
        rated: Whether the user rated it here; else its stars are not to be written.
        base: What its files said last, None if they were never written.
        open_fields: Fields with a conflict, see ``metadata_conflicts``; they stay as they are.
        write_to: ``"sidecar"`` or ``"file"``.
        root: The library's folder that it is in.
        online: Whether that is connected.
    """

    photo: Photo
    accepted: tuple[TagPath, ...]
    refused: tuple[TagPath, ...]
    caption: str | None
    rated: bool
    base: Base | None
    open_fields: frozenset[str]
    write_to: str
    root: Path
    online: bool

    @property
    def add(self) -> tuple[TagPath, ...]:
        """Tags that the files must have."""
        return tuple(path for path in self.accepted if not self._is_open(path))

    @property
    def remove(self) -> tuple[TagPath, ...]:
        """Tags that the files must not have."""
        kept = {folded_path(path) for path in self.accepted}
        before = self.base.tags if self.base else ()
        return tuple(
            path
            for path in dict.fromkeys((*before, *self.refused))
            if folded_path(path) not in kept and not self._is_open(path)
        )

    @property
    def description(self) -> str | None:
        """Caption that the files must have; "" for none, None to leave theirs."""
        if CAPTION in self.open_fields:
            return None
        if self.caption is not None:
            return self.caption
        base = self.base
        if base is None or base.own_caption is None:
            return None
        # Only what was ours, and has not been changed by others since.
        return "" if same_caption(base.own_caption, base.caption) else None

    @property
    def stars(self) -> int | None:
        """Stars that the files must have; 0 for none, None to leave theirs."""
        return (self.photo.rating or 0) if self.rated and RATING not in self.open_fields else None

    @property
    def is_said(self) -> bool:
        """Whether the files said all of it when they were last looked at."""
        base = self.base
        if base is None:
            return False
        said = {folded_path(path) for path in base.tags}
        # A plain word is hidden by a longer path that has it as a level.
        said |= {(level,) for path in said if len(path) > 1 for level in path}
        description, stars = self.description, self.stars
        return (
            all(folded_path(path) in said for path in self.add)
            and not self.remove
            and (description is None or same_caption(description, base.caption))
            and (stars is None or stars == (base.rating or 0))
        )

    def _is_open(self, path: Sequence[str]) -> bool:
        return metadata_conflicts.tag_field(path).casefold() in self.open_fields


def decided_ids(conn: Connection, photo_ids: Iterable[int] | None = None) -> list[int]:
    """Photos that have something to be written or looked at, by id.

    Args:
        conn: Any connection.
        photo_ids: Only these; all if None.
    """
    where, values = _DECIDED, []
    if photo_ids is not None:
        where += " AND p.id IN (SELECT value FROM json_each(?))"
        values.append(json.dumps([int(each) for each in photo_ids]))
    rows = conn.execute(f"SELECT p.id FROM photos AS p WHERE {where} ORDER BY p.id", values)
    return [int(row[0]) for row in rows]


def of_photos(conn: Connection, photo_ids: Sequence[int]) -> list[Wanted]:
    """What is wanted of photos; ids that are not there any more are left out."""
    paths: dict[int, TagPath] = {}
    return [_of_photo(conn, photo, paths) for photo in photos.get_many(conn, photo_ids)]


def note_written(conn: Connection, photo_id: int, said: PhotoMetadata, *, caption: bool) -> None:
    """Make what a photo's files say the new base, and mark the tags that stand in them.

    Args:
        conn: The writer.
        photo_id: The photo.
        said: What its files say now.
        caption: Whether the user's own caption was to be written; else it counts as
            agreed only if the files say it.
    """
    own = own_caption(conn, photo_id)
    if not caption and not same_caption(own, metadata_base.caption_of(said)):
        own = None
    metadata_base.put(conn, photo_id, said, own_caption=own)
    present = {folded_path(path) for path in said.keywords}
    present |= {(level,) for path in present if len(path) > 1 for level in path}
    rows = conn.execute(
        "SELECT tag_id, status, written_at FROM tag_assignments "
        "WHERE photo_id = ? AND (status = 'accepted' OR written_at IS NOT NULL)",
        (photo_id,),
    ).fetchall()
    stamp = tags.now()
    for tag_id, status, written_at in rows:
        stands = status == "accepted" and folded_path(tags.path_of(conn, tag_id)) in present
        if stands != (written_at is not None):
            conn.execute(
                "UPDATE tag_assignments SET written_at = ? WHERE photo_id = ? AND tag_id = ?",
                (stamp if stands else None, photo_id, tag_id),
            )


def set_write_to(conn: Connection, root_id: int, where: str) -> None:
    """Say where metadata of a root's photos goes: ``"sidecar"`` or ``"file"``."""
    conn.execute("UPDATE roots SET write_to = ? WHERE id = ?", (where, root_id))


def _of_photo(conn: Connection, photo: Photo, paths: dict[int, TagPath]) -> Wanted:
    root, state, write_to, rating_source = conn.execute(
        "SELECT r.path_bytes, r.state, r.write_to, p.rating_source FROM roots AS r, photos AS p "
        "WHERE r.id = ? AND p.id = ?",
        (photo.root_id, photo.id),
    ).fetchone()
    accepted: list[TagPath] = []
    refused: list[TagPath] = []
    for tag_id, status in conn.execute(
        "SELECT tag_id, status FROM tag_assignments WHERE photo_id = ? AND (status = 'accepted' "
        "OR (status = 'rejected' AND (source = 'imported' OR written_at IS NOT NULL)))",
        (photo.id,),
    ).fetchall():
        if tag_id not in paths:
            paths[tag_id] = tags.path_of(conn, tag_id)
        (accepted if status == "accepted" else refused).append(paths[tag_id])
    return Wanted(
        photo=photo,
        accepted=tuple(sorted(accepted, key=folded_path)),
        refused=tuple(sorted(refused, key=folded_path)),
        caption=own_caption(conn, photo.id),
        rated=rating_source == "manual",
        base=metadata_base.get(conn, photo.id),
        open_fields=frozenset(
            row.field.casefold() for row in metadata_conflicts.waiting(conn, photo.id)
        ),
        write_to=write_to,
        root=Path(os.fsdecode(root)),
        online=state == "online",
    )
