"""How well held-out photos and captions find each other, and how well labels are told.

The measures are those of ``photoclip.search.evaluate``; here several photos may be right
for one sentence, and the other way round.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from photoclip.search.evaluate import Retrieval, bootstrap_interval
from trainer.tuning.pairs import Pairs

FloatArray = NDArray[np.float32]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

CUTOFFS = (1, 5, 10)
_CHUNK = 1024
_DIRECTIONS = ("text_to_image", "image_to_text")


@dataclass(frozen=True, slots=True)
class Answers:
    """Which photos are right for which sentences.

    A photo is right for a sentence if a photo of its group (the same burst, or nearly the
    same picture) has a caption of the sentence's kind (an equal or near-equal sentence).

    Attributes:
        kind_of: Kind of each sentence, shape (texts,).
        group_of: Group of each photo, shape (photos,).
        link: Whether a photo of the group has a caption of the kind, shape (kinds, groups).
        home_of: Group that a sentence is counted with when groups are drawn: that of its
            first photo, shape (texts,).
    """

    kind_of: IntArray
    group_of: IntArray
    link: BoolArray
    home_of: IntArray

    @classmethod
    def of(cls, pairs: Pairs) -> Answers:
        """Those of one split."""
        kind_of = np.unique(pairs.kind_of, return_inverse=True)[1].astype(np.int64)
        group_of = np.unique(pairs.group_of, return_inverse=True)[1].astype(np.int64)
        link = np.zeros((kind_of.max(initial=-1) + 1, group_of.max(initial=-1) + 1), bool)
        link[kind_of[pairs.text_of], group_of[pairs.photo_of]] = True
        texts, first = np.unique(pairs.text_of, return_index=True)
        home_of = np.zeros(len(pairs.texts), np.int64)
        home_of[texts] = group_of[pairs.photo_of[first]]
        return cls(kind_of, group_of, link, home_of)

    def right(self, rows: slice) -> BoolArray:
        """Whether photos are right for some sentences, shape (sentences, photos)."""
        found: BoolArray = self.link[self.kind_of[rows]][:, self.group_of]
        return found


@dataclass(frozen=True, slots=True)
class Ranks:
    """Rank of the first right answer of each query; 0 is best, ties count half.

    Attributes:
        text_to_image: Of each sentence, shape (texts,).
        image_to_text: Of each photo, shape (photos,).
    """

    text_to_image: FloatArray
    image_to_text: FloatArray


def ranks_of(text: FloatArray, image: FloatArray, answers: Answers) -> Ranks:
    """Rank all photos for each sentence, and all sentences for each photo.

    Of wrong answers with the score of the best right one half count as ahead, so that a
    model that gives everything the same vector does not look perfect.

    Args:
        text: Unit vectors of sentences, shape (m, d).
        image: Unit vectors of photos, shape (n, d).
        answers: What is right for what.
    """
    return Ranks(
        text_to_image=_first_right(text, image, answers.right),
        image_to_text=_first_right(image, text, lambda rows: _right_texts(answers, rows)),
    )


def recall(ranks: FloatArray, groups: IntArray) -> Retrieval:
    """R@1, R@5 and R@10 with intervals by drawing groups, and the median rank from 1.

    All are 0 without any query.

    Args:
        ranks: From 0, shape (q,).
        groups: Queries of one group succeed and fail together, shape (q,).
    """
    r1, r5, r10 = (bootstrap_interval(ranks < k, groups) for k in CUTOFFS)
    return Retrieval(r1, r5, r10, float(np.median(ranks)) + 1 if len(ranks) else 0.0)


def gains(ranks: FloatArray) -> FloatArray:
    """What each query adds to the score: the share of the cut-offs that it is within."""
    limits = np.array(CUTOFFS, np.float32)
    within: FloatArray = (ranks[:, None] < limits).mean(1, dtype=np.float32)
    return within


def score_of(ranks: Ranks, answers: Answers, *, only: BoolArray | None = None) -> float:
    """The validation score: mean of R@1, R@5 and R@10 of both directions, 0..100.

    Args:
        ranks: Of all queries.
        answers: What was right.
        only: Groups whose queries count, shape (groups,); None counts all.
    """
    texts, photos = _counted(answers, only)
    sides = (ranks.text_to_image[texts], ranks.image_to_text[photos])
    return 50 * sum(float(gains(side).mean(dtype=np.float64)) for side in sides if len(side))


@dataclass(frozen=True, slots=True)
class Recall:
    """Recall on held-out photos in both directions."""

    text_to_image: Retrieval
    image_to_text: Retrieval

    @property
    def score(self) -> float:
        """See :func:`score_of`."""
        sides = (self.text_to_image, self.image_to_text)
        six = [share.percent for side in sides for share in (side.r1, side.r5, side.r10)]
        return sum(six) / len(six)

    def figures(self) -> dict[str, float]:
        """All figures by name, percentages 0..100 and ranks from 1."""
        out = {"score": self.score}
        for name in _DIRECTIONS:
            side: Retrieval = getattr(self, name)
            for k in CUTOFFS:
                out[f"{name}_r{k}"] = getattr(side, f"r{k}").percent
            out[f"{name}_median_rank"] = side.median_rank
        return out


def recall_of(ranks: Ranks, answers: Answers, *, only: BoolArray | None = None) -> Recall:
    """Both directions at once.

    Args:
        ranks: Of all queries.
        answers: What was right.
        only: Groups whose queries count, shape (groups,); None counts all.
    """
    texts, photos = _counted(answers, only)
    return Recall(
        recall(ranks.text_to_image[texts], answers.home_of[texts]),
        recall(ranks.image_to_text[photos], answers.group_of[photos]),
    )


def class_vectors(vectors: FloatArray, counts: Sequence[int]) -> FloatArray:
    """One unit vector a class: the mean of its prompts' vectors, normalised.

    Radford et al. 2021 (arXiv 2103.00020), section 3.1.4.

    Args:
        vectors: Unit vectors of all filled templates, class after class, shape (m, d).
        counts: How many belong to each class; they add up to m.
    """
    starts = np.cumsum([0, *counts[:-1]])
    mean: FloatArray = np.add.reduceat(vectors, starts, axis=0, dtype=np.float32)
    mean /= np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-12)
    return mean


def filled(classes: Mapping[str, Sequence[str]], templates: Sequence[str]) -> list[list[str]]:
    """All sentences of each class: its prompts (its name, if it has none) in every template."""
    return [
        [template.replace("{}", prompt) for template in templates for prompt in prompts or (name,)]
        for name, prompts in classes.items()
    ]


def _counted(answers: Answers, only: BoolArray | None) -> tuple[BoolArray, BoolArray]:
    """Which sentences and which photos count."""
    counted = np.ones(answers.link.shape[1], bool) if only is None else only
    return counted[answers.home_of], counted[answers.group_of]


def _right_texts(answers: Answers, rows: slice) -> BoolArray:
    found: BoolArray = answers.link[:, answers.group_of[rows]].T[:, answers.kind_of]
    return found


def _first_right(
    queries: FloatArray, others: FloatArray, right: Callable[[slice], BoolArray]
) -> FloatArray:
    ranks = np.empty(len(queries), np.float32)
    for rows in _chunks(len(queries)):
        scores = queries[rows] @ others.T
        good = right(rows)
        best = np.where(good, scores, -np.inf).max(1, keepdims=True, initial=-np.inf)
        ahead = ((scores > best) & ~good).sum(1)
        ranks[rows] = ahead + ((scores == best) & ~good).sum(1) / 2
    return ranks


def _chunks(count: int) -> Iterator[slice]:
    for start in range(0, count, _CHUNK):
        yield slice(start, start + _CHUNK)
