"""``python -m trainer run CONFIG.toml``: from captioned photos to a proven model, top to bottom."""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from photoclip.encoders.base import Encoder
from photoclip.errors import UserError
from photoclip.paths import display_path
from photoclip.runs import (
    LabelledSet,
    RunConfig,
    RunFolder,
    SnapshotPhoto,
    TrainingTable,
    read_config,
    read_label_sets,
    read_photos,
)
from trainer.events import EventLog, Report, reporter
from trainer.run_data import load_model, read_captioned, read_if_there, share_out
from trainer.run_export import disk_errors, exported
from trainer.tuning.faults import StopRequested

if TYPE_CHECKING:
    from trainer.proof.prove import Material, Proof
    from trainer.tuning.contract import Tunable
    from trainer.tuning.loop import Training
    from trainer.tuning.pairs import Pairs
    from trainer.tuning.progress import Trained


@dataclass(frozen=True, slots=True)
class Bench:
    """Everything that training and proof work on.

    Attributes:
        config: The run, with nothing left open.
        encoder: What was loaded as the base model; some presets tune it in place.
        unreadable: Photos of the snapshot that cannot be opened.
    """

    config: RunConfig
    folder: RunFolder
    encoder: Encoder
    model: Tunable
    train: Pairs
    material: Material
    unreadable: int
    digest: str

    def counts(self) -> dict[str, int]:
        """How much the model is trained and proven on."""
        validation = self.material.validation
        return {
            "train_photos": len(self.train.photos),
            "train_captions": len(self.train.texts),
            "validation_photos": len(validation.photos),
            "validation_captions": len(validation.texts),
            "general_photos": len(self.material.general),
        }


def run(config_file: Path, *, resume: bool, log: EventLog) -> None:
    """Train, prove, and export what is better; the run's folder tells everything.

    Args:
        config_file: ``config.toml`` in the run's folder.
        resume: Go on from the last checkpoint.
        log: Told what happens; writes nothing where this is not the first process.

    Raises:
        StopRequested: The stop file appeared; a checkpoint is there.
        PhotoClipError: The data, the model or the machine do not allow it.
    """
    from photoclip.encoders.device import resolve_device
    from trainer.tuning import distributed

    folder, config = RunFolder(config_file.parent), read_config(config_file)
    started = time.monotonic()
    ranks = distributed.join(resolve_device(config.training.device))
    try:
        if not ranks.first:
            ranks.wait()  # for the features that the first one computes
        bench = _prepare(config, folder, log)
        if ranks.first:
            ranks.wait()
        # A run that was stopped while it read photos has no checkpoint yet.
        trained = _training(bench, log).run(resume=resume and folder.checkpoint.is_file())
    finally:
        distributed.leave()
    if not ranks.first:
        return
    # Exported with the weights; what the temperature came to is part of the model.
    if trained.log_scale is not None:
        bench.model.log_scale = trained.log_scale
    if bench.model.bias is not None and trained.bias is not None:
        bench.model.bias = trained.bias
    proof = _prove(bench, trained, log)
    shutil.rmtree(folder.model, ignore_errors=True)
    if proof.improved:
        proof = exported(bench, proof, trained)
    facts = _facts(bench, seconds=time.monotonic() - started)
    _tell(bench, proof, trained, facts, log)


def _prepare(config: RunConfig, folder: RunFolder, log: EventLog) -> Bench:
    from photoclip.search.background import background_texts
    from photoclip.search.evaluate import read_labels_tsv
    from trainer.proof.prove import Material
    from trainer.proof.retention import general_queries
    from trainer.tuning.pairs import make_pairs

    snapshot = folder.resolve(config.data.snapshot)
    photos = read_captioned(snapshot)
    general = read_if_there(read_photos, folder.resolve(config.data.general))
    label_sets = read_if_there(read_label_sets, folder.resolve(config.data.label_sets))
    for file in config.data.labelled:  # a fault in it must not show after hours of training
        read_labels_tsv(folder.resolve(file), folder.resolve(file).parent)
    queries, texts = general_queries(), tuple(background_texts())
    model, encoder, resolved = load_model(config, folder, photos=len(photos))
    table = resolved.training
    _tell_start(make_pairs(photos, split="train"), table, model.device, log)
    lost = _warm(model, photos, general, label_sets, [*queries, *texts], table, folder, log)
    general = [photo for photo in general if photo.pixel_hash not in lost]
    kept = [photo for photo in photos if photo.pixel_hash not in lost]
    train, validation = (make_pairs(kept, split=part) for part in ("train", "validation"))
    if len(train.photos) < 2 or not len(validation.photos):
        raise UserError(
            f"{len(photos) - len(kept):,} of {len(photos):,} captioned photos cannot be opened, "
            "and without them there is too little to train with; plug in the drive that holds "
            "them, then resume the run."
        )
    anchors, measured = share_out(general)
    model.set_captions(train.texts)
    model.set_anchors(anchors, texts)
    material = Material(
        validation=validation,
        general=tuple(measured),
        label_sets=tuple(_readable(each, lost) for each in label_sets),
        labelled=tuple(folder.resolve(path) for path in config.data.labelled),
        queries=queries,
    )
    unreadable = len(photos) - len(kept)
    if unreadable:
        noun = "photo" if unreadable == 1 else "photos"
        log.emit("note", message=f"{unreadable:,} captioned {noun} cannot be opened now.")
    digest = _digest(snapshot, encoder.fingerprint)
    return Bench(resolved, folder, encoder, model, train, material, unreadable, digest)


def _tell_start(train: Pairs, table: TrainingTable, device: str, log: EventLog) -> None:
    """What is to come, if all photos can be opened."""
    batch = min(table.batch_size, len(train.photos))
    log.emit(
        "start",
        preset=table.preset,
        photos=len(train.photos),
        captions=len(train.texts),
        batch=batch,
        steps=table.epochs * -(-len(train.photos) // batch),
        device=device,
        note="",
    )


def _warm(
    model: Tunable,
    photos: Sequence[SnapshotPhoto],
    general: Sequence[SnapshotPhoto],
    label_sets: Sequence[LabelledSet],
    sentences: Sequence[str],
    table: TrainingTable,
    folder: RunFolder,
    log: EventLog,
) -> set[str]:
    """Compute features of everything to come; hashes of pictures that cannot be opened."""
    report = _reporter(log, "features", stop=folder.stop)
    texts = [text for photo in photos for text in photo.captions]
    crops = [photo for photo in photos if photo.split == "train"]
    plain = [photo for photo in photos if photo.split != "train"]
    plain += [*general, *(photo for each in label_sets for photo in each.photos)]
    lost = model.warm(
        crops, list(dict.fromkeys([*texts, *sentences])), views=table.views, report=report
    )
    lost += model.warm(plain, [], views=1, report=report)
    return {photo.pixel_hash for photo in lost}


def _training(bench: Bench, log: EventLog) -> Training:
    from trainer.proof.validate import held_out_recall
    from trainer.tuning.loop import Training

    def validate() -> Mapping[str, float]:
        return held_out_recall(bench.model, bench.material.validation)

    return Training(
        bench.model,
        bench.train,
        bench.config.training,
        folder=bench.folder,
        log=log,
        validate=validate,
        digest=bench.digest,
    )


def _prove(bench: Bench, trained: Trained, log: EventLog) -> Proof:
    from trainer.proof.prove import prove

    return prove(
        bench.model,
        trained.state,
        bench.material,
        bench.config.proof,
        report=_reporter(log, "proof", stop=bench.folder.stop, step=trained.steps),
    )


def _tell(
    bench: Bench, proof: Proof, trained: Trained, facts: Mapping[str, Any], log: EventLog
) -> None:
    from trainer.proof.report import write_report

    # What Matplotlib finds out about fonts takes seconds; the runs of a library share it.
    fonts = bench.folder.resolve(bench.config.data.features) / "matplotlib"
    os.environ.setdefault("MPLCONFIGDIR", str(fonts))
    for point in proof.curve:
        log.emit("alpha", alpha=point.alpha, score=point.score, overlap=point.overlap)
    with disk_errors(bench.folder):
        report = write_report(bench.folder, bench.config, proof, trained, facts)
    log.emit(
        "done",
        outcome="improved" if proof.improved else "kept",
        message=proof.message,
        figures=proof.figures(),
        report=display_path(report),
    )


def _readable(labelled: LabelledSet, lost: set[str]) -> LabelledSet:
    rows = [
        (photo, label)
        for photo, label in zip(labelled.photos, labelled.labels, strict=True)
        if photo.pixel_hash not in lost
    ]
    return labelled.model_copy(
        update={
            "photos": tuple(photo for photo, _ in rows),
            "labels": tuple(label for _, label in rows),
        }
    )


def _digest(snapshot: Path, fingerprint: str) -> str:
    digest = hashlib.blake2b(fingerprint.encode(), digest_size=16)
    digest.update(snapshot.read_bytes())
    return digest.hexdigest()


def _facts(bench: Bench, *, seconds: float) -> dict[str, Any]:
    import torch

    return {
        "base": bench.config.model.key,
        "base_fingerprint": bench.encoder.fingerprint,
        **bench.counts(),
        "unreadable": bench.unreadable,
        "data_digest": bench.digest,
        "device": bench.model.device,
        "machine": platform.machine(),
        "threads": torch.get_num_threads(),
        "torch": torch.__version__,
        "seconds": round(seconds, 1),
    }


def _reporter(log: EventLog, event: str, *, stop: Path, step: int = 0) -> Report:
    """Tells how far it is; raises StopRequested once the stop file is there."""
    tell = reporter(log, event)
    when = "while its result was measured" if step else "before its first step"

    def report(what: str, done: int, total: int) -> None:
        if stop.exists():
            raise StopRequested(f"Training was stopped {when}; resume it to go on.", step)
        tell(what, done, total)

    return report
