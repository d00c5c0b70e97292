"""An OpenCLIP model that sees pixels while it is trained."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import torch
from torch import Tensor, nn

from photoclip.encoders.base import Preprocess
from trainer.presets.lowrank import LowRank
from trainer.tuning.contract import DualTower, Inputs

# Photos and sentences that a step compares with the base model.
_KEPT_AT_ONCE: Final = 16


class PixelTower(DualTower):
    """Both towers of an OpenCLIP model, from uint8 pixels and token ids to unit vectors.

    The model stays in evaluation mode throughout: batch normalisation keeps the base
    model's statistics in every preset (a small set's would break the model, as for LiT,
    Zhai et al. 2022, arXiv 2111.07991), and dropout works in low-rank updates only.

    Attributes:
        model: OpenCLIP's model.
    """

    def __init__(
        self,
        model: Any,
        preprocess: Preprocess,
        *,
        lowrank: LowRank | None = None,
        keep_weight: float = 0.0,
    ) -> None:
        super().__init__()
        self.model = model
        device = next(model.parameters()).device
        self.keep_weight = keep_weight
        self._channels_last = device.type == "cuda"
        if self._channels_last:
            self.model.to(memory_format=torch.channels_last)
        self._anchors: list[tuple[Callable[[Inputs], Tensor], Tensor, Tensor]] = []
        self._lowrank = lowrank
        for name, value in (("mean", preprocess.mean), ("std", preprocess.std)):
            constant = torch.tensor(value, device=device).view(1, 3, 1, 1)
            self.register_buffer(name, constant, persistent=False)
        self.mean: Tensor
        self.std: Tensor
        self.train(False)

    def image(self, inputs: Inputs) -> Tensor:
        """uint8 pixels (n, size, size, 3) to unit vectors (n, dim)."""
        pixels = inputs[0].permute(0, 3, 1, 2).float().div_(255)
        # On a CPU (torch 2.13) the backward pass of a 1 x 1 convolution with stride writes
        # past its memory if its input has three channels in channels-last order, as the
        # permuted view has; MobileCLIP begins with such a one.
        order = torch.channels_last if self._channels_last else torch.contiguous_format
        pixels = ((pixels - self.mean) / self.std).contiguous(memory_format=order)
        return self._unit(self.model.encode_image(pixels))

    def text(self, inputs: Inputs) -> Tensor:
        """Token ids (m, context length) to unit vectors (m, dim)."""
        return self._unit(self.model.encode_text(inputs[0]))

    def set_anchors(self, pixels: Tensor, tokens: Tensor) -> None:
        """Take the present vectors of inputs as those to stay near.

        Args:
            pixels: uint8, shape (n, size, size, 3), on the CPU.
            tokens: int64, shape (m, context length), on the CPU.
        """
        self.eval()
        self._anchors = [
            (tower, inputs, self._vectors(tower, inputs))
            for tower, inputs in ((self.image, pixels), (self.text, tokens))
            if len(inputs)
        ]

    def keep(self) -> Tensor | None:
        """Mean squared distance of some anchors' vectors from the base model's, weighted.

        Which ones is drawn anew every time with torch's default generator.
        """
        if not self._anchors or self.keep_weight <= 0:
            return None
        losses = []
        for tower, inputs, vectors in self._anchors:
            some = torch.randperm(len(inputs))[:_KEPT_AT_ONCE]
            base = vectors[some.to(vectors.device)]
            now = tower((inputs[some].to(vectors.device),))
            losses.append((now - base).square().sum(1).mean())
        return self.keep_weight * torch.stack(losses).mean()

    @torch.no_grad()
    def _vectors(self, tower: Callable[[Inputs], Tensor], inputs: Tensor) -> Tensor:
        parts = [inputs[i : i + _KEPT_AT_ONCE] for i in range(0, len(inputs), _KEPT_AT_ONCE)]
        return torch.cat([tower((part.to(self.mean.device),)) for part in parts])

    def train(self, mode: bool = True) -> PixelTower:
        """Switch the dropout of low-rank updates; all else stays in evaluation mode."""
        self.training = mode
        self.model.eval()
        if self._lowrank is not None:
            self._lowrank.train(mode)
        return self

    @staticmethod
    def _unit(features: Tensor) -> Tensor:
        return nn.functional.normalize(features.float(), dim=-1)
