"""One training run as a process: its events, its exit code, and how it is asked to stop."""

from __future__ import annotations

import io
import os
import signal
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Final

from photoclip.errors import PhotoClipError, UserError
from photoclip.paths import display_path
from photoclip.runs import STOPPED, RunFolder, read_config
from trainer.events import EventLog

_LOOK_SECONDS: Final = 2.0


def run_here(config: Path, *, resume: bool, estimate: bool) -> int:
    """Run or estimate in this process.

    Ctrl-C, SIGTERM and the end of the app that started it all mean the same as the stop
    file: the run saves a checkpoint and ends.

    Returns:
        0 when it is done, 1 after an error that is one sentence on stderr, and
        :data:`photoclip.runs.STOPPED` when it can go on with ``--resume``.
    """
    from trainer.tuning.loop import StopRequested

    folder = RunFolder(config.parent)
    # Of the processes that torchrun starts, only the first one writes.
    first = os.environ.get("RANK", "0") == "0"
    # A name that was mistyped must not make a folder.
    keep = first and not estimate and folder.root.is_dir()
    log = EventLog(folder.events if keep else None, stream=None if first else io.StringIO())
    try:
        # First of all: a mistake in the file must not cost the checkpoint.
        read_config(config)
        if keep:
            _forget(folder, resume=resume)
        with _stops_gently(folder):
            if estimate:
                from trainer.estimate import estimate as measure

                measure(config, log=log)
            else:
                from trainer.run import run

                run(config, resume=resume, log=log)
    except StopRequested as stop:
        log.emit("stopped", message=str(stop), step=stop.step)
        return STOPPED
    except PhotoClipError as error:
        log.emit("failed", message=str(error))
        sys.stderr.write(f"{error}\n")
        return 1
    # A bug: whoever reads the events gets a sentence, the log gets the whole.
    except Exception as error:  # noqa: BLE001
        log.emit("failed", message=f"Training failed by a bug ({type(error).__name__}: {error}).")
        traceback.print_exc()
        return 1
    return 0


def _forget(folder: RunFolder, *, resume: bool) -> None:
    """What an earlier process left: the wish to stop, and, for a new start, its events."""
    try:
        folder.stop.unlink(missing_ok=True)
        if not resume:
            folder.events.unlink(missing_ok=True)
            folder.checkpoint.unlink(missing_ok=True)
    except OSError as error:
        raise UserError(
            f"The run's folder {display_path(folder.root)} cannot be written "
            f"({error.strerror or error})."
        ) from error


@contextmanager
def _stops_gently(folder: RunFolder) -> Iterator[None]:
    ended, asked = threading.Event(), threading.Event()
    # torchrun tells all its processes: that another one has left the file is no second wish.
    alone = int(os.environ.get("WORLD_SIZE", "1")) == 1

    def ask(number: int, frame: FrameType | None) -> None:
        if asked.is_set() or (alone and folder.stop.exists()):
            raise KeyboardInterrupt  # asked twice: at once
        asked.set()
        folder.stop.touch()

    before = {each: signal.signal(each, ask) for each in (signal.SIGINT, signal.SIGTERM)}
    watcher = threading.Thread(target=_watch_parent, args=(folder, ended), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        ended.set()
        for number, handler in before.items():
            signal.signal(number, handler)


def _watch_parent(folder: RunFolder, ended: threading.Event) -> None:
    from trainer.parent import orphaned

    while not ended.wait(_LOOK_SECONDS):
        if orphaned():
            folder.stop.touch()
            return
