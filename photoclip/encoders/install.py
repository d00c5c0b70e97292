"""Puts a model in place: gathered aside, checked in a process of its own, then one rename.

Nothing in here imports torch; :mod:`photoclip.encoders.prepare` does, in the child.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar

from photoclip.encoders.adapter import ADAPTER
from photoclip.encoders.architectures import check_architecture
from photoclip.encoders.manifest import (
    CONFIG_NAME,
    MANIFEST_NAME,
    WEIGHTS_NAME,
    Manifest,
    read_manifest,
)
from photoclip.encoders.models_file import STARTER, ModelSpec, check_key, lineup
from photoclip.encoders.registry import STAGING_PREFIX, EncoderInfo, describe
from photoclip.encoders.spawn import call_in_child
from photoclip.encoders.tokenizer import FILES as TOKENIZER_FILES
from photoclip.errors import CorruptWeightsError, ModelError, is_disk_full
from photoclip.jobs.job import Job, Progress
from photoclip.paths import display_path

if TYPE_CHECKING:
    from photoclip.encoders.canary import CanaryCheck

P = ParamSpec("P")
R = TypeVar("R")

WEIGHT_NAMES: Final = (
    WEIGHTS_NAME,
    "open_clip_pytorch_model.safetensors",
    "open_clip_pytorch_model.bin",
    "model.safetensors",
    "pytorch_model.bin",
)
"""Usual names of weight files, best first."""

WEIGHT_SUFFIXES: Final = (".safetensors", ".bin", ".pt", ".pth")

_CHUNK: Final = 4 << 20
_OWN_BACKENDS: Final = (STARTER, ADAPTER)


@dataclass(frozen=True, slots=True)
class InstallPlan:
    """What is known of a model before it is loaded.

    Attributes:
        key: Its name.
        arch: OpenCLIP's architecture (perhaps ``name:tag``) or a configuration file;
            empty when the staged files have a configuration.
        source: ``"downloaded"``, ``"imported"`` or ``"finetuned"``.
        title: Name for people.
        origin: Where it came from.
        licence: Licence of its weights.
        parent: Key of the model it was fine-tuned from.
        backend: ``"open_clip"``, ``"starter"`` or ``"adapter"``; empty when a staged
            manifest tells, or for OpenCLIP.
        models_dir: Where the parent of an adapter is found; beside the staged folder if
            not given.
        sha256: Known digests by file name. A file of that name with another is refused.
        check: Whether the self-test must pass.
        data: See ``Manifest``; empty where a staged manifest tells.
        metrics: The same.
    """

    key: str
    arch: str = ""
    source: str = "imported"
    title: str = ""
    origin: str = ""
    licence: str = ""
    parent: str = ""
    backend: str = ""
    models_dir: Path | None = None
    sha256: Mapping[str, str] = field(default_factory=dict)
    check: bool = True
    data: Mapping[str, int] = field(default_factory=dict)
    metrics: Mapping[str, float] = field(default_factory=dict)


def import_model(
    path: Path, *, key: str, arch: str | None = None, models_dir: Path, check: bool = True
) -> Job[EncoderInfo]:
    """Install a model from a local file or folder.

    Args:
        path: A folder with weights and ``open_clip_config.json`` (a snapshot from the
            hub, or one of our own exports), or a weight file, perhaps beside one.
        key: Its name from now on. The key of a model on offer takes its architecture,
            licence and known digests from there.
        arch: Architecture of weights without configuration, or instead of the one
            beside them: OpenCLIP's name, ``name:tag``, or a configuration file.
        models_dir: Folder of installed models.
        check: Whether the self-test must pass.

    Returns:
        The installed model.

    Raises:
        ModelError: The key is taken or malformed, the architecture unknown, the disk
            full, or the self-test failed.
        CorruptWeightsError: The weights cannot be read or do not fit.
    """
    check_key(key)
    refuse_installed(models_dir, key)
    plan = _plan_import(path, key, arch, check)
    files = _files_to_copy(path, with_config=arch is None)
    staging = staging_folder(models_dir, key)
    total = sum(file.stat().st_size for file in files)
    with disk_errors(models_dir):
        models_dir.mkdir(parents=True, exist_ok=True)
        require_space(models_dir, total)
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir()
    try:
        with disk_errors(models_dir):
            yield from _copy(files, staging, total)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    return (yield from install(staging, models_dir, plan))


def install(staging: Path, models_dir: Path, plan: InstallPlan) -> Job[EncoderInfo]:
    """Check staged files and put the model in place.

    The staging folder is gone afterwards, whatever happens; closing the job cancels.

    Raises:
        CorruptWeightsError: Files are damaged or not the ones that are expected.
        ModelError: The self-test failed, the name was taken meanwhile, or the disk is full.
    """
    from photoclip.encoders import prepare

    try:
        note = "loading the model and running its self-test"
        known = replace(plan, models_dir=models_dir)
        yield from _in_child(Progress("Checking", message=note), prepare.finish, staging, known)
        refuse_installed(models_dir, plan.key)
        with disk_errors(models_dir):
            target = models_dir / plan.key
            # What lies there without a manifest is the rest of an older fault.
            shutil.rmtree(target, ignore_errors=True)
            staging.rename(target)
    except CorruptWeightsError as error:
        if display_path(staging) not in str(error):
            raise
        # The staged copy is gone in a moment: name what the user knows.
        fit = f" or do not fit the architecture {plan.arch}" if plan.arch else ""
        raise CorruptWeightsError(
            f"The weights of {plan.origin or plan.key} are damaged{fit}; nothing was installed."
        ) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return describe(plan.key, models_dir)


def verify_model(key: str, *, models_dir: Path, device: str = "auto") -> Job[list[CanaryCheck]]:
    """Read a model's files again and run its self-test, in a process of its own.

    Returns:
        All checks; damaged files are a check that failed.

    Raises:
        UnknownModelError: No model has that key.
        ModelError: It is not installed, or cannot be loaded for another reason than damage.
    """
    from photoclip.encoders import prepare

    describe(key, models_dir)
    progress = Progress("Checking", message=f"running the self-test of {key}")
    return (yield from _in_child(progress, prepare.verify, key, models_dir, device))


def staging_folder(models_dir: Path, key: str) -> Path:
    """Where the files of a model are gathered before it is installed."""
    return models_dir / f"{STAGING_PREFIX}{key}"


def refuse_installed(models_dir: Path, key: str) -> None:
    """Refuse a key that is taken.

    Raises:
        ModelError: A model of that name is installed.
    """
    if key == STARTER:
        raise ModelError("The starter model comes with PhotoClip; choose another name.")
    if (models_dir / key / MANIFEST_NAME).is_file():
        raise ModelError(
            f"A model “{key}” is already installed; choose another name, "
            f"or run “photoclip models remove {key}” first."
        )


def find_weights(folder: Path) -> Path:
    """The weight file of a model folder.

    Raises:
        ModelError: There is none, or there are several and none has a usual name.
    """
    for name in WEIGHT_NAMES:
        if (folder / name).is_file():
            return folder / name
    others = [f for f in sorted(folder.iterdir()) if f.suffix in WEIGHT_SUFFIXES and f.is_file()]
    if len(others) == 1:
        return others[0]
    what = "no weight file" if not others else f"{len(others)} weight files"
    raise ModelError(
        f"The folder {display_path(folder)} holds {what} (.safetensors, .bin, .pt); "
        "name the file itself."
    )


def require_space(folder: Path, needed: int) -> None:
    """Refuse to begin what cannot end.

    Raises:
        ModelError: Less than ``needed`` bytes are free.
    """
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise ModelError(
            f"The model needs {needed / 1e6:,.0f} MB, but only {free / 1e6:,.0f} MB are free in "
            f"{display_path(folder)}; make room and try again."
        )


@contextmanager
def disk_errors(models_dir: Path) -> Iterator[None]:
    """Say in plain words what a disk refused."""
    try:
        yield
    except OSError as error:
        if is_disk_full(error):
            sentence = f"The disk of {display_path(models_dir)} is full; make room and try again."
        else:
            sentence = (
                f"The model cannot be stored in {display_path(models_dir)} "
                f"({error.strerror or error})."
            )
        raise ModelError(sentence) from error


def _plan_import(path: Path, key: str, arch: str | None, check: bool) -> InstallPlan:
    if not path.exists():
        raise ModelError(f"There is no file or folder {display_path(path)}.")
    folder = path if path.is_dir() else path.parent
    offered = next((spec for spec in lineup() if spec.key == key), None)
    if arch is None and offered is not None:
        arch = f"{offered.arch}:{offered.pretrained}"
    if arch is not None:
        check_architecture(arch)
    elif not any((folder / name).is_file() for name in (CONFIG_NAME, MANIFEST_NAME)):
        raise ModelError(
            f"{display_path(path)} has no {CONFIG_NAME} beside it; "
            "name the architecture of the weights, for example ViT-B-32."
        )
    tuned = _tuned(path)
    title = tuned.title if tuned is not None and tuned.title else key
    spec = offered or ModelSpec(key=key, title=title, arch="", licence="")
    return InstallPlan(
        key=key,
        arch=arch or "",
        source="imported" if tuned is None else tuned.source,
        title=spec.title,
        origin=display_path(path.name),
        licence=spec.licence,
        sha256=spec.sha256,
        check=check,
    )


def _tuned(path: Path) -> Manifest | None:
    """What the manifest of an export says, if it is of a model that was tuned."""
    if not path.is_dir() or not (path / MANIFEST_NAME).is_file():
        return None
    manifest = read_manifest(path)
    return manifest if manifest.source == "finetuned" else None


def _files_to_copy(path: Path, *, with_config: bool) -> list[Path]:
    """The weights, and whatever beside them describes the model."""
    folder = path if path.is_dir() else path.parent
    manifest = folder / MANIFEST_NAME
    if path.is_dir() and manifest.is_file() and read_manifest(folder).backend in _OWN_BACKENDS:
        return [file for file in sorted(folder.iterdir()) if file.is_file()]
    weights = find_weights(folder) if path.is_dir() else path
    names = ["config.json", *TOKENIZER_FILES]
    if with_config:
        names.append(CONFIG_NAME)
    if path.is_dir():
        names.append(MANIFEST_NAME)
    return [weights, *(folder / name for name in names if (folder / name).is_file())]


def _copy(files: list[Path], target: Path, total: int) -> Generator[Progress, None, None]:
    done = 0
    for file in files:
        with file.open("rb") as source, (target / file.name).open("wb") as sink:
            while piece := source.read(_CHUNK):
                sink.write(piece)
                done += len(piece)
                yield Progress("Copying", done, total, message=display_path(file.name))


def _in_child(
    progress: Progress, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs
) -> Job[R]:
    with closing(call_in_child(function, *args, **kwargs)) as call:
        while True:
            try:
                next(call)
            except StopIteration as stop:
                result: R = stop.value
                return result
            yield progress
