"""Roots (folders that the user added) and the folders inside them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from photoclip.catalog.connection import Connection
from photoclip.catalog.rows import Root
from photoclip.paths import display_path

_ROOT = "SELECT id, path_bytes, excludes, watch, state, volume_id, write_to FROM roots"


def add_root(
    conn: Connection,
    path: Path,
    *,
    excludes: Sequence[str] = (),
    watch: str = "auto",
    volume_id: str | None = None,
) -> Root:
    """Add a root with its top folder; the caller has checked that it is not there yet."""
    root_id = conn.execute(
        "INSERT INTO roots (path, path_bytes, excludes, watch, volume_id) VALUES (?, ?, ?, ?, ?)",
        (display_path(path), os.fsencode(path), json.dumps(list(excludes)), watch, volume_id),
    ).lastrowid
    assert root_id is not None
    ensure_folder(conn, root_id, b"")
    root = root_by_id(conn, root_id)
    assert root is not None
    return root


def remove_root(conn: Connection, root_id: int) -> list[int]:
    """Forget a root, its folders and photos, and return the photos' ids."""
    ids = [
        int(row[0])
        for row in conn.execute(
            "SELECT p.id FROM photos AS p JOIN folders AS f ON f.id = p.folder_id "
            "WHERE f.root_id = ?",
            (root_id,),
        )
    ]
    conn.execute("DELETE FROM roots WHERE id = ?", (root_id,))
    return ids


def roots(conn: Connection, *, with_counts: bool = False) -> list[Root]:
    """All roots in the order they were added.

    Args:
        conn: Any connection.
        with_counts: Fill in ``photos``, the number of photos that are not missing.
    """
    counts: dict[int, int] = {}
    if with_counts:
        counts = dict(
            conn.execute(
                "SELECT f.root_id, count(*) FROM photos AS p JOIN folders AS f "
                "ON f.id = p.folder_id WHERE p.state <> 'missing' GROUP BY f.root_id"
            ).fetchall()
        )
    rows = conn.execute(f"{_ROOT} ORDER BY id").fetchall()
    return [_root(row, photos=counts.get(row[0], 0)) for row in rows]


def root_by_id(conn: Connection, root_id: int) -> Root | None:
    """One root, or None."""
    row = conn.execute(f"{_ROOT} WHERE id = ?", (root_id,)).fetchone()
    return _root(row) if row else None


def root_by_path(conn: Connection, path: Path) -> Root | None:
    """The root with exactly this absolute path, or None."""
    row = conn.execute(f"{_ROOT} WHERE path_bytes = ?", (os.fsencode(path),)).fetchone()
    return _root(row) if row else None


def update_root(
    conn: Connection, root_id: int, *, excludes: Sequence[str], watch: str, volume_id: str | None
) -> None:
    """Change what the user may change about a root, and the volume it is expected on."""
    conn.execute(
        "UPDATE roots SET excludes = ?, watch = ?, volume_id = ? WHERE id = ?",
        (json.dumps(list(excludes)), watch, volume_id, root_id),
    )


def relocate_root(conn: Connection, root_id: int, path: Path, *, volume_id: str | None) -> None:
    """Say that a root lies elsewhere now; its photos need no other change."""
    conn.execute(
        "UPDATE roots SET path = ?, path_bytes = ?, volume_id = ? WHERE id = ?",
        (display_path(path), os.fsencode(path), volume_id, root_id),
    )


def set_root_state(conn: Connection, root_id: int, state: str) -> bool:
    """Mark a root ``"online"`` or ``"offline"``; returns whether that is a change."""
    changed = conn.execute(
        "UPDATE roots SET state = ? WHERE id = ? AND state <> ?", (state, root_id, state)
    ).rowcount
    return changed > 0


def has_photos(conn: Connection, root_id: int) -> bool:
    """True if the root has any photo row, missing ones included."""
    found = conn.execute(
        "SELECT EXISTS (SELECT 1 FROM folders AS f JOIN photos AS p ON p.folder_id = f.id "
        "WHERE f.root_id = ?)",
        (root_id,),
    ).fetchone()
    return bool(found[0])


def places_of_photos(conn: Connection, root_id: int, *, limit: int) -> list[tuple[bytes, bytes]]:
    """Folder within the root and name of some of its photos that were there last."""
    return conn.execute(
        "SELECT f.rel_bytes, p.name_bytes FROM folders AS f JOIN photos AS p ON p.folder_id = f.id "
        "WHERE f.root_id = ? AND p.state <> 'missing' LIMIT ?",
        (root_id, limit),
    ).fetchall()


def folder_id(conn: Connection, root_id: int, rel: bytes) -> int | None:
    """Id of a folder by its path below the root (``b""`` is the root itself), or None."""
    row = conn.execute(
        "SELECT id FROM folders WHERE root_id = ? AND rel_bytes = ?", (root_id, rel)
    ).fetchone()
    return int(row[0]) if row else None


def place_of(conn: Connection, folder: int) -> tuple[int, Path]:
    """Root and full path of a folder that is in the catalog."""
    root_id, root, rel = conn.execute(
        "SELECT r.id, r.path_bytes, f.rel_bytes FROM folders AS f "
        "JOIN roots AS r ON r.id = f.root_id WHERE f.id = ?",
        (folder,),
    ).fetchone()
    return int(root_id), join_path(root, rel)


def ensure_folder(conn: Connection, root_id: int, rel: bytes) -> int:
    """Id of a folder, created with all its parents if needed."""
    found = folder_id(conn, root_id, rel)
    if found is not None:
        return found
    parent = ensure_folder(conn, root_id, rel.rpartition(b"/")[0]) if rel else None
    created = conn.execute(
        "INSERT INTO folders (root_id, parent_id, rel_path, rel_bytes) VALUES (?, ?, ?, ?)",
        (root_id, parent, display_path(rel), rel),
    ).lastrowid
    assert created is not None
    return created


def children(conn: Connection, root_id: int, rel: bytes) -> list[bytes]:
    """Paths below the root of the folders directly inside a folder."""
    rows = conn.execute(
        "SELECT c.rel_bytes FROM folders AS c JOIN folders AS f ON f.id = c.parent_id "
        "WHERE f.root_id = ? AND f.rel_bytes = ?",
        (root_id, rel),
    )
    return [bytes(row[0]) for row in rows]


def folder_paths(conn: Connection, root_id: int) -> list[bytes]:
    """Paths below the root of all its folders, sorted."""
    rows = conn.execute(
        "SELECT rel_bytes FROM folders WHERE root_id = ? ORDER BY rel_bytes", (root_id,)
    )
    return [bytes(row[0]) for row in rows]


def scan_state(conn: Connection, folder: int) -> tuple[int, int, str | None]:
    """When a folder was last listed with a difference (ns), its count of other files, its error."""
    row = conn.execute(
        "SELECT ifnull(scanned_at, 0), not_photos, error FROM folders WHERE id = ?", (folder,)
    ).fetchone()
    return int(row[0]), int(row[1]), row[2]


def mark_scanned(
    conn: Connection, folder: int, *, scanned_at: int, not_photos: int, error: str | None = None
) -> None:
    """Record a listing of a folder.

    Args:
        conn: The writer.
        folder: Folder id.
        scanned_at: ``time.time_ns()`` from before the listing.
        not_photos: Videos and other files in it.
        error: Why it could not be listed, if so.
    """
    conn.execute(
        "UPDATE folders SET scanned_at = ?, not_photos = ?, error = ? WHERE id = ?",
        (scanned_at, not_photos, error, folder),
    )


def set_error(conn: Connection, folder: int, error: str | None) -> None:
    """Record why a folder cannot be listed, or that it can."""
    conn.execute("UPDATE folders SET error = ? WHERE id = ?", (error, folder))


def unreadable_folders(conn: Connection) -> list[tuple[Path, str]]:
    """Folders that could not be listed at the last look, with the reason."""
    rows = conn.execute(
        "SELECT r.path_bytes, f.rel_bytes, f.error FROM folders AS f "
        "JOIN roots AS r ON r.id = f.root_id WHERE f.error IS NOT NULL ORDER BY f.id"
    )
    return [(join_path(root, rel), str(error)) for root, rel, error in rows]


def forget_empty(conn: Connection, root_id: int, rels: Iterable[bytes]) -> None:
    """Drop folders that are gone from the disk and hold neither rows nor other folders."""
    for rel in sorted(rels, key=len, reverse=True):
        conn.execute(
            "DELETE FROM folders WHERE root_id = ? AND rel_bytes = ? AND rel_bytes <> x'' "
            "AND NOT EXISTS (SELECT 1 FROM photos WHERE folder_id = folders.id) "
            "AND NOT EXISTS (SELECT 1 FROM folders AS c WHERE c.parent_id = folders.id)",
            (root_id, rel),
        )


def not_photos(conn: Connection) -> int:
    """Number of files in all folders that are no photos (videos and others)."""
    return int(conn.execute("SELECT ifnull(sum(not_photos), 0) FROM folders").fetchone()[0])


def join_path(root: bytes, rel: bytes, name: bytes = b"") -> Path:
    """Full path from the bytes of its parts."""
    return Path(*(os.fsdecode(part) for part in (root, rel, name) if part))


def _root(row: tuple[int, bytes, str, str, str, str | None, str], *, photos: int = 0) -> Root:
    root_id, path, excludes, watch, state, volume, write_to = row
    return Root(
        id=root_id,
        path=Path(os.fsdecode(path)),
        excludes=tuple(json.loads(excludes)),
        watch=watch,
        state=state,
        volume_id=volume,
        photos=photos,
        write_to=write_to,
    )
