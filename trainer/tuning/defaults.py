"""What a preset takes where the configuration leaves a value open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from photoclip.encoders.device import resolve_device
from photoclip.runs import Preset, TrainingTable


@dataclass(frozen=True, slots=True)
class Defaults:
    """A preset's own values; see ``photoclip.runs.TrainingTable`` for what they mean.

    Attributes:
        learning_rate: Peak.
        epochs: Passes over the photos.
        weight_decay: Of matrices.
        dropout: Of what is trained.
        keep_weight: Of staying near the base model.
        views: Crops a photo, the plain one included.
        batch_size: Pairs a step. What is cached takes all there are; where every step looks
            at the photos, more steps teach more than larger ones.
        chunk: Pairs embedded at once on a CPU.
        gpu_chunk: Pairs embedded at once on a GPU.
    """

    learning_rate: float
    epochs: int
    weight_decay: float
    dropout: float
    keep_weight: float
    views: int
    batch_size: int
    chunk: int
    gpu_chunk: int


DEFAULTS: Final[Mapping[Preset, Defaults]] = MappingProxyType(
    {
        # Dropout of heads is what the shipped ones were trained with. From a keep_weight of 10
        # on, what is general stays, and what is learnt does not suffer.
        "adapter": Defaults(3e-4, 60, 0.1, 0.0, 30.0, 1, 32768, 8192, 32768),
        "heads": Defaults(2e-4, 40, 0.1, 0.5, 30.0, 4, 32768, 4096, 16384),
        "lora": Defaults(2e-4, 5, 0.05, 0.05, 5.0, 2, 512, 16, 256),
        "last_blocks": Defaults(2e-5, 5, 0.1, 0.0, 5.0, 2, 512, 16, 256),
        "full": Defaults(1e-5, 3, 0.1, 0.0, 5.0, 2, 512, 8, 128),
    }
)

_FEWEST_STEPS: Final = 20
# A few dozen photos make one batch an epoch: a handful of steps teaches nothing.
_MOST_EPOCHS: Final = 60


def resolve(table: TrainingTable, photos: int, *, device: str | None = None) -> TrainingTable:
    """The table with nothing left open, except what the base model decides (``loss``).

    ``patience`` stays as it is: 0 means never, there too. The fewer steps an epoch has, the
    more epochs a preset takes by itself, up to 60.

    Args:
        table: As configured.
        photos: Captioned photos to train on.
        device: ``"cpu"``, ``"cuda"`` or ``"mps"``; decides the size of chunks and, for
            precision ``"auto"``, the number format. None takes the table's.

    Raises:
        ModelError: The table's device is not there.
    """
    there = resolve_device(table.device) if device is None else device
    own, table = DEFAULTS[table.preset], filled(table)
    steps = -(-photos // min(table.batch_size, max(1, photos))) if photos else 1
    epochs = max(own.epochs, min(_MOST_EPOCHS, -(-_FEWEST_STEPS // steps)))
    chosen: dict[str, Any] = {
        "epochs": table.epochs or epochs,
        "chunk_size": table.chunk_size or (own.chunk if there == "cpu" else own.gpu_chunk),
        "precision": _precision(table, there),
    }
    return table.model_copy(update=chosen)


def filled(table: TrainingTable) -> TrainingTable:
    """The table with the preset's own values, except what photos or device decide."""
    own = DEFAULTS[table.preset]
    chosen: dict[str, Any] = {
        name: getattr(own, name)
        for name in ("weight_decay", "dropout", "keep_weight")
        if getattr(table, name) < 0
    }
    chosen["learning_rate"] = table.learning_rate or own.learning_rate
    chosen["batch_size"] = table.batch_size or own.batch_size
    chosen["views"] = table.views or own.views
    return table.model_copy(update=chosen)


def _precision(table: TrainingTable, device: str) -> str:
    if table.precision != "auto":
        return table.precision
    if device != "cuda":
        return "float32"
    import torch

    return "bfloat16" if torch.cuda.is_bf16_supported(including_emulation=False) else "float16"
