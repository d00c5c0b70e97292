"""Commands on the files of named photos: turn, rename, copy, and move to the trash."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Final

import typer

from photoclip.cli.context import JsonFlag, flag, open_library
from photoclip.cli.export_commands import ListOption, print_export
from photoclip.cli.named_photos import PhotoArgument, PhotosArgument, photo_fields, photo_id
from photoclip.cli.named_photos import photo_ids as ids_of
from photoclip.cli.output import path_fields, plural, print_json, say, shown
from photoclip.cli.progress import drive
from photoclip.errors import UserError

_PANEL: Final = "Photos"
_DEGREES: Final = {"left": -90, "right": 90, "half": 180}


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command("rotate", rich_help_panel=_PANEL)(rotate)
    app.command("rename", rich_help_panel=_PANEL)(rename)
    app.command("copy", rich_help_panel=_PANEL)(copy)
    app.command("trash", rich_help_panel="Care")(trash)


def rotate(
    ctx: typer.Context,
    photos: PhotosArgument,
    left: Annotated[bool, flag("--left", "A quarter turn to the left.")] = False,
    right: Annotated[bool, flag("--right", "A quarter turn to the right.")] = False,
    half: Annotated[bool, flag("--half", "Upside down.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """Turn how photos are shown; their files are not changed."""
    chosen = [name for name, on in (("left", left), ("right", right), ("half", half)) if on]
    if len(chosen) != 1:
        raise typer.BadParameter("give one of them", param_hint="--left, --right or --half")
    with open_library(ctx) as library:
        ids = ids_of(library, photos)
        library.tags.rotate(ids, _DEGREES[chosen[0]])
        found = {photo.id: photo.rotation for photo in library.photos(ids)}
        fields = photo_fields(library, list(found))
    if as_json:
        print_json({"photos": [row | {"rotation": found[row["id"]]} for row in fields]})
    else:
        say(f"Turned {plural(len(found), 'photo')}.")


def rename(
    ctx: typer.Context,
    photo: PhotoArgument,
    new: Annotated[
        str, typer.Argument(metavar="NEW", help="New name; the extension may be left away.")
    ],
    as_json: JsonFlag = False,
) -> None:
    """Rename a photo's file with its RAW, sidecars and captions; tags and albums stay with it."""
    with open_library(ctx) as library:
        number = photo_id(library, photo)
        before = library.photo(number)
        after = library.files.rename(number, new)
    if as_json:
        old = {f"old_{name}": text for name, text in path_fields(before.path).items()}
        print_json(path_fields(after.path) | {"id": int(after.id)} | old)
    elif after.path == before.path:
        say(f"{shown(after.path)} has that name already.")
    else:
        say(f"Renamed {shown(before.path)} to {shown(after.path.name)}.")


def copy(
    ctx: typer.Context,
    photos: PhotosArgument,
    dest: Annotated[
        Path, typer.Argument(metavar="DEST", help="Folder for the copies, or file of the list.")
    ],
    list_as: ListOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Copy the originals of named photos, with their sidecars, or write a list of them."""
    with open_library(ctx) as library:
        ids = ids_of(library, photos)
        job = (
            library.files.write_list(ids, dest, kind=list_as)
            if list_as
            else library.files.copy_to(ids, dest)
        )
        report = drive(job)
    print_export(report, list_as=list_as, as_json=as_json)


def trash(
    ctx: typer.Context,
    photos: PhotosArgument,
    yes: Annotated[bool, flag("--yes", "Do not ask; without a terminal nothing is asked.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """Move the named photos to the system's trash, with the sidecars that are theirs alone."""
    with open_library(ctx) as library:
        ids = list(dict.fromkeys(ids_of(library, photos)))
        if not (yes or as_json) and _is_terminal():
            asked = f"Move {plural(len(ids), 'photo')} to the system's trash?"
            if not typer.confirm(asked, err=True):
                say("Nothing was moved.")
                return
        report = library.files.trash(ids)
    if as_json:
        print_json(
            {
                "trashed": [path_fields(path) for path in report.trashed],
                "failed": [path_fields(path) | {"reason": why} for path, why in report.failed],
            }
        )
    else:
        say(f"Moved {plural(len(report.trashed), 'file')} to the trash.")
        for path, why in report.failed:
            say(f"{shown(path)}: {why}")
    if report.failed:
        raise UserError(f"{plural(len(report.failed), 'file')} could not be moved to the trash.")


def _is_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()
