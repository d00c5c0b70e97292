"""Vectors for every interpolation weight, each photo decoded once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from photoclip.runs import SnapshotPhoto
from trainer.proof.measures import FloatArray

if TYPE_CHECKING:
    from torch import Tensor

    from trainer.tuning.contract import Report, Tunable

_SLAB: Final = 256
"""Photos whose inputs are held at once: as pixels of 224 px about 150 MB."""

_CHUNK: Final = 64


def image_vectors_along(
    model: Tunable,
    tuned: Mapping[str, Tensor],
    alphas: Sequence[float],
    photos: Sequence[SnapshotPhoto],
    *,
    report: Report,
) -> FloatArray:
    """Vectors of photos for each α, shape (α, photos, dim).

    Decoding costs more than all mixtures together, so the weights change inside and the
    photos outside. The model is left at the last α.

    Args:
        model: The base model made ready by a preset, warmed with the photos.
        tuned: What training gave.
        alphas: Interpolation weights.
        photos: Photos that can be opened.
        report: Told how many photos are done.
    """
    import torch

    from trainer.tuning.contract import to_device

    out = np.empty((len(alphas), len(photos), model.dim), np.float32)
    model.tower.eval()
    for start in range(0, len(photos), _SLAB):
        slab = model.image_inputs(photos[start : start + _SLAB])
        rows = min(_SLAB, len(photos) - start)
        for i, alpha in enumerate(alphas):
            model.blend(tuned, alpha)
            model.tower.eval()
            for first in range(0, rows, _CHUNK):
                last = min(first + _CHUNK, rows)
                part = to_device(tuple(tensor[first:last] for tensor in slab), model.device)
                with torch.inference_mode():
                    vectors = model.tower.image(part).float().cpu().numpy()
                out[i, start + first : start + last] = vectors
        report("Comparing pictures", start + rows, len(photos))
    return finite(out)


def text_vectors_of(model: Tunable, texts: Sequence[str]) -> FloatArray:
    """Vectors of sentences with the weights as they are now, shape (texts, dim)."""
    from trainer.tuning.contract import text_vectors

    return finite(text_vectors(model, texts))


def finite(vectors: FloatArray) -> FloatArray:
    """The same with zeros for what is no number, which training gone wrong may give.

    Zeros are equally like everything, and so lose every comparison.
    """
    return np.nan_to_num(vectors, copy=False, nan=0.0, posinf=0.0, neginf=0.0)
