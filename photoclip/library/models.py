"""The models of a library: what is on offer, installing, activating, measuring."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from photoclip.catalog.rows import ModelRow
from photoclip.jobs.job import Job
from photoclip.jobs.tasks import model_admin
from photoclip.jobs.tasks.context import TaskContext
from photoclip.jobs.tasks.reports import IndexReport
from photoclip.results import ModelInfo

if TYPE_CHECKING:
    from photoclip.encoders.canary import CanaryCheck
    from photoclip.encoders.registry import EncoderInfo
    from photoclip.views import Hardware


class Models:
    """Part of :class:`photoclip.library.Library`: everything about models."""

    _context: TaskContext

    def watch_encoder(self, on_restart: Callable[[], None] | None) -> None:
        """Be told, on any thread, when an encoder process crashed and was started again.

        Nothing is lost by it: what it had not answered is asked anew. None ends the telling.
        """
        self._context.encoders.on_restart = on_restart

    def hardware(self) -> Hardware:
        """What this machine has for a model, and which one suits it; may take some seconds."""
        from photoclip.hardware import hardware

        return hardware()

    def models(self) -> list[ModelInfo]:
        """The models on offer and those installed from elsewhere."""
        active = self._model(None)
        return model_admin.list_models(self._context, active.key)

    def download_model(self, key: str) -> Job[EncoderInfo]:
        """Download a model of the line-up, check it, and install it.

        Raises:
            UnknownModelError: It is not on offer.
            ModelError: No network, no room, or the self-test failed; nothing is left behind.
        """
        from photoclip.encoders.download import download_model

        return download_model(key, models_dir=self._context.models_dir)

    def import_model(self, path: Path, *, key: str, arch: str | None = None) -> Job[EncoderInfo]:
        """Install a model from a file or folder, after its self-test.

        Raises:
            ModelError: The key is taken, the architecture unknown, or the self-test failed.
            CorruptWeightsError: The weights cannot be read or do not fit.
        """
        from photoclip.encoders.install import import_model

        return import_model(path, key=key, arch=arch, models_dir=self._context.models_dir)

    def verify_model(self, key: str) -> Job[list[CanaryCheck]]:
        """Read a model's files again and run its self-test.

        Raises:
            UnknownModelError: No model has that key.
        """
        from photoclip.encoders.install import verify_model

        return verify_model(key, models_dir=self._context.models_dir)

    def activate_model(self, key: str, *, device: str = "auto") -> Job[IndexReport]:
        """Embed what the model lacks, while the old one answers; then switch.

        Raises:
            UnknownModelError: No model has that key.
            ModelError: It is not installed or cannot be loaded.
        """
        return model_admin.activate_model(self._context, key, device=device)

    def remove_model(self, key: str) -> EncoderInfo:
        """Delete an installed model and its vectors.

        Raises:
            UserError: It is in use.
            UnknownModelError: No model has that key.
        """
        return model_admin.remove_model(self._context, key)

    def evaluate_captions(
        self, captions: Path, images: Path, *, model: str | None = None
    ) -> Job[Mapping[str, float]]:
        """Text to image and image to text recall on captioned pictures.

        Returns:
            Figures by name, percentages 0..100.

        Raises:
            CaptionsError: The file cannot be read as captions, or a picture is missing.
        """
        from photoclip.jobs.tasks.evaluation import evaluate_captions

        return evaluate_captions(self._context, self._model(model).key, captions, images)

    def evaluate_zeroshot(
        self,
        label_file: Path,
        images: Path,
        *,
        model: str | None = None,
        templates: Path | None = None,
    ) -> Job[Mapping[str, Mapping[str, float]]]:
        """Zero-shot top-1 per top folder, each with its own class list.

        Returns:
            Figures by top folder and name, percentages 0..100.

        Raises:
            CaptionsError: A file cannot be read, or a picture is missing.
        """
        from photoclip.jobs.tasks.evaluation import evaluate_zeroshot

        key = self._model(model).key
        return evaluate_zeroshot(self._context, key, label_file, images, templates=templates)

    def _model(self, key: str | None) -> ModelRow:
        if key is None:
            return model_admin.active_or_starter(self._context)
        return model_admin.register(self._context, key)
