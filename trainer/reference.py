"""Make a model's reference photos: vectors of varied photos, shipped without the pictures.

Search uses them to tell how high a query scores on just any photo where the library
is too small to tell (see ``photoclip/search/relevance.py``). They belong to one model,
so this runs again whenever its weights change::

    python -m trainer.reference ../shared/data resources/models/starter

Source, to be named in the model card: 200 photos of the training split of
``captions-train`` and two of each class of the even half of ``zeroshot``, chosen with
a fixed seed.
"""

from __future__ import annotations

import argparse
import os
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from photoclip.encoders.base import Encoder
from photoclip.media.decode import decode_full
from photoclip.media.resize import fit

FILE = "reference.npz"
_SEED = 20240
_CAPTIONED = 200
_PER_CLASS = 2
_BATCH = 32


def choose_photos(data: Path) -> list[Path]:
    """The reference photos: the same list for the same data.

    Args:
        data: Folder with the packs ``captions-train`` and ``zeroshot``.
    """
    rng = np.random.default_rng(_SEED)
    captioned = sorted(
        name
        for name, split, *_ in _rows(data / "captions-train" / "splits.tsv")
        if split == "train"
    )
    chosen = [data / "captions-train" / name for name in rng.permutation(captioned)[:_CAPTIONED]]
    classes: dict[str, list[str]] = defaultdict(list)
    for name, label in _rows(data / "zeroshot" / "labels.tsv"):
        classes[label].append(name)
    for label in sorted(classes):
        even = classes[label][1::2]
        chosen += [data / "zeroshot" / name for name in rng.permutation(even)[:_PER_CLASS]]
    return chosen


def _rows(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text("utf-8").splitlines() if "\t" in line]


def write_reference(encoder: Encoder, photos: Sequence[Path], folder: Path) -> Path:
    """Encode photos and store their vectors beside a model's weights.

    Args:
        encoder: The model.
        photos: Files to encode.
        folder: The model's folder.

    Returns:
        The file: ``fingerprint`` and ``vectors``, float16, shape (n, dim).
    """
    shape = encoder.preprocess
    vectors = []
    for start in range(0, len(photos), _BATCH):
        batch = [
            fit(
                decode_full(path, max_side=2 * shape.size),
                size=shape.size,
                interpolation=shape.interpolation,
                resize_mode=shape.resize_mode,
                fill=shape.fill,
            )
            for path in photos[start : start + _BATCH]
        ]
        vectors.append(encoder.encode_images(np.stack(batch)).astype(np.float16))
    path = folder / FILE
    temporary = path.with_name(f"{FILE}.{os.getpid()}.tmp")
    with temporary.open("wb") as file:
        np.savez_compressed(
            file, fingerprint=np.array(encoder.fingerprint), vectors=np.concatenate(vectors)
        )
    temporary.replace(path)
    return path


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the starter's reference photos."""
    parser = argparse.ArgumentParser(prog="python -m trainer.reference", description=__doc__)
    parser.add_argument("data", type=Path, help="folder of the measuring data")
    parser.add_argument("model", type=Path, help="folder of the starter model")
    options = parser.parse_args(arguments)
    from photoclip.encoders.starter import load_starter

    photos = choose_photos(options.data)
    write_reference(load_starter(folder=options.model), photos, options.model)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
