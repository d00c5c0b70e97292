"""OpenCLIP models made ready for training: heads, lora, last_blocks and full."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from photoclip.encoders.manifest import MANIFEST_NAME, WEIGHTS_NAME, read_manifest
from photoclip.encoders.openclip import OpenClipEncoder, create_openclip, read_config
from photoclip.errors import ModelError, UserError
from photoclip.runs import RunConfig, SnapshotPhoto
from trainer.presets import openclip_layers as layers
from trainer.presets.lowrank import LowRank, add_lowrank
from trainer.presets.openclip_heads import Features, HeadTower
from trainer.presets.openclip_pixels import PixelTower
from trainer.presets.openclip_weights import TrainedWeights, export_openclip
from trainer.presets.photos import PhotoReader, in_parts
from trainer.tuning.contract import (
    DualTower,
    Inputs,
    Report,
    Tunable,
    to_device,
)
from trainer.tuning.defaults import filled

_MOST_ANCHORS: Final = 256
# Pixels of so many photos are held in memory.


class OpenClipTunable:
    """What all presets of an OpenCLIP model have in common; see ``Tunable`` for the rest.

    Attributes:
        log_scale: Set it to the trained value before the export, which writes it.
        bias: The same.
        weights: What is trained.
    """

    def __init__(
        self,
        encoder: OpenClipEncoder,
        tower: DualTower,
        weights: TrainedWeights,
        *,
        folder: Path,
        model_cfg: Mapping[str, Any],
        reader: PhotoReader,
    ) -> None:
        model: Any = encoder.model
        self.tower = tower
        self.dim = encoder.dim
        self.log_scale = float(model.logit_scale.detach().mean())
        bias = model.logit_bias
        self.bias = None if bias is None else float(bias.detach().mean())
        self.device = encoder.device
        self.seeing = True
        self.weights = weights
        self._encoder = encoder
        self._folder = folder
        self._model_cfg = model_cfg
        self._reader = reader
        self._ids: dict[str, NDArray[np.int32]] = {}

    def warm(
        self, photos: Sequence[SnapshotPhoto], texts: Sequence[str], *, views: int, report: Report
    ) -> list[SnapshotPhoto]:
        """Open every photo once; nothing is cached where the model sees pixels anew."""
        parts, done, bad = in_parts(photos), 0, []
        total = sum(map(len, parts))
        for part in parts:
            report("photos", done, total)
            bad += self._reader.read_readable(part, view=0)[2]
            done += len(part)
        return bad

    def set_captions(self, texts: Sequence[str]) -> None:
        """See ``Tunable``; OpenCLIP's models take all sentences alike."""

    def set_anchors(self, photos: Sequence[SnapshotPhoto], texts: Sequence[str]) -> None:
        """See ``Tunable``."""
        raise NotImplementedError

    def image_inputs(self, photos: Sequence[SnapshotPhoto], *, view: int = 0) -> Inputs:
        """uint8 pixels, shape (photos, size, size, 3)."""
        return (torch.from_numpy(self._reader.read(photos, view=view)),)

    def text_inputs(self, texts: Sequence[str]) -> Inputs:
        """Token ids, int64, shape (texts, context length)."""
        # Large batches ask for each sentence twice a step, and the tokenizer is plain Python.
        missing = list(dict.fromkeys(text for text in texts if text not in self._ids))
        if missing:
            ids = self._encoder.tokenise(missing).astype(np.int32)
            self._ids.update(zip(missing, ids, strict=True))
        return (torch.from_numpy(np.stack([self._ids[text] for text in texts])).long(),)

    def state(self) -> dict[str, Tensor]:
        """See ``Tunable``."""
        return self.weights.state()

    def load_state(self, state: Mapping[str, Tensor]) -> None:
        """See ``Tunable``.

        Raises:
            ModelError: The state is of another model.
        """
        self.weights.load_state(state)

    def blend(self, tuned: Mapping[str, Tensor], alpha: float) -> None:
        """See ``Tunable``; linear in the weights, exact at 0 and 1."""
        self.weights.blend(tuned, alpha)

    def export(self, folder: Path) -> None:
        """See ``Tunable``; what is written loads in OpenCLIP, too."""
        tensors = self.weights.merged()
        tensors["logit_scale"] = torch.tensor(self.log_scale)
        if self.bias is not None:
            tensors["logit_bias"] = torch.tensor(self.bias)
        export_openclip(self._folder, folder, tensors=tensors, model_cfg=self._model_cfg)

    @property
    def backend(self) -> str:
        """See ``Tunable``."""
        return "open_clip"

    @property
    def arch(self) -> str:
        """See ``Tunable``."""
        if (self._folder / MANIFEST_NAME).is_file():
            return read_manifest(self._folder).arch
        return self._encoder.key


class OpenClipPixels(OpenClipTunable):
    """Both towers see pixels and tokens; whole layers or low-rank updates are trained."""

    def __init__(self, encoder: OpenClipEncoder, tower: PixelTower, *args: Any, **kw: Any) -> None:
        super().__init__(encoder, tower, *args, **kw)
        self._pixels = tower

    def set_anchors(self, photos: Sequence[SnapshotPhoto], texts: Sequence[str]) -> None:
        """Hold the vectors of general photos and sentences near the base model's.

        Args:
            photos: Photos that could be opened; the first 256 are taken.
            texts: Sentences of any kind; the first 256 are taken.
        """
        now = self.state()
        self.blend(now, 0.0)
        pixels = self.image_inputs(photos[:_MOST_ANCHORS])
        tokens = self.text_inputs(texts[:_MOST_ANCHORS]) if texts else (torch.zeros(0),)
        self._pixels.set_anchors(*pixels, *tokens)
        self.load_state(now)


class OpenClipHeads(OpenClipTunable):
    """Locked towers with cached features; the projections behind them are trained."""

    def __init__(
        self,
        encoder: OpenClipEncoder,
        tower: HeadTower,
        *args: Any,
        features: Features,
        **kwargs: Any,
    ) -> None:
        super().__init__(encoder, tower, *args, **kwargs)
        self.seeing = False
        self._heads = tower
        self._features = features

    def warm(
        self, photos: Sequence[SnapshotPhoto], texts: Sequence[str], *, views: int, report: Report
    ) -> list[SnapshotPhoto]:
        """See ``Tunable``."""
        self._features.warm_texts(texts, report=report)
        return self._features.warm_photos(photos, views=views, report=report)

    def image_inputs(self, photos: Sequence[SnapshotPhoto], *, view: int = 0) -> Inputs:
        """Features, float16, shape (photos, width); what is not cached is computed."""
        return (self._features.photos(photos, view=view),)

    def text_inputs(self, texts: Sequence[str]) -> Inputs:
        """Features, float16, shape (texts, width); what is not cached is computed."""
        return (self._features.texts(texts),)

    def set_anchors(self, photos: Sequence[SnapshotPhoto], texts: Sequence[str]) -> None:
        """Hold the vectors of general photos and sentences near the base model's.

        Args:
            photos: Photos that could be opened.
            texts: Sentences of any kind.
        """
        now = self.state()
        self.blend(now, 0.0)
        image, text = (
            to_device(inputs, self.device)[0]
            for inputs in (self.image_inputs(photos), self.text_inputs(texts))
        )
        self._heads.set_anchors(image, text)
        self.load_state(now)


def openclip_tunable(encoder: OpenClipEncoder, config: RunConfig, *, cache: Path) -> Tunable:
    """Make an OpenCLIP model ready for one of the presets.

    Args:
        encoder: Its model is changed in place, and may be replaced by the same one with
            its branches not folded (MobileCLIP).
        config: Preset, rank, blocks and so on; ``[model]`` names the base model's folder.
        cache: Folder of cached features; may be deleted at any time.

    Raises:
        ModelError: The model has not exactly two towers, or is not made for the preset.
        UserError: The preset ``full`` is not unlocked.
    """
    layers.require_dual_encoder(encoder.model)
    table = filled(config.training)
    config = config.model_copy(update={"training": table})
    folder = config.model.models_dir / config.model.key
    model_cfg = copy.deepcopy(read_config(folder)["model_cfg"])
    reader = PhotoReader(encoder.preprocess, seed=table.seed)
    parts: dict[str, Any] = {"folder": folder, "model_cfg": model_cfg, "reader": reader}
    encoder.model.requires_grad_(False)
    if table.preset == "heads":
        return _heads(encoder, config, cache=cache, parts=parts)
    if table.preset == "full" and not table.advanced:
        raise UserError(
            "The preset “full” changes every weight and easily spoils a model; set "
            "“advanced = true” in the table [training] if you want it all the same."
        )
    _unfold(encoder, folder)
    lowrank: LowRank | None = None
    plain = _projections(encoder.model)
    if table.preset == "lora":
        lowrank = _lowrank(encoder.model, config)
    elif table.preset == "last_blocks":
        plain |= _last_blocks(encoder.model, table.blocks)
    elif table.preset == "full":
        plain = _all_parameters(encoder.model)
    else:
        raise ModelError(f"The preset “{table.preset}” is not one of an OpenCLIP model itself.")
    tower = PixelTower(
        encoder.model, encoder.preprocess, lowrank=lowrank, keep_weight=table.keep_weight
    )
    return OpenClipPixels(encoder, tower, TrainedWeights(plain, lowrank), **parts)


def _heads(
    encoder: OpenClipEncoder, config: RunConfig, *, cache: Path, parts: dict[str, Any]
) -> OpenClipHeads:
    model, model_cfg, table = encoder.model, parts["model_cfg"], config.training
    image = layers.image_projection(model) or layers.add_image_projection(
        model, model_cfg["vision_cfg"], encoder.dim
    )
    text = layers.text_projection(model) or layers.add_text_projection(
        model, model_cfg["text_cfg"], encoder.dim
    )
    features = Features(encoder, image, text, reader=parts["reader"], cache=cache)
    weights = TrainedWeights({**image.named_parameters(), **text.named_parameters()})
    tower = HeadTower(
        image,
        text,
        dropout=table.dropout,
        keep_weight=table.keep_weight,
    )
    tower.eval()
    return OpenClipHeads(encoder, tower, weights, features=features, **parts)


def _unfold(encoder: OpenClipEncoder, folder: Path) -> None:
    """Give MobileCLIP its branches back: the folded ones cannot be exported."""
    config = read_config(folder)
    if str(config["model_cfg"]["vision_cfg"].get("timm_model_name", "")).startswith("fastvit"):
        model = create_openclip(folder, config, weights=folder / WEIGHTS_NAME)
        encoder.model = model.eval().requires_grad_(False).to(encoder.device)


def _projections(model: nn.Module) -> dict[str, nn.Parameter]:
    found = (layers.image_projection(model), layers.text_projection(model))
    return {
        name: parameter
        for projection in found
        if projection is not None
        for name, parameter in projection.named_parameters().items()
    }


def _lowrank(model: nn.Module, config: RunConfig) -> LowRank:
    """Updates in both towers, except the projections, which are trained themselves."""
    found = (layers.image_projection(model), layers.text_projection(model))
    ends = {id(p.end) for p in found if p is not None}
    table = config.training
    torch.manual_seed(table.seed)
    return add_lowrank(
        model,
        rank=table.lora_rank,
        dropout=table.dropout,
        skip=lambda name, layer: id(layer) in ends,
    )


def _last_blocks(model: Any, count: int) -> dict[str, nn.Parameter]:
    modules = [
        *layers.last_blocks(model.visual, count),
        *layers.last_blocks(layers.text_tower(model), count),
    ]
    unlocked = {id(parameter) for module in modules for parameter in module.parameters()}
    return {name: p for name, p in model.named_parameters() if id(p) in unlocked}


def _all_parameters(model: nn.Module) -> dict[str, nn.Parameter]:
    """All but temperature and bias, which belong to the loss."""
    return {
        name: parameter
        for name, parameter in model.named_parameters()
        if name not in ("logit_scale", "logit_bias")
    }
