"""Scanning folders, and giving every photo its thumbnail, its hashes and its vector."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from typing import Final

from photoclip.catalog import photos
from photoclip.catalog.rows import ModelRow
from photoclip.encoders.remote import EncoderProcess, PhotoRequest
from photoclip.errors import ModelError
from photoclip.ingest import stacks
from photoclip.ingest.scan import ScanReport, Tally, scan_into
from photoclip.ingest.work import Result, StoreReport, WorkItem, claim_work, store_outcomes
from photoclip.jobs.job import Job, Progress
from photoclip.jobs.tasks import detail, duplicates, recovery
from photoclip.jobs.tasks.context import TaskContext
from photoclip.jobs.tasks.rename_recovery import recover_renames
from photoclip.jobs.tasks.reports import IndexReport
from photoclip.media.types import PhotoMetadata
from photoclip.search import background

PAGE: Final = 256
"""Photos claimed at a time; the next page's files are hashed while this one is encoded."""

STORE_EVERY: Final = 32
"""Outcomes per transaction: what a crash can cost is the work on so many photos."""

FIRST_TOLD_S: Final = 0.5
MOST_UNTOLD_S: Final = 10.0
"""A scan tells what it found after the first time, then rarer, up to the second."""

STORE_SECONDS: Final = 2.0
"""Or as many as came in so long, so that slow machines show their first photos soon."""


def scan_folders(context: TaskContext, *, root_ids: Sequence[int] | None = None) -> Job[ScanReport]:
    """Scan, and tell everyone what changed; also when the job is cancelled half-way."""
    # Before anything is listed: half a rename is no news of its files.
    recover_renames(context)
    tally = Tally()
    due, pause = time.monotonic() + FIRST_TOLD_S, FIRST_TOLD_S
    scanning = scan_into(tally, context.db, root_ids=root_ids)
    try:
        for progress in scanning:
            yield progress
            if time.monotonic() >= due:
                # Ever more rarely: each telling goes through all that was found so far.
                context.publish(tally.report().changes)
                pause = min(2 * pause, MOST_UNTOLD_S)
                due = time.monotonic() + pause
    finally:
        scanning.close()
        context.publish(tally.report().changes)
    stacks.fill_once(context.db)
    duplicates.prune_duplicates(context)
    return tally.report()


def scan_and_index(
    context: TaskContext,
    model: ModelRow,
    *,
    scan: bool,
    device: str,
    root_ids: Sequence[int] | None = None,
) -> Job[IndexReport]:
    """Scan all folders, or some, if asked to, then index what needs it."""
    scanned = (yield from scan_folders(context, root_ids=root_ids)) if scan else None
    report = yield from index_photos(context, model, device=device)
    return IndexReport(
        indexed=report.indexed,
        reused=report.reused,
        unreadable=report.unreadable,
        scan=scanned,
        seconds=report.seconds,
        photos_per_second=report.photos_per_second,
        device=report.device,
    )


def index_photos(
    context: TaskContext, model: ModelRow, *, device: str = "auto"
) -> Job[IndexReport]:
    """Work on every photo that is new, changed, or has no vector of the model.

    Each batch of outcomes is one transaction; to cancel costs at most one batch of work.

    Raises:
        ModelError: The model cannot be loaded, or has changed.
        EncoderProcessError: The encoder process cannot be kept alive.
        CatalogError: The catalog cannot be written.
    """
    with context.db.read() as conn:
        total = photos.waiting_count(conn, model.id)
    run = _Run(context, model, total)
    if total:
        duplicates.expect_changes(context)
    yield run.progress()
    with context.encoders.lease(model.key, device) as process:
        # A second round meets copies of photos of the first, and files that settled.
        while (yield from _one_round(run, process)):
            pass
        if run.used_model:
            yield run.progress("preparing search")
            run.prepare_search(process)
        if detail.is_on(context):
            yield from detail.add_crops(context, model, process)
    yield from duplicates.refresh_duplicates(context, model)
    recovery.keep_copy(context)
    return run.report()


def _one_round(run: _Run, process: EncoderProcess) -> Generator[Progress, None, bool]:
    """All photos that need work, once; returns whether that changed anything."""
    before = run.done
    run.begin_round()
    with ThreadPoolExecutor(1, thread_name_prefix="photoclip-claim") as pool:
        page: Future[list[WorkItem]] = pool.submit(run.claim, 0)
        while items := page.result():
            page = pool.submit(run.claim, items[-1].photo.id)
            yield from run.work(items, process)
    return run.done > before and run.put_aside > 0


class _Run:
    """One run of the index job.

    Attributes:
        done: Photos that are through.
        put_aside: Copies in this round that wait for the first of their kind.
    """

    def __init__(self, context: TaskContext, model: ModelRow, total: int) -> None:
        self.put_aside = 0
        self._context = context
        self._model = model
        self._total = total
        self._counts = {"indexed": 0, "reused": 0, "unreadable": 0}
        self._device = ""
        self._seen: set[bytes] = set()
        self._started = time.monotonic()

    @property
    def done(self) -> int:
        return sum(self._counts.values())

    def begin_round(self) -> None:
        self._seen.clear()
        self.put_aside = 0

    def claim(self, after_id: int) -> list[WorkItem]:
        return claim_work(self._context.db, self._model.id, PAGE, after_id=after_id)

    def work(
        self, items: Sequence[WorkItem], process: EncoderProcess
    ) -> Generator[Progress, None, None]:
        known = [item for item in items if item.action != "decode"]
        if known:
            self._store([(item, _metadata(item)) for item in known])
            yield self.progress()
        fresh = {item.photo.id: item for item in self._firsts(items)}
        if fresh:
            if not self._device:
                yield self.progress("starting the model")
                self._check_model(process)
            with closing(self._outcomes(fresh, process)) as batches:
                for batch in batches:
                    self._store(batch)
                    yield self.progress()

    @property
    def used_model(self) -> bool:
        """True if the encoder process had something to do."""
        return bool(self._device)

    def prepare_search(self, process: EncoderProcess) -> None:
        """Encode the background texts while the model is at hand: the first query needs them."""
        background.background_vectors(process, self._context.paths.text_vectors)

    def progress(self, message: str = "") -> Progress:
        total = max(self._total, self.done)
        return Progress("Indexing", self.done, total, dict(self._counts), message)

    def report(self) -> IndexReport:
        seconds = time.monotonic() - self._started
        return IndexReport(
            indexed=self._counts["indexed"],
            reused=self._counts["reused"],
            unreadable=self._counts["unreadable"],
            seconds=round(seconds, 2),
            photos_per_second=round(self.done / seconds, 2) if seconds > 0 else 0.0,
            device=self._device,
        )

    def _firsts(self, items: Sequence[WorkItem]) -> Iterator[WorkItem]:
        """What is to be decoded, but of equal files only the first: the others reuse it."""
        for item in items:
            if item.action != "decode":
                continue
            if item.file_hash is not None and item.file_hash in self._seen:
                self.put_aside += 1
                continue
            if item.file_hash is not None:
                self._seen.add(item.file_hash)
            yield item

    def _check_model(self, process: EncoderProcess) -> None:
        info = process.start()
        self._device = info.device
        if info.fingerprint != self._model.fingerprint:
            raise ModelError(
                f"The model “{self._model.key}” has changed since the library was opened; "
                "start PhotoClip again."
            )

    def _outcomes(
        self, fresh: dict[int, WorkItem], process: EncoderProcess
    ) -> Generator[list[Result], None, None]:
        requests = [
            PhotoRequest(photo_id, item.photo.path, known_pixel_hash=item.known_pixel_hash)
            for photo_id, item in fresh.items()
        ]
        batch: list[Result] = []
        since = time.monotonic()
        with closing(process.encode_photos(requests)) as outcomes:
            for outcome in outcomes:
                batch.append((fresh[outcome.ticket], outcome))
                if len(batch) >= STORE_EVERY or time.monotonic() - since > STORE_SECONDS:
                    yield batch
                    batch, since = [], time.monotonic()
        if batch:
            yield batch

    def _store(self, results: Sequence[Result]) -> None:
        stored: StoreReport = store_outcomes(
            self._context.db, self._model.id, results, thumbnails=self._context.thumbnails
        )
        self._counts["indexed"] += stored.indexed
        self._counts["reused"] += stored.reused
        self._counts["unreadable"] += stored.unreadable
        self._context.publish(stored.changes)


def _metadata(item: WorkItem) -> PhotoMetadata | None:
    """What a file says whose pixels are known; it was read once without harm."""
    if item.action != "metadata":
        return None
    from photoclip.media.metadata import read_metadata

    return read_metadata(item.photo.path)
