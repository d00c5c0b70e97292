"""The same numbers every time on one machine."""

from __future__ import annotations


def seed_everything(seed: int) -> None:
    """Seed what is drawn, and have a CPU round the same way each time; a GPU only as it can."""
    import torch

    torch.manual_seed(seed)
    torch.use_deterministic_algorithms(True, warn_only=torch.cuda.is_available())
