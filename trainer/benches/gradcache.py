"""``python -m trainer bench gradcache``: a step with 32,768 pairs on one device.

On a GPU this is ViT-B/32 with random weights; the pictures are random, too, for neither
changes what a step costs. On a CPU a tiny model shows that it runs.
"""

from __future__ import annotations

import argparse
import platform
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from trainer.benches.random_pairs import PixelPairs

_POOL: Final = 2048
_PEAKS: Final[Mapping[str, float]] = MappingProxyType(
    {
        # Dense bf16 TFLOP/s with float32 sums, from the makers' data sheets.
        "B200": 2250.0,
        "H200": 989.0,
        "H100 PCIE": 756.0,
        "H100": 989.0,
        "A100": 312.0,
        "L40S": 362.0,
        "L4": 121.0,
        "RTX 4090": 165.0,
        "A10": 125.0,
    }
)


@dataclass(frozen=True, slots=True)
class _Setting:
    """What is measured, and where; see ``--help``."""

    model: str
    batch: int
    chunk: int
    steps: int
    device: str
    precision: str
    peak: float


@dataclass(frozen=True, slots=True)
class _Measured:
    """What came out.

    Attributes:
        seconds: Of a step, the median.
        loss: Of the last step.
        memory: Most memory that was in use, in bytes.
        forward: Floating point operations of both towers' forward pass, for one pair.
        chunk: Pairs embedded at once, in the end.
    """

    seconds: float
    loss: float
    memory: int
    forward: float
    chunk: int


def main(arguments: Sequence[str]) -> int:
    """Run the bench and print its figures."""
    setting = _setting(_parser().parse_args(arguments))
    _say(_where(setting))
    _say(_result(setting, _measure(setting)))
    return 0


def _measure(setting: _Setting) -> _Measured:
    import torch

    from trainer.benches.random_pairs import PixelPairs, all_different, make_model, make_tower
    from trainer.tuning.gradient_cache import GradientCache
    from trainer.tuning.objectives import make_objective
    from trainer.tuning.optimizer import make_adamw

    cuda = setting.device == "cuda"
    tower = make_tower(make_model(setting.model, device=setting.device))
    pairs = PixelPairs(tower.model, rows=setting.batch, pool=_POOL)
    objective = make_objective("infonce", log_scale=2.6593, bias=None).to(setting.device)
    cache = GradientCache(
        tower,
        objective,
        chunk=setting.chunk,
        device=setting.device,
        precision=setting.precision,
        note=_say,
    )
    trained = [*(p for p in tower.parameters() if p.requires_grad), *objective.parameters()]
    optimizer = make_adamw(trained, rate=1e-6, decay=0.1, device=setting.device)
    positives = all_different(setting.batch, setting.device)
    forward = _forward_operations(tower, pairs, setting)
    times, loss = [], 0.0
    if cuda:
        torch.cuda.reset_peak_memory_stats()
    for step in range(setting.steps):
        began = time.perf_counter()
        loss = cache.step(pairs, positives, seed=step)
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        if cuda:
            torch.cuda.synchronize()
        times.append(time.perf_counter() - began)
        _say(f"step {step + 1} of {setting.steps}: {times[-1]:.2f} s, loss {loss:.4f}")
    # The first step also pays for allocations and for choosing kernels.
    counted = sorted(times[1:] or times)
    memory = torch.cuda.max_memory_allocated() if cuda else _resident()
    return _Measured(counted[len(counted) // 2], loss, memory, forward, cache.chunk)


def _forward_operations(tower: Any, pairs: PixelPairs, setting: _Setting) -> float:
    """Operations of both towers for one pair (a multiplication and an addition are two)."""
    import torch
    from torch.utils.flop_counter import FlopCounterMode

    from trainer.tuning.contract import to_device

    few = min(8, setting.batch)
    image, text = next(pairs.chunks([slice(0, few)]))
    counter = FlopCounterMode(display=False)
    # With a graph: without one, attention runs in a fused kernel that is not counted.
    with torch.enable_grad(), counter:
        tower(to_device(image, setting.device), to_device(text, setting.device))
    return counter.get_total_flops() / few


def _result(setting: _Setting, measured: _Measured) -> str:
    rate = setting.batch / measured.seconds
    lines = [
        f"{rate:,.1f} pairs/s; {measured.seconds:.2f} s a step of {setting.batch:,} pairs in"
        f" chunks of {measured.chunk:,}; loss {measured.loss:.4f}",
        f"most memory {measured.memory / 2**30:.2f} GiB"
        + (" on the GPU" if setting.device == "cuda" else " of the process"),
        f"{measured.forward / 1e9:.3g} GFLOP a pair forward",
    ]
    # Forward and backward are three forward passes; embedding twice adds a fourth.
    cached = measured.chunk < setting.batch
    needed, done = 3 * measured.forward * rate, (4 if cached else 3) * measured.forward * rate
    text = f"{needed / 1e12:.3g} TFLOP/s for the model, {done / 1e12:.3g} with the second embedding"
    if setting.peak:
        peak = setting.peak * 1e12
        text += (
            f": {100 * needed / peak:.1f} % and {100 * done / peak:.1f} % of the"
            f" {setting.peak:g} TFLOP/s that the GPU can do in bf16"
        )
    return "\n".join([*lines, text])


def _resident() -> int:
    """Most memory that the process ever had, in bytes; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:  # Windows
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def _peak_of(name: str) -> float:
    found = [peak for key, peak in _PEAKS.items() if all(w in name.upper() for w in key.split())]
    return found[0] if found else 0.0


def _where(setting: _Setting) -> str:
    import torch

    name = platform.machine() + f", {torch.get_num_threads()} threads"
    if setting.device == "cuda":
        name = torch.cuda.get_device_name()
    return (
        f"gradcache on {name}, torch {torch.__version__}: {setting.model},"
        f" batch {setting.batch:,}, chunk {setting.chunk:,}, {setting.precision}"
    )


def _setting(options: argparse.Namespace) -> _Setting:
    import torch

    from photoclip.encoders.device import resolve_device

    device = resolve_device(options.device)
    cuda = device == "cuda"
    return _Setting(
        model=options.model or ("ViT-B-32" if cuda else "tiny"),
        batch=options.batch,
        chunk=options.chunk or 1024,
        steps=options.steps,
        device=device,
        precision=options.precision or ("bfloat16" if cuda else "float32"),
        peak=options.peak or (_peak_of(torch.cuda.get_device_name()) if cuda else 0.0),
    )


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="photoclip-trainer bench gradcache", description=__doc__)
    parser.add_argument("--model", help="an open_clip architecture, or tiny")
    parser.add_argument("--batch", type=int, default=32768, help="pairs a step")
    parser.add_argument("--chunk", type=int, default=0, help="pairs embedded at once")
    parser.add_argument("--steps", type=int, default=3)
    parser.add_argument("--device", default="auto", choices=("auto", "cpu", "cuda"))
    parser.add_argument("--precision", choices=("float32", "bfloat16", "float16"))
    parser.add_argument("--peak", type=float, default=0.0, help="bf16 TFLOP/s of the GPU")
    return parser
