"""What lies in the trash of a FreeDesktop system, by its specification, and bringing it back.

Windows and macOS let no program ask their trash for a file: there nothing is found.
``send2trash`` moves files there on every system, and finds nothing again.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final
from urllib.parse import unquote_to_bytes

from photoclip.jobs.tasks.file_moves import move_anywhere

Stamp = tuple[int, int]
"""Bytes of a file, and when it was changed last."""

_CLOCK_S: Final = 120.0
"""The clock of a share may be behind ours by so much."""
_MOST_BYTES: Final = 65536
_INFO: Final = ".trashinfo"


def stamp_of(path: Path) -> Stamp | None:
    """Stamp of a file, of a link itself; None if it is not there."""
    try:
        status = path.lstat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def find(moved: Mapping[Path, Stamp], *, since: float) -> dict[Path, Path]:
    """Where files lie that were moved to the trash a moment ago.

    Args:
        moved: Their paths before, and their stamps.
        since: ``time.time()`` from before the first one was moved.

    Returns:
        Paths before, and where they lie now, of those that were found.
    """
    if sys.platform in {"win32", "darwin"} or not moved:
        return {}
    wanted = {path.absolute(): path for path in moved}
    found: dict[Path, Path] = {}
    for trash in _trashes({path.parent for path in moved}):
        for origin, file in _entries(trash, since - _CLOCK_S):
            path = wanted.get(origin)
            if path is not None and stamp_of(file) == moved[path]:
                found[path] = file
    return found


def bring_back(trashed: Path, place: Path) -> None:
    """Move a file from the trash to a place where nothing is; its folder must be there.

    Raises:
        FileExistsError: Something lies there.
        OSError: It is not in the trash, or the system refuses it.
    """
    move_anywhere(trashed, place)
    with suppress(OSError):
        (trashed.parent.parent / "info" / (trashed.name + _INFO)).unlink()


def _trashes(folders: set[Path]) -> list[Path]:
    """Folders of trash that files of some folders can come to."""
    home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    found = {Path(home) / "Trash": None}
    for top in {_mount_point(folder) for folder in folders}:
        found[top / ".Trash" / str(os.getuid())] = None
        found[top / f".Trash-{os.getuid()}"] = None
    return list(found)


def _mount_point(folder: Path) -> Path:
    folder = Path(os.path.realpath(folder))
    while not folder.is_mount() and folder != folder.parent:
        folder = folder.parent
    return folder


def _entries(trash: Path, since: float) -> Iterator[tuple[Path, Path]]:
    """Files in one folder of trash, put there since then: where they lay, and where they lie."""
    top = trash.parent.parent if trash.parent.name == ".Trash" else trash.parent
    try:
        with os.scandir(trash / "info") as entries:
            names = [
                each.name
                for each in entries
                if each.name.endswith(_INFO) and each.stat(follow_symlinks=False).st_mtime >= since
            ]
    except OSError:
        return
    for name in sorted(names):
        try:
            with (trash / "info" / name).open("rb") as file:
                lines = file.read(_MOST_BYTES).splitlines()
        except OSError:
            continue
        told = next((line[5:] for line in lines if line.startswith(b"Path=")), b"")
        if told:
            # A path below the top stands without it, one through a link may go up first.
            origin = os.path.normpath(top / os.fsdecode(unquote_to_bytes(told)))
            yield Path(origin), trash / "files" / name.removesuffix(_INFO)
