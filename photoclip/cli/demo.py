"""The demo: a small library of real photos, three searches and one auto-tag pass."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from photoclip.cli.context import JsonFlag, flag, state_of
from photoclip.cli.demo_photos import copy_demo_photos
from photoclip.cli.folder_commands import index_fields, print_index
from photoclip.cli.output import path_fields, print_json, print_table, say, shown
from photoclip.cli.progress import busy, drive
from photoclip.cli.review_commands import suggestion_fields
from photoclip.cli.search_commands import print_hits, result_fields

if TYPE_CHECKING:
    from photoclip.library import IndexReport, Library, SearchResult, Suggestion

QUERIES = (
    "a cup of coffee on a table",
    "a red motorcycle in a garage",
    "a man with a camera on a tripod",
)
_SHOWN_TAGS = 2
LABEL_SET = "everyday"
_HITS = 3


def register(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command("demo", rich_help_panel="Care")(demo)


def demo(
    ctx: typer.Context,
    gui: Annotated[bool, flag("--gui", "Open the window afterwards.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """Try it on real photos: build a demo library (./demo-library), search it, tag it."""
    from photoclip.library import Library

    state = state_of(ctx)
    # Never the user's own library, unless it was named.
    folder = state.library or Path("demo-library")
    photos = copy_demo_photos(folder / "photos")
    # "worker": the process that indexed has the model loaded already, and the
    # window that may follow must not have torch in its own process.
    with Library.open(folder, text_encoding="worker") as library:
        report = _build(library, folder / "photos")
        with busy("Searching"):
            results = [library.search(query, limit=_HITS) for query in QUERIES]
        drive(library.studio.suggest(LABEL_SET))
        tags = library.review.queue(label_set=LABEL_SET)
    if as_json:
        print_json(_document(folder, photos, report, results, tags))
    else:
        _print(folder, photos, report, results, tags)
    if gui:
        raise typer.Exit(state.open_window(folder))


def _build(library: Library, photos: Path) -> IndexReport:
    """Add the photos' folder (once) and index it."""
    wanted = photos.resolve()
    if all(root.path.resolve() != wanted for root in library.folders()):
        library.add_folder(photos)
    return drive(library.index())


def _document(
    folder: Path,
    photos: Sequence[Path],
    report: IndexReport,
    results: Sequence[SearchResult],
    tags: Sequence[Suggestion],
) -> dict[str, Any]:
    return {
        "library": path_fields(folder.absolute()),
        "photos": len(photos),
        "index": index_fields(report),
        "searches": [result_fields(result) for result in results],
        "tags": [suggestion_fields(tag) for tag in tags],
    }


def _print(
    folder: Path,
    photos: Sequence[Path],
    report: IndexReport,
    results: Sequence[SearchResult],
    tags: Sequence[Suggestion],
) -> None:
    say(f"{len(photos)} photos in {shown(folder / 'photos')}")
    print_index(report)
    below = (folder / "photos").resolve()
    for result in results:
        say("")
        if result.hits:
            print_hits(result, title=f"Search: {result.query}", folder=below)
        else:
            say(f"Search: {result.query}\nNo photo looks like it.")
    say("")
    print_table(
        ("Photo", "Suggested tags"),
        [(name, _first_few(labels)) for name, labels in _by_photo(tags).items()],
        title=f"Auto-tag pass with the label set “{LABEL_SET}”",
    )
    say("Suggestions are guesses: some are wrong, and none is a tag before you accept it.")
    say(f"Open it in the window: photoclip --library {shown(folder)}")


def _by_photo(tags: Sequence[Suggestion]) -> dict[str, list[str]]:
    """Labels of each photo, the surest first."""
    grouped: dict[str, list[str]] = {}
    for tag in sorted(tags, key=lambda tag: (tag.path.name, -tag.score)):
        grouped.setdefault(shown(tag.path.name), []).append(f"{tag.label} {tag.score:.2f}")
    return grouped


def _first_few(labels: Sequence[str]) -> str:
    rest = len(labels) - _SHOWN_TAGS
    return ", ".join(labels[:_SHOWN_TAGS]) + (f" and {rest} more" if rest > 0 else "")
