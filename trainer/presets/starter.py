"""The starter model made ready for tuning; see DESIGN on what is locked and what is not."""

from __future__ import annotations

from pathlib import Path

from photoclip.encoders.starter import StarterEncoder
from photoclip.runs import RunConfig
from trainer.tuning.contract import Tunable


def starter_tunable(encoder: StarterEncoder, config: RunConfig, *, cache: Path) -> Tunable:
    """A starter, the shipped one or a tuned one, for every preset but ``adapter``.

    What this returns has two methods beyond the protocol, both optional and both for
    before the training: ``set_captions(texts)`` tells the training captions, without
    which heads have no say about words that the starter's own captions never used; and
    ``set_anchors(photos, texts)`` chooses what should stay where it is.

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
