"""Commands on labels and on the tags that the model suggests from them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from photoclip.cli.context import JsonFlag, open_library
from photoclip.cli.output import path_fields, plural, print_json, print_table, say, shown
from photoclip.cli.progress import drive
from photoclip.errors import NotAvailableYetError, UserError

if TYPE_CHECKING:
    from photoclip.library import Suggestion

PANEL = "Labels and tags"

SetArgument = Annotated[str, typer.Argument(metavar="SET", help="Name of a label set.")]
LabelArgument = Annotated[str, typer.Argument(metavar="LABEL", help="A label, in plain words.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    labels = typer.Typer(no_args_is_help=True, help="Define what the model may suggest as tags.")
    labels.command("add")(add_label)
    labels.command("list")(list_labels)
    labels.command("remove")(remove_label)
    app.add_typer(labels, name="labels", rich_help_panel=PANEL)
    app.command("suggest", rich_help_panel=PANEL)(suggest)


def add_label(
    ctx: typer.Context,
    label_set: SetArgument,
    label: LabelArgument,
    prompt: Annotated[
        list[str] | None,
        typer.Option("--prompt", metavar="TEXT", help="A sentence for it (may be repeated)."),
    ] = None,
    negative: Annotated[
        list[str] | None,
        typer.Option("--negative", metavar="TEXT", help="What it is not (may be repeated)."),
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Add a label to a set; a new name makes a new set."""
    if not label_set.strip() or not label.strip():
        raise UserError("The label or its set is empty; give both a name.")
    with open_library(ctx) as library:
        library.add_label(
            label_set, label, prompts=tuple(prompt or ()), negatives=tuple(negative or ())
        )
    if as_json:
        print_json({"label_set": label_set, "added": label})
    else:
        say(f"Added “{shown(label)}” to {shown(label_set)}.")


def list_labels(ctx: typer.Context, as_json: JsonFlag = False) -> None:
    """List the label sets and their labels."""
    with open_library(ctx) as library:
        sets = {name: list(labels) for name, labels in library.labels().items()}
    if as_json:
        print_json({"label_sets": sets})
    elif not sets:
        say("No labels yet. Add one with: photoclip labels add SET LABEL")
    else:
        print_table(
            ("Set", "Labels"), [(shown(n), shown(", ".join(labels))) for n, labels in sets.items()]
        )


def remove_label(
    ctx: typer.Context, label_set: SetArgument, label: LabelArgument, as_json: JsonFlag = False
) -> None:
    """Remove a label from a set; tags that were accepted stay."""
    with open_library(ctx) as library:
        library.remove_label(label_set, label)
    if as_json:
        print_json({"label_set": label_set, "removed": label})
    else:
        say(f"Removed “{shown(label)}” from {shown(label_set)}.")


def suggest(
    ctx: typer.Context,
    label_set: SetArgument,
    album: Annotated[
        str | None, typer.Option("--in", metavar="ALBUM", help="Only photos of this album.")
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Suggest tags from a label set; nothing is tagged before you accept it."""
    if album is not None:
        raise NotAvailableYetError("Suggesting in one album is not available yet in this version.")
    with open_library(ctx) as library:
        count = drive(library.suggest(label_set))
    if as_json:
        print_json({"label_set": label_set, "suggested": int(count)})
    else:
        say(f"{plural(count, 'suggestion')} to review. See them with: photoclip review list")


def list_suggestions(
    ctx: typer.Context,
    label: Annotated[
        str | None, typer.Option("--label", metavar="LABEL", help="Only this label.")
    ] = None,
    photo: Annotated[
        Path | None, typer.Option("--photo", metavar="PATH", help="Only this photo.")
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """List the suggested tags that wait for a decision."""
    with open_library(ctx) as library:
        waiting = library.suggestions()
    wanted = None if photo is None else photo.absolute()
    waiting = [
        s
        for s in waiting
        if (label is None or s.label.casefold() == label.casefold())
        and (wanted is None or s.path == wanted)
    ]
    if as_json:
        print_json({"suggestions": [suggestion_fields(s) for s in waiting]})
    elif not waiting:
        say("No suggestions wait for a decision. Make some with: photoclip suggest SET")
    else:
        print_suggestions(waiting)


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


def print_suggestions(suggestions: list[Suggestion]) -> None:
    """Print suggestions as a table."""
    print_table(
        ("Label", "Score", "Photo"),
        [(shown(s.label), f"{s.score:.3f}", shown(s.path)) for s in suggestions],
        numbers=frozenset({"Score"}),
    )
