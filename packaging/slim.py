"""Takes symbols that only debuggers read out of the app's libraries (Linux)."""

from __future__ import annotations

import hashlib
import os
import shutil
import struct
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

_ELF64: Final = b"\x7fELF\x02\x01"
_LOAD: Final = 1
_SMALLEST: Final = 10_000


def slim(app: Path) -> None:
    """Strip every library below ``app`` that stays loadable without its symbols.

    Elsewhere than on Linux nothing is done: macOS signs its libraries, and Windows keeps
    symbols in files of their own.
    """
    if sys.platform != "linux":
        return
    strip = shutil.which("strip")
    if strip is None:
        print("strip (binutils) is not installed; the app is larger than it need be.")
        return
    saved, left = 0, []
    for file in sorted(app.rglob("*.so*")):
        if file.is_symlink() or not file.is_file() or file.stat().st_size < _SMALLEST:
            continue
        gain = _strip(strip, file)
        if gain is None:
            left.append(file.name)
        else:
            saved += gain
    _forget_places(app)
    saved_twice = link_copies(app)
    print(f"Libraries that were there twice: {saved_twice / 1e6:.0f} MB")
    print(f"Symbols for debuggers left out: {saved / 1e6:.0f} MB")
    if left:
        print(f"Left as they were, because they would not load: {', '.join(left)}")


def _forget_places(app: Path) -> None:
    """Take out folders of the machines that built Python and its packages.

    A library that names such a folder would be looked for there, whoever may write to it.
    Those that are needed lie in the app's own folder, which the program names at its start.
    """
    chrpath = shutil.which("chrpath")
    if chrpath is None:
        print("chrpath is not installed; libraries keep the folders they were built in.")
        return
    count = 0
    for file in sorted(app.rglob("*.so*")):
        if file.is_symlink() or not file.is_file():
            continue
        told = subprocess.run(
            [chrpath, "--list", str(file)], capture_output=True, text=True, check=False
        ).stdout
        places = told.rpartition("PATH=")[2].strip() if "PATH=" in told else ""
        if places and all(place.startswith("/") for place in places.split(":")):
            subprocess.run([chrpath, "--delete", str(file)], capture_output=True, check=True)
            count += 1
    print(f"Libraries that named folders of another machine: {count}")


def link_copies(app: Path) -> int:
    """Make links of libraries that are there twice, byte for byte; the bytes that saved."""
    first: dict[tuple[str, bytes], Path] = {}
    saved = 0
    for file in sorted(app.rglob("*.so*")):
        if file.is_symlink() or not file.is_file() or file.stat().st_size < _SMALLEST:
            continue
        key = (file.name, hashlib.sha256(file.read_bytes()).digest())
        other = first.setdefault(key, file)
        if other is not file:
            saved += file.stat().st_size
            file.unlink()
            file.symlink_to(os.path.relpath(other, file.parent))
    return saved


def _strip(strip: str, file: Path) -> int | None:
    """Strip one file; the bytes that saved, or None where it had to be left alone."""
    with tempfile.TemporaryDirectory(dir=file.parent) as folder:
        smaller = Path(folder) / file.name
        # Of what exports and imports names nothing is lost: those are in .dynsym.
        done = subprocess.run(
            [strip, "--strip-unneeded", "-o", str(smaller), str(file)],
            capture_output=True,
            check=False,
        )
        if done.returncode != 0 or not _is_loadable(smaller):
            return None
        gain = file.stat().st_size - smaller.stat().st_size
        if gain > 0:
            shutil.copymode(file, smaller)
            smaller.replace(file)
        return max(gain, 0)


def _is_loadable(file: Path) -> bool:
    """Whether the loader can map all segments: address and offset must agree by page.

    Tools that repair wheels (patchelf) append segments in a way that strip is known to
    displace.
    """
    with file.open("rb") as stream:
        header = stream.read(64)
        if header[:6] != _ELF64:
            return False
        start = struct.unpack_from("<Q", header, 32)[0]
        size, count = struct.unpack_from("<HH", header, 54)
        stream.seek(start)
        table = stream.read(size * count)
    for number in range(count):
        kind, _, offset, address = struct.unpack_from("<IIQQ", table, number * size)
        align = struct.unpack_from("<Q", table, number * size + 48)[0]
        if kind == _LOAD and align > 1 and offset % align != address % align:
            return False
    return True
