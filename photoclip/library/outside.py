"""What other processes change in the same library: a command beside the window."""

from __future__ import annotations

from photoclip.changes import ChangeSet
from photoclip.library.parts import LibraryParts


class Outside:
    """Part of a library: notices that another process wrote to the catalog."""

    def __init__(self, parts: LibraryParts) -> None:
        self._context = parts.context
        self._version = self._context.db.data_version()

    def look(self) -> bool:
        """Tell all listeners if another process wrote since the last look; nearly free.

        The first look is what later ones compare with.

        Returns:
            Whether it did.
        """
        version = self._context.db.data_version()
        if version == self._version:
            return False
        self._version = version
        self._context.publish(
            ChangeSet(
                folders=True,
                tags=True,
                albums=True,
                models=True,
                embeddings=True,
                searchable=True,
                outside=True,
            )
        )
        return True
