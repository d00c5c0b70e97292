"""Turns whatever a command raises into an exit code and at most one plain sentence.

Known problems (:class:`~photoclip.errors.PhotoClipError`, and what the operating
system refuses) are told as they are. Anything else is a bug and is reported as
one; ``PHOTOCLIP_DEBUG=1`` shows its traceback.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable

from photoclip.errors import PhotoClipError
from photoclip.paths import display_path

DONE = 0
USER_ERROR = 1
STOPPED = 130
"""Exit code after Ctrl-C, as shells have it (128 + SIGINT)."""

STOPPED_SENTENCE = "Stopped. What was done so far is kept."


def guarded(action: Callable[[], int]) -> int:
    """Run an action and turn its errors into an exit code.

    Args:
        action: Returns the exit code of a run without errors.

    Returns:
        The exit code for the process: 0 done, 1 error, 130 stopped by Ctrl-C.

    Raises:
        Exception: Unknown errors, but only with ``PHOTOCLIP_DEBUG=1``.
    """
    try:
        code = action()
        # A closed pipe shows at the latest here, not in the interpreter's shutdown.
        sys.stdout.flush() if sys.stdout else None
    except KeyboardInterrupt:
        tell(STOPPED_SENTENCE)
        return STOPPED
    except PhotoClipError as error:
        tell(str(error))
        return USER_ERROR
    except BrokenPipeError:
        _drop_stdout()
        return USER_ERROR
    except Exception as error:
        if os.environ.get("PHOTOCLIP_DEBUG") == "1":
            raise
        tell(_sentence(error))
        _drop_what_cannot_be_printed()
        return USER_ERROR
    return code


def tell(sentence: str) -> None:
    """Write one line for the user on stderr, never failing because of its characters."""
    if sys.stderr is None:  # a window without a console
        return
    with contextlib.suppress(OSError):
        sys.stderr.write(" ".join(sentence.split()) + "\n")
        sys.stderr.flush()


def _sentence(error: Exception) -> str:
    """Describe an error that no layer below turned into a sentence."""
    if isinstance(error, OSError) and error.strerror:
        where = f" ({display_path(error.filename)})" if error.filename else ""
        return f"The operating system refused: {error.strerror}{where}."
    detail = " ".join(str(error).split())[:200]
    what = f"{type(error).__name__}: {detail}" if detail else type(error).__name__
    return (
        f"PhotoClip hit a bug ({what}); please run the command again with PHOTOCLIP_DEBUG=1 "
        "and report what it prints."
    )


def _drop_what_cannot_be_printed() -> None:
    """On a full disk the final flush would fail again, with a traceback."""
    try:
        sys.stdout.flush() if sys.stdout else None
    except OSError:
        _drop_stdout()


def _drop_stdout() -> None:
    """Point stdout at nothing, so that the final flush cannot fail (from Python's own docs)."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
