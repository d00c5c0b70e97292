"""Vectors of varied photos that a model may bring along, for small libraries. No torch."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Final

import numpy as np

from photoclip.encoders.base import FloatArray, HalfArray

REFERENCE_FILE: Final = "reference.npz"


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


def save_reference(folder: Path, fingerprint: str, vectors: FloatArray | HalfArray) -> None:
    """Write what :func:`load_reference` reads.

    Args:
        folder: The model's folder.
        fingerprint: Fingerprint of the model that the vectors are of.
        vectors: Unit vectors, shape (n, dim).
    """
    np.savez(
        folder / REFERENCE_FILE,
        fingerprint=np.array(fingerprint),
        vectors=vectors.astype(np.float16),
    )
