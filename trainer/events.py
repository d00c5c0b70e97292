"""Events of a run as JSON lines: what the window and the command line show of it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, TextIO


class EventLog:
    """Writes one JSON object a line, to a stream and, if wanted, to a file as well.

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
        self._stream.write(line + "\n")
        self._stream.flush()
        if self.path is not None:
            with self.path.open("a", encoding="utf-8") as file:
                file.write(line + "\n")
