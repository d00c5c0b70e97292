"""What can go wrong in a run, as sentences for people."""

from __future__ import annotations

import math

from photoclip.errors import ModelError, PhotoClipError, UserError


class StopRequested(PhotoClipError):  # noqa: N818 -- nothing is wrong: it was asked for
    """The run ended early and can go on with ``--resume``; a checkpoint is written.

    Attributes:
        step: Steps taken so far.
    """

    def __init__(self, message: str, step: int) -> None:
        super().__init__(message)
        self.step = step


class DivergedError(UserError):
    """The loss or its gradient is no longer a number; the step was not applied."""


def stopped(step: int) -> StopRequested:
    """For a run that found the stop file."""
    return StopRequested(
        f"Training was stopped after step {step:,}; resume it to go on from there.", step
    )


def paused(reason: str, step: int) -> StopRequested:
    """For a run that lost sight of a photo."""
    return StopRequested(
        f"Training was paused after step {step:,}, because a photo cannot be read any more"
        f" ({reason.rstrip('.')}); plug in its drive or put the file back, then resume the run.",
        step,
    )


def out_of_memory() -> ModelError:
    """For memory that ran out where smaller chunks do not help."""
    return ModelError(
        "Memory ran out while training; close other programs, choose a preset that changes less,"
        " or use --device cpu, then resume the run from its last checkpoint."
    )


def check_finite(loss: float, norm: float, *, step: int, rate: float) -> None:
    """Refuse a step that would ruin the weights.

    Raises:
        DivergedError: Loss or gradient is infinite or not a number.
    """
    if math.isfinite(loss) and math.isfinite(norm):
        return
    what = "gradient" if math.isfinite(loss) else "loss"
    raise DivergedError(
        f"Training went astray at step {step:,}: its {what} is not a number any more. That step"
        f" was not applied; lower learning_rate (it was {rate:g}, try a tenth) and resume the"
        " run from its last checkpoint, or start it again."
    )
