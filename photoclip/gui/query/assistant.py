"""Asks the library about the query while it is typed: completions, parts, and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QTimer, Slot

from photoclip.errors import QueryError
from photoclip.gui.bridge import Bridge
from photoclip.gui.query.announce import announce
from photoclip.gui.query.box import SearchBox
from photoclip.gui.query.chips import QueryChips
from photoclip.gui.query.marks import to_place
from photoclip.gui.query.note import QueryNote
from photoclip.gui.question import Question
from photoclip.library import Library
from photoclip.results import Completion, QueryProblem, QueryTerm

COMPLETE_MS = 120
COLD_MS = 450
"""How much longer the typing must rest while a first search would start the model."""

TELL_MS = 900
"""Half a word is often wrong: the sentence waits until the typing rests."""


@dataclass(frozen=True, slots=True)
class Look:
    """What is known about a text.

    Attributes:
        text: The text.
        problem: What is wrong with it.
        terms: Its parts.
        cold: True when an answer has to wait for the model to start.
    """

    text: str
    problem: QueryProblem | None = None
    terms: tuple[QueryTerm, ...] = ()
    cold: bool = False


def look_at(library: Library, text: str) -> Look:
    """Look at a text; on a worker thread."""
    if not text.strip():
        return Look(text)
    problem = library.check_query(text)
    terms = tuple(library.asking.terms(text))
    cold = problem is None and library.asking.must_start(text)
    return Look(text, problem, terms, cold)


class QueryAssistant(QObject):
    """Brings together the box, what stands under it, and the library's knowledge of queries.

    Args:
        bridge: Does the work.
        box: Where queries are typed.
        note: Where sentences about them stand.
        chips: Where their fields stand as removable chips.
    """

    def __init__(
        self,
        bridge: Bridge,
        box: SearchBox,
        note: QueryNote,
        chips: QueryChips,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings = bridge.library.settings
        self._box, self._note, self._chips = box, note, chips
        self._asked = ""
        self._cursor = 0
        self._complete = Question(bridge, "complete_query", self)
        self._look = Question(bridge, look_at, self, quick=True)
        self._without = Question(bridge, "asking.without", self, quick=True)
        self._without_of = ""
        self._problem: QueryProblem | None = None
        self._complete_timer = self._timer(COMPLETE_MS, self._on_complete_due)
        self._cold_timer = self._timer(COLD_MS, self._on_cold_over)
        self._tell_timer = self._timer(TELL_MS, self._on_tell_due)
        self._complete.answered.connect(self._on_completed)
        self._look.answered.connect(self._on_looked)
        self._without.answered.connect(self._on_without)
        box.edited.connect(self._on_edited)
        box.typed.connect(self._on_typed)
        box.rested.connect(self._on_rested)
        box.finished.connect(self._on_finished)
        note.replacement_wanted.connect(box.search_for)
        chips.remove_wanted.connect(self._on_remove)
        chips.edit_wanted.connect(self._on_edit)
        chips.left.connect(self._on_chips_left)

    def _timer(self, ms: int, slot: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(ms)
        timer.timeout.connect(slot)
        return timer

    def show_error(self, error: QueryError) -> None:
        """Mark what a search could not understand; told at once unless a list is open."""
        text = self._box.text()
        blanks = len(text) - len(text.lstrip())
        problem = QueryProblem(str(error), error.start + blanks, error.end + blanks)
        known = self._problem
        if known is not None and known.message == problem.message:
            # The look at it may know what was meant.
            problem = replace(problem, replacement=known.replacement)
        self._problem = problem
        self._box.mark(problem)
        self._on_tell_due()

    # --- typing -----------------------------------------------------------------------
    @Slot()
    def _on_edited(self) -> None:
        self._complete.forget()
        self._problem = None
        self._tell_timer.stop()
        self._cold_timer.stop()
        self._note.show_problem(None)
        if not self._settings.flag("search.follow_typing"):
            self._note.show_hints(())
        # Otherwise hints stay until the next answer: a line that comes and goes with each
        # word would push the photos up and down.

    @Slot()
    def _on_typed(self) -> None:
        self._complete_timer.start()

    @Slot()
    def _on_finished(self) -> None:
        self._complete_timer.stop()
        self._complete.forget()
        self._cold_timer.stop()

    @Slot()
    def _on_complete_due(self) -> None:
        text = self._box.text()
        self._asked, self._cursor = text, to_place(text, self._box.cursorPosition())
        if self._asked.strip():
            self._complete.ask(self._asked, self._cursor)

    @Slot(object)
    def _on_completed(self, completions: list[Completion]) -> None:
        text = self._box.text()
        if (text, to_place(text, self._box.cursorPosition())) == (self._asked, self._cursor):
            self._box.offer(completions)

    # --- what the text is -------------------------------------------------------------
    @Slot()
    def _on_rested(self) -> None:
        self._look.ask(self._box.text())

    @Slot(object)
    def _on_looked(self, look: Look) -> None:
        if look.text != self._box.text():
            return
        self._box.show_terms(look.terms)
        self._chips.show_terms(look.terms)
        if look.problem is not None:
            self._problem = look.problem
            self._tell_timer.start()
            if not self._is_being_typed(look.problem):
                self._box.mark(look.problem)
        elif self._box.is_waiting and self._settings.flag("search.follow_typing"):
            if look.cold:
                self._cold_timer.start()
            else:
                self._box.search_now()

    def _is_being_typed(self, problem: QueryProblem) -> bool:
        """Whether a mistake is but the beginning of a word that is being completed."""
        cursor = to_place(self._box.text(), self._box.cursorPosition())
        return self._box.completions.isVisible() and problem.start <= cursor <= problem.end

    @Slot()
    def _on_cold_over(self) -> None:
        if self._box.is_waiting and self._problem is None:
            self._box.search_now()

    @Slot()
    def _on_tell_due(self) -> None:
        if self._box.completions.isVisible():
            # Half a field is wrong only until one of the offers is taken.
            self._tell_timer.start()
            return
        self._box.mark(self._problem)
        self._note.show_problem(self._problem)
        announce(self._box, self._note.text())

    # --- chips ------------------------------------------------------------------------
    @Slot(int)
    def _on_remove(self, number: int) -> None:
        self._without_of = self._box.text()
        self._without.ask(self._without_of, number)

    @Slot(object)
    def _on_without(self, rest: str) -> None:
        if self._box.text() == self._without_of:
            self._box.search_for(rest)

    @Slot(int, int)
    def _on_edit(self, start: int, end: int) -> None:
        self._box.select_part(start, end)

    @Slot()
    def _on_chips_left(self) -> None:
        self._box.setFocus()
