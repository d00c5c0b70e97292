"""Reads what the details panel shows; runs on a worker thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from photoclip.catalog.rows import Photo
from photoclip.library import Library
from photoclip.results import Suggestion
from photoclip.views import Summary

MOST = 200
"""Photos of a large selection whose rows are read; what they share is counted for all."""


@dataclass(frozen=True, slots=True)
class SharedTag:
    """A tag on the selected photos.

    Attributes:
        path: Names from the top level down.
        count: Photos that have it.
    """

    path: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Details:
    """What is known about the selected photos.

    Attributes:
        photo_ids: All selected ones.
        photos: Their first rows, at most :data:`MOST`.
        summary: What all of them share.
        single: The photo that is selected alone, or that stands for the only stack that is.
        suggestions: Open suggestions, for a photo alone only.
        caption: The user's caption, or the file's, of ``single``.
        all_ids: The same as ``photo_ids``, to look one up among a million.
        shown: How many of them the grid shows; the others are behind them in stacks.
    """

    photo_ids: tuple[int, ...]
    photos: tuple[Photo, ...]
    summary: Summary = Summary()  # noqa: RUF009 - frozen
    single: Photo | None = None
    suggestions: tuple[Suggestion, ...] = ()
    caption: str = ""
    all_ids: frozenset[int] = frozenset()
    shown: int = 0

    @property
    def tags(self) -> tuple[SharedTag, ...]:
        """Accepted tags, those on most photos first."""
        return tuple(SharedTag(path, count) for path, count in self.summary.tags)

    @property
    def rating(self) -> int:
        """Stars that all of them have, 0 for none, -1 where they differ."""
        found = [stars for stars, _ in self.summary.ratings]
        return max(found[0], 0) if len(found) == 1 else -1

    @property
    def pick(self) -> int | None:
        """The flag that all of them have: -1, 0 or 1; None where they differ."""
        found = [pick for pick, _ in self.summary.picks]
        return found[0] if len(found) == 1 else None


def read_details(
    library: Library, photo_ids: Sequence[int], leading: Sequence[int] | None = None
) -> Details:
    """Everything about photos that the panel shows, in a few queries for all of them.

    Args:
        library: Knows it.
        photo_ids: The photos, those of stacks all listed.
        leading: The same, of stacks those that stand for them; None where there is no stack.
    """
    photos = tuple(library.photos(photo_ids[:MOST]))
    summary = library.summary(photo_ids)
    leading = photo_ids if leading is None else leading
    single = library.photos(leading[:1]) if len(leading) == 1 else []
    if not single:
        every = frozenset(photo_ids)
        return Details(tuple(photo_ids), photos, summary, all_ids=every, shown=len(leading))
    photo_id = single[0].id
    alone = len(photo_ids) == 1
    captions = library.captions.of_photo(photo_id)
    own = [caption for caption in captions if caption.source == "manual"]
    shown = [*own, *captions][:1]
    return Details(
        tuple(photo_ids),
        photos,
        summary,
        single[0],
        tuple(library.review.queue(photo_id=photo_id)) if alone else (),
        shown[0].text if shown else "",
        frozenset(photo_ids),
        shown=1,
    )
