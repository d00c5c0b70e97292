"""What the window does with models: jobs beside the others; holds no widgets."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from photoclip.changes import ChangeSet
from photoclip.errors import UserError
from photoclip.gui.bridge import Bridge
from photoclip.gui.events import JobEnded, JobProgress
from photoclip.gui.job_desk import MODEL_ACTIVATE, MODEL_DOWNLOAD, MODEL_IMPORT, MODEL_VERIFY
from photoclip.gui.question import Deed, Question
from photoclip.jobs.job import Progress
from photoclip.results import ModelInfo
from photoclip.views import Hardware

JOBS = (MODEL_DOWNLOAD, MODEL_IMPORT, MODEL_VERIFY, MODEL_ACTIVATE)


@dataclass(frozen=True, slots=True)
class ModelWork:
    """A job on a model.

    Attributes:
        job: Name of the job.
        key: The model.
        progress: Its latest step.
        then_activate: Whether the model is to answer once it is there.
        stopping: Whether it was asked to stop.
    """

    job: str
    key: str
    progress: Progress | None = None
    then_activate: bool = False
    stopping: bool = False


class ModelsDesk(QObject):
    """Models, hardware, and the jobs on them; it outlives the dialog.

    Signals:
        changed: models, hardware or work are other ones now.
        progressed: a job came one step further.
        told: sentence about something that was done.
        failed: exception to be told.
    """

    changed = Signal()
    progressed = Signal()
    told = Signal(str)
    failed = Signal(object)

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.models: tuple[ModelInfo, ...] = ()
        self.hardware: Hardware | None = None
        self.work: dict[str, ModelWork] = {}
        self._list = Question(bridge, "models", self)
        self._list.answered.connect(self._on_models)
        self._list.failed.connect(self.failed)
        self._hardware = Question(bridge, "hardware", self, slow=True)
        self._hardware.answered.connect(self._on_hardware)
        self._hardware.failed.connect(self.failed)
        self._remove = Deed(bridge, "remove_model", self)
        self._remove.done.connect(self._on_removed)
        self._remove.failed.connect(self.failed)
        bridge.job_progressed.connect(self._on_progressed)
        bridge.job_ended.connect(self._on_ended)
        bridge.changed.connect(self._on_changed)

    @Slot()
    def refresh(self) -> None:
        """Read the list anew; the hardware once."""
        self._list.ask()
        if self.hardware is None:
            self._hardware.ask()

    def model(self, key: str) -> ModelInfo | None:
        """What is known of a model."""
        return next((info for info in self.models if info.key == key), None)

    def title(self, key: str) -> str:
        """Its name for people."""
        info = self.model(key)
        return info.title if info is not None and info.title else key

    def work_on(self, key: str) -> ModelWork | None:
        """The job on a model, if there is one."""
        return next((work for work in self.work.values() if work.key == key), None)

    # --- deeds --------------------------------------------------------------------------
    def download(self, key: str, *, then_activate: bool = False) -> bool:
        """Get a model; one at a time."""
        work = ModelWork(MODEL_DOWNLOAD, key, then_activate=then_activate)
        return self._begin(work, "download_model", key)

    def import_model(self, path: Path, *, key: str, arch: str | None = None) -> bool:
        """Install a model from a file or a folder."""
        return self._begin(
            ModelWork(MODEL_IMPORT, key), "import_model", path, key=key, arch=arch or None
        )

    def verify(self, key: str) -> bool:
        """Read a model's files again and let it pass its self-test."""
        return self._begin(ModelWork(MODEL_VERIFY, key), "verify_model", key)

    def activate(self, key: str) -> bool:
        """Let a model answer once every photo has its vector; the old one does meanwhile."""
        device = self._bridge.library.settings.text("index.device")
        return self._begin(ModelWork(MODEL_ACTIVATE, key), "activate_model", key, device=device)

    def remove(self, key: str) -> None:
        """Delete a model and its vectors."""
        self._remove.do(key, about=self.title(key))

    def cancel(self, key: str) -> None:
        """Stop the job on a model; what was downloaded stays for the next try."""
        work = self.work_on(key)
        if work is None:
            return
        self.work[work.job] = ModelWork(work.job, key, work.progress, False, True)
        self._bridge.cancel_job(work.job)
        self.changed.emit()

    def _begin(self, work: ModelWork, method: str, *args: Any, **options: Any) -> bool:
        if not self._bridge.start_job(work.job, method, *args, **options):
            text = self.tr("“{name}” is being worked on; wait until that is done.")
            other = self.work.get(work.job)
            self.failed.emit(UserError(text.format(name=self.title(other.key if other else ""))))
            return False
        self.work[work.job] = work
        self.changed.emit()
        return True

    # --- what comes back ----------------------------------------------------------------
    @Slot(object)
    def _on_models(self, models: list[ModelInfo]) -> None:
        self.models = tuple(models)
        self.changed.emit()

    @Slot(object)
    def _on_hardware(self, hardware: Hardware) -> None:
        self.hardware = hardware
        self.changed.emit()

    @Slot(object)
    def _on_changed(self, changes: ChangeSet) -> None:
        # Nobody who never looked at models needs the list.
        if changes.models and self.models:
            self._list.ask()

    @Slot(object)
    def _on_progressed(self, event: JobProgress) -> None:
        work = self.work.get(event.name)
        if work is not None:
            self.work[event.name] = ModelWork(
                work.job, work.key, event.progress, work.then_activate, work.stopping
            )
            self.progressed.emit()

    @Slot(object)
    def _on_ended(self, event: JobEnded) -> None:
        work = self.work.pop(event.name, None)
        if work is None:
            return
        self._list.ask()
        self.changed.emit()
        if event.error is not None:
            self.failed.emit(event.error)
        elif not event.cancelled:
            self._on_done(work, event.report)

    def _on_done(self, work: ModelWork, report: Any) -> None:
        title = self.title(work.key)
        if work.job == MODEL_ACTIVATE:
            self.told.emit(self.tr("“{name}” answers from now on.").format(name=title))
        elif work.job == MODEL_VERIFY:
            self._tell_checks(title, report)
        elif work.then_activate:
            self.activate(work.key)
        else:
            self.told.emit(self.tr("“{name}” is here; it can be used now.").format(name=title))

    def _tell_checks(self, title: str, checks: Any) -> None:
        if all(check.passed for check in checks):
            text = self.tr("“{name}” passed its self-test.")
            self.told.emit(text.format(name=title))
        else:
            text = self.tr("“{name}” does not work as it should; remove it and get it again.")
            self.failed.emit(UserError(text.format(name=title)))

    @Slot(object, object)
    def _on_removed(self, _info: object, title: str) -> None:
        self._list.ask()
        self.told.emit(self.tr("“{name}” was removed.").format(name=title))
