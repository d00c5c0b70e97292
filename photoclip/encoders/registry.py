"""Which models there are, and how to get one loaded. Only :func:`load_encoder` imports torch."""

from __future__ import annotations

import difflib
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from photoclip.encoders.adapter import ADAPTER, AdaptedEncoder, Adapter, load_adapter
from photoclip.encoders.base import Encoder
from photoclip.encoders.manifest import MANIFEST_NAME, Manifest, check_files, read_manifest
from photoclip.encoders.models_file import STARTER, ModelSpec, check_key, lineup
from photoclip.encoders.starter_files import read_spec
from photoclip.errors import CorruptWeightsError, ModelError, UnknownModelError
from photoclip.paths import display_path

STAGING_PREFIX: Final = ".incomplete-"


@dataclass(frozen=True, slots=True)
class EncoderInfo:
    """A model that is installed, without loading it.

    Attributes:
        key: Its name.
        fingerprint: See :class:`photoclip.encoders.base.Encoder`.
        arch: OpenCLIP's architecture name, or ``"starter"``.
        dim: Length of a vector.
        source: ``"builtin"``, ``"downloaded"``, ``"imported"`` or ``"finetuned"``.
        path: Its folder, None for the starter.
        title: Name for people.
        licence: Licence of the weights, as far as known.
        verified: ``"sha256"``, ``"unverified"``, or ``""`` for the starter.
        parent: Key of the model it was fine-tuned from, if any.
        backend: See ``Manifest.backend``; an ``"adapter"`` needs its parent installed.
        device: The device in use; empty until it is loaded.
    """

    key: str
    fingerprint: str
    arch: str
    dim: int
    source: str
    path: Path | None
    title: str = ""
    licence: str = ""
    verified: str = ""
    parent: str = ""
    backend: str = ""
    device: str = ""


def installed(models_dir: Path) -> tuple[EncoderInfo, ...]:
    """All models that can be used now: the starter first, then the folders by name.

    A folder without a readable manifest is left out; installing that model again
    replaces it.
    """
    infos = [describe(STARTER, models_dir)]
    if models_dir.is_dir():
        for folder in sorted(models_dir.iterdir()):
            if folder.name.startswith(".") or not (folder / MANIFEST_NAME).is_file():
                continue
            try:
                infos.append(_info(folder, read_manifest(folder)))
            except CorruptWeightsError:
                continue
    return tuple(infos)


def describe(key: str, models_dir: Path) -> EncoderInfo:
    """What is known of an installed model, read from small files.

    Raises:
        UnknownModelError: No model has that key; the sentence lists those that exist.
        ModelError: It is on offer but not installed, or its manifest is damaged.
    """
    if key == STARTER:
        return _describe_starter()
    folder = model_folder(key, models_dir)
    return _info(folder, read_manifest(folder))


def load_encoder(key: str, *, device: str = "auto", models_dir: Path) -> Encoder:
    """Load a model. Imports torch: call it in the encoder process, or for query texts only.

    Raises:
        UnknownModelError: No model has that key.
        ModelError: It is not installed, the device is not there, memory is short.
        CorruptWeightsError: Its files are not the ones that were installed.
    """
    if key == STARTER:
        return _load_starter(None, STARTER, device)
    folder = model_folder(key, models_dir)
    manifest = read_manifest(folder)
    check_files(folder, manifest)
    return load_folder(folder, manifest, device=device, models_dir=models_dir)


def load_folder(
    folder: Path, manifest: Manifest, *, device: str = "auto", models_dir: Path | None = None
) -> Encoder:
    """Load a model from any folder with the manifest given, without checking its files.

    Args:
        folder: The model's folder.
        manifest: What it is.
        device: See ``photoclip.encoders.device.resolve_device``.
        models_dir: Where the parent of an adapter is looked for; beside ``folder`` if
            not given.

    Raises:
        ModelError: The device is not there, memory is short.
        CorruptWeightsError: Files do not fit, or an adapter's parent is not the one it needs.
    """
    if manifest.backend == STARTER:
        return _load_starter(folder, manifest.key, device)
    if manifest.backend == ADAPTER:
        return _load_adapted(folder, manifest.key, device, models_dir or folder.parent)
    from photoclip.encoders.openclip import load_openclip

    return load_openclip(folder, key=manifest.key, device=device, fingerprint=manifest.fingerprint)


def verify_files(key: str, models_dir: Path) -> None:
    """Read every file of an installed model, and of those it stands on; compare digests.

    Raises:
        CorruptWeightsError: A file has changed.
    """
    if key == STARTER:
        return
    folder = model_folder(key, models_dir)
    manifest = read_manifest(folder)
    check_files(folder, manifest, thorough=True)
    if manifest.backend == ADAPTER:
        parent, _ = adapter_parent(folder, manifest.key, models_dir)
        verify_files(parent.key, models_dir)


def remove_model(key: str, models_dir: Path) -> EncoderInfo:
    """Delete an installed model.

    Returns:
        What it was.

    Raises:
        UnknownModelError: No model has that key.
        ModelError: It is the starter, is not installed, cannot be deleted, or another
            installed model stands on it.
    """
    if key == STARTER:
        raise ModelError("The starter model is part of PhotoClip and cannot be removed.")
    folder = model_folder(key, models_dir)
    needed_by = [i.key for i in installed(models_dir) if i.backend == ADAPTER and i.parent == key]
    if needed_by:
        raise ModelError(
            f"The model “{key}” is needed by “{needed_by[0]}”, which was tuned from it; "
            f"remove “{needed_by[0]}” first."
        )
    info = _info(folder, read_manifest(folder))
    # Renamed first: an interrupted deletion must not leave half a model in use.
    doomed = models_dir / f"{STAGING_PREFIX}removed-{key}"
    try:
        shutil.rmtree(doomed, ignore_errors=True)
        folder.rename(doomed)
        shutil.rmtree(doomed)
    except OSError as error:
        raise ModelError(
            f"The model folder {display_path(folder)} cannot be deleted ({error.strerror}); "
            "close programs that use it and try again."
        ) from error
    return info


def model_folder(key: str, models_dir: Path) -> Path:
    """Folder of an installed model.

    Raises:
        UnknownModelError: No model has that key.
        ModelError: It is on offer but not installed.
    """
    offered = _offer(key)
    folder = models_dir / key
    if _is_key(key) and (folder / MANIFEST_NAME).is_file():
        return folder
    if offered is not None:
        raise ModelError(
            f"The model “{key}” is not installed; run “photoclip models download {key}” first."
        )
    known = dict.fromkeys([spec.key for spec in lineup()])
    known.update(dict.fromkeys(info.key for info in installed(models_dir)))
    close = difflib.get_close_matches(key, known, n=1)
    hint = f" Did you mean “{close[0]}”?" if close else ""
    raise UnknownModelError(
        f"There is no model “{key}” on this computer; choose another one under Models, or with "
        f"“photoclip models activate” one of {', '.join(known)}.{hint}"
    )


def adapter_parent(folder: Path, key: str, models_dir: Path) -> tuple[EncoderInfo, Adapter]:
    """An adapter, and the installed model that it stands on.

    Args:
        folder: The adapter's folder.
        key: Its name, for sentences.
        models_dir: Folder of installed models.

    Raises:
        CorruptWeightsError: The adapter is damaged; or its parent is missing, or is not
            the one that it was made for.
    """
    adapter = load_adapter(folder)
    try:
        parent = describe(adapter.parent, models_dir)
    except ModelError as error:
        raise CorruptWeightsError(
            f"The model “{key}” was tuned from “{adapter.parent}”, which is not installed; "
            f"install “{adapter.parent}” again, or remove “{key}”."
        ) from error
    if parent.fingerprint != adapter.parent_fingerprint or parent.dim != adapter.dim:
        raise CorruptWeightsError(
            f"The model “{key}” was tuned from other weights of “{adapter.parent}” than those "
            f"that are installed; tune again, or install the weights that it was made for."
        )
    return parent, adapter


def _load_adapted(folder: Path, key: str, device: str, models_dir: Path) -> Encoder:
    parent, adapter = adapter_parent(folder, key, models_dir)
    _refuse_circle(parent, key, models_dir)
    below = load_encoder(parent.key, device=device, models_dir=models_dir)
    return AdaptedEncoder(below, adapter, key=key)


def _refuse_circle(parent: EncoderInfo, key: str, models_dir: Path) -> None:
    """A digest cannot name itself, but a manifest that was edited can."""
    seen = {key}
    while parent.backend == ADAPTER:
        if parent.key in seen:
            raise CorruptWeightsError(
                f"The model “{key}” stands on itself; remove it and install it again."
            )
        seen.add(parent.key)
        parent = describe(parent.parent, models_dir)


def _load_starter(folder: Path | None, key: str, device: str) -> Encoder:
    from photoclip.encoders.device import resolve_device
    from photoclip.encoders.starter import load_starter

    where = resolve_device(device)
    if where == "cuda":
        import torch

        # Its vectors share a fingerprint with those of the CPU, so convolutions must not
        # be rounded to TF32, which is PyTorch's default on recent cards.
        torch.backends.cudnn.allow_tf32 = False
    encoder = load_starter(folder=folder, device=where)
    encoder.key = key
    return encoder


def _offer(key: str) -> ModelSpec | None:
    return next((spec for spec in lineup() if spec.key == key and not spec.builtin), None)


def _is_key(key: str) -> bool:
    try:
        check_key(key)
    except ModelError:
        return False
    return True


def _info(folder: Path, manifest: Manifest) -> EncoderInfo:
    return EncoderInfo(
        key=manifest.key,
        fingerprint=manifest.fingerprint,
        arch=manifest.arch,
        dim=manifest.dim,
        source=manifest.source,
        path=folder,
        title=manifest.title or manifest.key,
        licence=manifest.licence,
        verified=manifest.verified,
        parent=manifest.parent,
        backend=manifest.backend,
    )


def _describe_starter() -> EncoderInfo:
    spec = read_spec()
    offer = next(spec for spec in lineup() if spec.key == STARTER)
    return EncoderInfo(
        key=STARTER,
        fingerprint=spec.fingerprint,
        arch=STARTER,
        dim=spec.config.dim,
        source="builtin",
        path=None,
        title=offer.title,
        licence=offer.licence,
        backend=STARTER,
    )
