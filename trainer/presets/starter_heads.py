"""The starter's heads as every preset trains them, and the preset ``heads``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import torch
from torch import Tensor, nn

from photoclip.encoders.models_file import STARTER
from photoclip.encoders.starter import Head, StarterEncoder, StarterModel, save_starter
from photoclip.encoders.starter_files import TEXT_WIDTH
from photoclip.runs import RunConfig, SnapshotPhoto
from trainer.clusters import cluster
from trainer.events import Report
from trainer.presets.starter_features import StarterFeatures
from trainer.tuning.contract import DualTower, Inputs
from trainer.tuning.defaults import filled

CAPTION_KINDS: Final = 64
"""Centres of the user's own captions that join those of the training captions."""
TEXT_SHARE: Final = 0.2
"""The text head's dropout as a share of the image head's: its inputs are far fewer."""


class TunedHeads(nn.Module):
    """A copy of a starter's heads to train, with room for the user's kinds of captions.

    The heads have a say about sentences like the captions that they were trained on
    only (see ``StarterModel.trust``). What the user's captions say is like nothing they
    know, so centres of these captions join the known ones. The new rows are zero at
    first, which no sentence is like; the first switch to training mode puts them in.
    A centre of length alpha lowers likenesses by that factor, so interpolating weights
    (WiSE-FT) fades trust in, and at 0 it is the base model's exactly.

    Attributes:
        model: The starter model that is exported; its towers are the base model's.
    """

    def __init__(self, base: StarterModel, *, dropout: float) -> None:
        super().__init__()
        self.known = base.config.caption_kinds
        config = replace(base.config, caption_kinds=self.known + CAPTION_KINDS)
        model = StarterModel(config, dropout=(dropout, TEXT_SHARE * dropout))
        rows = base.captions.new_zeros(CAPTION_KINDS, TEXT_WIDTH)
        model.load_heads_state(base.heads_state() | {"captions": torch.cat([base.captions, rows])})
        model.requires_grad_(False)
        for head in (model.image_head, model.text_head):
            head.requires_grad_(True)
        model.changes = base.changes
        self.model = model.to(base.captions.device)
        self._centres: Tensor | None = None
        self.eval()

    def learn_captions(self, sentences: Tensor, seed: int) -> None:
        """Take centres from sentence vectors (n, 384) of training captions."""
        unit = nn.functional.normalize(sentences, dim=-1)
        self._centres = cluster(unit, CAPTION_KINDS, seed).to(self.model.captions)

    def train(self, mode: bool = True) -> TunedHeads:
        """Switch dropout; the first time it goes on, the user's kinds of captions come in."""
        super().train(mode)
        if mode and self._centres is not None and not self.model.captions[self.known :].any():
            self.model.captions[self.known :] = self._centres
        return self

    def image(self, features: Tensor, semantic: Tensor) -> Tensor:
        """Unit vectors (n, dim) of features (n, …) and semantic parts (n, 384)."""
        return self.model.join(self.model.image_head(features), semantic)

    def text(self, features: Tensor, semantic: Tensor, sentence: Tensor) -> Tensor:
        """Unit vectors (m, dim); ``sentence`` (m, 384) is the locked tower's."""
        empty = ~semantic.any(-1)
        trust = self.model.trust(sentence).masked_fill(empty, 1.0)
        return self.model.join(self.model.text_head(features), semantic, trust)

    def state(self) -> dict[str, Tensor]:
        """Copies of what is trained, on the CPU, with the captions' centres."""
        named = dict(self.model.named_parameters())
        found = {k: p for k, p in named.items() if p.requires_grad}
        trained: dict[str, Tensor] = {**found, "captions": self.model.captions}
        return {name: tensor.detach().cpu().clone() for name, tensor in trained.items()}

    def load_state(self, state: Mapping[str, Tensor]) -> None:
        """Put back what :meth:`state` gave."""
        own = self.model.state_dict()
        for name, tensor in state.items():
            own[name].copy_(tensor)


class HeldHeads:
    """Squared distance of the heads' vectors of general photos and sentences from the base's.

    Distillation (Hinton et al. 2015, arXiv 1503.02531) of the base heads, dropout off.

    Args:
        heads: What is trained.
        image: Features of general photos (n, …), perhaps none.
        text: Features of general sentences (m, …), perhaps none.
    """

    def __init__(self, heads: TunedHeads, base: StarterModel, image: Tensor, text: Tensor) -> None:
        self._heads = heads
        with torch.no_grad():
            self._sides = [
                (name, features, getattr(base, name)(features))
                for name, features in (("image_head", image), ("text_head", text))
                if len(features)
            ]

    def loss(self) -> Tensor | None:
        """Sum of both sides' means; None without anything to hold."""
        losses = []
        for name, features, target in self._sides:
            moved = steady(getattr(self._heads.model, name), features)
            losses.append((moved - target).square().sum(-1).mean())
        return torch.stack(losses).sum() if losses else None


class HeadsTower(DualTower):
    """Locked towers whose features come as inputs; see :class:`StarterFeatures`."""

    def __init__(self, base: StarterModel, *, dropout: float, keep: float) -> None:
        super().__init__()
        self.heads = TunedHeads(base, dropout=dropout)
        self.keep_weight = keep
        self.held: HeldHeads | None = None

    def image(self, inputs: Inputs) -> Tensor:
        """See :meth:`DualTower.image`."""
        return self.heads.image(*inputs)

    def text(self, inputs: Inputs) -> Tensor:
        """See :meth:`DualTower.text`."""
        return self.heads.text(*inputs)

    def keep(self) -> Tensor | None:
        """See :class:`HeldHeads`."""
        if self.held is None or not self.keep_weight:
            return None
        loss = self.held.loss()
        return None if loss is None else self.keep_weight * loss


class HeadsTunable:
    """The preset ``heads`` of the starter; see :class:`trainer.tuning.contract.Tunable`."""

    seeing = False
    bias: float | None = None
    backend = STARTER
    arch = STARTER

    def __init__(self, encoder: StarterEncoder, config: RunConfig, *, cache: Path) -> None:
        table = filled(config.training)
        torch.manual_seed(table.seed)
        self.dim = encoder.dim
        self.device = encoder.device
        self.log_scale = float(encoder.model.log_scale.detach())
        self._base = encoder.model
        self._tower = HeadsTower(
            encoder.model,
            dropout=table.dropout,
            keep=table.keep_weight,
        )
        self.tower: DualTower = self._tower
        self._seed = table.seed
        self._features = StarterFeatures(encoder, cache=cache, seed=table.seed)
        self._first = self._tower.heads.state()

    def warm(
        self, photos: Sequence[SnapshotPhoto], texts: Sequence[str], *, views: int, report: Report
    ) -> list[SnapshotPhoto]:
        """See ``Tunable.warm``."""
        return self._features.warm(photos, texts, views=views, report=report)

    def set_captions(self, texts: Sequence[str]) -> None:
        """Tell the training captions, so that the heads get a say about their like."""
        sentences = self._features.text_inputs(texts)[2]
        self._tower.heads.learn_captions(sentences, self._seed)

    def set_anchors(self, photos: Sequence[SnapshotPhoto], texts: Sequence[str]) -> None:
        """See ``Tunable.set_anchors``; the photos must be warmed."""
        image, text = self.image_inputs(photos)[0], self.text_inputs(texts)[0]
        self._tower.held = HeldHeads(
            self._tower.heads, self._base, image.to(self.device), text.to(self.device)
        )

    def image_inputs(self, photos: Sequence[SnapshotPhoto], *, view: int = 0) -> Inputs:
        """Features of a cached view, and the semantic part."""
        return self._features.image_inputs(photos, view=view)

    def text_inputs(self, texts: Sequence[str]) -> Inputs:
        """Features, semantic part, and the sentence vector."""
        return self._features.text_inputs(texts)

    def state(self) -> dict[str, Tensor]:
        """See ``Tunable.state``."""
        return self._tower.heads.state()

    def load_state(self, state: Mapping[str, Tensor]) -> None:
        """See ``Tunable.load_state``."""
        self._tower.heads.load_state(state)

    def blend(self, tuned: Mapping[str, Tensor], alpha: float) -> None:
        """See ``Tunable.blend``."""
        self.load_state(interpolated(self._first, tuned, alpha))

    def export(self, folder: Path) -> None:
        """See ``Tunable.export``."""
        save_starter(self._tower.heads.model, folder)


def interpolated(
    base: Mapping[str, Tensor], tuned: Mapping[str, Tensor], alpha: float
) -> dict[str, Tensor]:
    """Weights between two models of one shape; 0 and 1 give them exactly."""
    if alpha in (0.0, 1.0):
        return dict(tuned if alpha else base)
    return {name: torch.lerp(base[name], tuned[name], alpha) for name in base}


def steady(head: Head, features: Tensor) -> Tensor:
    """A head's vectors without dropout, whatever its mode."""
    mode = head.training
    head.eval()
    out: Tensor = head(features)
    head.train(mode)
    return out
