"""Keeping up with the folders: look where something happened, index what came of it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator

from photoclip.catalog.rows import ModelRow
from photoclip.ingest.watch import Timing, Watcher
from photoclip.jobs.job import Progress
from photoclip.jobs.tasks.context import TaskContext
from photoclip.jobs.tasks.indexing import index_photos, scan_and_index


def watch_folders(
    context: TaskContext,
    model: Callable[[], ModelRow],
    *,
    stop: threading.Event,
    device: str = "auto",
    timing: Timing | None = None,
) -> Generator[Progress, None, None]:
    """Scan and index, then index whatever changes, until told to stop.

    Args:
        context: The library.
        model: Gives the model in use; asked anew for every batch, because it may change.
        stop: Ends the watching when set.
        device: See :meth:`photoclip.library.Library.index`.
        timing: Tests only.

    Yields:
        Progress of each look and index run; one with the phase ``"Watching"`` whenever
        there is nothing left to do.
    """
    # Before the scan, so that nothing falls between the two.
    with Watcher(context.db, timing=timing) as watcher:
        yield from scan_and_index(context, model(), scan=True, device=device)
        yield Progress("Watching")
        for batch in watcher.batches(stop):
            for note in batch.notes:
                yield Progress("Watching", message=note)
            report = yield from watcher.look(batch)
            if not report.changes:
                continue
            context.publish(report.changes)
            yield from index_photos(context, model(), device=device)
            yield Progress("Watching")
