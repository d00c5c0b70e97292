"""Room of a library: tuning a model on the user's own captioned photos."""

from __future__ import annotations

from typing import Any

from photoclip.jobs.job import Job
from photoclip.jobs.tasks import training, training_runs
from photoclip.jobs.tasks.reports import IndexReport
from photoclip.library.parts import LibraryParts
from photoclip.run_reports import RunInfo, TrainEstimate, TrainingOverview, TrainOptions
from photoclip.runs import read_events


class Training:
    """Training runs of a library; entered by ``library.training``."""

    def __init__(self, parts: LibraryParts) -> None:
        self._context = parts.context
        self._model = parts.model

    def overview(self, *, use_tags: bool = True) -> TrainingOverview:
        """How many captioned photos there are, and what they allow.

        Args:
            use_tags: Whether accepted tags become captions.
        """
        return training.overview(self._context, self._model(None), use_tags=use_tags)

    def estimate(self, options: TrainOptions) -> Job[TrainEstimate]:
        """Measure a few steps and say what a run would cost; nothing of it is kept.

        Raises:
            UserError: There is too little to train with.
            TrainingError: It cannot be told.
        """
        return training.estimate(self._context, self._model(None), options)

    def train(self, options: TrainOptions) -> Job[RunInfo]:
        """Tune the model in use, in a process of its own, and prove the result.

        Closing the job stops the trainer gently: the run is then ``"stopped"``, and
        :meth:`resume` goes on. The model in use stays in use whatever comes of it.

        Raises:
            UserError: There is too little to train with, a run is going on, or the name
                is taken.
            TrainingError: The run failed, or its process ended unexpectedly.
        """
        return training.train(self._context, self._model(None), options)

    def resume(self, run: str) -> Job[RunInfo]:
        """Go on with a run from its last checkpoint; see :meth:`train`.

        Raises:
            UserError: There is none of that name, or it came to its end.
        """
        return training.resume(self._context, run)

    def runs(self) -> list[RunInfo]:
        """All runs, the newest first."""
        return training_runs.runs(self._context)

    def events(self, run: str, offset: int = 0) -> tuple[list[dict[str, Any]], int]:
        """What the trainer has told of a run since ``offset``, and where to go on.

        Raises:
            UserError: There is none of that name.
        """
        file = training_runs.find(self._context, run).events
        # A run that began anew has a file of its own.
        whole = file.stat().st_size if file.is_file() else 0
        return read_events(file, offset if offset <= whole else 0)

    def activate(self, run: str) -> Job[IndexReport]:
        """Install the model of a run if need be, and let it answer.

        The model in use answers until every photo has a vector of the new one.
        ``library.activate_model(base)`` goes back.

        Raises:
            UserError: There is no such run, or it kept the model in use.
            ModelError: The model cannot be installed or loaded.
        """
        return training.activate_run(self._context, run)

    def delete(self, run: str) -> None:
        """Delete a run's folder with its report; an installed model stays.

        Raises:
            UserError: There is none of that name, or it is going on.
        """
        training_runs.delete(self._context, run)
