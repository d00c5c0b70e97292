"""Commands of the contract that a later version brings: named in the help, refused plainly.

Scripts can so tell a command that is to come (exit 1) from a typing error (exit 2).
"""

from __future__ import annotations

from collections.abc import Callable

import typer

from photoclip.errors import NotAvailableYetError

_Later = tuple[str, str]
"""Usage (its first word is the command) and what it will do."""

_COMMANDS: tuple[tuple[str, _Later], ...] = (
    ("Care", ("restore FILE", "Go back to a copy written by backup.")),
)
_ANYTHING = {"allow_extra_args": True, "ignore_unknown_options": True}


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    for panel, usage in _COMMANDS:
        _add(app, usage, panel=panel)


def _add(app: typer.Typer, later: _Later, *, panel: str) -> None:
    usage, what = later
    name = usage.split()[0]
    app.command(
        name,
        help=f"{what} (Not available yet.)\n\nPlanned: photoclip {usage}",
        short_help=f"{what} (Not available yet.)",
        context_settings=_ANYTHING,
        rich_help_panel=panel,
    )(_refuse(name))


def _refuse(name: str) -> Callable[[], None]:
    def command() -> None:
        raise NotAvailableYetError(f"“photoclip {name}” is not available yet in this version.")

    return command
