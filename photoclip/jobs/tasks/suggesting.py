"""Zero-shot suggestions: the labels of a set against all stored vectors, no picture opened."""

from __future__ import annotations

from photoclip.catalog import labels
from photoclip.catalog.connection import Connection
from photoclip.catalog.rows import Label, LabelSet, ModelRow
from photoclip.changes import ChangeSet
from photoclip.errors import UserError
from photoclip.jobs.job import Job, Progress
from photoclip.jobs.tasks.context import TaskContext
from photoclip.jobs.tasks.searching import Searcher
from photoclip.labeling import zeroshot
from photoclip.labeling.label_sets import put_label_set, read_label_set, shipped_sets


def suggest_labels(
    context: TaskContext, searcher: Searcher, model: ModelRow, label_set: str
) -> Job[int]:
    """Suggest the labels of a set for every photo that they are likely for.

    A shipped set is taken into the library at its first use. Decisions stay; open
    suggestions of the set are replaced.

    Returns:
        How many suggestions are open now.

    Raises:
        UserError: There is no such label set.
    """
    found, members = _open_set(context, label_set)
    engine = searcher.engine(model)
    vectors = engine.vectors()
    if not vectors.photos:
        return 0
    yield Progress("Reading labels", 0, len(members), message="starting the model")
    matrix = zeroshot.class_matrix(searcher.text_encoder(model), members, found.templates)
    suggested = yield from zeroshot.find(
        matrix,
        vectors.view.vectors,
        engine.decide_labels(vectors),
        multi_label=found.multi_label,
    )
    rows: list[tuple[int, int, float]] = []
    for index, member in enumerate(members):
        mine = suggested.labels == index
        photo_ids, position = vectors.photos_of(suggested.rows[mine])
        scores = suggested.scores[mine][position]
        rows += [
            (photo_id, member.tag_id, score)
            for photo_id, score in zip(photo_ids.tolist(), scores.tolist(), strict=True)
        ]
    written = zeroshot.write_suggestions(
        context.db,
        rows,
        tag_ids=[member.tag_id for member in members],
        model_id=model.id,
    )
    context.publish(ChangeSet(photos=frozenset(row[0] for row in rows), tags=True))
    return written


def _open_set(context: TaskContext, name: str) -> tuple[LabelSet, list[Label]]:
    with context.db.read() as conn:
        found = _read(conn, name)
    if found is None:
        shipped = shipped_sets()
        if name not in shipped:
            raise UserError(
                f"There is no label set “{name}”; make one with “photoclip labels add {name} "
                f"LABEL”, or take a shipped one: {', '.join(shipped)}."
            )
        content = read_label_set(shipped[name])
        context.db.write(lambda conn: put_label_set(conn, content))
        with context.db.read() as conn:
            found = _read(conn, name)
    assert found is not None
    return found


def _read(conn: Connection, name: str) -> tuple[LabelSet, list[Label]] | None:
    known = labels.find_set(conn, name)
    members = labels.in_set(conn, name) if known else []
    return (known, members) if known and members else None
