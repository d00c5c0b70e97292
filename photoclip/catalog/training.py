"""What there is to train with, read in pages: sentences, tags, and the pictures behind them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from photoclip.catalog.connection import Connection
from photoclip.catalog.folders import join_path
from photoclip.catalog.photos import FROM

PAGE: Final = 10_000
"""Rows that one question gives at most."""

HASHES_AT_ONCE: Final = 500
"""Pictures that one question may name at most."""

_READY: Final = "p.state = 'ready' AND p.pixel_hash IS NOT NULL"
_FILE: Final = (
    "p.id, p.pixel_hash, r.state = 'online', r.path_bytes, f.rel_bytes, p.name_bytes, "
    "p.taken_at, p.camera, p.stack_id, p.perceptual_hash, d.group_id"
)


# Named tuples, because there may be half a million rows: a frozen dataclass takes ten times
# as long to make.


class Said(NamedTuple):
    """A caption of a readable photo.

    Attributes:
        id: Row id of the caption, for the next page.
    """

    id: int
    pixel_hash: bytes
    text: str
    source: str
    split: str | None


class Tagged(NamedTuple):
    """An accepted tag of a readable photo; photo and tag id name the place of the next page."""

    photo_id: int
    tag_id: int
    pixel_hash: bytes


class PictureFile(NamedTuple):
    """A readable photo and what tells that others are of the same moment.

    Attributes:
        online: 1 if its folder is connected, else 0.
        root: Path of the library's folder.
        rel: Path of its own folder below that.
        name: File name.
        stack: Number of its stack, None for none.
        perceptual_hash: Difference hash, signed.
        copies: Number of its group of copies that was found last, None for none.
    """

    photo_id: int
    pixel_hash: bytes
    online: int
    root: bytes
    rel: bytes
    name: bytes
    taken_at: str | None
    camera: str | None
    stack: int | None
    perceptual_hash: int | None
    copies: int | None

    @property
    def path(self) -> Path:
        """Full path; may hold surrogate escapes."""
        return join_path(self.root, self.rel, self.name)


def captions_after(conn: Connection, caption_id: int) -> list[Said]:
    """Captions of readable photos behind a caption id, in order; at most :data:`PAGE`."""
    rows = conn.execute(
        "SELECT c.id, p.pixel_hash, c.text, c.source, c.split FROM captions AS c "
        f"JOIN photos AS p ON p.id = c.photo_id WHERE c.id > ? AND {_READY} "
        "ORDER BY c.id LIMIT ?",
        (caption_id, PAGE),
    )
    return list(map(Said._make, rows))


def tags_after(conn: Connection, photo_id: int, tag_id: int) -> list[Tagged]:
    """Accepted tags of readable photos behind a photo and tag, in order; see above."""
    rows = conn.execute(
        "SELECT a.photo_id, a.tag_id, p.pixel_hash FROM tag_assignments AS a "
        "JOIN photos AS p ON p.id = a.photo_id WHERE (a.photo_id, a.tag_id) > (?, ?) "
        f"AND a.status = 'accepted' AND {_READY} ORDER BY a.photo_id, a.tag_id LIMIT ?",
        (photo_id, tag_id, PAGE),
    )
    return list(map(Tagged._make, rows))


def tag_names(conn: Connection) -> dict[int, str]:
    """The last level of every tag, by id."""
    return {int(tag_id): str(name) for tag_id, name in conn.execute("SELECT id, name FROM tags")}


def open_suggestions(conn: Connection) -> int:
    """How many suggestions wait for a decision."""
    row = conn.execute("SELECT count(*) FROM tag_assignments WHERE status = 'suggested'")
    return int(row.fetchone()[0])


def online_after(conn: Connection, photo_id: int) -> list[tuple[int, bytes]]:
    """(photo id, pixel hash) of readable photos that are there, behind a photo id, in order."""
    return conn.execute(
        f"SELECT p.id, p.pixel_hash FROM {FROM} WHERE p.id > ? AND {_READY} "
        "AND r.state = 'online' ORDER BY p.id LIMIT ?",
        (photo_id, PAGE),
    ).fetchall()


def files_of(conn: Connection, pixel_hashes: Sequence[bytes]) -> list[PictureFile]:
    """All readable photos of at most :data:`HASHES_AT_ONCE` pictures, by photo id."""
    marks = ", ".join("?" * len(pixel_hashes))
    rows = conn.execute(
        f"SELECT {_FILE} FROM {FROM} LEFT JOIN duplicate_groups AS d ON d.photo_id = p.id "
        f"WHERE p.pixel_hash IN ({marks}) AND p.state = 'ready' ORDER BY p.id",
        tuple(pixel_hashes),
    )
    return list(map(PictureFile._make, rows))
