"""Is the tuned model better, and what did it cost? Chooses what is offered, or keeps the old."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from photoclip.runs import LabelledSet, ProofTable, SnapshotPhoto
from trainer.proof.along import image_vectors_along, text_vectors_of
from trainer.proof.exam import Exam, Marks, sentences_of
from trainer.proof.interpolation import Choice, Limits, Point, SetScore, choose
from trainer.proof.labelled import ClassTask, tasks_of_files, tasks_of_sets
from trainer.proof.measures import IntArray, Recall, recall_of
from trainer.proof.retention import Yardstick
from trainer.tuning.pairs import Pairs, make_pairs

if TYPE_CHECKING:
    from torch import Tensor

    from trainer.tuning.contract import Report, Tunable

_SHOWN_QUERIES: Final = 10
_PICTURES: Final = 4


@dataclass(frozen=True, slots=True)
class Material:
    """What a model is measured on; nothing of it was trained on.

    Attributes:
        validation: Held-out photos and captions.
        general: Uncaptioned photos.
        label_sets: The user's label sets.
        labelled: Files of ``file<TAB>label``.
        queries: General queries; see ``retention.general_queries``.
    """

    validation: Pairs
    general: tuple[SnapshotPhoto, ...]
    label_sets: tuple[LabelledSet, ...]
    labelled: tuple[Path, ...]
    queries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A photo among the first results.

    Attributes:
        photo: The photo.
        right: Whether it is a right answer.
    """

    photo: SnapshotPhoto
    right: bool


@dataclass(frozen=True, slots=True)
class QueryChange:
    """What became of one held-out caption.

    Attributes:
        text: The caption.
        before: Rank of its first right photo with the base model, from 1.
        after: The same with the tuned one.
        results_before: First photos that the base model finds.
        results_after: First photos that the tuned one finds.
    """

    text: str
    before: float
    after: float
    results_before: tuple[Found, ...]
    results_after: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one mixture reached, for people.

    Attributes:
        recall: On all held-out photos.
        half: On those that no choice saw; None if there are too few photos.
        overlap: Mean overlap of the first results, 0..1.
        labelled: Accuracy on labelled sets.
    """

    recall: Recall
    half: Recall | None
    overlap: float
    labelled: tuple[SetScore, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """What the proof found.

    Attributes:
        alpha: Weight of the tuned model in what is offered; 0: the base model was kept.
        improved: Whether a tuned model is offered.
        message: What came of it, in plain sentences.
        candidate: The α that ``after`` and the queries are about: ``alpha`` if it is
            offered, else the one that came nearest.
        before: The base model.
        after: The tuned model at ``candidate``.
        curve: All α, from the least.
        chance: Probability of so large a gain by chance alone.
        measure: What retention was measured with.
        limits: What could be lost at most.
        photos: Held-out photos that were measured.
        captions: Different sentences of those.
        queries: General queries.
        unreadable: Photos that could not be opened and were left out.
        best: Captions that gained most.
        worst: Captions that lost most.
    """

    alpha: float
    improved: bool
    message: str
    candidate: float
    before: Outcome
    after: Outcome
    curve: tuple[Point, ...]
    chance: float
    measure: Yardstick
    limits: Limits
    photos: int
    captions: int
    queries: int
    unreadable: int
    best: tuple[QueryChange, ...]
    worst: tuple[QueryChange, ...]

    def figures(self) -> dict[str, float]:
        """Before and after by name, percentages 0..100 and ranks from 1."""
        out: dict[str, float] = {}
        for prefix, outcome in (("before", self.before), ("after", self.after)):
            out |= {f"{prefix}_{k}": v for k, v in outcome.recall.figures().items()}
            out[f"{prefix}_overlap"] = 100 * outcome.overlap
            out |= {f"{prefix}_top1_{row.name}": row.percent for row in outcome.labelled}
        return out


def prove(
    model: Tunable,
    tuned: Mapping[str, Tensor],
    material: Material,
    table: ProofTable,
    *,
    report: Report,
) -> Proof:
    """Measure all mixtures, choose one or none, and leave the model at it.

    The photos' vectors of all α live at once: 60 MB for 11 α, 2,500 photos and 512 numbers.

    Args:
        model: The base model made ready by a preset.
        tuned: What training gave.
        material: Photos and sentences that were not trained on.
        table: Limits, and the α to try.
        report: Told what is being done.

    Raises:
        CaptionsError: A labelled file is not well formed.
    """
    exam, unreadable = _prepare(model, material, table, report)
    alphas = sorted({0.0, *(alpha for alpha in table.alphas if alpha >= 0)})
    marks = _mark_all(model, tuned, exam, alphas, report)
    points = [mark.point(alpha) for mark, alpha in zip(marks, alphas, strict=True)]
    limits = Limits(exam.measure.limit, table.max_labelled_drop)
    choice = choose(points, exam.effects(marks, marks[0]), limits)
    model.blend(tuned, choice.alpha)
    candidate = marks[alphas.index(choice.candidate)]
    before, after = _outcome(exam, marks[0]), _outcome(exam, candidate)
    best, worst = _changes(exam, marks[0], candidate)
    return Proof(
        alpha=choice.alpha,
        improved=choice.improved,
        message=_message(choice, before, after, len(exam.pairs.photos)),
        candidate=choice.candidate,
        before=before,
        after=after,
        curve=tuple(points),
        chance=choice.chance,
        measure=exam.measure,
        limits=limits,
        photos=len(exam.pairs.photos),
        captions=len(exam.pairs.texts),
        queries=len(exam.queries),
        unreadable=unreadable,
        best=best,
        worst=worst,
    )


def _prepare(
    model: Tunable, material: Material, table: ProofTable, report: Report
) -> tuple[Exam, int]:
    """Warm the model, and leave out what cannot be opened; also tells how much that was."""
    tasks = [
        *tasks_of_sets(material.label_sets),
        *tasks_of_files(material.labelled, report=report),
    ]
    pairs = material.validation
    wanted = [*pairs.photos, *material.general, *(p for task in tasks for p in task.photos)]
    photos = list({photo.pixel_hash: photo for photo in wanted}.values())
    texts = list(dict.fromkeys([*pairs.texts, *material.queries, *sentences_of(tasks)]))
    bad = {photo.pixel_hash for photo in model.warm(photos, texts, views=1, report=report)}
    if any(photo.pixel_hash in bad for photo in pairs.photos):
        pairs = make_pairs([photo for photo in pairs.photos if photo.pixel_hash not in bad])
    exam = Exam.of(
        pairs,
        [photo for photo in material.general if photo.pixel_hash not in bad],
        material.queries,
        _without(tasks, bad),
        min_overlap=table.min_overlap,
    )
    return exam, len(bad)


def _without(tasks: Sequence[ClassTask], bad: set[str]) -> list[ClassTask]:
    left = [task.without(bad) for task in tasks]
    return [task for task in left if task.photos]


def _mark_all(
    model: Tunable,
    tuned: Mapping[str, Tensor],
    exam: Exam,
    alphas: Sequence[float],
    report: Report,
) -> list[Marks]:
    images = image_vectors_along(model, tuned, alphas, exam.photos, report=report)
    marks: list[Marks] = []
    for i, alpha in enumerate(alphas):
        model.blend(tuned, alpha)
        texts = text_vectors_of(model, exam.texts)
        base = marks[0] if marks else None
        marks.append(exam.mark(images[i], texts, base=base, pictures=_PICTURES))
        report("Comparing mixtures of old and new", i + 1, len(alphas))
    return marks


def _outcome(exam: Exam, marks: Marks) -> Outcome:
    half = None
    if exam.kept_out is not None:
        half = recall_of(marks.ranks, exam.answers, only=exam.kept_out)
    return Outcome(recall_of(marks.ranks, exam.answers), half, marks.overlap, marks.labelled)


def _message(choice: Choice, before: Outcome, after: Outcome, photos: int) -> str:
    if not photos:
        return "Kept your current model: there are no held-out photos to measure with."
    if not choice.improved:
        return f"Kept your current model: {choice.reason}"
    old, new = before.recall.text_to_image, after.recall.text_to_image
    return (
        f"Your photos are found better: on {photos} photos that it was not trained on, a"
        f" caption finds its photo first in {new.r1.percent:.0f} % of cases (before:"
        f" {old.r1.percent:.0f} %) and among the first ten in {new.r10.percent:.0f} % (before:"
        f" {old.r10.percent:.0f} %). Of the first results of general queries"
        f" {100 * after.overlap:.0f} % stay the same."
    )


def _changes(
    exam: Exam, before: Marks, after: Marks
) -> tuple[tuple[QueryChange, ...], tuple[QueryChange, ...]]:
    """Captions that gained most and that lost most, at most one for each group of photos.

    Going from rank 20 to 1 counts more than from 1,000 to 900: logarithms are compared.
    """
    old, new = before.ranks.text_to_image + 1, after.ranks.text_to_image + 1
    change = np.log(new / old)

    def first(order: IntArray) -> tuple[QueryChange, ...]:
        found = np.sort(np.unique(exam.answers.home_of[order], return_index=True)[1])
        return tuple(_change(exam, int(i), before, after) for i in order[found[:_SHOWN_QUERIES]])

    order = np.argsort(change, kind="stable")
    lost = np.argsort(-change, kind="stable")
    return first(order[change[order] < 0]), first(lost[change[lost] > 0])


def _change(exam: Exam, text: int, before: Marks, after: Marks) -> QueryChange:
    right = exam.answers.right(slice(text, text + 1))[0]
    photos = exam.pairs.photos

    def shown(found: Sequence[int]) -> tuple[Found, ...]:
        return tuple(Found(photos[i], bool(right[i])) for i in found)

    return QueryChange(
        text=exam.pairs.texts[text],
        before=float(before.ranks.text_to_image[text]) + 1,
        after=float(after.ranks.text_to_image[text]) + 1,
        results_before=shown(before.found[text].tolist()),
        results_after=shown(after.found[text].tolist()),
    )
