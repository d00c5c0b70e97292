"""Going back to a copy of the catalog, for a library that need not open any more."""

from __future__ import annotations

from pathlib import Path

from photoclip import paths
from photoclip.jobs.tasks import recovery
from photoclip.jobs.tasks.recovery import CatalogCopy

__all__ = ["CatalogCopy", "copies", "newest_sound", "restore"]


def copies(library: Path | None) -> list[CatalogCopy]:
    """Copies of the catalog that lie in the library's folder, the newest first.

    Args:
        library: Its folder; the default one if None.
    """
    return recovery.copies(_files(library))


def newest_sound(library: Path | None) -> CatalogCopy | None:
    """The newest copy that is whole; a damaged catalog that was put aside is passed over."""
    return recovery.newest_sound(_files(library))


def restore(library: Path | None, copy: Path) -> Path | None:
    """Put a copy in the place of the catalog while no program has the library open.

    Returns:
        Where the old catalog lies now; None if there was none.

    Raises:
        UserError: There is no such copy, or the old catalog cannot be put aside.
        CatalogError: The copy is damaged or of a newer PhotoClip, or the catalog is in use.
    """
    return recovery.restore(_files(library), copy)


def _files(library: Path | None) -> paths.LibraryPaths:
    return paths.LibraryPaths(paths.default_library_dir() if library is None else library)
