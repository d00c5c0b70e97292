"""Order, groups and stacks of the drawn library, by plain sorting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

import numpy as np

from photoclip.catalog.rows import Photo
from photoclip.jobs.tasks.arranging import ArrangedHits
from photoclip.stacked import Stacked
from photoclip.views import Arranged, Arrangement, PhotoGroup


def _key(photo: Photo, group: str) -> str:
    if group == "folder":
        return str(photo.path.parent)
    taken = photo.taken_at or "1970-01-01T00:00:00"
    return {"none": "", "day": taken[:10], "month": taken[:7]}[group]


def _runs(keys: Iterable[str], start: int = 0) -> list[PhotoGroup]:
    found = []
    for key, members in groupby(keys):
        count = len(list(members))
        found.append(PhotoGroup(key, start, count))
        start += count
    return found


class FakeArranging:
    """Part of the drawn library; stacks are given by tests, by the photo that leads."""

    rows: dict[int, Photo]
    stacks: dict[int, tuple[int, ...]]

    def arrange(self, photo_ids: Any, how: Arrangement) -> tuple[np.ndarray, Arranged]:
        self._called("arrange")
        return self._arrange(photo_ids, how)

    def _arrange(self, photo_ids: Any, how: Arrangement) -> tuple[np.ndarray, Arranged]:
        rows = self.rows
        given = self.all_photo_ids() if photo_ids is None else np.asarray(photo_ids)
        order = [i for i in given.tolist() if i in rows]
        stacks = self.stacks if how.stacks else {}
        below = {i for stack in stacks.values() for i in stack[1:]}
        order = [i for i in order if i not in below]
        if how.sort == "date":
            order.sort(key=lambda i: (rows[i].taken_at or "", i), reverse=True)
        elif how.sort == "rating":
            order.sort(key=lambda i: -(rows[i].rating or 0))
        elif how.sort != "relevance":
            order.sort(key=lambda i: str(rows[i].path))
        order = order[::-1] if how.reverse else order
        if how.group != "none" and how.sort != "date":
            order.sort(key=lambda i: _key(rows[i], how.group), reverse=how.group != "folder")
        place = {i: n for n, i in enumerate(given.tolist())}
        groups = _runs(_key(rows[i], how.group) for i in order)
        there = {leader: stack for leader, stack in stacks.items() if leader in place}
        return given, Arranged(np.array([place[i] for i in order], np.int64), tuple(groups), there)

    def arrange_hits(self, hits: Sequence[Any], how: Arrangement) -> ArrangedHits:
        found, groups, stacked = [], [], {}
        for hidden in (False, True):
            some = [hit for hit in hits if (hit.band == "hidden") is hidden]
            some.sort(key=lambda hit: hit.band != "likely")
            wanted = replace(how, group="none") if hidden else how
            _, part = self._arrange(np.array([hit.photo_id for hit in some], np.int64), wanted)
            groups += [replace(run, start=run.start + len(found)) for run in part.groups]
            found += [some[place] for place in part.order.tolist()]
            stacked |= part.stacked
        return ArrangedHits(tuple(found), tuple(groups), Stacked.of(stacked))

    def _called(self, name: str) -> None:
        raise NotImplementedError

    def all_photo_ids(self) -> np.ndarray:
        raise NotImplementedError
