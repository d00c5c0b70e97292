"""What the starter's locked towers say of photos and sentences, computed once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from photoclip.encoders import starter_towers
from photoclip.encoders.starter import StarterEncoder, StarterModel, normalise
from photoclip.encoders.starter_files import TEXT_WIDTH
from photoclip.media.decode import DECODER_REVISION
from photoclip.runs import SnapshotPhoto
from trainer.events import Report, silent
from trainer.presets.photos import PhotoReader
from trainer.presets.row_cache import RowCache
from trainer.tuning.contract import Inputs

_AT_ONCE: Final = 64
_OPENED_AT_ONCE: Final = 16
# Seconds on a slow machine, after which the user may stop and sees how far it is.
_CPU_CHUNK: Final = 8
_TEXTS_AT_ONCE: Final = 128


class StarterFeatures:
    """Features for the heads beside the semantic parts, in memory and on disk.

    Image inputs are features (n, image features) and semantic parts (n, 384); text
    inputs are features (m, 768), semantic parts (m, 384), and sentence vectors (m, 384)
    of the locked tower, which trust is measured by.

    Args:
        encoder: The base model.
        cache: Folder of features.
        seed: Decides the crops.
    """

    def __init__(self, encoder: StarterEncoder, *, cache: Path, seed: int) -> None:
        self._reader = PhotoReader(encoder.preprocess, seed=seed)
        self._model = encoder.model
        self._device = encoder.device
        self._tokenizer: starter_towers.StarterTokenizer | None = None
        config = encoder.model.config
        key = encoder.fingerprint[:16]
        self._photos = RowCache(
            cache,
            f"seen-{key}-{DECODER_REVISION}-{seed}",
            width=config.image_features + TEXT_WIDTH,
            dtype=np.float16,
        )
        self._texts = RowCache(
            cache, f"read-{key}", width=config.text_features + 2 * TEXT_WIDTH, dtype=np.float32
        )

    def warm(
        self, photos: Sequence[SnapshotPhoto], texts: Sequence[str], *, views: int, report: Report
    ) -> list[SnapshotPhoto]:
        """See ``Tunable.warm``."""
        self._read(texts, report)
        by_hash = {photo.pixel_hash: photo for photo in photos}
        names = {h: [_name(h, v) for v in range(max(views, 1))] for h in by_hash}
        missing = set(self._photos.missing([n for all_ in names.values() for n in all_]))
        wanted = {
            key: [view for view, name in enumerate(all_) if name in missing]
            for key, all_ in names.items()
            if not missing.isdisjoint(all_)
        }
        todo = [by_hash[key] for key in wanted]
        for start in range(0, len(todo), _OPENED_AT_ONCE):
            report("photos", start, len(todo))
            some = todo[start : start + _OPENED_AT_ONCE]
            asked = [(photo, wanted[photo.pixel_hash]) for photo in some]
            self._look(list(self._reader.views(asked)))
        return [photo for photo in photos if _name(photo.pixel_hash, 0) not in self._photos]

    def image_inputs(self, photos: Sequence[SnapshotPhoto], *, view: int = 0) -> Inputs:
        """See ``Tunable.image_inputs``."""
        rows = self._photos.rows([_name(photo.pixel_hash, view) for photo in photos])
        width = self._model.config.image_features
        both = torch.from_numpy(rows.astype(np.float32))
        return both[:, :width], torch.nn.functional.normalize(both[:, width:], dim=-1)

    def text_inputs(self, texts: Sequence[str]) -> Inputs:
        """See ``Tunable.text_inputs``."""
        self._read(texts, silent)
        rows = torch.from_numpy(self._texts.rows(texts))
        width = self._model.config.text_features
        return rows[:, :width], rows[:, width:-TEXT_WIDTH], rows[:, -TEXT_WIDTH:]

    def _look(self, views: list[tuple[SnapshotPhoto, int, NDArray[np.uint8]]]) -> None:
        chunk = _CPU_CHUNK if self._device == "cpu" else _AT_ONCE
        rows = []
        for start in range(0, len(views), chunk):
            batch = np.stack([pixels for _, _, pixels in views[start : start + chunk]])
            rows.append(_seen(self._model, torch.from_numpy(batch).to(self._device)))
        if rows:
            names = [_name(photo.pixel_hash, view) for photo, view, _ in views]
            self._photos.add(names, np.concatenate(rows))

    def _read(self, texts: Sequence[str], report: Report) -> None:
        wanted = self._texts.missing(texts)
        if not wanted:
            return
        if self._tokenizer is None:
            self._tokenizer = starter_towers.load_tokenizer()
        ids = self._tokenizer.ids(wanted)
        order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
        out = np.empty((len(wanted), self._texts.width), np.float32)
        for start in range(0, len(order), _TEXTS_AT_ONCE):
            report("captions", start, len(order))
            rows = order[start : start + _TEXTS_AT_ONCE]
            batch, mask = starter_towers.pad_batch([ids[row] for row in rows])
            out[rows] = _said(self._model, batch.to(self._device), mask.to(self._device))
        self._texts.add(wanted, out)


@torch.inference_mode()
def _seen(model: StarterModel, batch: Tensor) -> NDArray[np.float32]:
    features, logits = model.see(normalise(batch, model.config.preprocess))
    rows: NDArray[np.float32] = (
        torch.cat([features, model.semantic.image(logits)], dim=1).float().cpu().numpy()
    )
    return rows


@torch.inference_mode()
def _said(model: StarterModel, ids: Tensor, mask: Tensor) -> NDArray[np.float32]:
    features, locked = model.read(ids, mask)
    semantic, _ = model.about(locked, mask)
    rows: NDArray[np.float32] = (
        torch.cat([features, semantic, locked[:, :TEXT_WIDTH]], dim=1).float().cpu().numpy()
    )
    return rows


def _name(pixel_hash: str, view: int) -> str:
    return f"{pixel_hash}/{view}"
