"""Questions to the library and changes of it, asked from widgets and answered on the GUI thread."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from photoclip.gui.bridge import Bridge, Lane, Work
from photoclip.gui.events import Answer


class _Asker(QObject):
    """Knows its own answers among all.

    Args:
        bridge: Does the work.
        work: Dotted name of a method of the library, such as ``"albums.all"``, or a module
            function that gets the library first. It runs on a worker thread.

    Signals:
        answered: what came back (object).
        failed: exception (object).
    """

    answered = Signal(object)
    failed = Signal(object)

    def __init__(self, bridge: Bridge, work: Work, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.work = work
        self._number = bridge.next_asker()
        self._token = 0
        bridge.answered.connect(self._on_answered)

    def _is_mine(self, answer: Answer) -> bool:
        return answer.asker == self._number

    @Slot(object)
    def _on_answered(self, answer: Answer) -> None:
        if not self._is_mine(answer):
            return
        if answer.error is not None:
            self.failed.emit(answer.error)
        else:
            self.answered.emit(answer.value)


class Question(_Asker):
    """One kind of question, of which only the newest counts: older answers are dropped.

    Args:
        slow: It counts through the whole library; quick questions do not wait for it.
        quick: It asks neither model nor photos and waits for no other question, because the
            user is typing.
    """

    def __init__(
        self,
        bridge: Bridge,
        work: Work,
        parent: QObject | None = None,
        *,
        slow: bool = False,
        quick: bool = False,
    ) -> None:
        super().__init__(bridge, work, parent)
        self._lane: Lane = "slow" if slow else "quick" if quick else "usual"

    def ask(self, *args: Any, **options: Any) -> None:
        """Ask anew."""
        self._token += 1
        arguments = (args, options)
        self._bridge.ask(self._number, self._token, self.work, arguments, lane=self._lane)

    def forget(self) -> None:
        """Drop the answer that is under way."""
        self._token += 1

    def _is_mine(self, answer: Answer) -> bool:
        return super()._is_mine(answer) and answer.token == self._token


class Deed(_Asker):
    """One kind of change; each one is made, in the order of asking, and each is told.

    Signals:
        done: what came back, and what was said to be ``about`` when it was asked.
    """

    done = Signal(object, object)

    def __init__(self, bridge: Bridge, work: Work, parent: QObject | None = None) -> None:
        super().__init__(bridge, work, parent)
        self._about: dict[int, Any] = {}

    def do(self, *args: Any, about: Any = None, undo_text: str = "", **options: Any) -> None:
        """Make the change.

        Args:
            args: For the method.
            about: Comes back with the answer.
            undo_text: What it is called in the menu, such as "Rate 3 photos". If it is given
                and something changed, undo takes the change back.
            options: For the method.
        """
        self._token += 1
        self._about[self._token] = about
        self._bridge.act(self._number, self._token, self.work, (args, options), undo_text=undo_text)

    @Slot(object)
    def _on_answered(self, answer: Answer) -> None:
        super()._on_answered(answer)
        if self._is_mine(answer):
            about = self._about.pop(answer.token, None)
            if answer.error is None:
                self.done.emit(answer.value, about)
