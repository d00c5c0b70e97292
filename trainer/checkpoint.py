"""Checkpoints that are either whole or not there."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import IO, Any, cast

from photoclip.errors import UserError, is_disk_full
from photoclip.media.safe_write import sync_folder
from photoclip.paths import display_path


def save(state: dict[str, Any], path: Path) -> None:
    """Write a checkpoint beside its place, then move it there in one step.

    After a power failure either the old or the new one is there.

    Raises:
        UserError: It cannot be written, for example because the disk is full; the one
            before is still there.
    """
    temporary = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as stream:
            _write(state, stream)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise UserError(_reason(error, path)) from error


def load(path: Path) -> dict[str, Any]:
    """Read a checkpoint.

    Raises:
        UserError: It is missing or damaged.
    """
    import torch

    try:
        state: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    except FileNotFoundError:
        raise UserError(
            f"There is no run to resume: {display_path(path)} does not exist; start it without"
            " --resume."
        ) from None
    except Exception as error:  # torch raises many types for damaged files
        raise UserError(
            f"The checkpoint {display_path(path)} is damaged; delete it and start the run again."
        ) from error
    return state


def _write(state: dict[str, Any], stream: IO[bytes]) -> None:
    """Serialise; a failing stream is always an OSError."""
    import torch

    watched = _Watched(stream)
    try:
        torch.save(state, cast(IO[bytes], watched))
    except RuntimeError as error:
        # PyTorch's archive writer says "unexpected pos" when a write failed under it.
        raise watched.failure or error from error


class _Watched:
    """A stream that remembers why it failed.

    Attributes:
        failure: The first error, or None.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.failure: OSError | None = None

    def write(self, data: bytes) -> int:
        """Write to the stream."""
        try:
            return self._stream.write(data)
        except OSError as error:
            self.failure = self.failure or error
            raise

    def flush(self) -> None:
        """Flush the stream."""
        self._stream.flush()


def _reason(error: OSError, path: Path) -> str:
    shown = display_path(path)
    if is_disk_full(error):
        before = " (it goes on from the checkpoint before this one)" if path.is_file() else ""
        return (
            f"The disk is full, so the checkpoint {shown} could not be written; free some space and"
            f" resume the run{before}."
        )
    return f"The checkpoint {shown} cannot be written ({error.strerror or error})."
