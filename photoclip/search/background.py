"""The two yardsticks of relevance: vectors of unrelated texts and of reference photos."""

from __future__ import annotations

import hashlib
import os
import zipfile
from pathlib import Path

import numpy as np

from photoclip import paths
from photoclip.encoders.base import FloatArray, HalfArray, TextEncoder

REFERENCE_FILE = "reference.npz"
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
    digest = hashlib.blake2b("\n".join(texts).encode(), digest_size=8).hexdigest()
    model = hashlib.blake2b(encoder.fingerprint.encode(), digest_size=8).hexdigest()
    path = folder / f"{model}-{digest}.npy"
    kept = _read(path, len(texts))
    if kept is not None:
        return kept
    parts = [texts[start : start + _BATCH] for start in range(0, len(texts), _BATCH)]
    vectors = np.concatenate([encoder.encode_texts(part) for part in parts]).astype(np.float32)
    try:
        _write(path, vectors)
        for old in folder.glob(f"{model}-*.npy"):
            if old != path:
                old.unlink()
    except OSError:
        pass
    return vectors


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


def load_reference(folder: Path | None, fingerprint: str) -> HalfArray | None:
    """Vectors of varied photos that a model brings along, if it does.

    Args:
        folder: The model's folder.
        fingerprint: Fingerprint of the model in use; a file of another one is
            not used.

    Returns:
        float16, shape (n, dim), or None.
    """
    if folder is None:
        return None
    try:
        with np.load(folder / REFERENCE_FILE, allow_pickle=False) as file:
            made_for, vectors = str(file["fingerprint"]), file["vectors"]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    if made_for != fingerprint or vectors.ndim != 2:
        return None
    return np.asarray(vectors, np.float16)
