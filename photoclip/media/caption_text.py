"""Captions in plain text beside a photo, as data sets of captioned pictures have them.

``a.jpg.txt`` belongs to ``a.jpg`` alone, ``a.txt`` to the pictures named ``a`` (a RAW file and
its JPEG). One caption a line. A list of captions for many photos, a longer document, and what
is not UTF-8 say nothing about a photo.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from photoclip.media import tidy
from photoclip.media.formats import kind_of
from photoclip.media.types import CaptionText, FileKind

SOURCE: Final = "text"
EXTENSIONS: Final = (".txt", ".TXT")
MAX_BYTES: Final = 64 * 1024
MAX_LINES: Final = 20

_PICTURES: Final = frozenset({FileKind.PHOTO, FileKind.RAW})


def find_texts(path: Path) -> tuple[tuple[Path, os.stat_result], ...]:
    """Text files of a photo's name that exist, the most specific first, with their stat."""
    found: dict[tuple[int, int], tuple[Path, os.stat_result]] = {}
    for base in dict.fromkeys((path.name, path.stem)):
        for extension in EXTENSIONS:
            candidate = path.with_name(base + extension)
            try:
                status = candidate.stat()
            except OSError:
                continue
            if not stat.S_ISREG(status.st_mode):
                continue
            # Where case does not count, two names are one file.
            found.setdefault((status.st_dev, status.st_ino), (candidate, status))
    return tuple(found.values())


def read_captions(path: Path) -> tuple[CaptionText, ...]:
    """Captions of a photo from the text files beside it, without repetitions."""
    found = find_texts(path)
    if not found:
        return ()
    lines = (text for each, status in found for text in _lines(each, status))
    return tidy.distinct_captions(CaptionText(text, SOURCE) for text in lines)


def holds_captions(text: Path, status: os.stat_result) -> bool:
    """Whether a text file holds captions of a photo, and is no list or document."""
    return any(True for _ in _lines(text, status))


def joint_stamp(sidecars: Iterable[int], texts: Iterable[int]) -> int | None:
    """One number for the times of a photo's sidecars and of the caption texts beside it.

    Args:
        sidecars: Their ``mtime_ns``.
        texts: The same of text files.

    Returns:
        The newest sidecar's time, with the newest text's time added; a text alone gives
        that time negated, so that a positive number means a sidecar. None for neither.
    """
    newest, text = max(sidecars, default=None), max(texts, default=None)
    if text is None:
        return newest
    return -text if newest is None else newest + text


def _lines(path: Path, status: os.stat_result) -> Iterator[str]:
    if not 0 < status.st_size <= MAX_BYTES:
        return
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
        text = content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(content) > MAX_BYTES or len(lines) > MAX_LINES or "\x00" in text:
        return
    if not any(_is_listed(line) for line in lines):
        yield from lines


def _is_listed(line: str) -> bool:
    """Whether a line names a picture first, as lists of captions for many photos do."""
    first = line.split(maxsplit=1)[0].partition("#")[0].rstrip(":,;|")
    return "\t" in line or kind_of(first) in _PICTURES
