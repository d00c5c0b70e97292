"""Commands on captions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from photoclip.cli.context import JsonFlag, open_library
from photoclip.cli.named_photos import PhotoArgument, photo_id
from photoclip.cli.output import path_fields, plural, print_json, print_table, say, shown
from photoclip.paths import display_path

PANEL = "Labels and tags"

FileArgument = Annotated[
    Path,
    typer.Argument(metavar="FILE", help="Lines of file<TAB>caption, JSON lines, or a CSV file."),
]
_MOST_NAMES = 3


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    captions = typer.Typer(
        no_args_is_help=True, help="Sentences about your photos, to find them and to train with."
    )
    captions.command("import")(import_captions)
    captions.command("list")(list_captions)
    captions.command("set")(set_caption)
    captions.command("export")(export_captions)
    app.add_typer(captions, name="captions", rich_help_panel=PANEL)


def import_captions(ctx: typer.Context, file: FileArgument, as_json: JsonFlag = False) -> None:
    """Import captions from a file; importing it again adds nothing.

    What is in it tells its kind: lines of file<TAB>caption; JSON lines such
    as {"file": "a.jpg", "caption": "A boat."}; or a table (CSV, TSV) whose
    first line names the columns, such as file,caption or image,caption. A
    column "split" (train, dev or test) says what a training run may learn
    from. Captions in a.txt beside a.jpg need no import: scanning reads them.
    """
    with open_library(ctx) as library:
        report = library.captions.import_report(file)
    if as_json:
        print_json(
            {
                "added": int(report.added),
                "known": int(report.known),
                "unknown": [display_path(name) for name in report.unknown],
                "ambiguous": [display_path(name) for name in report.ambiguous],
            }
        )
        return
    were = "was" if report.known == 1 else "were"
    say(f"Added {plural(report.added, 'caption')}; {report.known:,} {were} there before.")
    if report.unknown:
        count = plural(len(report.unknown), "name")
        fit = "fits" if len(report.unknown) == 1 else "fit"
        say(f"{count} {fit} no photo of this library: {_some(report.unknown)}")
    if report.ambiguous:
        count = plural(len(report.ambiguous), "name")
        fit = "fits" if len(report.ambiguous) == 1 else "fit"
        say(f"{count} {fit} several photos; write more of their paths: {_some(report.ambiguous)}")


def list_captions(ctx: typer.Context, as_json: JsonFlag = False) -> None:
    """List all captions, by photo."""
    with open_library(ctx) as library:
        every = library.captions.all()
        paths = {p.id: p.path for p in library.photos({each.photo_id for each in every})}
    if as_json:
        print_json(
            {
                "captions": [
                    path_fields(paths[each.photo_id])
                    | {"id": int(each.photo_id), "caption": each.text, "source": each.source}
                    for each in every
                ]
            }
        )
    elif not every:
        say("No captions yet. Write one with: photoclip captions set PHOTO TEXT")
    else:
        print_table(
            ("Photo", "Caption", "From"),
            [(shown(paths[each.photo_id]), shown(each.text), shown(each.source)) for each in every],
        )


def set_caption(
    ctx: typer.Context,
    photo: PhotoArgument,
    text: Annotated[str, typer.Argument(metavar="TEXT", help='A sentence; "" removes it.')],
    as_json: JsonFlag = False,
) -> None:
    """Give a photo your own caption, in place of an earlier one of yours."""
    with open_library(ctx) as library:
        # Shells may pass bytes that are no text.
        library.captions.set(photo_id(library, photo), display_path(text))
    if as_json:
        print_json(path_fields(photo) | {"caption": display_path(text).strip()})
    else:
        say(f"{'Captioned' if text.strip() else 'Removed the caption of'} {shown(photo)}.")


def export_captions(
    ctx: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="A new file; .jsonl makes JSON lines, .csv a table."),
    ],
    as_json: JsonFlag = False,
) -> None:
    """Write all captions to a new file, which import reads again."""
    with open_library(ctx) as library:
        count = library.captions.export_file(file)
    if as_json:
        print_json(path_fields(file) | {"captions": int(count)})
    else:
        say(f"Wrote {plural(count, 'caption')} to {shown(file)}.")


def _some(names: Sequence[str]) -> str:
    some = ", ".join(shown(name) for name in names[:_MOST_NAMES])
    return f"{some} …" if len(names) > _MOST_NAMES else some
