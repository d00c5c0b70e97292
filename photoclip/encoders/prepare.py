"""In a helper process: makes a complete, checked model folder of staged files. Imports torch."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any, Final

from photoclip.encoders.adapter import ADAPTER
from photoclip.encoders.architectures import model_config, split_tag
from photoclip.encoders.base import Encoder
from photoclip.encoders.canary import (
    TUNED_SLIPS,
    CanaryCheck,
    failed,
    make_reference,
    run_canary,
)
from photoclip.encoders.install import InstallPlan, find_weights
from photoclip.encoders.manifest import (
    CONFIG_NAME,
    MANIFEST_NAME,
    WEIGHTS_NAME,
    Manifest,
    read_manifest,
    sha256_of,
    stamp_files,
    write_manifest,
)
from photoclip.encoders.models_file import STARTER
from photoclip.encoders.reference_vectors import load_reference as load_vectors
from photoclip.encoders.reference_vectors import save_reference
from photoclip.encoders.registry import (
    adapter_parent,
    describe,
    load_encoder,
    load_folder,
    verify_files,
)
from photoclip.encoders.starter_files import starter_folder
from photoclip.errors import CorruptWeightsError, ModelError, SelfTestError
from photoclip.paths import display_path, resource

# A name that OpenCLIP finds in a folder, for weights that are not safetensors yet.
_PICKLED: Final = "open_clip_pytorch_model.bin"
_MEANS: Final = ("mean", "std", "interpolation", "resize_mode", "fill_color")


def finish(staging: Path, plan: InstallPlan) -> Manifest:
    """Make a complete model folder of what was staged.

    Args:
        staging: Weights, and what else there is: ``open_clip_config.json``,
            tokenizer files, or a manifest of our own. A starter has its ``config.json``
            and heads instead, an adapter its ``config.json`` and maps. The trainer
            exports its models through here, too.
        plan: What is known.

    Returns:
        The manifest that was written there.

    Raises:
        CorruptWeightsError: Files are damaged or not the ones that are expected.
        ModelError: The self-test failed.
    """
    given = read_manifest(staging) if (staging / MANIFEST_NAME).is_file() else None
    draft = Manifest(
        key=plan.key,
        arch=split_tag(plan.arch)[0] or (given.arch if given else plan.key),
        source=plan.source,
        fingerprint="",
        dim=0,
        files={},
        backend=plan.backend or (given.backend if given else "open_clip"),
        title=plan.title,
        origin=plan.origin,
        licence=plan.licence or (given.licence if given else ""),
        parent=plan.parent or (given.parent if given else ""),
        data=plan.data or (given.data if given else {}),
        metrics=plan.metrics or (given.metrics if given else {}),
    )
    if draft.backend == ADAPTER:
        draft = _prepare_adapter(staging, draft, plan)
    elif draft.backend != STARTER:
        draft = dataclasses.replace(draft, verified=_prepare_open_clip(staging, plan))
    encoder = load_folder(staging, draft, device="cpu", models_dir=plan.models_dir)
    if plan.check:
        _require_sane(encoder, slips=_slips(draft.source))
    files = sorted(f.name for f in staging.iterdir() if f.is_file() and _is_model_file(f.name))
    manifest = dataclasses.replace(
        draft,
        fingerprint=encoder.fingerprint,
        dim=encoder.dim,
        files=stamp_files(staging, files),
        canary=make_reference(encoder) if plan.check else {},
    )
    write_manifest(staging, manifest)
    return manifest


def verify(key: str, models_dir: Path, device: str) -> list[CanaryCheck]:
    """Check an installed model: its files, then the self-test with its stored vectors."""
    try:
        verify_files(key, models_dir)
        encoder = load_encoder(key, device=device, models_dir=models_dir)
    except CorruptWeightsError as error:
        return [CanaryCheck("files", False, str(error))]
    intact = CanaryCheck("files", True, "as they were installed")
    reference = load_reference(key, models_dir)
    slips = _slips(describe(key, models_dir).source)
    return [intact, *run_canary(encoder, reference=reference, slips=slips)]


def load_reference(key: str, models_dir: Path) -> dict[str, str]:
    """The self-test's vectors as stored with a model; empty where there are none.

    Vectors of other weights than the starter's present ones do not count: while it is
    being trained again they are out of date, and a test says so.
    """
    if key != STARTER:
        return dict(read_manifest(models_dir / key).canary)
    file = starter_reference_file()
    stored = dict(json.loads(file.read_text("utf-8"))) if file.is_file() else {}
    current = describe(STARTER, models_dir).fingerprint
    return stored if stored.get("fingerprint") == current else {}


def starter_reference_file() -> Path:
    """Where the starter's vectors for the self-test are kept."""
    return resource("models", STARTER) / "canary.json"


def write_starter_reference() -> Path:
    """Store the shipped starter's vectors; run it after its weights changed.

    Raises:
        ModelError: The starter fails its self-test; nothing is written.
    """
    encoder = load_encoder(STARTER, device="cpu", models_dir=Path())
    _require_sane(encoder)
    file = starter_reference_file()
    values = {"fingerprint": encoder.fingerprint, **make_reference(encoder)}
    file.write_text(json.dumps(values, indent=1) + "\n", "utf-8")
    return file


def _is_model_file(name: str) -> bool:
    return name != MANIFEST_NAME and not name.startswith(".")


def _slips(source: str) -> int:
    return TUNED_SLIPS if source == "finetuned" else 0


def _require_sane(encoder: Encoder, *, slips: int = 0) -> None:
    reasons = failed(run_canary(encoder, slips=slips))
    if reasons:
        raise SelfTestError(reasons)


def _prepare_adapter(staging: Path, draft: Manifest, plan: InstallPlan) -> Manifest:
    """Take from the parent what an adapter does not say itself; map its reference photos, too."""
    models_dir = plan.models_dir or staging.parent
    parent, adapter = adapter_parent(staging, draft.key, models_dir)
    folder = starter_folder() if parent.key == STARTER else parent.path
    vectors = load_vectors(folder, parent.fingerprint)
    if vectors is not None:
        save_reference(staging, adapter.fingerprint, adapter.image.apply(vectors))
    return dataclasses.replace(
        draft,
        arch=parent.arch,
        parent=parent.key,
        licence=draft.licence or parent.licence,
    )


def _prepare_open_clip(staging: Path, plan: InstallPlan) -> str:
    """Bring weights and configuration into one form. Returns how the weights are verified."""
    weights = find_weights(staging)
    verified = _check_digest(weights, plan)
    if not (staging / CONFIG_NAME).is_file():
        config = {
            "model_cfg": model_config(plan.arch),
            "preprocess_cfg": _preprocess_of(plan.arch),
        }
        (staging / CONFIG_NAME).write_text(json.dumps(config, indent=1), "utf-8")
    if weights.suffix == ".safetensors":
        weights.rename(staging / WEIGHTS_NAME)
    else:
        _convert(staging, weights)
    return verified


def _check_digest(weights: Path, plan: InstallPlan) -> str:
    if not plan.sha256:
        return "unverified"
    digest = sha256_of(weights)
    if digest in plan.sha256.values():
        return "sha256"
    if weights.name in plan.sha256:
        raise CorruptWeightsError(
            f"The weights {display_path(weights.name)} are not the ones that {plan.key} is known "
            f"by (their SHA-256 is {digest[:12]}…, not {plan.sha256[weights.name][:12]}…); "
            "they were not installed."
        )
    return "unverified"


def _preprocess_of(arch: str) -> dict[str, Any]:
    """Means and resize mode of an architecture whose weights come without them.

    Raises:
        ModelError: OpenCLIP's weights of this architecture differ in them.
    """
    from photoclip.encoders.torch_compat import ensure_torchvision_operators

    ensure_torchvision_operators()
    import open_clip
    from open_clip.pretrained import get_pretrained_cfg

    name, tag = split_tag(arch)
    tags = [tag] if tag else open_clip.list_pretrained_tags_by_model(name)
    found = [get_pretrained_cfg(name, each) for each in tags]
    if tag and not found[0]:
        raise ModelError(f"OpenCLIP knows no weights “{tag}” of {name}.")
    choices = [{k: cfg[k] for k in _MEANS if k in cfg} for cfg in found]
    if any(choice != choices[0] for choice in choices):
        raise ModelError(
            f"Weights of {name} exist with different means; say whose they are, "
            f"for example “{name}:{tags[0]}”, or import a folder with {CONFIG_NAME}."
        )
    return choices[0] if choices else {}


def _convert(staging: Path, weights: Path) -> None:
    """Load a pickled checkpoint (tensors only, no code) and store it as safetensors."""
    from safetensors.torch import save_file

    from photoclip.encoders.openclip import create_openclip, read_config

    pickled = staging / _PICKLED
    weights.rename(pickled)
    model = create_openclip(staging, read_config(staging), weights=pickled)
    tensors = {name: value.clone().contiguous() for name, value in model.state_dict().items()}
    save_file(tensors, staging / WEIGHTS_NAME)
    pickled.unlink()
