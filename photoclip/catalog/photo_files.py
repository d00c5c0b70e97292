"""What the file system says about photo rows; written by ingest's reconcile alone."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from photoclip.catalog.connection import Connection
from photoclip.catalog.folders import join_path
from photoclip.catalog.photos import FROM
from photoclip.paths import display_path

HAS_USER_DATA = (
    "(p.rating_source = 'manual' OR p.pick <> 0 OR p.rotation <> 0 "
    "OR EXISTS (SELECT 1 FROM tag_assignments AS a WHERE a.photo_id = p.id "
    "AND (a.source = 'manual' OR a.decided_at IS NOT NULL)) "
    "OR EXISTS (SELECT 1 FROM captions AS c WHERE c.photo_id = p.id "
    "AND c.source NOT IN ('xmp', 'iptc', 'exif', 'sidecar', 'text')) "
    "OR EXISTS (SELECT 1 FROM album_photos AS b WHERE b.photo_id = p.id) "
    "OR EXISTS (SELECT 1 FROM xmp_journal AS x WHERE x.photo_id = p.id))"
)
"""SQL: the photo ``p`` carries something that a person did and no file can give back."""

_FULL = (
    "SELECT p.id, p.folder_id, p.name_bytes, p.size, p.mtime_ns, p.state, p.changed, "
    f"p.file_hash, p.sidecar_mtime, f.root_id, r.path_bytes, f.rel_bytes, {HAS_USER_DATA} "
    f"FROM {FROM}"
)

# A row whose file is back is what it was before; one that changed is to be read again.
_RESTORED = (
    "CASE WHEN :changed THEN 'new' WHEN error IS NOT NULL THEN 'unreadable' "
    "WHEN pixel_hash IS NOT NULL THEN 'ready' ELSE 'new' END"
)
_MAX_VARIABLES = 500


@dataclass(frozen=True, slots=True)
class FileRow:
    """A photo row as reconcile sees it.

    Attributes:
        changed: True if ``file_hash`` belongs to older bytes than size and time.
        sidecar: Stamp of its sidecars and caption texts at the last look, None for none.
        root_id: Its root, where it was asked for, else 0.
        path: Full path, where it was asked for.
        has_user_data: True if it carries tags, captions or the like of a person; False
            where it was not asked for.
    """

    id: int
    folder_id: int
    name: bytes
    size: int
    mtime_ns: int
    state: str
    changed: bool
    file_hash: bytes | None
    sidecar: int | None
    root_id: int = 0
    path: Path | None = None
    has_user_data: bool = False

    @property
    def is_missing(self) -> bool:
        """True if its file was gone at the last look."""
        return self.state == "missing"

    @property
    def content(self) -> bytes | None:
        """Hash of the bytes that size and time belong to, or None if not hashed yet."""
        return None if self.changed else self.file_hash


@dataclass(frozen=True, slots=True)
class FileStat:
    """A photo file as a listing found it.

    Attributes:
        name: Name in its folder.
        sidecar: Stamp of its sidecars and caption texts, None for none.
    """

    name: bytes
    size: int
    mtime_ns: int
    sidecar: int | None = None


def in_folder(conn: Connection, folder_id: int) -> list[FileRow]:
    """All rows of one folder by id, missing ones included; path and user data not filled."""
    rows = conn.execute(
        "SELECT id, folder_id, name_bytes, size, mtime_ns, state, changed, file_hash, "
        "sidecar_mtime FROM photos WHERE folder_id = ? ORDER BY id",
        (folder_id,),
    )
    return [FileRow(*row) for row in rows]


def by_ids(conn: Connection, photo_ids: Iterable[int]) -> list[FileRow]:
    """Full rows by id."""
    wanted = json.dumps(sorted(photo_ids))
    return _full(conn, "p.id IN (SELECT value FROM json_each(?))", [wanted])


def with_stats(conn: Connection, stats: Iterable[tuple[int, int]]) -> list[FileRow]:
    """Full rows of online roots whose (size, mtime_ns) is one of those given.

    At most 4,096; empty files are never given, because they all look alike.
    """
    pairs = json.dumps([pair for pair in stats if pair[0]])
    return _full(
        conn,
        "r.state = 'online' AND (p.size, p.mtime_ns) IN (SELECT json_extract(value, '$[0]'), "
        "json_extract(value, '$[1]') FROM json_each(?)) ORDER BY p.id LIMIT 4096",
        [pairs],
    )


def with_contents(conn: Connection, hashes: Iterable[bytes]) -> list[FileRow]:
    """Full rows of online roots whose file hash is current and one of those given, by id."""
    wanted = sorted(set(hashes))
    found: list[FileRow] = []
    for start in range(0, len(wanted), _MAX_VARIABLES):
        part = wanted[start : start + _MAX_VARIABLES]
        marks = ", ".join("?" * len(part))
        found += _full(
            conn,
            f"r.state = 'online' AND NOT p.changed AND p.file_hash IN ({marks}) ORDER BY p.id",
            part,
        )
    return found


def missing_sizes(conn: Connection, sizes: Iterable[int]) -> set[int]:
    """Those of the sizes that a missing, hashed photo has: worth hashing a file for."""
    rows = conn.execute(
        "SELECT DISTINCT size FROM photos WHERE state = 'missing' AND file_hash IS NOT NULL "
        "AND NOT changed AND size IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(set(sizes) - {0})),),
    )
    return {int(row[0]) for row in rows}


def insert(conn: Connection, folder_id: int, files: Sequence[FileStat]) -> list[int]:
    """Add new photos and return their ids in order."""
    ids = []
    for file in files:
        row = conn.execute(
            "INSERT INTO photos (folder_id, name, name_bytes, size, mtime_ns, sidecar_mtime) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (folder_id, display_path(file.name), file.name, file.size, file.mtime_ns, file.sidecar),
        ).lastrowid
        assert row is not None
        ids.append(row)
    return ids


def mark_missing(conn: Connection, photo_ids: Iterable[int]) -> None:
    """Say that the files are gone; the rows keep everything, and let go of their names."""
    conn.executemany(
        "UPDATE photos SET state = 'missing' WHERE id = ?", [(each,) for each in photo_ids]
    )


def place(conn: Connection, row: FileRow, folder_id: int, file: FileStat, *, changed: bool) -> None:
    """Give a row the file it belongs to now, wherever that lies.

    Args:
        conn: The writer.
        row: The row; nobody else may hold the name.
        folder_id: Folder of the file.
        file: The file.
        changed: True if the row's hashes do not belong to the file's bytes.
    """
    conn.execute(
        "UPDATE photos SET folder_id = :folder, name = :name, name_bytes = :name_bytes, "
        "size = :size, mtime_ns = :mtime, changed = :changed AND file_hash IS NOT NULL, "
        "metadata_due = metadata_due OR sidecar_mtime IS NOT :sidecar, "
        f"sidecar_mtime = :sidecar, state = {_RESTORED}, "
        "error = CASE WHEN :changed THEN NULL ELSE error END WHERE id = :id",
        {
            "id": row.id,
            "folder": folder_id,
            "name": display_path(file.name),
            "name_bytes": file.name,
            "size": file.size,
            "mtime": file.mtime_ns,
            "sidecar": file.sidecar,
            "changed": changed,
        },
    )


def rename(
    conn: Connection, photo_id: int, name: bytes, *, sidecar: int | None, unread: bool = False
) -> None:
    """Note that PhotoClip gave a file another name; its content is what it was.

    Args:
        conn: The writer.
        photo_id: The photo.
        name: Its new name.
        sidecar: Stamp of what lies beside it now.
        unread: That had changed since it was read last.
    """
    conn.execute(
        "UPDATE photos SET name = ?, name_bytes = ?, sidecar_mtime = ?, "
        "metadata_due = metadata_due OR ? WHERE id = ?",
        (display_path(name), name, sidecar, unread, photo_id),
    )


def drop_name(conn: Connection, folder_id: int, name: bytes, *, than: int) -> list[int]:
    """Have any other row let go of a name of which no file is there; returns their ids."""
    rows = conn.execute(
        "SELECT id FROM photos WHERE folder_id = ? AND name_bytes = ? AND id <> ? "
        "AND state <> 'missing'",
        (folder_id, name, than),
    )
    ids = [int(row[0]) for row in rows]
    mark_missing(conn, ids)
    return ids


def note_sidecar(conn: Connection, photo_id: int, stamp: int | None) -> None:
    """Say that a photo's sidecars changed, so its metadata is to be read again."""
    conn.execute(
        "UPDATE photos SET sidecar_mtime = ?, metadata_due = 1 WHERE id = ?", (stamp, photo_id)
    )


def take_over(conn: Connection, old: FileRow, young_id: int) -> None:
    """Let an old row, whose file is gone, go on as the row of the same content found elsewhere.

    The young row disappears; the old one keeps its id, tags and captions, and gets the
    young one's place and what was found out about the file.
    """
    conn.execute("UPDATE photos SET state = 'missing' WHERE id = ?", (young_id,))
    conn.execute(
        "UPDATE photos SET (folder_id, name, name_bytes, size, mtime_ns, changed, file_hash, "
        "pixel_hash, perceptual_hash, decoder_revision, format, width, height, orientation, "
        "error, sidecar_mtime, stack_id) = (SELECT "
        "y.folder_id, y.name, y.name_bytes, y.size, y.mtime_ns, "
        "CASE WHEN y.file_hash IS NULL THEN photos.changed ELSE y.changed END, "
        "ifnull(y.file_hash, photos.file_hash), ifnull(y.pixel_hash, photos.pixel_hash), "
        "ifnull(y.perceptual_hash, photos.perceptual_hash), "
        "ifnull(y.decoder_revision, photos.decoder_revision), ifnull(y.format, photos.format), "
        "ifnull(y.width, photos.width), ifnull(y.height, photos.height), "
        "ifnull(y.orientation, photos.orientation), y.error, y.sidecar_mtime, y.stack_id "
        "FROM photos AS y WHERE y.id = :young), metadata_due = 1 WHERE id = :old",
        {"young": young_id, "old": old.id},
    )
    conn.execute("DELETE FROM photos WHERE id = ?", (young_id,))
    conn.execute(
        f"UPDATE photos SET state = {_RESTORED.replace(':changed', 'changed')} WHERE id = ?",
        (old.id,),
    )


def _full(conn: Connection, where: str, values: Sequence[Any]) -> list[FileRow]:
    rows = conn.execute(f"{_FULL} WHERE {where}", values)
    return [
        FileRow(*(*columns, join_path(root, rel, columns[2]), bool(user_data)))
        for *columns, root, rel, user_data in rows
    ]
