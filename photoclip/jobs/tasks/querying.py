"""Running queries: fields in SQL, words and pictures by the model, texts as they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Final

import numpy as np

from photoclip.catalog import albums, fulltext, lookup, photo_query, photos
from photoclip.catalog.rows import ModelRow
from photoclip.errors import QueryError, UserError
from photoclip.folding import fold
from photoclip.index.base import Ids, distinct
from photoclip.jobs.tasks.asked_pictures import file_meant, ids_meant
from photoclip.jobs.tasks.context import TaskContext
from photoclip.jobs.tasks.searching import Searcher, nothing_found
from photoclip.query.ast import Branch, Filter, Like, Node, Term, leaves
from photoclip.query.branches import plan
from photoclip.query.compile import to_sql
from photoclip.query.context import QueryContext
from photoclip.query.parser import parse
from photoclip.search import fusion
from photoclip.search.engine import SearchEngine
from photoclip.search.fusion import Answer
from photoclip.search.literal import names_tell, parts_of
from photoclip.search.mixing import Part, Question
from photoclip.search.ranked import RankedHits
from photoclip.search.relevance import SEARCH

ALL: Final = 10**9
"""A limit that leaves nothing out."""

MAX_NESTED: Final = 8
"""Smart albums inside one another."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How a query is to be answered.

    Attributes:
        limit: Most photos given.
        include_hidden: Give photos that do not fit too.
        exact: Never use the graph.
        looseness: -1 strict, 0, +1 loose.
    """

    limit: int = 100
    include_hidden: bool = False
    exact: bool = False
    looseness: float = 0.0


class QueryRunner:
    """Answers queries with one model; any thread may ask.

    Attributes:
        model: The model.
    """

    def __init__(self, context: TaskContext, searcher: Searcher, model: ModelRow) -> None:
        self._context = context
        self._searcher = searcher
        self.model = model

    def run(self, text: str, wish: Wish) -> Answer:
        """The photos that answer a query.

        Raises:
            QueryError: It cannot be understood, or a picture in it cannot be found.
            UserError: Smart albums in it contain each other, or its words cancel out.
            ModelError: The model cannot be loaded.
        """
        return self._run(text, wish, ()).first(wish.limit)

    def matching(self, text: str) -> list[int]:
        """Ids of all photos of a query: of fields by date, of words the fitting ones, best first.

        Raises:
            QueryError, UserError, ModelError: See :meth:`run`.
        """
        return self._matching(text, ())

    def matched(self, text: str, photo_ids: Sequence[int]) -> dict[int, str]:
        """Where photos that were found literally hold the words; see ``SearchHit.matched``."""
        found: dict[int, str] = {}
        if len(photo_ids):
            with self._context.db.read() as conn:
                for branch in plan(parse(text)):
                    wanted = parts_of([term for term in branch.terms if term.weight > 0])
                    for photo_id, place in fulltext.places(conn, wanted, photo_ids).items():
                        found.setdefault(photo_id, place)
        return found

    def _matching(self, text: str, inside: tuple[str, ...]) -> list[int]:
        answer = self._run(text, Wish(limit=ALL), inside)
        ids: list[int] = answer.photo_ids[: answer.likely + answer.maybe].tolist()
        return ids

    def _run(self, text: str, wish: Wish, inside: tuple[str, ...]) -> Answer:
        node = parse(text)
        branches = plan(node)
        asked = [_Asked(self, branch, node, wish, inside) for branch in branches]
        answers = [each.answer() for each in asked]
        if len(answers) == 1:
            return answers[0]
        pools = [each.pool() for each in asked]
        return fusion.any_of(answers, candidates=len(distinct(np.concatenate(pools))))

    def filtered(
        self, condition: Filter | None, inside: tuple[str, ...], *, newest_first: bool
    ) -> Ids:
        """Ids of the photos that fields let in; by id, which is quicker, or newest first."""
        if condition is None:
            with self._context.db.read() as conn:
                return photos.all_ids(conn)
        context = QueryContext(
            today=date.today(),
            album_photo_ids=partial(self._smart_album, inside=inside),
            active_model_id=self.model.id,
        )
        # Before the read: a smart album may ask the model, which takes its time.
        where, params = to_sql(condition, context)
        with self._context.db.read() as conn:
            return photo_query.select_ids(conn, where, params, ordered=newest_first)

    def _smart_album(self, name: str, *, inside: tuple[str, ...]) -> list[int] | None:
        wanted = fold(name.strip())
        with self._context.db.read() as conn:
            found = next(
                (
                    (own, query)
                    for _, own, query, _ in albums.all_albums(conn)
                    if query is not None and fold(own) == wanted
                ),
                None,
            )
        if found is None:
            return None
        own, query = found
        if wanted in inside:
            raise UserError(
                f"The smart album “{own}” contains itself, directly or through another one; "
                "change its query."
            )
        if len(inside) >= MAX_NESTED:
            raise UserError(
                f"More than {MAX_NESTED} smart albums stand inside one another, down to “{own}”; "
                "change their queries."
            )
        return self._matching(query, (*inside, wanted))

    # --- parts of a branch -------------------------------------------------------

    @property
    def engine(self) -> SearchEngine:
        """The engine over the model's vectors."""
        return self._searcher.engine(self.model)

    def text_vector(self, text: str) -> Part:
        """A sentence as something to resemble."""
        return Part(self._searcher.text_vector(self.model, text), "text")

    def literal(self, terms: Sequence[Term], pool: Ids | None) -> Ids:
        """Photos in whose texts the words stand, best match first; int64."""
        wanted = parts_of([term for term in terms if term.weight > 0])
        if not wanted or any(term.kind == "picture" for term in terms):
            return np.empty(0, np.int64)
        with self._context.db.read() as conn:
            found = fulltext.literal(conn, wanted)
            ids = found.said
            if found.named and names_tell(len(found.named), lookup.photo_count(conn)):
                ids = ids + found.named
            without: set[int] = set()
            for term in terms:
                if ids and term.weight < 0:
                    unwanted = fulltext.literal(conn, parts_of([term]))
                    without.update(unwanted.said)
        literal = np.array([each for each in ids if each not in without], np.int64)
        return literal if pool is None else literal[np.isin(literal, pool)]

    def picture(self, term: Term, node: Node | None) -> tuple[int | None, Part]:
        """The photo of the library that ``like:`` means, if it is one, and its vector.

        Raises:
            QueryError: There is no such picture, or several photos have that name.
            UserError: The photo has no vector yet.
            UnreadablePhotoError: The file is no picture.
        """
        photo_id = self._photo_id(term, node)
        if photo_id is None:
            path = file_meant(self._context, term.value)
            return None, Part(self._searcher.picture_vector(self.model, path), "image")
        vector = self.engine.vector_of(photo_id)
        if vector is None:
            raise UserError(NO_VECTOR)
        return photo_id, Part(vector, "image")

    def _photo_id(self, term: Term, node: Node | None) -> int | None:
        """Id of a photo by number, path or name; None for a file outside of the library."""
        with self._context.db.read() as conn:
            named = ids_meant(conn, term.value)
        if len(named) == 1:
            return named[0]
        if file_meant(self._context, term.value).is_file():
            return None
        if named:
            reason = f"Several photos are called “{term.value}”; give its whole path."
        else:
            reason = (
                f"There is no photo “{term.value}” in the library and no such file; give the "
                "name or number of a photo, or the path of a picture."
            )
        spots = [
            (leaf.start, leaf.end)
            for leaf in (leaves(node) if node is not None else ())
            if isinstance(leaf, Like) and leaf.photo == term.value
        ]
        raise QueryError(reason, *(spots[0] if spots else (0, 0)))


NO_VECTOR: Final = "This photo has no vector yet; run “photoclip index” first."


class _Asked:
    """One alternative of a query while it is being answered."""

    def __init__(
        self,
        runner: QueryRunner,
        branch: Branch,
        node: Node | None,
        wish: Wish,
        inside: tuple[str, ...],
    ) -> None:
        self._runner = runner
        self._terms = branch.terms
        self._node = node
        self._wish = wish
        whole = branch.filter is None and bool(branch.terms)
        self._ids = None
        if not whole:
            order = not branch.terms
            self._ids = runner.filtered(branch.filter, inside, newest_first=order)
        self._literal = np.empty(0, np.int64)
        self._own: list[int] = []

    def answer(self) -> Answer:
        """The photos, as many as may be wanted."""
        if not self._terms:
            assert self._ids is not None
            return fusion.everything(self._ids)
        self._literal = self._runner.literal(self._terms, self._ids)
        engine = self._runner.engine
        if not engine.vectors().photos:
            scores = np.full(len(self._literal), -np.inf, np.float32)
            return fusion.with_literal(nothing_found(), self._literal, scores)
        # Those in front take places; where they take all, of the others only the count matters.
        in_front = len(self._literal)
        limit = self._wish.limit + (in_front if in_front < self._wish.limit else 0)
        hits, question = self._ask(engine, limit)
        scores = engine.scores_of(question, self._literal)
        return fusion.with_literal(hits, self._literal, scores)

    def pool(self) -> Ids:
        """Photos that come in question; after :meth:`answer`."""
        if not self._terms:
            assert self._ids is not None
            return self._ids
        known = self._runner.engine.vectors().pair_photos
        pool = known if self._ids is None else self._ids[np.isin(self._ids, known)]
        pool = pool[~np.isin(pool, np.array(self._own, np.int64))]
        return distinct(np.concatenate([pool, self._literal]))

    def _ask(self, engine: SearchEngine, limit: int) -> tuple[RankedHits, Question]:
        parts, own = self._parts()
        self._own = own
        question = engine.question(parts)
        if question is None:
            raise UserError("The parts of this query cancel each other out; take some away.")
        wish, strictness = self._wish, SEARCH.at(self._wish.looseness)
        if len(parts) == 1 and own:
            # Its copies come first, which a vector alone cannot tell.
            hits = engine.similar(
                own[0],
                limit=limit,
                candidates=self._ids,
                include_hidden=wish.include_hidden,
                exact=wish.exact,
                strictness=strictness,
            )
            if hits is None:
                raise UserError(NO_VECTOR)
            return hits, question
        hits = engine.ask(
            question,
            limit=limit,
            candidates=self._ids,
            without=np.array(own, np.int64),
            include_hidden=wish.include_hidden,
            exact=wish.exact,
            strictness=strictness,
        )
        return hits, question

    def _parts(self) -> tuple[list[Part], list[int]]:
        """What the photos should resemble, and the photos of the library among that."""
        parts: list[Part] = []
        own: list[int] = []
        for term in self._terms:
            if term.kind == "text":
                part = self._runner.text_vector(term.value)
            else:
                photo_id, part = self._runner.picture(term, self._node)
                own += [photo_id] if photo_id is not None else []
            parts.append(replace(part, weight=term.weight))
        return parts, own
