"""The review queue: nothing is a tag before the user says so, and what is said teaches."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from photoclip.catalog import decisions, labels, photos, suggestions
from photoclip.catalog.decisions import DecidedBatch, Status
from photoclip.catalog.suggestions import Which
from photoclip.changes import ChangeSet
from photoclip.errors import UserError
from photoclip.library.parts import LibraryParts
from photoclip.results import Decided, ReviewGroup, Suggestion

if TYPE_CHECKING:
    from photoclip.catalog.rows import SuggestionRow
    from photoclip.jobs.job import Job
    from photoclip.results import LearnReport

Pair = tuple[int, int]
"""(photo id, tag id)."""


class Review:
    """Suggestions and decisions; reached as ``library.review``."""

    def __init__(self, parts: LibraryParts) -> None:
        self._parts = parts

    # --- the queue -----------------------------------------------------------------

    def queue(
        self,
        *,
        label_set: str | None = None,
        label: str | None = None,
        tag_id: int | None = None,
        photo_id: int | None = None,
        minimum: float | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[Suggestion]:
        """Suggestions that wait for a decision, the surest first.

        Args:
            label_set: Only labels of this set.
            label: Only this label, by name or by path with ``/``.
            tag_id: Only this tag.
            photo_id: Only this photo.
            minimum: Only scores from here on.
            limit: Most suggestions.
            offset: How many to leave out before.

        Raises:
            UserError: There is no such label or set.
        """
        return self._find(
            Which(
                label_set=label_set,
                tag_ids=self._tag_ids(label_set, label, tag_id),
                photo_id=photo_id,
                minimum=minimum,
            ),
            limit=limit,
            offset=offset,
        )

    def groups(self, by: Literal["label", "photo"]) -> list[ReviewGroup]:
        """The queue in parts, those with most suggestions first."""
        with self._parts.context.db.read() as conn:
            if by == "label":
                return [
                    ReviewGroup(name, count, label_set=label_set, tag_id=tag_id)
                    for tag_id, name, label_set, count in suggestions.count_by_tag(conn)
                ]
            return [
                ReviewGroup(name, count, photo_id=photo_id)
                for photo_id, name, count in suggestions.count_by_photo(conn)
            ]

    def preview_bulk(self, tag_id: int, *, minimum: float) -> list[Suggestion]:
        """What would be decided at once: a label's suggestions from a score on."""
        return self._find(Which(tag_ids=[tag_id], minimum=minimum))

    def history(
        self,
        *,
        status: Status | None = None,
        label_set: str | None = None,
        label: str | None = None,
        tag_id: int | None = None,
        photo_id: int | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[Suggestion]:
        """What was decided, the latest first; tags given by hand and by files too.

        Args:
            status: Only ``"accepted"`` or ``"rejected"`` ones.
            label_set: As for :meth:`queue`, like the rest.
            label: Only this label.
            tag_id: Only this tag.
            photo_id: Only this photo.
            limit: Most decisions.
            offset: How many to leave out before.

        Raises:
            UserError: There is no such label.
        """
        which = Which(
            status,
            label_set=label_set,
            tag_ids=self._tag_ids(label_set, label, tag_id),
            photo_id=photo_id,
            decided=True,
        )
        return self._find(which, latest_first=True, limit=limit, offset=offset)

    def suggested(self, status: str) -> list[Suggestion]:
        """What a model suggested and has this status now, the surest first."""
        return self._find(Which(status, sources=("zero_shot", "learned")))

    # --- decisions -----------------------------------------------------------------

    def accept(self, pairs: Sequence[Pair], *, create: bool = False) -> Decided:
        """Tag photos with what was suggested.

        Args:
            pairs: (photo id, tag id) of suggestions or earlier decisions.
            create: Also where nothing was suggested; otherwise such pairs are left alone.
        """
        return self._decide(pairs, "accepted", create=create)

    def reject(self, pairs: Sequence[Pair], *, create: bool = False) -> Decided:
        """Say that suggestions are wrong; they are not made again. Arguments as above."""
        return self._decide(pairs, "rejected", create=create)

    def undo(self) -> Decided:
        """Take back the newest batch of decisions; again: the one before it.

        Returns:
            What changed; a count of 0 if there is nothing to undo.
        """
        return self._tell(self._parts.context.db.write(decisions.undo_last))

    def can_undo(self) -> bool:
        """Whether there is a decision to take back, of this run or an earlier one."""
        with self._parts.context.db.read() as conn:
            return decisions.can_undo(conn)

    # --- learning ------------------------------------------------------------------

    def learn(self, label_set: str, label: str) -> Job[LearnReport]:
        """Teach a label from what was decided about it; takes seconds, opens no photo.

        What was learned is used from the next :meth:`LabelStudio.suggest` on, if it is
        better on decisions that it did not learn from.

        Raises:
            UserError: There is no such label.
        """
        from photoclip.jobs.tasks.learning import learn_label

        return learn_label(
            self._parts.context, self._parts.searcher(), self._parts.model(None), label_set, label
        )

    def learning(self, label_set: str, label: str) -> LearnReport:
        """What a label has learned for the active model, or what it needs first.

        Raises:
            UserError: There is no such label.
        """
        from photoclip.jobs.tasks.learning import learning_of

        return learning_of(self._parts.context, self._parts.model(None), label_set, label)

    def reset_learning(self, label_set: str, label: str) -> None:
        """Forget what a label has learned for the active model; decisions stay.

        Raises:
            UserError: There is no such label.
        """
        from photoclip.jobs.tasks.learning import reset_label

        reset_label(self._parts.context, self._parts.model(None), label_set, label)

    # --- inside --------------------------------------------------------------------

    def _tag_ids(
        self, label_set: str | None, label: str | None, tag_id: int | None
    ) -> list[int] | None:
        with self._parts.context.db.read() as conn:
            if label_set is not None and labels.find_set(conn, label_set) is None:
                raise UserError(
                    f"There is no label set “{label_set}” in the library; "
                    "see “photoclip labels list”."
                )
            if label is None:
                return None if tag_id is None else [tag_id]
            found = suggestions.tags_called(conn, label, label_set=label_set)
        if not found:
            where = "" if label_set is None else f" in the set “{label_set}”"
            raise UserError(f"There is no label “{label}”{where}; see “photoclip labels list”.")
        return found if tag_id is None else [each for each in found if each == tag_id]

    def _find(
        self,
        which: Which,
        *,
        latest_first: bool = False,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[Suggestion]:
        with self._parts.context.db.read() as conn:
            rows = suggestions.find(
                conn, which, latest_first=latest_first, limit=limit, offset=offset
            )
            known = photos.get_many(conn, dict.fromkeys(row.photo_id for row in rows))
        where = {photo.id: photo.path for photo in known}
        return [_suggestion(row, where[row.photo_id]) for row in rows]

    def _decide(self, pairs: Sequence[Pair], status: Status, *, create: bool) -> Decided:
        wanted = list(pairs)
        return self._tell(
            self._parts.context.db.write(
                lambda conn: decisions.decide(conn, wanted, status, create=create)
            )
        )

    def _tell(self, done: DecidedBatch) -> Decided:
        if done.count:
            self._parts.context.publish(ChangeSet(photos=frozenset(done.photo_ids), tags=True))
        return Decided(done.count, done.batch)


def _suggestion(row: SuggestionRow, path: Path) -> Suggestion:
    return Suggestion(
        photo_id=row.photo_id,
        path=path,
        label_set=row.label_set,
        label=row.label,
        score=row.score or 0.0,
        status=row.status,
        source=row.source,
        tag_id=row.tag_id,
    )
