"""The training runs of a library as their folders tell of them."""

from __future__ import annotations

import json
import math
import re
import shutil
import tempfile
import time
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from photoclip.catalog import models as model_rows
from photoclip.encoders.manifest import read_manifest
from photoclip.encoders.registry import installed
from photoclip.errors import CorruptWeightsError, PhotoClipError, UserError
from photoclip.jobs.tasks.context import TaskContext
from photoclip.jobs.tasks.snapshot import DEFAULT_TITLE
from photoclip.jobs.tasks.training_process import running_run
from photoclip.paths import display_path
from photoclip.run_reports import RunInfo, RunState
from photoclip.runs import RunConfig, RunFolder, read_config, read_events

_NAME: Final = re.compile(r"(\d{4}-\d\d-\d\d)-(\d+)")
_PASSING: Final = ".passing-"
_DELETED: Final = ".deleted-"
_PASSING_SECONDS: Final = 24 * 3600
_TAIL: Final = 1 << 18
"""Bytes of events that are read to know the last ones."""
_SENTENCES: Final[Mapping[RunState, str]] = {
    "prepared": "Not started yet; resume starts it.",
    "running": "Still going on.",
    "stopped": "Stopped; resume goes on from the last checkpoint.",
    "failed": "Training failed.",
    "improved": "",
    "kept": "",
}


def runs(context: TaskContext) -> list[RunInfo]:
    """All runs, the newest first; folders that cannot be read as runs are left out."""
    there = _Installed(context)
    running = running_run(context)
    found = []
    for folder in _folders(context):
        try:
            found.append(_info(folder, there, running=folder.root.name == running))
        except (PhotoClipError, OSError):
            continue
    return sorted(found, key=_age, reverse=True)


def run_info(context: TaskContext, run: str) -> RunInfo:
    """One run.

    Raises:
        UserError: There is none of that name, or its folder is damaged.
    """
    folder = find(context, run)
    running = running_run(context) == run
    try:
        return _info(folder, _Installed(context), running=running)
    except OSError as error:
        raise UserError(
            f"The training run {display_path(folder.root)} cannot be read "
            f"({error.strerror or error})."
        ) from error


def find(context: TaskContext, run: str) -> RunFolder:
    """The folder of a run.

    Raises:
        UserError: There is none of that name; the sentence names some that are there.
    """
    names = {folder.root.name: folder for folder in _folders(context)}
    if run in names:
        return names[run]
    if not names:
        raise UserError(f"There is no training run “{run}”; nothing has been trained yet.")
    newest = [info.name for info in runs(context)][:3]
    raise UserError(
        f"There is no training run “{run}”; the newest are {', '.join(newest) or 'damaged'}."
    )


def new_folder(context: TaskContext, *, today: str | None = None) -> RunFolder:
    """Make the folder of a new run, named after the day and a number.

    Raises:
        UserError: The library's folder cannot be written.
    """
    day = today or datetime.now().astimezone().date().isoformat()
    top = context.paths.runs
    try:
        top.mkdir(parents=True, exist_ok=True)
        numbers = [int(m[2]) for m in map(_match, top.iterdir()) if m is not None and m[1] == day]
        number = max(numbers, default=0)
        while True:
            number += 1
            folder = top / f"{day}-{number}"
            try:
                folder.mkdir()
            except FileExistsError:
                continue
            return RunFolder(folder)
    except OSError as error:
        raise UserError(
            f"A training run cannot be begun in {display_path(top)} ({error.strerror or error})."
        ) from error


def passing_folder(context: TaskContext) -> RunFolder:
    """Make a folder that is no run and that the caller removes.

    Raises:
        UserError: The library's folder cannot be written.
    """
    try:
        context.paths.runs.mkdir(parents=True, exist_ok=True)
        return RunFolder(Path(tempfile.mkdtemp(prefix=_PASSING, dir=context.paths.runs)))
    except OSError as error:
        raise UserError(
            f"The folder {display_path(context.paths.runs)} cannot be written "
            f"({error.strerror or error})."
        ) from error


def forget_unprepared(context: TaskContext, *, but: str) -> None:
    """Remove folders of runs whose preparation was cut off, except one, and other leftovers.

    The caller holds the library's place for a run, so nobody else is preparing one.
    """
    for folder in context.paths.runs.iterdir():
        unprepared = _match(folder) and not RunFolder(folder).config.is_file()
        if folder.name != but and (unprepared or _is_leftover(folder)):
            shutil.rmtree(folder, ignore_errors=True)


def delete(context: TaskContext, run: str) -> None:
    """Delete a run's folder; a model that was installed from it stays.

    Raises:
        UserError: There is none of that name, it is going on, or it cannot be deleted.
    """
    folder = find(context, run).root
    if running_run(context) == run:
        raise UserError(f"The training run “{run}” is going on; stop it first.")
    doomed = folder.with_name(f"{_DELETED}{run}")
    try:
        shutil.rmtree(doomed, ignore_errors=True)
        # Renamed first: half a run must not look like one.
        folder.rename(doomed)
        shutil.rmtree(doomed)
    except OSError as error:
        raise UserError(
            f"The training run {display_path(folder)} cannot be deleted "
            f"({error.strerror or error}); close programs that use it and try again."
        ) from error


def free_key(context: TaskContext) -> str:
    """A key for the model of a new run that neither a model nor another run has."""
    taken = {info.key for info in installed(context.models_dir)}
    for folder in _folders(context):
        try:
            taken.add(read_config(folder.config).model.name)
        except PhotoClipError:
            continue
    return unlike("my-photos", taken)


def unlike(name: str, taken: Collection[str]) -> str:
    """The name, with a number behind it if it is taken."""
    free, number = name, 1
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    return free


class _Installed:
    """Keys of installed models by fingerprint, and the fingerprint of the one in use."""

    def __init__(self, context: TaskContext) -> None:
        self.keys = {info.fingerprint: info.key for info in installed(context.models_dir)}
        with context.db.read() as conn:
            active = model_rows.active(conn)
        self.active = "" if active is None else active.fingerprint


def _info(folder: RunFolder, there: _Installed, *, running: bool) -> RunInfo:
    config = read_config(folder.config)
    state, last = _state(folder, _last_events(folder), running=running)
    fingerprint = _fingerprint(folder)
    begun = folder.config.stat().st_mtime
    return RunInfo(
        name=folder.root.name,
        folder=folder.root,
        state=state,
        message=str(last.get("message") or _SENTENCES[state]),
        preset=config.training.preset,
        base=config.model.key,
        # Its name may have been taken by another library's when it was installed.
        model=there.keys.get(fingerprint, config.model.name),
        photos=_photos(folder, config),
        started=datetime.fromtimestamp(begun, UTC).astimezone().isoformat(timespec="seconds"),
        report=folder.report if folder.report.is_file() else None,
        installed=fingerprint in there.keys,
        active=bool(fingerprint) and fingerprint == there.active,
        figures=_figures(folder, last),
        title="" if config.model.title == DEFAULT_TITLE else config.model.title,
    )


def _state(
    folder: RunFolder, events: list[dict[str, Any]], *, running: bool
) -> tuple[RunState, Mapping[str, Any]]:
    if running:
        return "running", {}
    kinds = ("start", "features", "step", "done", "stopped", "failed")
    last = next((each for each in reversed(events) if each.get("event") in kinds), None)
    if last is None:
        return ("stopped" if folder.checkpoint.is_file() else "prepared"), {}
    kind = last["event"]
    if kind == "failed":
        return "failed", last
    if kind != "done":
        # Either it said so, or its process is gone without a word.
        return "stopped", last if kind == "stopped" else {}
    improved = last.get("outcome") == "improved" and folder.model.is_dir()
    return ("improved" if improved else "kept"), last


def _fingerprint(folder: RunFolder) -> str:
    try:
        return read_manifest(folder.model).fingerprint
    except CorruptWeightsError:
        return ""


def _last_events(folder: RunFolder) -> list[dict[str, Any]]:
    """Enough of the last events to know the state; a long run has told of thousands of steps."""
    size = folder.events.stat().st_size if folder.events.is_file() else 0
    events: list[dict[str, Any]] = read_events(folder.events, max(0, size - _TAIL))[0]
    return events


def _photos(folder: RunFolder, config: RunConfig) -> int:
    try:
        return folder.resolve(config.data.snapshot).read_bytes().count(b"\n")
    except OSError:
        return 0


def _figures(folder: RunFolder, last: Mapping[str, Any]) -> dict[str, float]:
    figures = last.get("figures")
    if not isinstance(figures, dict):
        figures = _metrics(folder).get("figures")
    if not isinstance(figures, dict):
        return {}
    return {
        str(name): float(value)
        for name, value in figures.items()
        if isinstance(value, int | float) and math.isfinite(value)
    }


def _metrics(folder: RunFolder) -> Mapping[str, Any]:
    try:
        document = json.loads(folder.metrics.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return document if isinstance(document, dict) else {}


def _folders(context: TaskContext) -> list[RunFolder]:
    if not context.paths.runs.is_dir():
        return []
    return [
        RunFolder(folder)
        for folder in context.paths.runs.iterdir()
        if not folder.name.startswith(".") and (folder / "config.toml").is_file()
    ]


def _is_leftover(folder: Path) -> bool:
    """Of a deletion that was cut off, or of an estimate that nobody waits for any more."""
    if folder.name.startswith(_DELETED):
        return True
    try:
        age = time.time() - folder.stat().st_mtime
    except OSError:
        return False
    return folder.name.startswith(_PASSING) and age > _PASSING_SECONDS


def _match(folder: Path) -> re.Match[str] | None:
    return _NAME.fullmatch(folder.name)


def _age(info: RunInfo) -> tuple[str, int, str]:
    found = _NAME.fullmatch(info.name)
    return (found[1], int(found[2]), "") if found else (info.started[:10], 0, info.name)
