"""Asks the library about the query while it is typed: completions, and what is wrong with it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Slot

from photoclip.errors import QueryError
from photoclip.gui.bridge import Bridge
from photoclip.gui.query.box import SearchBox
from photoclip.gui.query.note import QueryNote
from photoclip.gui.question import Question
from photoclip.results import Completion, QueryProblem

COMPLETE_MS = 120
CHECK_MS = 200
TELL_MS = 900
"""Half a word is often wrong: the sentence waits until the typing rests."""


class QueryAssistant(QObject):
    """Brings together the box, the note under it, and the library's knowledge of queries.

    Args:
        bridge: Does the work.
        box: Where queries are typed.
        note: Where sentences about them stand.
    """

    def __init__(
        self, bridge: Bridge, box: SearchBox, note: QueryNote, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._box = box
        self._note = note
        self._asked = ""
        self._cursor = 0
        self._complete = Question(bridge, "complete_query", self)
        self._check = Question(bridge, "check_query", self)
        self._complete_timer = self._timer(COMPLETE_MS, self._on_complete_due)
        self._check_timer = self._timer(CHECK_MS, self._on_check_due)
        self._tell_timer = self._timer(TELL_MS, self._on_tell_due)
        self._complete.answered.connect(self._on_completed)
        self._check.answered.connect(self._on_checked)
        box.edited.connect(self._on_edited)
        box.typed.connect(self._on_typed)
        box.finished.connect(self._on_finished)
        note.replacement_wanted.connect(box.search_for)

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
        self._box.mark(problem)
        self._on_tell_due()

    @Slot()
    def _on_edited(self) -> None:
        self._complete.forget()
        self._check.forget()
        self._tell_timer.stop()
        self._note.show_problem(None)
        self._note.show_hints(())

    @Slot()
    def _on_typed(self) -> None:
        self._complete_timer.start()
        self._check_timer.start()

    @Slot()
    def _on_finished(self) -> None:
        self._complete_timer.stop()
        self._complete.forget()

    @Slot()
    def _on_complete_due(self) -> None:
        self._asked, self._cursor = self._box.text(), self._box.cursorPosition()
        if self._asked.strip():
            self._complete.ask(self._asked, self._cursor)

    @Slot(object)
    def _on_completed(self, completions: list[Completion]) -> None:
        here = (self._box.text(), self._box.cursorPosition())
        if here == (self._asked, self._cursor):
            self._box.offer(completions)

    @Slot()
    def _on_check_due(self) -> None:
        if self._box.text().strip():
            self._check.ask(self._box.text())

    @Slot(object)
    def _on_checked(self, problem: QueryProblem | None) -> None:
        self._box.mark(problem)
        if problem is not None:
            self._tell_timer.start()

    @Slot()
    def _on_tell_due(self) -> None:
        if self._box.completions.isVisible():
            # Half a field is wrong only until one of the offers is taken.
            self._tell_timer.start()
            return
        self._note.show_problem(self._box.problem)
