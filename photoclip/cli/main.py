"""Builds the command line and runs it.

Only typer is imported to parse; each command imports the library when it runs,
so that ``--help`` answers at once.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from photoclip import __version__
from photoclip.cli import (
    album_commands,
    caption_commands,
    care_commands,
    data_commands,
    demo,
    duplicate_commands,
    explain_commands,
    export_commands,
    file_commands,
    folder_commands,
    label_commands,
    model_commands,
    open_command,
    review_commands,
    search_commands,
    selftest,
    settings_commands,
    tag_commands,
    train_commands,
)
from photoclip.cli.context import CliState, OpenWindow, flag
from photoclip.cli.guard import STOPPED, STOPPED_SENTENCE, guarded, tell

_HELP = "Find, tag and teach your own photos in plain words. Without a command the window opens."


def run(arguments: Sequence[str], *, open_window: OpenWindow) -> int:
    """Run one command line.

    Args:
        arguments: What follows the program's name.
        open_window: Opens the window (the command line must not import it).

    Returns:
        Exit code: 0 done, 1 known problem (one sentence on stderr), 2 wrong
        usage, 130 stopped by Ctrl-C.
    """
    for stream in (sys.stdout, sys.stderr):
        # A file name that the terminal's code page lacks must not end a command.
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    return guarded(partial(_run, list(arguments), open_window))


def build_app(open_window: OpenWindow) -> typer.Typer:
    """Put the program together from its rooms."""
    app = typer.Typer(
        name="photoclip",
        help=_HELP,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode="rich",
    )

    @app.callback(invoke_without_command=True)
    def photoclip(
        ctx: typer.Context,
        library: Annotated[
            str | None,
            typer.Option("--library", metavar="DIR", help="Library folder (made if missing)."),
        ] = None,
        self_test: Annotated[
            bool, flag("--self-test", "Check that this installation works, and exit.")
        ] = False,
        as_json: Annotated[
            bool, flag("--json", "With --self-test: print one JSON document.")
        ] = False,
        version: Annotated[bool, flag("--version", "Print the version.")] = False,
    ) -> None:
        # As a path "" is the current folder, and an unset variable of a script is "".
        if library is not None and not library.strip():
            raise typer.BadParameter("it is empty; name a folder", param_hint="--library")
        folder = None if library is None else Path(library)
        ctx.obj = CliState(folder, open_window)
        if version:
            typer.echo(f"photoclip {__version__}")
            raise typer.Exit
        if self_test:
            raise typer.Exit(selftest.run(as_json=as_json))
        if ctx.invoked_subcommand is None:
            raise typer.Exit(open_window(folder))

    folder_commands.register(app)
    search_commands.register(app)
    explain_commands.register(app)
    open_command.register(app)
    label_commands.register(app)
    review_commands.register(app)
    album_commands.register(app)
    caption_commands.register(app)
    file_commands.register(app)
    duplicate_commands.register(app)
    export_commands.register(app)
    tag_commands.register(app)
    model_commands.register(app)
    train_commands.register(app)
    care_commands.register(app)
    settings_commands.register(app)
    data_commands.register(app)
    demo.register(app)
    return app


def _run(arguments: list[str], open_window: OpenWindow) -> int:
    command = typer.main.get_command(build_app(open_window))
    try:
        command(args=arguments, prog_name="photoclip")
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else 0
        if code == STOPPED:  # typer has already swallowed the KeyboardInterrupt
            tell(STOPPED_SENTENCE)
        return code
    return 0
