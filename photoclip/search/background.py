"""The two yardsticks of relevance: vectors of unrelated texts and of reference photos."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from photoclip import paths
from photoclip.encoders.base import FloatArray, TextEncoder
from photoclip.encoders.reference_vectors import REFERENCE_FILE, load_reference

__all__ = [
    "REFERENCE_FILE",
    "background_texts",
    "background_vectors",
    "load_reference",
    "map_background",
    "read_lines",
]

_BATCH = 64


def background_texts() -> list[str]:
    """The shipped bank of unrelated texts, in the order of its file."""
    return read_lines(paths.resource("prompts", "background.txt"))


def read_lines(path: Path) -> list[str]:
    """Lines of a text file without comments (``#``) and empty lines.

    Raises:
        OSError: The file cannot be read.
    """
    lines = (line.strip() for line in path.read_text("utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def background_vectors(encoder: TextEncoder, folder: Path) -> FloatArray:
    """Vectors of the bank for one model, encoded at the first call and kept in a file.

    Args:
        encoder: Any encoder of the model; it is asked for its fingerprint only,
            when the file is there.
        folder: ``LibraryPaths.text_vectors``; created if missing. If nothing can
            be written there, the vectors are encoded again next time.

    Returns:
        float32, shape (number of texts, dim), each row of length 1.
    """
    texts = background_texts()
    path = _file(encoder.fingerprint, texts, folder)
    kept = _read(path, len(texts))
    if kept is not None:
        return kept
    parts = [texts[start : start + _BATCH] for start in range(0, len(texts), _BATCH)]
    vectors = np.concatenate([encoder.encode_texts(part) for part in parts]).astype(np.float32)
    _keep(path, vectors)
    return vectors


def map_background(
    folder: Path, given: str, made: str, mapping: Callable[[FloatArray], FloatArray]
) -> bool:
    """Make the bank's vectors of one model of those that are kept of another.

    Args:
        folder: ``LibraryPaths.text_vectors``.
        given: Fingerprint of the model whose vectors are kept.
        made: Fingerprint of the model that is a map on top of it.
        mapping: The map, from vectors (n, dim) to unit vectors (n, dim).

    Returns:
        Whether there were some; if not, they are encoded when they are first needed.
    """
    texts = background_texts()
    kept = _read(_file(given, texts, folder), len(texts))
    if kept is not None:
        _keep(_file(made, texts, folder), mapping(kept))
    return kept is not None


def _file(fingerprint: str, texts: Sequence[str], folder: Path) -> Path:
    digest = hashlib.blake2b("\n".join(texts).encode(), digest_size=8).hexdigest()
    model = hashlib.blake2b(fingerprint.encode(), digest_size=8).hexdigest()
    return folder / f"{model}-{digest}.npy"


def _keep(path: Path, vectors: FloatArray) -> None:
    """Write a model's file, and drop those of other texts; failing costs only time."""
    model = path.name.partition("-")[0]
    try:
        _write(path, vectors)
        for old in path.parent.glob(f"{model}-*.npy"):
            if old != path:
                old.unlink()
    except OSError:
        pass


def _read(path: Path, count: int) -> FloatArray | None:
    try:
        vectors = np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return None
    whole = vectors.dtype == np.float32 and vectors.ndim == 2 and len(vectors) == count
    if not whole or not np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-3):
        return None
    return np.asarray(vectors, np.float32)


def _write(path: Path, vectors: FloatArray) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            np.save(file, vectors)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
