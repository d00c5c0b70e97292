"""Undo for the window's tests: what the fakes hold is copied before, and put back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from photoclip.catalog.undo_log import pack_ids
from photoclip.changes import ChangeSet
from photoclip.views import UndoStep

_STATE = {
    "": ("rows",),
    "tags": ("known", "on", "batches"),
    "captions": ("texts",),
    "albums": ("queries", "members"),
    "review": ("open", "accepted", "rejected", "batches"),
    "studio": ("found",),
}

_Copy = dict[tuple[str, str], Any]


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copied(each) for key, each in value.items()}
    if isinstance(value, (list, set)):
        return type(value)(_copied(each) for each in value)
    return value


class FakeRecording:
    def __init__(self) -> None:
        self.step = UndoStep()


class FakeHistory:
    """Steps are numbers of copies."""

    def __init__(self, library: Any) -> None:
        self.library = library
        self.copies: list[_Copy] = []

    @contextmanager
    def recording(self) -> Iterator[FakeRecording]:
        recording, before = FakeRecording(), self._copy()
        try:
            yield recording
        finally:
            if before != self._copy():
                recording.step = self._step(before)

    def undo(self, step: UndoStep) -> UndoStep:
        self.library._called("history.undo")
        before = self._copy()
        self._restore(self.copies[int(step.parts[0])])
        if before == self._copy():
            return UndoStep()
        self.library.publish(ChangeSet(frozenset(self.library.rows), tags=True, albums=True))
        return self._step(before)

    def _step(self, before: _Copy) -> UndoStep:
        self.copies.append(before)
        number = str(len(self.copies) - 1).encode()
        return UndoStep((number,), pack_ids(self.library.rows), tags=True, albums=True)

    def _room(self, name: str) -> Any:
        return getattr(self.library, name, None) if name else self.library

    def _copy(self) -> _Copy:
        return {
            (room, name): _copied(getattr(self._room(room), name))
            for room, names in _STATE.items()
            for name in names
            if hasattr(self._room(room), name)
        }

    def _restore(self, copy: _Copy) -> None:
        for (room, name), value in copy.items():
            held = getattr(self._room(room), name)
            # In place: batches of the fakes know the lists.
            held.clear()
            (held.extend if isinstance(held, list) else held.update)(_copied(value))
