"""What callers of the encoder process wait for, and the process itself: records for remote.py."""

from __future__ import annotations

import queue
import threading
import time
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

from photoclip.encoders.base import FloatArray
from photoclip.encoders.messages import PhotoOutcome, Texts
from photoclip.errors import PhotoClipError


class Run:
    """One call of encode_photos.

    Attributes:
        results: Outcomes as they come; an error ends the call.
    """

    def __init__(self) -> None:
        self.results: queue.SimpleQueue[PhotoOutcome | PhotoClipError] = queue.SimpleQueue()


class TextCall:
    """One call of encode_texts.

    Attributes:
        message: What is asked.
        tries: Processes that died over it.
        sent: Whether the present process has it.
        done: Set once ``answer`` is there.
        answer: Vectors, or why there are none.
    """

    def __init__(self, message: Texts) -> None:
        self.message = message
        self.tries = 0
        self.sent = False
        self.done = threading.Event()
        self.answer: FloatArray | PhotoClipError | None = None

    def finish(self, answer: FloatArray | PhotoClipError) -> None:
        """Wake the caller."""
        self.answer = answer
        self.done.set()


class Worker:
    """One life of the process.

    Attributes:
        process: The process.
        connection: Our end of its pipe.
        ready: Whether its model is loaded.
        started_at: On the monotonic clock, in seconds.
        exit_code: Known after its end; negative numbers are signals.
    """

    def __init__(self, process: SpawnProcess, connection: Connection) -> None:
        self.process = process
        self.connection = connection
        self.ready = False
        self.started_at = time.monotonic()
        self.exit_code: int | None = None
