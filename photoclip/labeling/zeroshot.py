"""Zero-shot labels: words become vectors, one matrix product finds their photos.

Radford et al. 2021 (arXiv 2103.00020), section 3.1.4: each label is put into
several templates and the vectors are averaged. No picture is opened. How sure
a label is of a photo, and where its calibrated line lies, is told by a
:class:`Scale` (see ``photoclip.search.label_scale``): the same calibration that
search uses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from photoclip import paths
from photoclip.encoders.base import TextEncoder
from photoclip.index.base import Scores
from photoclip.index.half import FloatArray, HalfArray
from photoclip.jobs.job import Job, Progress

Rows = NDArray[np.intp]
Mask = NDArray[np.bool_]

_NUMBERS_AT_ONCE = 32_000_000
"""Labels are compared in groups of so many numbers (128 MB): 320 for 100,000 photos."""

_ROWS_AT_ONCE = 8192
_TEXTS_AT_ONCE = 64


class Scale(Protocol):
    """Photos' vectors, and how sure labels are of them.

    Attributes:
        size: Number of vectors, n.
    """

    @property
    def size(self) -> int:
        """Number of vectors."""
        ...

    def scores(self, queries: FloatArray, rows: slice | Rows) -> FloatArray:
        """Inner products of some vectors with queries (c, dim): float32, shape (m, c)."""
        ...

    def evidence(self, queries: FloatArray, scores: FloatArray, rows: slice) -> FloatArray:
        """How sure queries are of some vectors, from :meth:`scores`: float32, shape (m, c)."""
        ...

    def line(self, evidence: Scores) -> float:
        """Evidence, shape (n,), of a label on all vectors: where its photos begin."""
        ...

    def vectors(self) -> HalfArray:
        """The vectors: float16, shape (n, dim)."""
        ...


class LearnedScores(Protocol):
    """What decisions taught about a label; see ``photoclip.labeling.learn``."""

    @property
    def line(self) -> float:
        """Score from which photos are suggested."""
        ...

    def scores(self, vectors: HalfArray, evidence: Scores) -> Scores:
        """From vectors (n, dim) and zero-shot evidence (n,): better evidence, shape (n,)."""
        ...


@dataclass(frozen=True, slots=True)
class Rule:
    """What is set for a label.

    Attributes:
        threshold: Evidence from which photos are suggested; None: the calibrated line,
            or the learned one.
        learned: What decisions taught, or None.
    """

    threshold: float | None = None
    learned: LearnedScores | None = None


class LabelTexts(Protocol):
    """What a label must tell; rows of the catalog and of label set files do."""

    @property
    def name(self) -> str:
        """The label."""
        ...

    @property
    def prompts(self) -> tuple[str, ...]:
        """What is put into the templates instead of the name."""
        ...

    @property
    def negatives(self) -> tuple[str, ...]:
        """What speaks against the label."""
        ...


@dataclass(frozen=True, slots=True)
class ClassMatrix:
    """Unit vectors of labels.

    Attributes:
        labels: float32, shape (number of labels, dim).
        negatives: Per label its negatives' vectors, shape (m, dim), m may be 0.
    """

    labels: FloatArray
    negatives: tuple[FloatArray, ...]


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Labels that fit photos' vectors.

    Attributes:
        rows: Row, in the :class:`Scale`, of the vector of each suggestion, shape (n,);
            those of a label by descending score.
        labels: Position of its label, int64, shape (n,).
        scores: Evidence, float32, shape (n,).
    """

    rows: Rows
    labels: NDArray[np.int64]
    scores: Scores


def default_templates() -> list[str]:
    """Templates for label sets without their own."""
    path = paths.resource("prompts", "templates.txt")
    lines = (line.strip() for line in path.read_text("utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def class_matrix(
    encoder: TextEncoder, labels: Sequence[LabelTexts], templates: Sequence[str] = ()
) -> ClassMatrix:
    """Encode labels by prompt ensembles.

    Args:
        encoder: Of the model whose vectors will be compared.
        labels: What to encode.
        templates: With ``{}`` for the label; empty means :func:`default_templates`.
    """
    templates = templates or default_templates()
    groups: list[list[str]] = []
    for label in labels:
        prompts = label.prompts or (label.name,)
        groups.append([t.replace("{}", prompt) for t in templates for prompt in prompts])
    negatives = [
        [t.replace("{}", n) for n in label.negatives for t in templates] for label in labels
    ]
    texts = list(dict.fromkeys(text for group in groups + negatives for text in group))
    parts = [texts[i : i + _TEXTS_AT_ONCE] for i in range(0, len(texts), _TEXTS_AT_ONCE)]
    encoded = [encoder.encode_texts(part) for part in parts]
    row = {text: i for i, text in enumerate(texts)}
    vectors = np.concatenate(encoded) if encoded else np.zeros((0, 0), np.float32)
    dim = vectors.shape[1]

    def mean(group: Sequence[str]) -> FloatArray:
        total = vectors[[row[text] for text in group]].mean(axis=0)
        return np.asarray(total / max(float(np.linalg.norm(total)), 1e-12), np.float32)

    per_prompt = [
        [group[i : i + len(templates)] for i in range(0, len(group), len(templates))]
        for group in negatives
    ]
    return ClassMatrix(
        np.stack([mean(group) for group in groups]) if groups else np.zeros((0, dim), np.float32),
        tuple(
            np.stack([mean(one) for one in group]) if group else np.zeros((0, dim), np.float32)
            for group in per_prompt
        ),
    )


def find(
    matrix: ClassMatrix,
    scale: Scale,
    *,
    rules: Sequence[Rule] = (),
    among: Mask | None = None,
    multi_label: bool = True,
) -> Job[Suggestions]:
    """Find the photos of each label.

    Args:
        matrix: The labels.
        scale: Vectors, and how sure labels are of them.
        rules: What is set for each label; empty: nothing for any.
        among: Which vectors may be found, bool, shape (scale.size,); lines are
            calibrated on all of them.
        multi_label: Whether a photo may get several labels; otherwise it gets the
            surest one.
    """
    rules = rules or [Rule()] * len(matrix.labels)
    found: list[Suggestions] = []
    count, size = len(matrix.labels), scale.size
    at_once = max(1, _NUMBERS_AT_ONCE // max(size, 1))
    yield Progress("Comparing labels", 0, count)
    for first in range(0, count, at_once):
        part = matrix.labels[first : first + at_once]
        evidence = np.empty((len(part), size), np.float32)
        for start in range(0, size, _ROWS_AT_ONCE):
            rows = slice(start, start + _ROWS_AT_ONCE)
            evidence[:, rows] = scale.evidence(part, scale.scores(part, rows), rows).T
            done = first + len(part) * start // size
            yield Progress("Comparing labels", done, count)
        for label, own in enumerate(evidence, first):
            rows_of_label, sure = _decide(matrix, label, own, scale, rules[label], among)
            found.append(Suggestions(rows_of_label, np.full(len(sure), label), sure))
        yield Progress("Comparing labels", first + len(part), count)
    joined = _join(found)
    return joined if multi_label else _surest(joined)


def _decide(
    matrix: ClassMatrix,
    label: int,
    evidence: Scores,
    scale: Scale,
    rule: Rule,
    among: Mask | None,
) -> tuple[Rows, Scores]:
    line = rule.threshold
    if rule.learned is not None:
        evidence = rule.learned.scores(scale.vectors(), evidence)
        line = rule.learned.line if line is None else line
    elif line is None:
        line = scale.line(evidence)
    above = evidence >= line
    rows = np.flatnonzero(above if among is None else above & among)
    if len(matrix.negatives[label]) and len(rows):
        both = np.concatenate([matrix.labels[label : label + 1], matrix.negatives[label]])
        scores = scale.scores(both, rows)
        rows = rows[scores[:, 0] > scores[:, 1:].max(axis=1)]
    rows = rows[np.argsort(-evidence[rows], kind="stable")]
    return rows, evidence[rows]


def _join(parts: Sequence[Suggestions]) -> Suggestions:
    if not parts:
        return Suggestions(np.empty(0, np.intp), np.empty(0, np.int64), np.empty(0, np.float32))
    return Suggestions(
        np.concatenate([part.rows for part in parts]),
        np.concatenate([part.labels for part in parts]),
        np.concatenate([part.scores for part in parts]),
    )


def _surest(found: Suggestions) -> Suggestions:
    order = np.lexsort((found.labels, -found.scores))
    _, first = np.unique(found.rows[order], return_index=True)
    keep = np.sort(order[first])
    return Suggestions(found.rows[keep], found.labels[keep], found.scores[keep])
