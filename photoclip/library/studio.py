"""Label sets, their labels, and how sure the model must be."""

from __future__ import annotations

from photoclip.library.parts import LibraryParts


class LabelStudio:
    """Labels that the user defines; reached as ``library.studio``."""

    def __init__(self, parts: LibraryParts) -> None:
        self._parts = parts
