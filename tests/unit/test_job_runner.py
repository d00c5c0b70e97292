"""The serial runner of generator jobs."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from photoclip.jobs.job import Job, Progress, run_to_end
from photoclip.jobs.runner import JobHandle, JobRunner


class Recorder:
    """Keeps what the runner says and lets a test wait for the end."""

    def __init__(self) -> None:
        self.steps: list[int] = []
        self.outcome: tuple[str, Any] | None = None
        self.ended = threading.Event()
        self.stepped = threading.Event()

    def progressed(self, handle: JobHandle, progress: Progress) -> None:
        self.steps.append(progress.done)
        self.stepped.set()

    def finished(self, handle: JobHandle, report: Any) -> None:
        self._end("finished", report)

    def cancelled(self, handle: JobHandle) -> None:
        self._end("cancelled", None)

    def failed(self, handle: JobHandle, error: Exception) -> None:
        self._end("failed", error)

    def _end(self, kind: str, value: Any) -> None:
        self.outcome = (kind, value)
        self.ended.set()


@pytest.fixture
def runner() -> Iterator[JobRunner]:
    runner = JobRunner()
    yield runner
    runner.close()


def count_to(n: int) -> Job[str]:
    for i in range(n):
        yield Progress("Counting", done=i, total=n)
    return "counted"


def test_a_finished_job_hands_over_its_report(runner: JobRunner) -> None:
    seen = Recorder()
    runner.submit("count", lambda: count_to(3), seen)
    assert seen.ended.wait(10)
    assert seen.outcome == ("finished", "counted")
    assert seen.steps == [0, 1, 2]


def test_a_cancelled_job_runs_its_cleanup_and_no_further_step(runner: JobRunner) -> None:
    cleaned = threading.Event()

    def endless() -> Job[None]:
        try:
            i = 0
            while True:
                i += 1
                yield Progress("Counting", done=i)
        finally:
            cleaned.set()

    seen = Recorder()
    handle = runner.submit("endless", endless, seen)
    assert seen.stepped.wait(10)
    handle.cancel()
    assert seen.ended.wait(10)
    assert cleaned.is_set()
    assert seen.outcome == ("cancelled", None)


def test_a_paused_job_goes_on_after_resume(runner: JobRunner) -> None:
    seen = Recorder()
    handle = JobHandle("count", lambda: count_to(3), seen)
    handle.pause()
    assert handle.is_paused
    handle.resume()
    runner.submit("count", lambda: count_to(3), seen)
    assert seen.ended.wait(10)
    assert seen.outcome == ("finished", "counted")


def test_jobs_never_overlap(runner: JobRunner) -> None:
    running = 0
    most = 0

    def job() -> Job[None]:
        nonlocal running, most
        running += 1
        most = max(most, running)
        yield Progress("Working")
        running -= 1

    seen = [Recorder() for _ in range(4)]
    for recorder in seen:
        runner.submit("job", job, recorder)
    assert all(recorder.ended.wait(10) for recorder in seen)
    assert most == 1


def test_a_failing_job_does_not_stop_the_next(runner: JobRunner) -> None:
    def broken() -> Job[None]:
        yield Progress("Working")
        raise ValueError("broken")

    first, second = Recorder(), Recorder()
    runner.submit("broken", broken, first)
    runner.submit("count", lambda: count_to(1), second)
    assert second.ended.wait(10)
    assert first.outcome is not None
    assert first.outcome[0] == "failed"
    assert second.outcome == ("finished", "counted")


def test_closing_cancels_what_waits(runner: JobRunner) -> None:
    gate = threading.Event()

    def held() -> Job[None]:
        gate.wait(10)
        yield Progress("Working")

    first, second = Recorder(), Recorder()
    runner.submit("held", held, first)
    runner.submit("count", lambda: count_to(5), second)
    closer = threading.Thread(target=runner.close)
    closer.start()
    gate.set()
    closer.join(10)
    assert second.outcome == ("cancelled", None)


def test_run_to_end_returns_the_report() -> None:
    assert run_to_end(count_to(2)) == "counted"
