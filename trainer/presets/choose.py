"""Which code tunes which model with which preset."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from photoclip.encoders.base import Encoder
from photoclip.errors import UserError
from photoclip.runs import RunConfig
from trainer.tuning.contract import Tunable


def make_tunable(
    encoder: Encoder,
    config: RunConfig,
    *,
    cache: Path,
    stored: Mapping[str, NDArray[np.float16]],
) -> Tunable:
    """A base model made ready by the preset of a run.

    Args:
        encoder: The base model.
        config: The run.
        cache: Folder for features.
        stored: The base model's vectors by pixel hash, as far as the library has them.

    Raises:
        UserError: The preset does not fit the model.
    """
    from photoclip.encoders.openclip import OpenClipEncoder
    from photoclip.encoders.starter import StarterEncoder

    if config.training.preset == "full" and not config.training.advanced:
        raise UserError(
            "Training all of a model often makes it forget what it knew; say advanced = true "
            "(on the command line --advanced) if that is meant, or choose another preset."
        )
    if config.training.preset == "adapter":
        from trainer.presets.adapter import adapter_tunable

        return adapter_tunable(encoder, config, cache=cache, stored=stored)
    if isinstance(encoder, StarterEncoder):
        from trainer.presets.starter import starter_tunable

        return starter_tunable(encoder, config, cache=cache)
    if isinstance(encoder, OpenClipEncoder):
        from trainer.presets.openclip import openclip_tunable

        return openclip_tunable(encoder, config, cache=cache)
    raise UserError(
        f"The model “{config.model.key}” is an adapter; the preset {config.training.preset} tunes "
        "whole models. Activate the model it was made from first, or choose the preset adapter."
    )
