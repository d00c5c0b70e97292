"""Sentences about photos, the user's own and those of files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from photoclip.catalog import captions, fulltext, photos
from photoclip.catalog.connection import Connection
from photoclip.catalog.rows import Caption
from photoclip.changes import ChangeSet
from photoclip.library.named import known_ids
from photoclip.library.parts import LibraryParts
from photoclip.paths import display_path
from photoclip.reports import CaptionsReport

_RESERVED = ("manual", *captions.FILE_SOURCES)


class Captions:
    """Captions; reached as ``library.captions``."""

    def __init__(self, parts: LibraryParts) -> None:
        self._parts = parts

    def set(self, photo_id: int, text: str) -> None:
        """The user's own caption of a photo, in place of an earlier one; "" removes it.

        Raises:
            UserError: There is no such photo.
        """
        self.set_all([photo_id], text)

    def set_all(self, photo_ids: Iterable[int], text: str) -> None:
        """The same caption for several photos, see :meth:`set`.

        Raises:
            UserError: There is no such photo.
        """
        wanted = list(photo_ids)

        def write(conn: Connection) -> None:
            known = known_ids(conn, wanted)
            with fulltext.at_once(conn, known):
                for photo_id in known:
                    captions.set_manual(conn, photo_id, text)

        self._parts.context.db.write(write)
        self._parts.context.publish(ChangeSet(photos=frozenset(wanted)))

    def of_photo(self, photo_id: int) -> list[Caption]:
        """Captions of a photo, the user's own first."""
        with self._parts.context.db.read() as conn:
            return captions.of_photo(conn, photo_id)

    def all(self) -> list[Caption]:
        """Every caption, by photo."""
        with self._parts.context.db.read() as conn:
            return captions.all_captions(conn)

    def import_file(self, path: Path) -> int:
        """Import captions and return how many are new; see :meth:`import_report`."""
        return self.import_report(path).added

    def import_report(self, path: Path) -> CaptionsReport:
        r"""Import a file of captions, and say what of it could not be used.

        Its lines are ``file<TAB>caption`` or ``{"file": …, "caption": …}``, or it is a table
        (CSV, TSV) whose first line names the columns, such as ``file,caption`` or
        ``image,caption``; a column ``split`` (train, dev or test) says which side of a
        training run a photo is to be on. A relative name counts from the file's folder; if
        nothing lies there, from any folder, as long as one photo of the library alone ends
        so. What a photo's captions say already is not added.

        Raises:
            CaptionsError: The file cannot be read as captions.
        """
        from photoclip.ingest.captions_file import PhotoNames, read_captions

        lines = read_captions(path)
        folder = path.expanduser().resolve().parent
        context = self._parts.context
        with context.db.read() as conn:
            names = PhotoNames(captions.photo_paths(conn))
        named: list[tuple[int, str]] = []
        splits: dict[int, str] = {}
        unknown: dict[str, None] = {}
        ambiguous: dict[str, None] = {}
        for name, text, split in lines:
            found = names.find(name, folder)
            if len(found) == 1:
                named.append((found[0], text))
                if split is not None:
                    splits[found[0]] = split
            else:
                (ambiguous if found else unknown)[name] = None

        def write(conn: Connection) -> int:
            count = _add_new(conn, named, _source_of(path))
            captions.put_into(conn, splits)
            return count

        added = context.db.write(write)
        context.publish(ChangeSet(photos=frozenset(photo_id for photo_id, _ in named)))
        return CaptionsReport(added, len(named) - added, tuple(unknown), tuple(ambiguous))

    def export_file(self, path: Path) -> int:
        """Write all captions of photos that are there to a new file; returns how many.

        JSON lines if the name ends in ``.jsonl``, a table if it ends in ``.csv``, else lines
        with a tab.

        Raises:
            UserError: The file exists already or cannot be written.
        """
        from photoclip.ingest.captions_file import write_captions

        with self._parts.context.db.read() as conn:
            every = captions.all_captions(conn)
            paths = {
                photo.id: photo.path
                for photo in photos.get_many(conn, {each.photo_id for each in every})
                if photo.state != "missing"
            }
        rows = [(paths[each.photo_id], each.text) for each in every if each.photo_id in paths]
        return write_captions(path.expanduser(), rows)


def _source_of(path: Path) -> str:
    """What captions of a file are filed under; never the name of another source."""
    name = display_path(path.name)
    return f"{name} (file)" if name in _RESERVED else name


def _add_new(conn: Connection, named: Sequence[tuple[int, str]], source: str) -> int:
    """Add what no caption of the photo says already, from wherever it came."""
    known = captions.of_photos(conn, {photo_id for photo_id, _ in named})
    said = {(each.photo_id, _plain(each.text)) for every in known.values() for each in every}
    new = [(photo_id, text) for photo_id, text in named if (photo_id, _plain(text)) not in said]
    return captions.add(conn, new, source=source)


def _plain(text: str) -> str:
    return " ".join(text.split())
