"""The line-up of models on offer, read from ``resources/models.toml``. No torch in here."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from photoclip.errors import ModelError, UnknownModelError
from photoclip.paths import display_path, resource

STARTER: Final = "starter"

_KEY = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """One model of the line-up.

    Attributes:
        key: Name on the command line and in the catalog.
        title: Name for people.
        arch: OpenCLIP's architecture name, or ``"starter"``.
        licence: Licence of the weights.
        pretrained: OpenCLIP's tag, empty for the starter.
        repo: Repository on the hub, empty for the starter.
        revision: Commit or branch of ``repo``.
        size_mb: Download in 10^6 bytes.
        figures: Published figures in percent, by name.
        sha256: Known digests of weight files, by file name; often empty.
        note: One or two sentences of advice.
        multilingual: Whether it understands more languages than English.
    """

    key: str
    title: str
    arch: str
    licence: str
    pretrained: str = ""
    repo: str = ""
    revision: str = "main"
    size_mb: int = 0
    figures: Mapping[str, float] = field(default_factory=dict)
    sha256: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    multilingual: bool = False

    @property
    def builtin(self) -> bool:
        """Whether it comes with PhotoClip."""
        return not self.repo


def lineup(file: Path | None = None) -> tuple[ModelSpec, ...]:
    """All models on offer, in the order of the file.

    Args:
        file: Another models file than the shipped one.

    Raises:
        ModelError: The file is missing or not well formed.
    """
    path = resource("models.toml") if file is None else file
    try:
        with path.open("rb") as stream:
            table = tomllib.load(stream)
        specs = tuple(_spec(entry) for entry in table["model"])
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise ModelError(
            f"The list of models {display_path(path)} cannot be read ({error}); "
            "reinstall PhotoClip."
        ) from error
    keys = [spec.key for spec in specs]
    if len(set(keys)) != len(keys):
        raise ModelError(f"The list of models {display_path(path)} has one key twice.")
    return specs


def find_spec(key: str, file: Path | None = None) -> ModelSpec:
    """One model of the line-up.

    Raises:
        UnknownModelError: Not in the line-up; the sentence lists the keys.
    """
    specs = lineup(file)
    for spec in specs:
        if spec.key == key:
            return spec
    known = ", ".join(spec.key for spec in specs)
    raise UnknownModelError(f"“{key}” is not on offer; choose one of {known}.")


def check_key(key: str) -> str:
    """Refuse names that cannot be a folder on every system.

    Raises:
        ModelError: The key has characters that are not allowed.
    """
    if not _KEY.fullmatch(key):
        raise ModelError(
            f"“{key}” cannot be a model's name; use up to 64 lower-case letters, digits, "
            "“-”, “_” and “.”, beginning with a letter or digit."
        )
    return key


def _spec(entry: Mapping[str, Any]) -> ModelSpec:
    spec = ModelSpec(**entry)
    if not _KEY.fullmatch(spec.key):
        raise ValueError(f"“{spec.key}” cannot be a key")
    for name, digest in spec.sha256.items():
        if not _SHA256.fullmatch(digest):
            raise ValueError(f"{spec.key}: {name} has no SHA-256 digest but “{digest}”")
    return spec
