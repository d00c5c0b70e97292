"""Which photos show the same, and which of them to keep.

Two pictures are near copies if three things hold: their difference hashes differ in few bits,
these hashes say something (flat pictures such as skies and black frames nearly all have the
same one), and the model finds the pictures far more alike than two photos of the library
usually are. On 3,000 photos at most 2 bits of 64 tell 97 of 100 re-compressed or smaller
copies from 4,498,500 pairs of others without an error (measured on the caption and zero-shot
packs beside this repository).
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from photoclip.jobs.job import Job, Progress

Pairs = NDArray[np.int64]
"""Pairs of positions, shape (n, 2), the smaller one first."""

DEFAULT_THRESHOLD: Final = 2
LARGEST_THRESHOLD: Final = 8

SPREAD_SHARE: Final = 0.25
"""Near copies are at most this far from each other, in distances of unrelated photos."""

_BITS: Final = 64
_PLAIN_BITS: Final = 5
_FEW_PHOTOS: Final = 16
_SPREAD_OF_FEW: Final = 0.3
_SMALLEST_SPREAD: Final = 0.02
_LARGEST_CLASS: Final = 1_000
_STEP: Final = 65_536
_PHASE: Final = "Looking for duplicates"

_COPY_NAME: Final = re.compile(
    r"\(\d+\)$|~\d+$|(?:^|[\s_.\-])(?:copy|kopie|copie|copia|cópia)[\s_\-]*\d*(?:\s*\(\d+\))?$"
    r"|^(?:copy of|kopie von|copie de|copia de|copia di)\b|-WA\d{4}$",
    re.IGNORECASE,
)


def near_pairs(hashes: NDArray[np.uint64], threshold: int = DEFAULT_THRESHOLD) -> Job[Pairs]:
    """Pairs of hashes that differ in at most ``threshold`` bits, without comparing all.

    Two hashes that differ in t bits agree in at least one of t + 1 parts, so only those that
    share a part are compared. Hashes that say nothing (see :func:`telling`) are left out, and
    so is a hash that more than 1,000 pictures share.

    Args:
        hashes: Difference hashes of different pictures, uint64, shape (n,).
        threshold: Most bits that may differ, 0 to 8.

    Yields:
        Progress, in hashes.

    Returns:
        Pairs of positions in ``hashes``, each once, in ascending order.
    """
    told = np.flatnonzero(telling(hashes))
    values, group = np.unique(hashes[told], return_inverse=True)
    order = np.argsort(group, kind="stable")
    members = np.split(told[order], np.cumsum(np.bincount(group, minlength=len(values)))[:-1])
    if not len(values):
        return np.empty((0, 2), np.int64)
    sizes = np.array([len(each) for each in members])
    members = [each if len(each) <= _LARGEST_CLASS else each[:0] for each in members]
    found = [_all_pairs(members[at]) for at in np.flatnonzero(sizes > 1)]
    close: list[Pairs] = []
    for part in range(threshold + 1 if threshold else 0):
        close.append((yield from _sharing(values, part, threshold)))
    for one, other in np.unique(np.concatenate(close), axis=0) if close else ():
        found.append(_cross_pairs(members[one], members[other]))
    pairs = np.concatenate([*found, np.empty((0, 2), np.int64)])
    pairs.sort(axis=1)
    return pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]


def telling(hashes: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Hashes that say something: a flat or evenly shaded picture has nearly all bits equal."""
    set_bits = np.bitwise_count(hashes)
    return np.asarray((set_bits > _PLAIN_BITS) & (set_bits < _BITS - _PLAIN_BITS))


def nearest_allowed(sample: NDArray[np.float32]) -> float:
    """Cosine from which two pictures may be copies, for one model and library.

    Args:
        sample: Unit vectors of some different photos, shape (n, dim).
    """
    if len(sample) < _FEW_PHOTOS:
        return 1 - SPREAD_SHARE * _SPREAD_OF_FEW
    cosines = (sample @ sample.T)[np.triu_indices(len(sample), 1)]
    return 1 - SPREAD_SHARE * max(1 - float(np.median(cosines)), _SMALLEST_SPREAD)


def alike(
    pairs: Pairs, vectors: NDArray[np.float16], known: NDArray[np.bool_], least: float
) -> NDArray[np.bool_]:
    """Which pairs the model finds alike; those without vectors are not.

    Args:
        pairs: Pairs of rows.
        vectors: Unit vectors, shape (n, dim).
        known: Rows that have a vector, shape (n,).
        least: Least cosine.
    """
    mask = np.zeros(len(pairs), bool)
    for start in range(0, len(pairs), _STEP):
        part = slice(start, start + _STEP)
        one, other = pairs[part, 0], pairs[part, 1]
        cosines = np.einsum(
            "ij,ij->i", vectors[one].astype(np.float32), vectors[other].astype(np.float32)
        )
        mask[part] = known[one] & known[other] & (cosines >= least)
    return mask


@dataclass(frozen=True, slots=True)
class Copy:
    """A photo that may be a copy of others, and what speaks for keeping it.

    Attributes:
        picture: Equal for equal pixels.
        is_raw: Camera data; never a copy of a picture that is not.
        stack: Number of its stack, or None; photos of one stack are never copies.
        pixels: Width times height.
        decided: It carries tags, stars, captions or the like of a person.
        taken_at: Time of capture, None if the file does not tell.
        mtime_ns: Time of the file.
        size: Bytes of the file.
        stem: File name without its extension.
        depth: Length of its path.
    """

    photo_id: int
    picture: int
    is_raw: bool
    stack: int | None
    pixels: int
    decided: bool
    taken_at: str | None
    mtime_ns: int
    size: int
    stem: str
    depth: int

    def merits(self) -> tuple[tuple[float, str], ...]:
        """What counts for keeping it, most important first: (smaller is better, why)."""
        return (
            (-self.pixels, "more pixels"),
            (not self.decided, "has your tags, stars or captions"),
            (bool(_COPY_NAME.search(self.stem)), "not named like a copy"),
            (self.taken_at is None, "tells when it was taken"),
            (self.mtime_ns, "older file"),
            (-self.size, "larger file"),
            (self.depth, "shorter path"),
            (self.photo_id, "found first"),
        )


@dataclass(frozen=True, slots=True)
class CopyGroup:
    """Copies of one picture; the first one is proposed to be kept, for ``reason``."""

    copies: tuple[Copy, ...]
    reason: str

    @property
    def exact(self) -> bool:
        """True if all pixels are equal."""
        return len({copy.picture for copy in self.copies}) == 1


def group_copies(copies: Iterable[Copy], pairs: Pairs) -> list[CopyGroup]:
    """Groups in which every photo is a copy of the one to keep, not only of its neighbour.

    Args:
        copies: The photos.
        pairs: Numbers of pictures that are near copies.

    Returns:
        Groups of two or more, by the photo to keep. No photo is in two of them.
    """
    ranked = sorted(copies, key=_merit)
    near: dict[int, set[int]] = {}
    for one, other in pairs.tolist():
        near.setdefault(one, set()).add(other)
        near.setdefault(other, set()).add(one)
    by_picture: dict[int, list[Copy]] = {}
    for copy in ranked:
        by_picture.setdefault(copy.picture, []).append(copy)
    taken: set[int] = set()
    groups = []
    for keeper in ranked:
        if keeper.photo_id in taken:
            continue
        pictures = {keeper.picture} | near.get(keeper.picture, set())
        others = (copy for picture in pictures for copy in by_picture.get(picture, ()))
        members = _members(keeper, sorted(others, key=_merit), taken)
        if len(members) > 1:
            taken.update(copy.photo_id for copy in members)
            groups.append(CopyGroup(members, why_keep(members)))
    return groups


def why_keep(ranked: Sequence[Copy]) -> str:
    """The first thing in which the best of some copies is better than the next one."""
    best, second = ranked[0].merits(), ranked[1].merits()
    return next(why for (one, why), (other, _) in zip(best, second, strict=True) if one != other)


def _members(keeper: Copy, ranked: Iterable[Copy], taken: set[int]) -> tuple[Copy, ...]:
    members = [keeper]
    stacks = {keeper.stack} - {None}
    for copy in ranked:
        if copy.photo_id == keeper.photo_id or copy.photo_id in taken:
            continue
        if copy.is_raw == keeper.is_raw and copy.stack not in stacks:
            members.append(copy)
            stacks |= {copy.stack} - {None}
    return tuple(members)


def _merit(copy: Copy) -> tuple[float, ...]:
    return tuple(value for value, _ in copy.merits())


def _sharing(
    values: NDArray[np.uint64], part: int, threshold: int
) -> Generator[Progress, None, Pairs]:
    """Pairs of different values that agree in one of ``threshold + 1`` parts and are near."""
    parts = threshold + 1
    low, high = part * _BITS // parts, (part + 1) * _BITS // parts
    keys = (values >> np.uint64(low)) & np.uint64((1 << (high - low)) - 1)
    order = np.argsort(keys, kind="stable")
    keys, ordered = keys[order], values[order]
    # How many with the same part follow each value.
    behind = np.searchsorted(keys, keys, side="right") - np.arange(len(keys)) - 1
    at = np.arange(len(keys))
    found: list[Pairs] = []
    compared, step = 0, 1
    yield Progress(_PHASE, part * len(values), parts * len(values))
    while len(at := at[behind[at] >= step]):
        other = at + step
        close = np.bitwise_count(ordered[at] ^ ordered[other]) <= threshold
        found.append(np.stack((order[at[close]], order[other[close]]), axis=1))
        compared += len(at)
        step += 1
        if compared > 50_000_000:
            compared = 0
            yield Progress(_PHASE, part * len(values), parts * len(values))
    pairs = np.concatenate([*found, np.empty((0, 2), np.int64)])
    pairs.sort(axis=1)
    return pairs


def _all_pairs(members: NDArray[np.int64]) -> Pairs:
    one, other = np.triu_indices(len(members), 1)
    return np.stack((members[one], members[other]), axis=1)


def _cross_pairs(one: NDArray[np.int64], other: NDArray[np.int64]) -> Pairs:
    return np.stack((np.repeat(one, len(other)), np.tile(other, len(one))), axis=1)


def stacked(
    pictures: Sequence[bytes], vectors: Mapping[bytes, NDArray[np.float16]], dim: int
) -> tuple[NDArray[np.float16], NDArray[np.bool_]]:
    """Vectors of pictures as rows, and which of them are known."""
    rows = np.zeros((len(pictures), dim), np.float16)
    known = np.zeros(len(pictures), bool)
    for row, key in enumerate(pictures):
        vector = vectors.get(key)
        if vector is not None:
            rows[row], known[row] = vector, True
    return rows, known
