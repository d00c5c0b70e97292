"""Sentences about photos: the user's own, those of files, and imported ones."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from photoclip.catalog.connection import Connection
from photoclip.catalog.folders import join_path
from photoclip.catalog.rows import Caption
from photoclip.media.types import CaptionText

FILE_SOURCES = ("xmp", "iptc", "exif", "sidecar", "text")
"""Sources that reading a file again replaces."""

_COLUMNS = "id, photo_id, text, source, split"


def of_photo(conn: Connection, photo_id: int) -> list[Caption]:
    """Captions of a photo, the user's own first."""
    rows = conn.execute(
        f"SELECT {_COLUMNS} FROM captions WHERE photo_id = ? ORDER BY source <> 'manual', id",
        (photo_id,),
    )
    return [Caption(*row) for row in rows]


def of_photos(conn: Connection, photo_ids: Iterable[int]) -> dict[int, list[Caption]]:
    """Captions by photo, the user's own first; photos without any are left out."""
    rows = conn.execute(
        f"SELECT {_COLUMNS} FROM captions WHERE photo_id IN (SELECT value FROM json_each(?)) "
        "ORDER BY photo_id, source <> 'manual', id",
        (json.dumps([int(each) for each in photo_ids]),),
    )
    found: dict[int, list[Caption]] = {}
    for row in rows:
        found.setdefault(row[1], []).append(Caption(*row))
    return found


def all_captions(conn: Connection) -> list[Caption]:
    """Every caption, by photo."""
    rows = conn.execute(f"SELECT {_COLUMNS} FROM captions ORDER BY photo_id, id")
    return [Caption(*row) for row in rows]


def photo_paths(conn: Connection) -> Iterator[tuple[int, Path]]:
    """(id, path) of all photos that are not missing."""
    rows = conn.execute(
        "SELECT p.id, r.path_bytes, f.rel_bytes, p.name_bytes FROM photos AS p "
        "JOIN folders AS f ON f.id = p.folder_id JOIN roots AS r ON r.id = f.root_id "
        "WHERE p.state <> 'missing'"
    )
    return ((row[0], join_path(*row[1:])) for row in rows)


def set_manual(conn: Connection, photo_id: int, text: str) -> None:
    """The user's own caption of a photo, one at most; an empty text removes it."""
    conn.execute("DELETE FROM captions WHERE photo_id = ? AND source = 'manual'", (photo_id,))
    if text.strip():
        add(conn, [(photo_id, text)], source="manual")


def add(
    conn: Connection, captions: Iterable[tuple[int, str]], *, source: str, split: str | None = None
) -> int:
    """Add captions, for example those of an imported file; equal ones are not added twice.

    Args:
        conn: The writer.
        captions: (photo id, text).
        source: Where they come from; see :class:`~photoclip.catalog.rows.Caption`.
        split: The split they belong to.

    Returns:
        How many were new.
    """
    return conn.executemany(
        "INSERT INTO captions (photo_id, text, source, split) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (photo_id, source, text) DO NOTHING",
        [(photo_id, text.strip(), source, split) for photo_id, text in captions if text.strip()],
    ).rowcount


def put_into(conn: Connection, splits: Mapping[int, str]) -> None:
    """Say which split photos belong to, for all their captions.

    Args:
        conn: The writer.
        splits: Split by photo id; see :class:`~photoclip.catalog.rows.Caption`.
    """
    conn.executemany(
        "UPDATE captions SET split = ? WHERE photo_id = ?",
        [(split, photo_id) for photo_id, split in splits.items()],
    )


def replace_imported(conn: Connection, photo_id: int, captions: Sequence[CaptionText]) -> None:
    """Take over what a file says now, in place of what it said before.

    A file that says nothing at all leaves the earlier captions alone: a sidecar that is
    lost or half written must cost nothing.
    """
    wanted = [(each.source, each.text.strip()) for each in captions if each.text.strip()]
    if not wanted:
        return
    conn.execute(
        "DELETE FROM captions WHERE photo_id = ? AND source IN (SELECT value FROM json_each(?)) "
        "AND (source, text) NOT IN (SELECT json_extract(value, '$[0]'), "
        "json_extract(value, '$[1]') FROM json_each(?))",
        (photo_id, json.dumps(FILE_SOURCES), json.dumps(wanted)),
    )
    for source, text in wanted:
        add(conn, [(photo_id, text)], source=source)
