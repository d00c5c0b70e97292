"""The starter model's files of tensors: written as float16, checked before they are used."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import torch
from torch import Tensor

from photoclip.errors import CorruptWeightsError
from photoclip.paths import display_path


def write_tensors(tensors: Mapping[str, Tensor], path: Path) -> str:
    """Write tensors as float16; returns the file's SHA-256."""
    from safetensors.torch import save_file

    halves = {k: t.detach().to("cpu", torch.float16).contiguous() for k, t in tensors.items()}
    save_file(halves, path)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_tensors(path: Path, sha256: str) -> dict[str, Tensor]:
    """Read what :func:`write_tensors` wrote.

    Raises:
        CorruptWeightsError: The file is missing or is not the one with that digest.
    """
    from safetensors.torch import load

    try:
        content = path.read_bytes()
    except OSError as error:
        raise CorruptWeightsError(
            f"The starter model's {display_path(path)} cannot be read; install PhotoClip again."
        ) from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise CorruptWeightsError(
            f"The starter model's {display_path(path)} does not have the digest that its"
            f" config.json names; install PhotoClip again."
        )
    with must_fit(path):
        tensors: dict[str, Tensor] = load(content)
    return tensors


@contextlib.contextmanager
def must_fit(path: Path) -> Iterator[None]:
    """Turn whatever goes wrong with a file's tensors into a sentence.

    Raises:
        CorruptWeightsError: Something did.
    """
    try:
        yield
    except Exception as error:  # safetensors and torch raise several unrelated types
        raise CorruptWeightsError(
            f"The starter model's {display_path(path)} does not fit its config.json;"
            " install PhotoClip again."
        ) from error
