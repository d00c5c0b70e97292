"""``python -m trainer run CONFIG.toml --estimate``: what a run will cost, from a few steps."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from photoclip.runs import RunFolder, SnapshotPhoto, read_config, read_photos
from trainer.events import EventLog, silent
from trainer.run_data import load_model, read_captioned, read_if_there

if TYPE_CHECKING:
    from trainer.tuning.contract import Tunable

_PHOTOS: Final = 20
_STEPS: Final = 3
_FIRST: Final = 4
_ALPHAS: Final = 6
# Eleven mixtures look at each picture, but it is decoded once.


def estimate(config_file: Path, *, log: EventLog) -> None:
    """Measure a few photos and steps, and say what the whole run would cost.

    Nothing of it is kept but cached features.

    Raises:
        PhotoClipError: See :func:`trainer.run.run`.
    """
    folder = RunFolder(config_file.parent)
    config = read_config(config_file)
    photos = read_captioned(folder.resolve(config.data.snapshot))
    some = _some_of_both(photos)
    model, _, resolved = load_model(config, folder, photos=len(photos))
    # The first few take the time of loading the model with them.
    loading, lost = _read(model, some[:_FIRST], resolved.training.views)
    reading, more = _read(model, some[_FIRST:] or some, resolved.training.views)
    reading /= len(some[_FIRST:] or some)
    lost += more
    from trainer.tuning.loop import Training
    from trainer.tuning.pairs import make_pairs

    gone = {photo.pixel_hash for photo in lost}
    pairs = make_pairs([photo for photo in some if photo.pixel_hash not in gone])
    table = resolved.training
    training = Training(
        model, pairs, table, folder=folder, log=log, validate=None, digest="estimate"
    )
    per_photo = training.measure(_STEPS) / len(pairs.photos)
    in_training = sum(photo.split == "train" for photo in photos)
    general = read_if_there(read_photos, folder.resolve(config.data.general))
    features = loading + reading * (len(photos) + len(general))
    steps = per_photo * in_training * table.epochs
    proof = _proof_seconds(model, pairs.photos, photos=len(photos) - in_training + len(general))
    log.emit(
        "estimate",
        seconds=round(features + steps + proof, 1),
        features_seconds=round(features, 1),
        training_seconds=round(steps, 1),
        proof_seconds=round(proof, 1),
        device=model.device,
    )


def _some_of_both(photos: Sequence[SnapshotPhoto]) -> list[SnapshotPhoto]:
    train = [photo for photo in photos if photo.split == "train"]
    step = max(1, len(train) // _PHOTOS)
    return train[::step][:_PHOTOS]


def _read(
    model: Tunable, photos: Sequence[SnapshotPhoto], views: int
) -> tuple[float, list[SnapshotPhoto]]:
    """Seconds of reading photos and their captions, and those that cannot be opened."""
    begun = time.monotonic()
    texts = sorted({text for photo in photos for text in photo.captions})
    lost = model.warm(photos, texts, views=views, report=silent)
    return time.monotonic() - begun, lost


def _proof_seconds(model: Tunable, some: Sequence[SnapshotPhoto], *, photos: int) -> float:
    """Encoding so many photos; with an alpha each where pictures must be seen anew."""
    from trainer.tuning.contract import image_vectors

    begun = time.monotonic()
    image_vectors(model, some)
    return (time.monotonic() - begun) / len(some) * photos * (_ALPHAS if model.seeing else 1)
