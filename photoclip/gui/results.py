"""What the grid shows and why: asks, drops what is out of date, refreshes without a jump."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal, Slot

from photoclip.changes import ChangeSet
from photoclip.errors import QueryError
from photoclip.gui.bridge import Bridge
from photoclip.gui.events import ViewAnswer, ViewRequest
from photoclip.gui.grid.content import EMPTY
from photoclip.gui.grid.headings import sections_of
from photoclip.gui.texts import number, photos
from photoclip.results import Hint
from photoclip.views import Arrangement

SLOW_MS = 1_500
QUIET_MS = 300
"""An answer that comes so soon need not be announced: the words would only flicker."""

MORE_TIMES = 4
"""How many times as many photos are listed when more are asked for."""

REFRESH_ALL_MS = 700
REFRESH_ORDER_MS = 10_000
"""Indexing reads dates, which move photos a little; a million of them take a second to sort."""

REFRESH_RANKED_MS = 2_500
"""A ranking is refreshed more rarely: while indexing, each refresh may move photos.

What is gone goes sooner: it may have been moved to the trash a moment ago.
"""

NEWEST_FIRST = Arrangement("date", group="month")
"""How all photos are shown, as long as nothing else was chosen."""


@dataclass(frozen=True, slots=True)
class ResultsState:
    """What is shown, for the bars around the grid.

    Attributes:
        request: The question.
        busy: True until its first answer is here.
        slow: True when that takes unusually long.
        quiet: True for a moment in which the words about what is shown before may stay.
        answered: True when the grid shows the answer to ``request``.
        likely: Number of photos in the band.
        maybe: Number of photos in the band.
        shown: Number of photos in the grid, a stack counted as one.
        photos: The same, those of stacks all counted.
        hidden: Candidates that are not shown, because they do not fit.
        more: Photos that fit and were cut off by the limit.
        ranked: True where photos fit more or less; False where a filter decides.
        hints: What to know about the query.
        error: Why there is no answer.
    """

    request: ViewRequest = field(default_factory=ViewRequest)
    busy: bool = False
    slow: bool = False
    quiet: bool = False
    answered: bool = False
    likely: int = 0
    maybe: int = 0
    shown: int = 0
    photos: int = 0
    hidden: int = 0
    more: int = 0
    ranked: bool = False
    hints: tuple[Hint, ...] = ()
    error: Exception | None = None


def sentence(state: ResultsState) -> str:
    """What the grid shows, in words."""
    if state.request.kind == "all":
        return photos(state.photos) if state.photos else ""
    if state.busy and state.slow:
        return QCoreApplication.translate(
            "results", "Searching… the first search starts the model, which takes some seconds."
        )
    if state.busy:
        return QCoreApplication.translate("results", "Searching…")
    if isinstance(state.error, QueryError) and state.shown:
        return QCoreApplication.translate("results", "Still shown: what was found before")
    if state.error is not None or not state.answered:
        return ""
    parts = []
    if not state.ranked and state.shown:
        parts.append(photos(state.shown))
    elif state.likely:
        text = QCoreApplication.translate("results", "{n} likely")
        parts.append(text.format(n=number(state.likely)))
    if state.ranked and state.maybe:
        text = QCoreApplication.translate("results", "{n} maybe")
        parts.append(text.format(n=number(state.maybe)))
    if not parts:
        parts.append(QCoreApplication.translate("results", "Nothing likely"))
    if state.hidden and not state.request.include_hidden:
        text = QCoreApplication.translate("results", "{n} hidden")
        parts.append(text.format(n=number(state.hidden)))
    if state.more:
        text = QCoreApplication.translate("results", "{n} more fit")
        parts.append(text.format(n=number(state.more)))
    return " · ".join(parts)


class Results(QObject):
    """The one place that decides what the grid shows.

    Signals:
        content_changed: content, its sections, and True when the view must not jump.
        state_changed: ``ResultsState``.
    """

    content_changed = Signal(object, object, bool)
    state_changed = Signal(object)

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._state = ResultsState()
        self._looseness = 0.0
        self._all = NEWEST_FIRST
        self._found = Arrangement()
        self._keep_place = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_refresh_due)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(SLOW_MS)
        self._patience.timeout.connect(self._on_slow)
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(self._on_quiet_over)
        bridge.view_answered.connect(self._on_answered)
        bridge.changed.connect(self._on_changed)

    @property
    def state(self) -> ResultsState:
        """What is shown now."""
        return self._state

    def show_all(self) -> None:
        """All photos, in the order that was chosen for them; at first the newest first."""
        self._ask(ViewRequest("all", arrangement=self._all))

    def search(self, text: str) -> None:
        """Photos that fit a description."""
        self._ask(
            ViewRequest("text", text=text, looseness=self._looseness, arrangement=self._found)
        )

    def similar(self, photo_id: int) -> None:
        """Photos that resemble one."""
        self._ask(
            ViewRequest(
                "similar",
                photo_id=photo_id,
                looseness=self._looseness,
                arrangement=self._found,
            )
        )

    def show_ids(self, photo_ids: Sequence[int]) -> None:
        """Just these photos, in this order."""
        self._ask(ViewRequest("ids", photo_ids=tuple(photo_ids)))

    def again(self, request: ViewRequest) -> None:
        """A question that was asked before, as it was."""
        self._ask(request)

    def set_arrangements(self, for_all: Arrangement, for_found: Arrangement) -> None:
        """Say how all photos, and how what is found, shall be arranged from now on."""
        self._all, self._found = for_all, for_found

    def arrange(self, arrangement: Arrangement) -> None:
        """The same question in another order; stays for questions of its kind."""
        request = self._state.request
        if request.kind == "all":
            self._all = arrangement
            self._found = replace(self._found, stacks=arrangement.stacks)
        else:
            self._found = arrangement if request.kind != "ids" else self._found
            self._all = replace(self._all, stacks=arrangement.stacks)
        if arrangement != request.arrangement:
            self._ask(replace(request, arrangement=arrangement))

    def include_hidden(self, include: bool) -> None:
        """The same question, with or without the photos that hardly fit."""
        self._ask(replace(self._state.request, include_hidden=include))

    @Slot(float)
    def loosen(self, looseness: float) -> None:
        """The same question, told how well photos must fit; stays for the questions to come."""
        self._looseness = looseness
        request = self._state.request
        if request.kind in {"text", "similar"} and request.looseness != looseness:
            self._ask(replace(request, looseness=looseness), keep_place=True)

    @Slot()
    def more(self) -> None:
        """The same question, with what the limit cut off."""
        request = self._state.request
        self._ask(replace(request, limit=request.limit * MORE_TIMES), keep_place=True)

    def refresh(self) -> None:
        """The same question again; the view keeps its place."""
        self._bridge.ask_view(self._state.request)

    @Slot()
    def on_typing(self) -> None:
        """The text is being changed: what comes now would answer an old question."""
        self._bridge.forget_view()
        if self._state.busy:
            # Its answer will not come; the text may stay unfinished for long.
            self._quiet.stop()
            self._set(replace(self._state, busy=False, slow=False, quiet=True))

    def _ask(self, request: ViewRequest, *, keep_place: bool = False) -> None:
        self._keep_place = keep_place
        self._timer.stop()
        self._patience.start()
        self._quiet.start()
        # What is shown stays until the answer is here, and so does its number.
        self._set(
            ResultsState(
                request=request,
                busy=True,
                quiet=self._state.answered or self._state.quiet,
                shown=self._state.shown,
                photos=self._state.photos,
                ranked=self._state.ranked and keep_place,
            )
        )
        self._bridge.ask_view(request)

    def _set(self, state: ResultsState) -> None:
        self._state = state
        self.state_changed.emit(state)

    @Slot(object)
    def _on_answered(self, answer: ViewAnswer) -> None:
        if answer.request != self._state.request:
            return
        # A second answer to the same question is a refresh.
        keep_place = self._state.answered or self._keep_place
        unclear = isinstance(answer.error, QueryError)
        if answer.error is not None and (keep_place or unclear):
            state = replace(self._state, busy=False, slow=False, quiet=False)
            self._set(replace(state, error=answer.error))
            return
        content = answer.content if answer.content is not None else EMPTY
        result = answer.result
        more = result.more if result else 0
        state = ResultsState(
            request=answer.request,
            answered=answer.error is None,
            likely=content.count_of("likely"),
            maybe=content.count_of("maybe"),
            shown=len(content),
            photos=content.photo_count,
            hidden=max(0, result.hidden - more) if result else 0,
            more=more,
            # Where nothing is likely, being less strict may bring something.
            ranked=content.is_ranked or bool(result and not len(content) and result.hidden),
            hints=result.hints if result else (),
            error=answer.error,
        )
        self.content_changed.emit(content, sections_of(content), keep_place)
        self._set(state)

    @Slot()
    def _on_quiet_over(self) -> None:
        if self._state.busy and self._state.quiet:
            self._set(replace(self._state, quiet=False))

    @Slot()
    def _on_slow(self) -> None:
        if self._state.busy:
            self._set(replace(self._state, slow=True, quiet=False))

    @Slot(object)
    def _on_changed(self, changes: ChangeSet) -> None:
        if self._state.request.kind == "all":
            moved = bool(changes.added or changes.removed)
            wanted = moved or changes.embeddings
            delay = REFRESH_ALL_MS if moved else REFRESH_ORDER_MS
        else:
            # A query may speak of tags and albums.
            wanted = bool(changes.embeddings or changes.removed or changes.tags or changes.albums)
            patient = self._state.ranked and not changes.removed
            delay = REFRESH_RANKED_MS if patient else REFRESH_ALL_MS
        due = self._timer.remainingTime() if self._timer.isActive() else delay + 1
        if (wanted or changes.models) and due > delay:
            self._timer.start(delay)

    @Slot()
    def _on_refresh_due(self) -> None:
        self.refresh()
