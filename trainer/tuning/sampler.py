"""Which photos with which sentence make up each batch: a function of (seed, epoch) alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trainer.tuning.pairs import Pairs

IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Batch:
    """Pairs of one step; no photo stands in it twice.

    Attributes:
        photos: Positions in ``Pairs.photos``, shape (n,).
        texts: Positions in ``Pairs.texts``, shape (n,).
        views: View of each photo, shape (n,); 0 is the plain one.
        kinds: Kind of each sentence, shape (n,).
        groups: Group of each photo, shape (n,).
    """

    photos: IntArray
    texts: IntArray
    views: IntArray
    kinds: IntArray
    groups: IntArray

    def __len__(self) -> int:
        return len(self.photos)

    def head(self, rows: int) -> Batch:
        """The first rows only."""
        return Batch(
            *(a[:rows] for a in (self.photos, self.texts, self.views, self.kinds, self.groups))
        )


class Sampler:
    """Draws the batches of an epoch.

    Every photo comes once an epoch, with one of its sentences and in one of its views.
    The batches of an epoch are of nearly equal size, at most ``batch_size`` and at least
    half of it, so none is left over with too few negatives.

    Attributes:
        batch_size: Largest batch: as asked, or all photos if there are fewer.
        note: One sentence if it is not as asked.
        steps: Batches an epoch.
    """

    def __init__(self, pairs: Pairs, *, batch_size: int, views: int, seed: int) -> None:
        self._pairs = pairs
        self._views = max(1, views)
        self._seed = seed
        photos = len(pairs.photos)
        self.batch_size = min(batch_size, photos)
        self.note = (
            f"All {photos:,} photos make one batch; up to {batch_size:,} would fit into it."
            if batch_size > photos
            else None
        )
        self.steps = -(-photos // max(1, self.batch_size))
        self._first = np.searchsorted(pairs.photo_of, np.arange(photos))
        self._count = np.bincount(pairs.photo_of, minlength=photos)

    def batches(self, epoch: int) -> list[Batch]:
        """The batches of an epoch, from 0; the same ones whenever it is asked."""
        pairs = self._pairs
        rng = np.random.default_rng((self._seed, epoch))
        photos = rng.permutation(len(pairs.photos))
        drawn = self._first[photos] + rng.integers(self._count[photos])
        texts = pairs.text_of[drawn]
        views = rng.integers(self._views, size=len(photos))
        return [
            Batch(
                photos=photos[rows],
                texts=texts[rows],
                views=views[rows],
                kinds=pairs.kind_of[texts[rows]],
                groups=pairs.group_of[photos[rows]],
            )
            for rows in np.array_split(np.arange(len(photos)), max(1, self.steps))
        ]
