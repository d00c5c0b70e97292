"""Runs the built app as a new user without a network would, and times it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

_LIMIT_S: Final = 600


def check(app: Path) -> bool:
    """Run ``photoclip --self-test`` with an empty home folder; True if it passed."""
    suffix = ".exe" if sys.platform == "win32" else ""
    program, trainer = app / f"photoclip{suffix}", app / f"photoclip-trainer{suffix}"
    offline = _offline()
    print("Without a network" if offline else "With the network (no root: it cannot be taken away)")
    with tempfile.TemporaryDirectory(prefix="photoclip-check-") as home:
        environment = _environment(Path(home))

        def run(*command: str | Path) -> bool:
            started = time.monotonic()
            done = subprocess.run(
                [*offline, *map(str, command)], env=environment, timeout=_LIMIT_S, check=False
            )
            took = time.monotonic() - started
            print(f"{command[0]} {' '.join(map(str, command[1:]))}: {took:.2f} s", flush=True)
            return done.returncode == 0

        # The first start reads the files from the disk, the second from memory.
        return (
            run(program, "--version")
            and run(program, "--version")
            and run(trainer, "--help")
            and run(program, "--self-test")
        )


def _environment(home: Path) -> dict[str, str]:
    """Nothing but what every process needs: no Python, no display, an empty home folder."""
    kept = ("SYSTEMROOT", "WINDIR", "TEMP", "TMP", "PATH", "LANG")
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    if sys.platform != "win32":
        environment["PATH"] = "/usr/bin:/bin"
    folders = {name: str(home) for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA")}
    return {**environment, **folders, "QT_QPA_PLATFORM": "offscreen"}


def _offline() -> list[str]:
    """What takes the network away from a command, where it can be had."""
    unshare = shutil.which("unshare")
    if sys.platform == "linux" and unshare and os.geteuid() == 0:
        return [unshare, "-n"]
    return []
