"""Sentences about photos."""

from __future__ import annotations

from photoclip.library.parts import LibraryParts


class Captions:
    """Captions; reached as ``library.captions``."""

    def __init__(self, parts: LibraryParts) -> None:
        self._parts = parts
