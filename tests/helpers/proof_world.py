"""Material for proofs of the tiny tunable model, and a plain loop that teaches it."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from tiny_tunable import TinyTunable, tiny_photos

from photoclip.runs import SnapshotPhoto
from trainer.proof.prove import Material
from trainer.proof.retention import general_queries
from trainer.tuning.pairs import Pairs, make_pairs


def silent(what: str, done: int, total: int) -> None:
    """A report that tells nobody."""


def without_captions(photos: list[SnapshotPhoto]) -> tuple[SnapshotPhoto, ...]:
    return tuple(photo.model_copy(update={"captions": ()}) for photo in photos)


def material_of(photos: list[SnapshotPhoto], *, general: int = 120, **more: Any) -> Material:
    """What a proof works on; ``more`` replaces parts of it."""
    values: dict[str, Any] = {
        "validation": make_pairs(photos, split="validation"),
        "general": without_captions(tiny_photos(general, seed=900)),
        "label_sets": (),
        "labelled": (),
        "queries": general_queries()[:40],
    }
    return Material(**(values | more))


def learn(
    model: TinyTunable, pairs: Pairs, *, shuffled: bool = False, steps: int = 120, seed: int = 0
) -> dict[str, torch.Tensor]:
    """A plain loop; the model is left at what it learnt."""
    rng = np.random.default_rng(seed)
    (image,), (text,) = model.image_inputs(pairs.photos), model.text_inputs(pairs.texts)
    photo_of = rng.permutation(pairs.photo_of) if shuffled else pairs.photo_of
    optimizer = torch.optim.AdamW(model.tower.parameters(), lr=0.01)
    for _ in range(steps):
        rows = rng.permutation(len(pairs))[:64]
        logits = 20 * (
            model.tower.image((image[photo_of[rows]],))
            @ model.tower.text((text[pairs.text_of[rows]],)).T
        )
        loss = torch.nn.functional.cross_entropy(logits, torch.arange(len(rows)))
        loss = loss + torch.nn.functional.cross_entropy(logits.T, torch.arange(len(rows)))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model.state()
