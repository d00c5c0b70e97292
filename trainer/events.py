"""Events of a run as JSON lines: what the window and the command line show of it."""

from __future__ import annotations

import contextlib
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TextIO

from photoclip.errors import is_disk_full

Report = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""

_EVERY_SECONDS: Final = 1.0


class EventLog:
    """Writes one JSON object a line, to a stream and, if wanted, to a file as well.

    Events tell of a run but are not the run: what cannot be written to the file, or to a
    stream on a full disk, is left out.

    Attributes:
        path: The file, or None.
    """

    def __init__(self, path: Path | None = None, *, stream: TextIO | None = None) -> None:
        self.path = path
        self._stream = stream if stream is not None else sys.stdout
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)

    def emit(self, event: str, **fields: Any) -> None:
        """Write one event at once, so that a reader of the pipe sees it."""
        line = json.dumps({"event": event, **fields}, allow_nan=False)
        try:
            self._stream.write(line + "\n")
            self._stream.flush()
        except OSError as error:
            if not is_disk_full(error):
                raise
        if self.path is not None:
            with contextlib.suppress(OSError):
                _append(self.path, line)


def reporter(log: EventLog, event: str) -> Report:
    """Writes how far something is as events, at most one a second besides each end."""
    last = 0.0

    def report(what: str, done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if done >= total or now - last >= _EVERY_SECONDS:
            last = now
            log.emit(event, what=what, done=done, total=total)

    return report


def silent(what: str, done: int, total: int) -> None:
    """A :data:`Report` for work that nobody follows."""


def _append(path: Path, line: str) -> None:
    """Add a line, below what a kill or a full disk may have left half-written."""
    with path.open("ab+") as file:
        if file.tell():
            file.seek(-1, 2)
            if file.read(1) != b"\n":
                file.write(b"\n")
        file.write(line.encode() + b"\n")
