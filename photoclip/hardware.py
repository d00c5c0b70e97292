"""What this machine has for a model, found out without torch, and which model suits it."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from photoclip.encoders.models_file import STARTER, ModelSpec, lineup
from photoclip.views import Hardware

_ASK_TIMEOUT_S: Final = 3.0
_GPU_TIMES: Final = 3.0
"""A card needs so many times a model's size: weights, and a batch of pictures on their way."""
_SHARED_PART: Final = 0.5
"""Of memory that the processor uses too, a model may take so much."""
_CPU_SIZE_MB: Final = 700
"""Without a graphics card a larger model takes too long for each photo."""
_CPU_CORES: Final = 4
_CPU_MEMORY: Final = 6 << 30


def hardware(models: Sequence[ModelSpec] | None = None) -> Hardware:
    """Look at this machine; takes up to a few seconds where a driver is slow.

    Args:
        models: Models to choose from; those on offer if None.
    """
    device, name, memory = _graphics() or ("cpu", _processor(), _main_memory())
    cores = os.cpu_count() or 1
    offered = lineup() if models is None else models
    key = recommended(offered, device=device, memory=memory, cores=cores)
    return Hardware(device=device, name=name, memory=memory, cores=cores, recommended=key)


def recommended(models: Sequence[ModelSpec], *, device: str, memory: int, cores: int) -> str:
    """Key of the most accurate model that this machine runs well, by published figures.

    Models whose licence allows research only are never recommended.

    Args:
        models: Models to choose from.
        device: ``"cuda"``, ``"mps"`` or ``"cpu"``.
        memory: Bytes of the device's memory.
        cores: Processor cores.
    """
    fitting = [
        spec
        for spec in models
        if not spec.builtin
        and "research" not in spec.licence.lower()
        and _fits(spec.size_mb * 1_000_000, device=device, memory=memory, cores=cores)
    ]
    best = max(fitting, key=lambda spec: spec.figures.get("imagenet", 0.0), default=None)
    return best.key if best is not None else STARTER


def _fits(size: int, *, device: str, memory: int, cores: int) -> bool:
    if device == "cpu":
        return size <= _CPU_SIZE_MB * 1_000_000 and cores >= _CPU_CORES and memory >= _CPU_MEMORY
    room = memory * (_SHARED_PART if device == "mps" else 1.0)
    return size * _GPU_TIMES <= room


def _graphics() -> tuple[str, str, int] | None:
    """Device, name and memory of a graphics card that the installed torch can use."""
    if sys.platform == "darwin" and platform.machine() == "arm64":
        return "mps", _processor(), _main_memory()
    if not _torch_has_cuda():
        return None
    query = ["nvidia-smi", "--query-gpu=name,memory.total", "--format=csv,noheader,nounits"]
    cards = []
    for line in _ask(query).splitlines():
        name, _, megabytes = line.rpartition(",")
        with contextlib.suppress(ValueError):
            cards.append((int(megabytes) << 20, name.strip()))
    if not cards:
        return None
    memory, name = cards[0]
    return "cuda", name, memory


def _torch_has_cuda() -> bool:
    """Whether the installed torch was built for NVIDIA cards; torch is not imported for it."""
    spec = importlib.util.find_spec("torch")
    if spec is None or spec.origin is None:
        return False
    libraries = Path(spec.origin).parent / "lib"
    return any((libraries / name).is_file() for name in ("libtorch_cuda.so", "torch_cuda.dll"))


def _main_memory() -> int:
    # Not at the top: whoever only asks for the type need not load it.
    import psutil

    return int(psutil.virtual_memory().total)


def _processor() -> str:
    """Name of the processor, for people."""
    if sys.platform == "darwin":
        return _ask(["sysctl", "-n", "machdep.cpu.brand_string"]) or platform.machine()
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text("utf-8", "replace").splitlines():
            key, _, value = line.partition(":")
            if key.strip() in {"model name", "Hardware"} and value.strip():
                return " ".join(value.split())
    return platform.processor() or platform.machine()


def _ask(command: Sequence[str]) -> str:
    """What a program prints; empty where there is none, or it fails or takes too long."""
    # A window of its own must not flash up.
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    try:
        answer = subprocess.run(
            list(command),
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_ASK_TIMEOUT_S,
            check=False,
            stdin=subprocess.DEVNULL,
            creationflags=flags,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return answer.stdout.strip() if answer.returncode == 0 else ""
