"""Queries while they are being typed: their parts, their pictures, what they wait for."""

from __future__ import annotations

from pathlib import Path

from photoclip.library.parts import LibraryParts
from photoclip.results import QueryTerm


class Asking:
    """Help for whoever types a query; reached as ``library.asking``."""

    def __init__(self, parts: LibraryParts) -> None:
        self._parts = parts

    def terms(self, text: str) -> list[QueryTerm]:
        """The parts of a query from left to right; of an unfinished one its whole fields.

        Asks neither model nor catalog.
        """
        from photoclip.query.terms import terms

        return terms(text)

    def without(self, text: str, number: int) -> str:
        """A query without one of its parts; all else stays as typed where that is possible.

        Args:
            text: Any text.
            number: Place in :meth:`terms`.

        Raises:
            IndexError: There is no such part.
        """
        from photoclip.query.terms import without

        return without(text, number)

    def picture(self, value: str) -> bytes | None:
        """JPEG of what ``like:`` and this value mean, at most 320 pixels; None where it is none.

        A file outside of the library is looked at by the model's process, which is slow once.
        """
        from photoclip.jobs.tasks.asked_pictures import shown_small

        parts = self._parts
        return shown_small(parts.context, parts.searcher(), parts.model(None), value)

    def keep_picture(self, png: bytes) -> Path:
        """Keep a picture that has no file, to be asked for with ``like:``.

        It lies in the library's cache; the oldest ones are dropped, unless a smart album
        speaks of them.

        Raises:
            UserError: It cannot be written.
        """
        from photoclip.jobs.tasks.asked_pictures import keep

        return keep(self._parts.context, png)

    def value_of(self, path: Path) -> str:
        """What to write behind ``like:`` for a picture file.

        A query is text, and not every name of a file is: where it is none, the number of the
        photo stands for it, or a copy is kept as :meth:`keep_picture` does.

        Raises:
            UserError: It cannot be read or copied.
        """
        from photoclip.jobs.tasks.asked_pictures import value_of

        return value_of(self._parts.context, path)

    def must_start(self, text: str) -> bool:
        """Whether an answer has to wait for the model's process to start."""
        if self._parts.searcher().is_warm(self._parts.model(None)):
            return False
        return any(term.kind != "field" for term in self.terms(text))
