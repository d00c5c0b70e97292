"""What the rooms of a library work with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from photoclip.catalog.rows import ModelRow
from photoclip.jobs.tasks.context import TaskContext
from photoclip.results import QueryProblem

if TYPE_CHECKING:
    from photoclip.jobs.tasks.searching import Searcher


@dataclass(frozen=True, slots=True)
class LibraryParts:
    """The open library as its rooms see it.

    Attributes:
        context: Catalog, caches, encoder processes, and whom to tell of changes.
        searcher: The one searcher; made (and numpy loaded) when first asked for.
        model: A model by key, or the active one for None.
        check_query: What is wrong with a query, or None.
        photos_matching: Ids of the photos that a query finds, in its order.
    """

    context: TaskContext
    searcher: Callable[[], Searcher]
    model: Callable[[str | None], ModelRow]
    check_query: Callable[[str], QueryProblem | None]
    photos_matching: Callable[[str], list[int]]
