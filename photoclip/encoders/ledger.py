"""Which files are with the encoder process, and which of them is guilty when it dies.

Pure bookkeeping without processes, threads or clocks, so that every order of
events can be tested.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Final

from photoclip.encoders.messages import PhotoRequest

CRASH: Final = (
    "The picture made the decoder crash; it is probably damaged. "
    "Open and save it again in another program."
)
HANG: Final = (
    "The picture kept the decoder busy for more than {seconds:g} seconds; it is probably "
    "damaged. Open and save it again in another program."
)


@dataclass(slots=True)
class Job:
    """One file on its way.

    Attributes:
        number: Unique number.
        run: The caller that waits for it, None once nobody does.
        request: What is wanted; None for a file that was dropped before it began.
        started_at: When a decode thread took it, in seconds of a steady clock.
        decoded_at: When the decoder was through with it.
    """

    number: int
    run: object | None
    request: PhotoRequest | None
    started_at: float | None = None
    decoded_at: float | None = None


class Ledger:
    """The files of one :class:`~photoclip.encoders.remote.EncoderProcess`.

    Normally everything that waits is sent at once. After a death, the files that
    were begun are suspects: each is sent alone, and the one that is there when the
    process dies again is guilty. Only then the others go on.
    """

    def __init__(self, *, file_timeout_s: float, encode_timeout_s: float) -> None:
        self._file_timeout = file_timeout_s
        self._encode_timeout = encode_timeout_s
        self._waiting: deque[Job] = deque()
        self._suspects: deque[Job] = deque()
        self._sent: dict[int, Job] = {}
        self._alone: int | None = None

    def __bool__(self) -> bool:
        """Whether anybody waits for a file."""
        jobs = (*self._waiting, *self._suspects, *self._sent.values())
        return any(job.run is not None for job in jobs)

    def add(self, job: Job) -> None:
        """Take a new file."""
        self._waiting.append(job)

    def take_sendable(self) -> list[Job]:
        """Files to send now; they count as sent from here on."""
        if self._alone is not None:
            return []
        if self._suspects:
            if self._sent:
                return []
            job = self._suspects.popleft()
            self._alone = job.number
            jobs = [job]
        else:
            jobs = list(self._waiting)
            self._waiting.clear()
        self._sent.update((job.number, job) for job in jobs)
        return jobs

    def started(self, number: int, now: float) -> None:
        """A decode thread took the file."""
        # It may have begun in the moment when it was dropped: its time still counts.
        job = self._sent.setdefault(number, Job(number, None, None))
        job.started_at = now

    def paused(self, number: int) -> None:
        """The file waits its turn: it can neither hang nor crash anything meanwhile."""
        if number in self._sent:
            self._sent[number].started_at = None

    def decoded(self, number: int, now: float) -> None:
        """The decoder is through with the file."""
        if number in self._sent:
            self._sent[number].decoded_at = now

    def finished(self, number: int) -> Job | None:
        """The file's outcome is there. Returns its job, or None when nobody waits."""
        job = self._sent.pop(number, None)
        if self._alone == number:
            self._alone = None
        return job if job is not None and job.run is not None else None

    def forget(self, run: object) -> tuple[int, ...]:
        """Drop the files of one caller.

        Returns:
            Numbers that the process need not begin.
        """
        self._waiting = deque(job for job in self._waiting if job.run is not run)
        self._suspects = deque(job for job in self._suspects if job.run is not run)
        dropped = []
        for job in [job for job in self._sent.values() if job.run is run]:
            job.run = None
            if job.started_at is None:
                dropped.append(job.number)
                del self._sent[job.number]
                if self._alone == job.number:
                    self._alone = None
        return tuple(dropped)

    def drain(self) -> list[Job]:
        """Give up: all files that somebody waits for."""
        jobs = [*self._waiting, *self._suspects, *self._sent.values()]
        self._waiting.clear()
        self._suspects.clear()
        self._sent.clear()
        self._alone = None
        return [job for job in jobs if job.run is not None]

    def seconds_left(self, now: float) -> float | None:
        """Time until the next file is overdue; None while none is being worked on."""
        ends = [end for job in self._sent.values() if (end := self._end(job)) is not None]
        return max(0.0, min(ends) - now) if ends else None

    def died(self, now: float) -> list[tuple[Job, str]]:
        """The process is gone (crashed, or killed because a file was overdue).

        Returns:
            The guilty files with a plain reason each. The others wait again.
        """
        guilty: list[tuple[Job, str]] = []
        suspects: list[Job] = []
        again: list[Job] = []
        for job in self._sent.values():
            if job.run is None:
                continue
            if self._hangs(job, now):
                guilty.append((job, HANG.format(seconds=self._file_timeout)))
            elif job.number == self._alone:
                guilty.append((job, CRASH))
            elif job.started_at is not None:
                suspects.append(job)
            else:
                again.append(job)
        for job in suspects:
            job.started_at = job.decoded_at = None
        self._sent.clear()
        self._alone = None
        self._suspects.extendleft(reversed(suspects))
        self._waiting.extendleft(reversed(again))
        return guilty

    def began(self) -> bool:
        """Whether the process is at work on a file right now."""
        return any(job.started_at is not None for job in self._sent.values())

    def _hangs(self, job: Job, now: float) -> bool:
        end = self._end(job)
        return job.decoded_at is None and end is not None and now >= end

    def _end(self, job: Job) -> float | None:
        if job.decoded_at is not None:
            return job.decoded_at + self._encode_timeout
        return None if job.started_at is None else job.started_at + self._file_timeout
