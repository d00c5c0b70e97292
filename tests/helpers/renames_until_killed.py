"""Renames a photo and kills the process at a given step, as the system would.

Usage: ``python renames_until_killed.py LIBRARY PHOTO_ID NEW_NAME STEP``. Steps count the moments
before and after every write to the catalog, and before every half of a move of a file.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from photoclip.catalog.database import Database
from photoclip.library import Library


def die() -> None:
    """End without warning: nothing is closed, nothing is taken back."""
    if hasattr(signal, "SIGKILL"):
        os.kill(os.getpid(), signal.SIGKILL)
    os._exit(9)


def main() -> None:
    """Rename; exit code 0 stands for one that came to its end."""
    folder, photo_id, name, left = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], 0

    def step() -> None:
        nonlocal left
        if left == int(sys.argv[4]):
            die()
        left += 1

    def counted(work: Callable[..., Any], *, after: bool = False) -> Callable[..., Any]:
        def stepped(*args: Any, **options: Any) -> Any:
            step()
            result = work(*args, **options)
            if after:
                step()
            return result

        return stepped

    with Library.open(folder) as library:
        os.link = counted(os.link)
        Path.rename = counted(Path.rename)  # type: ignore[method-assign]
        Path.unlink = counted(Path.unlink)  # type: ignore[method-assign]
        Database.write = counted(Database.write, after=True)  # type: ignore[method-assign]
        library.files.rename(photo_id, name)
        os._exit(0)


if __name__ == "__main__":
    main()
