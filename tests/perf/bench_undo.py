"""Figures of undo: ``python tests/perf/bench_undo.py [PHOTOS]``.

Prints one line each: rating all photos without and with a record of it, undo and redo, the
same with a tag and its deletion, one photo alone, and how much memory a step keeps.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console

from photoclip.catalog import folders, photo_files
from photoclip.catalog.connection import Connection
from photoclip.catalog.photo_files import FileStat
from photoclip.library import Library
from photoclip.views import UndoStep

console = Console()


def main() -> None:
    """Run all measurements on a catalog of photos that never had a file."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    with (
        tempfile.TemporaryDirectory(prefix="photoclip-bench-") as name,
        Library.open(Path(name)) as library,
    ):
        ids = library._context.db.write(lambda conn: add_photos(conn, count))
        with timed(f"rate {count:,} photos, not recorded"):
            library.tags.set_rating(ids, 1)
        measure(library, "rate them", lambda: library.tags.set_rating(ids, 2))
        measure(library, "rate one", lambda: library.tags.set_rating(ids[:1], 3))
        with timed(f"tag {count:,} photos, not recorded"):
            library.tags.add(ids, ("before",))
        measure(library, "tag them", lambda: library.tags.add(ids, ("People", "Anna")))
        measure(library, "delete the tag", lambda: library.tags.delete(("People", "Anna")))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    console.print(f"    peak memory {peak:.0f} MiB")


def add_photos(conn: Connection, count: int) -> list[int]:
    root = folders.add_root(conn, Path("/photos"))
    folder = folders.ensure_folder(conn, root.id, b"")
    return photo_files.insert(
        conn, folder, [FileStat(b"%d.jpg" % number, 1, 1) for number in range(count)]
    )


def measure(library: Library, what: str, act: Callable[[], object]) -> None:
    """A deed with its record, undo, and redo."""
    with timed(f"{what}, recorded"), library.history.recording() as recording:
        act()
    step = recording.step
    for way in ("undo", "redo"):
        with timed(f"    {way}"):
            step = library.history.undo(step)
    console.print(f"    the step keeps {size(step) / 1e6:.2f} MB")


def size(step: UndoStep) -> int:
    return sum(map(len, step.parts)) + len(step.photos)


@contextmanager
def timed(what: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    console.print(f"{what}: {time.perf_counter() - start:.3f} s")


if __name__ == "__main__":
    main()
