"""The live preview of a label: all photos compared while its prompts are typed."""

from __future__ import annotations

import time

import numpy as np

from photoclip.catalog import photos
from photoclip.encoders.base import TextEncoder
from photoclip.index.base import Ids, Scores
from photoclip.jobs.tasks.context import TaskContext
from photoclip.labeling import preview, zeroshot
from photoclip.results import LabelPreview, ScoredPhoto
from photoclip.search.engine import SearchEngine


def preview_label(
    context: TaskContext,
    engine: SearchEngine,
    encoder: TextEncoder,
    label: zeroshot.LabelTexts,
    *,
    templates: tuple[str, ...],
    rule: zeroshot.Rule,
    top: int,
) -> LabelPreview:
    """Compare a label, saved or not, with all photos; changes nothing.

    Args:
        context: The library.
        engine: Over the model's vectors.
        encoder: Of the same model; keeps what it encoded, see ``TextCache``.
        label: Name, prompts and negatives.
        templates: With ``{}`` for the label; empty means the default ones.
        rule: The line to show (None: the calibrated one), and what was learned.
        top: Most photos of each kind.
    """
    started = time.perf_counter()
    if not engine.vectors().photos:
        return _empty(rule.threshold, started)
    matrix = zeroshot.class_matrix(encoder, [label], templates)
    scale = engine.label_scale()
    found = preview.evidence_of(matrix, scale, rule)
    line = found.calibrated if rule.threshold is None else rule.threshold
    evidence = found.evidence.copy()
    evidence[found.against] = -np.inf
    vectors = scale.photos
    rows = np.searchsorted(scale.rows, vectors.pair_rows)
    photo_ids, best = preview.by_photo(evidence, rows, vectors.pair_photos)
    shown = preview.outline(best, line, top=top)
    return LabelPreview(
        counts=tuple(shown.counts.tolist()),
        edges=tuple(shown.edges.tolist()),
        threshold=line,
        calibrated=found.calibrated,
        above=shown.above,
        top=_photos(context, photo_ids[shown.top], best[shown.top]),
        borderline=_photos(context, photo_ids[shown.borderline], best[shown.borderline]),
        ms=_since(started),
    )


def _photos(context: TaskContext, photo_ids: Ids, scores: Scores) -> tuple[ScoredPhoto, ...]:
    with context.db.read() as conn:
        known = {photo.id: photo.path for photo in photos.get_many(conn, photo_ids.tolist())}
    return tuple(
        ScoredPhoto(photo_id, known[photo_id], score)
        for photo_id, score in zip(photo_ids.tolist(), scores.tolist(), strict=True)
        if photo_id in known
    )


def _empty(threshold: float | None, started: float) -> LabelPreview:
    line = 0.0 if threshold is None else threshold
    return LabelPreview((0,), (0.0, 1.0), line, 0.0, 0, (), (), _since(started))


def _since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 1)
