"""Teaching a label from decisions, on stored vectors; no picture is opened."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from photoclip.catalog import label_models, labels, suggestions
from photoclip.catalog.connection import Connection
from photoclip.catalog.rows import Label, ModelRow
from photoclip.changes import ChangeSet
from photoclip.errors import UserError
from photoclip.jobs.job import Job, Progress
from photoclip.jobs.tasks.context import TaskContext
from photoclip.jobs.tasks.searching import Searcher
from photoclip.labeling import learn, zeroshot
from photoclip.labeling.learn import NEEDED, Examples, HeldOut
from photoclip.results import LearnReport
from photoclip.search.label_scale import LabelScale
from photoclip.search.vectors import PhotoVectors, Rows

_MOST = 500
"""More decisions of a kind make it slower and hardly better."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What the catalog has of a label.

    Attributes:
        threshold: The line set by hand, or None.
        decided: (embedding id, status).
        stats: Figures of the last learning; empty if there was none.
    """

    label: Label
    templates: tuple[str, ...]
    threshold: float | None
    decided: list[tuple[int, str]]
    stats: dict[str, Any]


def learn_label(
    context: TaskContext, searcher: Searcher, model: ModelRow, label_set: str, name: str
) -> Job[LearnReport]:
    """Learn from what was decided about a label, and use it if that foretells decisions better.

    Args:
        context: The library.
        searcher: Gives the vectors and encodes the label's words.
        model: The model whose vectors are learned from.
        label_set: Name of the set.
        name: The label.

    Returns:
        What it brought; with too few decisions nothing is changed and ``needed`` says
        how many are missing.

    Raises:
        UserError: There is no such label.
    """
    known = _read(context, model, label_set, name)
    if any(_missing(_counts(known))):
        return _report(known, _counts(known))
    yield Progress("Learning", message="comparing the label with all photos")
    engine = searcher.engine(model)
    matrix = zeroshot.class_matrix(searcher.text_encoder(model), [known.label], known.templates)
    scale = engine.label_scale()
    everything = slice(None)
    scores = scale.scores(matrix.labels, everything)
    evidence = scale.evidence(matrix.labels, scores, everything)[:, 0]
    line = scale.line(evidence) if known.threshold is None else known.threshold
    examples = _examples(scale, evidence, known.decided)
    counts = (len(examples.accepted), len(examples.rejected))
    if min(counts) < NEEDED:
        return _report(known, counts)
    held_out = np.full(len(examples.vectors), -np.inf, np.float32)
    parts = list(learn.folds(examples))
    for done, (part, rows) in enumerate(parts):
        yield Progress("Learning", done, len(parts) + 1)
        held_out[rows] = learn.foretell(part, rows, line=line)
    yield Progress("Learning", len(parts), len(parts) + 1)
    found = learn.judge(examples, held_out, line=line)
    learned = learn.fit(examples, line=line).dump(model.fingerprint) if found.helps else None
    stats = _stats(counts, found)
    context.db.write(
        lambda conn: label_models.set_weights(conn, known.label.id, model.id, learned, stats=stats)
    )
    context.publish(ChangeSet(tags=True))
    return learning_of(context, model, label_set, name)


def learning_of(context: TaskContext, model: ModelRow, label_set: str, name: str) -> LearnReport:
    """What a label has learned for a model, or what it needs first.

    Raises:
        UserError: There is no such label.
    """
    return _report(_read(context, model, label_set, name))


def reset_label(context: TaskContext, model: ModelRow, label_set: str, name: str) -> None:
    """Forget what a label has learned for a model; decisions stay.

    Raises:
        UserError: There is no such label.
    """
    known = _read(context, model, label_set, name)
    context.db.write(lambda conn: label_models.set_weights(conn, known.label.id, model.id, None))
    context.publish(ChangeSet(tags=True))


def _read(context: TaskContext, model: ModelRow, label_set: str, name: str) -> _Known:
    with context.db.read() as conn:
        label = _find(conn, label_set, name)
        found = labels.find_set(conn, label_set)
        kept = label_models.get(conn, label.id, model.id)
        return _Known(
            label,
            found.templates if found is not None else (),
            kept.threshold,
            suggestions.decided(conn, label.tag_id, model.id),
            dict(kept.stats) | {"in_use": _usable(kept.weights, model)},
        )


def _usable(weights: bytes | None, model: ModelRow) -> bool:
    if weights is None:
        return False
    return learn.load(weights, fingerprint=model.fingerprint, dim=model.dim) is not None


def _find(conn: Connection, label_set: str, name: str) -> Label:
    wanted = name.strip().casefold()
    for each in labels.in_set(conn, label_set):
        if wanted in (each.name.casefold(), "/".join((*each.parents, each.name)).casefold()):
            return each
    raise UserError(
        f"There is no label “{name}” in the set “{label_set}”; see “photoclip labels list”."
    )


def _examples(
    scale: LabelScale, evidence: learn.Scores, decided: list[tuple[int, str]]
) -> Examples:
    """Decided pictures and a sample of the others; those of offline folders too."""
    rng = np.random.default_rng(0)
    positions = {
        status: rng.permutation(
            _positions(scale, [each for each, given in decided if given == status])
        )[:_MOST]
        for status in ("accepted", "rejected")
    }
    taken = _positions(scale, [each for each, _ in decided])
    others = np.setdiff1d(np.searchsorted(scale.rows, _whole_pictures(scale.photos)), taken)
    undecided = rng.permutation(others)[: learn.UNDECIDED]
    chosen = np.concatenate([positions["accepted"], positions["rejected"], undecided])
    ends = np.cumsum([len(positions["accepted"]), len(positions["rejected"])])
    accepted, rejected, rest = np.split(np.arange(len(chosen)), ends)
    return Examples(
        scale.photos.view.vectors[scale.rows[chosen]], evidence[chosen], accepted, rejected, rest
    )


def _positions(scale: LabelScale, embedding_ids: list[int]) -> Rows:
    """Positions in the scale; embeddings whose photos cannot be searched are left out."""
    rows = scale.photos.view.rows_of(np.array(embedding_ids, np.int64))
    return np.searchsorted(scale.rows, np.sort(scale.photos.searchable(rows[rows >= 0])))


def _whole_pictures(photos: PhotoVectors) -> Rows:
    """Rows of whole pictures: those are stored before their crops."""
    _, first = np.unique(photos.pair_photos, return_index=True)
    return np.unique(photos.pair_rows[first])


def _missing(counts: tuple[int, int]) -> tuple[int, int]:
    return max(NEEDED - counts[0], 0), max(NEEDED - counts[1], 0)


def _counts(known: _Known) -> tuple[int, int]:
    accepted = sum(status == "accepted" for _, status in known.decided)
    return accepted, len(known.decided) - accepted


def _stats(counts: tuple[int, int], found: HeldOut) -> dict[str, Any]:
    return {
        "accepted": counts[0],
        "rejected": counts[1],
        "before": None if math.isnan(found.before) else round(found.before, 4),
        "after": None if math.isnan(found.after) else round(found.after, 4),
        "found_before": round(found.kept_before, 4),
        "found_after": round(found.kept, 4),
    }


def _report(known: _Known, usable: tuple[int, int] | None = None) -> LearnReport:
    """What is kept of the last learning; otherwise how far the decisions have come."""
    stats = known.stats
    taught = "accepted" in stats and usable is None
    counts = (stats["accepted"], stats["rejected"]) if taught else usable or _counts(known)
    return LearnReport(
        label_set=known.label.label_set,
        label=known.label.name,
        accepted=counts[0],
        rejected=counts[1],
        needed=(0, 0) if taught else _missing(counts),
        before=_number(stats.get("before")) if taught else math.nan,
        after=_number(stats.get("after")) if taught else math.nan,
        in_use=bool(stats["in_use"]),
        found_before=_number(stats.get("found_before")) if taught else math.nan,
        found_after=_number(stats.get("found_after")) if taught else math.nan,
    )


def _number(value: float | None) -> float:
    return math.nan if value is None else float(value)
