"""What a run learns from and starts with: photos, stored vectors, and the base model."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from photoclip.encoders.base import Encoder
from photoclip.errors import UserError
from photoclip.paths import display_path
from photoclip.runs import RunConfig, RunFolder, SnapshotPhoto, read_photos
from trainer.repeatable import seed_everything

if TYPE_CHECKING:
    from trainer.tuning.contract import Tunable

_ENOUGH_TO_SHARE: Final = 80


def read_captioned(path: Path) -> list[SnapshotPhoto]:
    """Captioned photos of a snapshot.

    Raises:
        UserError: It cannot be read, or a split is empty.
    """
    photos = [photo for photo in read_photos(path) if photo.captions]
    parts = {photo.split for photo in photos}
    if parts != {"train", "validation"}:
        missing = " and ".join(sorted({"train", "validation"} - parts))
        raise UserError(
            f"{display_path(path)} has no captioned photos of the split {missing}; "
            "photos to learn from and photos to prove it by are both needed."
        )
    return photos


def share_out(
    general: Sequence[SnapshotPhoto],
) -> tuple[Sequence[SnapshotPhoto], Sequence[SnapshotPhoto]]:
    """A third that holds the model in place, and the others, which show whether it stayed there.

    Where they are few, all of them show it.
    """
    if len(general) < _ENOUGH_TO_SHARE:
        return (), general
    anchors = general[::3]
    return anchors, [photo for at, photo in enumerate(general) if at % 3]


def load_model(
    config: RunConfig, folder: RunFolder, *, photos: int
) -> tuple[Tunable, Encoder, RunConfig]:
    """The base model made ready, and the configuration with the preset's own values filled in."""
    from photoclip.encoders.registry import load_encoder
    from trainer.presets.choose import make_tunable
    from trainer.tuning.defaults import resolve

    seed_everything(config.training.seed)
    device = config.training.device
    encoder = load_encoder(config.model.key, device=device, models_dir=config.model.models_dir)
    resolved = config.model_copy(update={"training": resolve(config.training, photos)})
    stored = read_vectors(folder.resolve(config.data.vectors), dim=encoder.dim)
    cache = folder.resolve(config.data.features)
    model = make_tunable(encoder, resolved, cache=cache, stored=stored)
    return model, encoder, resolved


def read_vectors(path: Path, *, dim: int) -> dict[str, NDArray[np.float16]]:
    """Stored vectors by hex pixel hash; empty where there are none.

    Raises:
        UserError: The file is damaged, or its vectors have another length.
    """
    if not path.is_file():
        return {}
    try:
        with np.load(path) as stored:
            hashes, vectors = stored["hashes"], stored["vectors"]
            if len(hashes) != len(vectors) or (len(vectors) and vectors.shape[1] != dim):
                raise ValueError(f"vectors of shape {vectors.shape}")
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise UserError(
            f"{display_path(path)} cannot be read as stored vectors ({error}); without this file "
            "the photos are read again."
        ) from error
    names = (row.tobytes().hex() for row in hashes)
    return dict(zip(names, vectors.astype(np.float16), strict=True))


def read_if_there(read: Callable[[Path], list[Any]], path: Path) -> list[Any]:
    """What a file holds; an absent one holds nothing."""
    return read(path) if path.is_file() else []
