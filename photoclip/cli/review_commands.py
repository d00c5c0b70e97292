"""Commands of the review queue: decide about suggested tags, and let decisions teach."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from photoclip.cli.context import JsonFlag, flag, open_library
from photoclip.cli.named_photos import photo_id
from photoclip.cli.output import path_fields, plural, print_json, print_table, say, shown
from photoclip.cli.progress import drive

if TYPE_CHECKING:
    from photoclip.library import Library, Suggestion
    from photoclip.results import LearnReport

PANEL = "Labels and tags"

LabelOption = Annotated[
    str | None, typer.Option("--label", metavar="LABEL", help="Only this label.")
]
PhotoOption = Annotated[
    Path | None, typer.Option("--photo", metavar="PHOTO", help="Only this photo: path or number.")
]
AllFlag = Annotated[bool, flag("--all", "All suggestions.")]
SetOption = Annotated[
    str | None, typer.Option("--set", metavar="SET", help="Only labels of this set.")
]
MinimumOption = Annotated[
    float | None, typer.Option("--min", metavar="SCORE", help="Only scores from here on.")
]
DryRunFlag = Annotated[bool, flag("--dry-run", "Show what would be decided; change nothing.")]
SetArgument = Annotated[str, typer.Argument(metavar="SET", help="Name of a label set.")]
LabelArgument = Annotated[str, typer.Argument(metavar="LABEL", help="A label of the set.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    review = typer.Typer(no_args_is_help=True, help="Decide about suggested tags.")
    review.command("list")(list_suggestions)
    review.command("accept")(accept)
    review.command("reject")(reject)
    review.command("undo")(undo)
    review.command("learn")(learn)
    review.command("reset")(reset)
    app.add_typer(review, name="review", rich_help_panel=PANEL)


def list_suggestions(
    ctx: typer.Context,
    label: LabelOption = None,
    photo: PhotoOption = None,
    label_set: SetOption = None,
    minimum: MinimumOption = None,
    as_json: JsonFlag = False,
) -> None:
    """List the suggested tags that wait for a decision."""
    with open_library(ctx) as library:
        waiting = _waiting(library, label, photo, label_set, minimum)
    if as_json:
        print_json({"suggestions": [suggestion_fields(s) for s in waiting]})
    elif not waiting and {label, photo, label_set, minimum} != {None}:
        say("No such suggestions wait for a decision.")
    elif not waiting:
        say("No suggestions wait for a decision. Make some with: photoclip suggest SET")
    else:
        print_suggestions(waiting)


def accept(
    ctx: typer.Context,
    label: LabelOption = None,
    photo: PhotoOption = None,
    everything: AllFlag = False,
    label_set: SetOption = None,
    minimum: MinimumOption = None,
    dry_run: DryRunFlag = False,
    as_json: JsonFlag = False,
) -> None:
    """Accept suggestions: they become tags. Name them by --label, --photo or --all."""
    _one_of(label, photo, everything=everything)
    with open_library(ctx) as library:
        chosen = _waiting(library, label, photo, label_set, minimum)
        _decide(library, chosen, "accepted", dry_run=dry_run, as_json=as_json)


def reject(
    ctx: typer.Context,
    label: LabelOption = None,
    photo: PhotoOption = None,
    everything: AllFlag = False,
    label_set: SetOption = None,
    minimum: MinimumOption = None,
    dry_run: DryRunFlag = False,
    as_json: JsonFlag = False,
) -> None:
    """Reject suggestions: they do not come again. Name them by --label, --photo or --all."""
    _one_of(label, photo, everything=everything)
    with open_library(ctx) as library:
        chosen = _waiting(library, label, photo, label_set, minimum)
        _decide(library, chosen, "rejected", dry_run=dry_run, as_json=as_json)


def undo(ctx: typer.Context, as_json: JsonFlag = False) -> None:
    """Take back the last decisions; again: those before."""
    with open_library(ctx) as library:
        done = library.review.undo()
        more = library.review.can_undo()
    if as_json:
        print_json({"undone": int(done.count), "more": bool(more)})
    elif not done.count:
        say("There is no decision to take back.")
    else:
        say(f"Took back {plural(done.count, 'decision')}.")


def learn(
    ctx: typer.Context, label_set: SetArgument, label: LabelArgument, as_json: JsonFlag = False
) -> None:
    """Teach a label from your decisions: five accepted and five rejected photos are enough."""
    with open_library(ctx) as library:
        report = drive(library.review.learn(label_set, label))
    if as_json:
        print_json(report_fields(report))
    else:
        say(told(report))


def reset(
    ctx: typer.Context, label_set: SetArgument, label: LabelArgument, as_json: JsonFlag = False
) -> None:
    """Forget what a label has learned; your decisions stay."""
    with open_library(ctx) as library:
        library.review.reset_learning(label_set, label)
    if as_json:
        print_json({"label_set": label_set, "label": label, "in_use": False})
    else:
        say(f"“{shown(label)}” goes by its words alone again.")


def suggestion_fields(suggestion: Suggestion) -> dict[str, Any]:
    """JSON fields of a suggestion."""
    return path_fields(suggestion.path) | {
        "id": int(suggestion.photo_id),
        "label_set": suggestion.label_set,
        "label": suggestion.label,
        "score": round(float(suggestion.score), 6),
        "status": suggestion.status,
        "source": suggestion.source,
    }


def print_suggestions(suggestions: Sequence[Suggestion]) -> None:
    """Print suggestions as a table."""
    print_table(
        ("Label", "Score", "Photo"),
        [(shown(s.label), f"{s.score:.3f}", shown(s.path)) for s in suggestions],
        numbers=frozenset({"Score"}),
    )


def report_fields(report: LearnReport) -> dict[str, Any]:
    """JSON fields of what a label has learned; unknown figures are null."""
    return {
        "label_set": report.label_set,
        "label": report.label,
        "accepted": int(report.accepted),
        "rejected": int(report.rejected),
        "needed": {"accepted": int(report.needed[0]), "rejected": int(report.needed[1])},
        "precision_before": _known(report.before),
        "precision_after": _known(report.after),
        "found_before": _known(report.found_before),
        "found_after": _known(report.found_after),
        "in_use": bool(report.in_use),
    }


def told(report: LearnReport) -> str:
    """What a label has learned, for people."""
    label = shown(report.label)
    accepts, rejects = report.needed
    if accepts or rejects:
        missing = " and ".join(
            f"{count} more {what}"
            for count, what in ((accepts, "accepted"), (rejects, "rejected"))
            if count
        )
        return (
            f"“{label}” has {report.accepted} accepted and {report.rejected} rejected photos to "
            f"learn from; it needs {missing}."
        )
    learned = (
        f"“{label}” learned from {report.accepted} accepted and {report.rejected} rejected "
        f"photos. On decisions held out: precision {_share(report.before)} -> "
        f"{_share(report.after)}, found {_share(report.found_before)} -> "
        f"{_share(report.found_after)} of the accepted photos."
    )
    if report.in_use:
        return f"{learned} It is used from now on: photoclip suggest {shown(report.label_set)}"
    return f"{learned} That is no improvement, so it is not used."


def _share(value: float) -> str:
    return "unknown" if math.isnan(value) else f"{value:.0%}"


def _known(value: float) -> float | None:
    return None if math.isnan(value) else round(float(value), 4)


def _one_of(label: str | None, photo: Path | None, *, everything: bool) -> None:
    """One selector, so that nothing is decided by an option that was forgotten.

    Raises:
        typer.BadParameter: None or several are given.
    """
    if (label is not None) + (photo is not None) + everything != 1:
        raise typer.BadParameter("give exactly one of --label, --photo and --all")


def _waiting(
    library: Library,
    label: str | None,
    photo: Path | None,
    label_set: str | None,
    minimum: float | None,
) -> list[Suggestion]:
    return library.review.queue(
        label_set=label_set,
        label=label,
        photo_id=None if photo is None else photo_id(library, photo),
        minimum=minimum,
    )


def _decide(
    library: Library,
    chosen: Sequence[Suggestion],
    status: Literal["accepted", "rejected"],
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    pairs = [(each.photo_id, each.tag_id) for each in chosen]
    count = len(pairs)
    if not dry_run:
        decide = library.review.accept if status == "accepted" else library.review.reject
        count = decide(pairs).count
    if as_json:
        print_json(
            {
                status: int(count),
                "dry_run": dry_run,
                "suggestions": [suggestion_fields(each) for each in chosen],
            }
        )
        return
    if chosen:
        print_suggestions(chosen)
    what = f"{plural(count, 'suggestion')}"
    if dry_run:
        say(f"{what} would be {status}; nothing was changed.")
    elif not count:
        say("No such suggestions wait for a decision; nothing was changed.")
    else:
        say(f"{what} {status}. Take it back with: photoclip review undo")
