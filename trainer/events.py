"""Events of a run as JSON lines: what the window and the command line show of it."""

from __future__ import annotations

import contextlib
import errno
import json
import sys
from pathlib import Path
from typing import Any, Final, TextIO

_FULL: Final = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})


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
            if error.errno not in _FULL:
                raise
        if self.path is not None:
            with contextlib.suppress(OSError):
                _append(self.path, line)


def _append(path: Path, line: str) -> None:
    """Add a line, below what a kill or a full disk may have left half-written."""
    with path.open("ab+") as file:
        if file.tell():
            file.seek(-1, 2)
            if file.read(1) != b"\n":
                file.write(b"\n")
        file.write(line.encode() + b"\n")
