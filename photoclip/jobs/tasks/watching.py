"""Keeping up with the folders: look where something happened, index what came of it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from contextlib import closing

from photoclip.catalog.rows import ModelRow
from photoclip.ingest.watch import Timing, Watcher
from photoclip.jobs.job import Job, Progress
from photoclip.jobs.tasks.context import TaskContext
from photoclip.jobs.tasks.indexing import index_photos, scan_folders
from photoclip.jobs.tasks.rename_recovery import recover_renames
from photoclip.jobs.tasks.reports import IndexReport


def watch_folders(
    context: TaskContext,
    model: Callable[[], ModelRow],
    *,
    stop: threading.Event,
    device: str = "auto",
    timing: Timing | None = None,
    may_index: Callable[[], bool] = lambda: True,
) -> Generator[Progress, None, None]:
    """Scan and index, then index whatever changes, until told to stop.

    Args:
        context: The library.
        model: Gives the model in use; asked anew for every batch, because it may change.
        stop: Ends the watching when set.
        device: See :meth:`photoclip.library.Library.index`.
        timing: Tests only.
        may_index: Asked at every step; while it says no, photos are found and not indexed.

    Yields:
        Progress of each look and index run; one with the phase ``"Watching"`` whenever
        there is nothing left to do.
    """
    # Before the scan, so that nothing falls between the two.
    with Watcher(context.db, timing=timing) as watcher:
        yield from scan_folders(context)
        yield from _while_allowed(index_photos(context, model(), device=device), may_index)
        yield Progress("Watching")
        for batch in watcher.batches(stop):
            for note in batch.notes:
                yield Progress("Watching", message=note)
            # Another process may have ended in the middle of one, and its files are what is seen.
            recover_renames(context)
            report = yield from watcher.look(batch)
            if not report.changes:
                continue
            context.publish(report.changes)
            yield from _while_allowed(index_photos(context, model(), device=device), may_index)
            yield Progress("Watching")


def _while_allowed(job: Job[IndexReport], allowed: Callable[[], bool]) -> Job[None]:
    """Drive a job until it is over or no longer allowed; what it stored stays."""
    with closing(job):
        while allowed():
            try:
                progress = next(job)
            except StopIteration:
                return
            yield progress
