"""Zero-shot suggestions: the labels of a set against all stored vectors, no picture opened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from photoclip.catalog import label_models
from photoclip.catalog import suggesting as catalog
from photoclip.catalog.connection import Connection
from photoclip.catalog.rows import Label, LabelModel, LabelSet, ModelRow
from photoclip.changes import ChangeSet
from photoclip.encoders.base import TextEncoder
from photoclip.jobs.job import Job, Progress
from photoclip.jobs.tasks.context import TaskContext
from photoclip.labeling import learn, zeroshot
from photoclip.search.engine import SearchEngine
from photoclip.search.label_scale import LabelScale


def suggest_labels(
    context: TaskContext,
    engine: SearchEngine,
    encoder: TextEncoder,
    model: ModelRow,
    label_set: LabelSet,
    members: Sequence[Label],
    *,
    among: Sequence[int] | None = None,
) -> Job[int]:
    """Suggest the labels of a set for every photo that they are likely for.

    Decisions stay; open suggestions of these labels are replaced. Where the user
    turned it on for a label, the surest photos are tagged at once.

    Args:
        context: The library.
        engine: Over the model's vectors.
        encoder: Of the same model.
        model: The model.
        label_set: The set.
        members: Its labels.
        among: Ids of the only photos that are looked at; None for all.

    Returns:
        How many suggestions are open now.
    """
    if not engine.vectors().photos:
        return 0
    yield Progress("Reading labels", 0, len(members), message="starting the model")
    matrix = zeroshot.class_matrix(encoder, members, label_set.templates)
    with context.db.read() as conn:
        kept = label_models.of_model(conn, model.id)
    rules = [rule(kept.get(each.id), model) for each in members]
    scale = engine.label_scale()
    suggested = yield from zeroshot.find(
        matrix,
        scale,
        rules=rules,
        among=None if among is None else _rows_of(scale, among),
        multi_label=label_set.multi_label,
    )
    found = _photos(scale, suggested, len(members), among)
    finds = [
        catalog.LabelFinds(
            member.tag_id,
            photos,
            "zero_shot" if given.learned is None else "learned",
            kept[member.id].auto_accept if member.id in kept else None,
        )
        for member, photos, given in zip(members, found, rules, strict=True)
    ]

    def write(conn: Connection) -> catalog.Written:
        return catalog.replace(conn, finds, model_id=model.id, among=among)

    written = context.db.write(write)
    touched = frozenset(photo_id for each in finds for photo_id, _ in each.photos)
    context.publish(ChangeSet(photos=touched, tags=True))
    counts = {"suggested": written.open, "tagged": written.accepted}
    yield Progress("Suggesting", len(members), len(members), counts=counts)
    return written.open


def rule(kept: LabelModel | None, model: ModelRow) -> zeroshot.Rule:
    """What is set for a label, ready to be used."""
    if kept is None:
        return zeroshot.Rule()
    learned = None
    if kept.weights is not None:
        learned = learn.load(kept.weights, fingerprint=model.fingerprint, dim=model.dim)
    return zeroshot.Rule(kept.threshold, learned)


def _rows_of(scale: LabelScale, photo_ids: Sequence[int]) -> zeroshot.Mask:
    wanted = scale.photos.rows_of_photos(np.array(photo_ids, np.int64))
    return np.isin(scale.rows, wanted)


def _photos(
    scale: LabelScale,
    suggested: zeroshot.Suggestions,
    count: int,
    among: Sequence[int] | None,
) -> Iterator[list[tuple[int, float]]]:
    """For each label (photo id, evidence): each photo once, at its surest vector."""
    # Copies share a vector, and only one of them may be in the album.
    wanted = None if among is None else frozenset(among)
    for label in range(count):
        mine = suggested.labels == label
        photo_ids, position = scale.photos.photos_of(scale.rows[suggested.rows[mine]])
        scores = suggested.scores[mine][position]
        yield [
            (photo_id, score)
            for photo_id, score in zip(photo_ids.tolist(), scores.tolist(), strict=True)
            if wanted is None or photo_id in wanted
        ]
