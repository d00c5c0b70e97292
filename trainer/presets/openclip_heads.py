"""Locked OpenCLIP towers: features are cached, and the projections behind them are trained."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from photoclip.encoders.device import batch_size
from photoclip.encoders.openclip import OpenClipEncoder
from photoclip.media.decode import DECODER_REVISION
from photoclip.runs import SnapshotPhoto
from trainer.events import Report, silent
from trainer.presets.openclip_layers import Head, Projection
from trainer.presets.photos import PhotoReader, in_parts
from trainer.presets.row_cache import RowCache
from trainer.tuning.contract import DualTower, Inputs

_HALF_MAX = float(np.finfo(np.float16).max)
_TEXTS_AT_ONCE = 64
_TEXTS_A_FILE = 512


class HeadTower(DualTower):
    """Two projections to unit vectors, and the anchors that hold them near the base."""

    def __init__(
        self, image: Projection, text: Projection, *, dropout: float, keep_weight: float
    ) -> None:
        super().__init__()
        self.image_head = Head(image)
        self.text_head = Head(text)
        self.dropout = nn.Dropout(dropout)
        self.keep_weight = keep_weight
        self._anchors: list[tuple[Head, Tensor, Tensor]] = []

    def image(self, inputs: Inputs) -> Tensor:
        """Features (n, width) to unit vectors (n, dim)."""
        return self._unit(self.image_head, self.dropout(inputs[0].float()))

    def text(self, inputs: Inputs) -> Tensor:
        """Features (m, width) to unit vectors (m, dim)."""
        return self._unit(self.text_head, self.dropout(inputs[0].float()))

    def set_anchors(self, image: Tensor, text: Tensor) -> None:
        """Take the present vectors of features as those to stay near.

        Args:
            image: Features of photos, shape (n, width), on the tower's device.
            text: Features of sentences.
        """
        self._anchors = []
        for head, features in ((self.image_head, image), (self.text_head, text)):
            if len(features):
                with torch.no_grad():
                    vectors = self._unit(head, features.float())
                self._anchors.append((head, features.float(), vectors))

    def keep(self) -> Tensor | None:
        """Mean squared distance of the anchors' vectors from the base model's, weighted."""
        if not self._anchors or self.keep_weight <= 0:
            return None
        losses = [
            (self._unit(head, features) - vectors).square().sum(1).mean()
            for head, features, vectors in self._anchors
        ]
        return self.keep_weight * torch.stack(losses).mean()

    @staticmethod
    def _unit(head: Head, features: Tensor) -> Tensor:
        return nn.functional.normalize(head(features).float(), dim=-1)


class Features:
    """What the locked towers say of photos and sentences, float16, cached on disk.

    The cache's key has the model's fingerprint, its preprocess, the decoder's revision,
    the view and the seed of the crops.
    """

    def __init__(
        self,
        encoder: OpenClipEncoder,
        image: Projection,
        text: Projection,
        *,
        reader: PhotoReader,
        cache: Path,
    ) -> None:
        self._encoder = encoder
        self._image = image
        self._text = text
        self._reader = reader
        facts = (encoder.fingerprint, encoder.preprocess, DECODER_REVISION, image.name, text.name)
        digest = hashlib.blake2b(repr(facts).encode(), digest_size=12).hexdigest()
        self._photos = RowCache(
            cache, f"openclip-photos-{digest}", width=image.width, dtype=np.float16
        )
        self._texts = RowCache(
            cache, f"openclip-texts-{digest}", width=text.width, dtype=np.float16
        )

    def warm_photos(
        self, photos: Sequence[SnapshotPhoto], *, views: int, report: Report
    ) -> list[SnapshotPhoto]:
        """Compute what is missing; returns photos that cannot be opened."""
        bad: dict[str, SnapshotPhoto] = {}
        for view in range(max(1, views)):
            parts = in_parts([p for p in photos if self._key(p, view) not in self._photos])
            total, done = sum(map(len, parts)), 0
            for part in parts:
                name = f"photos, view {view + 1} of {views}" if views > 1 else "photos"
                report(name, done, total)
                done += len(part)
                hopeful = [photo for photo in part if photo.pixel_hash not in bad]
                good, pixels, unreadable = self._reader.read_readable(hopeful, view=view)
                bad |= {photo.pixel_hash: photo for photo in unreadable}
                if good:
                    self._photos.add([self._key(p, view) for p in good], self._see(pixels))
        return list(bad.values())

    def warm_texts(self, texts: Sequence[str], *, report: Report) -> None:
        """Compute what is missing."""
        missing = self._texts.missing(texts)
        for start in range(0, len(missing), _TEXTS_A_FILE):
            report("captions", start, len(missing))
            some = missing[start : start + _TEXTS_A_FILE]
            self._texts.add(some, self._read(some))

    def photos(self, photos: Sequence[SnapshotPhoto], *, view: int) -> Tensor:
        """Features of photos, float16, shape (photos, width).

        Raises:
            UnreadablePhotoError: A photo that is not cached cannot be decoded.
        """
        for part in in_parts([p for p in photos if self._key(p, view) not in self._photos]):
            rows = self._see(self._reader.read(part, view=view))
            self._photos.add([self._key(p, view) for p in part], rows)
        return torch.from_numpy(self._photos.rows([self._key(p, view) for p in photos]))

    def texts(self, texts: Sequence[str]) -> Tensor:
        """Features of sentences, float16, shape (texts, width)."""
        self.warm_texts(texts, report=silent)
        return torch.from_numpy(self._texts.rows(texts))

    def _key(self, photo: SnapshotPhoto, view: int) -> str:
        seed = self._reader.seed if view else 0
        return f"{photo.pixel_hash} {view} {seed}"

    def _see(self, pixels: NDArray[np.uint8]) -> NDArray[np.float16]:
        model: Any = self._encoder.model
        rows = []
        step = batch_size(self._encoder.device)
        for start in range(0, len(pixels), step):
            inputs = self._encoder.normalise(pixels[start : start + step])
            rows.append(self._forward(self._image, model.encode_image, inputs))
        return np.concatenate(rows)

    def _read(self, texts: Sequence[str]) -> NDArray[np.float16]:
        model: Any = self._encoder.model
        rows = []
        for start in range(0, len(texts), _TEXTS_AT_ONCE):
            ids = self._encoder.tokenise(texts[start : start + _TEXTS_AT_ONCE])
            inputs = torch.from_numpy(ids).to(self._encoder.device)
            rows.append(self._forward(self._text, model.encode_text, inputs))
        return np.concatenate(rows)

    @torch.inference_mode()
    def _forward(self, projection: Projection, tower: Any, inputs: Tensor) -> NDArray[np.float16]:
        half = self._encoder.half
        with projection.left_out():
            with torch.autocast(self._encoder.device, torch.float16) if half else _plain():
                features: Tensor = tower(inputs)
            if half and not torch.isfinite(features).all():
                features = tower(inputs)
        found: NDArray[np.float16] = (
            features.float().clamp(-_HALF_MAX, _HALF_MAX).cpu().numpy().astype(np.float16)
        )
        return found


def _plain() -> contextlib.AbstractContextManager[None]:
    return contextlib.nullcontext()
