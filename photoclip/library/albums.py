"""Albums: picked by hand and ordered, or smart (a saved query)."""

from __future__ import annotations

from photoclip.library.parts import LibraryParts


class Albums:
    """Albums; reached as ``library.albums``."""

    def __init__(self, parts: LibraryParts) -> None:
        self._parts = parts
