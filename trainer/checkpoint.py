"""Checkpoints that are either whole or not there."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from photoclip.errors import UserError
from photoclip.paths import display_path


def save(state: dict[str, Any], path: Path) -> None:
    """Write a checkpoint beside its place, then move it there in one step."""
    import torch

    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + ".part")
    with temporary.open("wb") as stream:
        torch.save(state, stream)
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(path)


def load(path: Path) -> dict[str, Any]:
    """Read a checkpoint.

    Raises:
        UserError: It is missing or damaged.
    """
    import torch

    try:
        state: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    except FileNotFoundError:
        raise UserError(
            f"There is no run to resume: {display_path(path)} does not exist; start it without"
            " --resume."
        ) from None
    except Exception as error:  # torch raises many types for damaged files
        raise UserError(
            f"The checkpoint {display_path(path)} is damaged; delete it and start without --resume."
        ) from error
    return state
