"""Tuning a model on the user's captioned photos: preparing, running, and taking over the result."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

from photoclip.catalog.rows import ModelRow
from photoclip.changes import ChangeSet
from photoclip.encoders.adapter import ADAPTER
from photoclip.encoders.install import (
    InstallPlan,
    disk_errors,
    install,
    refuse_installed,
    require_space,
    staging_folder,
)
from photoclip.encoders.manifest import MANIFEST_NAME, Manifest, check_files, read_manifest
from photoclip.encoders.models_file import check_key
from photoclip.encoders.registry import EncoderInfo, describe, installed
from photoclip.errors import CorruptWeightsError, UserError
from photoclip.jobs.job import Job, Progress
from photoclip.jobs.tasks import model_admin, snapshot, training_process, training_runs
from photoclip.jobs.tasks.context import TaskContext
from photoclip.jobs.tasks.reports import IndexReport
from photoclip.jobs.tasks.snapshot import prepare_run
from photoclip.paths import display_path
from photoclip.run_reports import RunInfo, TrainEstimate, TrainingOverview, TrainOptions
from photoclip.runs import RunFolder


def overview(context: TaskContext, base: ModelRow, *, use_tags: bool) -> TrainingOverview:
    """What there is to train with, and what the model in use allows.

    Args:
        context: The library.
        base: The model that would be tuned.
        use_tags: Whether accepted tags become captions.
    """
    found = snapshot.overview(context, base, use_tags=use_tags)
    if not _is_adapter(context, base):
        return found
    fitting = [
        choice if choice.preset == ADAPTER else replace(choice, allowed=False, reason=_whole(base))
        for choice in found.presets
    ]
    return replace(found, presets=tuple(fitting))


def train(context: TaskContext, base: ModelRow, options: TrainOptions) -> Job[RunInfo]:
    """Tune a model on the captioned photos, in a process of its own, and prove the result.

    Closing the job stops the trainer gently; the run is then "stopped" and can be resumed.

    Args:
        context: The library.
        base: The model to tune.
        options: What the user chose.

    Returns:
        What came of it.

    Raises:
        UserError: There is too little to train with, another run is going on, or the name
            is taken.
        TrainingError: The run failed, or its process ended unexpectedly.
    """
    options = _fitting(context, base, options)
    name = _free_name(context, options)
    folder = training_runs.new_folder(context)
    try:
        with training_process.only_run(context, folder.root.name) as started:
            training_runs.forget_unprepared(context, but=folder.root.name)
            yield from prepare_run(context, base, options, folder, name=name)
            yield from training_process.follow(folder, resume=False, started=started)
    finally:
        # Nothing is lost: without a configuration there was no run yet.
        if not folder.config.is_file():
            shutil.rmtree(folder.root, ignore_errors=True)
    return training_runs.run_info(context, folder.root.name)


def resume(context: TaskContext, run: str) -> Job[RunInfo]:
    """Go on with a run that was stopped or failed, from its last checkpoint.

    Raises:
        UserError: There is none of that name, it came to its end, or a run is going on.
        TrainingError: See :func:`train`.
    """
    folder = training_runs.find(context, run)
    info = training_runs.run_info(context, run)
    if info.state in ("improved", "kept"):
        raise UserError(f"The training run “{run}” came to its end; start a new one.")
    with training_process.only_run(context, run) as started:
        again = folder.checkpoint.is_file()
        yield from training_process.follow(folder, resume=again, started=started)
    return training_runs.run_info(context, run)


def estimate(context: TaskContext, base: ModelRow, options: TrainOptions) -> Job[TrainEstimate]:
    """Say what a run would cost, from a few measured steps; nothing of it is kept.

    Raises:
        UserError: There is too little to train with.
        TrainingError: It cannot be told.
    """
    options = _fitting(context, base, options)
    folder = training_runs.passing_folder(context)
    try:
        yield from prepare_run(context, base, options, folder)
        event = yield from training_process.measure(folder)
    finally:
        shutil.rmtree(folder.root, ignore_errors=True)
    return TrainEstimate(
        seconds=_number(event, "seconds"),
        features_seconds=_number(event, "features_seconds"),
        training_seconds=_number(event, "training_seconds"),
        proof_seconds=_number(event, "proof_seconds"),
        device=str(event.get("device") or ""),
    )


def install_run(context: TaskContext, run: str) -> Job[EncoderInfo]:
    """Install the model of a run, after its files and its self-test were checked.

    Returns:
        The installed model; the one that is there already, if it is the same.

    Raises:
        UserError: There is no such run, or it has no model.
        ModelError: The self-test failed, or the disk is full.
        CorruptWeightsError: The run's files are damaged, or its base model is gone.
    """
    folder = training_runs.find(context, run)
    info = training_runs.run_info(context, run)
    if info.state != "improved":
        raise UserError(f"The training run “{run}” has no model to activate. {info.message}")
    manifest = _checked_manifest(folder)
    there = installed(context.models_dir)
    for known in there:
        if known.fingerprint == manifest.fingerprint:
            model_admin.record(context, known, metrics=info.figures)
            return known
    # Libraries share their models: what was free when training began may be another's now.
    key = training_runs.unlike(manifest.key, {known.key for known in there})
    manifest = replace(manifest, key=key)
    yield Progress("Installing", message=manifest.key)
    staging = _stage(context.models_dir, folder, manifest)
    model = yield from install(staging, context.models_dir, _plan(manifest))
    model_admin.record(context, model, metrics=info.figures)
    context.publish(ChangeSet(models=True))
    return model


def activate_run(context: TaskContext, run: str, *, device: str = "auto") -> Job[IndexReport]:
    """Install a run's model if need be, and let it answer once every photo has a vector of it.

    Raises:
        UserError: There is no such run, or it has no model.
        ModelError: The model cannot be installed or loaded.
    """
    model = yield from install_run(context, run)
    return (yield from model_admin.activate_model(context, model.key, device=device))


def _fitting(context: TaskContext, base: ModelRow, options: TrainOptions) -> TrainOptions:
    """The options as the base model allows them.

    Raises:
        UserError: It has no towers of its own to be tuned.
    """
    if not _is_adapter(context, base):
        return options
    if options.preset not in (None, ADAPTER):
        raise UserError(_whole(base))
    return replace(options, preset=ADAPTER)


def _is_adapter(context: TaskContext, model: ModelRow) -> bool:
    return describe(model.key, context.models_dir).backend == ADAPTER


def _whole(base: ModelRow) -> str:
    return (
        f"The model in use, “{base.key}”, only corrects the vectors of another one, and can itself "
        "be corrected by the preset adapter only; activate the other one for this preset."
    )


def _free_name(context: TaskContext, options: TrainOptions) -> str:
    """The key of the tuned model, known before hours are spent on it.

    Raises:
        ModelError: The name that was asked for is taken or malformed.
    """
    if not options.name:
        return training_runs.free_key(context)
    check_key(options.name)
    refuse_installed(context.models_dir, options.name)
    return options.name


def _checked_manifest(folder: RunFolder) -> Manifest:
    """The manifest of a run's model, whose files are as the trainer wrote them."""
    try:
        manifest = read_manifest(folder.model)
        check_files(folder.model, manifest)
    except CorruptWeightsError as error:
        raise CorruptWeightsError(
            f"The tuned model in {display_path(folder.model)} is damaged; train it again."
        ) from error
    return manifest


def _stage(models_dir: Path, folder: RunFolder, manifest: Manifest) -> Path:
    staging = staging_folder(models_dir, manifest.key)
    with disk_errors(models_dir):
        models_dir.mkdir(parents=True, exist_ok=True)
        require_space(models_dir, sum(stamp.size for stamp in manifest.files.values()))
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir()
        for name in (*manifest.files, MANIFEST_NAME):
            shutil.copyfile(folder.model / name, staging / name)
    return staging


def _plan(manifest: Manifest) -> InstallPlan:
    return InstallPlan(
        key=manifest.key,
        arch=manifest.arch,
        source="finetuned",
        title=manifest.title,
        origin=manifest.origin,
        licence=manifest.licence,
        parent=manifest.parent,
        backend=manifest.backend,
        # The trainer leaves the self-test out for a base model that fails it itself.
        check=bool(manifest.canary),
    )


def _number(event: dict[str, Any], name: str) -> float:
    value = event.get(name)
    return float(value) if isinstance(value, int | float) else 0.0
