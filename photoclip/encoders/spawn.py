"""Starts our own processes, so that torch and fragile decoders stay out of this one. No torch.

Processes are spawned, never forked: a fork of a process with threads (Qt, SQLite
writer) is not safe, and a frozen app knows spawn only.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import traceback
from collections.abc import Callable, Generator, Iterator
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any, Final, ParamSpec, TypeVar

from photoclip.errors import EncoderProcessError, PhotoClipError

P = ParamSpec("P")
R = TypeVar("R")

_TICK_S: Final = 0.2
_GRACE_S: Final = 5.0


def start_process(
    name: str, target: Callable[..., None], *args: object
) -> tuple[SpawnProcess, Connection]:
    """Start ``target(connection, *args)`` in a new process.

    Args:
        name: Shown by process monitors.
        target: A function that a fresh interpreter can import by its name. It owns
            the connection; end of file on it means that this process is gone.
        args: Further arguments, pickled.

    Returns:
        The process and our end of a two-way connection.

    Raises:
        EncoderProcessError: The system cannot start a process.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=True)
    process = context.Process(
        target=_child_main, args=(target, theirs, *args), name=name, daemon=True
    )
    try:
        with _interrupt_blocked():
            process.start()
    except OSError as error:
        ours.close()
        raise EncoderProcessError(
            f"A helper process could not be started ({error.strerror}); close other programs."
        ) from error
    finally:
        # Only the child may hold its end, or its death would go unnoticed.
        theirs.close()
    return process, ours


def end_process(process: SpawnProcess) -> int | None:
    """End a process that has nothing to lose.

    Returns:
        Its exit code; negative numbers are signals.
    """
    process.kill()
    process.join()
    code = process.exitcode
    process.close()
    return code


def call_in_child(
    function: Callable[P, R], *args: P.args, **kwargs: P.kwargs
) -> Generator[None, None, R]:
    """Run a function in a process of its own, because it imports torch.

    A generator, so that a job can show that it is alive and be cancelled: it yields
    several times a second until the function has returned; closing it kills the process.

    Returns:
        What the function returned.

    Raises:
        PhotoClipError: The function raised it.
        EncoderProcessError: The process died, or failed in a way that is a bug.
    """
    process, connection = start_process("photoclip-helper", _answer, function, args, kwargs)
    try:
        while not wait([connection], _TICK_S):
            yield
        try:
            outcome, value = connection.recv()
        except (EOFError, OSError) as error:
            process.join(_GRACE_S)
            raise EncoderProcessError(
                f"The helper process ended unexpectedly (exit code {process.exitcode}); "
                "perhaps memory ran out."
            ) from error
        if outcome == "returned":
            result: R = value
            return result
        raise value
    finally:
        connection.close()
        end_process(process)


def _answer(
    connection: Connection, function: Callable[..., Any], args: Any, kwargs: dict[str, Any]
) -> None:
    try:
        connection.send(("returned", function(*args, **kwargs)))
    except PhotoClipError as error:
        connection.send(("raised", error))
    # A bug must reach the person who waits, and must not be a traceback in their terminal.
    except Exception as error:  # noqa: BLE001
        where = traceback.extract_tb(error.__traceback__)[-1]
        sentence = f"A helper process failed ({type(error).__name__}: {error}; {where.name})."
        connection.send(("raised", EncoderProcessError(sentence)))


def _child_main(target: Callable[..., None], connection: Connection, *args: object) -> None:
    """First code in the child: Ctrl-C is the parent's business, and nothing asks the network."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    with contextlib.suppress(BrokenPipeError):
        target(connection, *args)


@contextlib.contextmanager
def _interrupt_blocked() -> Iterator[None]:
    """Children inherit the mask: Ctrl-C cannot hit one before it has set its handler."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing import resource_tracker

    # Starting the tracker unblocks SIGINT on its way out, so it must run before.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
