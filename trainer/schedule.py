"""Learning rate over time."""

from __future__ import annotations

import math


def warmup_cosine(step: int, *, total: int, warmup: int, peak: float) -> float:
    """Linear warm-up, then half a cosine down to zero (Loshchilov and Hutter 2017).

    Args:
        step: Step that is about to be taken, from 0.
        total: Steps of the whole run.
        warmup: Steps of the warm-up.
        peak: Largest learning rate.
    """
    if step < warmup:
        return peak * (step + 1) / warmup
    progress = (step - warmup) / max(1, total - warmup)
    return peak * 0.5 * (1 + math.cos(math.pi * min(1.0, progress)))
