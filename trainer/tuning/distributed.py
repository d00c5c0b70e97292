"""What the processes that torchrun started say to each other; one process alone says nothing.

Each process ("rank") takes its share of every global batch, so that all of them together
take the step that one process would. Started by ``torchrun -m trainer run CONFIG.toml``.
"""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Final

import torch
from torch import Tensor, nn
from torch import distributed as dist

from photoclip.errors import UserError

_PATIENCE: Final = timedelta(hours=2)
# Rank 0 reads all photos once and validates while the others wait.


class Ranks:
    """This process among all.

    Attributes:
        rank: Its number, from 0; 0 alone writes files and validates.
        world: How many there are.
    """

    def __init__(self) -> None:
        joined = dist.is_available() and dist.is_initialized()
        self.rank = dist.get_rank() if joined else 0
        self.world = dist.get_world_size() if joined else 1

    @property
    def first(self) -> bool:
        """Whether this one writes and validates."""
        return self.rank == 0

    def share(self, rows: int) -> slice:
        """This rank's rows of a global batch.

        Raises:
            UserError: There are fewer rows than processes.
        """
        if rows < self.world:
            raise UserError(
                f"{self.world} processes cannot share a batch of {rows} photos; start fewer of"
                " them or choose a larger batch."
            )
        return slice(rows * self.rank // self.world, rows * (self.rank + 1) // self.world)

    def gather(self, own: Tensor, rows: int) -> Tensor:
        """All rows of the global batch, from each rank's share (n, d) → (rows, d)."""
        if self.world == 1:
            return own
        most = -(-rows // self.world)
        padded = own.new_zeros(most, *own.shape[1:])
        padded[: len(own)] = own
        parts = [torch.empty_like(padded) for _ in range(self.world)]
        dist.all_gather(parts, padded)
        shares = [rows * (r + 1) // self.world - rows * r // self.world for r in range(self.world)]
        return torch.cat([part[:count] for part, count in zip(parts, shares, strict=True)])

    def sum(self, tensor: Tensor) -> Tensor:
        """The sum over all ranks, in place."""
        if self.world > 1:
            dist.all_reduce(tensor)
        return tensor

    def logsumexp(self, tensor: Tensor) -> Tensor:
        """``log Σ exp`` over all ranks, element by element."""
        if self.world == 1:
            return tensor
        largest = tensor.clone()
        dist.all_reduce(largest, dist.ReduceOp.MAX)
        return largest + self.sum((tensor - largest).exp()).log()

    def worst(self, code: int, device: str) -> int:
        """The largest of the numbers that the ranks say; all of them have to ask."""
        if self.world == 1:
            return code
        said = torch.tensor(code, device=device)
        dist.all_reduce(said, dist.ReduceOp.MAX)
        return int(said)

    def told(self, value: float, device: str) -> float:
        """What rank 0 says."""
        if self.world == 1:
            return value
        said = torch.tensor(value, dtype=torch.float64, device=device)
        dist.broadcast(said, 0)
        return float(said)

    def wait(self) -> None:
        """Until all have come here."""
        if self.world > 1:
            dist.barrier()


def join(device: str) -> Ranks:
    """Join the others if torchrun started this process; call it before a model is made.

    Args:
        device: ``"cuda"`` talks by NCCL and takes the GPU of this local rank; others by Gloo.
    """
    if int(os.environ.get("WORLD_SIZE", "1")) > 1 and not dist.is_initialized():
        if device == "cuda":
            torch.cuda.set_device(int(os.environ.get("LOCAL_RANK", "0")))
        dist.init_process_group("nccl" if device == "cuda" else "gloo", timeout=_PATIENCE)
    return Ranks()


def leave() -> None:
    """Say goodbye to the others, if there are any."""
    if dist.is_available() and dist.is_initialized():
        dist.destroy_process_group()


def wrap(tower: nn.Module, ranks: Ranks) -> nn.Module:
    """The tower as DistributedDataParallel where there are several processes."""
    if ranks.world == 1:
        return tower
    # Buffers belong to the locked part and are the same everywhere.
    return nn.parallel.DistributedDataParallel(tower, broadcast_buffers=False)
