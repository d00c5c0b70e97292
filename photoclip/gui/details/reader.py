"""Reads what the details panel shows; runs on a worker thread."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from photoclip.catalog.rows import Photo
from photoclip.library import Library
from photoclip.results import Suggestion

MOST = 200
"""Photos of a large selection that are looked at for tags, stars and flags."""


@dataclass(frozen=True, slots=True)
class SharedTag:
    """A tag on the selected photos.

    Attributes:
        path: Names from the top level down.
        count: Photos of those looked at that have it.
    """

    path: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Details:
    """What is known about the selected photos.

    Attributes:
        photo_ids: All selected ones.
        photos: The rows that were looked at, at most :data:`MOST`.
        tags: Accepted tags, those on most photos first.
        suggestions: Open suggestions, for a single photo only.
        caption: The user's caption, or the file's, for a single photo only.
    """

    photo_ids: tuple[int, ...]
    photos: tuple[Photo, ...]
    tags: tuple[SharedTag, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    caption: str = ""

    @property
    def rating(self) -> int:
        """Stars that all of them have, 0 for none, -1 where they differ."""
        found = {photo.rating or 0 for photo in self.photos}
        return found.pop() if len(found) == 1 else -1

    @property
    def pick(self) -> int | None:
        """The flag that all of them have: -1, 0 or 1; None where they differ."""
        found = {photo.pick for photo in self.photos}
        return found.pop() if len(found) == 1 else None


def read_details(library: Library, photo_ids: Sequence[int]) -> Details:
    """Everything about these photos that the panel shows."""
    photos = tuple(library.photos(photo_ids[:MOST]))
    counts: Counter[tuple[str, ...]] = Counter()
    for photo in photos:
        for assignment in library.tags.of_photo(photo.id):
            if assignment.status == "accepted":
                counts[tuple(assignment.tag.split("/"))] += 1
    tags = tuple(
        SharedTag(path, count)
        for path, count in sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
    )
    if len(photo_ids) != 1 or not photos:
        return Details(tuple(photo_ids), photos, tags)
    photo_id = photo_ids[0]
    captions = library.captions.of_photo(photo_id)
    own = [caption for caption in captions if caption.source == "manual"]
    shown = [*own, *captions][:1]
    return Details(
        (photo_id,),
        photos,
        tags,
        tuple(library.review.queue(photo_id=photo_id)),
        shown[0].text if shown else "",
    )
