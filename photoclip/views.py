"""What a view of photos is made of: order and groups, steps back, and reasons."""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from photoclip.changes import ChangeSet

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Sort = Literal["relevance", "date", "name", "rating", "folder"]
Grouping = Literal["none", "day", "month", "folder"]


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How photos are to be put in order.

    Attributes:
        sort: By what; ``"relevance"`` keeps the order that is given.
        reverse: The other way round than usual (date and rating usually fall, names rise).
        group: What gets a heading; groups other than by ``sort`` bring its order first.
        stacks: Show RAW and JPEG of one shot, and near copies, as one photo.
    """

    sort: Sort = "relevance"
    reverse: bool = False
    group: Grouping = "none"
    stacks: bool = True


@dataclass(frozen=True, slots=True)
class PhotoGroup:
    """A run of photos with one heading.

    Attributes:
        key: ``"2023-06-12"``, ``"2023-06"``, a folder's path, or "" for none.
        start: Place of its first photo.
        count: Number of photos, at least 1.
    """

    key: str
    start: int
    count: int


@dataclass(frozen=True)
class Arranged:
    """Photos in order.

    Attributes:
        order: int64 (n,), places in what was given, in the order to show; of each stack only
            the one that stands for it.
        groups: Runs that cover all of them, in order; one without a key where nothing is grouped.
        stacked: For those that stand for a stack: their id to the ids of the whole stack.
    """

    order: NDArray[np.int64]
    groups: tuple[PhotoGroup, ...]
    stacked: Mapping[int, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FileStep:
    """How to take back what was done with files.

    Attributes:
        kind: ``"rename"`` names photos back, ``"restore"`` brings files back from the trash,
            ``"trash"`` moves photos there again.
        photos: Ids of the photos; none for ``"restore"``.
        names: The names that they get.
        now: The names that they have; a photo that is called otherwise by now stays so.
        deed: Number of what was moved to the trash together.
    """

    kind: Literal["rename", "restore", "trash"]
    photos: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    now: tuple[str, ...] = ()
    deed: int = 0


@dataclass(frozen=True, slots=True)
class UndoStep:
    """How to take one change back; made by :class:`photoclip.library.history.History`.

    Kept small, because a hundred of them may each be about every photo of a library.

    Attributes:
        parts: What to do, in order, packed by :mod:`photoclip.catalog.undo_log`.
        photos: Ids of the photos it touches, packed as well.
        tags: It touches tags, labels or suggestions.
        albums: It touches albums.
        files: What to do with files, in order, before ``parts``.
    """

    parts: tuple[bytes, ...] = ()
    photos: bytes = b""
    tags: bool = False
    albums: bool = False
    files: tuple[FileStep, ...] = ()

    @property
    def changes(self) -> ChangeSet:
        """What it touches, to be told when it is taken back."""
        ids = array("q", zlib.decompress(self.photos)) if self.photos else ()
        return ChangeSet(photos=frozenset(ids), tags=self.tags, albums=self.albums)

    def __bool__(self) -> bool:
        return bool(self.parts or self.files)


@dataclass(frozen=True, slots=True)
class NearLabel:
    """A label that a photo comes near to.

    Attributes:
        score: Evidence above the bar; comparable between labels.
        likely: True if it is above the label's line.
    """

    label_set: str
    label: str
    score: float
    likely: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a photo is among the results.

    Attributes:
        score: The model's; None where no words were asked for.
        band: ``"likely"``, ``"maybe"``, ``"hidden"`` or "".
        rank: Place among all candidates, from 1; 0 where nothing was ranked.
        candidates: How many were compared.
        matched: Where words stand literally, see :class:`SearchHit`.
        filters: Parts of the query that are no words, as typed, which the photo meets.
        labels: Nearest labels, the nearest first.
    """

    score: float | None = None
    band: str = ""
    rank: int = 0
    candidates: int = 0
    matched: str = ""
    filters: tuple[str, ...] = ()
    labels: tuple[NearLabel, ...] = ()


@dataclass(frozen=True, slots=True)
class Hardware:
    """What this machine has for a model.

    Attributes:
        device: ``"cuda"``, ``"mps"`` or ``"cpu"``.
        name: Of the graphics card or processor, for people.
        memory: Bytes of its memory (graphics card's, else main memory).
        cores: Processor cores.
        recommended: Key of the model that suits it.
    """

    device: str
    name: str
    memory: int
    cores: int
    recommended: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What some photos have in common, counted; most common first.

    Attributes:
        count: Photos that are in the catalog.
        size: Bytes of their files.
        first: Earliest time of capture (local ISO time), or "".
        last: Latest one.
        tags: (path, photos that have it), accepted ones.
        albums: (name, photos in it), hand-picked ones.
        cameras: (name, photos).
        formats: (format by content, photos).
        ratings: (stars, photos); 0 for none.
        picks: (flag, photos).
        offline: Photos in folders that cannot be reached now.
    """

    count: int = 0
    size: int = 0
    first: str = ""
    last: str = ""
    tags: tuple[tuple[tuple[str, ...], int], ...] = ()
    albums: tuple[tuple[str, int], ...] = ()
    cameras: tuple[tuple[str, int], ...] = ()
    formats: tuple[tuple[str, int], ...] = ()
    ratings: tuple[tuple[int, int], ...] = ()
    picks: tuple[tuple[int, int], ...] = ()
    offline: int = 0
