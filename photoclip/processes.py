"""Whether another process of this machine still runs, on every system and without a library."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

PARENT_VARIABLE: Final = "PHOTOCLIP_PARENT"
"""Environment variable by which the app tells a process that it starts its own :func:`mark`."""

_SYNCHRONIZE: Final = 0x00100000
_WAIT_TIMEOUT: Final = 0x102


def is_running(pid: int) -> bool:
    """Whether a process of that number runs; one that ended and was not waited for does not."""
    if pid <= 0:
        return False
    if sys.platform == "win32":
        return _is_running_on_windows(pid)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return _state(pid) != "Z"


def mark(pid: int) -> str:
    """Text by which :func:`is_marked_running` knows a process again.

    Numbers are given out again; where the system tells when a process began, the text
    tells it from a later one of the same number.
    """
    return f"{pid}:{_birth(pid)}"


def is_marked_running(text: str) -> bool:
    """Whether the process of a :func:`mark` still runs; a text that is none is no process."""
    number, _, born = text.partition(":")
    if not number.isdecimal() or not is_running(int(number)):
        return False
    return not born or _birth(int(number)) == born


def _birth(pid: int) -> str:
    """Start of a process in ticks since that of the system; empty where /proc does not tell."""
    fields = _stat(pid)
    return fields[19] if len(fields) > 19 else ""


def _state(pid: int) -> str:
    fields = _stat(pid)
    return fields[0] if fields else ""


def _stat(pid: int) -> list[str]:
    """Fields of ``/proc/PID/stat`` behind the name, which may hold blanks itself."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace")
    except OSError:
        return []
    return text.rpartition(")")[2].split()


def _is_running_on_windows(pid: int) -> bool:
    # os.kill would end the process there, whatever the signal.
    import ctypes

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - not known elsewhere
    handle = kernel.OpenProcess(_SYNCHRONIZE, False, pid)
    if not handle:
        return False
    try:
        return bool(kernel.WaitForSingleObject(handle, 0) == _WAIT_TIMEOUT)
    finally:
        kernel.CloseHandle(handle)
