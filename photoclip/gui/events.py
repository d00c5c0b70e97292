"""What the window's workers report, as plain frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from photoclip.changes import ChangeSet
from photoclip.gui.grid.content import GridContent
from photoclip.jobs.job import Progress
from photoclip.library import LibraryInfo, SearchResult
from photoclip.views import Arrangement, UndoStep

JobName = str
"""``"index"``, ``"watch"``, or the name given to :meth:`Bridge.start_job`."""

SEARCH_LIMIT = 5_000
"""Most hits one view lists at first; hardly anybody scrolls further through a ranking."""
ViewKind = Literal["all", "text", "similar", "ids"]


@dataclass(frozen=True, slots=True)
class ViewRequest:
    """What the grid is asked to show.

    Attributes:
        kind: All photos, the answer to a text, photos that resemble one, or given ones.
        text: The query as typed (kind ``"text"``).
        photo_id: The photo to resemble (kind ``"similar"``).
        photo_ids: Just these photos (kind ``"ids"``).
        include_hidden: Also list what is neither likely nor maybe.
        looseness: From -1, only what surely fits, to +1; 0 is the calibrated middle.
        limit: Most photos to list.
        arrangement: Order, groups and stacks.
    """

    kind: ViewKind = "all"
    text: str = ""
    photo_id: int = 0
    photo_ids: tuple[int, ...] = ()
    include_hidden: bool = False
    looseness: float = 0.0
    limit: int = SEARCH_LIMIT
    arrangement: Arrangement = field(default_factory=Arrangement)


@dataclass(frozen=True, slots=True)
class ViewAnswer:
    """The answer to a :class:`ViewRequest`.

    Attributes:
        request: What was asked.
        token: Stamp of the asking; an answer with an old stamp is dropped.
        content: Ids in order, with scores and bands where they were ranked.
        result: The search result itself, where there was a search.
        error: Why there is no answer.
    """

    request: ViewRequest
    token: int
    content: GridContent | None = None
    result: SearchResult | None = None
    error: Exception | None = None


@dataclass(frozen=True, slots=True)
class FullImage:
    """One decoded photo for the viewer.

    Attributes:
        photo_id: Whose picture it is.
        max_side: The size that was asked for, in pixels.
        image: ``QImage``, upright sRGB, or None; made on the worker thread.
        error: Why there is no picture.
        serial: Number of the request.
    """

    photo_id: int
    max_side: int
    image: Any = None
    error: Exception | None = None
    serial: int = 0


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts and folders, read together.

    Attributes:
        info: Counts of the library.
        folders: Its roots.
        error: Why they could not be read.
    """

    info: LibraryInfo | None = None
    folders: tuple[Any, ...] = ()
    error: Exception | None = None


@dataclass(frozen=True, slots=True)
class FolderChanged:
    """A folder was added or removed, or that failed.

    Attributes:
        path: The folder.
        added: True for adding, False for removing.
        error: Why it failed.
    """

    path: Any
    added: bool
    error: Exception | None = None


@dataclass(frozen=True, slots=True)
class UndoRecord:
    """A change that can be taken back.

    Attributes:
        text: What was done, for menus: "Rate 3 photos".
        step: How to take it back.
        asker: Who did it.
        token: Stamp of the asking.
    """

    text: str
    step: UndoStep
    asker: int = 0
    token: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question or a change brought, for the one who asked.

    Attributes:
        asker: Number of the asker.
        token: Stamp of the asking.
        value: The answer.
        error: Why there is none.
    """

    asker: int
    token: int
    value: Any = None
    error: Exception | None = None


@dataclass(frozen=True, slots=True)
class JobStarted:
    """A job has begun."""

    name: JobName


@dataclass(frozen=True, slots=True)
class JobProgress:
    """A job, or the watcher, has come one step further."""

    name: JobName
    progress: Progress


@dataclass(frozen=True, slots=True)
class JobEnded:
    """A job is over: with its report, with an error, or cancelled."""

    name: JobName
    report: Any = None
    error: Exception | None = None
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class EncoderRestarted:
    """The process that holds the model crashed and was started again."""


@dataclass(frozen=True, slots=True)
class Changed:
    """Something was committed to the library."""

    changes: ChangeSet = field(default_factory=ChangeSet)


Event = (
    ViewAnswer | FullImage | Overview | FolderChanged | Answer | JobStarted | JobProgress | JobEnded
)
