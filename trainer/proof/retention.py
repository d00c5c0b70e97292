"""How far search for everything else stays as it was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from photoclip.paths import resource
from photoclip.search.background import read_lines
from trainer.proof.measures import FloatArray, IntArray

RESULTS = 10
ENOUGH_PHOTOS = 20
"""With fewer photos the first results are too much the same by chance."""

Pool = Literal["general", "held-out", "few"]
"""Which photos are looked through: uncaptioned ones; those and the held-out captioned
ones, where there are too few of the former; and both together, but still too few."""


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What retention is measured with.

    Attributes:
        pool: Which photos are looked through.
        photos: How many they are.
        results: First results that are compared: ten, or a quarter of the photos where
            that is less, because two random orders of few photos share many of the first.
        limit: Least mean overlap.
    """

    pool: Pool
    photos: int
    results: int
    limit: float

    @property
    def note(self) -> str:
        """One sentence on what is unusual about it; empty if nothing is."""
        if self.pool == "general":
            return ""
        if self.pool == "held-out":
            return (
                f"Fewer than {ENOUGH_PHOTOS} uncaptioned photos can be opened, so general"
                " queries were compared on the held-out captioned photos as well. Those are"
                " what training changes most: the limit is stricter than it looks."
            )
        return (
            "There are too few photos to measure how far other searches stay the same; the"
            f" limit for those few was raised to {100 * self.limit:.0f} %."
        )


def yardstick(general: int, held_out: int, *, min_overlap: float) -> Yardstick:
    """Choose what retention is measured with.

    Args:
        general: Uncaptioned photos that can be opened.
        held_out: Held-out captioned photos that can be opened.
        min_overlap: The limit as configured, 0..1.
    """
    together = general + held_out
    if general >= ENOUGH_PHOTOS:
        return Yardstick("general", general, _results(general), min_overlap)
    if together >= ENOUGH_PHOTOS:
        return Yardstick("held-out", together, _results(together), min_overlap)
    return Yardstick("few", together, _results(together), (1 + min_overlap) / 2)


def first_results(queries: FloatArray, photos: FloatArray, count: int) -> IntArray:
    """The photos that fit each query best, the best first; shape (q, min(count, n)).

    Args:
        queries: Unit vectors (q, d).
        photos: Unit vectors (n, d).
        count: How many.
    """
    apart = -(queries @ photos.T)
    found = np.broadcast_to(np.arange(len(photos)), apart.shape)
    if count < len(photos):
        found = np.argpartition(apart, count - 1, axis=1)[:, :count]
    order = np.argsort(np.take_along_axis(apart, found, 1), axis=1, kind="stable")
    return np.take_along_axis(found, order, 1)


def overlap(before: IntArray, after: IntArray) -> float:
    """Mean share of the first results that are the same, in any order, 0..1.

    Args:
        before: Positions from :func:`first_results`, shape (q, k).
        after: The same for the other model.
    """
    if before.size == 0:
        return 1.0
    return float((before[:, :, None] == after[:, None, :]).any(2).mean())


def _results(photos: int) -> int:
    return max(1, min(RESULTS, photos // 4))


def general_queries() -> tuple[str, ...]:
    """The shipped queries for things that any photo library may show."""
    return tuple(read_lines(resource("prompts", "general_queries.txt")))
