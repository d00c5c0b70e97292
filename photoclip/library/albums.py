"""Albums: ordered, picked by hand, or (smart) the answer to a saved query."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from photoclip.catalog import albums
from photoclip.catalog.connection import Connection
from photoclip.changes import ChangeSet
from photoclip.errors import QueryError, UserError
from photoclip.library.named import known_ids
from photoclip.library.parts import LibraryParts
from photoclip.results import AlbumInfo

T = TypeVar("T")


class Albums:
    """Albums; reached as ``library.albums``. Names are compared without case."""

    def __init__(self, parts: LibraryParts) -> None:
        self._parts = parts

    def all(self) -> list[AlbumInfo]:
        """All albums by name."""
        with self._parts.context.db.read() as conn:
            return [AlbumInfo(*row) for row in albums.all_albums(conn)]

    def create(self, name: str, *, query: str | None = None) -> AlbumInfo:
        """Create an album; with a query it is a smart one.

        Raises:
            UserError: The name is empty or taken, or the query is empty.
            QueryError: The query cannot be understood.
        """
        saved = None if query is None else self._checked(query)

        def write(conn: Connection) -> AlbumInfo:
            return AlbumInfo(albums.create(conn, name, query=saved), name.strip(), saved)

        return self._change(write)

    def rename(self, name: str, new: str) -> AlbumInfo:
        """Give an album another name.

        Raises:
            UserError: There is no such album, or the new name is empty or taken.
        """

        def write(conn: Connection) -> AlbumInfo:
            album = _find(conn, name)
            albums.rename(conn, album.id, new)
            return _find(conn, new)

        return self._change(write)

    def set_query(self, name: str, query: str) -> AlbumInfo:
        """Change the query of a smart album.

        Raises:
            UserError: There is no such album, it is picked by hand, or the query is empty.
            QueryError: The query cannot be understood.
        """
        saved = self._checked(query)

        def write(conn: Connection) -> AlbumInfo:
            album = _find(conn, name)
            if album.query is None:
                raise UserError(
                    f"The album “{album.name}” is picked by hand; make a smart one for a query."
                )
            albums.set_query(conn, album.id, saved)
            return _find(conn, name)

        return self._change(write)

    def add(self, name: str, photo_ids: Iterable[int]) -> AlbumInfo:
        """Put photos at the end of an album; those in it keep their place.

        Raises:
            UserError: There is no such album or photo, or the album is a smart one.
        """
        return self._edit(name, photo_ids, albums.add_photos)

    def remove_photos(self, name: str, photo_ids: Iterable[int]) -> AlbumInfo:
        """Take photos out of an album; the photos stay.

        Raises:
            UserError: There is no such album or photo, or the album is a smart one.
        """
        return self._edit(name, photo_ids, albums.remove_photos)

    def reorder(self, name: str, photo_ids: Iterable[int]) -> AlbumInfo:
        """Put photos of an album first, in this order; the others follow as they were.

        Raises:
            UserError: There is no such album or photo, or the album is a smart one.
        """
        return self._edit(name, photo_ids, albums.reorder)

    def move(
        self,
        name: str,
        photo_ids: Iterable[int],
        *,
        before: int | None = None,
        to: int | None = None,
    ) -> AlbumInfo:
        """Move photos within an album, in the order given; the others keep theirs.

        Args:
            name: The album.
            photo_ids: What moves; those that are not in the album are left out.
            before: The photo of the album that shall follow them; where it moves too, the
                next one that stays.
            to: Instead, the place that the first of them gets, counted from 1.
                Without both they go to the end.

        Raises:
            UserError: There is no such album or photo, the album is a smart one, ``before``
                is not in it, or ``to`` is less than 1.
        """
        if to is not None and to < 1:
            raise UserError(f"Places in an album are counted from 1; {to} is none.")
        moving = list(photo_ids)

        def edit(conn: Connection, album_id: int, wanted: Iterable[int]) -> None:
            there, follower = albums.photos_in(conn, album_id), before
            if to is not None:
                named = set(moving)
                staying = [each for each in there if each not in named]
                follower = staying[to - 1] if to <= len(staying) else None
            elif before is not None and before not in there:
                raise UserError(f"The photo to move before is not in the album “{name}”.")
            albums.move(conn, album_id, wanted, before=follower)

        return self._edit(name, moving, edit)

    def remove(self, name: str) -> AlbumInfo:
        """Remove an album; its photos stay.

        Raises:
            UserError: There is no such album.
        """

        def write(conn: Connection) -> AlbumInfo:
            album = _find(conn, name)
            albums.remove(conn, album.id)
            return album

        return self._change(write)

    def photos(self, name: str) -> list[int]:
        """Ids of an album's photos, in its order; a smart one is looked for now.

        Raises:
            UserError: There is no such album.
            QueryError: The saved query cannot be understood any more.
        """
        with self._parts.context.db.read() as conn:
            album = _find(conn, name)
            if album.query is None:
                return albums.photos_in(conn, album.id)
        return self._parts.photos_matching(album.query)

    def _checked(self, query: str) -> str:
        saved = query.strip()
        if not saved:
            raise UserError("A smart album needs a query, for example: tag:holiday rating:>=3.")
        problem = self._parts.check_query(saved)
        if problem is not None:
            raise QueryError(problem.message, problem.start, problem.end)
        return saved

    def _edit(
        self,
        name: str,
        photo_ids: Iterable[int],
        edit: Callable[[Connection, int, Iterable[int]], None],
    ) -> AlbumInfo:
        wanted = list(photo_ids)

        def write(conn: Connection) -> AlbumInfo:
            album = _find(conn, name)
            if album.query is not None:
                raise UserError(
                    f"The album “{album.name}” is smart: its query decides which photos are in it."
                )
            edit(conn, album.id, known_ids(conn, wanted))
            return _find(conn, name)

        return self._change(write, photos=wanted)

    def _change(self, write: Callable[[Connection], T], *, photos: Iterable[int] = ()) -> T:
        done = self._parts.context.db.write(write)
        self._parts.context.publish(ChangeSet(photos=frozenset(photos), albums=True))
        return done


def _find(conn: Connection, name: str) -> AlbumInfo:
    album_id = albums.find(conn, name)
    found = None if album_id is None else albums.get(conn, album_id)
    if album_id is None or found is None:
        raise UserError(f"There is no album “{name.strip()}”; “photoclip albums list” names them.")
    return AlbumInfo(album_id, *found)
