"""Photos and sentences of a snapshot as pairs, with what must not be a negative of what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from photoclip.runs import SnapshotPhoto, Split
from trainer.tuning.alike import kinds

IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Photos with their sentences, of one split or of all.

    Two pairs are positives of each other if their sentences are of one kind or their
    photos of one group; all others are negatives.

    Attributes:
        photos: Distinct pictures that have a sentence.
        texts: Distinct sentences.
        photo_of: Position in ``photos`` of each pair, ascending; shape (pairs,).
        text_of: Position in ``texts`` of each pair, shape (pairs,).
        kind_of: Equal or near-equal sentences share a number, shape (texts,); see
            :func:`trainer.tuning.alike.kinds`.
        group_of: Near-duplicates and pictures of one burst share a number, shape (photos,).
    """

    photos: tuple[SnapshotPhoto, ...]
    texts: tuple[str, ...]
    photo_of: IntArray
    text_of: IntArray
    kind_of: IntArray
    group_of: IntArray

    def __len__(self) -> int:
        return len(self.photo_of)


def make_pairs(photos: Sequence[SnapshotPhoto], *, split: Split | None = None) -> Pairs:
    """Pairs of a snapshot.

    Lines of one pixel hash are one picture with all their captions. A picture without
    captions makes no pair and is left out.

    Args:
        photos: Lines of a snapshot.
        split: Only this part of it; None for all.
    """
    pictures: dict[str, SnapshotPhoto] = {}
    captions: dict[str, dict[str, None]] = {}
    for photo in photos:
        said = [text for caption in photo.captions if (text := " ".join(caption.split()))]
        if said and split in (None, photo.split):
            pictures.setdefault(photo.pixel_hash, photo)
            captions.setdefault(photo.pixel_hash, {}).update(dict.fromkeys(said))
    position: dict[str, int] = {}
    pairs = [
        (row, position.setdefault(text, len(position)))
        for row, digest in enumerate(pictures)
        for text in captions[digest]
    ]
    array = np.array(pairs, np.int64).reshape(-1, 2)
    kept = tuple(pictures.values())
    return Pairs(
        photos=kept,
        texts=tuple(position),
        photo_of=array[:, 0].copy(),
        text_of=array[:, 1].copy(),
        kind_of=kinds(tuple(position)),
        group_of=_groups([photo.group for photo in kept]),
    )


def _groups(given: Sequence[int]) -> IntArray:
    """Numbers from 0; a photo of no group (below 0) is one by itself."""
    number: dict[tuple[int, int], int] = {}
    keys = ((group, -1) if group >= 0 else (-1, row) for row, group in enumerate(given))
    return np.array([number.setdefault(key, len(number)) for key in keys], np.int64)
