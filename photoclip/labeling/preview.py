"""What a label would find: a histogram of evidence, and the photos about its line."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from photoclip.index.base import Ids, Scores
from photoclip.labeling.zeroshot import ClassMatrix, Rule, Scale

_BIN = 0.25
_MOST_BINS = 200

Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class LabelEvidence:
    """One label on all vectors.

    Attributes:
        evidence: float32, shape (n,).
        calibrated: The calibrated line, or the learned one.
        against: Positions of vectors that are nearer to a negative.
    """

    evidence: Scores
    calibrated: float
    against: Rows


@dataclass(frozen=True, slots=True)
class Outline:
    """What is shown of a label; positions are among the photos.

    Attributes:
        counts: Histogram, shape (m,).
        edges: Its edges, shape (m + 1,); multiples of a quarter, so that they stay
            while a prompt is edited.
        above: Photos at or above the line.
        top: Positions of the surest photos, surest first.
        borderline: Positions of those next to the line on both sides, surest first.
    """

    counts: NDArray[np.int64]
    edges: NDArray[np.float64]
    above: int
    top: Rows
    borderline: Rows


def evidence_of(matrix: ClassMatrix, scale: Scale, rule: Rule) -> LabelEvidence:
    """Compare the first label of a matrix with all vectors."""
    everything = slice(None)
    query, negatives = matrix.labels[:1], matrix.negatives[0]
    scores = scale.scores(np.concatenate([query, negatives]), everything)
    evidence = scale.evidence(query, scores[:, :1], everything)[:, 0]
    if rule.learned is None:
        line = scale.line(evidence)
    else:
        line = rule.learned.line
        evidence = rule.learned.scores(scale.vectors(), evidence)
    nearer = np.empty(0, np.intp)
    if len(negatives):
        nearer = np.flatnonzero(scores[:, 1:].max(axis=1) >= scores[:, 0])
    return LabelEvidence(evidence, line, nearer)


def by_photo(evidence: Scores, rows: Rows, photo_ids: Ids) -> tuple[Ids, Scores]:
    """The best evidence of each photo; copies are photos of their own, crops are not.

    Args:
        evidence: By row.
        rows: Row of each pair.
        photo_ids: Photo of each pair.

    Returns:
        Photo ids, ascending, and their evidence.
    """
    found, at = np.unique(photo_ids, return_inverse=True)
    best = np.full(len(found), -np.inf, np.float32)
    np.maximum.at(best, at, evidence[rows])
    return found, best


def outline(evidence: Scores, line: float, *, top: int) -> Outline:
    """Histogram and photos of interest.

    Args:
        evidence: Of all photos, float32, shape (n,); minus infinity where a photo is
            nearer to a negative: that one is left out.
        line: Evidence from which photos are suggested.
        top: Most photos among the surest, and among the borderline ones.
    """
    shown = np.flatnonzero(evidence > -np.inf)
    values = evidence[shown]
    edges = _edges(values)
    counts, _ = np.histogram(values, edges)
    above = int(np.count_nonzero(values >= line))
    near = np.abs(values - line)
    upper = _smallest(near, np.flatnonzero(values >= line), top)
    lower = _smallest(near, np.flatnonzero(values < line), top)
    high = max(top // 2, top - len(lower))
    chosen = np.concatenate([upper[:high], lower[: top - len(upper[:high])]])
    chosen = chosen[np.argsort(-values[chosen], kind="stable")]
    best = _smallest(-values, np.arange(len(values)), top)
    return Outline(counts, edges, above, shown[best], shown[chosen])


def _smallest(keys: Scores, rows: Rows, most: int) -> Rows:
    """Those of the rows with the smallest keys, in their order."""
    if len(rows) > most:
        rows = rows[np.argpartition(keys[rows], most)[:most]]
    return rows[np.lexsort((rows, keys[rows]))]


def _edges(values: Scores) -> NDArray[np.float64]:
    if not len(values):
        return np.array([0.0, _BIN])
    low, high = float(values.min()), float(values.max())
    width = _BIN
    while (high - low) / width > _MOST_BINS:
        width *= 2.0
    first, last = np.floor(low / width), np.floor(high / width) + 1.0
    return np.asarray(np.arange(first, last + 1.0) * width)
