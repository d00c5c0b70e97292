"""How far a run is: what a checkpoint holds, and what comes out at the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final

from torch import Tensor

from photoclip.errors import UserError
from photoclip.runs import TrainingTable

# A resumed run may be told to be more careful, but not to be another run.
_SAME: Final = ("preset", "loss", "epochs", "batch_size", "lora_rank", "blocks", "views", "seed")


@dataclass(frozen=True, slots=True)
class Trained:
    """What a run came to.

    Attributes:
        state: The trained tensors of the best epoch, or of the last without validation.
        epochs: Epochs taken.
        steps: Steps taken.
        best_epoch: The epoch of ``state``, from 1; 0 if no epoch was finished.
        losses: Loss of each step.
        recall: What validation said after each epoch, the base model (epoch 0) first.
        seconds: Time spent training, over all parts of a resumed run.
        log_scale: Logarithm of the inverse temperature learnt with ``state``.
        bias: SigLIP's bias learnt with it, or None for a softmax loss.
    """

    state: Mapping[str, Tensor]
    epochs: int
    steps: int
    best_epoch: int
    losses: tuple[float, ...]
    recall: tuple[Mapping[str, Any], ...]
    seconds: float
    log_scale: float | None = None
    bias: float | None = None


@dataclass(slots=True)
class Progress:
    """How far it is.

    Attributes:
        epoch: Epochs finished.
        position: Batches taken of the next one.
        step: Steps taken.
        best: Trained tensors of the best epoch, or None before the first.
        best_objective: The loss's own numbers that belong to it.
        best_epoch: That epoch, from 1; 0 before the first.
        best_score: Its score.
        losses: Loss of each step.
        recall: See :class:`Trained`.
        seconds: Time spent before the last start.
    """

    epoch: int = 0
    position: int = 0
    step: int = 0
    best: dict[str, Tensor] | None = None
    best_objective: dict[str, float] = field(default_factory=dict)
    best_epoch: int = 0
    best_score: float = 0.0
    losses: list[float] = field(default_factory=list)
    recall: list[dict[str, Any]] = field(default_factory=list)
    seconds: float = 0.0

    def out_of_patience(self, patience: int) -> bool:
        """Whether so many epochs went by without a better one; never for 0."""
        return 0 < patience <= self.epoch - self.best_epoch

    def state(self) -> dict[str, Any]:
        """As plain values and tensors."""
        return {f.name: getattr(self, f.name) for f in fields(self)}


def check_same_run(stored: Mapping[str, Any], table: TrainingTable, digest: str) -> None:
    """Refuse a checkpoint of another run.

    Learning rate, decay, chunk, precision and device may differ.

    Raises:
        UserError: It names what differs.
    """
    if stored.get("digest") != digest:
        raise UserError(
            "The photos or captions of this run changed after its checkpoint was written; start it"
            " again without --resume."
        )
    then, now = stored["table"], table.model_dump(mode="json")
    for name in _SAME:
        if then.get(name) != now[name]:
            raise UserError(
                f"The checkpoint was written with another {name} ({then.get(name)}, now"
                f" {now[name]}); set it back to resume, or start the run again without --resume."
            )
