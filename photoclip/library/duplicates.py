"""Copies and near copies, in groups with a proposed keeper."""

from __future__ import annotations

from photoclip.library.parts import LibraryParts


class Duplicates:
    """Duplicates; reached as ``library.duplicates``."""

    def __init__(self, parts: LibraryParts) -> None:
        self._parts = parts
