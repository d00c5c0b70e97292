"""OpenCLIP's architectures by name, without importing it (that takes seconds)."""

from __future__ import annotations

import difflib
import importlib.util
import json
from pathlib import Path
from typing import Any

from photoclip.errors import ModelError
from photoclip.paths import display_path


def known_architectures() -> dict[str, Path]:
    """Configuration files that come with OpenCLIP, by architecture name."""
    spec = importlib.util.find_spec("open_clip")
    if spec is None or spec.origin is None:
        return {}
    files = (Path(spec.origin).parent / "model_configs").glob("*.json")
    return {file.stem: file for file in sorted(files)}


def split_tag(arch: str) -> tuple[str, str]:
    """``"ViT-L-14:laion2b_s32b_b82k"`` as architecture and pretrained tag (or ``""``)."""
    if arch.endswith(".json"):
        return arch, ""
    name, _, tag = arch.partition(":")
    # Hub names write the slash that OpenCLIP's file names cannot have.
    return name.replace("/", "-"), tag


def check_architecture(arch: str) -> str:
    """Make sure that a name stands for an architecture.

    Args:
        arch: OpenCLIP's name, ``name:tag``, or the path of a configuration file.

    Returns:
        It, unchanged.

    Raises:
        ModelError: Unknown; the sentence names the nearest one.
    """
    model_config(arch)
    return arch


def model_config(arch: str) -> dict[str, Any]:
    """The ``model_cfg`` of an architecture.

    Raises:
        ModelError: As for :func:`check_architecture`, or the file cannot be read.
    """
    name, _ = split_tag(arch)
    known = known_architectures()
    file = Path(name) if name.endswith(".json") else known.get(name)
    if file is None:
        by_case = {other.lower(): other for other in known}
        close = difflib.get_close_matches(name.lower(), by_case, n=1, cutoff=0.5)
        hint = f"did you mean {by_case[close[0]]}?" if close else "see open_clip.list_models()."
        raise ModelError(f"OpenCLIP knows no architecture “{name}”; {hint}")
    try:
        config = json.loads(file.read_text("utf-8"))
        config = config.get("model_cfg", config)
        if not {"embed_dim", "vision_cfg", "text_cfg"} <= set(config):
            raise ValueError("it lacks embed_dim, vision_cfg or text_cfg")
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise ModelError(f"{display_path(file)} is no OpenCLIP configuration ({error}).") from error
    result: dict[str, Any] = config
    return result
