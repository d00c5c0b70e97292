"""Sections of the grid: tens of thousands of them, each made only when it is looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self, overload


@dataclass(frozen=True, slots=True)
class Section:
    """A run of rows under one heading.

    Attributes:
        title: Heading; empty for none.
        start: First row.
        count: Number of rows, at least 1.
        icon: Name of the heading's icon; empty for none.
        note: Second, quieter part of the heading.
    """

    title: str
    start: int
    count: int
    icon: str = ""
    note: str = ""


class Sections(Sequence[Section]):
    """Consecutive sections that cover all rows.

    Args:
        starts: First row of each.
        counts: Number of rows of each.
        headed: Whether each has a heading.
        make: Makes the section of a number; called on the GUI thread, for what is in view.
    """

    def __init__(
        self,
        starts: list[int],
        counts: list[int],
        headed: list[bool],
        make: Callable[[int], Section],
    ) -> None:
        self.starts = starts
        self.counts = counts
        self.headed = headed
        self._make = make

    @classmethod
    def of(cls, sections: Sequence[Section]) -> Self:
        """From sections that are there already."""
        if isinstance(sections, cls):
            return sections
        return cls(
            [section.start for section in sections],
            [section.count for section in sections],
            [bool(section.title) for section in sections],
            sections.__getitem__,
        )

    def __len__(self) -> int:
        return len(self.starts)

    @overload
    def __getitem__(self, place: int) -> Section: ...

    @overload
    def __getitem__(self, place: slice) -> list[Section]: ...

    def __getitem__(self, place: int | slice) -> Section | list[Section]:
        if isinstance(place, slice):
            return [self._make(each) for each in range(*place.indices(len(self)))]
        if not -len(self) <= place < len(self):
            raise IndexError(place)
        return self._make(place % len(self))
