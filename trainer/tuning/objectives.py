"""Contrastive losses and their gradients in row blocks: no (n, n) matrix is ever made.

Both losses know several positives a row. Memory grows as block × n, so a batch of 32,768
pairs needs megabytes where the matrix would need gigabytes, and the logits are computed
twice instead of kept.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final, Protocol

import torch
from torch import Tensor, nn

from trainer.tuning.distributed import Ranks

LARGEST_SCALE: Final = 100.0
"""CLIP's clamp of the inverse temperature."""


class Positives:
    """Which pairs of a batch are positives of each other: equal kinds or equal groups.

    Attributes:
        kinds: Kind of each pair's sentence, shape (n,).
        groups: Group of each pair's photo, shape (n,).
        count: Positives of each row, itself included, float; shape (n,). Rows and columns
            have the same ones, for being alike is mutual.
    """

    def __init__(self, kinds: Tensor, groups: Tensor) -> None:
        self.kinds = kinds
        self.groups = groups
        self._repeated = _repeats(kinds) | _repeats(groups)
        self.count = torch.ones(len(kinds), device=kinds.device)
        for rows in torch.split(torch.nonzero(self._repeated).flatten(), 256):
            self.count[rows] = self._mask(rows).sum(1).float()

    def __len__(self) -> int:
        return len(self.kinds)

    def within(self, rows: slice) -> Iterator[tuple[Tensor, Tensor]]:
        """Positions of the positives in a block of rows, as (row in the block, column).

        Rows that are only their own positive come first and cost one entry each.
        """
        numbers = torch.arange(rows.start, rows.stop, device=self.kinds.device)
        repeated = self._repeated[rows]
        alone = numbers[~repeated]
        yield alone - rows.start, alone
        if bool(repeated.any()):
            some = numbers[repeated]
            row, column = torch.nonzero(self._mask(some), as_tuple=True)
            yield some[row] - rows.start, column

    def _mask(self, rows: Tensor) -> Tensor:
        return (self.kinds[rows, None] == self.kinds) | (self.groups[rows, None] == self.groups)


Gradients = tuple[float, Tensor, Tensor]
"""A loss of the whole batch, and its gradients with respect to image and text embeddings of
this rank's rows of it, each of shape (share, d)."""


class Objective(Protocol):
    """A loss that owns its temperature."""

    log_scale: nn.Parameter

    def gradients(
        self,
        image: Tensor,
        text: Tensor,
        positives: Positives,
        *,
        block: int,
        ranks: Ranks | None = None,
    ) -> Gradients:
        """See :meth:`InfoNCE.gradients`."""
        ...

    def parameters(self) -> Iterator[nn.Parameter]:
        """The temperature and what else is learnt."""
        ...

    def clamp(self) -> None:
        """Hold the inverse temperature in its bounds."""
        ...


class _Contrastive(nn.Module):
    def __init__(self, log_scale: float, largest: float) -> None:
        super().__init__()
        self._largest = math.log(largest)
        self.log_scale = nn.Parameter(torch.tensor(min(log_scale, self._largest)))

    @torch.no_grad()
    def clamp(self) -> None:
        """Hold the inverse temperature between 1 and its largest value."""
        self.log_scale.clamp_(0.0, self._largest)

    @property
    def _scale(self) -> Tensor:
        return self.log_scale.detach().exp()


class InfoNCE(_Contrastive):
    """Symmetric cross-entropy over rows and columns with a learned temperature.

    Radford et al. 2021 (arXiv 2103.00020). Each row's target is spread evenly over its
    positives (Khosla et al. 2020, arXiv 2004.11362, their L_out); without repeats this is
    OpenCLIP's ``ClipLoss``.

    Attributes:
        log_scale: Logarithm of the inverse temperature, a scalar.
    """

    def __init__(self, log_scale: float) -> None:
        super().__init__(log_scale, LARGEST_SCALE)

    @torch.no_grad()
    def gradients(
        self,
        image: Tensor,
        text: Tensor,
        positives: Positives,
        *,
        block: int,
        ranks: Ranks | None = None,
    ) -> Gradients:
        """Loss and gradients; ``.grad`` of the own parameter is set as well.

        Args:
            image: Unit vectors of the global batch, float32 or float64, shape (n, d).
            text: Unit vectors, shape (n, d).
            positives: Which rows and columns belong together.
            block: Rows whose logits are held at once.
            ranks: Each process computes the logits of its own rows; None is one process.
        """
        ranks = ranks or Ranks()
        own, scale, n = ranks.share(len(image)), self._scale.to(image.dtype), len(image)
        over_row, over_column = _normalisers(scale * image, text, own, block)
        over_column = ranks.logsumexp(over_column)
        count = positives.count.to(image.dtype)
        loss = over_row.sum() + over_column[own].sum()
        grad_image, grad_text = torch.zeros_like(image[own]), torch.zeros_like(text)
        for rows in _blocks(own, block):
            mine = slice(rows.start - own.start, rows.stop - own.start)
            logits = (scale * image[rows]) @ text.T
            gradient = torch.exp(logits - over_row[mine, None])
            gradient += torch.exp(logits - over_column)
            for row, column in positives.within(rows):
                share = 1 / count[rows][row] + 1 / count[column]
                loss -= (share * logits[row, column]).sum()
                gradient[row, column] -= share
            del logits
            grad_image[mine] = gradient @ text
            grad_text += gradient.T @ image[rows]
        factor = scale / (2 * n)
        grad_image *= factor
        ranks.sum(grad_text).mul_(factor)
        totals = ranks.sum(torch.stack([loss / (2 * n), (image[own] * grad_image).sum()]))
        self.log_scale.grad = totals[1].to(self.log_scale.dtype)
        return float(totals[0]), grad_image, grad_text[own]


class SigLIP(_Contrastive):
    """Pairwise sigmoid loss with a learned bias: every pair is a yes-or-no question.

    Zhai et al. 2023 (arXiv 2303.15343). All positives are a yes; without repeats this is
    OpenCLIP's ``SigLipLoss``.

    Attributes:
        log_scale: Logarithm of the inverse temperature, a scalar.
        bias: Added to each logit, a scalar.
    """

    def __init__(self, log_scale: float, bias: float) -> None:
        # Published SigLIP models have learnt values above CLIP's clamp.
        super().__init__(log_scale, max(LARGEST_SCALE, math.exp(log_scale)))
        self.bias = nn.Parameter(torch.tensor(bias))

    @torch.no_grad()
    def gradients(
        self,
        image: Tensor,
        text: Tensor,
        positives: Positives,
        *,
        block: int,
        ranks: Ranks | None = None,
    ) -> Gradients:
        """As :meth:`InfoNCE.gradients`."""
        ranks = ranks or Ranks()
        own, scale, n = ranks.share(len(image)), self._scale.to(image.dtype), len(image)
        bias = self.bias.detach().to(image.dtype)
        loss, of_bias = image.new_zeros(()), image.new_zeros(())
        grad_image, grad_text = torch.zeros_like(image[own]), torch.zeros_like(text)
        for rows in _blocks(own, block):
            logits = torch.addmm(bias, scale * image[rows], text.T)
            loss += nn.functional.softplus(logits).sum()
            gradient = torch.sigmoid(logits)
            for row, column in positives.within(rows):
                loss -= logits[row, column].sum()
                gradient[row, column] -= 1
            del logits
            of_bias += gradient.sum()
            grad_image[rows.start - own.start : rows.stop - own.start] = gradient @ text
            grad_text += gradient.T @ image[rows]
        grad_image *= scale / n
        ranks.sum(grad_text).mul_(scale / n)
        of_scale = (image[own] * grad_image).sum()
        totals = ranks.sum(torch.stack([loss / n, of_scale, of_bias / n]))
        self.log_scale.grad = totals[1].to(self.log_scale.dtype)
        self.bias.grad = totals[2].to(self.bias.dtype)
        return float(totals[0]), grad_image, grad_text[own]


def make_objective(loss: str, *, log_scale: float, bias: float | None) -> InfoNCE | SigLIP:
    """The loss of a run.

    Args:
        loss: ``"infonce"``, ``"siglip"``, or ``"auto"`` for what the base model had.
        log_scale: The base model's.
        bias: The base model's, or None; SigLIP then starts at its paper's −10.
    """
    if loss == "siglip" or (loss == "auto" and bias is not None):
        return SigLIP(log_scale, -10.0 if bias is None else bias)
    return InfoNCE(log_scale)


def _normalisers(scaled: Tensor, text: Tensor, own: slice, block: int) -> tuple[Tensor, Tensor]:
    """``log Σ exp`` of the logits over each own row, and over each column's own rows."""
    over_row = scaled.new_empty(own.stop - own.start)
    over_column = scaled.new_full((len(text),), -math.inf)
    for rows in _blocks(own, block):
        logits = scaled[rows] @ text.T
        over_row[rows.start - own.start : rows.stop - own.start] = logits.logsumexp(1)
        over_column = torch.logaddexp(over_column, logits.logsumexp(0))
    return over_row, over_column


def _blocks(rows: slice, block: int) -> Iterator[slice]:
    for start in range(rows.start, rows.stop, block):
        yield slice(start, min(start + block, rows.stop))


def _repeats(numbers: Tensor) -> Tensor:
    """Whether each number comes more than once."""
    _, index, count = torch.unique(numbers, return_inverse=True, return_counts=True)
    repeated: Tensor = (count > 1)[index]
    return repeated
