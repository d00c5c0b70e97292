"""Undo and redo: one stack for the whole window, filled by what is done anywhere in it."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction, QUndoCommand, QUndoStack

from photoclip.gui.actions import ActionSet, translated
from photoclip.gui.bridge import Bridge
from photoclip.gui.events import Answer, UndoRecord
from photoclip.gui.question import Deed
from photoclip.library import Decided, Library
from photoclip.views import UndoStep

LIMIT = 100

Wish = Literal["undo", "redo", "decision"]


def wait_for_turn(_library: Library) -> None:
    """What was asked for before is done when this has its turn."""


def take_back_decisions(library: Library) -> tuple[Decided, UndoStep]:
    """Take back what an earlier run decided last, and tell how to decide it again."""
    with library.history.recording() as recording:
        decided = library.review.undo()
    return decided, recording.step


class UndoCommand(QUndoCommand):
    """One deed. The stack only keeps the order: the library has done its part before.

    Attributes:
        step: How to go the other way from here.
        deed: Asker and stamp of the deed.
    """

    def __init__(self, text: str, step: UndoStep, deed: tuple[int, int] = (0, 0)) -> None:
        super().__init__(text)
        self.step = step
        self.deed = deed


class UndoDesk(QObject):
    """Owns the stack of what can be taken back.

    Undoing works off the GUI thread, one step after the other. What was asked for before is
    waited for, so that it is the latest deed that goes.

    Attributes:
        stack: The deeds, the undone ones too.
        latest: Takes back the deed that :meth:`offer` was called for, as long as that is the
            latest one; disabled from then on.

    Signals:
        failed: exception to be told.
        told: what was undone or done again, and False: that is no deed of its own.
        moved: something was undone or done again.
    """

    failed = Signal(object)
    told = Signal(str, bool)
    moved = Signal()

    def __init__(self, bridge: Bridge, actions: ActionSet, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.stack = QUndoStack(self)
        self.stack.setUndoLimit(LIMIT)
        self.latest = QAction(translated("&Undo"), self)
        self._undo, self._redo = actions["undo"], actions["redo"]
        self._texts = (self._undo.text(), self._redo.text())
        self._offered: UndoCommand | None = None
        self._answered = (0, 0)
        self._wishes: list[Wish] = []
        self._busy = False
        self._running: Wish | None = None
        self._held: list[UndoRecord] = []
        self._under_way: dict[tuple[int, int], str] = {}
        self._turn = Deed(bridge, wait_for_turn, self)
        self._step = Deed(bridge, "history.undo", self)
        self._decisions = Deed(bridge, take_back_decisions, self)
        self._turn.done.connect(self._on_turn)
        self._step.done.connect(self._on_done)
        self._step.failed.connect(self._on_failed)
        self._decisions.done.connect(self._on_decisions)
        self._decisions.failed.connect(self._on_decisions_failed)
        bridge.begun.connect(self._on_begun)
        bridge.recorded.connect(self._on_recorded)
        bridge.answered.connect(self._on_answered)
        self.stack.indexChanged.connect(self._on_index)
        self._undo.triggered.connect(self.undo)
        self._redo.triggered.connect(self.redo)
        self.latest.triggered.connect(self._on_latest)
        self._on_index()

    def offer(self) -> QAction:
        """Undo for the deed whose answer is being told, for a button beside its sentence.

        It is disabled if that deed has changed nothing.
        """
        latest = self._command("undo")
        self._offered = latest if latest is not None and latest.deed == self._answered else None
        self._on_index()
        return self.latest

    # --- wishes -----------------------------------------------------------------------
    @Slot()
    def undo(self) -> None:
        """Take back the latest deed."""
        self._wish("undo")

    @Slot()
    def redo(self) -> None:
        """Do again what was taken back last."""
        self._wish("redo")

    @Slot()
    def undo_decision(self) -> None:
        """As :meth:`undo`; where this run has done nothing, a decision of an earlier one."""
        self._wish("decision")

    def _wish(self, wish: Wish) -> None:
        self._wishes.append(wish)
        if not self._busy:
            self._go_on()

    def _go_on(self) -> None:
        self._busy = bool(self._wishes)
        if self._busy:
            self._turn.do()

    def _command(self, wish: Wish | None) -> UndoCommand | None:
        """The deed that is next to be undone or done again."""
        place = self.stack.index() - (wish != "redo")
        found = self.stack.command(place) if 0 <= place < self.stack.count() else None
        return found if isinstance(found, UndoCommand) else None

    @Slot()
    def _on_turn(self) -> None:
        self._running = self._wishes.pop(0)
        command = self._command(self._running)
        if command is not None:
            self._step.do(command.step)
        elif self._running == "decision":
            self._decisions.do()
        else:
            self._finish()

    # --- what came of it --------------------------------------------------------------
    @Slot(object)
    def _on_done(self, step: UndoStep) -> None:
        text = self.tr("Undone: {deed}.")
        if not step:
            text = self.tr("Nothing is left of it that could be changed: {deed}.")
        elif self._running == "redo":
            text = self.tr("Done again: {deed}.")
        self.told.emit(text.format(deed=self._move(step)), False)
        self.moved.emit()
        self._finish()

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        # It would stand in the way of those before it.
        self._move(UndoStep())
        self.failed.emit(error)
        self._finish()

    def _move(self, step: UndoStep) -> str:
        """The deed has gone the other way; without a step back it is dropped."""
        command = self._command(self._running)
        assert command is not None
        deed = command.text()
        command.step = step
        command.setObsolete(not step)
        if self._running == "redo":
            self.stack.redo()
        else:
            self.stack.undo()
        return deed

    @Slot(object)
    def _on_decisions(self, answer: tuple[Decided, UndoStep]) -> None:
        decided, step = answer
        if step:
            self._put_below(UndoCommand(self.tr("Review"), step))
        text = self.tr("%Ln decision(s) taken back.", "", decided.count)
        self.told.emit(text if decided.count else self.tr("There is nothing to take back."), False)
        self.moved.emit()
        self._finish()

    @Slot(object)
    def _on_decisions_failed(self, error: Exception) -> None:
        self.failed.emit(error)
        self._finish()

    def _put_below(self, command: UndoCommand) -> None:
        """Something older than all that is here was undone; it can be done again first."""
        every = [self.stack.command(place) for place in range(self.stack.count())]
        ours = [each for each in every if isinstance(each, UndoCommand)]
        others = [UndoCommand(each.text(), each.step, each.deed) for each in ours]
        self.stack.clear()
        for each in (command, *others):
            self.stack.push(each)
        self.stack.setIndex(0)

    def _finish(self) -> None:
        self._running = None
        held, self._held = self._held, []
        for record in held:
            self._push(record)
        self._go_on()

    # --- the stack --------------------------------------------------------------------
    @Slot(object)
    def _on_recorded(self, record: UndoRecord) -> None:
        # The deed that is going the other way must be at its place when it has done so.
        if self._running is None:
            self._push(record)
        else:
            self._held.append(record)

    def _push(self, record: UndoRecord) -> None:
        self.stack.push(UndoCommand(record.text, record.step, (record.asker, record.token)))

    @Slot(object)
    def _on_begun(self, record: UndoRecord) -> None:
        # It takes a moment; undo can be asked for at once.
        self._under_way[record.asker, record.token] = record.text
        self._on_index()

    @Slot(object)
    def _on_answered(self, answer: Answer) -> None:
        self._answered = (answer.asker, answer.token)
        if self._under_way.pop(self._answered, None) is not None:
            self._on_index()

    @Slot()
    def _on_index(self) -> None:
        undo, redo = self._command("undo"), self._command("redo")
        last = next(reversed(self._under_way.values()), undo.text() if undo is not None else "")
        self._show(self._undo, 0, last, self.tr("&Undo: {deed}"))
        self._show(self._redo, 1, redo.text() if redo else "", self.tr("&Redo: {deed}"))
        if self._offered is not undo:
            self._offered = None
        self.latest.setEnabled(self._offered is not None)

    def _show(self, action: QAction, place: int, deed: str, text: str) -> None:
        action.setEnabled(bool(deed))
        shown = text.format(deed=deed.replace("&", "&&")) if deed else self._texts[place]
        action.setText(shown)

    @Slot()
    def _on_latest(self) -> None:
        if self._offered is not None:
            self.undo()
