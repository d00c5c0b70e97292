"""Putting photos in order, in groups and in stacks: arrays only, up to millions of photos."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from photoclip.catalog import arranging
from photoclip.catalog.arranging import Columns, Folder
from photoclip.catalog.connection import Connection
from photoclip.catalog.database import Database
from photoclip.media.formats import RAW_EXTENSIONS
from photoclip.natural_order import NaturalOrder, natural_key
from photoclip.results import SearchHit
from photoclip.stacked import Stacked
from photoclip.views import Arranged, Arrangement, Grouping, PhotoGroup

Ids = NDArray[np.int64]

_MANY = 50_000
"""From so many ids on, the whole table is read instead of a list handed to SQLite."""

_DAY_S = 86_400
_FIRST_CHOICE = frozenset({"jpg", "jpeg", "jpe", "heic", "heif"})
_OF_SORT: dict[str, frozenset[Grouping]] = {
    "date": frozenset({"day", "month"}),
    "folder": frozenset({"folder"}),
}
"""Groups that an order has anyway, so that turning it round turns them round too."""


def arrange(db: Database, photo_ids: Ids | None, arrangement: Arrangement) -> tuple[Ids, Arranged]:
    """See :meth:`photoclip.library.Library.arrange`."""
    given = None if photo_ids is None else np.asarray(photo_ids, dtype=np.int64)
    some = given.tolist() if given is not None and len(given) < _MANY else None
    with db.read() as conn:
        found = arranging.columns(conn, some)
        photos = _Photos(conn, found, some)
        if given is None:
            given = found.ids[photos.by_date()]
        places = _places(given, found.ids)
        photos.hold(places)
        ids = given[places.given]
        tops = _tops(conn, ids, some) if arrangement.stacks else None
        order = photos.order(arrangement, tops)
        groups = photos.groups(order, arrangement.group)
    stacks = Stacked.none() if tops is None else _stacked(ids, tops)
    return given, Arranged(places.given[order], groups, stacks)


@dataclass(frozen=True)
class ArrangedHits:
    """The answer to a search in order.

    Attributes:
        hits: One for each stack, with the score and band of the best of it. Where the order
            is that of relevance and nothing is grouped, one band after the other; else likely
            and maybe are mixed, and hidden ones stay behind them.
        groups: Runs that cover the hits; those of hidden ones are one run without a key.
        stacked: For those that stand for a stack: their id to the ids of the whole stack.
    """

    hits: tuple[SearchHit, ...]
    groups: tuple[PhotoGroup, ...]
    stacked: Stacked


def arrange_hits(db: Database, hits: Sequence[SearchHit], arrangement: Arrangement) -> ArrangedHits:
    """See :meth:`photoclip.library.Library.arrange_hits`."""
    kept: list[SearchHit] = []
    groups: list[PhotoGroup] = []
    stacked: dict[int, tuple[int, ...]] = {}
    for hidden in (False, True):
        some = [hit for hit in hits if (hit.band == "hidden") is hidden]
        if not some:
            continue
        some.sort(key=lambda hit: hit.band != "likely")
        by_id = {hit.photo_id: hit for hit in reversed(some)}
        places = {hit.photo_id: place for place, hit in enumerate(some)}
        wanted = replace(arrangement, group="none") if hidden else arrangement
        ids = np.array([hit.photo_id for hit in some], dtype=np.int64)
        _, found = arrange(db, ids, wanted)
        groups += [replace(each, start=each.start + len(kept)) for each in found.groups]
        for photo_id in ids[found.order].tolist():
            stack = found.stacked.get(photo_id, (photo_id,))
            best = by_id[min(stack, key=places.__getitem__)]
            kept.append(replace(best, photo_id=photo_id, path=by_id[photo_id].path))
        stacked |= found.stacked
    return ArrangedHits(tuple(kept), tuple(groups), Stacked.of(stacked))


@dataclass(frozen=True)
class _Places:
    """Where the photos that are there stand: in what was given, and in the catalog's rows."""

    given: Ids
    rows: Ids


def _places(given: Ids, ids: Ids) -> _Places:
    if not len(ids) or not len(given):
        return _Places(np.empty(0, np.int64), np.empty(0, np.int64))
    rows = np.minimum(np.searchsorted(ids, given), len(ids) - 1)
    there = np.flatnonzero(ids[rows] == given)
    return _Places(there, rows[there])


class _Photos:
    """The photos that were given, in the order given; a number stands for each from here on."""

    def __init__(self, conn: Connection, found: Columns, some: Sequence[int] | None) -> None:
        self._conn = conn
        self._some = some
        self._found = found
        self._rows = np.arange(len(found.ids))
        self._folders: dict[int, Folder] = {}
        self._folder_ranks = np.empty(0, np.int64)

    def hold(self, places: _Places) -> None:
        """Take only those photos, in that order."""
        self._rows = places.rows

    def by_date(self) -> Ids:
        """Newest first; what is equal to people is in the order of ids, the latest first."""
        found, rows = self._found, self._rows
        order = np.lexsort((found.ids[rows], found.mtimes[rows], found.moments[rows]))
        return order[::-1]

    def order(self, arrangement: Arrangement, tops: Ids | None) -> Ids:
        """All of them in order, groups first, without what is below another in a stack."""
        sort, group = arrangement.sort, arrangement.group
        if sort == "relevance":
            order = np.argsort(_best(len(self._rows), tops), kind="stable")
        else:
            order = self.by_date()
        keys: dict[str, Callable[[], tuple[Ids, ...]]] = {
            "name": lambda: (self._names(),),
            "rating": lambda: (-self._found.ratings[self._rows],),
            # Stable: the last one decides.
            "folder": lambda: (self._names(), self._folder_keys()),
        }
        for key in keys[sort]() if sort in keys else ():
            order = order[np.argsort(key[order], kind="stable")]
        if arrangement.reverse:
            order = order[::-1]
        if group != "none" and group not in _OF_SORT.get(sort, ()):
            outer = self._group_keys(group)
            outer = outer if group == "folder" else -outer
            order = order[np.argsort(outer[order], kind="stable")]
        if tops is not None:
            order = order[(tops[order] < 0) | (tops[order] == order)]
        return np.ascontiguousarray(order)

    def groups(self, order: Ids, group: Grouping) -> tuple[PhotoGroup, ...]:
        """Runs of the photos in their order."""
        if not len(order):
            return ()
        if group == "none":
            return (PhotoGroup("", 0, len(order)),)
        keys = self._group_keys(group)[order]
        starts = np.concatenate([[0], np.flatnonzero(keys[1:] != keys[:-1]) + 1])
        counts = np.diff(np.append(starts, len(keys)))
        texts = self._texts_of(keys[starts], group)
        return tuple(
            PhotoGroup(text, start, count)
            for text, start, count in zip(texts, starts.tolist(), counts.tolist(), strict=True)
        )

    # --- keys -------------------------------------------------------------------------
    def _names(self) -> Ids:
        names = NaturalOrder()
        for some in arranging.names(self._conn, self._some):
            names.add(some)
        return names.ranks()[self._rows]

    def _group_keys(self, group: Grouping) -> Ids:
        """Equal for photos of one group; days and months rise, folders are in their order."""
        if group == "folder":
            return self._folder_keys()
        days = self._found.moments[self._rows] // _DAY_S
        if group == "day":
            return days
        return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)

    def _folder_keys(self) -> Ids:
        """Rank of each photo's folder."""
        if not self._folders and len(self._rows):
            folders = {each.id: each for each in arranging.folders(self._conn)}
            ranked = sorted(folders.values(), key=_folder_key)
            self._folders = dict(enumerate(ranked))
            self._folder_ranks = np.full(max(folders, default=0) + 1, -1, dtype=np.int64)
            self._folder_ranks[[each.id for each in ranked]] = np.arange(len(ranked))
        return self._folder_ranks[self._found.folders[self._rows]]

    def _texts_of(self, keys: Ids, group: Grouping) -> list[str]:
        if group == "folder":
            return [self._folders[key].path for key in keys.tolist()]
        unit = "datetime64[D]" if group == "day" else "datetime64[M]"
        texts: list[str] = np.datetime_as_string(keys.astype(unit)).tolist()
        return texts


def _folder_key(folder: Folder) -> tuple[object, ...]:
    parts = tuple(natural_key(part) for part in folder.parts)
    return (natural_key(folder.root), parts, folder.root, folder.parts)


def _tops(conn: Connection, ids: Ids, some: Sequence[int] | None) -> Ids:
    """For each photo the place of the one that stands for its stack, -1 where it is in none."""
    places = np.argsort(ids, kind="stable")
    ascending = ids[places]

    def placed(found: Ids) -> tuple[Ids, NDArray[np.bool_]]:
        at = np.minimum(np.searchsorted(ascending, found), max(0, len(ids) - 1))
        return places[at], ascending[at] == found

    tops = np.full(len(ids), -1, dtype=np.int64)
    if not len(ids):
        return tops
    # What speaks against standing for the others: RAW, then no keeper, then a rarer format.
    cost = np.full(len(ids), 2, dtype=np.int64)
    sets: list[tuple[Ids, Ids]] = []
    shots = arranging.shots(conn, some)
    if shots:
        at, there = placed(np.array([row[0] for row in shots], dtype=np.int64))
        cost[at[there]] += np.array([_cost(row[2]) for row in shots], dtype=np.int64)[there]
        sets.append((at[there], np.array([row[1] for row in shots], dtype=np.int64)[there]))
    copies = arranging.copies(conn)
    if len(copies):
        at, there = placed(copies[:, 0])
        cost[at[there]] -= 2 * copies[there, 2]
        sets.append((at[there], copies[there, 1]))
    if not sets:
        return tops
    stack = _joined(len(ids), sets)
    order = np.lexsort((ids, cost, stack))
    first = np.concatenate([[True], stack[order][1:] != stack[order][:-1]])
    sizes = np.diff(np.append(np.flatnonzero(first), len(order)))
    leaders = np.repeat(order[first], sizes)
    tops[order] = np.where(np.repeat(sizes, sizes) > 1, leaders, -1)
    return tops


def _best(count: int, tops: Ids | None) -> Ids:
    """Place of each photo; what stands for a stack has the first place of the whole stack."""
    best = np.arange(count)
    if tops is not None:
        members = np.flatnonzero(tops >= 0)
        np.minimum.at(best, tops[members], members)
    return best


def _stacked(ids: Ids, tops: Ids) -> Stacked:
    members = np.flatnonzero(tops >= 0)
    if not len(members):
        return Stacked.none()
    order = np.lexsort((ids[members], members != tops[members], ids[tops[members]]))
    leaders = ids[tops[members[order]]]
    starts = np.flatnonzero(np.concatenate([[True], leaders[1:] != leaders[:-1]]))
    return Stacked(leaders[starts], np.append(starts, len(leaders)), ids[members[order]])


def _joined(count: int, sets: list[tuple[Ids, Ids]]) -> Ids:
    """The least place of those that hang together through any of the sets; int64 (count,)."""
    stack = np.arange(count)
    numbered = [(at, np.unique(keys, return_inverse=True)[1]) for at, keys in sets if len(at)]
    while True:
        before = stack.copy()
        for at, keys in numbered:
            least = np.full(int(keys.max()) + 1, count, dtype=np.int64)
            np.minimum.at(least, keys, stack[at])
            stack[at] = least[keys]
        if np.array_equal(before, stack):
            return stack


def _cost(name: str) -> int:
    ending = name.rpartition(".")[2].lower()
    if ending in RAW_EXTENSIONS:
        return 8
    return 0 if ending in _FIRST_CHOICE else 1
