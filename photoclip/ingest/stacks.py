"""RAW and JPEG of one shot: one stack, never duplicates of each other.

Cameras write both under one name (``DSC_0001.NEF`` and ``DSC_0001.JPG``), and what people
develop from a RAW keeps that name. Two files in one folder whose names differ in nothing but
the extension are a stack if one of them is RAW and another is not.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import PurePath
from typing import Final

from photoclip.catalog import settings, stacks
from photoclip.catalog.connection import Connection
from photoclip.catalog.database import Database
from photoclip.media.formats import kind_of
from photoclip.media.types import FileKind

_FILLED: Final = "stacks"


def stacks_of(names: Iterable[tuple[int, bytes]]) -> dict[int, int]:
    """Which photos of one folder are stacks.

    Args:
        names: Photo id and file name.

    Returns:
        Stack of each photo that is in one: the id of its RAW (of the first, by id).
    """
    shots: dict[str, dict[int, bool]] = {}
    for photo_id, name in names:
        text = os.fsdecode(name)
        is_raw = kind_of(text) is FileKind.RAW
        shots.setdefault(PurePath(text).stem.casefold(), {})[photo_id] = is_raw
    found: dict[int, int] = {}
    for members in shots.values():
        raws = [photo_id for photo_id, is_raw in members.items() if is_raw]
        if raws and len(raws) < len(members):
            found.update(dict.fromkeys(members, min(raws)))
    return found


def refresh(conn: Connection, folder_ids: Iterable[int]) -> None:
    """Bring the stacks of folders in line with the names of their photos."""
    for folder_id in sorted(set(folder_ids)):
        rows = stacks.in_folder(conn, folder_id)
        wanted = stacks_of((photo_id, name) for photo_id, name, _ in rows if name is not None)
        stacks.put(
            conn,
            {
                photo_id: wanted.get(photo_id)
                for photo_id, _, stack in rows
                if stack != wanted.get(photo_id)
            },
        )


def fill_once(db: Database) -> None:
    """Find the stacks of photos that an older version has put into the catalog."""
    with db.read() as conn:
        if settings.get(conn, _FILLED):
            return

    def fill(conn: Connection) -> None:
        refresh(conn, stacks.all_folders(conn))
        settings.put(conn, _FILLED, "found")

    db.write(fill)
