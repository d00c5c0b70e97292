"""Files of a library in tests: put there, looked at, and taken for decoded."""

from __future__ import annotations

from pathlib import Path

from photoclip.catalog import photos
from photoclip.catalog.rows import Photo, Pixels
from photoclip.ingest.identity import file_hash
from photoclip.jobs.job import run_to_end
from photoclip.library import Library


def scan(library: Library) -> tuple[int, int, int, int]:
    """What a scan finds new, changed, moved and missing."""
    report = run_to_end(library.scan())
    return (report.new, report.changed, report.moved, report.missing + report.metadata)


def beside(top: Path) -> set[str]:
    return {each.name for each in top.iterdir() if each.is_file()}


def put(path: Path, text: str = "a caption") -> Path:
    path.write_text(text)
    return path


def mark_ready(
    library: Library, photo: Photo, pixels: bytes = b"p", size: tuple[int, int] = (60, 40)
) -> None:
    found = Pixels(pixels, 0, *size, 1, "JPEG", 1)
    library._parts.context.db.write(
        lambda conn: photos.mark_ready(
            conn,
            photo.id,
            size=photo.size,
            mtime_ns=photo.mtime_ns,
            file_hash=file_hash(photo.path),
            pixels=found,
        )
    )
