"""The tag tree, and tags, stars, flags and turns that the user gives by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from photoclip.catalog import decisions, marks, tags
from photoclip.catalog.connection import Connection
from photoclip.catalog.rows import Tag, TagAssignment
from photoclip.changes import ChangeSet
from photoclip.errors import UserError
from photoclip.library.named import known_ids
from photoclip.library.parts import LibraryParts
from photoclip.results import Decided


class Tags:
    """Tags, ratings, flags and turns; reached as ``library.tags``.

    A tag is named by its path, top level first: ``("People", "Anna")``. Giving and taking
    tags are decisions, which ``library.review.undo`` takes back.
    """

    def __init__(self, parts: LibraryParts) -> None:
        self._parts = parts

    def all(self) -> list[Tag]:
        """The whole tree by path, each tag with its number of photos."""
        with self._parts.context.db.read() as conn:
            return tags.all_tags(conn)

    def of_photo(self, photo_id: int) -> list[TagAssignment]:
        """Tags of a photo, the suggested and rejected ones too."""
        with self._parts.context.db.read() as conn:
            return tags.of_photo(conn, photo_id)

    def add(self, photo_ids: Iterable[int], path: Sequence[str]) -> Decided:
        """Give photos a tag, which is made if needed.

        Raises:
            UserError: A name is empty or has a "/", or there is no such photo.
        """
        _refuse_slashes(path)
        wanted = list(photo_ids)

        def write(conn: Connection) -> decisions.DecidedBatch:
            ids = known_ids(conn, wanted)
            tag_id = tags.ensure(conn, path)
            return decisions.decide(conn, [(each, tag_id) for each in ids], "accepted", create=True)

        return self._decide(write)

    def remove(self, photo_ids: Iterable[int], path: Sequence[str]) -> Decided:
        """Take a tag off photos; neither a file nor a model will bring it back.

        Raises:
            UserError: There is no such tag or photo.
        """
        wanted = list(photo_ids)

        def write(conn: Connection) -> decisions.DecidedBatch:
            ids = known_ids(conn, wanted)
            tag_id = _find(conn, path)
            return decisions.decide(conn, [(each, tag_id) for each in ids], "rejected")

        return self._decide(write)

    def rename(self, path: Sequence[str], new_name: str) -> None:
        """Give a tag another name, on all its photos.

        Raises:
            UserError: There is no such tag, or the name is empty, taken or has a "/".
        """
        if "/" in new_name:
            raise UserError("A tag's name cannot have a “/”; move the tag to put it below another.")
        self._change(path, lambda conn, tag_id: tags.rename(conn, tag_id, new_name))

    def move(self, path: Sequence[str], new_parent: Sequence[str]) -> None:
        """Put a tag, with everything below it, under another one; () is the top level.

        Raises:
            UserError: There is no such tag, it would lie below itself, the place is taken, or
                a name above it is empty or has a "/".
        """
        _refuse_slashes(new_parent)
        self._change(path, lambda conn, tag_id: tags.move(conn, tag_id, new_parent))

    def photos(self, path: Sequence[str]) -> list[int]:
        """Ids of the photos that have a tag, or one below it.

        Raises:
            UserError: There is no such tag.
        """
        with self._parts.context.db.read() as conn:
            return tags.photos_below(conn, _find(conn, path))

    def delete(self, path: Sequence[str]) -> int:
        """Remove a tag and everything below it from the tree and from all photos.

        Only this run can undo it, see :mod:`photoclip.library.history`, so a dated copy of the
        catalog is made if any photo has it.

        Returns:
            How many photos had it.

        Raises:
            UserError: There is no such tag, or a label set suggests it.
            CatalogError: The copy could not be written; then nothing is removed.
        """
        context = self._parts.context
        with context.db.read() as conn:
            tag_id = _find(conn, path)
            shown = "/".join(tags.path_of(conn, tag_id))
            labels = tags.labels_of(conn, tag_id)
            tagged = tags.photos_below(conn, tag_id)
        if labels:
            label_set, label = labels[0]
            raise UserError(
                f"The tag “{shown}” is what the label “{label}” of the set “{label_set}” "
                f"suggests; remove that label first."
            )
        if tagged:
            context.db.dated_copy("before-deleting-a-tag")
        context.db.write(lambda conn: tags.remove(conn, tag_id))
        context.publish(ChangeSet(photos=frozenset(tagged), tags=True))
        return len(tagged)

    def set_rating(self, photo_ids: Iterable[int], stars: int | None) -> None:
        """Rate photos: 0 to 5 stars, -1 for rejected, None for no rating.

        Raises:
            UserError: There is no such rating or photo.
        """
        if stars is not None and not -1 <= stars <= 5:
            raise UserError(f"{stars} is no rating; give 0 to 5 stars, or -1 for rejected.")
        self._mark(photo_ids, lambda conn, ids: marks.set_rating(conn, ids, stars))

    def set_pick(self, photo_ids: Iterable[int], pick: Literal[-1, 0, 1]) -> None:
        """Flag photos: 1 picked, -1 rejected, 0 neither.

        Raises:
            UserError: There is no such flag or photo.
        """
        if pick not in (-1, 0, 1):
            raise UserError(f"{pick} is no flag; give 1 (picked), -1 (rejected) or 0.")
        self._mark(photo_ids, lambda conn, ids: marks.set_pick(conn, ids, pick))

    def rotate(self, photo_ids: Iterable[int], degrees: int) -> None:
        """Turn photos clockwise from how they are shown now; their files are not changed.

        Args:
            photo_ids: The photos.
            degrees: A multiple of 90; negative turns to the left.

        Raises:
            UserError: It is no multiple of 90, or there is no such photo.
        """
        if degrees % 90:
            raise UserError(f"Photos turn by 90, 180 or 270 degrees, not by {degrees}.")
        self._mark(photo_ids, lambda conn, ids: marks.rotate(conn, ids, degrees))

    def _decide(self, write: Callable[[Connection], decisions.DecidedBatch]) -> Decided:
        done = self._parts.context.db.write(write)
        self._parts.context.publish(ChangeSet(photos=frozenset(done.photo_ids), tags=True))
        return Decided(done.count, done.batch)

    def _change(self, path: Sequence[str], edit: Callable[[Connection, int], None]) -> None:
        def write(conn: Connection) -> list[int]:
            tag_id = _find(conn, path)
            edit(conn, tag_id)
            return tags.photos_below(conn, tag_id)

        touched = self._parts.context.db.write(write)
        self._parts.context.publish(ChangeSet(photos=frozenset(touched), tags=True))

    def _mark(
        self, photo_ids: Iterable[int], edit: Callable[[Connection, list[int]], None]
    ) -> None:
        wanted = list(photo_ids)

        def write(conn: Connection) -> list[int]:
            ids = known_ids(conn, wanted)
            edit(conn, ids)
            return ids

        touched = self._parts.context.db.write(write)
        self._parts.context.publish(ChangeSet(photos=frozenset(touched)))


def _refuse_slashes(path: Sequence[str]) -> None:
    if any("/" in level for level in path):
        raise UserError("A tag's name cannot have a “/”; it stands between a tag's levels.")


def _find(conn: Connection, path: Sequence[str]) -> int:
    found = tags.find(conn, path)
    if found is None:
        raise UserError(f"There is no tag “{'/'.join(path)}”; “photoclip tags list” names them.")
    return found
