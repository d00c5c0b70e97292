"""The end of a run whose model is better: files that the app installs."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from photoclip.errors import ModelError, SelfTestError
from photoclip.paths import display_path
from photoclip.runs import RunFolder

if TYPE_CHECKING:
    from trainer.proof.prove import Proof
    from trainer.run import Bench
    from trainer.tuning.progress import Trained


def exported(bench: Bench, proof: Proof, trained: Trained) -> Proof:
    """Export the model as it is, unless it has lost what every sane model can do.

    Args:
        bench: The run.
        proof: By which the model is offered; the model is blended at its alpha.
        trained: What training came to.

    Returns:
        The proof, which says why if nothing is offered after all.

    Raises:
        ModelError: The files cannot be written.
    """
    try:
        _export(bench, proof, check=_is_base_sane(bench, proof, trained))
    except SelfTestError as error:
        message = (
            "Kept your current model: the tuned one finds your photos better, but it failed its "
            f"self-test ({error.reasons})."
        )
        return dataclasses.replace(proof, alpha=0.0, improved=False, message=message)
    return proof


def _is_base_sane(bench: Bench, proof: Proof, trained: Trained) -> bool:
    """Whether the base model passes the self-test; what it fails is no fault of the tuning."""
    from photoclip.encoders.canary import failed, run_canary

    # Some presets tune the encoder's own weights.
    bench.model.blend(trained.state, 0.0)
    reasons = failed(run_canary(bench.encoder))
    bench.model.blend(trained.state, proof.alpha)
    return not reasons


def _export(bench: Bench, proof: Proof, *, check: bool) -> None:
    """Write the model with its manifest, whole or not at all."""
    from photoclip.encoders.install import InstallPlan
    from photoclip.encoders.prepare import finish
    from photoclip.encoders.registry import describe

    config, folder = bench.config, bench.folder
    base = describe(config.model.key, config.model.models_dir)
    staging = folder.root / ".model.part"
    with disk_errors(folder), _removed(staging):
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
                check=check,
                models_dir=config.model.models_dir,
                data=bench.counts(),
                metrics=proof.figures(),
            ),
        )
        staging.rename(folder.model)


@contextmanager
def disk_errors(folder: RunFolder) -> Iterator[None]:
    """Say in plain words what a disk refused of a run's result.

    Raises:
        ModelError: Something was.
    """
    try:
        yield
    except OSError as error:
        raise ModelError(
            f"The result cannot be written to {display_path(folder.root)} "
            f"({error.strerror or error}); make room and go on with --resume."
        ) from error


@contextmanager
def _removed(staging: Path) -> Iterator[None]:
    """Make a folder, and leave nothing of it behind unless it was put elsewhere."""
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir()
    try:
        yield
    finally:
        shutil.rmtree(staging, ignore_errors=True)
