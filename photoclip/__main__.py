"""Entry points: no arguments open the window, arguments are a command line."""

from __future__ import annotations

import multiprocessing
import sys
from functools import partial
from pathlib import Path

from photoclip.handover import TRY_WINDOW, Handover


def _open_window(library: Path | None, handover: Handover = Handover(), /) -> int:  # noqa: B008
    """Open the window and return its exit code; Qt is first imported here."""
    from photoclip.gui.app import run_window

    return run_window(library, handover)


def _try_window(library: Path, answer: Path) -> int:
    """Open the window for the self-test, and close it."""
    from photoclip.gui.trial import try_window

    return try_window(library, answer)


def main() -> None:
    """Run the ``photoclip`` program and leave with its exit code."""
    # A frozen app starts its worker processes through this same executable.
    multiprocessing.freeze_support()
    arguments = sys.argv[1:]
    if arguments[:1] == [TRY_WINDOW] and len(arguments) == 3:
        from photoclip.cli.guard import guarded

        sys.exit(guarded(partial(_try_window, *map(Path, arguments[1:]))))
    if arguments:
        from photoclip.cli.main import run

        sys.exit(run(arguments, open_window=_open_window))
    from photoclip.cli.guard import guarded

    sys.exit(guarded(partial(_open_window, None)))


def main_window() -> None:
    """Entry point without a console (Windows); the same program otherwise."""
    main()


if __name__ == "__main__":
    main()
