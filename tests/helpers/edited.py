"""What people edit in a library, row by row, to be compared before and after."""

from __future__ import annotations

from typing import Any

from photoclip.catalog import fulltext
from photoclip.library import Library

_EDITED = {
    "photos": "id, rating, rating_source, pick, rotation",
    "tags": "*",
    "tag_assignments": "*",
    "decisions": "*",
    "captions": "*",
    "albums": "*",
    "album_photos": "*",
    "label_sets": "*",
    "labels": "*",
    "label_models": "*",
    "metadata_conflicts": "*",
}


def edited(library: Library) -> dict[str, list[tuple[Any, ...]]]:
    """Rows by table; the words for searching are in step with them."""
    with library._context.db.read() as conn:
        assert fulltext.differences(conn) == 0
        return {
            table: sorted(conn.execute(f"SELECT {what} FROM {table}").fetchall(), key=repr)
            for table, what in _EDITED.items()
        }
