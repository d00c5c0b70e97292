"""``python -m trainer starter``: from captioned photos to the starter model's folder."""

from __future__ import annotations

import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from photoclip.encoders.starter_files import TEXT_WIDTH
from trainer import data
from trainer.config import StarterTraining
from trainer.events import EventLog, Report, reporter
from trainer.repeatable import seed_everything

if TYPE_CHECKING:
    from photoclip.encoders.starter import StarterModel
    from trainer.loop import Epoch, TrainingSet

CHECKPOINT_FILE = "checkpoint.pt"
EVENTS_FILE = "events.jsonl"


def train_starter(
    folder: Path,
    out: Path,
    settings: StarterTraining,
    *,
    cache: Path,
    resume: bool = False,
    test: Path | None = None,
    zeroshot: Path | None = None,
    command: str = "",
    log: EventLog,
) -> dict[str, Any]:
    """Train the heads and write the model folder.

    Args:
        folder: Captioned photos, see :func:`trainer.data.read_folder`.
        out: Where ``config.json``, ``heads.safetensors`` and ``metrics.json`` go.
        settings: How to train.
        cache: Folder of features, checkpoint and events.
        resume: Go on from the checkpoint.
        test: Captioned photos to measure on at the very end.
        zeroshot: Labelled photos to measure on at the very end.
        command: What was typed, for the model card.
        log: Told what happens.

    Returns:
        The metrics that were written.

    Raises:
        PhotoClipError: The data cannot be read, or there is no run to resume.
    """
    from photoclip.encoders.starter import StarterModel
    from trainer.loop import HeadTrainer

    photos = data.read_folder(folder)
    seed_everything(settings.seed)
    model = StarterModel(settings.model, dropout=(settings.image_dropout, settings.text_dropout))
    prepared = prepare(model, photos, settings, cache=cache, report=reporter(log, "features"))
    checkpoint = cache / f"{photos.digest}-{settings.seed}" / CHECKPOINT_FILE
    trainer = HeadTrainer(model, prepared, settings, checkpoint_file=checkpoint)
    if resume:
        trainer.resume()
    started = time.monotonic()
    log.emit("start", settings=asdict(settings), data=photos.digest, epoch=trainer.epoch)
    for epoch in trainer.run():
        log.emit("epoch", **_fields(epoch))
    seconds = time.monotonic() - started
    log.emit("trained", best_epoch=trainer.best_epoch, best_score=round(trainer.best_score, 3))
    from trainer.export import export

    return export(
        model,
        out,
        folder=folder,
        photos=photos,
        settings=settings,
        best_epoch=trainer.best_epoch,
        command=command,
        seconds=seconds,
        test=test,
        zeroshot=zeroshot,
        log=log,
    )


def prepare(
    model: StarterModel,
    photos: data.CaptionedPhotos,
    settings: StarterTraining,
    *,
    cache: Path,
    report: Report,
) -> TrainingSet:
    """Compute or load all features, and set what the model takes from the training split."""
    import torch

    from trainer.classes import class_texts
    from trainer.clusters import cluster
    from trainer.loop import TrainingSet

    found = photos.captions
    views = [
        data.image_features(
            model,
            found.paths,
            digest=photos.digest,
            view=view,
            seed=settings.seed,
            cache=cache,
            report=report,
        )
        for view in range(settings.views)
    ]
    texts = torch.from_numpy(data.text_features(model, found.captions, cache=cache, report=report))
    classes = class_texts(model)
    features = torch.from_numpy(np.stack([view.features for view in views]))
    owner = torch.from_numpy(found.image_index)
    train = torch.from_numpy(np.flatnonzero(~photos.dev))
    mine = texts[torch.isin(owner, train)]
    with torch.no_grad():
        model.image_head.standardise_on(features[0, train].float())
        model.text_head.standardise_on(mine)
        sentences = torch.nn.functional.normalize(mine[:, :TEXT_WIDTH], dim=-1)
        model.semantic.text_mean.copy_(sentences.mean(0))
        model.captions.copy_(cluster(sentences, settings.model.caption_kinds, settings.seed))
        model.semantic.classes.copy_(torch.from_numpy(classes.matrix))
        logits = torch.from_numpy(np.stack([view.logits for view in views]))
        return TrainingSet(
            views=features,
            logits=logits,
            semantic=torch.stack([model.semantic.image(view.float()) for view in logits]),
            texts=texts,
            text_semantic=model.semantic.text(texts),
            trust=model.trust(texts),
            class_prompts=torch.from_numpy(classes.prompts),
            owner=owner,
            train=train,
            dev=torch.from_numpy(np.flatnonzero(photos.dev)),
            digest=photos.digest,
        )


def _fields(epoch: Epoch) -> dict[str, Any]:
    there, back = epoch.dev.text_to_image, epoch.dev.image_to_text
    return {
        "epoch": epoch.number,
        "loss": round(float(np.mean(epoch.losses)), 4),
        "learning_rate": epoch.learning_rate,
        "scale": round(epoch.scale, 3),
        "text_to_image": [round(s.percent, 2) for s in (there.r1, there.r5, there.r10)],
        "image_to_text": [round(s.percent, 2) for s in (back.r1, back.r5, back.r10)],
        "best": epoch.best,
    }
