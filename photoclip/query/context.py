"""What a filter's meaning depends on beside the catalog."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date


def _no_smart_albums(_name: str) -> Collection[int] | None:
    return None


@dataclass(frozen=True, slots=True)
class QueryContext:
    """What SQL cannot know.

    Attributes:
        today: The date that ``today`` and ``yesterday`` count from, local time.
        album_photo_ids: Photos of the smart album of a name, compared without regard to
            letter case; None if no smart album has it, so that hand-picked ones count.
        active_model_id: Row id of the model in use, for ``model:active``; None for none.
    """

    today: date
    album_photo_ids: Callable[[str], Collection[int] | None] = _no_smart_albums
    active_model_id: int | None = None
