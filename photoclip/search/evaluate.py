"""Recall and zero-shot accuracy on captioned and labelled photos, with numpy only.

The measures are those of the field: recall@k in both directions with several captions
a photo (Faghri et al. 2018, arXiv 1707.05612), and top-1 accuracy of zero-shot
classification with a prompt ensemble (Radford et al. 2021, arXiv 2103.00020).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from photoclip.paths import resource
from photoclip.search.evaluation_sets import CaptionSet as CaptionSet
from photoclip.search.evaluation_sets import LabelSet as LabelSet
from photoclip.search.evaluation_sets import read_captions_tsv as read_captions_tsv
from photoclip.search.evaluation_sets import read_labels_tsv as read_labels_tsv
from photoclip.search.evaluation_sets import read_templates as read_templates

FloatArray = NDArray[np.float32]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
EncodeTexts = Callable[[Sequence[str]], FloatArray]

_CHUNK = 1024
_RESAMPLES = 1000
_Z95 = 1.959964


@dataclass(frozen=True, slots=True)
class Share:
    """A percentage with its 95 % interval.

    Attributes:
        percent: The measured value, 0..100.
        low: Lower end of the interval.
        high: Upper end of the interval.
    """

    percent: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Retrieval:
    """One direction of retrieval.

    Attributes:
        r1: Recall at 1.
        r5: Recall at 5.
        r10: Recall at 10.
        median_rank: Median rank of the first right answer; 1 is best.
    """

    r1: Share
    r5: Share
    r10: Share
    median_rank: float


@dataclass(frozen=True, slots=True)
class RecallReport:
    """Recall on captioned photos.

    Attributes:
        images: Number of photos.
        captions: Number of captions.
        text_to_image: A caption looks for its photo.
        image_to_text: A photo looks for any of its captions.
    """

    images: int
    captions: int
    text_to_image: Retrieval
    image_to_text: Retrieval

    def figures(self) -> dict[str, float]:
        """All figures by name, percentages 0..100."""
        out: dict[str, float] = {"images": self.images, "captions": self.captions}
        for name in ("text_to_image", "image_to_text"):
            side: Retrieval = getattr(self, name)
            for k in ("r1", "r5", "r10"):
                share: Share = getattr(side, k)
                out[f"{name}_{k}"] = share.percent
                out[f"{name}_{k}_low"] = share.low
                out[f"{name}_{k}_high"] = share.high
            out[f"{name}_median_rank"] = side.median_rank
        return out


@dataclass(frozen=True, slots=True)
class FolderScore:
    """Zero-shot accuracy of one top folder with its own class list.

    Attributes:
        folder: Name of the folder; empty for files that lie in none.
        classes: Number of classes to choose from.
        images: Number of photos.
        top1: Share of photos whose nearest class is the right one.
    """

    folder: str
    classes: int
    images: int
    top1: Share


@dataclass(frozen=True, slots=True)
class ZeroShotReport:
    """Zero-shot accuracy per top folder, in the order of the labels file."""

    folders: tuple[FolderScore, ...]

    def figures(self) -> dict[str, dict[str, float]]:
        """All figures by folder and name, percentages 0..100."""
        return {
            score.folder: {
                "top1": score.top1.percent,
                "top1_low": score.top1.low,
                "top1_high": score.top1.high,
                "classes": score.classes,
                "images": score.images,
            }
            for score in self.folders
        }


def recall_report(
    text_vectors: FloatArray, image_vectors: FloatArray, caption_image_index: IntArray
) -> RecallReport:
    """Recall@1/5/10 and median rank in both directions.

    Args:
        text_vectors: Unit vectors of the captions, shape (c, d).
        image_vectors: Unit vectors of the photos, shape (n, d).
        caption_image_index: Position of each caption's photo, shape (c,). Photos
            without a caption stand in the way of others but are not asked for.
    """
    text_ranks, image_ranks = _ranks(text_vectors, image_vectors, caption_image_index)
    asked = np.unique(caption_image_index)
    return RecallReport(
        images=len(image_vectors),
        captions=len(text_vectors),
        # The captions of one photo succeed and fail together: photos are resampled.
        text_to_image=_retrieval(text_ranks, caption_image_index),
        image_to_text=_retrieval(image_ranks[asked], asked),
    )


def class_matrix(
    encode: EncodeTexts, classes: Sequence[str], templates: Sequence[str]
) -> FloatArray:
    """One unit vector a class: the mean over filled templates, normalised; shape (classes, d)."""
    filled = [template.replace("{}", name) for name in classes for template in templates]
    vectors = encode(filled).reshape(len(classes), len(templates), -1)
    mean: FloatArray = vectors.mean(1, dtype=np.float32)
    mean /= np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-12)
    return mean


def default_templates() -> tuple[str, ...]:
    """The shipped prompt templates that the models' published figures are measured with."""
    return read_templates(resource("prompts", "evaluation.txt"))


def zeroshot_hits(
    image_vectors: FloatArray,
    labels: LabelSet,
    encode: EncodeTexts,
    templates: Sequence[str],
) -> BoolArray:
    """Whether the nearest class of each photo is the right one.

    Args:
        image_vectors: Unit vectors in the order of ``labels``, shape (n, d).
        labels: The photos' classes; each top folder chooses among its own.
        encode: Maps sentences to unit vectors (m, d).
        templates: Prompt templates with ``{}`` for the class name, for example
            :func:`default_templates`.
    """
    folders = np.array(labels.folders)
    truth = np.array(labels.labels)
    hits = np.zeros(len(truth), bool)
    for folder in dict.fromkeys(labels.folders):
        rows = np.flatnonzero(folders == folder)
        classes = sorted(set(truth[rows].tolist()))
        matrix = class_matrix(encode, classes, templates)
        nearest = (image_vectors[rows] @ matrix.T).argmax(1)
        hits[rows] = np.array(classes)[nearest] == truth[rows]
    return hits


def zeroshot_report(
    hits: BoolArray, labels: LabelSet, *, keep: BoolArray | None = None
) -> ZeroShotReport:
    """Top-1 accuracy per top folder.

    Args:
        hits: From :func:`zeroshot_hits`.
        labels: The photos' classes.
        keep: Count only these photos, for example one half; the class lists stay whole.
    """
    folders = np.array(labels.folders)
    truth = np.array(labels.labels)
    kept = np.ones(len(truth), bool) if keep is None else keep
    scores = []
    for folder in dict.fromkeys(labels.folders):
        mine = folders == folder
        counted = hits[mine & kept]
        scores.append(
            FolderScore(
                folder=folder,
                classes=len(set(truth[mine].tolist())),
                images=len(counted),
                top1=wilson_interval(int(counted.sum()), len(counted)),
            )
        )
    return ZeroShotReport(tuple(scores))


def wilson_interval(successes: int, trials: int) -> Share:
    """A share of independent trials with its 95 % interval after Wilson (1927)."""
    if trials == 0:
        return Share(0.0, 0.0, 100.0)
    p, z2 = successes / trials, _Z95**2
    centre = (p + z2 / (2 * trials)) / (1 + z2 / trials)
    half = _Z95 * math.sqrt(p * (1 - p) / trials + z2 / (4 * trials**2)) / (1 + z2 / trials)
    return Share(100 * p, 100 * max(0.0, centre - half), 100 * min(1.0, centre + half))


def bootstrap_interval(hits: BoolArray, groups: IntArray, *, seed: int = 0) -> Share:
    """A share with its 95 % interval by resampling groups (percentile bootstrap).

    Args:
        hits: One result a trial, shape (n,).
        groups: Group of each trial, shape (n,); trials of one group are dependent.
        seed: Seed of the resampling.
    """
    if len(hits) == 0:
        return Share(0.0, 0.0, 100.0)
    _, index = np.unique(groups, return_inverse=True)
    wins = np.bincount(index, weights=hits)
    sizes = np.bincount(index)
    draws = np.random.default_rng(seed).integers(len(sizes), size=(_RESAMPLES, len(sizes)))
    shares = wins[draws].sum(1) / sizes[draws].sum(1)
    low, high = np.quantile(shares, (0.025, 0.975))
    return Share(100 * float(hits.mean()), 100 * float(low), 100 * float(high))


def _ranks(text: FloatArray, image: FloatArray, owner: IntArray) -> tuple[FloatArray, FloatArray]:
    """Ranks from 0 of each caption's photo, and of each photo's best caption.

    Of equal scores half count as ahead, so that a model that gives every photo the
    same vector does not look perfect.
    """
    own = np.empty(len(text), np.float32)
    text_ranks = np.empty(len(text), np.float32)
    for rows, scores in _score_chunks(text, image):
        here = scores[np.arange(len(scores)), owner[rows]]
        own[rows] = here
        text_ranks[rows] = (scores > here[:, None]).sum(1)
        text_ranks[rows] += ((scores == here[:, None]).sum(1) - 1) / 2
    best = np.full(len(image), -np.inf, np.float32)
    np.maximum.at(best, owner, own)
    image_ranks = np.zeros(len(image), np.float32)
    for _, scores in _score_chunks(text, image):
        image_ranks += (scores > best).sum(0) + (scores == best).sum(0) / 2
    image_ranks -= np.bincount(owner, weights=own == best[owner], minlength=len(image)) / 2
    return text_ranks, image_ranks


def _score_chunks(text: FloatArray, image: FloatArray) -> Iterator[tuple[slice, FloatArray]]:
    for start in range(0, len(text), _CHUNK):
        rows = slice(start, start + _CHUNK)
        yield rows, text[rows] @ image.T


def _retrieval(ranks: FloatArray, groups: IntArray) -> Retrieval:
    r1, r5, r10 = (bootstrap_interval(ranks < k, groups) for k in (1, 5, 10))
    return Retrieval(r1, r5, r10, float(np.median(ranks)) + 1 if len(ranks) else math.nan)
