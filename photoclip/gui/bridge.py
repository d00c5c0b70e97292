"""Where Qt meets the core: every callback of the library ends here, on the GUI thread.

Nothing below this file knows Qt, nothing above it knows threads. Widgets ask the
bridge for work and get answers as signals; each answer carries what was asked,
so that a late one can be told and dropped.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from photoclip.gui.events import (
    Changed,
    FolderChanged,
    FullImage,
    JobEnded,
    JobName,
    JobProgress,
    JobStarted,
    Overview,
    ViewAnswer,
    ViewRequest,
)
from photoclip.gui.grid.content import content_of_ids, content_of_result
from photoclip.gui.mailbox import Mailbox
from photoclip.gui.workers import LatestWorker
from photoclip.jobs.job import Progress
from photoclip.jobs.runner import AnyJob, JobHandle, JobRunner
from photoclip.library import Library

SEARCH_LIMIT = 5_000
"""Most hits one view lists; nobody scrolls further through a ranking."""

CLOSE_TIMEOUT_S = 30.0
"""How long closing waits for work in progress; the catalog survives a longer one too."""


def merge_events(waiting: list[Any], value: Any) -> bool:
    """Fold a change or a progress step into one that still waits; True when that was done."""
    if not waiting:
        return False
    if isinstance(value, Changed):
        for place, other in enumerate(waiting):
            if isinstance(other, Changed):
                waiting[place] = Changed(other.changes | value.changes)
                return True
    elif isinstance(value, JobProgress):
        last = waiting[-1]
        if not isinstance(last, JobProgress) or last.name != value.name:
            return False
        # A note for the user is not lost to a mere count.
        if last.progress.message in {"", value.progress.message}:
            waiting[-1] = value
            return True
    return False


class _JobReporter:
    """Listener of the job runner; lives on its thread and only posts."""

    def __init__(self, post: Callable[[Any], None]) -> None:
        self._post = post

    def progressed(self, handle: JobHandle, progress: Progress) -> None:
        self._post(JobProgress(_name(handle), progress))

    def finished(self, handle: JobHandle, report: Any) -> None:
        self._post(JobEnded(_name(handle), report=report))

    def cancelled(self, handle: JobHandle) -> None:
        self._post(JobEnded(_name(handle), cancelled=True))

    def failed(self, handle: JobHandle, error: Exception) -> None:
        self._post(JobEnded(_name(handle), error=error))


def _name(handle: JobHandle) -> JobName:
    return "watch" if handle.name == "watch" else "index"


class Bridge(QObject):
    """Runs library work off the GUI thread and reports back on it.

    Signals:
        changed: ``ChangeSet`` of what was committed, merged per batch.
        job_started: ``JobStarted``.
        job_progressed: ``JobProgress``, at most about 20 a second.
        job_ended: ``JobEnded``.
        view_answered: ``ViewAnswer``; only the answer to the newest request arrives.
        image_loaded: ``FullImage``.
        overview_read: ``Overview``.
        folder_changed: ``FolderChanged``.
    """

    changed = Signal(object)
    job_started = Signal(object)
    job_progressed = Signal(object)
    job_ended = Signal(object)
    view_answered = Signal(object)
    image_loaded = Signal(object)
    overview_read = Signal(object)
    folder_changed = Signal(object)

    def __init__(self, library: Library, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.library = library
        self._token = 0
        self._folder_serial = 0
        self._index: JobHandle | None = None
        self._index_again = False
        self._watch: JobHandle | None = None
        self._watch_stop = threading.Event()
        self._watch_wanted = False
        self._closed = False
        self._mailbox = Mailbox(self, interval_ms=50, merge=merge_events)
        self._mailbox.delivered.connect(self._on_delivered)
        self._answers = Mailbox(self)
        self._answers.delivered.connect(self._on_delivered)
        self._signals = {
            ViewAnswer: self.view_answered,
            FullImage: self.image_loaded,
            Overview: self.overview_read,
            FolderChanged: self.folder_changed,
            JobStarted: self.job_started,
            JobProgress: self.job_progressed,
        }
        self._searcher = LatestWorker("photoclip-search")
        self._reader = LatestWorker("photoclip-read")
        self._painter = LatestWorker("photoclip-image")
        self._runner = JobRunner()
        self._reporter = _JobReporter(self._mailbox.post)
        # Bound to the mailbox, not to this object's slots: it is called on any thread.
        mailbox = self._mailbox
        self._unsubscribe = library.subscribe(lambda changes: mailbox.post(Changed(changes)))

    # --- views ------------------------------------------------------------------------
    def ask_view(self, request: ViewRequest) -> int:
        """Ask for ids to show; returns the stamp. Answers to earlier requests are dropped."""
        self._token += 1
        token = self._token
        library, post = self.library, self._answers.post

        def task() -> None:
            post(_answer_view(library, request, token))

        self._searcher.submit("view", task)
        return token

    def forget_view(self) -> None:
        """Drop the answer that is under way, because the question has changed meanwhile."""
        self._token += 1

    def ask_image(self, photo_id: int, *, max_side: int) -> None:
        """Decode a photo for the viewer; a newer request replaces one that waits."""
        library, post = self.library, self._answers.post

        def task() -> None:
            try:
                image = to_qimage(library.full_image(photo_id, max_side=max_side))
            except Exception as error:  # noqa: BLE001 - the viewer shows it
                post(FullImage(photo_id, max_side, error=error))
            else:
                post(FullImage(photo_id, max_side, image=image))

        self._painter.submit("image", task)

    def ask_overview(self) -> None:
        """Read counts and folders."""
        library, post = self.library, self._answers.post

        def task() -> None:
            try:
                post(Overview(library.info(), tuple(library.folders())))
            except Exception as error:  # noqa: BLE001 - the window shows it
                post(Overview(error=error))

        self._reader.submit("overview", task)

    # --- folders ----------------------------------------------------------------------
    def add_folder(self, path: Path) -> None:
        """Add a folder; ``folder_changed`` tells how it went."""
        self._change_folder(path, self.library.add_folder, added=True)

    def remove_folder(self, path: Path) -> None:
        """Forget a folder's rows; its files are not touched."""
        self._change_folder(path, self.library.remove_folder, added=False)

    def _change_folder(self, path: Path, change: Callable[[Path], Any], *, added: bool) -> None:
        post = self._answers.post

        def task() -> None:
            try:
                change(path)
            except Exception as error:  # noqa: BLE001 - the window shows it
                post(FolderChanged(path, added, error=error))
            else:
                post(FolderChanged(path, added))

        self._folder_serial += 1
        self._reader.submit(f"folder-{self._folder_serial}", task)

    # --- jobs -------------------------------------------------------------------------
    @property
    def is_indexing(self) -> bool:
        """True from the request of an indexing job to its end."""
        return self._index is not None

    @property
    def is_paused(self) -> bool:
        """True while the job that runs is held."""
        handle = self._index or self._watch
        return handle is not None and handle.is_paused

    def start_index(self) -> None:
        """Scan all folders and index what is new, then watch them."""
        self._watch_wanted = True
        if self._index is not None:
            # The running scan may have passed the folder already: one run more behind it.
            self._index_again = True
            self._index.resume()
            return
        self._end_watch()
        library = self.library
        self._index = self._submit("index", lambda: library.index(scan=True))

    def pause(self, paused: bool) -> None:
        """Hold the running job at its next step, or let it go on."""
        handle = self._index or self._watch
        if handle is None:
            return
        if paused:
            handle.pause()
        else:
            handle.resume()

    def cancel_index(self) -> None:
        """Stop indexing and watching; what is committed stays, the next run goes on from there."""
        self._watch_wanted = False
        self._index_again = False
        self._end_watch()
        if self._index is not None:
            self._index.cancel()

    def _submit(self, name: JobName, make: Callable[[], AnyJob]) -> JobHandle:
        post = self._mailbox.post

        def started() -> AnyJob:
            post(JobStarted(name))
            return make()

        return self._runner.submit(name, started, self._reporter)

    def _start_watch(self) -> None:
        stop = threading.Event()
        library = self.library

        def watch() -> Generator[Progress, None, None]:
            yield from library.watch(stop=stop)

        self._watch_stop = stop
        self._watch = self._submit("watch", watch)

    def _end_watch(self) -> None:
        self._watch_stop.set()
        if self._watch is not None:
            self._watch.resume()

    def _on_job_ended(self, event: JobEnded) -> None:
        if event.name == "watch":
            self._watch = None
            # A watcher that ended by itself or failed is not started in a circle.
            self._watch_wanted = self._watch_wanted and self._watch_stop.is_set()
        else:
            self._index = None
        self.job_ended.emit(event)
        if self._index is not None or self._watch is not None:
            return
        if self._index_again:
            self._index_again = False
            self.start_index()
        elif self._watch_wanted:
            self._start_watch()

    # --- delivery ---------------------------------------------------------------------
    @Slot(object)
    def _on_delivered(self, batch: list[Any]) -> None:
        for event in batch:
            if self._closed:
                return
            if isinstance(event, Changed):
                self.changed.emit(event.changes)
            elif isinstance(event, JobEnded):
                self._on_job_ended(event)
            elif not isinstance(event, ViewAnswer) or event.token == self._token:
                self._signals[type(event)].emit(event)

    def close(self, timeout: float = CLOSE_TIMEOUT_S) -> bool:
        """Cancel all work and wait for it.

        Args:
            timeout: Seconds to wait at most.

        Returns:
            True when every thread has ended, so that the library may be closed.
        """
        if not self._closed:
            self._closed = True
            self._watch_wanted = False
            self._unsubscribe()
            self._mailbox.close()
            self._answers.close()
        self._end_watch()
        workers = (self._searcher, self._reader, self._painter)
        for worker in workers:
            worker.ask_to_stop()
        deadline = time.monotonic() + timeout
        # The runner's own close waits without end; a hanging decoder must not hold the user here.
        closer = threading.Thread(target=self._runner.close, name="photoclip-closer", daemon=True)
        closer.start()
        closer.join(timeout)
        ended = [worker.join(max(0.0, deadline - time.monotonic())) for worker in workers]
        return all(ended) and not closer.is_alive()


def _answer_view(library: Library, request: ViewRequest, token: int) -> ViewAnswer:
    """Run one request; on the search thread."""
    try:
        if request.kind == "all":
            return ViewAnswer(request, token, content_of_ids(library.all_photo_ids()))
        if request.kind == "similar":
            result = library.similar(request.photo_id, limit=SEARCH_LIMIT)
        else:
            result = library.search(
                request.text, limit=SEARCH_LIMIT, include_hidden=request.include_hidden
            )
    except Exception as error:  # noqa: BLE001 - shown by the window
        return ViewAnswer(request, token, error=error)
    return ViewAnswer(request, token, content_of_result(result), result)


def to_qimage(pixels: NDArray[np.uint8]) -> QImage:
    """A picture that owns its memory, in the format that is painted fastest.

    Args:
        pixels: uint8, shape (height, width, 3), RGB.
    """
    pixels = np.ascontiguousarray(pixels)
    height, width, _ = pixels.shape
    view = QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    # The conversion copies; without a copy the image would point into numpy's memory.
    return view.convertToFormat(QImage.Format.Format_RGB32)
