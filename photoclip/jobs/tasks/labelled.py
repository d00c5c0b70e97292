"""The user's label sets with photos that were decided about, for measuring a model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from photoclip.catalog import labels
from photoclip.catalog.connection import Connection
from photoclip.catalog.rows import Label, LabelSet
from photoclip.labeling.zeroshot import default_templates
from photoclip.runs import LabelledSet, SnapshotPhoto
from photoclip.search.splitting import shuffle_key

FEWEST_PHOTOS: Final = 10
FEWEST_LABELS: Final = 2
MOST_PHOTOS: Final = 1_000
"""Of one set; which ones they are is decided by the seed."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A label set and the pictures that have exactly one of its labels.

    Attributes:
        classes: Prompts by label.
        label_of: Label of each picture, in an order that the seed decides.
    """

    name: str
    templates: tuple[str, ...]
    classes: Mapping[str, tuple[str, ...]]
    label_of: Mapping[bytes, str]

    def with_photos(self, photos: Mapping[bytes, SnapshotPhoto]) -> LabelledSet | None:
        """The set with those of its pictures that may be measured on; None if they are few."""
        kept = [key for key in self.label_of if key in photos][:MOST_PHOTOS]
        names = tuple(self.label_of[key] for key in kept)
        if len(kept) < FEWEST_PHOTOS or len(set(names)) < FEWEST_LABELS:
            return None
        return LabelledSet(
            name=self.name,
            templates=self.templates,
            classes=dict(self.classes),
            photos=tuple(photos[key] for key in kept),
            labels=names,
        )


def decided_sets(
    conn: Connection, tags: Mapping[bytes, Sequence[int]], *, seed: int
) -> list[Decided]:
    """Label sets with at least two labels.

    Args:
        conn: Any connection.
        tags: Ids of accepted tags by picture.
        seed: Of the order of pictures.
    """
    members: dict[int, list[Label]] = {}
    for label in labels.in_set(conn):
        members.setdefault(label.label_set_id, []).append(label)
    sets = [(each, members.get(each.id, [])) for each in labels.sets(conn)]
    return [_decided(each, of, tags, seed) for each, of in sets if len(of) >= FEWEST_LABELS]


def _decided(
    found: LabelSet, members: Sequence[Label], tags: Mapping[bytes, Sequence[int]], seed: int
) -> Decided:
    shown = [label.name for label in members]
    # Two labels of one set may have one name under different tags.
    names = {
        label.tag_id: label.name
        if shown.count(label.name) == 1
        else "/".join((*label.parents, label.name))
        for label in members
    }
    label_of = {}
    for pixel_hash in sorted(tags, key=lambda key: shuffle_key(key, seed)):
        has = [names[tag] for tag in tags[pixel_hash] if tag in names]
        if len(has) == 1:
            label_of[pixel_hash] = has[0]
    return Decided(
        name=found.name,
        templates=found.templates or tuple(default_templates()),
        classes={names[label.tag_id]: label.prompts or (label.name,) for label in members},
        label_of=label_of,
    )
