"""Zero-shot labels: words become vectors, one matrix product finds their photos.

Radford et al. 2021 (arXiv 2103.00020), section 3.1.4: each label is put into
several templates and the vectors are averaged. No picture is opened. Which
photos are sure enough to be suggested is decided by whoever calls (see
``SearchEngine.decide_labels``), by the same calibration that search uses.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from photoclip import paths
from photoclip.catalog import tags
from photoclip.catalog.connection import Connection
from photoclip.catalog.database import Database
from photoclip.encoders.base import TextEncoder
from photoclip.index.base import Scores
from photoclip.index.half import FloatArray, HalfArray, products
from photoclip.jobs.job import Job, Progress

Rows = NDArray[np.intp]

Decide = Callable[[FloatArray, Scores], tuple[Rows, Scores]]
"""From a label's vector (dim,) and its scores (n,): the rows that are sure enough, and
how far each lies above the bar, comparable between labels."""

_LABELS_AT_ONCE = 32
_TEXTS_AT_ONCE = 64


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
        rows: Row of the vector of each suggestion, shape (n,).
        labels: Position of its label, int64, shape (n,).
        scores: How sure it is, float32, shape (n,).
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
    matrix: ClassMatrix, vectors: HalfArray, decide: Decide, *, multi_label: bool = True
) -> Job[Suggestions]:
    """Find the photos of each label.

    Args:
        matrix: The labels.
        vectors: Stored vectors, float16, shape (n, dim).
        decide: Which rows of a label are sure enough.
        multi_label: Whether a photo may get several labels; otherwise it gets the
            surest one.
    """
    found: list[Suggestions] = []
    count = len(matrix.labels)
    yield Progress("Comparing labels", 0, count)
    for start in range(0, count, _LABELS_AT_ONCE):
        part = matrix.labels[start : start + _LABELS_AT_ONCE]
        scores = products(vectors, np.ascontiguousarray(part.T))
        for offset, query in enumerate(part):
            label = start + offset
            own = np.ascontiguousarray(scores[:, offset])
            rows, sure = decide(query, own)
            if len(matrix.negatives[label]):
                against = products(vectors[rows], matrix.negatives[label].T).max(axis=1)
                keep = own[rows] > against
                rows, sure = rows[keep], sure[keep]
            found.append(Suggestions(rows, np.full(len(rows), label), sure))
        yield Progress("Comparing labels", min(start + len(part), count), count)
    joined = _join(found)
    return joined if multi_label else _surest(joined)


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


def write_suggestions(
    db: Database,
    suggestions: Sequence[tuple[int, int, float]],
    *,
    tag_ids: Sequence[int],
    model_id: int,
) -> int:
    """Replace the open suggestions of a set of tags; decisions stay as they are.

    Args:
        db: The catalog.
        suggestions: (photo id, tag id, score).
        tag_ids: Tags of the whole set; their open suggestions are dropped first.
        model_id: The model whose scores these are.

    Returns:
        How many suggestions are open now.
    """

    def write(conn: Connection) -> int:
        tags.withdraw_suggestions(conn, tag_ids)
        return tags.suggest(conn, suggestions, source="zero_shot", model_id=model_id)

    return db.write(write)
