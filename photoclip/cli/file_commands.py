"""Commands on the files of named photos: turn, rename, copy, to the trash and back from it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from photoclip.cli.context import JsonFlag, flag, open_library
from photoclip.cli.export_commands import ListOption, print_export
from photoclip.cli.named_photos import (
    PhotoArgument,
    PhotosArgument,
    is_number,
    photo_fields,
    photo_id,
)
from photoclip.cli.named_photos import photo_ids as ids_of
from photoclip.cli.output import path_fields, plural, print_json, say, shown
from photoclip.cli.progress import drive
from photoclip.errors import UserError
from photoclip.reports import TrashedPhoto

if TYPE_CHECKING:
    from photoclip.library import Library

_PANEL: Final = "Photos"
_DEGREES: Final = {"left": -90, "right": 90, "half": 180}


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command("rotate", rich_help_panel=_PANEL)(rotate)
    app.command("rename", rich_help_panel=_PANEL)(rename)
    app.command("copy", rich_help_panel=_PANEL)(copy)
    app.command("trash", rich_help_panel="Care")(trash)
    app.command("put-back", rich_help_panel="Care")(put_back)


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
        hint = "; “photoclip put-back” brings them back" if report.restorable else ""
        say(f"Moved {plural(len(report.trashed), 'file')} to the trash{hint}.")
        for path, why in report.failed:
            say(f"{shown(path)}: {why}")
    if report.failed:
        raise UserError(f"{plural(len(report.failed), 'file')} could not be moved to the trash.")


def put_back(
    ctx: typer.Context,
    photos: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="PHOTO",
            help="Photos: their former paths, or numbers. Without any, those of the last time.",
        ),
    ] = None,
    list_only: Annotated[bool, flag("--list", "Only say what can be brought back.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """Bring photos back from the system's trash, with sidecars; their tags are there again."""
    with open_library(ctx) as library:
        if list_only:
            _print_trash(library.files.in_trash(), as_json=as_json)
            return
        report = library.files.restore(_trashed_ids(library, photos) if photos else None)
    if as_json:
        print_json(
            {
                "restored": [path_fields(path) for path in report.restored],
                "failed": [path_fields(path) | {"reason": why} for path, why in report.failed],
            }
        )
    else:
        say(f"Brought {plural(len(report.restored), 'file')} back from the trash.")
        for path, why in report.failed:
            say(f"{shown(path)}: {why}")
    if report.failed:
        raise UserError(f"{plural(len(report.failed), 'file')} could not be brought back.")


def _print_trash(found: Sequence[TrashedPhoto], *, as_json: bool) -> None:
    if as_json:
        rows = [
            path_fields(each.path) | {"id": int(each.photo_id), "sidecars": each.sidecars}
            for each in found
        ]
        print_json({"trashed": rows})
        return
    for each in found:
        say(shown(each.path))
    if not found:
        say("PhotoClip has moved nothing to the trash that it could bring back.")


def _trashed_ids(library: Library, named: Iterable[Path]) -> list[int]:
    """Ids of photos in the trash by where they lay, or by their numbers."""
    known = {each.path: each.photo_id for each in library.files.in_trash()}
    ids = []
    for path in named:
        found = known.get(path.expanduser().parent.resolve() / path.name)
        if found is None and is_number(path):
            found = int(path.name)
        if found is None:
            raise UserError(f"{shown(path)} is not in the trash, as far as is known.")
        ids.append(found)
    return ids


def _is_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()
