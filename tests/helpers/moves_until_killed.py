"""Moves the default library and ends the process without warning at a given step.

Usage: ``python moves_until_killed.py STEP``. Steps count every file that is copied, every note
that is written, and every folder that is renamed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from photoclip import relocation
from photoclip.catalog import handover
from photoclip.jobs.job import run_to_end


def main() -> None:
    """Run the move; exit code 9 stands for a kill, 0 for a move that came to its end."""
    left = int(sys.argv[1])

    def counted(work: Callable[..., Any]) -> Callable[..., Any]:
        def step(*args: Any, **options: Any) -> Any:
            nonlocal left
            if left == 0:
                os._exit(9)
            left -= 1
            return work(*args, **options)

        return step

    relocation.copy_whole = counted(relocation.copy_whole)
    relocation._write_note = counted(relocation._write_note)
    handover.copy_held = counted(handover.copy_held)
    Path.rename = counted(Path.rename)  # type: ignore[method-assign]
    Path.unlink = counted(Path.unlink)  # type: ignore[method-assign]
    run_to_end(relocation.carry_out())


if __name__ == "__main__":
    main()
