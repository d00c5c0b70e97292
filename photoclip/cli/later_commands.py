"""Commands of the contract that a later version brings: named in the help, refused plainly.

Scripts can so tell a command that is to come (exit 1) from a typing error (exit 2).
"""

from __future__ import annotations

from collections.abc import Callable

import typer

from photoclip.cli import label_commands
from photoclip.errors import NotAvailableYetError

_Later = tuple[str, str]
"""Usage (its first word is the command) and what it will do."""

_COMMANDS: tuple[tuple[str, _Later], ...] = (
    ("Search", ("duplicates [--threshold T]", "Find copies and near copies.")),
    ("Search", ("export QUERY DEST", "Copy the photos that a query finds.")),
    ("Models", ("train [--preset NAME] [--epochs N] [--activate]", "Teach a model your captions.")),
    ("Care", ("restore FILE", "Go back to a copy written by backup.")),
)
_GROUPS: tuple[tuple[str, str, tuple[_Later, ...]], ...] = (
    (
        "tags",
        "Write accepted tags beside the photos.",
        (
            ("write [--dry-run]", "Write accepted tags to XMP sidecars."),
            ("undo", "Take back the last write."),
        ),
    ),
    (
        "albums",
        "Collect photos by hand or by a query.",
        (
            ("create NAME [--query QUERY]", "Create an album."),
            ("add NAME PHOTO…", "Put photos into an album."),
            ("list", "List the albums."),
            ("remove NAME", "Remove an album; its photos stay."),
        ),
    ),
    (
        "captions",
        "Sentences about your photos, to find them and to train with.",
        (
            ("import FILE", "Import captions."),
            ("list", "List captions."),
            ("set PHOTO TEXT", "Give a photo a caption."),
            ("export FILE", "Export captions."),
        ),
    ),
)
_REVIEW: tuple[_Later, ...] = (
    ("accept (--label L | --photo PATH | --all)", "Accept suggestions."),
    ("reject (--label L | --photo PATH | --all)", "Reject suggestions."),
)
_ANYTHING = {"allow_extra_args": True, "ignore_unknown_options": True}


def register(app: typer.Typer) -> None:
    """Add these commands, and the group ``review``, to the program."""
    review = typer.Typer(no_args_is_help=True, help="Decide about suggested tags.")
    review.command("list")(label_commands.list_suggestions)
    for usage in _REVIEW:
        _add(review, usage, group="review")
    app.add_typer(review, name="review", rich_help_panel=label_commands.PANEL)
    for name, summary, usages in _GROUPS:
        group = typer.Typer(no_args_is_help=True, help=f"{summary} (Not available yet.)")
        for usage in usages:
            _add(group, usage, group=name)
        app.add_typer(group, name=name, rich_help_panel=label_commands.PANEL)
    for panel, usage in _COMMANDS:
        _add(app, usage, panel=panel)


def _add(app: typer.Typer, later: _Later, *, group: str = "", panel: str | None = None) -> None:
    usage, what = later
    name = usage.split()[0]
    full_name = f"{group} {name}".strip()
    planned = f"photoclip {group} {usage}".replace("  ", " ")
    app.command(
        name,
        help=f"{what} (Not available yet.)\n\nPlanned: {planned}",
        short_help=f"{what} (Not available yet.)",
        context_settings=_ANYTHING,
        rich_help_panel=panel,
    )(_refuse(full_name))


def _refuse(name: str) -> Callable[[], None]:
    def command() -> None:
        raise NotAvailableYetError(f"“photoclip {name}” is not available yet in this version.")

    return command
