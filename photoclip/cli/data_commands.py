"""Commands on where things lie: data show, clear-thumbnails, move; and the licences."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from photoclip.cli.context import JsonFlag, open_library, state_of
from photoclip.cli.output import path_fields, print_json, print_table, say, shown
from photoclip.cli.progress import drive

PANEL = "Care"


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    data = typer.Typer(no_args_is_help=True, help="Where your data lies, and moving it.")
    data.command("show")(show)
    data.command("clear-thumbnails")(clear_thumbnails)
    data.command("move")(move)
    app.add_typer(data, name="data", rich_help_panel=PANEL)
    app.command("licences", rich_help_panel=PANEL)(licences)


def show(ctx: typer.Context, as_json: JsonFlag = False) -> None:
    """Say where the library, the models and the caches lie, and how large they are."""
    with open_library(ctx) as library:
        places = library.data.places()
        going = library.data.moving_to()
    if as_json:
        found = [path_fields(p.path) | {"kind": p.kind, "bytes": p.size} for p in places]
        print_json({"places": found, "moving_to": None if going is None else str(going)})
        return
    print_table(
        ("What", "Where", "MB"),
        [(p.kind, shown(p.path), f"{p.size / 1e6:,.1f}") for p in places],
        numbers=frozenset({"MB"}),
    )
    if going is not None:
        say(f"The library moves to {shown(going)} at the next start of the window.")


def clear_thumbnails(ctx: typer.Context, as_json: JsonFlag = False) -> None:
    """Delete all small pictures; they are made anew as they are looked at."""
    with open_library(ctx) as library:
        freed = library.data.clear_thumbnails()
    if as_json:
        print_json({"freed_bytes": freed})
    else:
        say(f"Thumbnails of {freed / 1e6:,.1f} MB deleted; they come back as you look.")


def move(
    ctx: typer.Context,
    place: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where it shall lie.")],
    as_json: JsonFlag = False,
) -> None:
    """Move the library to another place now; close the window first."""
    from photoclip import relocation
    from photoclip.paths import default_library_dir

    library = state_of(ctx).library
    relocation.request(default_library_dir() if library is None else library, place)
    target = drive(relocation.carry_out())
    if as_json:
        print_json({"moved_to": None if target is None else path_fields(target)})
    elif target is None:
        say("There is no library to move yet.")
    else:
        say(f"The library lies in {shown(target)} now; the old folder was given another name.")


def licences(as_json: JsonFlag = False) -> None:
    """List the licences of what PhotoClip is built with."""
    from photoclip.licences import components

    found = components()
    if as_json:
        fields = [
            {"kind": c.kind, "name": c.name, "version": c.version, "licence": c.licence}
            for c in found
        ]
        print_json({"components": fields})
    else:
        print_table(
            ("What", "Name", "Version", "Licence"),
            [(c.kind, shown(c.name), shown(c.version), shown(c.licence)) for c in found],
        )
