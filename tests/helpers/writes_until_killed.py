"""Writes the metadata of a prepared stage; started as a process by a test that kills it."""

from __future__ import annotations

import sys
from pathlib import Path

from photoclip.catalog.database import Database
from photoclip.catalog.thumbnails import ThumbnailStore
from photoclip.jobs.job import run_to_end
from photoclip.jobs.tasks.context import EncoderPool, TaskContext
from photoclip.jobs.tasks.writing import write_metadata
from photoclip.paths import LibraryPaths


def main(folder: Path) -> None:
    """Open the stage's catalog, say so, and write."""
    context = TaskContext(
        db=Database.open(folder / "catalog.sqlite", backups=folder / "backups"),
        thumbnails=ThumbnailStore(folder / "thumbnails.sqlite"),
        paths=LibraryPaths(folder),
        models_dir=folder / "models",
        encoders=EncoderPool(folder / "models"),
        publish=lambda _: None,
    )
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    report = run_to_end(write_metadata(context))
    sys.stdout.write(f"{len(report.changes)} written\n")
    context.db.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
