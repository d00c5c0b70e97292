"""The last queries, in a small file beside the window's; it may be deleted at any time."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from photoclip.library import Library

FILE_NAME = "searches.json"
MOST = 50


def with_newest(queries: Sequence[str], query: str) -> list[str]:
    """The queries with one in front, each once, and no more than are kept."""
    return [query, *(each for each in queries if each != query)][:MOST]


def read_history(library: Library) -> list[str]:
    """The queries of the file, the newest first; a damaged file has none."""
    try:
        found = json.loads((library.path / FILE_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    texts = [each for each in found if isinstance(each, str)] if isinstance(found, list) else []
    return list(dict.fromkeys(texts))[:MOST]


def write_history(library: Library, queries: Sequence[str]) -> None:
    """Write the file anew, or take it away where there are none; its loss harms nobody."""
    file = library.path / FILE_NAME
    with contextlib.suppress(OSError):
        if not queries:
            file.unlink(missing_ok=True)
            return
        handle, made = tempfile.mkstemp(dir=file.parent, prefix=".", suffix=".tmp")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                json.dump(list(queries), stream, ensure_ascii=True, indent=0)
            Path(made).replace(file)
        except OSError:
            Path(made).unlink(missing_ok=True)
            raise
