"""Which jobs run: indexing, watching, and whatever else the user asked for; no Qt in here."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator
from typing import Any, Final

from photoclip.gui.events import JobEnded, JobProgress, JobStarted
from photoclip.jobs.job import Progress
from photoclip.jobs.runner import AnyJob, JobHandle, JobRunner
from photoclip.library import Library

Post = Callable[[Any], None]

TRAIN: Final = "train"
ESTIMATE: Final = "train-estimate"
MODEL_DOWNLOAD: Final = "model-download"
MODEL_IMPORT: Final = "model-import"
MODEL_VERIFY: Final = "model-verify"
MODEL_ACTIVATE: Final = "model-activate"
BESIDE: Final = frozenset({TRAIN, ESTIMATE, MODEL_DOWNLOAD, MODEL_IMPORT, MODEL_VERIFY})
"""Jobs that wait for another process or the network, some for hours: they run beside all
others, each on a thread of its own, and the actions on work in progress leave them alone."""
HELD: Final = "held"
"""Report of an indexing that ended early, because automatic work is held now."""
EXPORT: Final = "export"
COPY: Final = "copy-to"
LIST: Final = "list"
AT_ONCE: Final = frozenset({EXPORT, COPY, LIST})
"""Jobs that only read: they do not wait for hours of indexing, and hold up nothing."""


class _JobReporter:
    """Listener of the job runner; lives on its thread and only posts."""

    def __init__(self, post: Post) -> None:
        self._post = post

    def progressed(self, handle: JobHandle, progress: Progress) -> None:
        self._post(JobProgress(handle.name, progress))

    def finished(self, handle: JobHandle, report: Any) -> None:
        self._post(JobEnded(handle.name, report=report))

    def cancelled(self, handle: JobHandle) -> None:
        self._post(JobEnded(handle.name, cancelled=True))

    def failed(self, handle: JobHandle, error: Exception) -> None:
        self._post(JobEnded(handle.name, error=error))


class JobDesk:
    """Starts jobs one after another, those of :data:`BESIDE` at once, and watches the folders.

    Its methods are called on the GUI thread; what the jobs report is posted.

    Args:
        library: Makes the jobs.
        post: Takes events from any thread.
    """

    def __init__(self, library: Library, post: Post) -> None:
        self._library = library
        self._post = post
        self._runner = JobRunner()
        self._beside: dict[str, JobRunner] = {}
        self._reporter = _JobReporter(post)
        self._running: dict[str, JobHandle] = {}
        self._index_again = False
        self._asked = False
        self._may_index = threading.Event()
        self._may_index.set()
        self._watch_stop = threading.Event()
        self._watch_wanted = False

    @property
    def is_indexing(self) -> bool:
        """True from the request of an indexing job to its end."""
        return "index" in self._running

    @property
    def is_working(self) -> bool:
        """True while anything but watching runs or waits to; what runs beside does not count."""
        return bool(self._running.keys() - BESIDE - {"watch"})

    @property
    def is_paused(self) -> bool:
        """True while a job is held."""
        return any(handle.is_paused for handle in self._running.values())

    def is_running(self, name: str) -> bool:
        """True from the request of a job to its end."""
        return name in self._running

    @property
    def is_held(self) -> bool:
        """True while nothing is indexed that nobody asked for."""
        return not self._may_index.is_set()

    def start_index(self, *, asked: bool = True) -> None:
        """Scan all folders and index what is new, then watch them.

        Args:
            asked: The user wants it now, whatever holds automatic indexing.
        """
        self._watch_wanted = True
        if "index" in self._running:
            # The running scan may have passed the folder already: one run more behind it.
            self._index_again = True
            self._asked |= asked
            if asked:
                self._running["index"].resume()
            return
        if self.is_held and not asked:
            # The watcher finds new photos, and leaves them for later.
            self.go_on()
            return
        self._asked = asked
        self.start("index", self._index)

    def hold(self, held: bool, *, waiting: bool = True) -> None:
        """Index nothing but what was asked for, or go on; what was found meanwhile is kept.

        Args:
            held: Hold it.
            waiting: Whether photos wait; without any, going on begins with the next one.
        """
        if held == self.is_held:
            return
        if held:
            self._may_index.clear()
            return
        self._may_index.set()
        # After a stop by the user nothing begins by itself.
        if waiting and self._watch_wanted:
            self.start_index(asked=False)

    def _index(self) -> Generator[Progress, None, Any]:
        """Index; where that is held meanwhile, end early, so that other jobs have their turn."""
        job = self._library.index(scan=True)
        while True:
            try:
                progress = next(job)
            except StopIteration as stop:
                return stop.value
            yield progress
            if not self._asked and self.is_held:
                job.close()
                return HELD

    def start(self, name: str, make: Callable[[], AnyJob]) -> bool:
        """Queue a job; False when one of that name is on its way already."""
        if name in self._running:
            return False
        if name not in BESIDE | AT_ONCE:
            self._end_watch()
        self._submit(name, make)
        return True

    def pause(self, paused: bool) -> None:
        """Hold the running job at its next step, or let it go on."""
        for name, handle in self._running.items():
            if name in BESIDE:
                continue
            if paused:
                handle.pause()
            else:
                handle.resume()

    def cancel(self, name: str) -> None:
        """Stop a job at its next step; what it committed stays."""
        if name == "index":
            # Else the watcher would go on with it at once.
            self._watch_wanted = self._index_again = False
        if name in self._running:
            self._running[name].cancel()

    def cancel_all(self) -> None:
        """Stop all work but that of :data:`BESIDE`; after indexing, watching ends too."""
        if self.is_working and not self.is_indexing:
            for name in self._running.keys() - BESIDE - {"watch"}:
                self.cancel(name)
            return
        self._watch_wanted = False
        self._index_again = False
        self._end_watch()
        for name, handle in self._running.items():
            if name != "watch" and name not in BESIDE:
                handle.cancel()

    def ended(self, event: JobEnded) -> None:
        """Note that a job is over."""
        if event.name == "watch":
            # A watcher that ended by itself or failed is not started in a circle.
            self._watch_wanted = self._watch_wanted and self._watch_stop.is_set()
        self._running.pop(event.name, None)

    def go_on(self) -> None:
        """Start what is due when nothing runs."""
        if self._running.keys() - BESIDE - AT_ONCE:
            return
        if self._index_again:
            self._index_again = False
            self.start_index(asked=self._asked)
        elif self._watch_wanted:
            self._start_watch()

    def _submit(self, name: str, make: Callable[[], AnyJob]) -> None:
        post = self._post

        def started() -> AnyJob:
            post(JobStarted(name))
            return make()

        runner = self._runner
        if name in BESIDE | AT_ONCE:
            runner = self._beside[name] = self._beside.get(name) or JobRunner()
        self._running[name] = runner.submit(name, started, self._reporter)

    def _start_watch(self) -> None:
        stop = threading.Event()
        library, may_index = self._library, self._may_index.is_set

        def watch() -> Generator[Progress, None, None]:
            yield from library.watch(stop=stop, may_index=may_index)

        self._watch_stop = stop
        self._submit("watch", watch)

    def _end_watch(self) -> None:
        self._watch_stop.set()
        if "watch" in self._running:
            self._running["watch"].resume()

    def close(self, timeout: float) -> bool:
        """Cancel everything; True when all threads ended within ``timeout`` seconds."""
        self._watch_wanted = False
        self._end_watch()
        # The runner's own close waits without end; a hanging decoder must not hold the user here.
        closers = [
            threading.Thread(target=runner.close, name="photoclip-closer", daemon=True)
            for runner in (self._runner, *self._beside.values())
        ]
        for closer in closers:
            closer.start()
        deadline = time.monotonic() + timeout
        for closer in closers:
            closer.join(max(0.0, deadline - time.monotonic()))
        return not any(closer.is_alive() for closer in closers)
