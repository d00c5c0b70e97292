"""What a photo's files said when they and the catalog last agreed.

Only photos that PhotoClip wrote metadata for have such a base, and those with a tag from
their files that was renamed, moved or deleted here. With it, a later reading can tell what
changed in the files from what the user changed here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from photoclip.catalog.connection import Connection
from photoclip.media.types import PhotoMetadata

_CAPTION_SOURCES = ("sidecar", "xmp")
_NOW: Final = "strftime('%Y-%m-%dT%H:%M:%SZ', 'now')"


@dataclass(frozen=True, slots=True)
class Base:
    """The last common state.

    Attributes:
        tags: Tag paths in the files.
        caption: Their caption, None for none.
        own_caption: The user's own caption at that time, None for none.
        rating: Their stars, None for none.
        sidecars: Number of sound sidecars; fewer of them later means one was lost.
        synced_at: When that was, UTC.
    """

    tags: tuple[tuple[str, ...], ...]
    caption: str | None
    own_caption: str | None
    rating: int | None
    sidecars: int
    synced_at: str


def get(conn: Connection, photo_id: int) -> Base | None:
    """The base of a photo, None if nothing was ever written for it."""
    row = conn.execute(
        "SELECT tags, caption, own_caption, rating, sidecars, synced_at FROM metadata_base "
        "WHERE photo_id = ?",
        (photo_id,),
    ).fetchone()
    if row is None:
        return None
    return Base(tuple(tuple(path) for path in json.loads(row[0])), *row[1:])


def put(conn: Connection, photo_id: int, said: PhotoMetadata, *, own_caption: str | None) -> None:
    """Note what a photo's files say now, if the photo is there still.

    Args:
        conn: The writer.
        photo_id: The photo.
        said: What they say.
        own_caption: The user's own caption that they say, or that they are to say.
    """
    conn.execute(
        "INSERT OR REPLACE INTO metadata_base "
        "(photo_id, tags, caption, own_caption, rating, sidecars, synced_at) "
        f"SELECT id, ?, ?, ?, ?, ?, {_NOW} FROM photos WHERE id = ?",
        (
            json.dumps(said.agreed_keywords),
            caption_of(said),
            own_caption,
            said.rating,
            said.sidecars,
            photo_id,
        ),
    )


def remember(conn: Connection, tags: Mapping[int, Sequence[Sequence[str]]]) -> None:
    """Make what the catalog knows of never written files the base of their photos.

    Before tags that came from them change here: the files go on saying the old names.
    Photos that have a base keep it.

    Args:
        conn: The writer.
        tags: Tag paths that came from the files, by photo id.
    """
    conn.executemany(
        "INSERT INTO metadata_base (photo_id, tags, caption, rating, sidecars, synced_at) "
        "SELECT p.id, ?2, (SELECT c.text FROM captions AS c WHERE c.photo_id = p.id "
        "AND c.source IN ('sidecar', 'xmp') ORDER BY c.source, c.id LIMIT 1), "
        "CASE p.rating_source WHEN 'manual' THEN NULL ELSE p.rating END, "
        f"ifnull(p.sidecar_mtime, -1) >= 0, {_NOW} FROM photos AS p WHERE p.id = ?1 "
        "ON CONFLICT DO NOTHING",
        [(photo_id, json.dumps(paths)) for photo_id, paths in tags.items()],
    )


def agree_on_caption(conn: Connection, photo_id: int, text: str | None) -> None:
    """Note that the user's own caption and that of the files are this one now."""
    conn.execute(
        "UPDATE metadata_base SET caption = ?, own_caption = ? WHERE photo_id = ?",
        (text, text, photo_id),
    )


def caption_of(said: PhotoMetadata) -> str | None:
    """The description that other programs show: that of the XMP, in the default language."""
    return next((c.text for c in said.captions if c.source in _CAPTION_SOURCES), None)


def same_caption(one: str | None, other: str | None) -> bool:
    """Whether two captions say the same; space at line ends and between words is no matter."""
    return " ".join((one or "").split()) == " ".join((other or "").split())
