"""The trained weights of an OpenCLIP model: their state, their mixing, and their export."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import torch
from torch import Tensor, nn

from photoclip.encoders.manifest import CONFIG_NAME, WEIGHTS_NAME
from photoclip.encoders.openclip import create_openclip, read_config
from photoclip.encoders.tokenizer import FILES as TOKENIZER_FILES
from photoclip.errors import ModelError
from trainer.presets.lowrank import LowRank

_TEXT_CONFIG: Final = "config.json"


class TrainedWeights:
    """Parameters that are trained themselves, and low-rank updates of others.

    Attributes:
        plain: Parameters by their names in the model.
        lowrank: Updates of further weights, or None.
    """

    def __init__(self, plain: Mapping[str, nn.Parameter], lowrank: LowRank | None = None) -> None:
        self.plain = dict(plain)
        self.lowrank = lowrank
        self._base = {name: _copy(value) for name, value in self.plain.items()}
        for parameter in self.plain.values():
            parameter.requires_grad_(True)

    def state(self) -> dict[str, Tensor]:
        """Copies on the CPU."""
        state = {name: _copy(value) for name, value in self.plain.items()}
        return state if self.lowrank is None else {**state, **self.lowrank.state()}

    def load_state(self, state: Mapping[str, Tensor]) -> None:
        """Put back what :meth:`state` gave.

        Raises:
            ModelError: It is of another model.
        """
        self.blend(state, 1.0)

    @torch.no_grad()
    def blend(self, tuned: Mapping[str, Tensor], alpha: float) -> None:
        """Set weights between those at the start (0) and a state (1), both exactly."""
        for name, parameter in self.plain.items():
            base, new = self._base[name], tuned.get(name)
            if new is None or new.shape != base.shape:
                raise ModelError(
                    "The stored training state is of another model; start the training anew."
                )
            if alpha not in (0.0, 1.0):
                new = base + alpha * (new.to(base) - base)
            parameter.copy_(base if alpha == 0.0 else new)
        if self.lowrank is not None:
            self.lowrank.load_state(tuned)
            self.lowrank.scale(alpha)

    def merged(self) -> dict[str, Tensor]:
        """All weights that differ from the base model's, as they are now, by original names."""
        tensors = {name: _copy(value) for name, value in self.plain.items()}
        if self.lowrank is not None:
            merged = self.lowrank.merged_state()
            tensors |= {name: _copy(merged[name]) for name in self.lowrank.layers}
        return tensors


def export_openclip(
    base: Path, folder: Path, *, tensors: Mapping[str, Tensor], model_cfg: Mapping[str, Any]
) -> None:
    """Write a model like another with some other weights, for OpenCLIP and for the app.

    All other weights are read from the base model's file again, so that they are its own
    to the bit, and not folded as the app runs some of them.

    Args:
        base: Folder of the base model.
        folder: Where to write ``open_clip_config.json``, ``open_clip_model.safetensors``
            (float32) and what the tokenizer needs.
        tensors: Other weights by name.
        model_cfg: Configuration of the towers, that of the base or with a projection more.

    Raises:
        CorruptWeightsError: The base model's files cannot be read any more.
        OSError: The folder cannot be written.
    """
    from safetensors.torch import save_file

    config = read_config(base)
    model = create_openclip(base, config, weights=base / WEIGHTS_NAME)
    state: dict[str, Tensor] = {**model.state_dict()}
    for name, value in tensors.items():
        state[name] = value.reshape(state[name].shape) if name in state else value
    whole = {name: value.detach().clone().contiguous() for name, value in state.items()}
    folder.mkdir(parents=True, exist_ok=True)
    save_file(whole, folder / WEIGHTS_NAME)
    written = json.dumps({**config, "model_cfg": dict(model_cfg)}, indent=1)
    (folder / CONFIG_NAME).write_text(written, "utf-8")
    for name in (*TOKENIZER_FILES, _TEXT_CONFIG):
        if (base / name).is_file():
            shutil.copyfile(base / name, folder / name)


def _copy(tensor: Tensor) -> Tensor:
    return tensor.detach().cpu().clone()
