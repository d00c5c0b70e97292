"""The review queue: nothing is a tag before the user says so."""

from __future__ import annotations

from photoclip.library.parts import LibraryParts


class Review:
    """Suggestions and decisions; reached as ``library.review``."""

    def __init__(self, parts: LibraryParts) -> None:
        self._parts = parts
