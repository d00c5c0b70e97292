"""Label sets and labels as the library shows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from photoclip.catalog.rows import Label, LabelModel
from photoclip.results import LabelInfo, LabelSetInfo

if TYPE_CHECKING:
    from photoclip.labeling.label_sets import LabelSetFile


def label_info(
    label: Label, kept: Mapping[int, LabelModel], counts: Mapping[tuple[int, str], int]
) -> LabelInfo:
    """A label with what is known of it for one model.

    Args:
        label: The label.
        kept: What is kept for the model, by label id.
        counts: Photos by (tag id, status).
    """
    own = kept.get(label.id) or LabelModel(label.id)
    return LabelInfo(
        label.label_set,
        label.name,
        label.tag_id,
        parents=label.parents,
        prompts=label.prompts,
        negatives=label.negatives,
        threshold=own.threshold,
        auto_accept=own.auto_accept,
        learned=own.weights is not None,
        suggested=counts.get((label.tag_id, "suggested"), 0),
        accepted=counts.get((label.tag_id, "accepted"), 0),
        rejected=counts.get((label.tag_id, "rejected"), 0),
    )


def offered(content: LabelSetFile) -> LabelSetInfo:
    """A shipped set that is not in the library yet."""
    members = tuple(
        LabelInfo(
            content.name,
            each.name,
            0,
            parents=each.parents,
            prompts=each.prompts,
            negatives=each.negatives,
        )
        for each in content.labels
    )
    return LabelSetInfo(
        content.name, content.templates, content.multi_label, members, in_library=False
    )
