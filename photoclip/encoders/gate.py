"""Many small decodes at a time, or one large one: bounds the memory of the encoder process."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Gate:
    """A lock that many hold together, or one alone; who wants it alone goes first."""

    def __init__(self) -> None:
        self._change = threading.Condition()
        self._together = 0
        self._is_alone = False
        self._want_alone = 0

    @contextmanager
    def together(self) -> Iterator[None]:
        """Hold it beside others."""
        with self._change:
            self._change.wait_for(lambda: not self._is_alone and not self._want_alone)
            self._together += 1
        try:
            yield
        finally:
            with self._change:
                self._together -= 1
                self._change.notify_all()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold it with nobody beside."""
        with self._change:
            self._want_alone += 1
            self._change.wait_for(lambda: not self._is_alone and not self._together)
            self._want_alone -= 1
            self._is_alone = True
        try:
            yield
        finally:
            with self._change:
                self._is_alone = False
                self._change.notify_all()
