"""Where Qt meets the core: every callback of the library ends here, on the GUI thread.

Nothing below this file knows Qt, nothing above it knows threads. Widgets ask the
bridge for work and get answers as signals; each answer carries what was asked,
so that a late one can be told and dropped.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from operator import attrgetter
from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import QObject, Signal, Slot

from photoclip.gui.answering import answer_view
from photoclip.gui.events import (
    Answer,
    Changed,
    EncoderRestarted,
    FolderChanged,
    FullImage,
    JobEnded,
    JobProgress,
    JobStarted,
    Overview,
    UndoRecord,
    ViewAnswer,
    ViewRequest,
)
from photoclip.gui.job_desk import JobDesk
from photoclip.gui.mailbox import Mailbox
from photoclip.gui.viewer.image_desk import ImageDesk
from photoclip.gui.workers import LatestWorker
from photoclip.library import Library
from photoclip.views import UndoStep

Work = str | Callable[..., Any]
"""Dotted name of a method of the library, or a function that gets the library first."""

Arguments = tuple[tuple[Any, ...], dict[str, Any]]

Lane = Literal["usual", "slow", "quick"]
"""Questions of one lane wait for each other."""

CLOSE_TIMEOUT_S = 30.0
"""How long closing waits for work in progress; the catalog survives a longer one too."""


def merge_events(waiting: list[Any], value: Any) -> bool:
    """Fold a change or a progress step into one that still waits; True when that was done."""
    if not waiting:
        return False
    if isinstance(value, Changed):
        for place, other in enumerate(waiting):
            if isinstance(other, Changed):
                waiting[place] = Changed(other.changes | value.changes)
                return True
    elif isinstance(value, JobProgress):
        last = waiting[-1]
        if not isinstance(last, JobProgress) or last.name != value.name:
            return False
        # A note for the user is not lost to a mere count.
        if last.progress.message in {"", value.progress.message}:
            waiting[-1] = value
            return True
    return False


class Bridge(QObject):
    """Runs library work off the GUI thread and reports back on it.

    Signals:
        changed: ``ChangeSet`` of what was committed, merged per batch.
        job_queued: name of a job that will run when its turn comes.
        job_started: ``JobStarted``.
        job_progressed: ``JobProgress``, at most about 20 a second.
        job_ended: ``JobEnded``.
        view_answered: ``ViewAnswer``; only the answer to the newest request arrives.
        image_loaded: ``FullImage``.
        overview_read: ``Overview``.
        folder_changed: ``FolderChanged``.
        answered: ``Answer`` for the one who asked, see :mod:`photoclip.gui.question`.
        begun: ``UndoRecord`` of a change that is asked for, without its step yet.
        recorded: ``UndoRecord`` of a change that can be taken back; before its answer.
        encoder_restarted: ``EncoderRestarted``; what it was asked is asked anew.
    """

    changed = Signal(object)
    job_queued = Signal(str)
    job_started = Signal(object)
    job_progressed = Signal(object)
    job_ended = Signal(object)
    view_answered = Signal(object)
    image_loaded = Signal(object)
    overview_read = Signal(object)
    folder_changed = Signal(object)
    answered = Signal(object)
    begun = Signal(object)
    recorded = Signal(object)
    encoder_restarted = Signal(object)

    def __init__(self, library: Library, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.library = library
        self._token = 0
        self._serial = 0
        self._askers = 0
        self._closed = False
        self._mailbox = Mailbox(self, interval_ms=50, merge=merge_events)
        self._mailbox.delivered.connect(self._on_delivered)
        self._answers = Mailbox(self)
        self._answers.delivered.connect(self._on_delivered)
        self._signals = {
            ViewAnswer: self.view_answered,
            FullImage: self.image_loaded,
            Overview: self.overview_read,
            FolderChanged: self.folder_changed,
            Answer: self.answered,
            UndoRecord: self.recorded,
            EncoderRestarted: self.encoder_restarted,
            JobStarted: self.job_started,
            JobProgress: self.job_progressed,
        }
        self._searcher = LatestWorker("photoclip-search")
        self._reader = LatestWorker("photoclip-read")
        self._images = ImageDesk(library.full_image, self._answers.post)
        self._asked = LatestWorker("photoclip-ask")
        self._counted = LatestWorker("photoclip-count")
        self._typed = LatestWorker("photoclip-typing")
        self._acted = LatestWorker("photoclip-act")
        self._jobs = JobDesk(library, self._mailbox.post)
        # Bound to the mailbox, not to this object's slots: it is called on any thread.
        mailbox = self._mailbox
        self._unsubscribe = library.subscribe(lambda changes: mailbox.post(Changed(changes)))
        library.watch_encoder(lambda: mailbox.post(EncoderRestarted()))

    # --- views ------------------------------------------------------------------------
    def ask_view(self, request: ViewRequest) -> int:
        """Ask for ids to show; returns the stamp. Answers to earlier requests are dropped."""
        self._token += 1
        token = self._token
        library, post = self.library, self._answers.post

        def task() -> None:
            post(answer_view(library, request, token))

        self._searcher.submit("view", task)
        return token

    def forget_view(self) -> None:
        """Drop the answer that is under way, because the question has changed meanwhile."""
        self._token += 1

    def next_image(self) -> int:
        """A number for a new request of :meth:`ask_image`."""
        return self._images.next_serial()

    def ask_image(
        self,
        photo_id: int,
        *,
        max_side: int,
        place: str = "image",
        prefetch: bool = False,
        serial: int | None = None,
    ) -> None:
        """Decode a photo for the viewer; see :class:`ImageDesk` and its ``ask``."""
        serial = self.next_image() if serial is None else serial
        self._images.ask(photo_id, max_side=max_side, place=place, prefetch=prefetch, serial=serial)

    def ask_overview(self) -> None:
        """Read counts and folders."""
        library, post = self.library, self._answers.post

        def task() -> None:
            try:
                post(Overview(library.info(), tuple(library.folders())))
            except Exception as error:  # noqa: BLE001 - the window shows it
                post(Overview(error=error))

        self._reader.submit("overview", task)

    # --- folders ----------------------------------------------------------------------
    def add_folder(self, path: Path) -> None:
        """Add a folder; ``folder_changed`` tells how it went."""
        self._change_folder(path, self.library.add_folder, added=True)

    def remove_folder(self, path: Path) -> None:
        """Forget a folder's rows; its files are not touched."""
        self._change_folder(path, self.library.remove_folder, added=False)

    def _change_folder(self, path: Path, change: Callable[[Path], Any], *, added: bool) -> None:
        post = self._answers.post

        def task() -> None:
            try:
                change(path)
            except Exception as error:  # noqa: BLE001 - the window shows it
                post(FolderChanged(path, added, error=error))
            else:
                post(FolderChanged(path, added))

        self._serial += 1
        self._reader.submit(f"folder-{self._serial}", task)

    # --- any other part of the library --------------------------------------------------
    def next_asker(self) -> int:
        """A number for someone who asks."""
        self._askers += 1
        return self._askers

    def ask(
        self, asker: int, token: int, work: Work, arguments: Arguments, *, lane: Lane = "usual"
    ) -> None:
        """Read something; a newer question of the same asker replaces one that waits.

        Use :class:`photoclip.gui.question.Question`, which knows its own answers.
        """
        worker = {"usual": self._asked, "slow": self._counted, "quick": self._typed}[lane]
        worker.submit(f"ask-{asker}", self._task(asker, token, work, arguments))

    def act(
        self, asker: int, token: int, work: Work, arguments: Arguments, *, undo_text: str = ""
    ) -> None:
        """Change something; all changes are made, in order.

        Use :class:`photoclip.gui.question.Deed`, which knows its own answers.

        Args:
            asker: Who asks.
            token: Stamp of the asking.
            work: What is done.
            arguments: For it.
            undo_text: What it is called in menus, if it can be taken back.
        """
        self._serial += 1
        library, post = self.library, self._answers.post

        def recorded() -> None:
            with library.history.recording() as recording:
                answer = _answered(library, asker, token, work, arguments)
            # What was done before an error can be taken back, too.
            if recording.step:
                post(UndoRecord(undo_text, recording.step, asker, token))
            post(answer)

        task = recorded if undo_text else self._task(asker, token, work, arguments)
        self._acted.submit(f"act-{self._serial}", task)
        if undo_text:
            self.begun.emit(UndoRecord(undo_text, UndoStep(), asker, token))

    def _task(self, asker: int, token: int, work: Work, arguments: Arguments) -> Callable[[], None]:
        library, post = self.library, self._answers.post

        def task() -> None:
            post(_answered(library, asker, token, work, arguments))

        return task

    # --- jobs -------------------------------------------------------------------------
    @property
    def is_indexing(self) -> bool:
        """True from the request of an indexing job to its end."""
        return self._jobs.is_indexing

    @property
    def is_working(self) -> bool:
        """True while anything but watching runs or waits to."""
        return self._jobs.is_working

    @property
    def is_paused(self) -> bool:
        """True while the job that runs is held."""
        return self._jobs.is_paused

    @property
    def is_held(self) -> bool:
        """True while nothing is indexed that nobody asked for."""
        return self._jobs.is_held

    def start_index(self, *, asked: bool = True) -> None:
        """Scan all folders and index what is new, then watch them.

        Args:
            asked: The user wants it now, whatever holds automatic indexing.
        """
        self._jobs.start_index(asked=asked)
        if self._jobs.is_indexing:
            self.job_queued.emit("index")

    def hold_index(self, held: bool, *, waiting: bool = True) -> None:
        """Index nothing but what was asked for, or go on, at once where photos wait."""
        self._jobs.hold(held, waiting=waiting)

    def start_job(self, name: str, work: Work, *args: Any, **options: Any) -> bool:
        """Run a job of the library after those that wait; watching the folders rests meanwhile.

        Jobs named in :data:`photoclip.gui.job_desk.BESIDE` start at once and hold up nothing.

        Args:
            name: Comes with the job's events.
            work: Method of the library that makes the job, such as ``"studio.suggest"``.
            args: For it.
            options: For it.

        Returns:
            False when a job of that name is on its way already.
        """
        library = self.library
        started = self._jobs.start(name, lambda: _run(library, work, (args, options)))
        if started:
            self.job_queued.emit(name)
        return started

    def is_running(self, name: str) -> bool:
        """True from the request of a job to its end."""
        return self._jobs.is_running(name)

    def pause(self, paused: bool) -> None:
        """Hold the running job at its next step, or let it go on."""
        self._jobs.pause(paused)

    def cancel_job(self, name: str) -> None:
        """Stop one job; what is committed stays."""
        self._jobs.cancel(name)

    def cancel_index(self) -> None:
        """Stop all work; what is committed stays, the next run of indexing goes on from there."""
        self._jobs.cancel_all()

    def _on_job_ended(self, event: JobEnded) -> None:
        self._jobs.ended(event)
        self.job_ended.emit(event)
        self._jobs.go_on()

    # --- delivery ---------------------------------------------------------------------
    @Slot(object)
    def _on_delivered(self, batch: list[Any]) -> None:
        for event in batch:
            if self._closed:
                return
            if isinstance(event, Changed):
                self.changed.emit(event.changes)
            elif isinstance(event, JobEnded):
                self._on_job_ended(event)
            elif not isinstance(event, ViewAnswer) or event.token == self._token:
                self._signals[type(event)].emit(event)

    def close(self, timeout: float = CLOSE_TIMEOUT_S) -> bool:
        """Cancel all work and wait for it.

        Args:
            timeout: Seconds to wait at most.

        Returns:
            True when every thread has ended, so that the library may be closed.
        """
        if not self._closed:
            self._closed = True
            self._unsubscribe()
            self.library.watch_encoder(None)
            self._mailbox.close()
            self._answers.close()
        readers = (
            *(self._searcher, self._reader, *self._images.workers),
            *(self._asked, self._counted, self._typed),
        )
        workers = (*readers, self._acted)
        for worker in readers:
            worker.ask_to_stop()
        # What the user did a moment ago is not lost.
        self._acted.ask_to_stop(finish=True)
        deadline = time.monotonic() + timeout
        jobs_ended = self._jobs.close(timeout)
        ended = [worker.join(max(0.0, deadline - time.monotonic())) for worker in workers]
        return all(ended) and jobs_ended


def _answered(library: Library, asker: int, token: int, work: Work, arguments: Arguments) -> Answer:
    """Do what was asked; on a worker thread."""
    try:
        return Answer(asker, token, _run(library, work, arguments))
    except Exception as error:  # noqa: BLE001 - whoever asked shows it
        return Answer(asker, token, error=error)


def _run(library: Library, work: Work, arguments: Arguments) -> Any:
    """Call a method of the library by its dotted name, or a function with the library."""
    args, options = arguments
    if isinstance(work, str):
        return attrgetter(work)(library)(*args, **options)
    return work(library, *args, **options)
