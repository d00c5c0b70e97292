"""What libraries of Linux ask for, by readelf and objdump (binutils)."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

_NEEDED = re.compile(r"\(NEEDED\)\s+Shared library: \[([^\]]+)\]")
_WIDE = re.compile(r"%[yz]mm\d")
_AT_ONCE = 200


def needed(files: Iterable[str | Path]) -> set[str]:
    """File names of the libraries that these ask for themselves, without what those ask for."""
    known = [str(file) for file in files]
    found: set[str] = set()
    for start in range(0, len(known), _AT_ONCE):
        done = subprocess.run(
            ["readelf", "-d", *known[start : start + _AT_ONCE]],
            capture_output=True,
            text=True,
            check=False,
        )
        found.update(_NEEDED.findall(done.stdout))
    return found


def wants_avx(file: Path) -> bool:
    """Whether a library holds instructions that not every x86-64 processor has.

    Meant for one that a compiler made of plain source; others choose at run time.
    """
    done = subprocess.run(
        ["objdump", "--disassemble", "--no-show-raw-insn", str(file)],
        capture_output=True,
        text=True,
        check=True,
    )
    return _WIDE.search(done.stdout) is not None
