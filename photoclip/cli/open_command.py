"""The window with something to begin with."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from photoclip.cli.context import state_of
from photoclip.errors import UserError
from photoclip.handover import Handover
from photoclip.paths import display_path


def register(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command("open", rich_help_panel="Search")(open_paths)


def open_paths(
    ctx: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH", help="Folders to add, pictures to search by."),
    ] = None,
    search: Annotated[
        str, typer.Option("--search", metavar="TEXT", help="Search for this at once.")
    ] = "",
) -> None:
    """Open the window, or bring the one that is open to the front, with folders or a search."""
    given = paths or []
    for path in given:
        if not path.exists():
            raise UserError(f"There is no file or folder {display_path(path)}.")
    # The window that takes them over has another current folder.
    whole = tuple(Path(os.path.abspath(path)) for path in given)  # noqa: PTH100 - keeps links
    token = os.environ.get("XDG_ACTIVATION_TOKEN", "")
    state = state_of(ctx)
    raise typer.Exit(state.open_window(state.library, Handover(whole, search, token)))
