"""Rooms of a library for the window's tests: label sets and suggestions in memory only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from photoclip.changes import ChangeSet
from photoclip.errors import UserError
from photoclip.jobs.job import Progress
from photoclip.library import (
    Decided,
    LabelInfo,
    LabelPreview,
    LabelSetInfo,
    LearnReport,
    ReviewGroup,
    ScoredPhoto,
    Suggestion,
)

NAN = float("nan")


class FakeReview:
    """Suggestions by hand."""

    def __init__(self, library: object) -> None:
        self._library = library
        self.open: list[Suggestion] = []
        self.accepted: list[Suggestion] = []
        self.rejected: list[Suggestion] = []
        self.batches: list[tuple[list[Suggestion], list[Suggestion]]] = []
        self.errors: dict[str, Exception] = {}
        self.report = LearnReport("pets", "dog", 2, 1, (3, 4), NAN, NAN, False)
        self.reset: list[tuple[str, str]] = []

    def suggest(self, photo_id: int, label: str, score: float, *, label_set: str = "pets") -> None:
        tag_id = sum(map(ord, label))
        path = Path("/photos/holiday") / f"photo_{photo_id:03}.jpg"
        self.open.append(
            Suggestion(photo_id, path, label_set, label, score, "suggested", "zero_shot", tag_id)
        )

    def groups(self, by: str) -> list[ReviewGroup]:
        found: dict[object, ReviewGroup] = {}
        for each in self.open:
            if by == "label":
                key: object = each.tag_id
                group = ReviewGroup(each.label, 0, label_set=each.label_set, tag_id=each.tag_id)
            else:
                key = each.photo_id
                group = ReviewGroup(each.path.name, 0, photo_id=each.photo_id)
            old = found.get(key, group)
            found[key] = replace(old, count=old.count + 1)
        return sorted(found.values(), key=lambda group: -group.count)

    def queue(
        self, *, tag_id: int = 0, photo_id: int = 0, limit: int | None = None, **_: object
    ) -> list[Suggestion]:
        found = [
            each
            for each in self.open
            if (not tag_id or each.tag_id == tag_id) and (not photo_id or each.photo_id == photo_id)
        ]
        return sorted(found, key=lambda each: -each.score)[:limit]

    def _decide(self, pairs: list[tuple[int, int]], into: list[Suggestion], name: str) -> Decided:
        if name in self.errors:
            raise self.errors[name]
        moved = [each for each in self.open if (each.photo_id, each.tag_id) in pairs]
        self.open = [each for each in self.open if each not in moved]
        into += moved
        self.batches.append((moved, into))
        self._library.publish(ChangeSet(tags=True))  # type: ignore[attr-defined]
        return Decided(len(moved), len(self.batches))

    def accept(self, pairs: list[tuple[int, int]]) -> Decided:
        return self._decide(pairs, self.accepted, "accept")

    def reject(self, pairs: list[tuple[int, int]]) -> Decided:
        return self._decide(pairs, self.rejected, "reject")

    def can_undo(self) -> bool:
        return bool(self.batches)

    def undo(self) -> Decided:
        if not self.batches:
            return Decided(0)
        moved, place = self.batches.pop()
        for each in moved:
            place.remove(each)
        self.open += moved
        return Decided(len(moved), 1)

    def learning(self, label_set: str, label: str) -> LearnReport:
        return replace(self.report, label_set=label_set, label=label)

    def learn(self, label_set: str, label: str) -> Iterator[Progress]:
        yield Progress("Learning", 0, 1)
        self.report = LearnReport(label_set, label, 6, 7, (0, 0), 0.5, 0.9, True, 0.4, 0.8)
        return self.report

    def reset_learning(self, label_set: str, label: str) -> None:
        self.reset.append((label_set, label))
        self.report = replace(self.report, in_use=False, before=NAN, after=NAN)


class FakeStudio:
    """Label sets in memory; previews say what was asked."""

    def __init__(self, library: object) -> None:
        self._library = library
        self.found = {
            "pets": LabelSetInfo(
                "pets",
                ("a photo of {}",),
                True,
                (
                    LabelInfo("pets", "cat", 1, ("Animals",), ("a cat", "a kitten")),
                    LabelInfo("pets", "dog", 2, (), ("a dog",), suggested=3),
                ),
            )
        }
        self.previews: list[tuple[str, str, tuple[str, ...], float | None]] = []
        self.suggested: list[str] = []
        self.suggested_in: list[str | None] = []
        self.errors: dict[str, Exception] = {}

    def sets(self) -> list[LabelSetInfo]:
        return list(self.found.values())

    def label(self, name: str, label_set: str = "pets") -> LabelInfo:
        return next(each for each in self.found[label_set].labels if each.name == name)

    def _put(self, label_set: str, labels: list[LabelInfo]) -> None:
        old = self.found[label_set]
        self.found[label_set] = replace(old, labels=tuple(labels))
        self._library.publish(ChangeSet(tags=True))  # type: ignore[attr-defined]

    def _change(self, label_set: str, name: str, /, **values: object) -> None:
        labels = [
            replace(each, **values) if each.name == name else each  # type: ignore[arg-type]
            for each in self.found[label_set].labels
        ]
        self._put(label_set, labels)

    def put_label(
        self, label_set: str, name: str, *, new_name: str | None = None, **values: object
    ) -> None:
        if "put_label" in self.errors:
            raise self.errors["put_label"]
        known = {each.name for each in self.found[label_set].labels}
        if name not in known:
            extra = LabelInfo(label_set, name, 10 + len(known))
            self._put(label_set, [*self.found[label_set].labels, extra])
            return
        self._change(label_set, name, **values, **({"name": new_name} if new_name else {}))

    def remove_label(self, label_set: str, name: str) -> None:
        labels = [each for each in self.found[label_set].labels if each.name != name]
        self._put(label_set, labels)

    def create_set(self, name: str, **_: object) -> None:
        if name in self.found:
            raise UserError(f"There is a label set “{name}” already.")
        self.found[name] = LabelSetInfo(name, (), True, ())

    def update_set(self, name: str, *, new_name: str | None = None, **values: object) -> None:
        old = self.found.pop(name)
        values = {key: value for key, value in values.items() if value is not None}
        new = replace(old, name=new_name or name, **values)  # type: ignore[arg-type]
        self.found[new.name] = new

    def remove_set(self, name: str) -> None:
        del self.found[name]

    def set_threshold(self, label_set: str, name: str, value: float | None) -> None:
        self._change(label_set, name, threshold=value)

    def set_auto_accept(self, label_set: str, name: str, value: float | None) -> None:
        self._change(label_set, name, auto_accept=value)

    def preview(
        self,
        label_set: str,
        name: str,
        *,
        prompts: tuple[str, ...],
        negatives: tuple[str, ...] = (),
        threshold: float | None = None,
        **_: object,
    ) -> LabelPreview:
        self.previews.append((label_set, name, tuple(prompts), threshold))
        line = 0.0 if threshold is None else threshold
        paths = [Path(f"/photos/holiday/photo_{i:03}.jpg") for i in range(1, 6)]
        top = tuple(ScoredPhoto(i, paths[i - 1], 2.0 - i / 2) for i in (1, 2))
        edge = tuple(ScoredPhoto(i, paths[i - 1], 0.1 - i / 100) for i in (2, 3, 4))
        edges = tuple(-3 + i * 0.5 for i in range(13))
        return LabelPreview((1, 2, 5, 9, 7, 4, 3, 2, 1, 1, 0, 1), edges, line, 0.0, 7, top, edge, 9)

    def suggest(self, label_set: str, *, album: str | None = None) -> Iterator[Progress]:
        self.suggested.append(label_set)
        self.suggested_in.append(album)
        yield Progress("Comparing labels", 0, 1)
        return 4
