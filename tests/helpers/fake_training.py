"""The training room of a library of drawings: runs that go step by step as a test lets them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from photoclip.jobs.job import Progress
from photoclip.library import IndexReport
from photoclip.run_reports import (
    PresetChoice,
    RunInfo,
    TrainEstimate,
    TrainingOverview,
    TrainOptions,
)
from photoclip.runs import PRESETS

FIGURES = {
    "before_text_to_image_r1": 29.0,
    "after_text_to_image_r1": 41.0,
    "before_text_to_image_r5": 55.5,
    "after_text_to_image_r5": 68.0,
    "before_text_to_image_median_rank": 4.0,
    "after_text_to_image_median_rank": 2.0,
    "before_overlap": 100.0,
    "after_overlap": 84.0,
}


def overview(photos: int = 128, *, allowed: int = 3, tags: bool = True) -> TrainingOverview:
    choices = tuple(
        PresetChoice(preset, place < allowed, f"{preset} needs more captioned photos.")
        for place, preset in enumerate(PRESETS)
    )
    sources = {"manual": photos, "xmp": 20, "tags": 22 if tags else 0}
    captions = sum(sources.values()) if photos else 0
    advice = "Enough for the adapter and the heads; 300 more would help."
    return TrainingOverview(
        photos, captions, sources if photos else {}, 12, "starter", choices, advice
    )


def run_info(name: str = "2026-11-28-1", state: str = "running", **more: Any) -> RunInfo:
    values: dict[str, Any] = {
        "message": "",
        "preset": "adapter",
        "base": "starter",
        "model": "my-photos",
        "photos": 128,
        "started": "2026-11-28T10:00:00",
    }
    return RunInfo(name, Path("/runs") / name, state, **{**values, **more})  # type: ignore[arg-type]


def step_event(step: int, steps: int = 40, loss: float = 2.0, epoch: int = 1) -> dict[str, Any]:
    return {
        "event": "step",
        "step": step,
        "steps": steps,
        "epoch": epoch,
        "loss": loss,
        "temperature": 0.05,
        "lr": 0.001,
        "pairs_per_second": 1234.0,
        "eta": float(steps - step),
    }


def epoch_event(epoch: int, first: float, epochs: int = 4) -> dict[str, Any]:
    recall = [first, first + 20, first + 30]
    return {
        "event": "epoch",
        "epoch": epoch,
        "epochs": epochs,
        "text_to_image": recall,
        "image_to_text": recall,
        "score": first,
        "best": True,
    }


class FakeTraining:
    """Behaves like ``library.training``.

    Attributes:
        found: Answer of :meth:`overview`.
        listed: Runs, newest first.
        written: Events by run.
        gate: Held by tests: a training goes on only while it is set.
        estimate_gates: Held back estimates by preset.
        outcome: What becomes of a run: state and message.
        asked: Options of each training.
        resumed: Names of resumed runs.
        deleted: Names of deleted runs.
        activated: Names of activated runs.
        problem: Raised by the next training.
    """

    def __init__(self, library: Any) -> None:
        self.library = library
        self.found = overview()
        self.listed: list[RunInfo] = []
        self.written: dict[str, list[dict[str, Any]]] = {}
        self.gate = threading.Event()
        self.gate.set()
        self.estimate_gates: dict[str, threading.Event] = {}
        self.estimates: list[TrainOptions] = []
        self.estimate_problem: Exception | None = None
        self.activation_gate = threading.Event()
        self.activation_gate.set()
        self.outcome = ("improved", "It finds 41 of 100 photos first instead of 29.")
        self.asked: list[TrainOptions] = []
        self.resumed: list[str] = []
        self.deleted: list[str] = []
        self.activated: list[str] = []
        self.tags_asked: list[bool] = []
        self.problem: Exception | None = None

    def overview(self, *, use_tags: bool = True) -> TrainingOverview:
        self.library._called("training.overview")
        self.tags_asked.append(use_tags)
        return self.found

    def estimate(self, options: TrainOptions) -> Iterator[Progress]:
        self.estimates.append(options)
        return self._estimate(options)

    def _estimate(self, options: TrainOptions) -> Iterator[Progress]:
        yield Progress("Measuring")
        gate = self.estimate_gates.get(str(options.preset))
        while gate is not None and not gate.wait(0.02):
            yield Progress("Measuring")
        if self.estimate_problem is not None:
            raise self.estimate_problem
        seconds = {"adapter": 62.0, "heads": 240.0}.get(str(options.preset), 3600.0)
        return TrainEstimate(seconds, 12.0, seconds - 32, 20.0, "cpu")

    def train(self, options: TrainOptions) -> Iterator[Progress]:
        self.asked.append(options)
        name = f"2026-11-28-{len(self.listed) + 1}"
        return self._run(name, options)

    def resume(self, run: str) -> Iterator[Progress]:
        self.resumed.append(run)
        return self._run(run, None)

    def _run(self, name: str, options: TrainOptions | None) -> Iterator[Progress]:
        if self.problem is not None:
            raise self.problem
        yield Progress("Preparing")
        if options is not None:
            self.listed.insert(0, run_info(name, preset=options.preset))
        self._become(name, state="running")
        log = self.written.setdefault(name, [])
        try:
            for step in range(1, 41):
                log.append(step_event(step, loss=4 / step))
                if step % 10 == 0:
                    log.append(epoch_event(step // 10, 20.0 + step))
                yield Progress("Training", step, 40, message=f"loss {4 / step:.3f}")
                while step >= 15 and not self.gate.wait(0.02):
                    yield Progress("Training", step, 40)
        except GeneratorExit:
            log.append({"event": "stopped", "message": "", "step": step})
            self._become(name, state="stopped")
            raise
        state, message = self.outcome
        figures = FIGURES if state in {"improved", "kept"} else {}
        report = Path("/runs") / name / "report.html"
        self._become(name, state=state, message=message, figures=figures, report=report)
        log.append({"event": "done", "outcome": state, "message": message, "figures": figures})
        return self.info(name)

    def info(self, name: str) -> RunInfo:
        return next(info for info in self.listed if info.name == name)

    def _become(self, name: str, **values: Any) -> None:
        self.listed = [replace(i, **values) if i.name == name else i for i in self.listed]

    def runs(self) -> list[RunInfo]:
        return list(self.listed)

    def events(self, run: str, offset: int = 0) -> tuple[list[dict[str, Any]], int]:
        log = list(self.written.get(run, ()))
        return log[offset:], len(log)

    def activate(self, run: str) -> Iterator[Progress]:
        self.activated.append(run)
        yield Progress("Embedding", 1, 2)
        self.activation_gate.wait(20)
        yield Progress("Embedding", 2, 2)
        self.listed = [replace(i, active=False) for i in self.listed]
        self._become(run, active=True, installed=True)
        return IndexReport(indexed=2, reused=0, unreadable=0)

    def go_back(self, key: str) -> Iterator[Progress]:
        yield Progress("Embedding", 0, 0)
        self.listed = [replace(i, active=False) for i in self.listed]
        return IndexReport(indexed=0, reused=0, unreadable=0)

    def delete(self, run: str) -> None:
        self.library._called("training.delete")
        self.deleted.append(run)
        self.listed = [info for info in self.listed if info.name != run]
