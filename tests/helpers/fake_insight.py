"""What a library of drawings knows about its photos."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from photoclip.views import Explanation, Summary


class FakeInsight:
    """Part of the fake library: counts of what photos share, and made-up explanations.

    Attributes:
        explanations: By photo.
        explained: (photo, query, looseness) of each question.
        formats: By photo; the others are JPEG.
        offline: Photos whose drive is not connected.
    """

    rows: dict[int, Any]
    tags: Any
    albums: Any

    def __init__(self) -> None:
        self.explanations: dict[int, Explanation] = {}
        self.explained: list[tuple[int, str, float]] = []
        self.formats: dict[int, str] = {}
        self.offline: set[int] = set()

    def explain(self, photo_id: int, query: str = "", *, looseness: float = 0.0) -> Explanation:
        self._called("explain")  # type: ignore[attr-defined]
        self.explained.append((photo_id, query, looseness))
        return self.explanations.get(photo_id, Explanation())

    def summary(self, photo_ids: Iterable[int]) -> Summary:
        self._called("summary")  # type: ignore[attr-defined]
        rows = [self.rows[each] for each in photo_ids if each in self.rows]
        ids = {row.id for row in rows}
        dates = sorted(row.taken_at for row in rows if row.taken_at)
        tags = Counter(path for each in ids for path in self.tags.on.get(each, ()))
        return Summary(
            count=len(rows),
            size=sum(row.size for row in rows),
            first=dates[0] if dates else "",
            last=dates[-1] if dates else "",
            tags=tuple(sorted(tags.items(), key=lambda each: (-each[1], each[0]))),
            albums=tuple(
                (name, len(ids & set(members)))
                for name, members in self.albums.members.items()
                if ids & set(members)
            ),
            cameras=_counted(row.camera for row in rows),
            formats=_counted(self.formats.get(row.id, "JPEG") for row in rows),
            ratings=_counted(row.rating or 0 for row in rows),
            picks=_counted(row.pick for row in rows),
            offline=len(ids & self.offline),
        )


def _counted(values: Iterable[Any]) -> tuple[tuple[Any, int], ...]:
    return tuple(Counter(each for each in values if each is not None).most_common())
