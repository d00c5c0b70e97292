"""``python -m trainer bench throughput``: pairs a second, beside open_clip's own training step.

Both steps train the same model from the same weights on the same pairs, in turns in one
process. Ours is what the presets lora, last_blocks and full do with a batch of one chunk;
open_clip's is ``open_clip_train.train.train_one_epoch``.
"""

from __future__ import annotations

import argparse
import copy
import importlib
import logging
import platform
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from torch import nn

    from trainer.benches.random_pairs import PixelPairs
    from trainer.tuning.contract import DualTower, Inputs
    from trainer.tuning.inputs import ChunkInputs

_RATE: Final = 1e-6
_DECAY: Final = 0.1
_CLIP: Final = 1.0
_BETAS: Final = (0.9, 0.98)
_CACHED_ROWS: Final = 2000


@dataclass(frozen=True, slots=True)
class _Setting:
    """What is measured, and where.

    Attributes:
        model: open_clip's name of the architecture.
        batch: Pairs a step.
        steps: Steps a turn.
        rounds: Turns of each.
        device: ``"cpu"`` or ``"cuda"``.
        precision: As in ``[training]``.
    """

    model: str
    batch: int
    steps: int
    rounds: int
    device: str
    precision: str


class _Time(NamedTuple):
    """Seconds that something took: on the wall, and of all processors together."""

    wall: float
    cpu: float


def main(arguments: Sequence[str]) -> int:
    """Run the bench and print its figures."""
    setting = _setting(_parser().parse_args(arguments))
    _say(_where(setting))
    ours, theirs = _steps(setting)
    for warm_up in (ours, theirs):
        warm_up()
    _say(_compared(_interleaved(ours, theirs, setting), setting))
    for name, tower, rows in _cached_towers(setting.device):
        rate = _cached_rate(tower, rows, setting)
        _say(f"cached features, {name}, batch {len(rows)}: {rate:,.0f} pairs/s")
    return 0


def _compared(times: tuple[list[_Time], list[_Time]], setting: _Setting) -> str:
    """Rates, and the ratio as the median over turns, whose neighbours had the same weather."""
    pairs = setting.batch * setting.steps
    ours, theirs = (pairs / median(time.wall for time in some) for some in times)
    turns = list(zip(*times, strict=True))
    ratios = [b.wall / a.wall for a, b in turns]
    text = (
        f"full step, {setting.model}, batch {setting.batch}, {setting.precision}: ours"
        f" {ours:.2f} pairs/s, open_clip {theirs:.2f} pairs/s, ratio {median(ratios):.3f}"
        f" (turns: {min(ratios):.3f} … {max(ratios):.3f})"
    )
    if setting.device != "cpu":
        return text
    # On a machine with other work, processor time tells more than the clock on the wall.
    return text + f"; ratio of processor time {median(b.cpu / a.cpu for a, b in turns):.3f}"


def _interleaved(
    ours: Callable[[], None], theirs: Callable[[], None], setting: _Setting
) -> tuple[list[_Time], list[_Time]]:
    """Each turn's time; who is first changes, so that a slow drift hurts both alike."""
    times: tuple[list[_Time], list[_Time]] = ([], [])
    for turn in range(setting.rounds):
        order = (0, 1) if turn % 2 == 0 else (1, 0)
        for who in order:
            times[who].append(_timed((ours, theirs)[who], setting.device))
    return times


def _timed(work: Callable[[], None], device: str) -> _Time:
    _wait(device)
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    _wait(device)
    return _Time(time.perf_counter() - wall, time.process_time() - cpu)


def _wait(device: str) -> None:
    if device == "cuda":
        import torch

        torch.cuda.synchronize()


def _steps(setting: _Setting) -> tuple[Callable[[], None], Callable[[], None]]:
    """A turn of ours and one of open_clip's, on copies of one model."""
    from trainer.benches.random_pairs import PixelPairs, make_model

    model = make_model(setting.model, device=setting.device)
    twin = copy.deepcopy(model)
    pairs = PixelPairs(model, rows=setting.batch, pool=setting.batch)
    return _our_turn(model, pairs, setting), _their_turn(twin, pairs, setting)


def _our_turn(model: nn.Module, pairs: PixelPairs, setting: _Setting) -> Callable[[], None]:
    import torch

    from trainer.benches.random_pairs import all_different, make_tower
    from trainer.tuning.gradient_cache import GradientCache
    from trainer.tuning.objectives import make_objective
    from trainer.tuning.optimizer import make_adamw

    objective = make_objective("infonce", log_scale=2.6593, bias=None).to(setting.device)
    tower = make_tower(model)
    cache = GradientCache(
        tower,
        objective,
        chunk=setting.batch,
        device=setting.device,
        precision=setting.precision,
    )
    trained = [*(p for p in tower.parameters() if p.requires_grad), *objective.parameters()]
    optimizer = make_adamw(trained, rate=_RATE, decay=_DECAY, device=setting.device)

    def turn() -> None:
        for step in range(setting.steps):
            cache.step(pairs, all_different(len(pairs), setting.device), seed=step)
            torch.nn.utils.clip_grad_norm_(trained, _CLIP)
            optimizer.step()
            objective.clamp()

    return turn


def _their_turn(model: nn.Module, pairs: PixelPairs, setting: _Setting) -> Callable[[], None]:
    import torch
    from open_clip import ClipLoss

    # By name, for it has no types.
    train = importlib.import_module("open_clip_train.train")
    # As its main.py makes it, with two groups.
    trained = [p for p in model.parameters() if p.requires_grad]
    groups = [
        {"params": [p for p in trained if p.ndim <= 1], "weight_decay": 0.0},
        {"params": [p for p in trained if p.ndim > 1], "weight_decay": _DECAY},
    ]
    optimizer = torch.optim.AdamW(groups, lr=_RATE, betas=_BETAS)
    data = {"train": _Data(pairs, setting)}
    names = {"bfloat16": "amp_bf16", "float16": "amp", "float32": "fp32"}
    scaler = torch.amp.GradScaler(setting.device) if setting.precision == "float16" else None
    args = SimpleNamespace(
        device=setting.device,
        precision=names[setting.precision],
        distill=False,
        accum_freq=1,
        skip_scheduler=True,
        horovod=False,
        grad_clip_norm=_CLIP,
        rank=0,
        local_rank=0,
        world_size=1,
        log_local=False,
        log_every_n_steps=1000,
        batch_size=setting.batch,
        wandb=False,
    )
    logging.disable(logging.INFO)

    def turn() -> None:
        train.train_one_epoch(
            model, data, ClipLoss(), 0, optimizer, scaler, None, None, args, tb_writer=None
        )

    return turn


class _Data:
    """The same batch as open_clip's loader would give it: float pictures, already normalised."""

    def __init__(self, pairs: PixelPairs, setting: _Setting) -> None:
        self._batch = (pairs.normalised(), pairs.tokens)
        self.num_batches = setting.steps
        self.num_samples = setting.steps * setting.batch

    @property
    def dataloader(self) -> _Data:
        return self

    def set_epoch(self, epoch: int) -> None:
        """There is only one order."""

    def __iter__(self) -> Iterator[Any]:
        return iter([self._batch] * self.num_batches)


class _CachedRows:
    """A batch whose inputs are features."""

    def __init__(self, image: Inputs, text: Inputs) -> None:
        self._image, self._text = image, text

    def __len__(self) -> int:
        return len(self._image[0])

    def chunks(self, rows: Sequence[slice]) -> Iterator[ChunkInputs]:
        """See ``trainer.tuning.gradient_cache.Rows``."""
        for some in rows:
            yield tuple(t[some] for t in self._image), tuple(t[some] for t in self._text)


def _cached_towers(device: str) -> Iterator[tuple[str, DualTower, _CachedRows]]:
    """The starter's presets that work on features, with random weights and features."""
    import torch

    from photoclip.encoders.starter import StarterModel
    from photoclip.encoders.starter_files import TEXT_WIDTH, StarterConfig
    from trainer.presets.adapter import HIDDEN, LINEAR, AdapterTower
    from trainer.presets.starter_heads import HeadsTower

    def rows(width: int) -> torch.Tensor:
        return torch.nn.functional.normalize(torch.randn(_CACHED_ROWS, width), dim=-1)

    config = StarterConfig()
    base = StarterModel(config)
    base.captions.copy_(torch.nn.functional.normalize(torch.randn_like(base.captions), dim=-1))
    adapter = AdapterTower(config.dim, hidden=HIDDEN, linear=LINEAR, dropout=0.1, keep_weight=0.0)
    heads = HeadsTower(base, dropout=0.5, keep=0.0)
    vectors = _CachedRows((rows(config.dim),), (rows(config.dim),))
    sentence = rows(TEXT_WIDTH)
    features = _CachedRows(
        (rows(config.image_features), sentence), (rows(config.text_features), sentence, sentence)
    )
    yield "adapter (640 numbers)", adapter.to(device), vectors
    yield "starter heads", heads.to(device), features


def _cached_rate(tower: DualTower, rows: _CachedRows, setting: _Setting) -> float:
    """Pairs a second of training on features, the median of the turns."""
    from trainer.benches.random_pairs import all_different
    from trainer.tuning.gradient_cache import GradientCache
    from trainer.tuning.objectives import make_objective
    from trainer.tuning.optimizer import make_adamw

    objective = make_objective("infonce", log_scale=2.6593, bias=None).to(setting.device)
    cache = GradientCache(tower, objective, chunk=len(rows), device=setting.device)
    trained = [*(p for p in tower.parameters() if p.requires_grad), *objective.parameters()]
    optimizer = make_adamw(trained, rate=_RATE, decay=_DECAY, device=setting.device)
    positives = all_different(len(rows), setting.device)
    tower.train()

    def step() -> None:
        cache.step(rows, positives, seed=0)
        optimizer.step()

    step()
    return len(rows) / median(_timed(step, setting.device).wall for _ in range(setting.rounds))


def _where(setting: _Setting) -> str:
    import torch

    if setting.device == "cuda":
        return f"throughput on {torch.cuda.get_device_name()}, torch {torch.__version__}"
    return (
        f"throughput on {platform.machine()}, {torch.get_num_threads()} threads, torch"
        f" {torch.__version__}"
    )


def _setting(options: argparse.Namespace) -> _Setting:
    from photoclip.encoders.device import resolve_device

    device = resolve_device(options.device)
    cuda = device == "cuda"
    return _Setting(
        model=options.model,
        batch=options.batch or (256 if cuda else 16),
        steps=options.steps or (10 if cuda else 1),
        rounds=options.rounds,
        device=device,
        precision=options.precision or ("bfloat16" if cuda else "float32"),
    )


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="photoclip-trainer bench throughput", description=__doc__)
    parser.add_argument("--model", default="ViT-B-32", help="an open_clip architecture, or tiny")
    parser.add_argument("--batch", type=int, default=0, help="pairs a step")
    parser.add_argument("--steps", type=int, default=0, help="steps a turn")
    parser.add_argument("--rounds", type=int, default=7, help="turns of each")
    parser.add_argument("--device", default="auto", choices=("auto", "cpu", "cuda"))
    parser.add_argument("--precision", choices=("float32", "bfloat16", "float16"))
    return parser
