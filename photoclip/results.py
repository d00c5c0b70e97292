"""What the library answers: frozen values for the command line and the window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Band = Literal["likely", "maybe", "hidden"]


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One photo of an answer; ``band`` is how sure it is, ``score`` only orders."""

    photo_id: int
    path: Path
    score: float
    band: Band


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The answer to a query.

    Attributes:
        query: As typed.
        model: Key of the model that answered.
        hits: Best first.
        hidden: Candidates that are not shown because they do not fit.
        ms: Time taken in milliseconds, the text encoding included.
        candidates: Photos that were compared.
        generation: State of the library that was searched, see :attr:`Library.generation`.
    """

    query: str
    model: str
    hits: tuple[SearchHit, ...]
    hidden: int
    ms: float
    candidates: int = 0
    generation: int = 0


@dataclass(frozen=True, slots=True)
class LibraryInfo:
    """Figures of a library.

    Attributes:
        photos: All that are not missing.
        waiting: Photos that :meth:`Library.index` would work on.
        vectors: Stored vectors of the active model.
    """

    path: Path
    photos: int
    ready: int
    waiting: int
    unreadable: int
    missing: int
    not_photos: int
    roots: int
    offline_roots: int
    active_model: str
    vectors: int
    catalog_bytes: int


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """A model on offer or installed.

    Attributes:
        size_mb: Download in 10^6 bytes, None if unknown.
        figures: Published figures in percent, by name.
        verified: ``"sha256"``, ``"unverified"``, or ``""`` when not installed.
    """

    key: str
    title: str
    arch: str
    licence: str
    size_mb: int | None
    figures: Mapping[str, float] = field(default_factory=dict)
    source: str = "builtin"
    installed: bool = False
    active: bool = False
    verified: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A label that was suggested for a photo, and what became of it."""

    photo_id: int
    path: Path
    label_set: str
    label: str
    score: float
    status: str
    source: str
