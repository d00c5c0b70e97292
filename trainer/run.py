"""``python -m trainer run CONFIG.toml``: from captioned photos to a proven model, top to bottom."""

from __future__ import annotations

import dataclasses
import hashlib
import platform
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from photoclip.encoders.base import Encoder
from photoclip.errors import ModelError, SelfTestError, UserError
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
from trainer.events import EventLog
from trainer.tuning.faults import StopRequested

if TYPE_CHECKING:
    from trainer.proof.prove import Material, Proof
    from trainer.tuning.contract import Tunable
    from trainer.tuning.loop import Training
    from trainer.tuning.pairs import Pairs
    from trainer.tuning.progress import Trained

_EVERY_SECONDS: Final = 1.0
_ENOUGH_TO_SHARE: Final = 80


@dataclass(frozen=True, slots=True)
class _Bench:
    """Everything that training and proof work on.

    Attributes:
        config: The run, with nothing left open.
        encoder: The base model behind ``model``, as it was loaded.
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
        proof = _exported(bench, proof)
    facts = _facts(bench, seconds=time.monotonic() - started)
    _tell(bench, proof, trained, facts, log)


def _prepare(config: RunConfig, folder: RunFolder, log: EventLog) -> _Bench:
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
    lost = _warm(model, photos, general, label_sets, [*queries, *texts], table, folder, log)
    general = [photo for photo in general if photo.pixel_hash not in lost]
    kept = [photo for photo in photos if photo.pixel_hash not in lost]
    train, validation = (make_pairs(kept, split=part) for part in ("train", "validation"))
    if len(train.photos) < 2 or not len(validation.photos):
        raise UserError(
            f"{len(lost):,} of {len(photos):,} captioned photos cannot be opened, and the others "
            "are too few; plug in the drive that holds them and start again."
        )
    anchors, measured = _halves(general)
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
        log.emit("note", message=f"{unreadable:,} captioned photos cannot be opened now.")
    digest = _digest(snapshot, encoder.fingerprint)
    return _Bench(resolved, folder, encoder, model, train, material, unreadable, digest)


def load_model(
    config: RunConfig, folder: RunFolder, *, photos: int
) -> tuple[Tunable, Encoder, RunConfig]:
    """The base model made ready, and the configuration with the preset's own values filled in."""
    from photoclip.encoders.registry import load_encoder
    from trainer.presets.choose import make_tunable
    from trainer.tuning.defaults import resolve

    seed_everything(config.training.seed)
    device = config.training.device
    encoder = load_encoder(config.model.key, device=device, models_dir=config.model.models_dir)
    resolved = config.model_copy(update={"training": resolve(config.training, photos)})
    stored = read_vectors(folder.resolve(config.data.vectors), dim=encoder.dim)
    cache = folder.resolve(config.data.features)
    model = make_tunable(encoder, resolved, cache=cache, stored=stored)
    return model, encoder, resolved


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


def _training(bench: _Bench, log: EventLog) -> Training:
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


def _prove(bench: _Bench, trained: Trained, log: EventLog) -> Proof:
    from trainer.proof.prove import prove

    return prove(
        bench.model,
        trained.state,
        bench.material,
        bench.config.proof,
        report=_reporter(log, "proof"),
    )


def _exported(bench: _Bench, proof: Proof) -> Proof:
    """Export, unless the model has lost what every sane model can do."""
    try:
        _export(bench)
    except SelfTestError as error:
        message = (
            "Kept your current model: the tuned one finds your photos better, but it failed its "
            f"self-test ({error.reasons})."
        )
        return dataclasses.replace(proof, improved=False, message=message)
    return proof


def _export(bench: _Bench) -> None:
    """Write the model with its manifest, whole or not at all."""
    from photoclip.encoders.canary import failed, run_canary
    from photoclip.encoders.install import InstallPlan
    from photoclip.encoders.prepare import finish
    from photoclip.encoders.registry import describe

    config, folder = bench.config, bench.folder
    base = describe(config.model.key, config.model.models_dir)
    staging = folder.root / ".model.part"
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir()
    with _disk_errors(folder):
        bench.model.export(staging)
        finish(
            staging,
            InstallPlan(
                key=config.model.name,
                arch=bench.model.arch,
                source="finetuned",
                title=config.model.title,
                origin=f"tuned from {base.key}",
                licence=base.licence,
                parent=base.key,
                backend=bench.model.backend,
                # What the base model could not do either is no fault of the tuning.
                check=not failed(run_canary(bench.encoder)),
                models_dir=config.model.models_dir,
            ),
        )
        staging.rename(folder.model)


def _tell(
    bench: _Bench, proof: Proof, trained: Trained, facts: Mapping[str, Any], log: EventLog
) -> None:
    from trainer.proof.report import write_report

    for point in proof.curve:
        log.emit("alpha", alpha=point.alpha, score=point.score, overlap=point.overlap)
    report = write_report(bench.folder, bench.config, proof, trained, facts)
    log.emit(
        "done",
        outcome="improved" if proof.improved else "kept",
        message=proof.message,
        figures=proof.figures(),
        report=display_path(report),
    )


def read_captioned(path: Path) -> list[SnapshotPhoto]:
    """Captioned photos of a snapshot.

    Raises:
        UserError: It cannot be read, or a split is empty.
    """
    photos = [photo for photo in read_photos(path) if photo.captions]
    parts = {photo.split for photo in photos}
    if parts != {"train", "validation"}:
        missing = " and ".join(sorted({"train", "validation"} - parts))
        raise UserError(
            f"{display_path(path)} has no captioned photos of the split {missing}; "
            "photos to learn from and photos to prove it by are both needed."
        )
    return photos


def _halves(
    general: Sequence[SnapshotPhoto],
) -> tuple[Sequence[SnapshotPhoto], Sequence[SnapshotPhoto]]:
    """Photos that hold the model in place, and others that show whether it stayed there."""
    if len(general) < _ENOUGH_TO_SHARE:
        return (), general
    return general[::2], general[1::2]


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


def read_vectors(path: Path, *, dim: int) -> dict[str, NDArray[np.float16]]:
    """Stored vectors by hex pixel hash; empty where there are none.

    Raises:
        UserError: The file is damaged, or its vectors have another length.
    """
    if not path.is_file():
        return {}
    try:
        with np.load(path) as stored:
            hashes, vectors = stored["hashes"], stored["vectors"]
            if len(hashes) != len(vectors) or (len(vectors) and vectors.shape[1] != dim):
                raise ValueError(f"vectors of shape {vectors.shape}")
    except (OSError, ValueError, KeyError) as error:
        raise UserError(f"{display_path(path)} cannot be read as stored vectors ({error}).") from (
            error
        )
    names = (row.tobytes().hex() for row in hashes)
    return dict(zip(names, vectors.astype(np.float16), strict=True))


def seed_everything(seed: int) -> None:
    """Make a run on this machine repeatable."""
    import torch

    torch.manual_seed(seed)
    torch.use_deterministic_algorithms(True, warn_only=torch.cuda.is_available())


def read_if_there(read: Callable[[Path], list[Any]], path: Path) -> list[Any]:
    """What a file holds; an absent one holds nothing."""
    return read(path) if path.is_file() else []


def _digest(snapshot: Path, fingerprint: str) -> str:
    digest = hashlib.blake2b(fingerprint.encode(), digest_size=16)
    digest.update(snapshot.read_bytes())
    return digest.hexdigest()


def _facts(bench: _Bench, *, seconds: float) -> dict[str, Any]:
    import torch

    validation = bench.material.validation
    return {
        "base": bench.config.model.key,
        "base_fingerprint": bench.encoder.fingerprint,
        "train_photos": len(bench.train.photos),
        "train_captions": len(bench.train.texts),
        "validation_photos": len(validation.photos),
        "validation_captions": len(validation.texts),
        "general_photos": len(bench.material.general),
        "unreadable": bench.unreadable,
        "data_digest": bench.digest,
        "device": bench.model.device,
        "machine": platform.machine(),
        "threads": torch.get_num_threads(),
        "torch": torch.__version__,
        "seconds": round(seconds, 1),
    }


def _reporter(
    log: EventLog, event: str, *, stop: Path | None = None
) -> Callable[[str, int, int], None]:
    """Tells at most once a second; raises StopRequested once the stop file is there."""
    last = [0.0]

    def report(what: str, done: int, total: int) -> None:
        if stop is not None and stop.exists():
            raise StopRequested(
                "Training was stopped before its first step; resume it to go on.", 0
            )
        now = time.monotonic()
        if done >= total or now - last[0] >= _EVERY_SECONDS:
            last[0] = now
            log.emit(event, what=what, done=done, total=total)

    return report


@contextmanager
def _disk_errors(folder: RunFolder) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ModelError(
            f"The tuned model cannot be written to {display_path(folder.root)} "
            f"({error.strerror or error}); make room and go on with --resume."
        ) from error
