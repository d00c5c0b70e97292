"""Asking the library: queries, similar photos, and help while a query is typed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from photoclip.catalog import lookup, photos
from photoclip.errors import QueryError, UserError
from photoclip.library.parts import LibraryParts
from photoclip.results import Band, Completion, Hint, QueryProblem, SearchHit, SearchResult

if TYPE_CHECKING:
    from photoclip.jobs.tasks.hinting import Hinter
    from photoclip.jobs.tasks.querying import QueryRunner


class Queries:
    """Behind :meth:`Library.search` and its kin; any thread may ask."""

    def __init__(self, parts: LibraryParts, generation: Callable[[], int]) -> None:
        self._parts = parts
        self._generation = generation

    def search(
        self, text: str, *, limit: int, include_hidden: bool, exact: bool, looseness: float
    ) -> SearchResult:
        """See :meth:`Library.search`."""
        from photoclip.jobs.tasks.querying import Wish

        started = time.perf_counter()
        if not text.strip():
            raise UserError("Say what the photo shows, for example: a dog running through water.")
        runner = self._runner()
        wish = Wish(limit, include_hidden, exact, looseness)
        answer = runner.run(text, wish)
        ids: list[int] = answer.photo_ids.tolist()
        literal = ids[: answer.literal]
        hits = self._hits(ids, answer.scores.tolist(), answer.bands, runner.matched(text, literal))
        return self._result(
            text,
            hits,
            candidates=answer.candidates,
            more=max(answer.fit - len(ids), 0),
            hints=self._hinter.hints(runner.model, text),
            started=started,
        )

    def similar(self, photo: Path | int, *, limit: int, looseness: float) -> SearchResult:
        """See :meth:`Library.similar`."""
        started = time.perf_counter()
        ranked = self._parts.searcher().similar(
            self._parts.model(None), photo, limit=limit, looseness=looseness
        )
        hits = self._hits(ranked.photo_ids.tolist(), ranked.scores.tolist(), ranked.bands, {})
        return self._result(
            f"like:{self._shown(photo)}",
            hits,
            candidates=ranked.candidates,
            more=ranked.more,
            hints=(),
            started=started,
        )

    def check(self, text: str) -> QueryProblem | None:
        """See :meth:`Library.check_query`."""
        from photoclip.query.branches import plan
        from photoclip.query.parser import parse

        try:
            plan(parse(text))
        except QueryError as error:
            from photoclip.query.terms import mended

            return QueryProblem(str(error), error.start, error.end, mended(text, error))
        return None

    def complete(self, text: str, cursor: int) -> list[Completion]:
        """See :meth:`Library.complete_query`."""
        from photoclip.catalog.photo_query import CatalogVocabulary
        from photoclip.query.complete import complete

        return complete(text, cursor, CatalogVocabulary(self._parts.context.db.read))

    def matching(self, text: str) -> list[int]:
        """See :meth:`Library.photos_matching`."""
        return self._runner().matching(text)

    @cached_property
    def _hinter(self) -> Hinter:
        from photoclip.jobs.tasks.hinting import Hinter

        return Hinter(self._parts.context)

    def _runner(self) -> QueryRunner:
        from photoclip.jobs.tasks.querying import QueryRunner

        parts = self._parts
        return QueryRunner(parts.context, parts.searcher(), parts.model(None))

    def _shown(self, photo: Path | int) -> str:
        if isinstance(photo, Path):
            return str(photo)
        with self._parts.context.db.read() as conn:
            found = photos.get(conn, photo)
        return found.shown_path if found is not None else str(photo)

    def _hits(
        self,
        photo_ids: Sequence[int],
        scores: Sequence[float],
        bands: Iterable[Band],
        matched: dict[int, str],
    ) -> tuple[SearchHit, ...]:
        with self._parts.context.db.read() as conn:
            paths = lookup.paths_of(conn, photo_ids)
        return tuple(
            SearchHit(photo_id, paths[photo_id], score, band, matched.get(photo_id, ""))
            for photo_id, score, band in zip(photo_ids, scores, bands, strict=True)
            if photo_id in paths
        )

    def _result(
        self,
        query: str,
        hits: tuple[SearchHit, ...],
        *,
        candidates: int,
        more: int,
        hints: tuple[Hint, ...],
        started: float,
    ) -> SearchResult:
        return SearchResult(
            query=query,
            model=self._parts.model(None).key,
            hits=hits,
            hidden=max(candidates - len(hits), 0),
            ms=round((time.perf_counter() - started) * 1000, 1),
            candidates=candidates,
            generation=self._generation(),
            more=more,
            hints=hints,
        )
