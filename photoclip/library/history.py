"""Taking back what people did, and doing it again: in this run, from memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from photoclip.catalog import undo_log
from photoclip.library.parts import LibraryParts
from photoclip.views import FileStep, UndoStep


class Recording:
    """What is recorded between the beginning and the end of a block."""

    def __init__(self, steps: list[UndoStep]) -> None:
        self._steps = steps

    @property
    def step(self) -> UndoStep:
        """How to take everything back that was written; false if nothing was changed."""
        return undo_log.join(self._steps)


class History:
    """Undo and redo of tags, stars, flags, turns, captions, albums, labels, names and the trash.

    Reached as ``library.history``. Steps live in memory: they end with the program, and
    nothing of them is left in the catalog but where files lie in the trash.
    """

    def __init__(self, parts: LibraryParts) -> None:
        self._parts = parts

    @contextmanager
    def recording(self) -> Iterator[Recording]:
        """Record what this thread changes inside of the block; jobs and scans are not.

        What was committed before an error is recorded too.
        """
        with self._parts.context.db.recording() as steps:
            yield Recording(steps)

    def undo(self, step: UndoStep) -> UndoStep:
        """Take a step back: each deed on files, then all else in one transaction.

        What was changed otherwise since then stays as it is, a photo that left the library
        is passed over, and what was written to files meanwhile is not touched.

        Returns:
            The step that does it again; false if there was nothing left to take back.

        Raises:
            UserError: A file cannot have its name or place back, or not all can.
            CatalogError: The catalog cannot be written; then nothing is changed.
        """
        context = self._parts.context
        with context.db.recording() as steps:
            for each in step.files:
                self._take_back(each)
            if step.parts:
                context.db.write(lambda conn: undo_log.run(conn, step))
        done = undo_log.join(steps)
        context.publish(done.changes)
        return done

    def _take_back(self, step: FileStep) -> None:
        from photoclip.jobs.tasks.restoring import take_back

        take_back(self._parts.context, step)
