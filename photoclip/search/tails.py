"""The upper ends of distributions: what the best of many unrelated things reach."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from photoclip.index.half import FloatArray

RANKS = (1, 3)
"""The best photo and the third best of a query are compared with those of others."""

_WEIGHTS = (0.13, 0.43)
"""How many of the permitted mistakes are made at each rank in a large library."""

_PARTS = 64
_BLOCK = 16
_TAIL = 8
_BEYOND = 0.05
_GUMBEL_HALF = float(-np.log(-np.log(0.5)))
_GUMBEL_TENTH = float(-np.log(-np.log(0.1)))


def bearable(expected: NDArray[np.floating], known: NDArray[np.bool_], false: float) -> int:
    """The largest number of best photos among which few enough are expected to be false."""
    ranks = np.arange(1, len(expected) + 1)
    fits = np.flatnonzero(known & (expected <= false * ranks))
    return int(fits[-1]) + 1 if len(fits) else 0


class Tops:
    """What unrelated queries reach in libraries of any size, at the ranks of :data:`RANKS`."""

    def __init__(self, evidence: FloatArray) -> None:
        """Look at parts of a sample as if they were libraries.

        Args:
            evidence: Of unrelated queries on photos in random order, shape (m, b).
        """
        photos = max(len(evidence), 1)
        sizes = [size for size in (4**power for power in range(8)) if size < photos] + [photos]
        self._log_sizes = [float(np.log2(size)) for size in sizes]
        self._tops = _best_by_size(evidence, sizes) if evidence.size else [np.zeros((1, 1))]
        self._bars: dict[tuple[int, float, int], float] = {}

    def bar(self, share: float, candidates: int, rank: int = RANKS[0]) -> float:
        """Evidence below which ``share`` of unrelated queries stay in so many photos.

        Args:
            share: Between 0 and 1.
            candidates: Number of photos.
            rank: Of the photo meant, one of :data:`RANKS`; there must be so many.
        """
        first = len(self._tops) - sum(len(top) > RANKS.index(rank) for top in self._tops)
        sizes = self._log_sizes[first:]
        log_size = float(np.log2(max(candidates, 1)))
        if not sizes:
            return np.inf
        if len(sizes) == 1:
            return self._bar_at(rank, share, first)
        right = min(max(int(np.searchsorted(sizes, log_size)), 1), len(sizes) - 1)
        low = self._bar_at(rank, share, first + right - 1)
        high = self._bar_at(rank, share, first + right)
        along = (log_size - sizes[right - 1]) / (sizes[right] - sizes[right - 1])
        # Beyond the largest size the bar goes on rising, and never falls.
        if along > 1.0:
            return high + (along - 1.0) * max(high - low, 0.0)
        return low + max(along, 0.0) * (high - low)

    def _bar_at(self, rank: int, share: float, at: int) -> float:
        key = rank, share, at
        if key not in self._bars:
            self._bars[key] = _upper_quantile(self._tops[at][RANKS.index(rank)], share)
        return self._bars[key]

    def exceeded(
        self, best: FloatArray, share: float, candidates: int, *, smallness: float = 0.0
    ) -> bool:
        """Whether a query reaches more than unrelated ones at some rank.

        Args:
            best: Its evidence, best first, shape (k,).
            share: What all but so many unrelated queries do not; between 0 and 1.
            candidates: Number of photos that were searched.
            smallness: From 0, a library with near-misses of most things and several
                photos of what it holds, to 1, a few photos of which one is enough.
        """
        weights = (_WEIGHTS[0] + smallness * (1.0 - _WEIGHTS[0]), _WEIGHTS[1])
        return any(
            len(best) >= rank
            and bool(best[rank - 1] > self.bar(1.0 - weight * (1.0 - share), candidates, rank))
            for rank, weight in zip(RANKS, weights, strict=True)
        )


def _best_by_size(evidence: FloatArray, sizes: list[int]) -> list[FloatArray]:
    """For each size the evidence at each rank that it has, shape (ranks, parts x queries)."""
    photos, queries = evidence.shape
    found, blocks = [], np.empty((0, 1, queries), np.float32)
    for size in sizes[:-1]:
        if size <= _BLOCK:
            parts = photos // size if size == _BLOCK else min(photos // size, _PARTS)
            blocks = _best_of_each(evidence[: parts * size].reshape(parts, size, queries))
        else:
            # The best of four parts together are among the best of each.
            parts = len(blocks) // 4
            blocks = _best_of_each(blocks[: parts * 4].reshape(parts, -1, queries))
        found.append(_at_ranks(blocks[:_PARTS]))
    if len(sizes) > 1 and sizes[-2] > _BLOCK:
        done = len(blocks) * sizes[-2]
        everything = np.concatenate([blocks.reshape(-1, queries), evidence[done:]])
    else:
        everything = evidence
    return [*found, _at_ranks(_best_of_each(everything[None]))]


def _best_of_each(parts: FloatArray) -> FloatArray:
    """The best of (parts, photos, queries) as far as they matter, best first."""
    size, kept = parts.shape[1], RANKS[-1]
    if size > kept:
        parts = np.partition(parts, size - kept, axis=1)[:, size - kept :]
    return np.sort(parts, axis=1)[:, ::-1]


def _at_ranks(best: FloatArray) -> FloatArray:
    return np.stack([best[:, rank - 1].ravel() for rank in RANKS if rank <= best.shape[1]])


def _upper_quantile(tops: FloatArray, share: float) -> float:
    """A quantile that holds although some bank queries really are in the library.

    Those lift the upper end. The best of many values follow Gumbel's law, so the
    lower half tells the upper end too; the smaller of both is taken.
    """
    measured, middle, low = np.quantile(tops, [share, 0.5, 0.1])
    unit = (middle - low) / (_GUMBEL_HALF - _GUMBEL_TENTH)
    expected = middle + unit * (-np.log(-np.log(share)) - _GUMBEL_HALF)
    return float(min(measured, expected))


@dataclass(frozen=True, slots=True)
class Tail:
    """How many photos unrelated queries lift how high.

    Attributes:
        values: Upper end of their evidence, ascending, shape (t,).
        queries: How many queries they are from.
        photos: And how many photos.
    """

    values: FloatArray
    queries: int
    photos: int

    def count(self, best: FloatArray, candidates: int, false: float) -> int:
        """How many of a query's best photos have a bearable share of false ones.

        Args:
            best: Evidence, best first, shape (k,).
            candidates: Number of photos that were searched.
            false: The share.
        """
        above = len(self.values) - np.searchsorted(self.values, best, side="left")
        expected = above * (candidates / self.photos / self.queries)
        known = best >= self.values[0] if len(self.values) else np.ones(len(best), bool)
        return bearable(expected, known, false)


def tail(evidence: FloatArray) -> Tail:
    """The upper end of the evidence (m, b) of unrelated queries.

    The tenth of them with the highest tops is left out: it may really be there.
    """
    if not evidence.size:
        return Tail(np.zeros(0, np.float32), 1, 1)
    keep = np.argsort(evidence.max(axis=0), kind="stable")[: max(1, evidence.shape[1] * 9 // 10)]
    values = evidence[:, keep].ravel()
    start = len(values) - max(1, len(values) // _TAIL)
    return Tail(np.sort(np.partition(values, start)[start:]), len(keep), len(evidence))


@dataclass(frozen=True, slots=True)
class Bulk:
    """An exponential tail beyond the bulk; that of a normal law is thinner still.

    Attributes:
        start: Where the upper twentieth begins.
        scale: Of the tail.
    """

    start: float
    scale: float

    def count(self, best: FloatArray, candidates: int, false: float) -> int:
        """See :meth:`Tail.count`."""
        expected = candidates * _BEYOND * np.exp(-np.maximum(best - self.start, 0.0) / self.scale)
        return bearable(expected, best > self.start, false)


def bulk(evidence: FloatArray) -> Bulk:
    """Where the upper twentieth of evidence begins, and the scale of its tail."""
    if not evidence.size:
        return Bulk(0.0, 1.0)
    below, start = np.quantile(evidence, [1 - 4 * _BEYOND, 1 - _BEYOND])
    return Bulk(float(start), float(max((start - below) / np.log(4.0), 1e-6)))
