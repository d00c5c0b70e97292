"""Where everything lies on the disk, how large it is, and moving it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from photoclip import relocation
from photoclip.library.parts import LibraryParts

PlaceKind = Literal["library", "backups", "thumbnails", "index", "runs", "settings", "models"]


@dataclass(frozen=True, slots=True)
class Place:
    """A folder or file.

    Attributes:
        kind: What lies there; ``"library"`` holds all others but ``"models"``.
        size: Bytes, 0 where there is nothing yet.
    """

    kind: PlaceKind
    path: Path
    size: int


class Data:
    """Part of a library: its files."""

    def __init__(self, parts: LibraryParts) -> None:
        self._context = parts.context

    def places(self) -> tuple[Place, ...]:
        """Where things lie, with their sizes; looks at every file."""
        files = self._context.paths
        found: tuple[tuple[PlaceKind, Path], ...] = (
            ("library", files.root),
            ("backups", files.backups),
            ("thumbnails", files.thumbnails),
            ("index", files.index),
            ("runs", files.runs),
            ("settings", files.settings),
            ("models", self._context.models_dir),
        )
        return tuple(Place(kind, path, relocation.size_of(path)) for kind, path in found)

    def clear_thumbnails(self) -> int:
        """Delete all small pictures; they come back as they are looked at.

        Returns:
            The bytes that they took.
        """
        return self._context.thumbnails.clear()

    def move(self, place: Path) -> Path:
        """Have the library moved at the next start; see :func:`photoclip.relocation.request`.

        Raises:
            UserError: It is not the default library, or the place cannot be used.
        """
        return relocation.request(self._context.paths.root, place)

    def stay(self) -> None:
        """Take :meth:`move` back."""
        relocation.cancel()

    def moving_to(self) -> Path | None:
        """Where the library shall go at the next start."""
        return relocation.pending()
