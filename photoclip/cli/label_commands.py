"""Commands on labels and on the tags that the model suggests from them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from photoclip.cli.context import JsonFlag, open_library
from photoclip.cli.output import path_fields, plural, print_json, print_table, say, shown
from photoclip.cli.progress import drive
from photoclip.errors import UserError

if TYPE_CHECKING:
    from photoclip.jobs.job import Job
    from photoclip.library import LabelInfo, LabelSetInfo, Library

PANEL = "Labels and tags"

SetArgument = Annotated[str, typer.Argument(metavar="SET", help="Name of a label set.")]
LabelArgument = Annotated[str, typer.Argument(metavar="LABEL", help="A label, in plain words.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    labels = typer.Typer(no_args_is_help=True, help="Define what the model may suggest as tags.")
    labels.command("add")(add_label)
    labels.command("list")(list_labels)
    labels.command("show")(show_set)
    labels.command("set")(set_label)
    labels.command("remove")(remove_label)
    labels.command("import")(import_set)
    labels.command("export")(export_set)
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
    parent: Annotated[
        str | None,
        typer.Option("--parent", metavar="TAG/TAG", help="Tags above it; “” for none."),
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Add a label to a set, or change it; a new name makes a new set."""
    if not label_set.strip() or not label.strip():
        raise UserError("The label or its set is empty; give both a name.")
    with open_library(ctx) as library:
        library.studio.put_label(
            label_set,
            label,
            parents=None if parent is None else _path(parent),
            # None leaves what a label has.
            prompts=tuple(prompt) if prompt else None,
            negatives=tuple(negative) if negative else None,
        )
    if as_json:
        print_json({"label_set": label_set, "added": label})
    else:
        say(f"Added “{shown(label)}” to {shown(label_set)}.")


def list_labels(ctx: typer.Context, as_json: JsonFlag = False) -> None:
    """List the label sets and their labels, and the shipped sets that can be used."""
    with open_library(ctx) as library:
        sets = library.studio.sets()
    used = [each for each in sets if each.in_library]
    offered = [each for each in sets if not each.in_library]
    if as_json:
        print_json(
            {
                "label_sets": {each.name: [label.name for label in each.labels] for each in used},
                "details": [_set_fields(each) for each in used],
                "shipped": {each.name: [label.name for label in each.labels] for each in offered},
            }
        )
        return
    if used:
        print_table(
            ("Set", "Labels"),
            [(shown(s.name), shown(", ".join(label.name for label in s.labels))) for s in used],
        )
    else:
        say("No labels yet. Add one with: photoclip labels add SET LABEL")
    if offered:
        names = ", ".join(shown(each.name) for each in offered)
        say(f"Shipped sets, ready for “photoclip suggest SET”: {names}")


def show_set(ctx: typer.Context, label_set: SetArgument, as_json: JsonFlag = False) -> None:
    """Show the labels of a set with their prompts, lines and counts."""
    with open_library(ctx) as library:
        found = _find_set(library, label_set)
    if as_json:
        print_json(_set_fields(found))
        return
    kind = "several labels a photo" if found.multi_label else "one label a photo"
    used = "" if found.in_library else "; shipped, not used yet"
    templates = ", ".join(found.templates) or "the default ones"
    say(f"{shown(found.name)}: {kind}{used}")
    say(f"Templates: {shown(templates)}")
    print_table(
        ("Label", "Prompts", "Not", "Line", "Auto-accept", "Open", "Accepted", "Rejected"),
        [_row(label) for label in found.labels],
        numbers=frozenset({"Open", "Accepted", "Rejected"}),
    )


def set_label(
    ctx: typer.Context,
    label_set: SetArgument,
    label: LabelArgument,
    threshold: Annotated[
        str | None,
        typer.Option(
            "--threshold",
            metavar="X|auto",
            help="Score from which photos are suggested; auto is the calibrated line.",
        ),
    ] = None,
    auto_accept: Annotated[
        str | None,
        typer.Option(
            "--auto-accept",
            metavar="X|off",
            help="Score from which photos are tagged without being asked.",
        ),
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Set the lines of a label, for the model in use."""
    if threshold is None and auto_accept is None:
        raise UserError("Nothing to set; give --threshold X|auto or --auto-accept X|off.")
    line = None if threshold is None else _line(threshold, "--threshold", "auto")
    unasked = None if auto_accept is None else _line(auto_accept, "--auto-accept", "off")
    with open_library(ctx) as library:
        if threshold is not None:
            library.studio.set_threshold(label_set, label, line)
        if auto_accept is not None:
            library.studio.set_auto_accept(label_set, label, unasked)
        found = _find_label(_find_set(library, label_set), label)
    if as_json:
        print_json({"label_set": label_set} | _label_fields(found))
        return
    suggested = "the calibrated line" if found.threshold is None else f"{found.threshold:g}"
    auto = found.auto_accept
    tagged = "never tagged unasked" if auto is None else f"tagged unasked from {auto:g}"
    say(f"“{shown(found.name)}” is suggested from {suggested}, and {tagged}.")


def remove_label(
    ctx: typer.Context,
    label_set: SetArgument,
    label: Annotated[
        str | None, typer.Argument(metavar="[LABEL]", help="A label; without it the whole set.")
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Remove a label from a set, or a whole set; tags that were accepted stay."""
    with open_library(ctx) as library:
        if label is None:
            library.studio.remove_set(label_set)
        else:
            library.studio.remove_label(label_set, label)
    if as_json:
        print_json({"label_set": label_set, "removed": label})
    elif label is None:
        say(f"Removed the set {shown(label_set)}.")
    else:
        say(f"Removed “{shown(label)}” from {shown(label_set)}.")


def import_set(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A label set as TOML.")],
    as_json: JsonFlag = False,
) -> None:
    """Read a label set from a file; labels that are there already become as in the file."""
    with open_library(ctx) as library:
        found = library.studio.import_file(file)
    if as_json:
        print_json(_set_fields(found))
    else:
        say(f"{shown(found.name)} has {plural(len(found.labels), 'label')}.")


def export_set(
    ctx: typer.Context,
    label_set: SetArgument,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A new file.")],
    as_json: JsonFlag = False,
) -> None:
    """Write a label set to a TOML file, to be edited or given to others."""
    with open_library(ctx) as library:
        written = library.studio.export_file(label_set, file)
    if as_json:
        print_json({"label_set": label_set} | path_fields(written))
    else:
        say(f"Wrote {shown(written)}.")


def suggest(
    ctx: typer.Context,
    label_set: SetArgument,
    album: Annotated[
        str | None, typer.Option("--in", metavar="ALBUM", help="Only photos of this album.")
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Suggest tags from a label set; nothing is tagged before you accept it.

    Only labels for which you set an auto-accept line are tagged at once;
    “photoclip review undo” takes that back.
    """
    counts: dict[str, int] = {}
    with open_library(ctx) as library:
        count = drive(_counting(library.studio.suggest(label_set, album=album), counts))
    tagged = counts.get("tagged", 0)
    if as_json:
        print_json({"label_set": label_set, "suggested": int(count), "tagged": tagged})
        return
    if not count:
        say("No suggestions to review: no other searchable photo fits these labels.")
    else:
        say(f"{plural(count, 'suggestion')} to review. See them with: photoclip review list")
    if tagged:
        say(f"{plural(tagged, 'tag')} given unasked. Take that back with: photoclip review undo")


def _counting(job: Job[int], counts: dict[str, int]) -> Job[int]:
    """A job that also notes its totals."""
    while True:
        try:
            step = next(job)
        except StopIteration as stop:
            return int(stop.value)
        counts.update(step.counts)
        yield step


def _path(text: str) -> tuple[str, ...]:
    if not text.strip():
        return ()
    return tuple(level.strip() for level in text.split("/"))


def _line(text: str, option: str, word: str) -> float | None:
    if text.strip().casefold() == word:
        return None
    try:
        return float(text)
    except ValueError:
        raise UserError(f"{option} takes a number such as 3.5, or {word}.") from None


def _find_set(library: Library, name: str) -> LabelSetInfo:
    wanted = name.strip().casefold()
    for each in library.studio.sets():
        if each.name.casefold() == wanted:
            return each
    raise UserError(f"There is no label set “{name}”; see “photoclip labels list”.")


def _find_label(found: LabelSetInfo, name: str) -> LabelInfo:
    wanted = name.strip().casefold()
    return next(label for label in found.labels if label.name.casefold() == wanted)


def _row(label: LabelInfo) -> tuple[str, ...]:
    line = "auto" if label.threshold is None else f"{label.threshold:g}"
    return (
        shown("/".join((*label.parents, label.name))),
        shown(", ".join(label.prompts)),
        shown(", ".join(label.negatives)),
        f"{line}, learned" if label.learned else line,
        "off" if label.auto_accept is None else f"{label.auto_accept:g}",
        str(label.suggested),
        str(label.accepted),
        str(label.rejected),
    )


def _set_fields(found: LabelSetInfo) -> dict[str, Any]:
    return {
        "name": found.name,
        "multi_label": found.multi_label,
        "templates": list(found.templates),
        "in_library": found.in_library,
        "labels": [_label_fields(label) for label in found.labels],
    }


def _label_fields(label: LabelInfo) -> dict[str, Any]:
    return {
        "name": label.name,
        "parents": list(label.parents),
        "prompts": list(label.prompts),
        "negatives": list(label.negatives),
        "threshold": label.threshold,
        "auto_accept": label.auto_accept,
        "learned": label.learned,
        "suggested": label.suggested,
        "accepted": label.accepted,
        "rejected": label.rejected,
    }
