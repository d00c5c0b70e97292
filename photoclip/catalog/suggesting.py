"""Writing what labels found: open suggestions are replaced, decisions never."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from photoclip.catalog import decisions, tags
from photoclip.catalog.connection import Connection


@dataclass(frozen=True, slots=True)
class LabelFinds:
    """What one label found.

    Attributes:
        tag_id: The tag it stands for.
        photos: (photo id, evidence).
        source: ``"zero_shot"`` or ``"learned"``.
        auto_accept: Evidence from which photos are tagged unasked; None: never.
    """

    tag_id: int
    photos: Sequence[tuple[int, float]]
    source: str = "zero_shot"
    auto_accept: float | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: suggestions that are open now, and photos tagged unasked."""

    open: int
    accepted: int


def replace(
    conn: Connection,
    finds: Sequence[LabelFinds],
    *,
    model_id: int,
    among: Sequence[int] | None = None,
) -> Written:
    """Replace the open suggestions of labels by what was found now.

    Args:
        conn: The writer.
        finds: For each label that was asked for, also for those that found nothing.
        model_id: The model whose evidence it is.
        among: Ids of the only photos that were looked at; None for all.
    """
    tag_ids = [each.tag_id for each in finds]
    if among is None:
        tags.withdraw_suggestions(conn, tag_ids)
    else:
        _withdraw_among(conn, tag_ids, among)
    written = sum(
        tags.suggest(
            conn,
            [(photo_id, each.tag_id, score) for photo_id, score in each.photos],
            source=each.source,
            model_id=model_id,
        )
        for each in finds
    )
    accepted = _accept_unasked(conn, finds)
    return Written(written - accepted, accepted)


def _withdraw_among(conn: Connection, tag_ids: Sequence[int], among: Sequence[int]) -> None:
    photo_ids = json.dumps([int(photo_id) for photo_id in among])
    conn.executemany(
        "DELETE FROM tag_assignments WHERE tag_id = ? AND status = 'suggested' "
        "AND photo_id IN (SELECT value FROM json_each(?))",
        [(tag_id, photo_ids) for tag_id in tag_ids],
    )


def _accept_unasked(conn: Connection, finds: Sequence[LabelFinds]) -> int:
    """Accept what lies above the lines that the user set, in one batch that can be undone.

    What was taken back once is left to the user.
    """
    pairs: list[tuple[int, int]] = []
    for each in finds:
        if each.auto_accept is None:
            continue
        sure = {photo_id for photo_id, score in each.photos if score >= each.auto_accept}
        rows = conn.execute(
            "SELECT photo_id FROM tag_assignments AS a WHERE tag_id = ? AND status = 'suggested' "
            "AND NOT EXISTS (SELECT 1 FROM decisions AS d WHERE d.photo_id = a.photo_id "
            "AND d.tag_id = a.tag_id AND d.undone_at IS NOT NULL)",
            (each.tag_id,),
        )
        pairs += [(row[0], each.tag_id) for row in rows if row[0] in sure]
    return decisions.decide(conn, pairs, "accepted", unasked=True).count
