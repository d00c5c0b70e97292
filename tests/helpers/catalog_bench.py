"""A catalog with photos that never had a file."""

from __future__ import annotations

from pathlib import Path

from photoclip.catalog import folders, models, photo_files, photos
from photoclip.catalog.connection import Connection
from photoclip.catalog.photo_files import FileStat
from photoclip.catalog.rows import Pixels, Root

REVISION = 1


def add_root(conn: Connection, path: str = "/photos") -> Root:
    return folders.add_root(conn, Path(path))


def add_photo(
    conn: Connection,
    name: str,
    *,
    root: int = 1,
    folder: bytes = b"",
    state: str = "ready",
    content: bytes | None = None,
    mtime_ns: int = 1_000_000_000,
) -> int:
    """A photo row; ``content`` stands for its bytes and its pixels alike."""
    folder_id = folders.ensure_folder(conn, root, folder)
    data = content if content is not None else name.encode()
    [photo_id] = photo_files.insert(conn, folder_id, [FileStat(name.encode(), len(data), mtime_ns)])
    if state in ("ready", "missing"):
        photos.mark_ready(
            conn,
            photo_id,
            size=len(data),
            mtime_ns=mtime_ns,
            file_hash=b"file of " + data,
            pixels=Pixels(b"pixels of " + data, 7, 40, 30, 1, "JPEG", REVISION),
        )
    if state == "unreadable":
        photos.mark_unreadable(
            conn, photo_id, "broken", size=len(data), mtime_ns=mtime_ns, file_hash=None
        )
    if state == "missing":
        photo_files.mark_missing(conn, [photo_id])
    return photo_id


def add_model(conn: Connection, key: str = "starter", dim: int = 4) -> int:
    return models.upsert(
        conn, key=key, fingerprint=f"print of {key}", arch="tiny", dim=dim, source="builtin"
    )
