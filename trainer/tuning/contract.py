"""What the loop and the proof ask of a preset; they know neither models nor files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from torch import Tensor, nn

from photoclip.runs import SnapshotPhoto
from trainer.events import Report as Report

FloatArray = NDArray[np.float32]
Inputs = tuple[Tensor, ...]
"""Tensors whose first axis is rows; what they mean is the preset's business."""


class DualTower(nn.Module):
    """Two towers into one space; only what is trained has ``requires_grad``.

    Subclasses implement :meth:`image` and :meth:`text`. Parameters that the loss owns
    (temperature, bias) are not in here.
    """

    def image(self, inputs: Inputs) -> Tensor:
        """Map image inputs of n rows to unit vectors (n, d)."""
        raise NotImplementedError

    def text(self, inputs: Inputs) -> Tensor:
        """Map text inputs of m rows to unit vectors (m, d)."""
        raise NotImplementedError

    def keep(self) -> Tensor | None:
        """A further loss that holds the model near its base, a scalar; None for none.

        It is called once a step, with gradient, and weighted by the preset itself.
        """
        return None

    def forward(self, image_inputs: Inputs, text_inputs: Inputs) -> tuple[Tensor, Tensor]:
        """Both at once, which is what DistributedDataParallel can wrap."""
        return self.image(image_inputs), self.text(text_inputs)


class Tunable(Protocol):
    """A base model, made ready by a preset.

    Attributes:
        tower: What is trained. In its first state it is the base model exactly.
        dim: Length of a vector.
        log_scale: Logarithm of the base model's inverse temperature.
        bias: SigLIP's logit bias of the base model, or None for a softmax model.
        device: ``"cpu"``, ``"cuda"`` or ``"mps"``; ``tower`` is there.
        seeing: Whether image inputs are pixels (decoded anew every time) rather than
            cached features.
    """

    tower: DualTower
    dim: int
    log_scale: float
    bias: float | None
    device: str
    seeing: bool

    def warm(
        self, photos: Sequence[SnapshotPhoto], texts: Sequence[str], *, views: int, report: Report
    ) -> list[SnapshotPhoto]:
        """Compute and cache what the locked part says of photos and texts.

        Args:
            photos: Photos to come.
            texts: Sentences to come.
            views: Crops of a photo that training will ask for, the plain one included.
            report: Told how far it is.

        Returns:
            Photos whose file cannot be opened; they must not be asked for.
        """
        ...

    def set_captions(self, texts: Sequence[str]) -> None:
        """Tell the sentences that will be trained on, before the first step.

        Some models weigh parts of themselves by what sentences they know; most do nothing.
        """
        ...

    def set_anchors(self, photos: Sequence[SnapshotPhoto], texts: Sequence[str]) -> None:
        """Choose what should stay where the base model has it, see :meth:`DualTower.keep`.

        Args:
            photos: General photos that could be opened; may be none.
            texts: General sentences; may be none.
        """
        ...

    def image_inputs(self, photos: Sequence[SnapshotPhoto], *, view: int = 0) -> Inputs:
        """Inputs of photos, on the CPU.

        Args:
            photos: Photos that could be opened.
            view: 0 is the photo as search sees it; others are seeded crops (see
                ``trainer.data.view_of``). Cached presets know ``view < views`` only.

        Raises:
            UnreadablePhotoError: A file cannot be decoded; the text names it.
        """
        ...

    def text_inputs(self, texts: Sequence[str]) -> Inputs:
        """Inputs of sentences, on the CPU; rows of different calls may be padded differently."""
        ...

    def state(self) -> dict[str, Tensor]:
        """Copies of all trained tensors, on the CPU."""
        ...

    def load_state(self, state: Mapping[str, Tensor]) -> None:
        """Put back what :meth:`state` gave."""
        ...

    def blend(self, tuned: Mapping[str, Tensor], alpha: float) -> None:
        """Set the weights between the base model (0) and ``tuned`` (1): WiSE-FT.

        Wortsman et al. 2022 (arXiv 2109.01903). ``blend(tuned, 0)`` gives the base
        model's vectors exactly.
        """
        ...

    def export(self, folder: Path) -> None:
        """Write the model as it is now as staged files, as ``encoders.prepare.finish`` takes them.

        Args:
            folder: An empty folder. Written are weights, configuration and what the
                tokenizer needs; ``finish`` adds fingerprint and manifest.
        """
        ...

    @property
    def backend(self) -> str:
        """Which code of the app loads the export: ``"adapter"``, ``"starter"``, ``"open_clip"``."""
        ...

    @property
    def arch(self) -> str:
        """Architecture as it stands in the manifest."""
        ...


def image_vectors(
    model: Tunable, photos: Sequence[SnapshotPhoto], *, chunk: int = 64
) -> FloatArray:
    """Vectors of photos with the weights as they are now, shape (photos, dim)."""
    import torch

    out = np.empty((len(photos), model.dim), np.float32)
    model.tower.eval()
    with torch.inference_mode():
        for start in range(0, len(photos), chunk):
            inputs = to_device(model.image_inputs(photos[start : start + chunk]), model.device)
            out[start : start + chunk] = model.tower.image(inputs).float().cpu().numpy()
    return out


def text_vectors(model: Tunable, texts: Sequence[str], *, chunk: int = 64) -> FloatArray:
    """Vectors of sentences with the weights as they are now, shape (texts, dim)."""
    import torch

    out = np.empty((len(texts), model.dim), np.float32)
    model.tower.eval()
    with torch.inference_mode():
        for start in range(0, len(texts), chunk):
            inputs = to_device(model.text_inputs(texts[start : start + chunk]), model.device)
            out[start : start + chunk] = model.tower.text(inputs).float().cpu().numpy()
    return out


def to_device(inputs: Inputs, device: str) -> Inputs:
    """Inputs on a device."""
    return tuple(tensor.to(device, non_blocking=True) for tensor in inputs)
