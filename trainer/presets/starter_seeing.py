"""The starter's presets that change towers: ``lora``, ``last_blocks`` and ``full``.

The tuned ends of both towers (:mod:`photoclip.encoders.starter_tuned`) feed the heads,
which are trained along; the semantic branch and trust keep the locked towers. Token
embeddings stay locked in every preset: few captions touch few of their rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final, cast

import numpy as np
import torch
from torch import Tensor, nn

from photoclip.encoders import starter_tuned
from photoclip.encoders.models_file import STARTER
from photoclip.encoders.starter import StarterEncoder, StarterModel, normalise, save_starter
from photoclip.encoders.starter_files import FIRST_STAGE
from photoclip.encoders.starter_towers import (
    IMAGE_STEPS,
    TEXT_LAYERS,
    ImageTower,
    StarterTokenizer,
    image_steps,
    load_tokenizer,
    pad_batch,
)
from photoclip.media.decode import DECODER_REVISION
from photoclip.runs import RunConfig, SnapshotPhoto, TrainingTable
from trainer.events import Report
from trainer.presets.lowrank import LowRank, add_lowrank
from trainer.presets.photos import PhotoReader
from trainer.presets.row_cache import RowCache
from trainer.presets.starter_heads import TunedHeads, interpolated, steady
from trainer.tuning.contract import DualTower, Inputs
from trainer.tuning.defaults import DEFAULTS, filled

ANCHOR_PHOTOS: Final = 256
"""General photos that are held, at most: their maps stay in memory (0.1 MB each)."""
MEMORY: Final = 768 << 20
"""Bytes of maps that are kept: about 7,000 views where LoRA begins."""

_PHOTOS_A_STEP: Final = 16
_TEXTS_A_STEP: Final = 32
_CHUNK: Final = 16
_OPENED_AT_ONCE: Final = 256


class SeeingTower(DualTower):
    """A starter with tuned ends; inputs are what the locked beginnings give.

    Image inputs are what :meth:`begin` gives; text inputs are padded token ids (m,
    length) and their mask. The configured dropout is that of the updates; the heads keep
    the one that they were first trained with.

    Attributes:
        heads: Heads and, in their model, both tuned ends.
        lowrank: Low-rank updates inside the ends, empty for the other presets.
    """

    def __init__(self, base: StarterModel, table: TrainingTable) -> None:
        super().__init__()
        self.heads = TunedHeads(base, dropout=DEFAULTS["heads"].dropout)
        if table.lock_heads:
            self.heads.requires_grad_(False)
        self.keep_weight = table.keep_weight
        self.lowrank: list[LowRank] = []
        image_first, text_first = first_steps(table)
        model = self.model
        model.image_tower, model.text_tower = base.need_image_tower(), base.need_text_tower()
        # The base model's own ends, if it was tuned before, are where these start from.
        model.image_path = starter_tuned.image_path(
            model.image_tower, base.changes, first=image_first
        )
        model.text_path = starter_tuned.text_path(model.text_tower, base.changes, first=text_first)
        for path in (model.image_path, model.text_path):
            assert path is not None  # a first step was asked for
            if table.preset == "lora":
                self.lowrank.append(add_lowrank(path, rank=table.lora_rank, dropout=table.dropout))
            else:
                path.requires_grad_(True)
        self._first = image_first if model.image_path is None else model.image_path.first
        self._held: _Held | None = None
        self.eval()

    @property
    def model(self) -> StarterModel:
        """The model that is exported."""
        return self.heads.model

    def train(self, mode: bool = True) -> SeeingTower:
        """Switch dropout of heads and updates; the locked towers stay in eval mode."""
        super().train(mode)
        for tower in (self.model.image_tower, self.model.text_tower):
            if tower is not None:
                tower.eval()
        return self

    @torch.no_grad()
    def begin(self, pixels: Tensor) -> Inputs:
        """What the locked image tower says of pictures, for :meth:`image`.

        Args:
            pixels: uint8, shape (n, size, size, 3).

        Returns:
            The map where the tuned end begins, float16 (the pixels themselves if that is
            the stem); the means of the stages before it; and the semantic part (n, 384).
        """
        model, net = self.model, cast(ImageTower, self.model.image_tower).net
        given = normalise(pixels, model.config.preprocess)
        x, means = image_steps(net, given, 0, self._first)
        end, _ = image_steps(net, x, self._first, IMAGE_STEPS)
        semantic = model.semantic.image(net.classifier(end.mean((2, 3))))
        before = torch.cat([x.new_zeros(len(x), 0), *means], dim=1)
        return x.half() if self._first else pixels, before, semantic

    def image(self, inputs: Inputs) -> Tensor:
        """See :meth:`DualTower.image`."""
        return self.model.join(self.model.image_head(self.features(inputs)), inputs[2])

    def features(self, inputs: Inputs) -> Tensor:
        """Features (n, image features) of the tuned end."""
        x, before, _ = inputs
        if self._first:
            x = x.float().contiguous(memory_format=torch.channels_last)
        else:
            x = normalise(x, self.model.config.preprocess)
        end, means = image_steps(self.model.image_path, x, self._first, IMAGE_STEPS)
        return torch.cat([end.mean((2, 3)), before, *means], dim=1)

    def text(self, inputs: Inputs) -> Tensor:
        """See :meth:`DualTower.text`."""
        return self.model.encode_text(*inputs)

    def hold(self, image: Inputs, text: Inputs) -> None:
        """Set the anchors of :meth:`keep`, with the vectors that they have now."""
        self._held = _Held(self, image, text)

    def keep(self) -> Tensor | None:
        """Squared distance of some anchors' head vectors from the base's; others each step.

        Which ones comes from torch's default generator.
        """
        if self._held is None or not self.keep_weight:
            return None
        loss = self._held.loss()
        return None if loss is None else self.keep_weight * loss


class _Held:
    def __init__(self, tower: SeeingTower, image: Inputs, text: Inputs) -> None:
        self._tower = tower
        self._inputs = image, text
        with torch.no_grad():
            self._image = _in_chunks(self._see, len(image[0]), tower.model)
            self._text = _in_chunks(self._read, len(text[0]), tower.model)

    def _see(self, rows: Tensor) -> Tensor:
        features = self._tower.features(self._taken(0, rows))
        return steady(self._tower.model.image_head, features)

    def _read(self, rows: Tensor) -> Tensor:
        ids, mask = self._taken(1, rows)
        return steady(self._tower.model.text_head, self._tower.model.read(ids, mask)[0])

    def _taken(self, side: int, rows: Tensor) -> Inputs:
        device = self._tower.model.captions.device
        return tuple(tensor[rows].to(device) for tensor in self._inputs[side])

    def loss(self) -> Tensor | None:
        losses = []
        for run, target, count in (
            (self._see, self._image, _PHOTOS_A_STEP),
            (self._read, self._text, _TEXTS_A_STEP),
        ):
            if len(target):
                rows = torch.randperm(len(target))[:count]
                moved = run(rows) - target[rows.to(target.device)]
                losses.append(moved.square().sum(-1).mean())
        return torch.stack(losses).sum() if losses else None


class SeeingTunable:
    """A preset that sees pixels; see :class:`trainer.tuning.contract.Tunable`."""

    seeing = True
    bias: float | None = None
    backend = STARTER
    arch = STARTER

    def __init__(self, encoder: StarterEncoder, config: RunConfig, *, cache: Path) -> None:
        table = filled(config.training)
        torch.manual_seed(table.seed)
        self.dim = encoder.dim
        self.device = encoder.device
        self.log_scale = float(encoder.model.log_scale.detach())
        self._tower = SeeingTower(encoder.model, table).to(encoder.device)
        self.tower: DualTower = self._tower
        self._reader = PhotoReader(encoder.preprocess, seed=table.seed)
        self._seed = table.seed
        self._rank = table.lora_rank if table.preset == "lora" else 0
        self._tokenizer: StarterTokenizer = load_tokenizer()
        self._opened = RowCache(cache, f"opened-{DECODER_REVISION}", width=1, dtype=np.uint8)
        self._rows: dict[tuple[str, int], Inputs] = {}
        self._room = MEMORY
        self._first = self.state()

    def warm(
        self, photos: Sequence[SnapshotPhoto], texts: Sequence[str], *, views: int, report: Report
    ) -> list[SnapshotPhoto]:
        """Find out which photos can be opened; see ``Tunable.warm``.

        What could be opened once is not decoded again, but its file must still be there.
        """
        by_hash = {photo.pixel_hash: photo for photo in photos}
        wanted = [by_hash[key] for key in self._opened.missing(by_hash)]
        for start in range(0, len(wanted), _OPENED_AT_ONCE):
            report("photos", start, len(wanted))
            asked = [(photo, (0,)) for photo in wanted[start : start + _OPENED_AT_ONCE]]
            opened = [photo.pixel_hash for photo, _, _ in self._reader.views(asked)]
            self._opened.add(opened, np.ones((len(opened), 1)))
        return [
            photo
            for photo in photos
            if photo.pixel_hash not in self._opened or not photo.file.is_file()
        ]

    def set_captions(self, texts: Sequence[str]) -> None:
        """Tell the training captions, so that the heads get a say about their like."""
        model = self._tower.model
        rows = []
        with torch.no_grad():
            for start in range(0, len(texts), _CHUNK):
                ids, mask = self._tokens(texts[start : start + _CHUNK])
                rows.append(model.read(ids.to(self.device), mask.to(self.device))[1])
        if rows:
            sentences = torch.cat(rows)[:, : model.captions.shape[1]].cpu()
            self._tower.heads.learn_captions(sentences, self._seed)

    def set_anchors(self, photos: Sequence[SnapshotPhoto], texts: Sequence[str]) -> None:
        """See ``Tunable.set_anchors``; the vectors of this moment are kept."""
        self._tower.hold(self.image_inputs(photos[:ANCHOR_PHOTOS]), self._tokens(texts))

    def image_inputs(self, photos: Sequence[SnapshotPhoto], *, view: int = 0) -> Inputs:
        """What the locked tower says of one view; kept in memory as far as there is room."""
        size = self._reader.preprocess.size
        missing = [photo for photo in photos if (photo.pixel_hash, view) not in self._rows]
        fresh: dict[str, Inputs] = {}
        for start in range(0, len(missing), _CHUNK):
            some = missing[start : start + _CHUNK]
            pixels = torch.from_numpy(self._reader.read(some, view=view))
            parts = self._tower.begin(pixels.to(self.device))
            for row, photo in enumerate(some):
                fresh[photo.pixel_hash] = tuple(part[row].cpu().clone() for part in parts)
        for pixel_hash, found in fresh.items():
            self._remember((pixel_hash, view), found)
        known = [self._rows.get((p.pixel_hash, view)) or fresh[p.pixel_hash] for p in photos]
        if not known:
            none = torch.zeros(0, size, size, 3, dtype=torch.uint8, device=self.device)
            return tuple(part.cpu() for part in self._tower.begin(none))
        return tuple(torch.stack(part) for part in zip(*known, strict=True))

    def _remember(self, key: tuple[str, int], row: Inputs) -> None:
        size = sum(part.nbytes for part in row)
        if self._room >= size:
            self._room -= size
            self._rows[key] = row

    def text_inputs(self, texts: Sequence[str]) -> Inputs:
        """Padded token ids and their mask."""
        return self._tokens(texts)

    def state(self) -> dict[str, Tensor]:
        """See ``Tunable.state``."""
        return self._tower.heads.state()

    def load_state(self, state: Mapping[str, Tensor]) -> None:
        """See ``Tunable.load_state``."""
        self._tower.heads.load_state(state)
        for update in self._tower.lowrank:
            update.scale(1.0)

    def blend(self, tuned: Mapping[str, Tensor], alpha: float) -> None:
        """See ``Tunable.blend``; low-rank updates are scaled, all else is interpolated."""
        mixed = interpolated(self._first, tuned, alpha)
        if self._tower.lowrank:
            mixed |= {name: value for name, value in tuned.items() if "_path." in name}
        self.load_state(mixed)
        for update in self._tower.lowrank:
            update.scale(alpha)

    def export(self, folder: Path) -> None:
        """See ``Tunable.export``; only tensors that differ from the locked towers are written."""
        model = self._tower.model
        paths = (model.image_path, model.text_path)
        if self._tower.lowrank:
            image, text = (update.merged_state() for update in self._tower.lowrank)
        else:
            image, text = (cast(nn.Module, path).state_dict() for path in paths)
        assert model.image_tower is not None
        assert model.text_tower is not None
        assert model.text_path is not None
        model.changes = starter_tuned.find_changes(
            (model.image_tower, image),
            (model.text_tower, model.text_path.first, text),
            rank=self._rank,
        )
        save_starter(model, folder)

    def _tokens(self, texts: Sequence[str]) -> tuple[Tensor, Tensor]:
        return pad_batch(self._tokenizer.ids(texts))


def first_steps(table: TrainingTable) -> tuple[int, int]:
    """First tuned step of the image tower and first tuned layer of the text tower."""
    if table.preset == "full":
        return 0, 0
    if table.preset == "lora":
        return FIRST_STAGE + 1, 0
    return max(0, IMAGE_STEPS - 1 - table.blocks), max(0, TEXT_LAYERS - table.blocks)


def _in_chunks(run: Callable[[Tensor], Tensor], count: int, model: StarterModel) -> Tensor:
    parts = [run(rows) for rows in torch.split(torch.arange(count), _CHUNK)] if count else []
    return torch.cat(parts) if parts else model.captions.new_zeros(0, model.config.head_dim)
