"""Adapters for tests: small random maps on an installed model, staged or installed."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np

from photoclip.encoders.adapter import Adapter, AdapterSide, save_adapter
from photoclip.encoders.registry import describe


def make_adapter(
    models_dir: Path, parent: str = "tiny", *, seed: int = 0, size: float = 0.02
) -> Adapter:
    """A random adapter of a model; ``size`` is how far it moves vectors, roughly."""
    info = describe(parent, models_dir)
    rng = np.random.default_rng(seed)

    def side() -> AdapterSide:
        d, h = info.dim, 8
        return AdapterSide(
            linear=rng.normal(0, size, (d, d)).astype(np.float32),
            down=rng.normal(0, 1 / np.sqrt(d), (h, d)).astype(np.float32),
            up=rng.normal(0, size, (d, h)).astype(np.float32),
        )

    return Adapter(parent, info.fingerprint, info.dim, side(), side())


def stage_adapter(
    folder: Path,
    models_dir: Path,
    *,
    parent: str = "tiny",
    key: str = "mine",
    seed: int = 0,
    size: float = 0.02,
    source: str = "finetuned",
) -> Adapter:
    """Write a checked adapter with its manifest, as a run leaves it in ``model/``."""
    from photoclip.encoders.install import InstallPlan
    from photoclip.encoders.prepare import finish

    adapter = make_adapter(models_dir, parent, seed=seed, size=size)
    save_adapter(adapter, folder)
    plan = InstallPlan(
        key=key,
        source=source,
        title="Tuned on my photos",
        parent=parent,
        backend="adapter",
        models_dir=models_dir,
        check=False,
    )
    finish(folder, plan)
    return adapter


def install_adapter(
    models_dir: Path, key: str = "mine", *, parent: str = "tiny", seed: int = 0, size: float = 0.02
) -> Adapter:
    """Install an adapter, so that ``load_encoder(key, models_dir=models_dir)`` works."""
    shutil.rmtree(models_dir / key, ignore_errors=True)
    return stage_adapter(models_dir / key, models_dir, parent=parent, key=key, seed=seed, size=size)
