"""Models of a library of drawings: nothing is downloaded, every step under control."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from photoclip.changes import ChangeSet
from photoclip.jobs.job import Progress
from photoclip.results import FolderGlance, ModelInfo
from photoclip.views import Hardware

STRONG = "vit-b-32-256"


def fake_models() -> dict[str, ModelInfo]:
    models = [
        ModelInfo("starter", "Starter", "starter", "GPL", None, installed=True, active=True),
        ModelInfo(
            STRONG,
            "CLIP ViT-B/32",
            "ViT-B-32-256",
            "MIT",
            605,
            figures={"imagenet": 72.8},
            source="download",
            note="For most computers.",
        ),
        ModelInfo("big", "Big one", "ViT-L-14", "MIT", 1710, source="download"),
    ]
    return {model.key: model for model in models}


class FakeModels:
    """Part of the fake library.

    Attributes:
        known: Models by key.
        model_gate: Set by tests to let the jobs on models go on; starts set.
        model_errors: Exceptions by method name, raised at the second step.
        checks: Outcomes of a self-test.
        glances: What a look into a folder tells, by path.
    """

    def prepare_models(self) -> None:
        self.known = fake_models()
        self.model_gate = threading.Event()
        self.model_gate.set()
        self.model_errors: dict[str, Exception] = {}
        self.checks: list[Any] = [SimpleNamespace(name="red square", passed=True, note="")]
        self.glances: dict[Path, FolderGlance] = {}

    def watch_encoder(self, on_restart: Callable[[], None] | None) -> None:
        self.on_encoder_restart = on_restart

    def models(self) -> list[ModelInfo]:
        return list(self.known.values())

    def hardware(self) -> Hardware:
        return Hardware("cpu", "Fast chip", 16 << 30, 8, STRONG)

    def glance(self, folder: Path) -> FolderGlance:
        return self.glances.get(folder, FolderGlance(folder, 12))

    def download_model(self, key: str) -> Iterator[Progress]:
        return self._model_job("download_model", key, installed=True, source="downloaded")

    def import_model(self, path: Path, *, key: str, arch: str | None) -> Iterator[Progress]:
        title = f"{path.name} ({arch})"
        self.known.setdefault(key, ModelInfo(key, title, "", "", None, source="imported"))
        return self._model_job("import_model", key, installed=True)

    def verify_model(self, key: str) -> Iterator[Progress]:
        return self._model_job("verify_model", key)

    def remove_model(self, key: str) -> None:
        self._called(f"remove_model:{key}")  # type: ignore[attr-defined]
        self.known[key] = replace(self.known[key], installed=False)
        self.publish(ChangeSet(models=True))  # type: ignore[attr-defined]

    def let_answer(self, key: str) -> None:
        for each, model in self.known.items():
            self.known[each] = replace(model, active=each == key)
        self.publish(ChangeSet(models=True))  # type: ignore[attr-defined]

    def _model_job(self, method: str, key: str, **changes: Any) -> Iterator[Progress]:
        self._called(f"{method}:{key}")  # type: ignore[attr-defined]
        yield Progress("Downloading", 0, 1000)
        self.known[key] = replace(self.known[key], begun=method == "download_model")
        yield Progress("Downloading", 400, 1000)
        while not self.model_gate.wait(0.01):
            yield Progress("Downloading", 400, 1000)
        if method in self.model_errors:
            raise self.model_errors[method]
        self.known[key] = replace(self.known[key], begun=False, **changes)
        self.publish(ChangeSet(models=True))  # type: ignore[attr-defined]
        return self.checks if method == "verify_model" else None
