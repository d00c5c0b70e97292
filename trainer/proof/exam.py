"""Everything that is measured of one mixture, on the same photos and sentences each time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from photoclip.runs import SnapshotPhoto
from trainer.proof import measures, retention
from trainer.proof.interpolation import FloatArray as Effects
from trainer.proof.interpolation import Point, SetScore
from trainer.proof.labelled import ClassTask
from trainer.proof.measures import Answers, BoolArray, FloatArray, IntArray, Ranks
from trainer.tuning.pairs import Pairs

ENOUGH_FOR_HALVES: Final = 200
"""From so many held-out photos on, α is chosen on one half and reported on the other."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What one mixture got.

    Attributes:
        ranks: Of every query among the held-out photos.
        score: Of those, on all held-out photos.
        choosing: The same on those that α is chosen on.
        reporting: The same on those that no choice saw; None where there is no such half.
        first: First results of general queries, shape (queries, results).
        overlap: Share of those that the base model has, too, 0..1.
        labelled: Accuracy on labelled sets.
        found: First held-out photos of each sentence, shape (texts, pictures).
    """

    ranks: Ranks
    score: float
    choosing: float
    reporting: float | None
    first: IntArray
    overlap: float
    labelled: tuple[SetScore, ...]
    found: IntArray

    def point(self, alpha: float) -> Point:
        """The part that the choice is made by."""
        return Point(alpha, self.score, self.choosing, self.reporting, self.overlap, self.labelled)


@dataclass(frozen=True, slots=True)
class Exam:
    """Photos and sentences to encode, and what is asked about them.

    Attributes:
        pairs: Held-out photos and captions.
        tasks: Labelled sets.
        measure: What retention is measured with.
        photos: All photos, each once.
        texts: All sentences, each once.
        answers: What is right for what among ``pairs``.
        kept_out: Groups that no choice sees, shape (groups,); None if there are too few
            photos for halves.
        pool: Positions of the photos that general queries look through.
        queries: Positions of the general queries.
    """

    pairs: Pairs
    tasks: tuple[ClassTask, ...]
    measure: retention.Yardstick
    photos: tuple[SnapshotPhoto, ...]
    texts: tuple[str, ...]
    answers: Answers
    kept_out: BoolArray | None
    pool: IntArray
    queries: IntArray
    _photo_at: dict[str, int] = field(repr=False)
    _text_at: dict[str, int] = field(repr=False)

    @classmethod
    def of(
        cls,
        pairs: Pairs,
        general: Sequence[SnapshotPhoto],
        queries: Sequence[str],
        tasks: Sequence[ClassTask],
        *,
        min_overlap: float,
    ) -> Exam:
        """Prepare it; all photos must be ones that can be opened."""
        measure = retention.yardstick(len(general), len(pairs.photos), min_overlap=min_overlap)
        pool = list(general) if measure.pool == "general" else [*general, *pairs.photos]
        everything = [*pairs.photos, *pool, *(photo for task in tasks for photo in task.photos)]
        photos = {photo.pixel_hash: photo for photo in reversed(everything)}
        photo_at = {pixel_hash: i for i, pixel_hash in enumerate(photos)}
        texts = tuple(dict.fromkeys([*pairs.texts, *queries, *sentences_of(tasks)]))
        text_at = {text: i for i, text in enumerate(texts)}
        answers = Answers.of(pairs)
        return cls(
            pairs=pairs,
            tasks=tuple(tasks),
            measure=measure,
            photos=tuple(photos.values()),
            texts=texts,
            answers=answers,
            kept_out=halves(answers.group_of),
            pool=_positions(dict.fromkeys(photo.pixel_hash for photo in pool), photo_at),
            queries=_positions(queries, text_at),
            _photo_at=photo_at,
            _text_at=text_at,
        )

    def mark(
        self, images: FloatArray, texts: FloatArray, *, base: Marks | None, pictures: int
    ) -> Marks:
        """Measure one mixture.

        Args:
            images: Unit vectors of ``photos``, shape (photos, dim).
            texts: Unit vectors of ``texts``, shape (texts, dim).
            base: The base model's marks; None if this is the base model.
            pictures: First photos to remember of each held-out sentence.
        """
        mine = images[_positions((p.pixel_hash for p in self.pairs.photos), self._photo_at)]
        said = texts[_positions(self.pairs.texts, self._text_at)]
        ranks = measures.ranks_of(said, mine, self.answers)
        first = retention.first_results(
            texts[self.queries], images[self.pool], self.measure.results
        )
        score = measures.score_of(ranks, self.answers)
        reporting, choosing = None, score
        if self.kept_out is not None:
            reporting = measures.score_of(ranks, self.answers, only=self.kept_out)
            choosing = measures.score_of(ranks, self.answers, only=~self.kept_out)
        return Marks(
            ranks=ranks,
            score=score,
            choosing=choosing,
            reporting=reporting,
            first=first,
            overlap=1.0 if base is None else retention.overlap(base.first, first),
            labelled=tuple(self._top1(task, images, texts) for task in self.tasks),
            found=retention.first_results(said, mine, pictures),
        )

    def effects(self, marks: Sequence[Marks], base: Marks) -> Effects:
        """By how much each group moves the score, shape (marks, groups); see ``choose``."""
        answers = self.answers
        groups = answers.link.shape[1]
        out = np.zeros((len(marks), groups))
        sides = (("text_to_image", answers.home_of), ("image_to_text", answers.group_of))
        for i, mark in enumerate(marks):
            for name, home in sides:
                now = measures.gains(getattr(mark.ranks, name))
                before = measures.gains(getattr(base.ranks, name))
                change = (now - before).astype(np.float64) * (50 / max(1, len(home)))
                out[i] += np.bincount(home, weights=change, minlength=groups)
        return out

    def _top1(self, task: ClassTask, images: FloatArray, texts: FloatArray) -> SetScore:
        rows = _positions((photo.pixel_hash for photo in task.photos), self._photo_at)
        prompts = _positions(sentences_of([task]), self._text_at)
        counts = [len(sentences) for sentences in task.sentences]
        matrix = measures.class_vectors(texts[prompts], counts)
        hits = int(((images[rows] @ matrix.T).argmax(1) == task.truth).sum())
        return SetScore(task.name, len(rows), hits)


def sentences_of(tasks: Iterable[ClassTask]) -> list[str]:
    """All filled templates, class after class."""
    return [text for task in tasks for sentences in task.sentences for text in sentences]


def halves(group_of: IntArray, *, seed: int = 0) -> BoolArray | None:
    """Which groups no choice sees: half of the photos; None with too few photos for that.

    Args:
        group_of: Group of each photo, shape (photos,).
        seed: Seed of the draw.
    """
    if len(group_of) < ENOUGH_FOR_HALVES:
        return None
    sizes = np.bincount(group_of)
    order = np.random.default_rng(seed).permutation(len(sizes))
    behind = np.cumsum(sizes[order])
    kept_out = np.zeros(len(sizes), bool)
    kept_out[order[behind > len(group_of) / 2]] = True
    return kept_out


def _positions(keys: Iterable[str], at: dict[str, int]) -> IntArray:
    return np.array([at[key] for key in keys], np.int64)
