"""A quick look into a folder that is not in the library yet: is it worth adding?"""

from __future__ import annotations

import os
import sys
import time
from collections import deque
from pathlib import Path
from typing import Final

from photoclip.media.formats import PHOTO_EXTENSIONS, RAW_EXTENSIONS
from photoclip.paths import display_path
from photoclip.results import FolderGlance

MOST_SECONDS: Final = 2.0
MOST_FILES: Final = 200_000


def glance(folder: Path, *, seconds: float = MOST_SECONDS, files: int = MOST_FILES) -> FolderGlance:
    """Count the photos in a folder by their names, for as long as there is time.

    Args:
        folder: The folder.
        seconds: Most time to spend.
        files: Most files to look at.
    """
    problem = _problem(folder)
    if problem:
        return FolderGlance(folder, problem=problem)
    until = time.monotonic() + seconds
    known = PHOTO_EXTENSIONS | RAW_EXTENSIONS
    photos = seen = 0
    pending = deque([folder])
    while pending:
        try:
            with os.scandir(pending.popleft()) as entries:
                for entry in entries:
                    if time.monotonic() > until or seen >= files:
                        return FolderGlance(folder, photos, complete=False)
                    seen += 1
                    if entry.is_dir(follow_symlinks=False):
                        if not entry.name.startswith("."):
                            pending.append(Path(entry.path))
                    elif Path(entry.name).suffix.lower().lstrip(".") in known:
                        photos += 1
        # One folder that cannot be read says nothing of the others.
        except OSError:
            continue
    if not photos:
        shown = display_path(folder)
        return FolderGlance(folder, problem=f"There are no photos in {shown}; choose another one.")
    return FolderGlance(folder, photos)


def _problem(folder: Path) -> str:
    """Why a folder cannot be added, as one sentence; "" if it can."""
    shown = display_path(folder)
    try:
        if not folder.exists():
            return f"There is no folder {shown}."
        if not folder.is_dir():
            return f"{shown} is a file; choose the folder that it is in."
        real = Path(os.path.realpath(folder))
        if _is_whole_system(real):
            return f"{shown} is the whole computer; choose the folders with your photos in it."
        with os.scandir(real):
            pass
    except PermissionError:
        return f"The folder {shown} may not be read; ask its owner, or choose another one."
    except OSError as error:
        return f"The folder {shown} cannot be read ({error.strerror or error})."
    return ""


def _is_whole_system(folder: Path) -> bool:
    """Whether a folder holds the system, or the homes of all users.

    The top of another disk is fine: memory cards and photo drives are like that.
    """
    home = Path.home()
    if sys.platform == "win32":
        return folder == Path(home.anchor)
    return folder in {Path("/"), *(p for p in home.parents if len(p.parts) <= 2)}
