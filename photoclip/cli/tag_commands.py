"""Commands that write tags, captions and stars to metadata files, and settle conflicts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from photoclip.cli import tagging_commands
from photoclip.cli.context import JsonFlag, flag, open_library
from photoclip.cli.guard import tell
from photoclip.cli.label_commands import PANEL
from photoclip.cli.named_photos import PhotoArgument, photo_id
from photoclip.cli.output import path_fields, plural, print_json, print_table, say, shown
from photoclip.cli.progress import drive

if TYPE_CHECKING:
    from photoclip.library import MetadataConflict, WriteReport

_MOST_REASONS = 20


def register(app: typer.Typer) -> None:
    """Add the group to the program."""
    app.add_typer(group(), name="tags", rich_help_panel=PANEL)


def group() -> typer.Typer:
    """The command group ``tags``; other modules add their commands to it."""
    tags = typer.Typer(no_args_is_help=True, help="Tags of photos, and writing them to files.")
    tags.command("write")(write)
    tags.command("undo")(undo)
    tags.command("conflicts")(conflicts)
    tags.command("resolve")(resolve)
    tags.command("write-to")(write_to)
    tagging_commands.add_to(tags)
    return tags


def write(
    ctx: typer.Context,
    dry_run: Annotated[bool, flag("--dry-run", "Write nothing; show what would be.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """Write accepted tags, your captions and stars to XMP sidecars; only what is new."""
    with open_library(ctx) as library:
        report = drive(library.sidecars.write(dry_run=dry_run))
    verb = "Would write" if dry_run else "Wrote"
    _print_report(report, verb=verb, as_json=as_json)
    if as_json or not report.changes:
        return
    if dry_run:
        say("Write them with: photoclip tags write")
    else:
        say("Take it back with: photoclip tags undo")


def undo(ctx: typer.Context, as_json: JsonFlag = False) -> None:
    """Give the files of the last write back what they held before."""
    with open_library(ctx) as library:
        report = drive(library.sidecars.undo())
    if not report.changes and not report.skipped and not as_json:
        say("There is nothing to take back.")
        return
    _print_report(report, verb="Took back", as_json=as_json)


def conflicts(ctx: typer.Context, as_json: JsonFlag = False) -> None:
    """List what was changed both here and by another program."""
    with open_library(ctx) as library:
        found = library.sidecars.conflicts()
    if as_json:
        print_json({"conflicts": [_conflict_fields(each) for each in found]})
    elif not found:
        say("No conflicts.")
    else:
        print_table(
            ("Photo", "Field", "Here", "In the file"),
            [
                (shown(c.path), shown(c.field), shown(c.ours) or "–", shown(c.theirs) or "–")
                for c in found
            ],
        )
        say("Settle one with: photoclip tags resolve PHOTO FIELD --keep ours|theirs")


def resolve(
    ctx: typer.Context,
    photo: PhotoArgument,
    field: Annotated[str, typer.Argument(metavar="FIELD", help="As “tags conflicts” shows it.")],
    keep: Annotated[Literal["ours", "theirs"], typer.Option("--keep", help="Which side is right.")],
    as_json: JsonFlag = False,
) -> None:
    """Settle a conflict: keep what PhotoClip has (ours) or what the file says (theirs)."""
    with open_library(ctx) as library:
        number = photo_id(library, photo)
        library.sidecars.resolve(number, field, keep)
    if as_json:
        print_json({"id": number, "field": field, "kept": keep})
    else:
        say(f"Kept {keep} for “{shown(field)}”.")


def write_to(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder of the library.")],
    where: Annotated[
        Literal["sidecar", "file"],
        typer.Argument(metavar="sidecar|file", help="Beside the photos, or into them."),
    ],
    as_json: JsonFlag = False,
) -> None:
    """Choose where metadata of a folder's photos is written; RAW files are never touched."""
    with open_library(ctx) as library:
        library.sidecars.write_to(folder, where)
    if as_json:
        print_json(path_fields(folder.absolute()) | {"write_to": where})
    else:
        place = "sidecars" if where == "sidecar" else "the photos where possible, else sidecars"
        say(f"Metadata of {shown(folder)} is written to {place}.")


def _print_report(report: WriteReport, *, verb: str, as_json: bool) -> None:
    if as_json:
        print_json(_report_fields(report))
    else:
        for change in report.changes:
            say(shown(change.target))
            for line in change.lines:
                say(f"  {shown(line)}")
        for note in report.notes:
            say(f"Note: {shown(note)}")
        done = plural(len(report.changes), "file")
        say(f"{verb} {done}; {report.unchanged:,} unchanged, {len(report.skipped):,} skipped.")
    # One folder or disk may be the reason for thousands of photos.
    reasons = list(dict.fromkeys(reason for _, reason in report.skipped))
    for reason in reasons[:_MOST_REASONS]:
        tell(reason)
    if len(reasons) > _MOST_REASONS:
        tell(f"{plural(len(reasons) - _MOST_REASONS, 'more reason')}: --json has them all.")
    if report.skipped and not report.changes:
        raise typer.Exit(1)


def _report_fields(report: WriteReport) -> dict[str, Any]:
    return {
        "changes": [
            path_fields(change.path)
            | {
                "id": change.photo_id,
                "target": shown(change.target),
                "lines": list(change.lines),
            }
            for change in report.changes
        ],
        "unchanged": report.unchanged,
        "skipped": [path_fields(path) | {"reason": reason} for path, reason in report.skipped],
        "notes": list(report.notes),
        "batch": report.batch,
    }


def _conflict_fields(conflict: MetadataConflict) -> dict[str, Any]:
    return path_fields(conflict.path) | {
        "id": conflict.photo_id,
        "field": conflict.field,
        "ours": conflict.ours,
        "theirs": conflict.theirs,
    }
