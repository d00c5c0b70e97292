"""Which processor a model runs on."""

from __future__ import annotations

from typing import Final

from photoclip.encoders.base import DeviceName
from photoclip.errors import ModelError

_NAMES: Final[dict[str, str]] = {
    "cuda": "No NVIDIA GPU that PyTorch can use was found",
    "mps": "No Apple GPU that PyTorch can use was found",
}
_BATCH: Final[dict[str, int]] = {"cuda": 64, "mps": 32, "cpu": 8}


def resolve_device(name: DeviceName | str = "auto") -> str:
    """Turn a wish into the device that is really there.

    Args:
        name: ``"auto"`` takes CUDA, then MPS, then the CPU; any other name is a
            demand that fails where it cannot be met, rather than being slow in silence.

    Returns:
        ``"cuda"``, ``"mps"`` or ``"cpu"``.

    Raises:
        ModelError: The name is unknown, or that device is not there.
    """
    if name == "cpu":
        return "cpu"
    found = {"cuda": _has_cuda, "mps": _has_mps}
    if name == "auto":
        return next((device for device, there in found.items() if there()), "cpu")
    if name not in found:
        raise ModelError(f"“{name}” is not a device; use auto, cuda, mps or cpu.")
    if not found[name]():
        raise ModelError(f"{_NAMES[name]}; use --device cpu, or auto to let PhotoClip choose.")
    return name


def batch_size(device: str) -> int:
    """How many pictures are encoded at once.

    On a CPU more than eight gain nothing (reference/speed.md: at most 1.5 times
    from 1 to 8) and only delay the first result.
    """
    return _BATCH[device]


def _has_cuda() -> bool:
    import torch

    return torch.cuda.is_available()


def _has_mps() -> bool:
    import torch

    return torch.backends.mps.is_available()
