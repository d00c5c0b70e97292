"""Errors a person can do something about.

Every class here carries one plain sentence: what happened, to which file or
name, and what to do. The command line prints that sentence and exits with 1;
the window shows it. Anything that is *not* a :class:`PhotoClipError` is a bug
and is reported as one.
"""

from __future__ import annotations

import errno
from typing import Final

_FULL: Final = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})


class PhotoClipError(Exception):
    """A known problem; ``str(error)`` is one plain sentence for the user."""


class UserError(PhotoClipError):
    """The request cannot be carried out as it was asked."""


class QueryError(UserError):
    """A query cannot be understood.

    Attributes:
        start: Position in the query where the misunderstood part begins.
        end: Position behind its last character; may equal ``start`` at the end.
    """

    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message)
        self.start = start
        self.end = end


class CatalogError(PhotoClipError):
    """The catalog cannot be opened or written."""


class DamagedCatalogError(CatalogError):
    """The catalog is damaged, or no catalog any more; a copy can take its place."""


class NewerCatalogError(CatalogError):
    """The catalog was written by a newer PhotoClip and is left untouched."""


class UnreadablePhotoError(PhotoClipError):
    """One photo cannot be decoded; ``str(error)`` is the plain reason."""


class ModelError(PhotoClipError):
    """A model cannot be used."""


class UnknownModelError(ModelError):
    """No model with that key is known."""


class CorruptWeightsError(ModelError):
    """A weight file is missing, damaged or not the one that is expected."""


class SelfTestError(ModelError):
    """A model does not do what every sane model does.

    Attributes:
        reasons: What it got wrong, as part of a sentence.
    """

    def __init__(self, reasons: str) -> None:
        super().__init__(f"The model failed its self-test and was not installed ({reasons}).")
        self.reasons = reasons

    def __reduce__(self) -> tuple[type[SelfTestError], tuple[str]]:
        # The check runs in a helper process: pickle would pass the sentence as reasons.
        return SelfTestError, (self.reasons,)


class IndexDamagedError(PhotoClipError):
    """A saved vector index does not match its manifest; exact search answers meanwhile."""


class EncoderProcessError(PhotoClipError):
    """The encoder process could not be started or kept alive."""


class TrainingError(PhotoClipError):
    """A training run cannot be started, or did not come to its end."""


class CaptionsError(UserError):
    """A captions or labels file cannot be read as such."""


def is_disk_full(error: OSError) -> bool:
    """Whether there was no room for a file, on the disk or in the user's quota."""
    return error.errno in _FULL
