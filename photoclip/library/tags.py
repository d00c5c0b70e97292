"""The tag tree, and tags, stars and flags that the user gives by hand."""

from __future__ import annotations

from photoclip.library.parts import LibraryParts


class Tags:
    """Tags, ratings and flags; reached as ``library.tags``."""

    def __init__(self, parts: LibraryParts) -> None:
        self._parts = parts
