"""Finding copies and near copies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from photoclip.cli.context import JsonFlag, open_library
from photoclip.cli.output import path_fields, plural, print_json, print_table, say, shown
from photoclip.cli.progress import drive

if TYPE_CHECKING:
    from photoclip.library import DuplicateGroup


def register(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command("duplicates", rich_help_panel="Search")(duplicates)


def duplicates(
    ctx: typer.Context,
    threshold: Annotated[
        int | None,
        typer.Option(
            "--threshold",
            metavar="N",
            help="Bits of 64 that near copies may differ in: 0 (strictest) to 8, usually 2.",
        ),
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Find copies and near copies; nothing is deleted."""
    with open_library(ctx) as library:
        groups = drive(library.duplicates.find(threshold=threshold))
    if as_json:
        print_json({"groups": [_fields(group) for group in groups]})
    elif not groups:
        say("No copies were found.")
    else:
        _print_groups(groups)


def _fields(group: DuplicateGroup) -> dict[str, Any]:
    photos = [
        path_fields(path) | {"id": int(photo_id)}
        for photo_id, path in zip(group.photo_ids, group.paths, strict=True)
    ]
    return {
        "exact": group.exact,
        "keep": photos[0],
        "reason": group.reason,
        "others": photos[1:],
    }


def _print_groups(groups: list[DuplicateGroup]) -> None:
    rows = [
        (
            str(number) if at == 0 else "",
            ("equal pixels" if group.exact else "near copies") if at == 0 else "",
            f"keep: {group.reason}" if at == 0 else "",
            shown(path),
        )
        for number, group in enumerate(groups, start=1)
        for at, path in enumerate(group.paths)
    ]
    print_table(("#", "Kind", "Proposal", "Photo"), rows, numbers=frozenset({"#"}))
    others = sum(len(group.paths) - 1 for group in groups)
    say(
        f"{plural(len(groups), 'group')} with {plural(others, 'copy', 'copies')} to look at. "
        "Nothing was deleted; move photos to the trash with: photoclip trash PHOTO…"
    )
