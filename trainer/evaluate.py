"""Figures of a finished starter model, measured as the app would use it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from photoclip.encoders.base import Encoder
from photoclip.media.decode import decode
from photoclip.search.evaluate import (
    LabelSet,
    RecallReport,
    default_templates,
    read_captions_tsv,
    read_labels_tsv,
    recall_report,
    zeroshot_hits,
    zeroshot_report,
)
from trainer.data import CAPTIONS_FILE, CaptionedPhotos, view_of

LABELS_FILE = "labels.tsv"
_BATCH = 32


def dev_figures(encoder: Encoder, photos: CaptionedPhotos) -> dict[str, Any]:
    """Recall on the dev split: all of it, and the photos that keep their aspect ratio."""
    return {
        "dev": _split_recall(encoder, photos, photos.dev).figures(),
        "dev_native": _split_recall(encoder, photos, photos.dev & photos.native).figures(),
    }


def test_figures(encoder: Encoder, folder: Path) -> dict[str, Any]:
    """Recall on a folder with ``captions.tsv`` that nothing was chosen by.

    Raises:
        CaptionsError: The folder's files cannot be read.
    """
    found = read_captions_tsv(folder / CAPTIONS_FILE, folder)
    report = recall_report(
        encoder.encode_texts(found.captions), encode_photos(encoder, found.paths), found.image_index
    )
    return {"test": report.figures()}


def zeroshot_figures(encoder: Encoder, folder: Path) -> dict[str, Any]:
    """Zero-shot top-1 on a folder with ``labels.tsv``: half A, half B and the whole.

    Raises:
        CaptionsError: The folder's files cannot be read.
    """
    labels: LabelSet = read_labels_tsv(folder / LABELS_FILE, folder)
    vectors = encode_photos(encoder, labels.paths)
    hits = zeroshot_hits(vectors, labels, encoder.encode_texts, default_templates())
    half = labels.half_a()
    return {
        "zeroshot_half_a": zeroshot_report(hits, labels, keep=half).figures(),
        "zeroshot_half_b": zeroshot_report(hits, labels, keep=~half).figures(),
        "zeroshot": zeroshot_report(hits, labels).figures(),
    }


def encode_photos(encoder: Encoder, paths: Sequence[Path]) -> NDArray[np.float32]:
    """Vectors of photo files, shape (photos, dim).

    Raises:
        UnreadablePhotoError: A photo cannot be decoded.
    """
    out = np.empty((len(paths), encoder.dim), np.float32)
    for start in range(0, len(paths), _BATCH):
        some = paths[start : start + _BATCH]
        pixels = [
            view_of(decode(path).pixels, encoder.preprocess, view=0, seed=(0, 0)) for path in some
        ]
        out[start : start + len(some)] = encoder.encode_images(np.stack(pixels))
    return out


def _split_recall(
    encoder: Encoder, photos: CaptionedPhotos, mask: NDArray[np.bool_]
) -> RecallReport:
    found = photos.captions
    chosen = np.flatnonzero(mask)
    position = np.full(len(mask), -1)
    position[chosen] = np.arange(len(chosen))
    owner = position[found.image_index]
    asked = np.flatnonzero(owner >= 0)
    return recall_report(
        encoder.encode_texts([found.captions[i] for i in asked]),
        encode_photos(encoder, [found.paths[i] for i in chosen]),
        owner[asked],
    )
