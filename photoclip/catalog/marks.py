"""What a person says about photos by hand: stars, flags, and which way up they are shown."""

from __future__ import annotations

from collections.abc import Iterable

from photoclip.catalog.connection import Connection


def set_rating(conn: Connection, photo_ids: Iterable[int], rating: int | None) -> None:
    """The user's own rating, -1 (rejected) to 5, or None for none; reading files keeps it."""
    conn.executemany(
        "UPDATE photos SET rating = ?, rating_source = 'manual' WHERE id = ?",
        [(rating, int(photo_id)) for photo_id in photo_ids],
    )


def set_pick(conn: Connection, photo_ids: Iterable[int], pick: int) -> None:
    """The user's flag: 1 picked, -1 rejected, 0 neither."""
    conn.executemany(
        "UPDATE photos SET pick = ? WHERE id = ?", [(pick, int(each)) for each in photo_ids]
    )


def rotate(conn: Connection, photo_ids: Iterable[int], degrees: int) -> None:
    """Turn how photos are shown, clockwise, from how they are shown now."""
    conn.executemany(
        # The second remainder: that of SQL is negative for negative numbers.
        "UPDATE photos SET rotation = ((rotation + ?) % 360 + 360) % 360 WHERE id = ?",
        [(degrees, int(each)) for each in photo_ids],
    )
