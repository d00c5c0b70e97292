"""A lock that many readers share and one writer has alone, taken in turns."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class SharedLock:
    """Readers together or one writer; neither side can starve the other.

    A writer that takes the lock again and again (a bulk add in slices) lets the
    readers that gathered meanwhile go first, and readers that come while a
    writer waits stand behind it.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._readers = 0
        self._writing = False
        self._waiting_readers = 0
        self._waiting_writers = 0
        self._readers_turn = False

    @contextmanager
    def shared(self) -> Iterator[None]:
        """Hold the lock together with other readers."""
        with self._changed:
            self._waiting_readers += 1
            try:
                self._changed.wait_for(
                    lambda: not self._writing and (self._readers_turn or not self._waiting_writers)
                )
            finally:
                self._waiting_readers -= 1
                if not self._waiting_readers:
                    self._readers_turn = False
                self._changed.notify_all()
            self._readers += 1
        try:
            yield
        finally:
            with self._changed:
                self._readers -= 1
                self._changed.notify_all()

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Hold the lock alone."""
        with self._changed:
            self._waiting_writers += 1
            try:
                self._changed.wait_for(
                    lambda: not self._writing and not self._readers and not self._readers_turn
                )
            finally:
                self._waiting_writers -= 1
                self._changed.notify_all()
            self._writing = True
        try:
            yield
        finally:
            with self._changed:
                self._writing = False
                self._readers_turn = self._waiting_readers > 0
                self._changed.notify_all()
