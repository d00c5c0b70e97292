"""Commands that care for the library: info, doctor, backup, restore."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from photoclip.cli.context import JsonFlag, flag, open_library, state_of
from photoclip.cli.guard import USER_ERROR, tell
from photoclip.cli.output import (
    path_fields,
    print_checks,
    print_json,
    print_table,
    say,
    shown,
)
from photoclip.errors import UserError

if TYPE_CHECKING:
    from photoclip.catalog.rows import Photo
    from photoclip.library import LibraryInfo
    from photoclip.library.recovery import CatalogCopy

PANEL = "Care"


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command("info", rich_help_panel=PANEL)(info)
    app.command("doctor", rich_help_panel=PANEL)(doctor)
    app.command("backup", rich_help_panel=PANEL)(backup)
    app.command("restore", rich_help_panel=PANEL)(restore)


def info(
    ctx: typer.Context,
    unreadable: Annotated[
        bool, flag("--unreadable", "List the files that cannot be read, and why.")
    ] = False,
    as_json: JsonFlag = False,
) -> None:
    """Say what the library holds."""
    with open_library(ctx) as library:
        if unreadable:
            _print_unreadable(library.unreadable(), as_json=as_json)
            return
        summary = library.info()
    if as_json:
        # "path" would read like a photo's path beside the counts.
        fields = {f"library_{k}": v for k, v in path_fields(summary.path).items()}
        print_json(fields | {k: v for k, v in asdict(summary).items() if k != "path"})
    else:
        _print_info(summary)


def doctor(
    ctx: typer.Context,
    repair: Annotated[bool, flag("--repair", "Repair what can be repaired.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """Check the library; exit code 1 when something is wrong."""
    with open_library(ctx) as library:
        checks = library.doctor(repair=repair)
    if not print_checks(checks, as_json=as_json):
        hint = "" if repair else " Try: photoclip doctor --repair"
        tell(f"Something in this library needs care; the checks above say what.{hint}")
        raise typer.Exit(USER_ERROR)


def backup(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The copy to write.")],
    as_json: JsonFlag = False,
) -> None:
    """Write a copy of the catalog (tags, captions, vectors; not the photos) to a file."""
    if file.is_dir():
        raise UserError(f"{shown(file)} is a folder; name the file that the copy goes to.")
    with open_library(ctx) as library:
        written = library.backup(file)
    if as_json:
        print_json({"backup": path_fields(written), "bytes": written.stat().st_size})
    else:
        say(f"Wrote {shown(written)} ({written.stat().st_size / 1e6:.1f} MB).")


def restore(
    ctx: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help="The copy; without one, those there are are listed."),
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Go back to a copy written by backup, or by itself; the catalog of now is kept."""
    from photoclip.library import recovery

    library = state_of(ctx).library
    if file is None:
        _print_copies(recovery.copies(library), as_json=as_json)
        return
    old = recovery.restore(library, file)
    if as_json:
        print_json({"restored": path_fields(file), "old": None if old is None else str(old)})
        return
    say(f"Went back to {shown(file)}.")
    if old is not None:
        say(f"The catalog as it was is {shown(old)}.")
    say("Next: photoclip index")


def _print_copies(copies: list[CatalogCopy], *, as_json: bool) -> None:
    if as_json:
        print_json(
            {"copies": [path_fields(c.path) | {"bytes": c.size, "at": c.written} for c in copies]}
        )
    elif not copies:
        say("There are no copies of the catalog here; name a file that backup wrote.")
    else:
        when = [f"{datetime.fromtimestamp(c.written):%Y-%m-%d %H:%M}" for c in copies]
        rows = [
            (at, f"{c.size / 1e6:,.1f}", shown(c.path)) for at, c in zip(when, copies, strict=True)
        ]
        print_table(("Written", "MB", "Copy"), rows, numbers=frozenset({"MB"}))
        say("Go back to one with: photoclip restore FILE")


def _print_unreadable(photos: list[Photo], *, as_json: bool) -> None:
    if as_json:
        print_json({"unreadable": [path_fields(p.path) | {"reason": p.error} for p in photos]})
    elif not photos:
        say("Every photo of this library can be read.")
    else:
        print_table(("File", "Why"), [(shown(p.path), shown(p.error or "")) for p in photos])


def _model(summary: LibraryInfo) -> str:
    title = shown(summary.active_title)
    return f"{title} ({summary.active_model})" if title else summary.active_model


def _print_info(summary: LibraryInfo) -> None:
    rows = [
        ("Library", shown(summary.path)),
        ("Folders", f"{summary.roots:,} ({summary.offline_roots:,} offline)"),
        ("Photos", f"{summary.photos:,}"),
        ("searchable", f"{summary.ready:,}"),
        ("waiting", f"{summary.waiting:,}"),
        *([("offline", f"{summary.out_of_reach:,}")] if summary.out_of_reach else []),
        ("unreadable", f"{summary.unreadable:,}"),
        ("missing", f"{summary.missing:,}"),
        ("Other files", f"{summary.not_photos:,}"),
        ("Model", _model(summary)),
        ("Vectors", f"{summary.vectors:,}"),
        ("Catalog", f"{summary.catalog_bytes / 1e6:.1f} MB"),
    ]
    width = max(len(name) for name, _ in rows)
    for name, value in rows:
        say(f"{name:<{width}}  {value}")
