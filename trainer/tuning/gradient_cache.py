"""One step's gradients for a batch of any size in the memory of one chunk.

Gao et al. 2021 (arXiv 2101.06983): embed all chunks without a graph, take the loss's
gradient with respect to the embeddings of the whole batch, then embed chunk by chunk again,
with graph and the same random numbers, and propagate the stored gradients. The result is the
gradient of the whole batch, not of an accumulation of small ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from typing import Final, Protocol, TypeVar

import torch
from torch import Tensor

from photoclip.encoders.batching import is_out_of_memory, release_cached_memory
from photoclip.errors import ModelError, PhotoClipError, UnreadablePhotoError
from trainer.tuning.contract import DualTower, to_device
from trainer.tuning.distributed import Ranks, wrap
from trainer.tuning.inputs import ChunkInputs, autocast
from trainer.tuning.objectives import Objective, Positives

T = TypeVar("T")

_FINE, _SHORT, _UNREADABLE, _BROKEN = range(4)
_LOGITS: Final = {"cuda": 1 << 26, "mps": 1 << 24, "cpu": 1 << 19}
# Logits held at once; on a CPU what fits into its caches is several times as fast.
_RngState = tuple[Tensor, Tensor | None]


class Rows(Protocol):
    """Inputs of a batch, which can be made again for any of its rows."""

    def __len__(self) -> int: ...

    def chunks(self, rows: Sequence[slice]) -> Iterator[ChunkInputs]:
        """Image and text inputs of each slice."""
        ...


class GradientCache:
    """Computes gradients of one global batch, in chunks, and sets ``.grad``.

    Norms with running statistics must be in evaluation mode: a chunk is not the batch.

    Attributes:
        chunk: Pairs embedded at once; halved for good when memory runs out.
        block: Rows whose logits are held at once; 0 fits them to the batch.
    """

    def __init__(
        self,
        tower: DualTower,
        objective: Objective,
        *,
        chunk: int,
        device: str = "cpu",
        precision: str = "float32",
        ranks: Ranks | None = None,
        note: Callable[[str], None] | None = None,
        block: int = 0,
    ) -> None:
        self.chunk = chunk
        self.block = block
        self._tower = tower
        self._ranks = ranks or Ranks()
        self._wrapped = wrap(tower, self._ranks)
        self._objective = objective
        self._device = device
        self._precision = precision
        self._note = note

    def step(self, inputs: Rows, positives: Positives, *, seed: int, factor: float = 1.0) -> float:
        """Gradients of the batch; whatever ``.grad`` held before is gone.

        Args:
            inputs: The global batch; each rank asks for its own rows only.
            positives: Of the global batch.
            seed: Of all random numbers of this step, such as dropout.
            factor: All gradients are multiplied by it (loss scaling for float16).

        Returns:
            The loss of the global batch, that of staying near the base model included.

        Raises:
            ModelError: Memory does not even suffice for one pair.
            UnreadablePhotoError: A photo cannot be decoded.
        """
        while True:
            try:
                return self._attempt(inputs, positives, seed, factor)
            except Exception as error:
                if not is_out_of_memory(error):
                    raise
            # Out here the exception, whose frames hold the failed chunk, is gone.
            self._shrink(len(inputs))

    def rows_of(self, batch: int) -> int:
        """Rows of logits that are held at once for a batch of this size."""
        return self.block or max(16, _LOGITS[self._device] // batch)

    def _attempt(self, inputs: Rows, positives: Positives, seed: int, factor: float) -> float:
        self._clear()
        torch.manual_seed(seed)
        kept = self._together(lambda: self._keep(factor))
        if not self._ranks.first:
            torch.manual_seed(seed + self._ranks.rank)
        own, n = self._ranks.share(len(inputs)), len(inputs)
        rows = _slices(own, self.chunk)
        # Shares differ by a row, and what the ranks do must not: else they wait for each other.
        alone = -(-n // self._ranks.world) <= self.chunk
        image, text, states = self._together(lambda: self._embed(inputs, rows, alone=alone))
        loss, grad_image, grad_text = self._objective.gradients(
            self._ranks.gather(image.detach(), n),
            self._ranks.gather(text.detach(), n),
            positives,
            block=self.rows_of(n),
            ranks=self._ranks,
        )
        self._scale_own(factor)
        # DistributedDataParallel takes the mean over ranks where the sum is wanted.
        gradients = [g * (factor * self._ranks.world) for g in (grad_image, grad_text)]
        if alone:
            self._together(lambda: None)
            _backward((image, text), gradients)
        else:
            again = _Again(inputs, rows, states, gradients, own.start)
            del image, text
            self._together(lambda: self._propagate(again, last=False))
            self._propagate(again, last=True)
        return loss + kept

    def _embed(
        self, inputs: Rows, rows: list[slice], *, alone: bool
    ) -> tuple[Tensor, Tensor, list[_RngState]]:
        """Vectors of this rank's rows; the graph is kept only where one chunk is all."""
        states, images, texts = [], [], []
        for chunk in inputs.chunks(rows):
            states.append(_rng_state(self._device))
            with nullcontext() if alone else torch.no_grad():
                image, text = self._forward(chunk, meet=alone)
            images.append(image)
            texts.append(text)
        if alone:
            return images[0], texts[0], states
        return torch.cat(images), torch.cat(texts), states

    def _propagate(self, again: _Again, *, last: bool) -> None:
        """Embed with graph and hand the stored gradients down; ranks meet in the last chunk."""
        chosen = slice(-1, None) if last else slice(0, -1)
        rows, states = again.rows[chosen], again.states[chosen]
        for part, state, chunk in zip(rows, states, again.inputs.chunks(rows), strict=True):
            _set_rng_state(state, self._device)
            vectors = self._forward(chunk, meet=last)
            mine = slice(part.start - again.start, part.stop - again.start)
            _backward(vectors, [g[mine] for g in again.gradients])

    def _forward(self, chunk: ChunkInputs, *, meet: bool) -> tuple[Tensor, Tensor]:
        """Vectors of a chunk; ``meet``: gradients are then averaged over the ranks."""
        image, text = (to_device(side, self._device) for side in chunk)
        tower = self._wrapped if meet else self._tower
        with autocast(self._device, self._precision):
            vectors: tuple[Tensor, Tensor] = tower(image, text)
        return _full(vectors[0]), _full(vectors[1])

    def _keep(self, factor: float) -> float:
        with autocast(self._device, self._precision):
            loss = self._tower.keep()
        if loss is None:
            return 0.0
        (factor * loss).backward()  # type: ignore[no-untyped-call]
        return float(loss.detach())

    def _scale_own(self, factor: float) -> None:
        if factor != 1.0:
            for parameter in self._objective.parameters():
                if parameter.grad is not None:
                    parameter.grad *= factor

    def _clear(self) -> None:
        for parameter in [*self._tower.parameters(), *self._objective.parameters()]:
            parameter.grad = None

    def _together(self, work: Callable[[], T]) -> T:
        """Do a part in which one rank may fail alone: all of them go on, or all raise."""
        if self._ranks.world == 1:
            return work()
        code, result, failure = _FINE, None, None
        try:
            result = work()
        except Exception as error:  # noqa: BLE001 -- raised again below, once the others know
            code, failure = _code(error), error
        worst = self._ranks.worst(code, self._device)
        if failure is not None and code == worst:
            raise failure
        if worst != _FINE:
            raise _elsewhere(worst)
        return result  # type: ignore[return-value]

    def _shrink(self, rows: int) -> None:
        self._clear()
        release_cached_memory()
        tried = min(self.chunk, rows)
        if tried == 1:
            raise ModelError(
                "There is not enough memory to train with even one pair at a time; close other"
                " programs, choose a preset that changes less, or use --device cpu."
            )
        self.chunk = tried // 2
        if self._note is not None:
            self._note(
                f"Memory ran out, so from now on {self.chunk:,} pairs are embedded at once instead"
                f" of {tried:,}; the result is the same, only slower."
            )


class _Again:
    """What the second pass needs."""

    def __init__(
        self,
        inputs: Rows,
        rows: list[slice],
        states: list[_RngState],
        gradients: list[Tensor],
        start: int,
    ) -> None:
        self.inputs, self.rows, self.states = inputs, rows, states
        self.gradients, self.start = gradients, start


def _backward(vectors: Sequence[Tensor], gradients: Sequence[Tensor]) -> None:
    trained = [(v, g) for v, g in zip(vectors, gradients, strict=True) if v.requires_grad]
    if trained:
        torch.autograd.backward([v for v, _ in trained], [g.to(v.dtype) for v, g in trained])


def _full(vectors: Tensor) -> Tensor:
    return vectors if vectors.dtype == torch.float64 else vectors.float()


def _slices(rows: slice, size: int) -> list[slice]:
    return [
        slice(start, min(start + size, rows.stop)) for start in range(rows.start, rows.stop, size)
    ]


def _rng_state(device: str) -> _RngState:
    there = {"cuda": torch.cuda.get_rng_state, "mps": torch.mps.get_rng_state}
    return torch.get_rng_state(), there[device]() if device in there else None


def _set_rng_state(state: _RngState, device: str) -> None:
    torch.set_rng_state(state[0])
    if state[1] is not None:
        (torch.cuda if device == "cuda" else torch.mps).set_rng_state(state[1])


def _code(error: Exception) -> int:
    if is_out_of_memory(error):
        return _SHORT
    return _UNREADABLE if isinstance(error, UnreadablePhotoError) else _BROKEN


def _elsewhere(code: int) -> Exception:
    if code == _SHORT:
        return MemoryError("out of memory in another process")
    if code == _UNREADABLE:
        return UnreadablePhotoError("another process cannot read one")
    return PhotoClipError("Another process of this run failed; its own message says why.")
