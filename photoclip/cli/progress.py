"""Shows the progress of a job on stderr: a live bar on a terminal, sparse lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar

from photoclip.cli.guard import tell
from photoclip.cli.output import notes_console
from photoclip.jobs.job import Progress

R = TypeVar("R")

_LINE_EVERY_S = 10.0
"""Without a terminal: seconds between lines, so short commands print none and logs stay short."""


class Meter(Protocol):
    """Takes progress and shows it."""

    def __call__(self, progress: Progress) -> None:
        """Show one step."""


def drive(job: Generator[Progress, None, R]) -> R:
    """Run a job to its end, showing its progress on stderr, and return its report.

    Ctrl-C closes the job, which then tidies up; what it committed stays.
    """
    try:
        with meter() as show:
            while True:
                try:
                    show(next(job))
                except StopIteration as stop:
                    report: R = stop.value
                    return report
    finally:
        job.close()


@contextmanager
def meter() -> Iterator[Meter]:
    """Yield the meter that fits stderr."""
    if sys.stderr is not None and sys.stderr.isatty():
        with _live_meter() as show:
            yield show
    else:
        yield LineMeter(tell)


@contextmanager
def busy(what: str) -> Iterator[None]:
    """Show that something without progress goes on (a model that loads); terminal only."""
    if sys.stderr is not None and sys.stderr.isatty():
        with notes_console().status(what):
            yield
    else:
        yield


class LineMeter:
    """Writes a line every few seconds.

    Attributes:
        write: Takes one line of text.
    """

    def __init__(
        self,
        write: Callable[[str], None],
        *,
        every_s: float = _LINE_EVERY_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.write = write
        self._every_s = every_s
        self._clock = clock
        self._last = clock()
        self._phase = ""
        self._phase_start = self._last
        self._phase_done = 0
        self._line = ""

    def __call__(self, progress: Progress) -> None:
        """Write a line when the last one is long enough ago and said something else."""
        now = self._clock()
        if progress.phase != self._phase:
            self._phase = progress.phase
            self._phase_start = now
            self._phase_done = progress.done
        if now - self._last < self._every_s:
            return
        self._last = now
        elapsed = now - self._phase_start
        rate = (progress.done - self._phase_done) / elapsed if elapsed > 0 else 0.0
        line = progress_line(progress, rate=rate)
        if line != self._line:
            self._line = line
            self.write(line)


def progress_line(progress: Progress, *, rate: float) -> str:
    """Describe a step in one line.

    Args:
        progress: The step.
        rate: Items per second in this phase, 0 when unknown.
    """
    parts = [part for part in (amount_text(progress), progress.message) if part]
    if rate > 0:
        parts.append(f"{rate:.1f}/s")
        if progress.total is not None and progress.total > progress.done:
            parts.append(f"about {duration((progress.total - progress.done) / rate)} left")
    line = f"{progress.phase}: {', '.join(parts)}" if parts else progress.phase
    counts = counts_text(progress.counts)
    return f"{line} ({counts})" if counts else line


def amount_text(progress: Progress) -> str:
    """``"40 of 100"``; empty while nothing can be counted."""
    if progress.total is not None:
        return f"{progress.done:,} of {progress.total:,}"
    return f"{progress.done:,}" if progress.done else ""


def counts_text(counts: Mapping[str, int]) -> str:
    """``{"indexed": 3, "reused": 0}`` is ``"indexed 3"``: what did not happen is not told."""
    return ", ".join(f"{name.replace('_', ' ')} {n:,}" for name, n in counts.items() if n)


def duration(seconds: float) -> str:
    """Say a time span in words short enough for a progress line."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    if seconds < 90 * 60:
        return f"{round(seconds / 60)} min"
    return f"{seconds / 3600:.1f} h"


@contextmanager
def _live_meter() -> Iterator[Meter]:
    """A rich progress bar that vanishes when the job ends; the report follows it."""
    from rich import progress as bars

    display = bars.Progress(
        bars.TextColumn("{task.description}", markup=False),
        bars.BarColumn(bar_width=24),
        bars.TextColumn("{task.fields[amount]}", markup=False),
        bars.TextColumn("{task.fields[rate]}", markup=False),
        bars.TimeRemainingColumn(compact=True),
        bars.TextColumn("{task.fields[counts]}", markup=False),
        console=notes_console(),
        transient=True,
    )
    phase = ""
    # A reset drops all fields that it is not given, and the columns need them.
    blank: dict[str, Any] = {"amount": "", "rate": "", "counts": ""}
    with display:
        task = display.add_task("Starting", total=None, **blank)

        def show(progress: Progress) -> None:
            nonlocal phase
            if progress.phase != phase:
                phase = progress.phase
                display.reset(task, description=phase, total=progress.total, **blank)
            speed = display.tasks[0].speed
            display.update(
                task,
                completed=progress.done,
                amount=amount_text(progress),
                total=progress.total,
                rate=f"{speed:.1f}/s" if speed else "",
                counts=" ".join(filter(None, (counts_text(progress.counts), progress.message))),
            )

        yield show
