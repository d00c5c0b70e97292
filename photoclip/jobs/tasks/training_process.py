"""The trainer as a process: started, followed by its events, and stopped without losing work."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final

from photoclip.errors import EncoderProcessError, TrainingError, UserError
from photoclip.jobs.job import Progress
from photoclip.jobs.tasks.context import TaskContext
from photoclip.paths import display_path
from photoclip.processes import PARENT_VARIABLE, is_marked_running, mark
from photoclip.runs import STOPPED, RunFolder, read_events, write_whole

LOCK: Final = "running.json"
LOOK_SECONDS: Final = 0.15
STOP_SECONDS: Final = 20.0
"""So long a trainer may take to write its checkpoint once it is asked to stop."""
END_SECONDS: Final = 5.0
"""And so long after it was told to end."""

_NICENESS: Final = 10


def trainer_command() -> list[str]:
    """What starts the trainer: this Python, or the program beside a frozen app."""
    if getattr(sys, "frozen", False):
        suffix = ".exe" if sys.platform == "win32" else ""
        return [str(Path(sys.executable).with_name(f"photoclip-trainer{suffix}"))]
    return [sys.executable, "-m", "trainer"]


def running_run(context: TaskContext) -> str:
    """Name of the run that is going on in this library, in whichever process; or empty."""
    return _holder(context.paths.runs / LOCK)


@contextmanager
def only_run(context: TaskContext, run: str) -> Iterator[Callable[[int], None]]:
    """Hold the library's place for one run.

    Yields:
        To be told the number of the trainer's process once there is one.

    Raises:
        UserError: Another run is going on.
    """
    file = context.paths.runs / LOCK

    def take(_: object) -> None:
        other = _holder(file)
        if other:
            raise UserError(
                f"The training run “{other}” is still going on in this library; "
                "wait for it, or stop it first."
            )
        _write(file, run, [mark(os.getpid())])

    with _disk_errors(context.paths.runs):
        context.paths.runs.mkdir(parents=True, exist_ok=True)
    # The catalog's writer is one at a time over all processes: nobody comes between.
    context.db.write(take)
    try:
        # From now on the place is the trainer's: it may outlive this process for a moment.
        yield lambda pid: _write(file, run, [mark(os.getpid()), mark(pid)])
    finally:
        # Once the trainer has ended, another run may have taken the place.
        if _read(file)[0] == run:
            file.unlink(missing_ok=True)


@dataclass(slots=True)
class _Told:
    """What a trainer has said so far.

    Attributes:
        progress: The latest step.
        last: The event that ended it, if one did.
    """

    progress: Progress = field(default_factory=lambda: Progress("Preparing"))
    last: dict[str, Any] = field(default_factory=dict)

    def hear(self, event: Mapping[str, Any]) -> None:
        """Take one event; unknown ones say nothing."""
        kind = event.get("event")
        done, total = _count(event, "done"), _count(event, "total")
        if kind == "start":
            self.progress = Progress("Preparing", message=str(event.get("note") or ""))
        elif kind == "features":
            self.progress = Progress("Reading photos", done, total, message=_what(event))
        elif kind == "step":
            step, steps = _count(event, "step"), _count(event, "steps")
            loss = event.get("loss")
            note = f"loss {loss:.3f}" if isinstance(loss, int | float) else ""
            self.progress = Progress("Training", step, steps, message=note)
        elif kind == "proof":
            self.progress = Progress("Proving", done, total or None, message=_what(event))
        elif kind in ("done", "stopped", "failed"):
            self.last = dict(event)


def follow(
    folder: RunFolder, *, resume: bool, started: Callable[[int], None]
) -> Generator[Progress, None, None]:
    """Run the trainer on a run's folder until it ends; closing the job stops it gently.

    Args:
        folder: The run, prepared.
        resume: Go on from the last checkpoint.
        started: Told the number of the process.

    Raises:
        TrainingError: The run failed, with the trainer's own sentence; or its process
            ended unexpectedly.
        EncoderProcessError: The process cannot be started.
    """
    told = _Told()
    with _disk_errors(folder.root):
        offset = _clear(folder, resume=resume)
        with folder.log.open("ab") as log:
            options = ["--resume"] if resume else []
            process = _start(folder, options, output=None, log=log)
    try:
        started(process.pid)
        yield told.progress
        ended = False
        while not ended:
            # Looked at first: what it wrote before its end is then read below.
            ended = process.poll() is not None
            events, offset = read_events(folder.events, offset)
            for event in events:
                told.hear(event)
            yield told.progress
            if not ended:
                time.sleep(LOOK_SECONDS)
    finally:
        stop_gently(process, folder)
    _judge(folder, process.returncode, told.last)


def measure(folder: RunFolder) -> Generator[Progress, None, dict[str, Any]]:
    """Have the trainer estimate what a run would cost; closing the job ends it at once.

    Returns:
        Its ``estimate`` event.

    Raises:
        TrainingError: It cannot tell; the sentence is the trainer's own.
        EncoderProcessError: The process cannot be started.
    """
    answer = folder.root / "estimate.jsonl"
    with _disk_errors(folder.root), answer.open("wb") as output, folder.log.open("ab") as log:
        process = _start(folder, ["--estimate"], output=output, log=log)
    try:
        while process.poll() is None:
            yield Progress("Measuring", message="a few steps, to say how long it will take")
            time.sleep(LOOK_SECONDS)
    finally:
        if process.poll() is None:
            _kill(process)
        process.wait()
    events: list[dict[str, Any]] = read_events(answer)[0]
    last = events[-1] if events else {}
    if last.get("event") == "estimate":
        return last
    if last.get("event") == "failed":
        _judge(folder, 1, last)
    raise TrainingError(
        f"The trainer ended unexpectedly while it measured (exit code {process.returncode})."
    )


def stop_gently(
    process: subprocess.Popen[bytes],
    folder: RunFolder,
    *,
    patience: float = STOP_SECONDS,
    grace: float = END_SECONDS,
) -> None:
    """Ask a trainer to write its checkpoint and end; insist when it does not.

    Args:
        process: The trainer; nothing happens if it has ended.
        folder: Its run.
        patience: Seconds until it is told to end.
        grace: Seconds until it is killed.
    """
    try:
        _ask_to_stop(process, folder, patience)
    finally:
        # Also when the user is out of patience first: no trainer stays behind.
        for insist in (subprocess.Popen.terminate, _kill):
            if process.poll() is None:
                insist(process)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(grace)
        with contextlib.suppress(OSError):
            folder.stop.unlink(missing_ok=True)


def _ask_to_stop(process: subprocess.Popen[bytes], folder: RunFolder, patience: float) -> None:
    until = time.monotonic() + patience
    while process.poll() is None and time.monotonic() < until:
        # Again and again: a trainer that has just been started forgets an old wish.
        with contextlib.suppress(OSError):
            folder.stop.touch()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(LOOK_SECONDS)


def _start(
    folder: RunFolder, options: list[str], *, output: IO[bytes] | None, log: IO[bytes]
) -> subprocess.Popen[bytes]:
    # Absolute: the library may have been named as seen from where the user stands.
    command = [*trainer_command(), "run", str(folder.config.absolute()), *options]
    environment = {
        **os.environ,
        "HF_HUB_OFFLINE": "1",
        "TOKENIZERS_PARALLELISM": "false",
        # Its end is then the trainer's, too.
        PARENT_VARIABLE: mark(os.getpid()),
    }
    try:
        process = subprocess.Popen(
            command,
            cwd=folder.root,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL if output is None else output,
            stderr=log,
            # Ctrl-C on the terminal is for this process, which then stops the other gently.
            **_apart(),
        )
    except OSError as error:
        raise EncoderProcessError(
            f"The trainer could not be started ({error.strerror or error}); "
            "close other programs, or install PhotoClip again."
        ) from error
    _lower_priority(process.pid)
    return process


def _apart() -> dict[str, Any]:
    """Options that give a process a group of its own, and low priority where that is one."""
    if sys.platform == "win32":
        flags = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.BELOW_NORMAL_PRIORITY_CLASS
        return {"creationflags": flags | subprocess.CREATE_NO_WINDOW}
    return {"start_new_session": True}


def _lower_priority(pid: int) -> None:
    if sys.platform != "win32":
        # Its threads are started later and take it over.
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, pid, _NICENESS)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a process that was not waited for yet, and what it started itself."""
    if sys.platform == "win32":
        process.kill()
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def _clear(folder: RunFolder, *, resume: bool) -> int:
    """Take away what an earlier process left; returns where new events will begin."""
    folder.stop.unlink(missing_ok=True)
    if not resume:
        folder.events.unlink(missing_ok=True)
    return folder.events.stat().st_size if folder.events.is_file() else 0


def _judge(folder: RunFolder, code: int, last: Mapping[str, Any]) -> None:
    """Raise unless the run came to an end that is in order."""
    if code == STOPPED or (code == 0 and last.get("event") == "done"):
        return
    if last.get("event") == "failed":
        raise TrainingError(str(last.get("message") or "Training failed."))
    raise TrainingError(
        f"The trainer of the run “{folder.root.name}” ended unexpectedly (exit code {code}); "
        "resume goes on from the last checkpoint. What it said last stands in "
        f"{display_path(folder.log)}."
    )


def _count(event: Mapping[str, Any], name: str) -> int:
    value = event.get(name)
    return int(value) if isinstance(value, int | float) else 0


def _what(event: Mapping[str, Any]) -> str:
    return str(event.get("what") or "")


def _holder(file: Path) -> str:
    """The run that a lock file stands for; empty if there is none or its process is gone."""
    run, processes = _read(file)
    # The last one named: the trainer once there is one, the app before that.
    return run if processes and is_marked_running(processes[-1]) else ""


def _read(file: Path) -> tuple[str, list[str]]:
    try:
        held = json.loads(file.read_text("utf-8"))
        return str(held["run"]), [str(each) for each in held["processes"]]
    except (OSError, ValueError, KeyError, TypeError):
        return "", []


def _write(file: Path, run: str, processes: list[str]) -> None:
    text = json.dumps({"run": run, "processes": processes})
    with _disk_errors(file.parent):
        write_whole(file, lambda part: part.write_text(text, encoding="utf-8"))


@contextmanager
def _disk_errors(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UserError(
            f"The folder {display_path(folder)} cannot be written ({error.strerror or error})."
        ) from error
