"""Why a photo is among the results of a query: its place, what it meets, its nearest labels."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from photoclip.catalog import label_models, labels
from photoclip.encoders.base import TextEncoder
from photoclip.index.base import Ids
from photoclip.jobs.tasks.context import TaskContext
from photoclip.jobs.tasks.querying import ALL, QueryRunner, Wish
from photoclip.jobs.tasks.suggesting import rule
from photoclip.labeling import preview, zeroshot
from photoclip.labeling.label_sets import find_shipped
from photoclip.query.ast import And, Branch, Filter, Node, Not, is_filter, leaves
from photoclip.query.branches import plan
from photoclip.query.parser import parse
from photoclip.search.fusion import Answer
from photoclip.search.label_scale import LabelScale
from photoclip.views import Explanation, NearLabel

EVERYDAY: Final = "everyday"
"""The shipped label set that serves where the user has none."""

TOP: Final = 5
"""Labels that are named."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A label before it is known whether it is among the nearest.

    Attributes:
        matrix: Its vectors alone.
        rule: What is set for it.
        evidence: How sure it is of the photo.
    """

    label_set: str
    name: str
    matrix: zeroshot.ClassMatrix
    rule: zeroshot.Rule
    evidence: float


@dataclass(frozen=True)
class _Answered:
    """A query that was answered for all photos, to be asked of one after the other.

    Attributes:
        state: What it depends on; another state needs another answer.
        ranked: Whether there was anything to rank by.
        filters: Each part that is no words: as typed, and the photos that meet it.
    """

    state: tuple[object, ...]
    answer: Answer
    ranked: bool
    filters: tuple[tuple[str, Ids], ...]


class Explainer:
    """Explains with one model; any thread may ask.

    Args:
        context: The library.
        runner: Answers queries with the model.
        encoder: Of the model; keeps what it encoded, see ``TextCache``.
        generation: State of the library, see ``Library.generation``.
    """

    def __init__(
        self,
        context: TaskContext,
        runner: QueryRunner,
        encoder: TextEncoder,
        generation: Callable[[], int],
    ) -> None:
        self._context = context
        self._runner = runner
        self._encoder = encoder
        self._generation = generation
        self._lock = threading.Lock()
        self._last: _Answered | None = None
        self._matrix = lru_cache(maxsize=32)(self._encode)

    def explain(self, photo_id: int, text: str, *, looseness: float) -> Explanation:
        """See ``Library.explain``."""
        near = self._nearest(photo_id)
        if not text.strip():
            return Explanation(labels=near)
        done = self._answered(text, looseness)
        met = tuple(words for words, ids in done.filters if photo_id in ids)
        places = np.flatnonzero(done.answer.photo_ids == photo_id)
        candidates = done.answer.candidates
        if not len(places):
            return Explanation(candidates=candidates, filters=met, labels=near)
        place = int(places[0])
        matched = ""
        if place < done.answer.literal:
            matched = self._runner.matched(text, [photo_id]).get(photo_id, "")
        return Explanation(
            score=float(done.answer.scores[place]) if done.ranked else None,
            band=done.answer.bands[place],
            rank=place + 1 if done.ranked else 0,
            candidates=candidates,
            matched=matched,
            filters=met,
            labels=near,
        )

    # --- the query ---------------------------------------------------------------

    def _answered(self, text: str, looseness: float) -> _Answered:
        """The answer, kept for the next photo: who steps through results asks it again."""
        state = (text, looseness, self._generation(), self._context.db.data_version())
        with self._lock:
            kept = self._last
        if kept is not None and kept.state == state:
            return kept
        answer = self._runner.run(text, Wish(ALL, include_hidden=True, looseness=looseness))
        branches = plan(parse(text))
        filters = tuple(
            (words, np.unique(self._runner.filtered(part, (), newest_first=False)))
            for words, part in _typed_filters(text, branches)
        )
        made = _Answered(state, answer, any(branch.terms for branch in branches), filters)
        with self._lock:
            self._last = made
        return made

    # --- labels ------------------------------------------------------------------

    def _nearest(self, photo_id: int) -> tuple[NearLabel, ...]:
        engine = self._runner.engine
        rows = engine.vectors().rows_of_photos(np.array([photo_id], np.int64))
        if not len(rows):
            return ()
        scale = engine.label_scale()
        at = np.searchsorted(scale.rows, rows)
        found = sorted(self._candidates(scale, at), key=lambda each: -each.evidence)
        named: dict[str, _Candidate] = {}
        for each in found:
            named.setdefault(each.name.casefold(), each)
        return tuple(_judged(each, scale, at) for each in list(named.values())[:TOP])

    def _candidates(self, scale: LabelScale, at: preview.Rows) -> Iterator[_Candidate]:
        vectors = scale.vectors_at(at)
        for label_set, templates, members, rules in self._sets():
            matrix = self._matrix(templates, tuple(members))
            evidence = scale.evidence(matrix.labels, scale.scores(matrix.labels, at), at)
            for place, (member, own) in enumerate(zip(members, rules, strict=True)):
                sure = evidence[:, place]
                if own.learned is not None:
                    sure = own.learned.scores(vectors, np.ascontiguousarray(sure))
                alone = zeroshot.ClassMatrix(
                    matrix.labels[place : place + 1], matrix.negatives[place : place + 1]
                )
                yield _Candidate(label_set, member.name, alone, own, float(sure.max()))

    def _sets(
        self,
    ) -> list[tuple[str, tuple[str, ...], Sequence[zeroshot.LabelTexts], Sequence[zeroshot.Rule]]]:
        """Name, templates, labels and rules of the user's label sets, else of the shipped one."""
        model = self._runner.model
        with self._context.db.read() as conn:
            sets = {each.id: each for each in labels.sets(conn)}
            members = labels.in_set(conn)
            kept = label_models.of_model(conn, model.id)
        if not members:
            shipped = find_shipped(EVERYDAY)
            if shipped is None:
                return []
            none = [zeroshot.Rule()] * len(shipped.labels)
            return [(shipped.name, shipped.templates, shipped.labels, none)]
        return [
            (
                each.name,
                each.templates,
                own,
                [rule(kept.get(member.id), model) for member in own],
            )
            for each in sets.values()
            if (own := [member for member in members if member.label_set_id == each.id])
        ]

    def _encode(
        self, templates: tuple[str, ...], members: tuple[zeroshot.LabelTexts, ...]
    ) -> zeroshot.ClassMatrix:
        return zeroshot.class_matrix(self._encoder, members, templates)


def _judged(each: _Candidate, scale: LabelScale, at: preview.Rows) -> NearLabel:
    """A label with its line, which takes a look at all photos."""
    found = preview.evidence_of(each.matrix, scale, each.rule)
    line = found.calibrated if each.rule.threshold is None else each.rule.threshold
    mine = at[~np.isin(at, found.against)]
    likely = bool(len(mine)) and float(found.evidence[mine].max()) >= line
    return NearLabel(each.label_set, each.name, each.evidence, likely)


def _typed_filters(text: str, branches: Sequence[Branch]) -> Iterator[tuple[str, Filter]]:
    """The conditions of a query, each once, as they were typed."""
    seen: set[str] = set()
    for branch in branches:
        if branch.filter is None:
            continue
        parts = branch.filter.parts if isinstance(branch.filter, And) else (branch.filter,)
        for part in parts:
            words = _as_typed(text, part)
            if words not in seen and is_filter(part):
                seen.add(words)
                yield words, part


def _as_typed(text: str, part: Node) -> str:
    places = list(leaves(part))
    words = text[min(each.start for each in places) : max(each.end for each in places)]
    if not isinstance(part, Not):
        return words
    return f"-{words}" if len(places) == 1 else f"-({words})"
