"""Stacks: the RAW and the developed picture of one shot, known by their names."""

from __future__ import annotations

from collections.abc import Mapping

from photoclip.catalog.connection import Connection


def in_folder(conn: Connection, folder_id: int) -> list[tuple[int, bytes | None, int | None]]:
    """(id, name or None if missing, stack) of the photos of one folder."""
    return conn.execute(
        "SELECT id, CASE state WHEN 'missing' THEN NULL ELSE name_bytes END, stack_id "
        "FROM photos WHERE folder_id = ? AND (state <> 'missing' OR stack_id IS NOT NULL)",
        (folder_id,),
    ).fetchall()


def put(conn: Connection, stacks: Mapping[int, int | None]) -> None:
    """Say which stack photos belong to, None for none."""
    conn.executemany(
        "UPDATE photos SET stack_id = ? WHERE id = ?",
        [(stack, photo_id) for photo_id, stack in stacks.items()],
    )


def all_folders(conn: Connection) -> list[int]:
    """Ids of all folders."""
    return [int(row[0]) for row in conn.execute("SELECT id FROM folders ORDER BY id")]
