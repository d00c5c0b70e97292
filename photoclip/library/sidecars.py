"""Decided tags, captions and stars in standard metadata, beside the photos."""

from __future__ import annotations

from photoclip.library.parts import LibraryParts


class Sidecars:
    """Writing to and reading from XMP; reached as ``library.sidecars``."""

    def __init__(self, parts: LibraryParts) -> None:
        self._parts = parts
