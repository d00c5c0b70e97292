"""Stacks of photos as arrays: a million photos may be half a million stacks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Self

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int64]


class Stacked(Mapping[int, tuple[int, ...]]):
    """Which photos stand for a stack, and the ids of the whole stack, theirs first.

    Args:
        leaders: int64 (n,), those that stand for a stack, ascending.
        starts: int64 (n + 1,), where the members of each begin in ``members``.
        members: int64 (m,), the leader of each stack first.
    """

    def __init__(self, leaders: Ids, starts: Ids, members: Ids) -> None:
        self.leaders = leaders
        self._starts = starts
        self.members = members

    @classmethod
    def of(cls, stacks: Mapping[int, tuple[int, ...]]) -> Self:
        """From any mapping."""
        leaders = sorted(stacks)
        parts = [stacks[leader] for leader in leaders]
        starts = np.cumsum([0, *(len(part) for part in parts)], dtype=np.int64)
        members = np.array([each for part in parts for each in part], dtype=np.int64)
        return cls(np.array(leaders, dtype=np.int64), starts, members)

    @classmethod
    def none(cls) -> Self:
        """No stacks."""
        return cls.of({})

    def __getitem__(self, photo_id: int) -> tuple[int, ...]:
        place = self._place(photo_id)
        if place is None:
            raise KeyError(photo_id)
        found = self.members[self._starts[place] : self._starts[place + 1]]
        return tuple(found.tolist())

    def __contains__(self, photo_id: object) -> bool:
        return isinstance(photo_id, int) and self._place(photo_id) is not None

    def __iter__(self) -> Iterator[int]:
        return iter(self.leaders.tolist())

    def __len__(self) -> int:
        return len(self.leaders)

    def _place(self, photo_id: int) -> int | None:
        place = int(np.searchsorted(self.leaders, photo_id))
        there = place < len(self.leaders) and int(self.leaders[place]) == photo_id
        return place if there else None

    def size_of(self, photo_id: int) -> int:
        """Number of photos that one stands for; 1 for itself alone."""
        place = self._place(photo_id)
        return 1 if place is None else int(self._starts[place + 1] - self._starts[place])

    def sizes_of(self, photo_ids: Ids) -> NDArray[np.int32]:
        """How many photos each stands for; int32 (n,)."""
        sizes = np.ones(len(photo_ids), dtype=np.int32)
        if len(self.leaders) and len(photo_ids):
            places = np.minimum(np.searchsorted(self.leaders, photo_ids), len(self.leaders) - 1)
            leads = self.leaders[places] == photo_ids
            sizes[leads] = np.diff(self._starts)[places[leads]]
        return sizes

    def shown_count(self, photo_ids: Ids) -> int:
        """How many photos are seen of those given: others of a stack than its first are not."""
        if not len(self.leaders) or not len(photo_ids):
            return len(photo_ids)
        sizes = np.diff(self._starts)
        behind = np.repeat(np.isin(self.leaders, photo_ids), sizes)
        behind[self._starts[:-1]] = False
        return len(photo_ids) - int(np.isin(photo_ids, self.members[behind]).sum())

    def expanded(self, photo_ids: Ids) -> Ids:
        """The given photos, each followed by the others of its stack."""
        if not len(self.leaders) or not len(photo_ids):
            return photo_ids
        places = np.minimum(np.searchsorted(self.leaders, photo_ids), len(self.leaders) - 1)
        leads = self.leaders[places] == photo_ids
        sizes = np.where(leads, self._starts[places + 1] - self._starts[places], 1)
        begins = np.cumsum(sizes) - sizes
        inside = np.arange(int(sizes.sum())) - np.repeat(begins, sizes)
        at = np.repeat(np.where(leads, self._starts[places], 0), sizes) + inside
        return np.where(np.repeat(leads, sizes), self.members[at], np.repeat(photo_ids, sizes))
