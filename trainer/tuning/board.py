"""Curves for TensorBoard, where it is installed."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any


class Board:
    """Writes scalars into a folder; without TensorBoard, or without a folder, nothing.

    A full disk costs curves, never the run.
    """

    def __init__(self, folder: Path | None) -> None:
        self._writer: Any = None
        if folder is None:
            return
        try:
            from torch.utils.tensorboard import SummaryWriter
        except ImportError:
            return
        with contextlib.suppress(OSError):
            self._writer = SummaryWriter(str(folder))

    def step(self, step: int, values: Mapping[str, float]) -> None:
        """Values of one step."""
        self._write(step, {f"train/{name}": value for name, value in values.items()})

    def epoch(self, step: int, found: Mapping[str, Any]) -> None:
        """What validation found; lists are recall at 1, 5 and 10."""
        flat: dict[str, float] = {}
        for name, value in found.items():
            if isinstance(value, list | tuple):
                flat |= {f"{name}_r{k}": v for k, v in zip((1, 5, 10), value, strict=False)}
            elif isinstance(value, int | float):
                flat[name] = value
        self._write(step, {f"validation/{name}": value for name, value in flat.items()})

    def close(self) -> None:
        """Write what is left."""
        if self._writer is not None:
            with contextlib.suppress(OSError):
                self._writer.close()

    def _write(self, step: int, values: Mapping[str, float]) -> None:
        if self._writer is not None:
            with contextlib.suppress(OSError):
                for name, value in values.items():
                    self._writer.add_scalar(name, value, step)
