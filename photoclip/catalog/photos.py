"""Photo rows: reading them, and what processing found out about them.

What the *file system* says about photos is written by ``photo_files`` alone.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from photoclip.catalog import (
    captions,
    metadata_base,
    metadata_conflicts,
    metadata_merge,
    tags,
)
from photoclip.catalog.connection import Connection
from photoclip.catalog.folders import join_path
from photoclip.catalog.rows import Photo, Pixels
from photoclip.media.types import PhotoMetadata

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FROM = "photos AS p JOIN folders AS f ON f.id = p.folder_id JOIN roots AS r ON r.id = f.root_id"
"""The join behind every photo: p, its folder f, its root r."""

_COLUMNS = (
    "p.id, p.folder_id, f.root_id, r.path_bytes, f.rel_bytes, p.name_bytes, p.size, p.mtime_ns, "
    "p.state, p.error, p.file_hash, p.pixel_hash, p.perceptual_hash, p.width, p.height, "
    "p.orientation, p.rotation, p.taken_at, p.camera, p.lens, p.iso, p.lat, p.lon, p.rating, "
    "p.pick, p.sidecar_mtime, p.metadata_due"
)

# The time of capture, or of the file where the photo does not tell; both are local time.
_NEWEST_FIRST = (
    "ORDER BY ifnull(taken_at, strftime('%Y-%m-%dT%H:%M:%S', mtime_ns / 1000000000, "
    "'unixepoch', 'localtime')) DESC, mtime_ns DESC, id DESC"
)


def get(conn: Connection, photo_id: int) -> Photo | None:
    """One photo, or None."""
    row = conn.execute(f"SELECT {_COLUMNS} FROM {FROM} WHERE p.id = ?", (photo_id,)).fetchone()
    return _photo(row) if row else None


def get_many(conn: Connection, photo_ids: Iterable[int]) -> list[Photo]:
    """Photos in the order of their ids as given; unknown ids are left out."""
    wanted = [int(photo_id) for photo_id in photo_ids]
    rows = conn.execute(
        f"SELECT {_COLUMNS} FROM {FROM} WHERE p.id IN (SELECT value FROM json_each(?))",
        (json.dumps(wanted),),
    )
    found = {row[0]: _photo(row) for row in rows}
    return [found[photo_id] for photo_id in wanted if photo_id in found]


def stack_of(conn: Connection, photo_id: int) -> list[Photo]:
    """The other photos of a photo's stack whose files are there, by id."""
    rows = conn.execute(
        f"SELECT {_COLUMNS} FROM {FROM} WHERE p.stack_id = (SELECT stack_id FROM photos "
        "WHERE id = :id) AND p.id <> :id AND p.state <> 'missing' ORDER BY p.id",
        {"id": photo_id},
    )
    return [_photo(row) for row in rows]


def by_path(conn: Connection, path: Path) -> Photo | None:
    """The photo at an absolute path; a missing one only if no other has taken its place."""
    full = os.fsencode(path)
    folder, _, name = full.replace(os.fsencode(os.sep), b"/").rpartition(b"/")
    rows = conn.execute("SELECT id, path_bytes FROM roots").fetchall()
    for root_id, root in rows:
        top = bytes(root).replace(os.fsencode(os.sep), b"/").rstrip(b"/")
        if folder != top and not folder.startswith(top + b"/"):
            continue
        row = conn.execute(
            f"SELECT {_COLUMNS} FROM {FROM} WHERE f.root_id = ? AND f.rel_bytes = ? "
            "AND p.name_bytes = ? ORDER BY p.state = 'missing', p.id DESC LIMIT 1",
            (root_id, folder[len(top) + 1 :], name),
        ).fetchone()
        if row:
            return _photo(row)
    return None


def all_ids(conn: Connection) -> NDArray[np.int64]:
    """Ids of every photo that can be shown (new, ready or unreadable), newest first.

    Returns:
        int64, shape (n,). Missing photos are left out, those of offline roots are not.
    """
    import numpy as np  # most commands that read photos need no arrays

    rows = conn.execute(f"SELECT id FROM photos WHERE state <> 'missing' {_NEWEST_FIRST}")
    return np.fromiter((row[0] for row in rows), dtype=np.int64)


def counts(conn: Connection) -> dict[str, int]:
    """Number of photos in each state; every state is present."""
    found = dict(conn.execute("SELECT state, count(*) FROM photos GROUP BY state").fetchall())
    return {state: found.get(state, 0) for state in ("new", "ready", "missing", "unreadable")}


def unreadable(conn: Connection) -> list[Photo]:
    """Photos that could not be decoded, with their reasons, by path."""
    rows = conn.execute(
        f"SELECT {_COLUMNS} FROM {FROM} WHERE p.state = 'unreadable' "
        "ORDER BY r.id, f.rel_bytes, p.name_bytes"
    )
    return [_photo(row) for row in rows]


_UNDONE = (
    "(p.state = 'new' OR (p.state = 'ready' AND (p.metadata_due OR "
    "NOT EXISTS (SELECT 1 FROM embeddings AS e WHERE e.model_id = :model "
    "AND e.pixel_hash = p.pixel_hash AND e.crop = 0))))"
)
_WAITING = f"r.state = 'online' AND {_UNDONE}"


def needing_work(conn: Connection, model_id: int, *, after_id: int = 0, limit: int) -> list[Photo]:
    """Photos of online roots that are new, lack a vector, or whose sidecar changed.

    Work is derived, not queued: after a crash the same question gives what is left.

    Args:
        conn: Any connection.
        model_id: The model that is to have a vector of every photo.
        after_id: Go on behind this photo id.
        limit: At most so many, by ascending id.
    """
    return where(conn, _WAITING, {"model": model_id}, after_id=after_id, limit=limit)


def waiting_count(conn: Connection, model_id: int, *, offline: bool = False) -> int:
    """How many photos :func:`needing_work` would give in all, or would if they were online."""
    condition = f"r.state <> 'online' AND {_UNDONE}" if offline else _WAITING
    return count_where(conn, condition, {"model": model_id})


def where(
    conn: Connection, condition: str, values: Mapping[str, object], *, after_id: int, limit: int
) -> list[Photo]:
    """Photos that meet an SQL condition over photos AS p and roots AS r, by ascending id.

    Args:
        conn: Any connection.
        condition: Written in this program, never by a user.
        values: Its named parameters.
        after_id: Go on behind this photo id.
        limit: At most so many.
    """
    rows = conn.execute(
        f"SELECT {_COLUMNS} FROM {FROM} WHERE p.id > :after AND {condition} "
        "ORDER BY p.id LIMIT :limit",
        {"after": after_id, "limit": limit, **values},
    )
    return [_photo(row) for row in rows]


def count_where(conn: Connection, condition: str, values: Mapping[str, object]) -> int:
    """How many photos meet a condition; see :func:`where`."""
    row = conn.execute(f"SELECT count(*) FROM {FROM} WHERE {condition}", dict(values)).fetchone()
    return int(row[0])


def pixels_of_file(conn: Connection, file_hash: bytes, decoder_revision: int) -> Pixels | None:
    """What an earlier decode of the same file bytes found out, or None."""
    row = conn.execute(
        "SELECT pixel_hash, perceptual_hash, width, height, orientation, format, "
        "decoder_revision FROM photos WHERE file_hash = ? AND decoder_revision = ? "
        "AND pixel_hash IS NOT NULL LIMIT 1",
        (file_hash, decoder_revision),
    ).fetchone()
    return Pixels(*row) if row else None


def mark_ready(
    conn: Connection,
    photo_id: int,
    *,
    size: int,
    mtime_ns: int,
    file_hash: bytes | None,
    pixels: Pixels,
) -> bool:
    """Record a successful decode, unless the file changed since (size and time of its row).

    Returns:
        False if the row is gone, missing or describes another state of the file by now.
    """
    return _finish(
        conn,
        photo_id,
        size,
        mtime_ns,
        state="ready",
        error=None,
        file_hash=file_hash,
        pixels=pixels,
    )


def mark_unreadable(
    conn: Connection,
    photo_id: int,
    error: str,
    *,
    size: int,
    mtime_ns: int,
    file_hash: bytes | None,
    decoder_revision: int | None = None,
) -> bool:
    """Record why a photo cannot be decoded; tags and captions stay. See :func:`mark_ready`.

    If the same bytes were decoded before, what was found out then is kept, so the photo's
    vectors are not orphaned by a failure that may pass.
    """
    kept = conn.execute(
        "UPDATE photos SET state = 'unreadable', error = ? WHERE id = ? AND size = ? "
        "AND mtime_ns = ? AND state <> 'missing' AND NOT changed AND pixel_hash IS NOT NULL "
        "AND file_hash IS ?",
        (error, photo_id, size, mtime_ns, file_hash),
    ).rowcount
    if kept:
        return True
    nothing = Pixels(b"", None, 0, 0, 0, None, decoder_revision or 0)
    return _finish(
        conn,
        photo_id,
        size,
        mtime_ns,
        state="unreadable",
        error=error,
        file_hash=file_hash,
        pixels=nothing,
    )


def retry_unreadable(conn: Connection, photo_ids: Iterable[int] | None = None) -> int:
    """Let unreadable photos, or those among the given ones, be tried again; returns how many."""
    chosen = "" if photo_ids is None else " AND id IN (SELECT value FROM json_each(?))"
    values = [] if photo_ids is None else [json.dumps([int(each) for each in photo_ids])]
    return conn.execute(
        f"UPDATE photos SET state = 'new', error = NULL WHERE state = 'unreadable'{chosen}", values
    ).rowcount


def restamp(
    conn: Connection,
    photo_id: int,
    *,
    size: int | None = None,
    mtime_ns: int | None = None,
    sidecar_mtime: int | None = None,
    file_hash: bytes | None = None,
    no_sidecar: bool = False,
) -> None:
    """Note what PhotoClip itself just wrote, so that the watcher sees no change.

    Args:
        conn: The writer, in the transaction that records the write.
        photo_id: The photo.
        size: New size of the photo file; None leaves it.
        mtime_ns: New time of the photo file; None leaves it.
        sidecar_mtime: New stamp of its sidecars; None leaves it.
        file_hash: New hash of the photo file; None leaves it.
        no_sidecar: Its last sidecar was deleted.
    """
    conn.execute(
        "UPDATE photos SET size = ifnull(?, size), mtime_ns = ifnull(?, mtime_ns), "
        "sidecar_mtime = CASE WHEN ? THEN NULL ELSE ifnull(?, sidecar_mtime) END, "
        "metadata_due = metadata_due AND NOT ?, file_hash = ifnull(?, file_hash) WHERE id = ?",
        (
            size,
            mtime_ns,
            no_sidecar,
            sidecar_mtime,
            # A scan that met the new sidecar before this saw nothing that is not known here.
            no_sidecar or sidecar_mtime is not None,
            file_hash,
            photo_id,
        ),
    )


def apply_metadata(
    conn: Connection, photo_id: int, metadata: PhotoMetadata, *, sidecar_mtime: int | None = None
) -> None:
    """Take over what a file and its sidecars say; what the user said stays.

    Rating: not if the user rated it here. Keywords: as accepted tags of source
    ``imported``; a tag that the user rejected stays rejected. Captions: those of files
    are replaced, the user's own are not touched. Where PhotoClip has written the files
    before, what changed in them since is taken over too, see ``metadata_merge``.

    Args:
        conn: The writer.
        photo_id: The photo.
        metadata: What was read.
        sidecar_mtime: Stamp of the sidecars before they were read; if the row has another
            one by now, they are to be read again.
    """
    base = metadata_base.get(conn, photo_id)
    if base is not None:
        metadata = metadata_merge.take_in(conn, photo_id, metadata, base)
    conn.execute(
        "UPDATE photos SET taken_at = ?, camera = ?, lens = ?, iso = ?, lat = ?, lon = ?, "
        "rating = CASE rating_source WHEN 'manual' THEN rating ELSE ? END, "
        "metadata_due = sidecar_mtime IS NOT ? "
        "WHERE id = ?",
        (
            metadata.taken_at,
            metadata.camera,
            metadata.lens,
            metadata.iso,
            metadata.lat,
            metadata.lon,
            metadata.rating,
            sidecar_mtime,
            photo_id,
        ),
    )
    if base is None:
        tags.import_keywords(conn, photo_id, metadata.keywords)
    own = metadata_conflicts.own_caption(conn, photo_id)
    captions.replace_imported(
        conn,
        photo_id,
        # What PhotoClip wrote is the user's own caption, not one more.
        [each for each in metadata.captions if not metadata_base.same_caption(own, each.text)],
    )


def purge_missing(conn: Connection) -> list[int]:
    """Forget the missing photos of online roots for good; only a user may ask for that."""
    ids = [
        int(row[0])
        for row in conn.execute(
            f"SELECT p.id FROM {FROM} WHERE p.state = 'missing' AND r.state = 'online'"
        )
    ]
    conn.executemany("DELETE FROM photos WHERE id = ?", [(photo_id,) for photo_id in ids])
    return ids


def _finish(
    conn: Connection,
    photo_id: int,
    size: int,
    mtime_ns: int,
    *,
    state: str,
    error: str | None,
    file_hash: bytes | None,
    pixels: Pixels,
) -> bool:
    """One UPDATE, so that the hashes and sizes of a row always describe the same bytes."""
    return (
        conn.execute(
            "UPDATE photos SET state = ?, error = ?, changed = 0, file_hash = ?, "
            "pixel_hash = nullif(?, x''), perceptual_hash = ?, width = nullif(?, 0), "
            "height = nullif(?, 0), orientation = nullif(?, 0), format = ?, decoder_revision = ? "
            "WHERE id = ? AND size = ? AND mtime_ns = ? AND state <> 'missing'",
            (
                state,
                error,
                file_hash,
                pixels.pixel_hash,
                pixels.perceptual_hash,
                pixels.width,
                pixels.height,
                pixels.orientation,
                pixels.format,
                pixels.decoder_revision,
                photo_id,
                size,
                mtime_ns,
            ),
        ).rowcount
        > 0
    )


def _photo(row: tuple[Any, ...]) -> Photo:
    photo_id, folder_id, root_id, root, rel, name, *rest, metadata_due = row
    path = join_path(root, rel, name)
    return Photo(photo_id, folder_id, root_id, path, *(*rest, bool(metadata_due)))
