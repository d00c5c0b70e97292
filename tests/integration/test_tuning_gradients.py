"""Gradient caching: the gradients of a whole batch in the memory of a chunk."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import pytest
import torch
from tiny_tunable import SEEN, WORDS, TinyTower
from torch import Tensor

from photoclip.errors import ModelError
from trainer.tuning.contract import DualTower, Inputs
from trainer.tuning.gradient_cache import GradientCache
from trainer.tuning.inputs import ChunkInputs
from trainer.tuning.objectives import InfoNCE, Positives, SigLIP


class Stored:
    """Inputs of a batch that lie ready."""

    def __init__(self, image: Tensor, text: Tensor) -> None:
        self.image, self.text = image, text

    def __len__(self) -> int:
        return len(self.image)

    def chunks(self, rows: Sequence[slice]) -> Iterator[ChunkInputs]:
        for some in rows:
            yield (self.image[some],), (self.text[some],)


class Deep(DualTower):
    """Nonlinear towers with dropout, one layer shared by both."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.first = torch.nn.Linear(SEEN, 20)
        self.other = torch.nn.Linear(WORDS, 20)
        self.shared = torch.nn.Linear(20, 10)
        self.dropout = torch.nn.Dropout(dropout)

    def image(self, inputs: Inputs) -> Tensor:
        return self._end(self.first(inputs[0]))

    def text(self, inputs: Inputs) -> Tensor:
        return self._end(self.other(inputs[0]))

    def _end(self, hidden: Tensor) -> Tensor:
        return torch.nn.functional.normalize(self.shared(self.dropout(hidden.tanh())), dim=-1)


def stored(rows: int) -> Stored:
    draw = torch.Generator().manual_seed(5)
    return Stored(torch.randn(rows, SEEN, generator=draw), torch.randn(rows, WORDS, generator=draw))


def positives(rows: int) -> Positives:
    draw = torch.Generator().manual_seed(6)
    return Positives(torch.randint(rows, (rows,), generator=draw), torch.arange(rows))


def deep(dropout: float) -> Deep:
    torch.manual_seed(4)
    return Deep(dropout).train()


def grads(*modules: torch.nn.Module) -> dict[str, Tensor]:
    named = [pair for module in modules for pair in module.named_parameters()]
    return {name: p.grad.clone() for name, p in named if p.grad is not None}


def worst_difference(one: dict[str, Tensor], other: dict[str, Tensor]) -> float:
    assert one.keys() == other.keys()
    return max(float((one[k] - other[k]).abs().max() / other[k].abs().max()) for k in one)


def whole_batch(
    tower: Deep, objective: InfoNCE | SigLIP, batch: Stored, chunk: int, seed: int
) -> tuple[float, dict[str, Tensor]]:
    """The plain way: one graph over everything, the loss by autograd.

    With dropout the random numbers are drawn in the order of chunks, for a whole batch
    would draw others; the graph spans all of it just the same.
    """
    torch.manual_seed(seed)
    rows = [slice(i, i + chunk) for i in range(0, len(batch), chunk)]
    vectors = [tower(*inputs) for inputs in batch.chunks(rows)]
    image, text = (torch.cat(side) for side in zip(*vectors, strict=True))
    found = positives(len(batch))
    mask = (found.kinds[:, None] == found.kinds) | (found.groups[:, None] == found.groups)
    logits = objective.log_scale.exp() * image @ text.T
    if isinstance(objective, SigLIP):
        sign = 2 * mask.float() - 1
        signed = sign * (logits + objective.bias)
        loss = -torch.nn.functional.logsigmoid(signed).sum() / len(batch)
    else:
        target = mask / mask.sum(1, keepdim=True)
        entropy = torch.nn.functional.cross_entropy
        loss = (entropy(logits, target) + entropy(logits.T, target)) / 2
    for module in (tower, objective):
        module.zero_grad()
    loss.backward()
    return float(loss.detach()), grads(tower, objective)


@pytest.mark.parametrize("dropout", [0.0, 0.4])
@pytest.mark.parametrize("chunk", [1, 10, 33, 64, 500])
@pytest.mark.parametrize("objective", [InfoNCE(math.log(20.0)), SigLIP(math.log(10.0), -10.0)])
def test_gradients_in_chunks_are_those_of_the_whole_batch(objective, chunk, dropout):
    tower, batch = deep(dropout), stored(100)
    loss, expected = whole_batch(tower, objective, batch, chunk, seed=9)
    cache = GradientCache(tower, objective, chunk=chunk, block=13)
    assert cache.step(batch, positives(100), seed=9) == pytest.approx(loss, rel=1e-5)
    assert worst_difference(grads(tower, objective), expected) <= 1e-4


def test_dropout_falls_differently_in_each_step():
    tower, objective, batch = deep(0.4), InfoNCE(3.0), stored(40)
    cache = GradientCache(tower, objective, chunk=16)
    losses = [cache.step(batch, positives(40), seed=seed) for seed in (1, 2, 1)]
    assert losses[0] == losses[2] != losses[1]


def test_the_loss_of_staying_near_the_base_counts_once_a_step():
    tower = TinyTower(dropout=0.0, seed=0)
    with torch.no_grad():
        tower.image_map.weight.fill_(0.01)
    objective, batch = InfoNCE(3.0), stored(30)
    plain = {}
    for weight in (0.0, 0.5):
        tower.keep_weight = weight
        loss = GradientCache(tower, objective, chunk=8).step(batch, positives(30), seed=0)
        plain[weight] = (loss, grads(tower))
    kept = 0.5 * 0.01**2 * tower.image_map.weight.numel()
    assert plain[0.5][0] - plain[0.0][0] == pytest.approx(kept, rel=1e-3)
    more = plain[0.5][1]["image_map.weight"] - plain[0.0][1]["image_map.weight"]
    assert torch.allclose(more, torch.full_like(more, 2 * 0.5 * 0.01), atol=1e-6)


def test_a_side_that_is_locked_altogether_gets_no_gradient():
    tower, objective, batch = deep(0.0), InfoNCE(3.0), stored(30)
    for module in (tower.other, tower.shared):
        module.requires_grad_(False)
    GradientCache(tower, objective, chunk=8).step(batch, positives(30), seed=0)
    assert set(grads(tower)) == {"first.weight", "first.bias"}


@pytest.mark.parametrize("chunk", [16, 64])
def test_bfloat16_gives_nearly_the_gradients_of_float32(chunk):
    tower, objective, batch = deep(0.0), InfoNCE(math.log(5.0)), stored(64)
    GradientCache(tower, objective, chunk=16).step(batch, positives(64), seed=0)
    expected = grads(tower)
    cache = GradientCache(tower, objective, chunk=chunk, precision="bfloat16")
    cache.step(batch, positives(64), seed=0)
    assert 1e-5 < worst_difference(grads(tower), expected) < 0.1


def test_a_factor_for_loss_scaling_reaches_every_gradient():
    tower, objective, batch = deep(0.0), SigLIP(2.0, -10.0), stored(64)
    cache = GradientCache(tower, objective, chunk=16)
    loss = cache.step(batch, positives(64), seed=0)
    expected = {name: 1024 * g for name, g in grads(tower, objective).items()}
    assert cache.step(batch, positives(64), seed=0, factor=1024.0) == loss
    assert worst_difference(grads(tower, objective), expected) < 1e-5


class Small:
    """A machine that has memory for so many rows only; the graph needs as much again."""

    def __init__(self, tower: TinyTower, embedded: int, learnt: int, error: Exception) -> None:
        self.embedded, self.learnt, self.error = embedded, learnt, error
        self.sizes: list[int] = []
        tower.before = self

    def __call__(self, side: str, inputs: Inputs) -> None:
        rows = len(inputs[0])
        self.sizes.append(rows)
        if rows > (self.learnt if torch.is_grad_enabled() else self.embedded):
            raise self.error


@pytest.mark.parametrize(
    "error",
    [torch.cuda.OutOfMemoryError("x"), RuntimeError("can't allocate memory"), MemoryError()],
)
@pytest.mark.parametrize(("embedded", "learnt"), [(99, 9), (9, 9), (9, 5)])
def test_out_of_memory_halves_the_chunk_and_repeats_the_step(error, embedded, learnt):
    notes: list[str] = []
    tower, objective, batch = TinyTower(dropout=0.0, seed=0), InfoNCE(3.0), stored(50)
    loss = GradientCache(tower, objective, chunk=64).step(batch, positives(50), seed=0)
    expected = grads(tower, objective)
    small = Small(tower, embedded, learnt, error)
    cache = GradientCache(tower, objective, chunk=64, note=notes.append)
    assert cache.step(batch, positives(50), seed=0) == pytest.approx(loss, rel=1e-5)
    assert worst_difference(grads(tower, objective), expected) <= 1e-4
    assert cache.chunk <= min(embedded, learnt)
    assert cache.chunk * 2 > min(embedded, learnt)
    assert notes and all("memory" in note.lower() for note in notes)
    small.sizes.clear()
    cache.step(batch, positives(50), seed=0)
    assert max(small.sizes) <= cache.chunk


def test_memory_for_not_even_one_pair_is_said_in_a_sentence():
    tower = TinyTower(dropout=0.0, seed=0)
    Small(tower, 0, 0, MemoryError())
    with pytest.raises(ModelError, match="not enough memory"):
        GradientCache(tower, InfoNCE(3.0), chunk=4).step(stored(20), positives(20), seed=0)


def test_other_errors_pass_through():
    tower = TinyTower(dropout=0.0, seed=0)
    Small(tower, 0, 0, ZeroDivisionError())
    with pytest.raises(ZeroDivisionError):
        GradientCache(tower, InfoNCE(3.0), chunk=4).step(stored(20), positives(20), seed=0)


class Largest(torch.utils._python_dispatch.TorchDispatchMode):
    """Notes the largest tensor that any operation gave."""

    def __init__(self) -> None:
        super().__init__()
        self.elements = 0

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        out = func(*args, **(kwargs or {}))
        for tensor in out if isinstance(out, list | tuple) else [out]:
            if isinstance(tensor, Tensor):
                self.elements = max(self.elements, tensor.numel())
        return out


@pytest.mark.slow
def test_a_batch_of_32768_pairs_fits_into_the_memory_of_a_chunk():
    rows, chunk = 32768, 4096
    tower, objective, batch = TinyTower(dropout=0.0, seed=0), SigLIP(2.3, -10.0), stored(rows)
    sizes = Small(tower, chunk, chunk, MemoryError()).sizes
    numbers = torch.arange(rows)
    with Largest() as largest:
        loss = GradientCache(tower, objective, chunk=chunk).step(
            batch, Positives(numbers, numbers), seed=0
        )
    assert math.isfinite(loss)
    assert sizes == [chunk] * (2 * 2 * rows // chunk)
    # The logits of all pairs would be 1,073 million numbers.
    assert largest.elements <= max(16 * rows, rows * SEEN)
    assert all(bool(g.isfinite().all()) and bool(g.any()) for g in grads(tower).values())
