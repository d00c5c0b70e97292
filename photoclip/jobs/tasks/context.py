"""What every task works with: the open library's parts, and encoder processes on demand."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from photoclip.catalog.database import Database
from photoclip.catalog.thumbnails import ThumbnailStore
from photoclip.changes import ChangeSet
from photoclip.jobs.tasks.first_looks import FirstLooks
from photoclip.paths import LibraryPaths

if TYPE_CHECKING:
    from photoclip.encoders.remote import EncoderProcess

IDLE_SECONDS: Final = 300.0
"""An encoder process that nobody used for so long is ended and gives its memory back."""


@dataclass(eq=False)
class _Lease:
    process: EncoderProcess
    users: int = 0
    last_used: float = field(default_factory=time.monotonic)
    retired: bool = False


class EncoderPool:
    """Encoder processes by model and device, shared by searching and indexing.

    Attributes:
        models_dir: Folder of installed models.
        on_restart: Called on any thread when a process ended in the middle of its work, and
            another one takes that over.
    """

    def __init__(self, models_dir: Path, *, idle_seconds: float = IDLE_SECONDS) -> None:
        self.models_dir = models_dir
        self._idle_seconds = idle_seconds
        self._cpu_percent = 100
        self.on_restart: Callable[[], None] | None = None
        self._lock = threading.Lock()
        self._leases: dict[tuple[str | None, str], _Lease] = {}
        self._timer: threading.Timer | None = None
        self._closed = False

    def configure(
        self, *, idle_seconds: float | None = None, cpu_percent: int | None = None
    ) -> None:
        """Change how processes are kept and started; None leaves as it is.

        Args:
            idle_seconds: How long an unused process is kept.
            cpu_percent: Share of the processor's cores, for processes that start from now on;
                idle ones are ended, those in use after their last user.
        """
        idle: list[EncoderProcess] = []
        with self._lock:
            if idle_seconds is not None and idle_seconds != self._idle_seconds:
                self._idle_seconds = idle_seconds
                timer, self._timer = self._timer, None
                if timer is not None:
                    timer.cancel()
                self._watch_idle()
            if cpu_percent is not None and cpu_percent != self._cpu_percent:
                self._cpu_percent = cpu_percent
                idle = self._retire(list(self._leases))
        for process in idle:
            process.close()

    @contextmanager
    def lease(self, key: str | None, device: str = "auto") -> Iterator[EncoderProcess]:
        """Lend the process of a model, or for None one that only decodes; started at first use.

        ``"auto"`` takes any process of that model that already runs.
        """
        lease = self._take(key, device)
        try:
            yield lease.process
        finally:
            with self._lock:
                lease.users -= 1
                lease.last_used = time.monotonic()
                ended = lease.retired and not lease.users
                self._watch_idle()
            if ended:
                lease.process.close()

    def is_warm(self, key: str) -> bool:
        """Whether a process of a model was started and has not been ended."""
        # Without the lock, which is held while a first process is being made.
        return any(known == key for known, _device in list(self._leases))

    def forget(self, key: str) -> None:
        """End the processes of a model whose files are gone, those in use after their last user.

        Another model may take the name.
        """
        with self._lock:
            idle = self._retire([place for place in self._leases if place[0] == key])
        for process in idle:
            process.close()

    def close(self) -> None:
        """End all processes; may be repeated."""
        with self._lock:
            self._closed = True
            leases, self._leases = list(self._leases.values()), {}
            timer, self._timer = self._timer, None
        if timer is not None:
            timer.cancel()
        for lease in leases:
            lease.process.close()

    def _retire(self, places: list[tuple[str | None, str]]) -> list[EncoderProcess]:
        """Lend these no more; returns those that nobody uses. The lock is held."""
        gone = [self._leases.pop(place) for place in places]
        for lease in gone:
            lease.retired = True
        return [lease.process for lease in gone if not lease.users]

    def _take(self, key: str | None, device: str) -> _Lease:
        with self._lock:
            if self._closed:
                raise RuntimeError("the library is closed")
            lease = self._leases.get((key, device))
            if lease is None and device == "auto":
                lease = next((one for (k, _), one in self._leases.items() if k == key), None)
            if lease is None:
                lease = self._leases[(key, device)] = _Lease(self._make(key, device))
            lease.users += 1
            return lease

    def _make(self, key: str | None, device: str) -> EncoderProcess:
        # Not at the top: many commands need no encoder, and multiprocessing loads slowly.
        from photoclip.encoders.remote import EncoderProcess

        return EncoderProcess(
            key,
            models_dir=self.models_dir,
            device=device,
            cpu_percent=self._cpu_percent,
            on_restart=self._restarted,
        )

    def _restarted(self) -> None:
        if self.on_restart is not None:
            self.on_restart()

    def _watch_idle(self) -> None:
        """Look again when the first idle process is due. The lock is held."""
        if self._closed or self._timer is not None or not self._leases:
            return
        self._timer = threading.Timer(self._idle_seconds, self._end_idle)
        self._timer.daemon = True
        self._timer.start()

    def _end_idle(self) -> None:
        with self._lock:
            self._timer = None
            due = time.monotonic() - self._idle_seconds
            idle = [k for k, one in self._leases.items() if not one.users and one.last_used <= due]
            ended = [self._leases.pop(k).process for k in idle]
            self._watch_idle()
        for process in ended:
            process.close()


@dataclass(frozen=True, slots=True)
class TaskContext:
    """The parts of an open library.

    Attributes:
        db: The catalog.
        thumbnails: The thumbnail cache.
        paths: File names inside the library.
        models_dir: Folder of installed models.
        encoders: Encoder processes.
        publish: Tells everyone what a commit changed.
        looks: Thumbnails of what is not indexed yet.
    """

    db: Database
    thumbnails: ThumbnailStore
    paths: LibraryPaths
    models_dir: Path
    encoders: EncoderPool
    publish: Callable[[ChangeSet], None]
    looks: FirstLooks = field(default_factory=FirstLooks)
