"""Taking in what other programs changed in files that PhotoClip has written.

Three states of each field are compared: what the files said when they were last written
or read (the base), what they say now, and what the catalog has. What only one side changed
is taken from there; what both changed differently becomes a conflict.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from photoclip.catalog import captions, metadata_base, metadata_conflicts, tags
from photoclip.catalog.connection import Connection
from photoclip.catalog.metadata_base import Base, caption_of, same_caption
from photoclip.catalog.metadata_conflicts import CAPTION, RATING, own_caption, tag_field
from photoclip.media.tidy import folded_path
from photoclip.media.types import PhotoMetadata

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Assigned:
    tag_id: int
    path: tuple[str, ...]
    source: str
    status: str
    decided_at: str | None
    written_at: str | None


def take_in(conn: Connection, photo_id: int, said: PhotoMetadata, base: Base) -> PhotoMetadata:
    """Compare, take over, note conflicts, and make what the files say the new base.

    Args:
        conn: The writer.
        photo_id: The photo.
        said: What its files say now.
        base: What they said last.

    Returns:
        The same metadata with the rating that a photo not rated here is to have.
    """
    # A sidecar that was lost or half written takes nothing away.
    complete = said.sidecars >= base.sidecars
    _take_tags(conn, photo_id, said, base, complete=complete)
    rating = _take_rating(conn, photo_id, said, base, complete=complete)
    own = _take_caption(conn, photo_id, said, base, complete=complete)
    metadata_base.put(conn, photo_id, said, own_caption=own)
    return replace(said, rating=rating)


def note_refused(conn: Connection, photo_id: int, said: PhotoMetadata) -> None:
    """Note keywords of a file as conflicts that the user refused here without ever having them.

    For the first write to a file, which would otherwise have to guess.
    """
    mine = _assigned(conn, photo_id)
    for path in said.agreed_keywords:
        known = mine.get(folded_path(path))
        if known is None or known.status != "rejected":
            continue
        if known.source != "imported" and known.written_at is None:
            shown = "/".join(known.path)
            metadata_conflicts.note(conn, photo_id, tag_field(known.path), ours="", theirs=shown)


def _assigned(conn: Connection, photo_id: int) -> dict[Key, _Assigned]:
    rows = conn.execute(
        "SELECT tag_id, source, status, decided_at, written_at FROM tag_assignments "
        "WHERE photo_id = ?",
        (photo_id,),
    ).fetchall()
    found = (_Assigned(row[0], tags.path_of(conn, row[0]), *row[1:]) for row in rows)
    return {folded_path(each.path): each for each in found}


def _take_tags(
    conn: Connection, photo_id: int, said: PhotoMetadata, base: Base, *, complete: bool
) -> None:
    theirs = {folded_path(path): path for path in said.agreed_keywords}
    before = {folded_path(path) for path in base.tags}
    mine = _assigned(conn, photo_id)
    for key, path in theirs.items():
        if key not in before:
            _added(conn, photo_id, path, mine.get(key))
    if not complete:
        return
    # Programs leave a plain word out once it is a level of a longer path.
    levels = {level for key in theirs if len(key) > 1 for level in key}
    for key in before - theirs.keys():
        known = mine.get(key)
        hidden = len(key) == 1 and key[0] in levels
        if known is None or known.status != "accepted" or hidden:
            continue
        touched = known.decided_at is not None and known.decided_at > base.synced_at
        if touched or not theirs:
            if theirs or said.sidecars:
                shown = "/".join(known.path)
                metadata_conflicts.note(
                    conn, photo_id, tag_field(known.path), ours=shown, theirs=""
                )
            continue
        conn.execute(
            "DELETE FROM tag_assignments WHERE photo_id = ? AND tag_id = ?",
            (photo_id, known.tag_id),
        )


def _added(conn: Connection, photo_id: int, path: tuple[str, ...], known: _Assigned | None) -> None:
    if known is not None and known.status == "accepted":
        return
    if known is not None and known.status == "rejected":
        shown = "/".join(known.path)
        metadata_conflicts.note(conn, photo_id, tag_field(known.path), ours="", theirs=shown)
        return
    conn.execute(
        "INSERT INTO tag_assignments (photo_id, tag_id, source, status) "
        "VALUES (?, ?, 'imported', 'accepted') ON CONFLICT (photo_id, tag_id) DO UPDATE SET "
        "source = 'imported', status = 'accepted' WHERE status = 'suggested'",
        (photo_id, tags.ensure(conn, path)),
    )


def _take_rating(
    conn: Connection, photo_id: int, said: PhotoMetadata, base: Base, *, complete: bool
) -> int | None:
    ours, source = conn.execute(
        "SELECT rating, rating_source FROM photos WHERE id = ?", (photo_id,)
    ).fetchone()
    theirs = said.rating
    lost = theirs is None and not complete
    if source != "manual":
        return ours if lost else theirs
    if lost or _stars(theirs) in (_stars(base.rating), _stars(ours)):
        return theirs
    if _stars(ours) == _stars(base.rating):
        conn.execute("UPDATE photos SET rating = ? WHERE id = ?", (theirs, photo_id))
    else:
        metadata_conflicts.note(conn, photo_id, RATING, ours=_shown(ours), theirs=_shown(theirs))
    return theirs


def _take_caption(
    conn: Connection, photo_id: int, said: PhotoMetadata, base: Base, *, complete: bool
) -> str | None:
    """Returns the own caption that both sides have agreed on."""
    ours, theirs = own_caption(conn, photo_id), caption_of(said)
    if same_caption(theirs, base.caption) or (theirs is None and not complete):
        return base.own_caption
    if same_caption(ours, theirs):
        return ours
    if ours is None and base.own_caption is None:
        return None  # somebody else's caption from beginning to end
    if same_caption(ours, base.own_caption):
        captions.set_manual(conn, photo_id, theirs or "")
        return theirs
    metadata_conflicts.note(conn, photo_id, CAPTION, ours=ours or "", theirs=theirs or "")
    return base.own_caption


def _stars(rating: int | None) -> int:
    return rating or 0  # zero stars and no stars are the same


def _shown(rating: int | None) -> str:
    return str(rating) if rating else ""
