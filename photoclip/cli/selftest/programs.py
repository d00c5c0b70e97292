"""Do the programs start that the app runs as processes of their own: its window, its trainer?"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from photoclip.cli.output import Check
from photoclip.cli.progress import busy
from photoclip.cli.selftest.outcome import Outcome, finished, tried
from photoclip.handover import TRY_WINDOW

if TYPE_CHECKING:
    from photoclip.cli.selftest.collection import Album
    from photoclip.runs import RunFolder

_PATIENCE_S: Final = 120
_HELD_OUT: Final = 3


def own_command() -> list[str]:
    """What starts this program again: a frozen app is itself its interpreter."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, "-m", "photoclip"]


def check_window(library: Path, folder: Path) -> list[Check]:
    """Open the window on an indexed library, where nobody sees it, and close it.

    Args:
        library: The library's folder; nobody may have it open.
        folder: For what the window says.
    """
    name = "the window opens and closes"
    answer = folder / "window.json"
    # A process of its own: Qt and this one's libraries need not get on with each other.
    command = [*own_command(), TRY_WINDOW, str(library), str(answer)]
    done = _answer_of(command, "Opening the window")
    if isinstance(done, str):
        return [Outcome(name, False, done)]
    if done.returncode != 0 or not answer.is_file():
        return [Outcome(name, False, _last_words(done))]
    told = json.loads(answer.read_text("utf-8"))
    faults = [str(fault) for fault in told["faults"]]
    note = "; ".join(faults) or f"{told['photos']} photos on show, Qt {told['qt']}"
    return [Outcome(name, not faults, note)]


def check_trainer(album: Album, folder: Path) -> list[Check]:
    """Import what only the trainer has, and train two steps of the heads."""
    return [
        *tried("the trainer starts", _check_trainer_parts),
        *tried("heads are trained and measured", lambda: _check_training(album, folder / "run")),
    ]


def _check_trainer_parts() -> list[Check]:
    from photoclip.jobs.tasks.training_process import trainer_command

    done = _answer_of([*trainer_command(), "check"], "Starting the trainer")
    if isinstance(done, str):
        return [Outcome("the trainer starts", False, done)]
    try:
        found = [json.loads(line) for line in done.stdout.splitlines()]
        return [
            Outcome(f"import: {each['name']} (trainer)", each["passed"], each["note"])
            for each in found
        ] or [Outcome("the trainer starts", False, _last_words(done))]
    except (ValueError, KeyError, TypeError):
        return [Outcome("the trainer starts", False, _last_words(done))]


def _check_training(album: Album, root: Path) -> list[Check]:
    from photoclip.jobs.tasks.training_process import follow
    from photoclip.runs import RunFolder, read_events

    run = RunFolder(root)
    _prepare(run, album)
    finished("Training two steps", follow(run, resume=False, started=_nobody_cares))
    events = read_events(run.events)[0]
    steps = sum(event.get("event") == "step" for event in events)
    right = steps >= 2 and run.metrics.is_file() and run.report.is_file()
    return [Outcome("heads are trained and measured", right, f"{steps} steps, with a report")]


def _prepare(run: RunFolder, album: Album) -> None:
    from photoclip import runs
    from photoclip.paths import models_dir

    run.root.mkdir(parents=True)
    photos = [
        runs.SnapshotPhoto(
            pixel_hash=f"{number + 1:032x}",
            path=str(file),
            captions=(sentence,),
            split="validation" if number < _HELD_OUT else "train",
        )
        for number, (file, sentence) in enumerate(album.canaries.items())
    ]
    table = runs.TrainingTable(
        preset="heads",
        epochs=1,
        batch_size=(len(photos) - _HELD_OUT + 1) // 2,
        views=1,
        device="cpu",
    )
    config = runs.RunConfig(model=runs.BaseModelTable(models_dir=models_dir()), training=table)
    runs.write_lines(photos, run.resolve(config.data.snapshot))
    runs.write_config(config, run.config)


def _nobody_cares(_pid: int) -> None:
    """The number of the trainer's process is of use to locks only."""


def _answer_of(command: list[str], what: str) -> subprocess.CompletedProcess[str] | str:
    """Run a program to its end; a sentence if it cannot be run, or does not end."""
    try:
        with busy(what):
            return subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
                timeout=_PATIENCE_S,
                check=False,
                # Windows only: no console flashes up.
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
    except subprocess.TimeoutExpired:
        return f"it did not end within {_PATIENCE_S} seconds"
    except OSError as error:
        return f"{Path(command[0]).name} cannot be started ({error.strerror or error})"


def _last_words(done: subprocess.CompletedProcess[str]) -> str:
    lines = (done.stderr.strip() or done.stdout.strip()).splitlines()
    return lines[-1] if lines else f"it ended with code {done.returncode} and said nothing"
