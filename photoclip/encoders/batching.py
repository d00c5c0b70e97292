"""Runs a model over a batch and halves it when memory runs out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from photoclip.errors import ModelError

T = TypeVar("T", bound=np.generic)

# PyTorch has a class of its own for accelerators only; the CPU's allocator
# raises a plain RuntimeError with one of these texts.
_SIGNS = ("out of memory", "not enough memory", "can't allocate memory")


class BatchRunner:
    """Feeds a model in batches it has memory for.

    Attributes:
        limit: Largest batch that is tried; shrinks after memory ran out, and
            stays small, because the next batch would fail just the same.
    """

    def __init__(self, limit: int) -> None:
        self.limit = max(1, limit)

    def run(
        self,
        forward: Callable[[NDArray[T]], NDArray[np.float32]],
        batch: NDArray[T],
    ) -> NDArray[np.float32]:
        """Apply ``forward`` to slices of ``batch`` and join the results.

        Args:
            forward: Maps (n, …) to (n, d) float32.
            batch: Shape (n, …), n ≥ 1.

        Returns:
            float32, shape (n, d), rows in the order of ``batch``.

        Raises:
            ModelError: Memory does not even suffice for one item.
        """
        parts: list[NDArray[np.float32]] = []
        start = 0
        while start < len(batch):
            size = min(self.limit, len(batch) - start)
            try:
                parts.append(forward(batch[start : start + size]))
            except Exception as error:
                if not is_out_of_memory(error):
                    raise
            else:
                start += size
                continue
            # Out here the exception, whose frames hold the failed batch, is gone.
            self._shrink(size)
        return np.concatenate(parts)

    def _shrink(self, size: int) -> None:
        release_cached_memory()
        if size == 1:
            raise ModelError(
                "There is not enough memory to encode even one picture with this model; "
                "close other programs, use --device cpu or choose a smaller model."
            )
        self.limit = size // 2


def is_out_of_memory(error: BaseException) -> bool:
    """Whether a model failed for lack of memory, on any device."""
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError":
        return True
    return isinstance(error, RuntimeError) and any(sign in str(error).lower() for sign in _SIGNS)


def release_cached_memory() -> None:
    """Give memory that the allocator keeps back to the device."""
    import torch

    if torch.cuda.is_available():
        torch.cuda.empty_cache()
    elif torch.backends.mps.is_available():
        torch.mps.empty_cache()
