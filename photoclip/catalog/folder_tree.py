"""The folders inside a root, with the number of photos in each."""

from __future__ import annotations

import os
from pathlib import Path

from photoclip.catalog.connection import Connection
from photoclip.catalog.folders import join_path
from photoclip.catalog.rows import Root, Subfolder


def subfolders(conn: Connection, root: Root, rel: bytes) -> list[Subfolder]:
    """Folders directly inside one, those without any photo left out, by name.

    Args:
        conn: Any connection.
        root: The root.
        rel: Path of the folder below it; ``b""`` is the root itself.
    """
    top = rel + b"/" if rel else b""
    # Everything below "a/" sorts between "a/" and "a0": "0" is the character after "/".
    below = ("AND f.rel_bytes > ? AND f.rel_bytes < ?", (top, rel + b"0")) if rel else ("", ())
    rows = conn.execute(
        "SELECT f.rel_bytes, (SELECT count(*) FROM photos AS p "
        "WHERE p.folder_id = f.id AND p.state <> 'missing') "
        f"FROM folders AS f WHERE f.root_id = ? AND f.rel_bytes <> x'' {below[0]}",
        (root.id, *below[1]),
    )
    counts: dict[bytes, int] = {}
    deeper: set[bytes] = set()
    for path, photos in rows:
        if not photos:
            continue
        name, slash, _ = bytes(path)[len(top) :].partition(b"/")
        counts[name] = counts.get(name, 0) + photos
        if slash:
            deeper.add(name)
    base = os.fsencode(root.path)
    return [
        Subfolder(join_path(base, top + name), counts[name], name in deeper)
        for name in sorted(counts, key=_sorted_by)
    ]


def place_of(root: Root, path: Path) -> bytes | None:
    """Where a path lies below a root, or None if it lies elsewhere."""
    try:
        rel = path.relative_to(root.path)
    except ValueError:
        return None
    return b"" if rel == Path() else os.fsencode(rel.as_posix())


def _sorted_by(name: bytes) -> tuple[str, bytes]:
    return os.fsdecode(name).casefold(), name
