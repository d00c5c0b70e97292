"""What all commands share: global options, option types and the way to the library."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, Protocol

import typer

if TYPE_CHECKING:
    from photoclip.handover import Handover
    from photoclip.library import Library


class OpenWindow(Protocol):
    """Opens the window on a library folder (None: the default one), returns its exit code."""

    def __call__(self, library: Path | None, handover: Handover = ..., /) -> int:
        """Open it, or hand over to the window that is open."""


def flag(name: str, summary: str) -> Any:
    """Return the typer option of a switch (an empty metavar: typer would write ``<bool>``)."""
    return typer.Option(name, metavar="", help=summary)


Device = Literal["auto", "cuda", "mps", "cpu"]

JsonFlag = Annotated[bool, flag("--json", "Print one JSON document on stdout.")]
ModelOption = Annotated[
    str | None, typer.Option("--model", metavar="KEY", help="Model to use instead of the active.")
]
DeviceOption = Annotated[Device, typer.Option("--device", help="Where the model runs.")]
QUERY_SETTINGS: Final = {"ignore_unknown_options": True}
"""For commands that take a query: ``-tag:x`` is one, no option."""

LimitOption = Annotated[int, typer.Option("--limit", min=1, help="Most photos to show.")]


@dataclass(frozen=True, slots=True)
class CliState:
    """Global options of one run.

    Attributes:
        library: Folder given with ``--library``, or None for the default.
        open_window: Given by the entry point, because the command line must
            not import the window.
    """

    library: Path | None
    open_window: OpenWindow


def state_of(ctx: typer.Context) -> CliState:
    """Return the global options of this run."""
    state = ctx.find_object(CliState)
    if state is None:
        raise RuntimeError("the command line was started without its state")
    return state


def open_library(ctx: typer.Context) -> Library:
    """Open the library that ``--library`` names; use it in a ``with`` block.

    Raises:
        CatalogError: It cannot be opened.
    """
    # Here and not above: --help must not wait for numpy and the catalog.
    from photoclip.cli.guard import tell
    from photoclip.library import Library

    library = Library.open(state_of(ctx).library)
    for remark in library.settings.take_remarks():
        tell(remark)
    return library
