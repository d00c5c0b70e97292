"""Splitting photos into training and validation so that no twin stands on the other side.

Photos that show nearly the same (copies, a RAW and its JPEG, a burst) form a group, and a
group goes to one side as a whole. A split is a function of the pictures and the seed alone.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

VALIDATION_SHARE: Final = 0.15
MOST_VALIDATION: Final = 1_000
FEWEST_GROUPS: Final = 6
"""Of validation, where there are enough photos at all.

The proof tosses a coin for each group; what five coins do together is by chance in 3 % of
cases, so that with five not even a perfect model could be told from luck (2.5 %).
"""

ENOUGH_PHOTOS: Final = 20

_MINUTE: Final = 16  # letters of an ISO time up to its minutes
_GAP: Final = timedelta(seconds=2)
_MIDNIGHT: Final = "T00:00:00"

Groups = NDArray[np.int64]
"""Number of the group of each of n things, shape (n,), counted from 0."""

Wish = Literal["train", "validation"]


def join_groups(count: int, links: Iterable[Sequence[int]]) -> Groups:
    """Groups of ``count`` things; all things of a link are in one group.

    Returns:
        Numbers in the order in which groups first occur.
    """
    above = list(range(count))

    def top(one: int) -> int:
        while above[one] != one:
            above[one] = above[above[one]]
            one = above[one]
        return one

    for link in links:
        for other in link[1:]:
            one, two = top(link[0]), top(other)
            above[max(one, two)] = min(one, two)
    numbers: dict[int, int] = {}
    tops = (top(one) for one in range(count))
    return np.fromiter((numbers.setdefault(each, len(numbers)) for each in tops), np.int64, count)


@dataclass(frozen=True, slots=True)
class Shot:
    """When and with what a picture was taken.

    Attributes:
        position: The picture, any number.
        taken_at: ISO time without zone, None if unknown.
        camera: Name of the camera, None if unknown.
    """

    position: int
    taken_at: str | None
    camera: str | None


def burst_links(shots: Iterable[Shot]) -> list[list[int]]:
    """Pictures that one camera took in the same minute, or within two seconds.

    A midnight without a camera is a date of which the time is not known, and links nothing.
    """
    minutes: dict[tuple[str, str], list[int]] = {}
    by_camera: dict[str, list[tuple[str, int]]] = {}
    for shot in shots:
        taken, camera = shot.taken_at, shot.camera or ""
        if taken is None or (not camera and taken.endswith(_MIDNIGHT)):
            continue
        minutes.setdefault((camera, taken[:_MINUTE]), []).append(shot.position)
        by_camera.setdefault(camera, []).append((taken, shot.position))
    links = [members for members in minutes.values() if len(members) > 1]
    for taken_shots in by_camera.values():
        taken_shots.sort()
        links += [
            [one, other]
            for (before, one), (after, other) in itertools.pairwise(taken_shots)
            if before[:_MINUTE] != after[:_MINUTE] and _follow(before, after)
        ]
    return links


def split(
    keys: Sequence[bytes], groups: Groups, *, seed: int, wishes: Sequence[Wish | None] = ()
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Choose the pictures of validation: whole groups, in an order that the seed shuffles.

    About :data:`VALIDATION_SHARE` of the pictures, at most :data:`MOST_VALIDATION`, and at
    least :data:`FEWEST_GROUPS` groups if there are :data:`ENOUGH_PHOTOS` pictures (but then at
    most a third of the groups, and never more than half). A group with a picture that was
    put into validation stands there, as long as these are not more than the most; one that
    was put into training, and into nothing else, does not.

    Args:
        keys: Name of each of n pictures; no two are equal.
        groups: Their groups, shape (n,).
        seed: Another one gives another split.
        wishes: Where a picture was put by hand; none at all, or n.

    Returns:
        Masks of the pictures of validation and of training, both shape (n,). Pictures that
        were put into validation beyond its most are in neither.
    """
    count = len(keys)
    sizes = np.bincount(groups, minlength=1)
    asked, held = _wishes(groups, len(sizes), wishes)
    order = _shuffled(keys, groups, len(sizes), seed)
    limit = min(round(VALIDATION_SHARE * count), MOST_VALIDATION)
    least = 0
    if count >= ENOUGH_PHOTOS:
        limit = max(limit, FEWEST_GROUPS)
        least = min(FEWEST_GROUPS, len(sizes) // 3)
    held_out = _choose(order, sizes, asked, held, limit=limit, least=least)
    chosen = np.zeros(len(sizes), bool)
    chosen[held_out] = True
    return chosen[groups], ~(chosen | asked)[groups]


def _choose(
    order: Sequence[int],
    sizes: NDArray[np.int64],
    asked: NDArray[np.bool_],
    held: NDArray[np.bool_],
    *,
    limit: int,
    least: int,
) -> list[int]:
    """Groups of validation: those asked for, then as many free ones as fit."""
    chosen: list[int] = []
    taken = 0
    for group in order:
        if asked[group] and taken + sizes[group] <= MOST_VALIDATION:
            chosen.append(group)
            taken += int(sizes[group])
    left = []
    for group in order:
        if asked[group] or held[group]:
            continue
        if taken + sizes[group] <= limit and 2 * len(chosen) + 2 <= len(sizes):
            chosen.append(group)
            taken += int(sizes[group])
        else:
            left.append(group)
    # Where groups are large: rather more validation than hardly any.
    left.sort(key=lambda each: int(sizes[each]))
    return chosen + left[: max(least - len(chosen), 0)]


def shuffle_key(key: bytes, seed: int) -> bytes:
    """Where a picture stands in an order that the seed alone decides."""
    return hashlib.blake2b(key, digest_size=8, key=str(seed).encode()[:64]).digest()


def _wishes(
    groups: Groups, count: int, wishes: Sequence[Wish | None]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    asked, held = np.zeros(count, bool), np.zeros(count, bool)
    for group, wish in zip(groups.tolist(), wishes, strict=False):
        if wish == "validation":
            asked[group] = True
        elif wish == "train":
            held[group] = True
    return asked, held


def _shuffled(keys: Sequence[bytes], groups: Groups, count: int, seed: int) -> list[int]:
    """Groups by the smallest hash of their pictures, so that one more picture moves few."""
    first = [b"\xff" * 9] * count
    for key, group in zip(keys, groups.tolist(), strict=True):
        first[group] = min(first[group], shuffle_key(key, seed))
    return [each for each in sorted(range(count), key=first.__getitem__) if len(first[each]) == 8]


def _follow(before: str, after: str) -> bool:
    try:
        return datetime.fromisoformat(after) - datetime.fromisoformat(before) <= _GAP
    except (TypeError, ValueError):
        return False
