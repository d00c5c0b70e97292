"""The encoder process as its callers see it. Imports no torch and no picture library.

A file that crashes or hangs a decoder costs exactly that file: the process is
started again, the files that were begun are tried one at a time, and the guilty
one gets an outcome with a plain reason (:mod:`photoclip.encoders.ledger`).
"""

from __future__ import annotations

import contextlib
import itertools
import queue
import threading
import time
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import replace
from multiprocessing.connection import Connection, wait
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from photoclip.encoders import messages
from photoclip.encoders.base import FloatArray
from photoclip.encoders.calls import Run, TextCall, Worker
from photoclip.encoders.ledger import Job, Ledger
from photoclip.encoders.messages import PhotoOutcome, PhotoRequest, WorkerSettings
from photoclip.encoders.registry import EncoderInfo
from photoclip.encoders.spawn import end_process, start_process
from photoclip.errors import EncoderProcessError, PhotoClipError
from photoclip.media.types import DecodeLimits

_ENCODE_TIMEOUT_S: Final = 300.0
_START_TIMEOUT_S: Final = 600.0
_MAX_BARREN: Final = 3
_MAX_TEXT_TRIES: Final = 2
_QUIT_GRACE_S: Final = 1.0
_TICK_S: Final = 1.0

__all__ = ["EncoderProcess", "PhotoOutcome", "PhotoRequest"]


class EncoderProcess:
    """A model in a process of its own; started at the first use.

    All methods may be called from any thread. Use it as a context manager, or call
    :meth:`close`.

    Attributes:
        look_ahead: Files that may be in the process, or done and not yet fetched.
    """

    def __init__(
        self,
        key: str | None,
        *,
        models_dir: Path,
        device: str = "auto",
        file_timeout_s: float = 20.0,
        look_ahead: int = 64,
        decode_threads: int | None = None,
        limits: DecodeLimits = DecodeLimits(),  # noqa: B008 - frozen
        decoder: str | None = None,
        cpu_percent: int = 100,
        on_restart: Callable[[], None] | None = None,
    ) -> None:
        """Prepare; nothing is started yet.

        Args:
            key: Model; None makes a process that only decodes.
            models_dir: Folder of installed models.
            device: ``"auto"``, ``"cuda"``, ``"mps"`` or ``"cpu"``.
            file_timeout_s: A file that keeps its decoder longer is given up.
            look_ahead: See above; at least a batch keeps the model busy.
            decode_threads: None chooses by the number of cores.
            limits: Bounds for one picture.
            decoder: See :class:`photoclip.encoders.messages.WorkerSettings`.
            cpu_percent: The same.
            on_restart: Called, on a thread of its own, when the process ended in the middle
                of its work and is started again.
        """
        settings = WorkerSettings(
            key, models_dir, device, decode_threads, limits, cpu_percent=cpu_percent
        )
        self._settings = settings if decoder is None else replace(settings, decoder=decoder)
        self.look_ahead = max(1, look_ahead)
        self._numbers = itertools.count(1)
        self._lock = threading.RLock()
        self._changed = threading.Condition(self._lock)
        self._ledger = Ledger(file_timeout_s=file_timeout_s, encode_timeout_s=_ENCODE_TIMEOUT_S)
        self._texts: dict[int, TextCall] = {}
        self._worker: Worker | None = None
        self._server: threading.Thread | None = None
        self._info: EncoderInfo | None = None
        self._failure: PhotoClipError | None = None
        self._barren = 0
        self._closed = False
        self._on_restart = on_restart

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def fingerprint(self) -> str:
        """Fingerprint of the model; starts the process if need be."""
        return self.start().fingerprint

    def start(self) -> EncoderInfo:
        """Make sure that the process runs and its model is loaded.

        Returns:
            The model, with the device in use.

        Raises:
            ModelError: The model cannot be loaded; a later call tries again.
            EncoderProcessError: The process cannot be kept alive, or was closed.
        """
        with self._lock:
            self._ensure_server()
            while not (self._worker and self._worker.ready and self._info):
                if self._failure is not None:
                    raise self._failure
                if self._server is None:
                    # It died right after it was ready; one more start is due.
                    self._ensure_server()
                self._changed.wait(_TICK_S)
            return self._info

    def encode_photos(
        self, requests: Iterable[PhotoRequest]
    ) -> Generator[PhotoOutcome, None, None]:
        """Decode and encode files.

        Args:
            requests: Taken only as fast as :attr:`look_ahead` allows.

        Yields:
            One outcome per request in order of completion, not of the requests;
            ``ticket`` tells which it is. A bad file is an outcome, never an exception.
            Closing the generator early drops the rest and leaves the process usable.

        Raises:
            ModelError: The model cannot be loaded or fails.
            EncoderProcessError: The process cannot be kept alive, or was closed.
        """
        run = Run()
        source = iter(requests)
        waiting = 0
        more = True
        try:
            while True:
                while more and waiting < self.look_ahead:
                    request = next(source, None)
                    if request is None:
                        more = False
                    else:
                        self._add(Job(next(self._numbers), run, request))
                        waiting += 1
                if not waiting:
                    return
                yield self._next_result(run)
                waiting -= 1
        finally:
            self._forget(run)

    def encode_texts(self, texts: Sequence[str]) -> FloatArray:
        """Encode sentences; answered between batches while photos are being encoded.

        Returns:
            float32, shape (len(texts), dim), each row of length 1.

        Raises:
            ModelError: The model cannot be loaded or fails.
            EncoderProcessError: The process cannot be kept alive, or was closed.
        """
        call = TextCall(messages.Texts(next(self._numbers), tuple(texts)))
        with self._lock:
            self._ensure_server()
            self._texts[call.message.number] = call
            self._flush()
        while not call.done.wait(_TICK_S):
            pass
        if isinstance(call.answer, PhotoClipError):
            raise call.answer
        assert call.answer is not None
        return call.answer

    def close(self) -> None:
        """End the process. Running calls end with an EncoderProcessError. May be repeated."""
        with self._lock:
            self._closed = True
            self._fail_all(EncoderProcessError("The encoder process was closed."))
            server, worker = self._server, self._worker
            if worker is not None:
                self._send(worker, messages.Quit())
        if server is not None:
            server.join(_QUIT_GRACE_S)
            if server.is_alive() and worker is not None:
                # ValueError: it ended in this very moment.
                with contextlib.suppress(ValueError):
                    worker.process.kill()
            server.join()

    # --- callers' side -------------------------------------------------------------

    def _add(self, job: Job) -> None:
        with self._lock:
            self._ensure_server()
            self._ledger.add(job)
            self._flush()

    def _forget(self, run: Run) -> None:
        with self._lock:
            dropped = self._ledger.forget(run)
            if dropped and self._worker is not None:
                self._send(self._worker, messages.Forget(dropped))
            self._flush()

    @staticmethod
    def _next_result(run: Run) -> PhotoOutcome:
        while True:
            try:
                # With a time limit Ctrl-C gets through on Windows, too.
                result = run.results.get(timeout=_TICK_S)
            except queue.Empty:
                continue
            if isinstance(result, PhotoClipError):
                raise result
            return result

    def _ensure_server(self) -> None:
        if self._closed:
            raise EncoderProcessError("The encoder process was closed.")
        if self._server is None:
            self._failure = None
            self._barren = 0
            self._server = threading.Thread(target=self._serve, name="encoder-process", daemon=True)
            self._server.start()

    # --- the serving thread: the only one that starts processes and receives ----------

    def _serve(self) -> None:
        """Keep a process running while there is work for it, or it is idle and alive."""
        try:
            while self._run_once():
                pass
        except PhotoClipError as error:
            self._give_up(error)
        # Whatever else happens here, the callers must not wait for ever.
        except BaseException as error:  # noqa: BLE001
            self._give_up(EncoderProcessError(f"The encoder process failed ({error!r})."))

    def _run_once(self) -> bool:
        """One life of the process. Returns whether another one is needed."""
        worker = Worker(*start_process("photoclip-encoder", _enter_worker, self._settings))
        with self._lock:
            self._worker = worker
            if self._closed:
                worker.process.kill()
        try:
            self._receive(worker)
        finally:
            with self._lock:
                self._worker = None
            worker.exit_code = end_process(worker.process)
            worker.connection.close()
        with self._lock:
            was_ready, needed = worker.ready, self._after_death(worker)
        if needed and was_ready and self._on_restart is not None:
            self._on_restart()
        return needed

    def _receive(self, worker: Worker) -> None:
        """Take messages until the process is gone or must be killed."""
        # Asked for anew each time: other files' messages must not hide one that hangs.
        while (patience := self._patience(worker)) is None or patience > 0:
            if not wait([worker.connection], patience):
                continue
            try:
                message: messages.FromWorker = worker.connection.recv()
            except (EOFError, OSError):
                return
            with self._lock:
                self._handle(worker, message)
                self._flush()

    def _patience(self, worker: Worker) -> float | None:
        with self._lock:
            if not worker.ready:
                return max(0.0, worker.started_at + _START_TIMEOUT_S - time.monotonic())
            return self._ledger.seconds_left(time.monotonic())

    def _handle(self, worker: Worker, message: messages.FromWorker) -> None:
        now = time.monotonic()
        if isinstance(message, messages.Started):
            self._ledger.started(message.number, now)
        elif isinstance(message, messages.Paused):
            self._ledger.paused(message.number)
        elif isinstance(message, messages.Decoded):
            self._ledger.decoded(message.number, now)
        elif isinstance(message, messages.Done):
            self._barren = 0
            self._deliver(self._ledger.finished(message.number), message.outcome)
        elif isinstance(message, messages.TextsDone):
            self._barren = 0
            call = self._texts.pop(message.number, None)
            answer = message.vectors if message.error is None else message.error
            if call is not None and answer is not None:
                call.finish(answer)
        elif isinstance(message, messages.Ready):
            worker.ready = True
            self._info = message.info
            self._changed.notify_all()
        else:
            raise message.error

    def _after_death(self, worker: Worker) -> bool:
        if self._closed:
            self._server = None
            return False
        began = self._ledger.began()
        for job, reason in self._ledger.died(time.monotonic()):
            assert job.request is not None
            self._deliver(job, PhotoOutcome(job.request.ticket, job.request.path, error=reason))
        for call in [call for call in self._texts.values() if call.sent]:
            call.sent = False
            call.tries += 1
            if call.tries >= _MAX_TEXT_TRIES:
                del self._texts[call.message.number]
                call.finish(EncoderProcessError("The model crashed while it read the text."))
        # A death that no file and no text explains: memory, a broken driver, a bad install.
        self._barren = 0 if began else self._barren + 1
        if self._barren >= _MAX_BARREN:
            raise EncoderProcessError(
                f"The encoder process ended {_MAX_BARREN} times without doing anything (exit code "
                f"{worker.exit_code}); free some memory, or try --device cpu."
            )
        needed = bool(self._ledger) or bool(self._texts) or not worker.ready
        if not needed:
            self._server = None
        return needed

    def _give_up(self, error: PhotoClipError) -> None:
        with self._lock:
            self._server = None
            self._failure = error
            self._fail_all(error)
            self._changed.notify_all()

    def _fail_all(self, error: PhotoClipError) -> None:
        for run in {id(job.run): job.run for job in self._ledger.drain()}.values():
            assert isinstance(run, Run)
            run.results.put(error)
        calls, self._texts = list(self._texts.values()), {}
        for call in calls:
            call.finish(error)

    @staticmethod
    def _deliver(job: Job | None, outcome: PhotoOutcome) -> None:
        if job is not None:
            assert isinstance(job.run, Run)
            job.run.results.put(outcome)

    def _flush(self) -> None:
        """Send what may be sent. Only a process that listens gets anything."""
        worker = self._worker
        if worker is None or not worker.ready:
            return
        for call in self._texts.values():
            if not call.sent:
                call.sent = True
                self._send(worker, call.message)
        for job in self._ledger.take_sendable():
            assert job.request is not None
            self._send(worker, messages.Photo(job.number, job.request))

    @staticmethod
    def _send(worker: Worker, message: messages.ToWorker) -> None:
        try:
            worker.connection.send(message)
        except (OSError, ValueError):
            # It is dead; the serving thread will notice and start over.
            return


def _enter_worker(connection: Connection, settings: WorkerSettings) -> None:
    """In the new process: only here the heavy modules are imported."""
    from photoclip.encoders.worker import run_worker

    run_worker(connection, settings)
