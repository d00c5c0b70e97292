"""Rows of numbers by name, kept in memory and in files that may be deleted at any time."""

from __future__ import annotations

import contextlib
import hashlib
import os
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

_KEY_BYTES = 16


class RowCache:
    """What a locked model says of photos or sentences: one row of fixed length each.

    Rows are added in shards, one file each, so that an interrupted run loses little;
    a shard that cannot be read counts as not there.

    Attributes:
        width: Length of a row.
    """

    def __init__(self, folder: Path, name: str, *, width: int, dtype: DTypeLike) -> None:
        self.width = width
        self._folder = folder
        self._name = name
        # Longer than what is used of it, so that adding rows seldom copies all.
        self._rows: NDArray[Any] = np.empty((0, width), dtype)
        self._position: dict[bytes, int] = {}
        for file in sorted(folder.glob(f"{name}-*.npz")):
            self._read(file)

    def __len__(self) -> int:
        return len(self._position)

    def __contains__(self, key: str) -> bool:
        return _digest(key) in self._position

    def missing(self, keys: Iterable[str]) -> list[str]:
        """Keys without a row, each once, in their order."""
        return [key for key in dict.fromkeys(keys) if key not in self]

    def rows(self, keys: Sequence[str]) -> NDArray[Any]:
        """Rows of keys, shape (keys, width).

        Raises:
            KeyError: There is no row for a key; :meth:`missing` tells before.
        """
        taken: NDArray[Any] = self._rows[[self._position[_digest(key)] for key in keys]]
        return taken

    def add(self, keys: Sequence[str], rows: NDArray[Any], *, keep: bool = True) -> None:
        """Add rows.

        Args:
            keys: Their names; known ones keep the row that they have, others get the first.
            rows: Shape (keys, width).
            keep: Also write them to a file of the folder.
        """
        digests, new = self._new([_digest(key) for key in keys])
        if not new:
            return
        chosen = rows[new].astype(self._rows.dtype)
        self._join(digests, chosen)
        if keep:
            self._write(digests, chosen)

    def _new(self, digests: Sequence[bytes]) -> tuple[list[bytes], list[int]]:
        """Which of these have no row yet, each once, and where they stand first."""
        first: dict[bytes, int] = {}
        for i, digest in enumerate(digests):
            if digest not in self._position:
                first.setdefault(digest, i)
        return list(first), list(first.values())

    def _join(self, digests: Sequence[bytes], rows: NDArray[Any]) -> None:
        start = len(self._position)
        end = start + len(digests)
        if end > len(self._rows):
            longer = np.empty((max(end, 2 * len(self._rows)), self.width), self._rows.dtype)
            longer[:start] = self._rows[:start]
            self._rows = longer
        self._rows[start:end] = rows
        self._position.update(zip(digests, range(start, end), strict=True))

    def _write(self, digests: Sequence[bytes], rows: NDArray[Any]) -> None:
        """Write a shard; what a full disk does not take is computed again by the next run."""
        joined = b"".join(digests)
        keys = np.frombuffer(joined, np.uint8).reshape(-1, _KEY_BYTES)
        shard = hashlib.blake2b(joined, digest_size=8).hexdigest()
        part = self._folder / f".{self._name}-{shard}.{os.getpid()}.part"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with part.open("wb") as stream:
                np.savez(stream, keys=keys, rows=rows)
            part.replace(self._folder / f"{self._name}-{shard}.npz")
        except OSError:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)

    def _read(self, file: Path) -> None:
        try:
            with np.load(file) as stored:
                keys, rows = stored["keys"], stored["rows"]
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return
        fits = rows.ndim == 2 and rows.shape == (len(keys), self.width)
        if not fits or rows.dtype != self._rows.dtype:
            return
        digests, new = self._new([key.tobytes() for key in keys])
        self._join(digests, rows[new])


def _digest(key: str) -> bytes:
    # Lone surrogates may stand in file names and pasted captions.
    return hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=_KEY_BYTES).digest()
