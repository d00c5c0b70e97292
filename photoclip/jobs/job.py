"""Jobs are generators: each ``yield`` is progress and the point where a job may be cancelled.

To cancel is to stop iterating: ``generator.close()`` raises ``GeneratorExit`` at
the ``yield``, so a job cleans up in ``finally`` like any Python code. What was
committed before stays.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Progress:
    """One step of a job.

    Attributes:
        phase: Short verb phrase for display, for example ``"Indexing"``.
        done: Items finished so far.
        total: Items in all, or None while that is not known.
        counts: Named running totals (``indexed``, ``reused``, ``unreadable`` …).
        message: Optional one-line note for the user.
    """

    phase: str
    done: int = 0
    total: int | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    message: str = ""


Job = Generator[Progress, None, R]
"""A generator that yields :class:`Progress` and returns its report."""


def run_to_end(job: Generator[Progress, None, R]) -> R:
    """Drive a job without showing its progress and return its report."""
    while True:
        try:
            next(job)
        except StopIteration as stop:
            result: R = stop.value
            return result
