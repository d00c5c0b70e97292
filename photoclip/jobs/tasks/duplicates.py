"""Finding copies and near copies; nothing is deleted here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Final

import numpy as np
from numpy.typing import NDArray

from photoclip.catalog import duplicates, embeddings, photos, settings
from photoclip.catalog.connection import Connection
from photoclip.catalog.rows import ModelRow
from photoclip.changes import ChangeSet
from photoclip.errors import UserError
from photoclip.jobs.job import Job, Progress
from photoclip.jobs.tasks.context import TaskContext
from photoclip.results import DuplicateGroup
from photoclip.search import duplicates as copying
from photoclip.search.duplicates import DEFAULT_THRESHOLD, LARGEST_THRESHOLD, Copy, CopyGroup

CHEAP_PHOTOS: Final = 50_000
"""In libraries of at most so many pictures, near copies are looked for after each indexing."""

_SAMPLE: Final = 512
_PHASE: Final = "Looking for duplicates"
_STATE: Final = "duplicates"
_DUE: Final = "due"
_FOUND: Final = "found"


def check_threshold(threshold: int | None) -> int:
    """Bits that may differ; None means the usual.

    Raises:
        UserError: The threshold is out of range.
    """
    bits = DEFAULT_THRESHOLD if threshold is None else threshold
    if not 0 <= bits <= LARGEST_THRESHOLD:
        raise UserError(
            f"The threshold is {bits}; it can be 0 (strictest) to {LARGEST_THRESHOLD}, "
            f"and {DEFAULT_THRESHOLD} is usual."
        )
    return bits


def find_duplicates(
    context: TaskContext, model: ModelRow, *, threshold: int = DEFAULT_THRESHOLD
) -> Job[list[DuplicateGroup]]:
    """Group the copies of the library, and keep the groups for ``is:duplicate``.

    Args:
        context: The library.
        model: Its vectors must find near copies alike too.
        threshold: Most bits of the difference hash that may differ, 0 to 8.
    """
    yield Progress(_PHASE)
    with context.db.read() as conn:
        pictures = duplicates.pictures(conn)
    pairs = yield from _near(context, model, pictures, threshold)
    wanted = {number for number, row in enumerate(pictures) if row[2] > 1}
    wanted.update(pairs.ravel().tolist())
    numbers = {pictures[number][0]: number for number in sorted(wanted)}
    _keep(context, copying.group_copies(_copies(context, numbers), pairs))
    return stored_groups(context)


def expect_changes(context: TaskContext) -> None:
    """Before indexing: note that copies are to be looked for, should it be broken off."""
    context.db.write(lambda conn: settings.put(conn, _STATE, _DUE))


def refresh_duplicates(context: TaskContext, model: ModelRow) -> Job[None]:
    """After indexing: near copies where that is cheap, exact ones in any library.

    If nothing was indexed since the last time, only what is gone leaves its group.
    """
    with context.db.read() as conn:
        is_due = settings.get(conn, _STATE) != _FOUND
        count = duplicates.picture_count(conn) if is_due else 0
    if not is_due:
        prune_duplicates(context)
    elif count <= CHEAP_PHOTOS:
        yield from find_duplicates(context, model)
    else:
        yield Progress(_PHASE)
        _add_exact(context)


def stored_groups(context: TaskContext) -> list[DuplicateGroup]:
    """The groups that were found last, the largest first."""
    with context.db.read() as conn:
        found = duplicates.groups(conn)
        ids = [photo_id for group in found for photo_id in group.photo_ids]
        paths = {photo.id: photo.path for photo in photos.get_many(conn, ids)}
    groups = [
        DuplicateGroup(
            group.photo_ids, tuple(paths[each] for each in group.photo_ids), group.exact,
            group.reason,
        )
        for group in found
    ]  # fmt: skip
    return sorted(groups, key=lambda group: (-len(group.photo_ids), group.paths[0]))


def prune_duplicates(context: TaskContext) -> None:
    """After a scan: what is gone or was changed is no duplicate any more."""
    left = context.db.write(duplicates.prune)
    context.publish(ChangeSet(photos=frozenset(left)))


def _near(
    context: TaskContext,
    model: ModelRow,
    pictures: Sequence[tuple[bytes, int | None, int]],
    bits: int,
) -> Job[copying.Pairs]:
    """Pairs of numbers of pictures that are near copies by hash and by the model."""
    hashed = np.array([n for n, row in enumerate(pictures) if row[1] is not None], np.int64)
    signed = np.array([pictures[n][1] for n in hashed.tolist()], np.int64)
    pairs = hashed[(yield from copying.near_pairs(signed.view(np.uint64), bits))]
    if not len(pairs):
        return pairs
    yield Progress(_PHASE, message="comparing what the model sees")
    sample = np.unique(np.linspace(0, len(pictures) - 1, _SAMPLE).astype(np.int64))
    few, told = _vectors(context, model, [pictures[n][0] for n in sample.tolist()])
    least = copying.nearest_allowed(few[told].astype(np.float32))
    involved, rows = np.unique(pairs, return_inverse=True)
    vectors, known = _vectors(context, model, [pictures[n][0] for n in involved.tolist()])
    return pairs[copying.alike(rows.reshape(-1, 2), vectors, known, least)]


def _vectors(
    context: TaskContext, model: ModelRow, pixel_hashes: Sequence[bytes]
) -> tuple[NDArray[np.float16], NDArray[np.bool_]]:
    with context.db.read() as conn:
        found = embeddings.vectors_for(conn, model.id, pixel_hashes)
    return copying.stacked(pixel_hashes, found, model.dim)


def _copies(context: TaskContext, numbers: dict[bytes, int]) -> list[Copy]:
    with context.db.read() as conn:
        rows = duplicates.copies(conn, list(numbers))
    return [
        Copy(
            photo_id=row.photo_id,
            picture=numbers[row.pixel_hash],
            is_raw=row.is_raw,
            stack=row.stack,
            pixels=row.pixels,
            decided=row.decided,
            taken_at=row.taken_at,
            mtime_ns=row.mtime_ns,
            size=row.size,
            stem=PurePath(row.name).stem,
            depth=row.depth,
        )
        for row in rows
    ]


def _add_exact(context: TaskContext) -> None:
    """Join photos of equal pixels to the group of one of them, or make a group of them."""
    with context.db.read() as conn:
        numbers = {key: n for n, key in enumerate(duplicates.copied_pictures(conn))}
        stored = duplicates.groups(conn)
    by_id = {copy.photo_id: copy for copy in _copies(context, numbers)}
    groups = {group.photo_ids[0]: (list(group.photo_ids), group.reason) for group in stored}
    home = {photo_id: ids[0] for ids, _ in groups.values() for photo_id in ids}
    nothing = np.empty((0, 2), np.int64)
    for group in copying.group_copies(by_id.values(), nothing):
        ids = [copy.photo_id for copy in group.copies]
        known = next((home[each] for each in ids if each in home), None)
        if known is None:
            groups[ids[0]] = (ids, group.reason)
        else:
            groups[known][0].extend(each for each in ids if each not in home)
    _put(context, groups.values())


def _keep(context: TaskContext, groups: Iterable[CopyGroup]) -> None:
    _put(
        context,
        [([copy.photo_id for copy in group.copies], group.reason) for group in groups],
    )


def _put(context: TaskContext, groups: Iterable[tuple[Sequence[int], str]]) -> None:
    def put(conn: Connection) -> set[int]:
        settings.put(conn, _STATE, _FOUND)
        return duplicates.put_groups(conn, groups)

    context.publish(ChangeSet(photos=frozenset(context.db.write(put))))
