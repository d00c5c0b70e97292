"""Reads a run's events into what is drawn; runs on a worker thread, no Qt in here."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from photoclip.library import Library

FloatArray = NDArray[np.float64]

MOST_POINTS = 700
"""Points of a curve that are drawn; more are slow to paint and do not show."""
SMOOTHING = 0.9
"""Weight of the past in the running mean of the loss."""


def _none() -> FloatArray:
    return np.empty(0)


@dataclass(frozen=True, slots=True, eq=False)
class RunView:
    """A run as it is now.

    Attributes:
        run: Its name.
        doing: ``""`` before it began, ``"features"``, ``"training"``, ``"proof"``, or how it
            ended: ``"done"``, ``"stopped"``, ``"failed"``.
        what: What is being read or measured, in the trainer's words.
        done: How much of that is done.
        total: How much there is; 0 where that is not known.
        step: The last step.
        steps: Steps in all.
        epoch: The present pass over the photos.
        epochs: Passes in all; 0 before the first ended.
        loss: Loss of the last step; NaN before it.
        rate: Pairs a second.
        left: Seconds that the steps will still take.
        note: The last thing worth knowing that the trainer said.
        loss_steps: Steps of the curve, shape (n,).
        losses: Running mean of the loss at those, shape (n,).
        recall_epochs: Epochs that were measured, shape (m,).
        recall: Text to image R@1, R@5 and R@10 in percent, shape (m, 3).
        best: The epoch with the best validation score so far; 0 for none.
    """

    run: str
    doing: str = ""
    what: str = ""
    done: int = 0
    total: int = 0
    step: int = 0
    steps: int = 0
    epoch: int = 0
    epochs: int = 0
    loss: float = math.nan
    rate: float = 0.0
    left: float = 0.0
    note: str = ""
    loss_steps: FloatArray = field(default_factory=_none)
    losses: FloatArray = field(default_factory=_none)
    recall_epochs: FloatArray = field(default_factory=_none)
    recall: FloatArray = field(default_factory=lambda: np.empty((0, 3)))
    best: int = 0


class Follower:
    """Keeps what was read of one run.

    It is handed from one question to the next and touched by one thread at a time.

    Args:
        run: Name of the run.
    """

    def __init__(self, run: str) -> None:
        self.run = run
        self._offset = 0
        self._losses: dict[int, float] = {}
        self._mean = RunningMean()
        self._recall: dict[int, tuple[float, ...]] = {}
        self._facts: dict[str, Any] = {}
        self._readers = {
            "start": self._on_start,
            "features": self._on_counted,
            "step": self._on_step,
            "epoch": self._on_epoch,
            "proof": self._on_counted,
            "note": self._on_note,
        }

    def add(self, events: Sequence[Mapping[str, Any]]) -> None:
        """Take further events, in order; unknown ones say nothing."""
        for event in events:
            kind = str(event.get("event", ""))
            if kind in {"done", "stopped", "failed"}:
                self._facts["doing"] = kind
            elif kind in self._readers:
                self._readers[kind](kind, event)

    def view(self) -> RunView:
        """What was read so far."""
        steps = np.array(list(self._losses), dtype=np.float64)
        losses = np.array(list(self._losses.values()), dtype=np.float64)
        keep = thinned(len(steps), MOST_POINTS)
        recall = np.array(list(self._recall.values()), dtype=np.float64).reshape(-1, 3)
        return RunView(
            self.run,
            loss_steps=steps[keep],
            losses=losses[keep],
            recall_epochs=np.array(list(self._recall), dtype=np.float64),
            recall=recall,
            **self._facts,
        )

    def read(self, library: Library) -> RunView:
        """Read what is new."""
        events, self._offset = library.training.events(self.run, self._offset)
        self.add(events)
        return self.view()

    def _on_start(self, _kind: str, event: Mapping[str, Any]) -> None:
        self._facts.update(steps=int(event.get("steps", 0)), note=str(event.get("note") or ""))
        self._facts.update(doing="", what="", done=0, total=0, left=0.0)

    def _on_counted(self, kind: str, event: Mapping[str, Any]) -> None:
        counted = {"what": str(event.get("what", "")), "doing": kind}
        done, total = int(event.get("done", 0)), int(event.get("total", 0))
        self._facts.update(counted, done=done, total=total, left=0.0)

    def _on_step(self, _kind: str, event: Mapping[str, Any]) -> None:
        step = int(event["step"])
        # After a resume the steps behind the checkpoint come again.
        if step <= self._facts.get("step", 0):
            self._losses = {s: loss for s, loss in self._losses.items() if s < step}
            self._mean = RunningMean(next(reversed(self._losses.values()), math.nan))
        loss = float(event.get("loss", math.nan))
        self._losses[step] = self._mean.add(loss)
        self._facts.update(step=step, loss=loss, doing="training", what="")
        for name, default in (("steps", 0), ("epoch", 0)):
            self._facts[name] = int(event.get(name, self._facts.get(name, default)))
        self._facts["rate"] = float(event.get("pairs_per_second") or 0.0)
        self._facts["left"] = float(event.get("eta") or 0.0)

    def _on_epoch(self, _kind: str, event: Mapping[str, Any]) -> None:
        epoch = int(event["epoch"])
        if any(epoch <= known for known in self._recall):
            self._recall = {e: values for e, values in self._recall.items() if e < epoch}
        values = [float(value) for value in (event.get("text_to_image") or ())][:3]
        if len(values) == 3:
            self._recall[epoch] = tuple(values)
        self._facts["epochs"] = int(event.get("epochs", 0))
        best = event.get("best")
        if best is True:
            self._facts["best"] = epoch
        elif isinstance(best, int) and not isinstance(best, bool):
            self._facts["best"] = best

    def _on_note(self, _kind: str, event: Mapping[str, Any]) -> None:
        self._facts["note"] = str(event.get("message", ""))


def follow(library: Library, follower: Follower) -> RunView:
    """Read what is new of a run; a question for :class:`photoclip.gui.question.Question`."""
    return follower.read(library)


class RunningMean:
    """Exponential mean whose start is corrected for the values that are not there, as in Adam.

    Args:
        start: The mean to go on from; NaN for none.
    """

    def __init__(self, start: float = math.nan) -> None:
        known = math.isfinite(start)
        self._sum = start if known else 0.0
        self._weight = 1.0 if known else 0.0

    def add(self, value: float) -> float:
        """The mean with one more value; one that is no number changes nothing."""
        if math.isfinite(value):
            self._sum = SMOOTHING * self._sum + (1 - SMOOTHING) * value
            self._weight = SMOOTHING * self._weight + (1 - SMOOTHING)
        return self._sum / self._weight if self._weight else math.nan


def thinned(count: int, most: int) -> NDArray[np.int64]:
    """Places of at most ``most`` of ``count`` values, evenly spread, the last among them."""
    if count <= most:
        return np.arange(count)
    return np.unique(np.linspace(0, count - 1, most).round().astype(np.int64))
