"""What is known about photos beyond their rows: why they were found, and what they share."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from photoclip.changes import ChangeFeed
from photoclip.library.parts import LibraryParts
from photoclip.views import Explanation, Summary

if TYPE_CHECKING:
    from photoclip.catalog.rows import ModelRow
    from photoclip.jobs.tasks.explaining import Explainer


class Explainers:
    """One explainer per model, made when first asked for; any thread may ask."""

    def __init__(self, parts: LibraryParts, generation: Callable[[], int]) -> None:
        self._parts = parts
        self._generation = generation
        self._lock = threading.Lock()
        self._made: dict[str, Explainer] = {}

    def get(self) -> Explainer:
        """The explainer of the model in use."""
        model = self._parts.model(None)
        with self._lock:
            found = self._made.get(model.fingerprint)
            if found is None:
                # One model is in use at a time; what was kept of another one is of no use.
                self._made = {model.fingerprint: self._make(model)}
                found = self._made[model.fingerprint]
        return found

    def _make(self, model: ModelRow) -> Explainer:
        from photoclip.jobs.tasks.explaining import Explainer
        from photoclip.jobs.tasks.querying import QueryRunner
        from photoclip.labeling.text_cache import TextCache

        parts = self._parts
        searcher = parts.searcher()
        texts = TextCache(model.fingerprint, lambda: searcher.text_encoder(model))
        runner = QueryRunner(parts.context, searcher, model)
        return Explainer(parts.context, runner, texts, self._generation)


class Insight:
    """Part of :class:`photoclip.library.Library`: what is known about photos."""

    _parts: LibraryParts
    _feed: ChangeFeed

    @cached_property
    def _explainers(self) -> Explainers:
        return Explainers(self._parts, lambda: self._feed.generation)

    def explain(self, photo_id: int, query: str = "", *, looseness: float = 0.0) -> Explanation:
        """Why a photo is among the results of a query, and which labels it comes near to.

        Args:
            photo_id: The photo; it need not be among the results.
            query: As for :meth:`search`; "" names labels only.
            looseness: As for :meth:`search`.

        Raises:
            UserError: There is no such photo, or see :meth:`search`.
            QueryError, ModelError: See :meth:`search`.
        """
        from photoclip.library.named import known_ids

        with self._parts.context.db.read() as conn:
            known_ids(conn, [photo_id])
        return self._explainers.get().explain(photo_id, query, looseness=looseness)

    def summary(self, photo_ids: Iterable[int]) -> Summary:
        """What some photos have in common, counted at once however many they are."""
        from photoclip.catalog import summaries

        with self._parts.context.db.read() as conn:
            return summaries.summary(conn, photo_ids)
