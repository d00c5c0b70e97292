"""A small residual map on top of another model's vectors: tuned without touching its towers.

CLIP-Adapter (Gao et al. 2021, arXiv 2110.04544) adds a bottleneck to a frozen CLIP; here a
full linear map stands beside it, and the text side may have a map of its own. As only vectors
go in, vectors that are stored can be mapped without opening a picture. No torch.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from photoclip.encoders.base import ByteArray, Encoder, FloatArray
from photoclip.errors import CorruptWeightsError
from photoclip.paths import display_path

ADAPTER: Final = "adapter"
"""Name of this backend in a manifest."""
ADAPTER_CONFIG: Final = "config.json"
ADAPTER_WEIGHTS: Final = "adapter.safetensors"
FORMAT: Final = 1

_SIDES: Final = ("image", "text")
_PARTS: Final = ("linear", "down", "up")


@dataclass(frozen=True, slots=True, eq=False)
class AdapterSide:
    """``normalise(v + linear @ v + up @ relu(down @ v))``; what is None adds nothing.

    Attributes:
        linear: Shape (d, d).
        down: Shape (h, d); comes with ``up``.
        up: Shape (d, h).
    """

    linear: FloatArray | None = None
    down: FloatArray | None = None
    up: FloatArray | None = None

    def apply(self, vectors: NDArray[Any]) -> FloatArray:
        """Map vectors.

        Args:
            vectors: Unit vectors, shape (n, d).

        Returns:
            float32 unit vectors, shape (n, d).
        """
        given = np.asarray(vectors, np.float32)
        moved = given
        if self.linear is not None:
            moved = moved + given @ self.linear.T
        if self.down is not None and self.up is not None:
            moved = moved + np.maximum(given @ self.down.T, 0.0) @ self.up.T
        length = np.linalg.norm(moved, axis=-1, keepdims=True)
        # A vector of length 0 has no direction; it stays what it is.
        mapped: FloatArray = (moved / np.maximum(length, 1e-12)).astype(np.float32)
        return mapped

    @property
    def parts(self) -> dict[str, FloatArray]:
        """The tensors that are there, by name."""
        named = {"linear": self.linear, "down": self.down, "up": self.up}
        return {name: tensor for name, tensor in named.items() if tensor is not None}


@dataclass(frozen=True, slots=True, eq=False)
class Adapter:
    """Both sides, and the model that they stand on.

    Attributes:
        parent: Key of that model.
        parent_fingerprint: Its fingerprint; on other vectors the maps mean nothing.
        dim: Length d of a vector.
        image: Map of picture vectors.
        text: Map of sentence vectors.
    """

    parent: str
    parent_fingerprint: str
    dim: int
    image: AdapterSide
    text: AdapterSide

    @property
    def fingerprint(self) -> str:
        """Digest of the parent, the constants and the tensors as they are stored (float16)."""
        constants = {"format": FORMAT, "parent": self.parent_fingerprint, "dim": self.dim}
        digest = hashlib.sha256(json.dumps(constants, sort_keys=True).encode())
        for name, tensor in sorted(_tensors(self).items()):
            digest.update(f"\0{name}\0{tensor.shape}\0".encode())
            digest.update(tensor.tobytes())
        return digest.hexdigest()


class AdaptedEncoder:
    """A model with an adapter on top, behind the ``Encoder`` protocol.

    Attributes:
        key: Its name.
        fingerprint: See :attr:`Adapter.fingerprint`.
        dim: Length of a vector.
        preprocess: The parent's.
        device: The parent's; the maps themselves are small enough for the CPU.
        parent: The model below.
        adapter: The maps.
    """

    def __init__(self, parent: Encoder, adapter: Adapter, *, key: str) -> None:
        self.key = key
        self.fingerprint = adapter.fingerprint
        self.dim = adapter.dim
        self.preprocess = parent.preprocess
        self.device = parent.device
        self.parent = parent
        self.adapter = adapter

    def encode_images(self, batch: ByteArray) -> FloatArray:
        """See ``Encoder.encode_images``."""
        return self.adapter.image.apply(self.parent.encode_images(batch))

    def encode_texts(self, texts: Sequence[str]) -> FloatArray:
        """See ``Encoder.encode_texts``."""
        return self.adapter.text.apply(self.parent.encode_texts(texts))


def save_adapter(adapter: Adapter, folder: Path) -> None:
    """Write ``adapter.safetensors`` (float16) and ``config.json`` into a folder.

    Args:
        adapter: What to write.
        folder: Created if need be.

    Raises:
        ValueError: A tensor has the wrong shape or is not finite in float16.
        OSError: The folder cannot be written.
    """
    from safetensors.numpy import save_file

    tensors = _tensors(adapter)
    _check_shapes(tensors, adapter.dim)
    folder.mkdir(parents=True, exist_ok=True)
    # A file without any tensor is not read back by every version of safetensors.
    save_file(tensors or {"none": np.zeros(1, np.float16)}, folder / ADAPTER_WEIGHTS)
    document = {
        "format": FORMAT,
        "parent": adapter.parent,
        "parent_fingerprint": adapter.parent_fingerprint,
        "dim": adapter.dim,
    }
    text = json.dumps(document, indent=1, ensure_ascii=False)
    (folder / ADAPTER_CONFIG).write_text(text + "\n", encoding="utf-8")


def load_adapter(folder: Path) -> Adapter:
    """Read what :func:`save_adapter` wrote.

    Raises:
        CorruptWeightsError: A file is missing, damaged, or does not fit the other.
    """
    try:
        document: dict[str, Any] = json.loads((folder / ADAPTER_CONFIG).read_text("utf-8"))
        if document["format"] != FORMAT:
            raise ValueError("a format this version does not know")
        dim = int(document["dim"])
        tensors = _read(folder / ADAPTER_WEIGHTS)
        _check_shapes(tensors, dim)
        return Adapter(
            parent=str(document["parent"]),
            parent_fingerprint=str(document["parent_fingerprint"]),
            dim=dim,
            image=_side(tensors, "image"),
            text=_side(tensors, "text"),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CorruptWeightsError(
            f"The adapter in {display_path(folder)} is missing or damaged ({error}); "
            "remove the model and install it again."
        ) from error


def _read(path: Path) -> dict[str, NDArray[np.float16]]:
    from safetensors import SafetensorError
    from safetensors.numpy import load

    try:
        stored: dict[str, NDArray[Any]] = load(path.read_bytes())
    except SafetensorError as error:
        raise ValueError(f"{ADAPTER_WEIGHTS}: {error}") from error
    stored.pop("none", None)
    return {name: tensor.astype(np.float16) for name, tensor in stored.items()}


def _side(tensors: Mapping[str, NDArray[np.float16]], side: str) -> AdapterSide:
    found = {
        part: tensors[f"{side}.{part}"].astype(np.float32)
        for part in _PARTS
        if f"{side}.{part}" in tensors
    }
    return AdapterSide(**found)


def _tensors(adapter: Adapter) -> dict[str, NDArray[np.float16]]:
    return dict(_named(adapter))


def _named(adapter: Adapter) -> Iterator[tuple[str, NDArray[np.float16]]]:
    for side, parts in (("image", adapter.image.parts), ("text", adapter.text.parts)):
        for name, tensor in parts.items():
            yield f"{side}.{name}", np.ascontiguousarray(tensor, dtype=np.float16)


def _check_shapes(tensors: Mapping[str, NDArray[np.float16]], dim: int) -> None:
    """Raises ValueError."""
    for name, tensor in tensors.items():
        side, _, part = name.partition(".")
        if side not in _SIDES or part not in _PARTS:
            raise ValueError(f"an unknown tensor “{name}”")
        if not np.isfinite(tensor).all():
            raise ValueError(f"“{name}” holds values that are not finite")
    for side in _SIDES:
        linear, down, up = (tensors.get(f"{side}.{part}") for part in _PARTS)
        if linear is not None and linear.shape != (dim, dim):
            raise ValueError(f"“{side}.linear” has the shape {linear.shape}")
        if (down is None) != (up is None):
            raise ValueError(f"“{side}” has only one of down and up")
        if down is None or up is None:
            continue
        if down.ndim != 2 or down.shape[1] != dim or up.shape != down.shape[::-1]:
            raise ValueError(f"“{side}” has the shapes {down.shape} and {up.shape}")
