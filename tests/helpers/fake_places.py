"""Folders and unreadable files of a library of drawings."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from photoclip.catalog.rows import Photo, Root, Subfolder
from photoclip.changes import ChangeSet


class FakePlaces:
    """Part of the fake library.

    Attributes:
        inside: What lies in a folder.
    """

    roots: list[Root]
    rows: dict[int, Photo]
    _called: Any
    publish: Any

    @property
    def inside(self) -> dict[Path, list[Subfolder]]:
        return self.__dict__.setdefault("_inside", {})

    def unreadable(self) -> list[Photo]:
        self._called("unreadable")
        return [row for row in self.rows.values() if row.state == "unreadable"]

    def subfolders(self, folder: Path) -> list[Subfolder]:
        self._called("subfolders")
        return list(self.inside.get(folder, []))

    def set_watch(self, folder: Path, mode: str) -> Root:
        self._called("set_watch")
        place = next(i for i, root in enumerate(self.roots) if root.path == folder)
        self.roots[place] = replace(self.roots[place], watch=mode)
        self.publish(ChangeSet(folders=True))
        return self.roots[place]
