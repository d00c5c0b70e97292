"""The ``manifest.json`` of an installed model: what it is, and digests of its files. No torch."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from photoclip.errors import CorruptWeightsError
from photoclip.paths import display_path

MANIFEST_NAME: Final = "manifest.json"
CONFIG_NAME: Final = "open_clip_config.json"
WEIGHTS_NAME: Final = "open_clip_model.safetensors"
_FORMAT: Final = 1
_CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class FileStamp:
    """One file of a model.

    Attributes:
        sha256: Hex digest of its content.
        size: Bytes.
        mtime_ns: Time of change when the digest was taken; while size and time
            are the same, the file is not read again.
    """

    sha256: str
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What ``manifest.json`` says.

    Attributes:
        key: The model's name; also the name of its folder.
        arch: OpenCLIP's architecture, or ``"starter"``.
        source: ``"downloaded"``, ``"imported"`` or ``"finetuned"``.
        fingerprint: See :mod:`photoclip.encoders.fingerprint`.
        dim: Length of a vector.
        files: Stamps by file name.
        backend: Which code loads it: ``"open_clip"``, ``"starter"`` or ``"adapter"``.
        title: Name for people.
        origin: Where it came from, for people: a hub repository or a file name.
        licence: Licence of the weights, as far as known.
        verified: ``"sha256"`` when the weights match a digest of ``models.toml``,
            else ``"unverified"``.
        parent: Key of the model it was fine-tuned from.
        canary: Reference vectors of the self-test, see :mod:`photoclip.encoders.canary`.
        data: Of a tuned model: how many photos and captions it was trained and proven on.
        metrics: Of a tuned model: figures before and after, by name.
    """

    key: str
    arch: str
    source: str
    fingerprint: str
    dim: int
    files: Mapping[str, FileStamp]
    backend: str = "open_clip"
    title: str = ""
    origin: str = ""
    licence: str = ""
    verified: str = "unverified"
    parent: str = ""
    canary: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, int] = field(default_factory=dict)
    metrics: Mapping[str, float] = field(default_factory=dict)


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of one model folder.

    Raises:
        CorruptWeightsError: It is missing or not well formed.
    """
    path = folder / MANIFEST_NAME
    try:
        values: dict[str, Any] = json.loads(path.read_text("utf-8"))
        if values.pop("format") != _FORMAT:
            raise ValueError("a format this version does not know")
        files = {name: FileStamp(**stamp) for name, stamp in values.pop("files").items()}
        return Manifest(files=files, **values)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CorruptWeightsError(
            f"The model folder {display_path(folder)} has no readable {MANIFEST_NAME} ({error}); "
            "remove the model and install it again."
        ) from error


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest so that a crash leaves the old one or the new one, never half."""
    values = {"format": _FORMAT, **asdict(manifest)}
    target = folder / MANIFEST_NAME
    temporary = target.with_suffix(".tmp")
    with temporary.open("w", encoding="utf-8") as stream:
        json.dump(values, stream, indent=1, ensure_ascii=False)
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(target)


def stamp_files(folder: Path, names: Iterable[str]) -> dict[str, FileStamp]:
    """Digests of files, to be kept in a manifest."""
    return {name: _stamp(folder / name) for name in names}


def sha256_of(path: Path) -> str:
    """Hex SHA-256 of a file, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while piece := stream.read(_CHUNK):
            digest.update(piece)
    return digest.hexdigest()


def check_files(folder: Path, manifest: Manifest, *, thorough: bool = False) -> None:
    """Make sure that a model's files are the ones that were installed.

    Args:
        folder: The model's folder.
        manifest: Its manifest.
        thorough: Read every file; otherwise only those whose time of change differs.

    Raises:
        CorruptWeightsError: A file is missing or has changed.
    """
    for name, stamp in manifest.files.items():
        path = folder / name
        try:
            status = path.stat()
            same = status.st_size == stamp.size
            if same and (thorough or status.st_mtime_ns != stamp.mtime_ns):
                same = sha256_of(path) == stamp.sha256
        except OSError as error:
            raise CorruptWeightsError(
                f"The model “{manifest.key}” lacks its file {display_path(path)} "
                f"({error.strerror}); remove the model and install it again."
            ) from error
        if not same:
            raise CorruptWeightsError(
                f"The file {display_path(path)} of the model “{manifest.key}” has changed since "
                "it was installed; remove the model and install it again."
            )


def _stamp(path: Path) -> FileStamp:
    status = path.stat()
    return FileStamp(sha256=sha256_of(path), size=status.st_size, mtime_ns=status.st_mtime_ns)
