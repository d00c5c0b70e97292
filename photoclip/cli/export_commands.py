"""Taking what a query finds out of the library."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from photoclip.cli.context import QUERY_SETTINGS, JsonFlag, open_library
from photoclip.cli.output import path_fields, plural, print_json, say, shown
from photoclip.cli.progress import drive
from photoclip.errors import UserError
from photoclip.paths import display_path

if TYPE_CHECKING:
    from photoclip.library import ExportReport

ListOption = Annotated[
    Literal["csv", "json"] | None,
    typer.Option("--list", help="Write a list instead of copies."),
]


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command("export", rich_help_panel="Search", context_settings=QUERY_SETTINGS)(export)


def export(
    ctx: typer.Context,
    query: Annotated[str, typer.Argument(metavar="QUERY", help="Which photos.")],
    dest: Annotated[
        Path, typer.Argument(metavar="DEST", help="Folder for the copies, or file of the list.")
    ],
    list_as: ListOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Copy the originals that a query finds, with their sidecars, or write a list of them."""
    with open_library(ctx) as library:
        report = drive(library.export(display_path(query), dest, kind=list_as or "copy"))
    print_export(report, list_as=list_as, as_json=as_json)


def print_export(report: ExportReport, *, list_as: str | None, as_json: bool) -> None:
    """Print what was copied or listed.

    Raises:
        UserError: Something could not be copied.
    """
    if as_json:
        print_json(
            {"dest": path_fields(report.dest)}
            | {name: int(getattr(report, name)) for name in ("photos", "sidecars", "renamed")}
            | {"failed": [path_fields(path) | {"reason": why} for path, why in report.failed]}
        )
    elif list_as:
        say(f"Listed {plural(report.photos, 'photo')} in {shown(report.dest)}.")
    else:
        say(
            f"Copied {plural(report.photos, 'photo')} and {plural(report.sidecars, 'sidecar')} "
            f"to {shown(report.dest)}."
        )
        if report.renamed:
            say(f"{plural(report.renamed, 'copy', 'copies')} got a number in the name.")
        for path, why in report.failed:
            say(f"{shown(path)}: {why}")
    if report.failed:
        raise UserError(f"{plural(len(report.failed), 'file')} could not be copied.")
