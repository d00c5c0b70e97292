"""A model with random weights and pairs of random numbers: what costs time is the same."""

from __future__ import annotations

import copy
import logging
from collections.abc import Iterator, Sequence
from typing import Any, Final

import torch
from torch import Tensor

from photoclip.encoders.base import Preprocess
from photoclip.encoders.torch_compat import ensure_torchvision_operators
from trainer.presets.openclip_pixels import PixelTower
from trainer.tuning.inputs import ChunkInputs
from trainer.tuning.objectives import Positives

TINY: Final = "tiny"
"""Name of a model of 32 px, for seeing that a bench runs."""

_TINY: Final[dict[str, Any]] = {
    "embed_dim": 32,
    "vision_cfg": {
        "image_size": 32,
        "layers": 1,
        "width": 32,
        "head_width": 16,
        "patch_size": 16,
    },
    "text_cfg": {"context_length": 8, "vocab_size": 512, "width": 32, "heads": 2, "layers": 1},
}
_MEAN: Final = (0.48145466, 0.4578275, 0.40821073)
_STD: Final = (0.26862954, 0.26130258, 0.27577711)


class PixelPairs:
    """A batch of random pictures and sentences that uses a small pool again and again.

    Attributes:
        pixels: The pool's pictures, uint8, shape (pool, size, size, 3).
        tokens: The pool's sentences, shape (pool, context length).
    """

    def __init__(self, model: Any, *, rows: int, pool: int, seed: int = 0) -> None:
        draw = torch.Generator().manual_seed(seed)
        size, length, words = side_of(model), model.context_length, model.vocab_size
        count = min(rows, pool)
        self.pixels = torch.randint(0, 256, (count, size, size, 3), generator=draw).to(torch.uint8)
        self.tokens = torch.randint(1, words - 1, (count, length), generator=draw)
        # The largest number marks the end, where OpenAI's text towers take their vector.
        self.tokens[:, -1] = words - 1
        self._rows = rows

    def __len__(self) -> int:
        return self._rows

    def chunks(self, rows: Sequence[slice]) -> Iterator[ChunkInputs]:
        """See ``trainer.tuning.gradient_cache.Rows``."""
        for some in rows:
            index = torch.arange(some.start, some.stop) % len(self.pixels)
            yield (self.pixels[index],), (self.tokens[index],)

    def normalised(self) -> Tensor:
        """All of the pool as float pictures (pool, 3, size, size), as open_clip's loader gives."""
        mean, std = (torch.tensor(value).view(1, 3, 1, 1) for value in (_MEAN, _STD))
        return ((self.pixels.permute(0, 3, 1, 2).float() / 255 - mean) / std).contiguous()


def make_model(name: str, *, device: str) -> Any:
    """An OpenCLIP model with random weights, all of which are trained.

    Args:
        name: open_clip's name of an architecture, or :data:`TINY`.
        device: Where it shall be.
    """
    ensure_torchvision_operators()
    import open_clip

    # It warns that there are no pretrained weights, which is what is wanted.
    logging.getLogger().setLevel(logging.ERROR)
    torch.manual_seed(0)
    if name == TINY:
        return open_clip.CLIP(**copy.deepcopy(_TINY), output_dict=True).to(device)
    return open_clip.create_model(name, output_dict=True, device=device)


def make_tower(model: Any) -> PixelTower:
    """The tower of the presets that see pixels, around a model."""
    tower = PixelTower(model, Preprocess(size=side_of(model), mean=_MEAN, std=_STD))
    # The loss owns the temperature.
    model.logit_scale.requires_grad_(False)
    return tower


def side_of(model: Any) -> int:
    """Side of the pictures that a model takes."""
    size = model.visual.image_size
    return int(size if isinstance(size, int) else size[0])


def all_different(rows: int, device: str) -> Positives:
    """Positives of a batch without repeats."""
    numbers = torch.arange(rows, device=device)
    return Positives(numbers, numbers)
