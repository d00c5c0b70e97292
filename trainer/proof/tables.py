"""What the report says in tables and sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from photoclip.runs import Preset, RunConfig
from photoclip.search.evaluate import Retrieval, Share
from trainer.proof.interpolation import broken_limit
from trainer.proof.measures import Recall
from trainer.proof.prove import Proof

if TYPE_CHECKING:
    from trainer.tuning.progress import Trained

_PRESETS: Final[Mapping[Preset, str]] = {
    "adapter": "adapter: a small map on the stored vectors",
    "heads": "heads: the last maps of both towers",
    "lora": "LoRA: low-rank updates in both towers",
    "last_blocks": "last blocks of both towers",
    "full": "full: all weights",
}
_NAMES: Final[Mapping[str, str]] = {
    "train_photos": "Photos to learn from",
    "train_captions": "Captions to learn from",
    "unreadable": "Photos that cannot be opened",
    "seconds": "Time in all",
    "device": "Computed on",
    "machine": "Machine",
    "threads": "Threads",
    "torch": "PyTorch",
}
# Said elsewhere on the page, or for programs only.
_SPECIAL: Final = frozenset(
    [
        "when",
        "notes",
        "base",
        "base_fingerprint",
        "data_digest",
        "validation_photos",
        "validation_captions",
        "general_photos",
    ]
)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table of figures.

    Attributes:
        name: The measure.
        before: Of the base model.
        after: Of the tuned one.
        change: The difference.
        verdict: ``"good"``, ``"bad"`` or nothing.
        before_range: 95 % interval of ``before``.
        after_range: The same of ``after``.
        heading: Whether it is a heading of the rows behind it.
    """

    name: str
    before: str = ""
    after: str = ""
    change: str = ""
    verdict: str = ""
    before_range: str = ""
    after_range: str = ""
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """The table of figures."""

    caption: str
    rows: tuple[Row, ...]
    note: str


@dataclass(frozen=True, slots=True)
class CurveRow:
    """One α.

    Attributes:
        alpha: It.
        chosen: Whether it is offered.
        broken: The limit that it breaks; empty if none.
        cells: Score, overlap, and each labelled set.
    """

    alpha: str
    chosen: bool
    broken: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Curve:
    """All α."""

    sets: tuple[str, ...]
    rows: tuple[CurveRow, ...]


def facts(
    config: RunConfig, proof: Proof, trained: Trained, further: Mapping[str, Any]
) -> list[tuple[str, str]]:
    """Names and values of what was trained, on what and for how long."""
    epochs = f"{trained.epochs} ({trained.steps:,} steps)"
    if trained.best_epoch:
        epochs += f", the best was epoch {trained.best_epoch}"
    rows = [
        ("Base model", config.model.key),
        ("What is trained", _PRESETS[config.training.preset]),
        ("Epochs", epochs),
        ("Time for training", duration(trained.seconds)),
        ("Held-out photos", f"{proof.photos:,} with {proof.captions:,} different captions"),
        ("General queries", _retention(proof)),
        ("Weight of the tuned model", f"α = {proof.alpha:g}" if proof.improved else "none"),
    ]
    shown = {name: value for name, value in further.items() if name not in _SPECIAL}
    if not shown.get("unreadable", True):
        del shown["unreadable"]
    if isinstance(shown.get("seconds"), int | float):
        shown["seconds"] = duration(shown["seconds"])
    return rows + [(_NAMES.get(name, name), _value(value)) for name, value in shown.items()]


def before_after(proof: Proof) -> Table:
    """Figures before and after, with intervals."""
    before, after = proof.before, proof.after
    rows = _recall_rows(before.recall, after.recall)
    if before.half is not None and after.half is not None:
        rows.append(Row("Only the half that no choice saw", heading=True))
        rows += _short_rows(before.half, after.half)
    rows.append(Row("Everything else", heading=True))
    overlap = 100 * after.overlap
    change = _signed(overlap - 100)
    rows.append(
        Row(f"Same first {proof.measure.results} results", "100 %", f"{overlap:.0f} %", change)
    )
    for now, old in zip(after.labelled, before.labelled, strict=True):
        name = f"“{now.name}”: right label ({now.photos:,} photos)"
        rows.append(_percent_row(name, old.percent, now.percent))
    if proof.improved:
        caption = f"After: α = {proof.candidate:g}."
    else:
        caption = f"After: the mixture that came nearest (α = {proof.candidate:g}); it is not used."
    note = "Small figures: range in which the value lies with 95 % probability."
    return Table(caption, tuple(rows), note)


def curve(proof: Proof) -> Curve:
    """All α with what they give."""
    base = proof.curve[0]
    rows = tuple(
        CurveRow(
            alpha=f"{point.alpha:g}",
            chosen=point.alpha == proof.alpha,
            broken=broken_limit(point, base, proof.limits),
            cells=(
                f"{point.score:.1f}",
                f"{100 * point.overlap:.0f} %",
                *(f"{row.percent:.1f} %" for row in point.labelled),
            ),
        )
        for point in proof.curve
    )
    return Curve(tuple(row.name for row in base.labelled), rows)


def notes(proof: Proof, further: Mapping[str, Any]) -> list[str]:
    """How to read the figures, and what speaks against them."""
    rows = [
        "R@k: share of captions whose photo is among the first k found (and the other way"
        f" round), among the {proof.photos:,} held-out photos only. In a whole library the"
        " shares are lower. Photos of one burst, and captions that say the same, count as"
        " right for each other.",
        "Score: the mean of R@1, R@5 and R@10 in both directions.",
        f"Same first results: for {proof.queries} general queries, how many of the first"
        f" {proof.measure.results} among {proof.measure.photos:,} photos are the same as with"
        f" your current model. At least {100 * proof.limits.min_overlap:.0f} % must be; a"
        f" labelled set may lose {proof.limits.max_labelled_drop:g} points, and one photo more"
        " or less is never counted as a loss. A changed result is not always a worse one.",
        "A gain counts if chance alone would give one so large in fewer than one of 40 runs"
        f" (sign-flip test over groups of photos; here: {_chance(proof.chance)}).",
    ]
    if proof.after.half is None:
        rows.append(
            "Epoch and α were chosen on the same held-out photos that are reported, so these"
            " figures are a little too good. From 200 held-out photos on, one half is kept"
            " out of the choice of α and shown separately."
        )
    else:
        rows.append(
            "α was chosen on one half of the held-out photos. The other half, which the choice"
            " did not see, is shown separately; the best epoch was chosen on both."
        )
    if proof.after.labelled:
        rows.append(
            "A labelled set that was named as a file may hold photos that were trained on; for"
            " those the accuracy afterwards is too good, and only says that nothing was lost."
        )
    if proof.measure.note:
        rows.append(proof.measure.note)
    if proof.unreadable:
        rows.append(f"{proof.unreadable:,} photos could not be opened and were left out.")
    rows.append("This page holds small copies of some of your photos; mind that if you share it.")
    rows += [str(note) for note in further.get("notes", ())]
    return rows


def going_back(config: RunConfig, proof: Proof) -> list[str]:
    """What the user can do now."""
    base, name = config.model.key, config.model.name
    if not proof.improved:
        return [
            f"Nothing changed: “{base}” is in use as before. More captions, or captions that say"
            " what is special about your photos, help most; then train again."
        ]
    return [
        f"The tuned model is offered as “{name}”. Until you activate it, “{base}” answers.",
        f"Going back is instant, because the vectors of “{base}” stay: choose it among the"
        f" models in the window, or enter: photoclip models activate {base}",
    ]


def rank(value: float) -> str:
    """A place from 1; halves come from ties."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def duration(seconds: float) -> str:
    """A time for people."""
    if seconds < 60:
        return f"{seconds:.0f} s" if seconds >= 10 else f"{seconds:.1f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def _recall_rows(before: Recall, after: Recall) -> list[Row]:
    rows = [_percent_row("Score", before.score, after.score, unit="")]
    for title, side in (("Caption → photo", "text_to_image"), ("Photo → caption", "image_to_text")):
        old: Retrieval = getattr(before, side)
        new: Retrieval = getattr(after, side)
        rows.append(Row(title, heading=True))
        for k in (1, 5, 10):
            rows.append(_share_row(f"R@{k}", getattr(old, f"r{k}"), getattr(new, f"r{k}")))
        change = new.median_rank - old.median_rank
        verdict = "" if not change else "good" if change < 0 else "bad"
        ranks = (rank(old.median_rank), rank(new.median_rank))
        rows.append(Row("Median place", *ranks, _signed(change), verdict))
    return rows


def _short_rows(before: Recall, after: Recall) -> list[Row]:
    return [
        _percent_row("Score", before.score, after.score, unit=""),
        _share_row("Caption → photo, R@1", before.text_to_image.r1, after.text_to_image.r1),
        _share_row("Caption → photo, R@10", before.text_to_image.r10, after.text_to_image.r10),
    ]


def _share_row(name: str, before: Share, after: Share) -> Row:
    row = _percent_row(name, before.percent, after.percent)
    return replace(row, before_range=_range(before), after_range=_range(after))


def _range(share: Share) -> str:
    return f"{share.low:.0f}–{share.high:.0f}"


def _percent_row(name: str, before: float, after: float, *, unit: str = " %") -> Row:
    change = round(after - before, 1)
    verdict = "" if not change else "good" if change > 0 else "bad"
    return Row(name, f"{before:.1f}{unit}", f"{after:.1f}{unit}", _signed(change), verdict)


def _signed(value: float) -> str:
    text = f"{abs(value):.1f}"
    return "0" if float(text) == 0 else f"{'+' if value > 0 else '−'}{text}"


def _chance(chance: float) -> str:
    return f"{chance:.3f}" if chance >= 0.001 else "less than 0.001"


def _retention(proof: Proof) -> str:
    return f"{proof.queries:,}, on {proof.measure.photos:,} photos"


def _value(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
