"""What the library answers: frozen values for the command line and the window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Band = Literal["likely", "maybe", "hidden"]


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One photo of an answer; ``band`` is how sure it is, ``score`` only orders.

    Attributes:
        score: The model's, comparable within one question only: an inner product, a sum of
            z-scores (a picture with words), 1 for fields alone, 0 without a vector.
        matched: Where the words stand literally: ``"caption"``, ``"tag"``, ``"name"`` or "".
    """

    photo_id: int
    path: Path
    score: float
    band: Band
    matched: str = ""


@dataclass(frozen=True, slots=True)
class Hint:
    """Something plain to say about a query beside its answer.

    Attributes:
        kind: What it is about.
        text: One sentence.
        replacement: The whole query put right, where that can be guessed; else "".
    """

    kind: Literal["language", "counting", "position", "typo", "unknown"]
    text: str
    replacement: str = ""


@dataclass(frozen=True, slots=True)
class Completion:
    """What the query box may put in place of ``start:end``.

    Attributes:
        text: The replacement.
        start: Position in the query.
        end: Position behind the part that is replaced.
        detail: A few words about it, for the list.
    """

    text: str
    start: int
    end: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class QueryProblem:
    """Why a query cannot be run, and where in it, to be underlined.

    Attributes:
        replacement: The whole query put right, where that can be guessed; else "".
    """

    message: str
    start: int
    end: int
    replacement: str = ""


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """A part of a query that stands for itself.

    Attributes:
        start: Position in the query, of its sign where it has one.
        end: Position behind it.
        kind: ``"field"``, ``"picture"`` (``like:``), ``"words"`` or ``"phrase"``.
        text: As typed.
        name: Canonical name of the field; ``"like"`` for a picture, else "".
        value: What is asked for, without quotes.
        negative: Whether it is left out rather than asked for.
    """

    start: int
    end: int
    kind: Literal["field", "picture", "words", "phrase"]
    text: str
    name: str = ""
    value: str = ""
    negative: bool = False


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
        more: Photos that fit and were cut off by the limit; part of ``hidden``.
        hints: What to know about the query.
    """

    query: str
    model: str
    hits: tuple[SearchHit, ...]
    hidden: int
    ms: float
    candidates: int = 0
    generation: int = 0
    more: int = 0
    hints: tuple[Hint, ...] = ()


@dataclass(frozen=True, slots=True)
class LibraryInfo:
    """Figures of a library.

    Attributes:
        photos: All that are not missing.
        waiting: Photos that :meth:`Library.index` would work on.
        active_model: Key of the model that searches.
        vectors: Stored vectors of the active model.
        active_title: Its name for people; empty where it has none.
        out_of_reach: Photos that it would work on if their folders were online.
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
    active_title: str = ""
    out_of_reach: int = 0


@dataclass(frozen=True, slots=True)
class FolderGlance:
    """What a quick look into a folder told.

    Attributes:
        photos: Files with the name of a photo.
        complete: False where time or patience ended before the folder did.
        problem: One sentence on why it cannot be added; "" if it can.
    """

    path: Path
    photos: int = 0
    complete: bool = True
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """A model on offer or installed.

    Attributes:
        size_mb: Download in 10^6 bytes, None if unknown.
        figures: Published figures in percent, by name.
        verified: ``"sha256"``, ``"unverified"``, or ``""`` when not installed.
        begun: Whether a part of it was downloaded already; the next try goes on from there.
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
    begun: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A label that was suggested for a photo, and what became of it.

    Attributes:
        label_set: A set that has the label; "" for a tag that no set has.
        label: Name of the label.
        score: Evidence above the bar, comparable between labels; 0 where none is known.
        status: ``"suggested"``, ``"accepted"`` or ``"rejected"``.
        source: ``"zero_shot"``, ``"learned"``, ``"imported"`` or ``"manual"``.
        tag_id: The tag it stands for.
    """

    photo_id: int
    path: Path
    label_set: str
    label: str
    score: float
    status: str
    source: str
    tag_id: int = 0


@dataclass(frozen=True, slots=True)
class ScoredPhoto:
    """A photo and how sure the model is of something about it."""

    photo_id: int
    path: Path
    score: float


@dataclass(frozen=True, slots=True)
class LabelInfo:
    """A label of a set with what is known of it for the active model.

    Attributes:
        parents: Tags above it, top level first.
        threshold: Evidence from which photos are suggested; None where the calibrated
            one of this label is used.
        auto_accept: Evidence from which photos are tagged without being asked; None: never.
        learned: Whether decisions have taught this label.
    """

    label_set: str
    name: str
    tag_id: int
    parents: tuple[str, ...] = ()
    prompts: tuple[str, ...] = ()
    negatives: tuple[str, ...] = ()
    threshold: float | None = None
    auto_accept: float | None = None
    learned: bool = False
    suggested: int = 0
    accepted: int = 0
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class LabelSetInfo:
    """A label set; a shipped one that was not used yet has its labels too."""

    name: str
    templates: tuple[str, ...]
    multi_label: bool
    labels: tuple[LabelInfo, ...]
    in_library: bool = True


@dataclass(frozen=True, slots=True)
class LabelPreview:
    """What a label would find with the prompts as they are typed.

    Attributes:
        counts: Histogram of evidence over all photos, shape (n,).
        edges: Its edges, n + 1 values, ascending.
        threshold: The line in use: the one asked for, or the calibrated one.
        calibrated: The calibrated line.
        above: Photos at or above the line.
        top: The surest photos.
        borderline: Photos next to the line, on both sides, by descending score.
        ms: Time taken in milliseconds.
    """

    counts: tuple[int, ...]
    edges: tuple[float, ...]
    threshold: float
    calibrated: float
    above: int
    top: tuple[ScoredPhoto, ...]
    borderline: tuple[ScoredPhoto, ...]
    ms: float


@dataclass(frozen=True, slots=True)
class ReviewGroup:
    """A part of the review queue: all open suggestions of one label, or of one photo.

    Attributes:
        title: The label, or the photo's name.
        count: Open suggestions in it.
        label_set: Set of the label; "" for a photo.
        tag_id: The label's tag; 0 for a photo.
        photo_id: The photo; 0 for a label.
    """

    title: str
    count: int
    label_set: str = ""
    tag_id: int = 0
    photo_id: int = 0


@dataclass(frozen=True, slots=True)
class Decided:
    """What a decision did.

    Attributes:
        count: Assignments that changed.
        batch: Number under which it can be undone; 0 if nothing changed.
    """

    count: int
    batch: int = 0


@dataclass(frozen=True, slots=True)
class LearnReport:
    """What teaching a label from decisions brought.

    Attributes:
        accepted: Accepted photos that were learned from.
        rejected: Rejected photos.
        needed: How many more of each are needed first, (accepts, rejects); (0, 0) when taught.
        before: Precision on decisions held out, zero-shot, 0..1; NaN if unknown.
        after: The same with what was learned; NaN if unknown.
        in_use: Whether the learned classifier is used for suggestions now.
        found_before: Share of the held-out accepted photos that zero-shot would suggest,
            0..1; NaN if unknown.
        found_after: The same with what was learned; NaN if unknown.
    """

    label_set: str
    label: str
    accepted: int
    rejected: int
    needed: tuple[int, int]
    before: float
    after: float
    in_use: bool
    found_before: float = float("nan")
    found_after: float = float("nan")


@dataclass(frozen=True, slots=True)
class AlbumInfo:
    """An album.

    Attributes:
        query: The saved query of a smart album, None for a hand-picked one.
        photos: Hand-picked photos; 0 for a smart one, whose photos are found when shown.
    """

    id: int
    name: str
    query: str | None = None
    photos: int = 0


@dataclass(frozen=True, slots=True)
class DuplicateGroup:
    """Photos that show the same.

    Attributes:
        photo_ids: The proposed keeper first.
        paths: In the same order.
        exact: True if the pixels are equal.
        reason: Why the first one is proposed to be kept, a few words.
    """

    photo_ids: tuple[int, ...]
    paths: tuple[Path, ...]
    exact: bool
    reason: str
