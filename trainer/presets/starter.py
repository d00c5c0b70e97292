"""The starter model made ready for tuning; see DESIGN on what is locked and what is not."""

from __future__ import annotations

from pathlib import Path

from photoclip.encoders.starter import StarterEncoder
from photoclip.runs import RunConfig
from trainer.tuning.contract import Tunable


def starter_tunable(encoder: StarterEncoder, config: RunConfig, *, cache: Path) -> Tunable:
    """A starter, the shipped one or a tuned one, for every preset but ``adapter``.

    Without ``set_captions`` its heads have no say about words that the captions they were
    first trained with never used.

    Args:
        encoder: The base model; it stays as it is.
        config: The run.
        cache: Folder for features, may be deleted at any time.
    """
    if config.training.preset == "heads":
        from trainer.presets.starter_heads import HeadsTunable

        return HeadsTunable(encoder, config, cache=cache)
    from trainer.presets.starter_seeing import SeeingTunable

    return SeeingTunable(encoder, config, cache=cache)
