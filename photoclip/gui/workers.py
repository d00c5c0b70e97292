"""Plain worker threads of the window: no Qt in here, so nothing of Qt dies on the wrong thread.

A cyclic collection may run on any thread and would then destroy widgets there;
workers therefore hold plain Python objects only and hand their results to
:mod:`photoclip.gui.bridge`.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class LatestWorker:
    """One thread that runs tasks in order; a newer task of the same key replaces a waiting one.

    Attributes:
        name: Name of the thread.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._tasks: OrderedDict[str, Callable[[], None]] = OrderedDict()
        self._condition = threading.Condition()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def submit(self, key: str, task: Callable[[], None]) -> None:
        """Run ``task`` soon; it must handle its own errors."""
        with self._condition:
            self._tasks.pop(key, None)
            self._tasks[key] = task
            self._condition.notify()

    def ask_to_stop(self, *, finish: bool = False) -> None:
        """End soon.

        Args:
            finish: Do what waits first; otherwise it is forgotten, and the thread ends after
                the task that runs now.
        """
        with self._condition:
            self._stopping = True
            if not finish:
                self._tasks.clear()
            self._condition.notify()

    def join(self, timeout: float) -> bool:
        """Wait at most ``timeout`` seconds; True when the thread has ended."""
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while True:
            with self._condition:
                while not self._tasks and not self._stopping:
                    self._condition.wait()
                if not self._tasks:
                    return
                _, task = self._tasks.popitem(last=False)
            task()


class StackPool(Generic[T]):
    """A few threads fed from a bounded stack: the newest item first, the oldest are given up.

    Args:
        name: Prefix of the thread names.
        threads: Number of threads.
        limit: Most items that may wait.
        work: Called with each item on a worker thread; must handle its own errors.
    """

    def __init__(self, name: str, *, threads: int, limit: int, work: Callable[[T], None]) -> None:
        self._work = work
        self._limit = limit
        self._stack: list[T] = []
        self._condition = threading.Condition()
        self._stopping = False
        self._threads = [
            threading.Thread(target=self._run, name=f"{name}-{number}", daemon=True)
            for number in range(threads)
        ]
        for thread in self._threads:
            thread.start()

    def push(self, item: T) -> list[T]:
        """Put ``item`` on top; returns the items given up at the bottom."""
        with self._condition:
            self._stack.append(item)
            given_up = self._stack[: -self._limit]
            del self._stack[: -self._limit]
            self._condition.notify()
        return given_up

    def clear(self) -> None:
        """Give up everything that waits."""
        with self._condition:
            self._stack.clear()

    def ask_to_stop(self) -> None:
        """Give up what waits and end after the items in work."""
        with self._condition:
            self._stopping = True
            self._stack.clear()
            self._condition.notify_all()

    def join(self, timeout: float) -> bool:
        """Wait at most ``timeout`` seconds for each thread; True when all have ended."""
        for thread in self._threads:
            thread.join(timeout)
        return not any(thread.is_alive() for thread in self._threads)

    def _run(self) -> None:
        while True:
            with self._condition:
                while not self._stack and not self._stopping:
                    self._condition.wait()
                if self._stopping:
                    return
                item = self._stack.pop()
            self._work(item)
