"""From trained heads to a model folder with metrics and a model card."""

from __future__ import annotations

import json
import platform
import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trainer import evaluate
from trainer.card import model_card
from trainer.config import StarterTraining
from trainer.data import CaptionedPhotos
from trainer.events import EventLog

if TYPE_CHECKING:
    from photoclip.encoders.starter import StarterModel

METRICS_FILE = "metrics.json"
CARD_FILE = "MODEL_CARD.md"
SOURCES_FILE = "SOURCES.md"


def export(
    model: StarterModel,
    out: Path,
    *,
    folder: Path,
    photos: CaptionedPhotos,
    settings: StarterTraining,
    best_epoch: int,
    command: str,
    seconds: float,
    test: Path | None,
    zeroshot: Path | None,
    log: EventLog,
) -> dict[str, Any]:
    """Write the model folder and measure it as it will be used.

    The files are measured in a folder of their own first and move to ``out`` one by
    one at the end, so a run that fails leaves an older model as it was.

    Args:
        model: Trained model; its towers are not written.
        out: The model folder.
        folder: Folder of the training data.
        photos: The training data.
        settings: How it was trained.
        best_epoch: Epoch that was kept.
        command: What was typed, for the card.
        seconds: Time the training took, without the towers' features.
        test: Captioned photos that no choice was made by, or None.
        zeroshot: Labelled photos, or None.
        log: Told the figures.

    Returns:
        What stands in ``metrics.json``.
    """
    from photoclip.encoders.starter import load_starter, save_starter

    with tempfile.TemporaryDirectory() as name:
        staging = Path(name)
        save_starter(model, staging)
        encoder = load_starter(folder=staging)
        figures = evaluate.dev_figures(encoder, photos)
        if zeroshot is not None:
            figures |= evaluate.zeroshot_figures(encoder, zeroshot)
        if test is not None:
            figures |= evaluate.test_figures(encoder, test)
        metrics = {
            "fingerprint": encoder.fingerprint,
            "figures": figures,
            "settings": asdict(settings),
            "best_epoch": best_epoch,
            "command": command,
            "data": _data_facts(photos),
            "machine": _machine(seconds),
        }
        (staging / METRICS_FILE).write_text(json.dumps(metrics, indent=1) + "\n", encoding="utf-8")
        sources = folder / SOURCES_FILE
        terms = sources.read_text(encoding="utf-8") if sources.is_file() else ""
        (staging / CARD_FILE).write_text(model_card(metrics, terms=terms), encoding="utf-8")
        out.mkdir(parents=True, exist_ok=True)
        for file in sorted(staging.iterdir()):
            shutil.copyfile(file, out / f".{file.name}.part")
            (out / f".{file.name}.part").replace(out / file.name)
    log.emit("exported", folder=str(out), fingerprint=metrics["fingerprint"], figures=figures)
    return metrics


def _data_facts(photos: CaptionedPhotos) -> dict[str, Any]:
    dev = int(photos.dev.sum())
    return {
        "digest": photos.digest,
        "captions": len(photos.captions.captions),
        "train_photos": len(photos.dev) - dev,
        "dev_photos": dev,
        "dev_native_photos": int((photos.dev & photos.native).sum()),
    }


def _machine(seconds: float) -> dict[str, Any]:
    import torch

    return {
        "torch": torch.__version__,
        "python": platform.python_version(),
        "processor": platform.machine(),
        "threads": torch.get_num_threads(),
        "minutes": round(seconds / 60, 1),
    }
