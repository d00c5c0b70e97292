"""Copies and near copies, in groups with a proposed keeper."""

from __future__ import annotations

from photoclip.jobs.job import Job
from photoclip.library.parts import LibraryParts
from photoclip.results import DuplicateGroup


class Duplicates:
    """Duplicates; reached as ``library.duplicates``."""

    def __init__(self, parts: LibraryParts) -> None:
        self._parts = parts

    def find(self, *, threshold: int | None = None) -> Job[list[DuplicateGroup]]:
        """Look at the whole library anew, and keep the groups for :meth:`groups`.

        A RAW and the JPEG of the same shot are never copies of each other.

        Args:
            threshold: Most of the 64 bits of the difference hash that may differ,
                0 (strictest) to 8; the usual 2 if None.

        Raises:
            UserError: The threshold is out of range.
        """
        from photoclip.jobs.tasks.duplicates import check_threshold, find_duplicates

        bits = check_threshold(threshold)
        return find_duplicates(self._parts.context, self._parts.model(None), threshold=bits)

    def groups(self) -> list[DuplicateGroup]:
        """The groups that were found last, the largest first, without photos gone since."""
        from photoclip.jobs.tasks.duplicates import stored_groups

        return stored_groups(self._parts.context)
