"""Runs jobs one after another on one thread.

Everything that writes much goes through here, so two long jobs never fight for
the catalog, and a caller (window or command) needs no thread of its own.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Any, Protocol

from photoclip.jobs.job import Progress

AnyJob = Generator[Progress, None, Any]


class JobListener(Protocol):
    """Told what a job does; every method is called on the runner's thread."""

    def progressed(self, handle: JobHandle, progress: Progress) -> None:
        """The job yielded."""

    def finished(self, handle: JobHandle, report: Any) -> None:
        """The job ended by itself; ``report`` is its return value."""

    def cancelled(self, handle: JobHandle) -> None:
        """The job was stopped at a yield, or never started."""

    def failed(self, handle: JobHandle, error: Exception) -> None:
        """The job raised."""


@dataclass(eq=False)
class JobHandle:
    """A submitted job.

    Attributes:
        name: Name for display.
    """

    name: str
    make: Callable[[], AnyJob]
    listener: JobListener
    _stop: threading.Event = field(default_factory=threading.Event)
    _resume: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self._resume.set()

    def cancel(self) -> None:
        """Stop the job at its next yield; what it committed stays."""
        self._stop.set()
        self._resume.set()

    def pause(self) -> None:
        """Hold the job at its next yield until :meth:`resume` or :meth:`cancel`."""
        self._resume.clear()

    def resume(self) -> None:
        """Go on after :meth:`pause`."""
        self._resume.set()

    @property
    def is_paused(self) -> bool:
        """True between :meth:`pause` and :meth:`resume`."""
        return not self._resume.is_set()


class JobRunner:
    """A serial executor of generator jobs."""

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[JobHandle | None] = queue.SimpleQueue()
        self._current: JobHandle | None = None
        self._waiting: list[JobHandle] = []
        self._lock = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._work, name="photoclip-jobs", daemon=True)
        self._thread.start()

    def submit(self, name: str, make: Callable[[], AnyJob], listener: JobListener) -> JobHandle:
        """Queue a job.

        Args:
            name: Name for display.
            make: Called on the runner's thread to create the generator.
            listener: Told about progress and the end.

        Raises:
            RuntimeError: The runner is closed.
        """
        handle = JobHandle(name, make, listener)
        with self._lock:
            if self._closed:
                raise RuntimeError("the job runner is closed")
            self._waiting.append(handle)
        self._queue.put(handle)
        return handle

    def cancel_all(self) -> None:
        """Cancel the running job and all that wait."""
        with self._lock:
            handles = [*self._waiting, *([self._current] if self._current else [])]
        for handle in handles:
            handle.cancel()

    def close(self) -> None:
        """Cancel everything and wait for the thread to end."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
        self.cancel_all()
        self._queue.put(None)
        self._thread.join()

    def _work(self) -> None:
        while (handle := self._queue.get()) is not None:
            with self._lock:
                self._waiting.remove(handle)
                self._current = handle
            try:
                self._run(handle)
            finally:
                with self._lock:
                    self._current = None

    def _run(self, handle: JobHandle) -> None:
        if handle._stop.is_set():
            handle.listener.cancelled(handle)
            return
        try:
            job = handle.make()
            while True:
                try:
                    progress = next(job)
                except StopIteration as stop:
                    handle.listener.finished(handle, stop.value)
                    return
                handle.listener.progressed(handle, progress)
                handle._resume.wait()
                if handle._stop.is_set():
                    job.close()
                    handle.listener.cancelled(handle)
                    return
        except Exception as error:  # noqa: BLE001 - the listener decides what is a bug
            handle.listener.failed(handle, error)
