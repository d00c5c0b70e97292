"""Spherical k-means: a few unit vectors that stand for many (Dhillon and Modha 2001)."""

from __future__ import annotations

import torch
from torch import Tensor

_ROUNDS = 12


def cluster(vectors: Tensor, count: int, seed: int) -> Tensor:
    """Centres of unit vectors.

    Args:
        vectors: Shape (n, d), each of length 1.
        count: Number of centres; with fewer vectors some centres are doubled.
        seed: Decides which vectors are the first centres.

    Returns:
        Shape (count, d), each of length 1.
    """
    draw = torch.Generator().manual_seed(seed)
    order = torch.randperm(len(vectors), generator=draw)
    centres = vectors[order.repeat(1 + count // len(vectors))[:count]].clone()
    for _ in range(_ROUNDS):
        nearest = (vectors @ centres.T).argmax(1)
        sums = torch.zeros_like(centres).index_add_(0, nearest, vectors)
        # A centre that lost all its vectors stays where it was.
        lost = torch.bincount(nearest, minlength=count) == 0
        sums[lost] = centres[lost]
        centres = torch.nn.functional.normalize(sums, dim=1)
    return centres
