"""Commands that ask the library something: search, similar, evaluate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from photoclip.cli.context import (
    QUERY_SETTINGS,
    JsonFlag,
    LimitOption,
    ModelOption,
    flag,
    open_library,
)
from photoclip.cli.guard import USER_ERROR, tell
from photoclip.cli.named_photos import is_number
from photoclip.cli.output import path_fields, plural, print_json, print_table, say, shown
from photoclip.cli.progress import busy, drive
from photoclip.errors import QueryError, UserError
from photoclip.paths import display_path
from photoclip.views import Arrangement

if TYPE_CHECKING:
    from rich.text import Text

    from photoclip.library import Hint, Library, LibraryInfo, SearchHit, SearchResult

_SEARCH = "Search"
_PLACE_WIDTH = 76
_AS_FOUND = Arrangement(stacks=False)
LoosenessOption = Annotated[
    float,
    typer.Option(
        "--looseness",
        min=-1.0,
        max=1.0,
        help="Where likely ends: -1 shows sure photos only, 1 doubtful ones too.",
    ),
]
SortOption = Annotated[
    Literal["relevance", "date", "name", "rating", "folder"],
    typer.Option("--sort", help="Order: newest, by name, most stars, or by folder first."),
]
GroupOption = Annotated[
    Literal["none", "day", "month", "folder"],
    typer.Option("--group", help="Keep photos of one day, month or folder together."),
]
_BAND_STYLES = {"likely": "green", "maybe": "yellow", "hidden": "dim"}


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command("search", rich_help_panel=_SEARCH, context_settings=QUERY_SETTINGS)(search)
    app.command("similar", rich_help_panel=_SEARCH)(similar)
    app.command("evaluate", rich_help_panel="Models")(evaluate)


def search(
    ctx: typer.Context,
    query: Annotated[
        str,
        typer.Argument(
            metavar="QUERY",
            help='What the photo shows, and fields: "a dog in the snow" rating:>=3 after:2023.',
        ),
    ],
    limit: LimitOption = 20,
    show_all: Annotated[bool, flag("--all", "Show unlikely photos too, best first.")] = False,
    exact: Annotated[bool, flag("--exact", "Compare with every photo, without the index.")] = False,
    looseness: LoosenessOption = 0.0,
    sort: SortOption = "relevance",
    group: GroupOption = "none",
    reverse: Annotated[bool, flag("--reverse", "Turn the order round.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """Find photos by describing them, by fields, and by other photos.

    Words rank the photos, fields filter exactly. Join them with AND, OR, NOT
    and brackets; -word turns away from something, -field:… leaves out, word^2
    counts double, and “some words” belong together.

    Fields: tag: album: in: folder: name: caption: camera: lens: iso: rating:
    pick: type: date: before: after: year: month: width: height: orientation:
    near: is: model: like:
    """
    if not query.strip():
        raise UserError(
            'The query is empty; say what the photo shows, for example "a dog in the snow".'
        )
    # Shells may pass bytes that are no text; a tokenizer takes text only.
    text = display_path(query)
    with open_library(ctx) as library:
        try:
            with busy("Searching"):
                result = library.search(
                    text, limit=limit, include_hidden=show_all, exact=exact, looseness=looseness
                )
        except QueryError as error:
            tell_query_error(text, error)
            raise typer.Exit(USER_ERROR) from error
        arrangement = Arrangement(sort, reverse, group, stacks=False)
        groups: Sequence[str] = ()
        if arrangement != _AS_FOUND:
            arranged = library.arrange_hits(result.hits, arrangement)
            result = replace(result, hits=arranged.hits)
            if group != "none":
                groups = [run.key for run in arranged.groups for _ in range(run.count)]
        _show(library, result, groups=groups, as_json=as_json)


def similar(
    ctx: typer.Context,
    photo: Annotated[
        Path,
        typer.Argument(
            metavar="PHOTO", help="A photo of the library (path or number), or any picture file."
        ),
    ],
    limit: LimitOption = 20,
    looseness: LoosenessOption = 0.0,
    as_json: JsonFlag = False,
) -> None:
    """Find photos that look like a given one."""
    with open_library(ctx) as library:
        with busy("Searching"):
            result = library.similar(_picture(library, photo), limit=limit, looseness=looseness)
        _show(library, result, as_json=as_json)


def evaluate(
    ctx: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(metavar="CAPTIONS.tsv", help="Lines of file<TAB>caption (or label)."),
    ],
    images: Annotated[
        Path, typer.Argument(metavar="IMAGES_DIR", help="Folder that the file names are below.")
    ],
    zeroshot: Annotated[
        bool, flag("--zeroshot", "The file holds labels: measure zero-shot top-1.")
    ] = False,
    templates: Annotated[
        Path | None,
        typer.Option("--templates", metavar="FILE", help="Prompt templates, with --zeroshot."),
    ] = None,
    model: ModelOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Measure a model on captioned photos (recall), or on labelled ones (--zeroshot)."""
    if templates is not None and not zeroshot:
        raise typer.BadParameter("it goes with --zeroshot only", param_hint="--templates")
    with open_library(ctx) as library:
        if zeroshot:
            folders = drive(
                library.evaluate_zeroshot(file, images, model=model, templates=templates)
            )
        else:
            recall = drive(library.evaluate_captions(file, images, model=model))
        # After the job: a new library has no active model before it is first used.
        key = model or library.info().active_model
    if zeroshot:
        _print_zeroshot(key, folders, as_json=as_json)
    else:
        _print_recall(key, recall, as_json=as_json)


def result_fields(result: SearchResult, groups: Sequence[str] = ()) -> dict[str, Any]:
    """JSON document of a search; ``groups`` has one text for each hit, or none at all."""
    return {
        "query": display_path(result.query),
        "model": result.model,
        "results": [
            path_fields(hit.path)
            | {"score": round(float(hit.score), 6), "band": hit.band, "id": int(hit.photo_id)}
            | ({"matched": hit.matched} if hit.matched else {})
            | ({"group": group} if groups else {})
            for hit, group in zip(result.hits, groups or repeat(""), strict=False)
        ],
        "hidden": int(result.hidden),
        "more": int(result.more),
        "hints": [_hint_fields(hint) for hint in result.hints],
        "ms": round(float(result.ms), 1),
    }


def tell_query_error(query: str, error: QueryError) -> None:
    """Say on stderr what is wrong with a query, then show where.

    The sentence stands alone on the first line; the query and a line of carets follow.
    """
    from photoclip.cli.output import notes_console

    tell(str(error))
    console = notes_console()
    for line in place_lines(shown(query), error.start, error.end):
        console.print(line, soft_wrap=True)


def place_lines(query: str, start: int, end: int) -> tuple[str, str]:
    """A query and a line of carets below ``start:end``; of a long query the part around it."""
    from rich.cells import cell_len

    start = min(max(start, 0), len(query))
    end = min(max(end, start + 1), max(len(query), start + 1))
    first = max(0, min(start, len(query)) - _PLACE_WIDTH // 2) if len(query) > _PLACE_WIDTH else 0
    last = first + _PLACE_WIDTH
    before, marked = query[first:start], query[start : min(end, last)]
    head, tail = "…" if first else "", "…" if last < len(query) else ""
    carets = "^" * max(cell_len(marked), 1)
    return f"  {head}{query[first:last]}{tail}", " " * (2 + cell_len(head + before)) + carets


def _hint_fields(hint: Hint) -> dict[str, str]:
    fields = {"kind": hint.kind, "text": hint.text}
    return fields | ({"replacement": hint.replacement} if hint.replacement else {})


def print_hits(
    result: SearchResult,
    *,
    title: str | None = None,
    folder: Path | None = None,
    groups: Sequence[str] = (),
) -> None:
    """Print the hits as a table.

    Args:
        result: What was found.
        groups: What each hit is grouped by; none at all leaves that column out.
        title: Line above the table.
        folder: Show paths below this folder without it.
    """
    print_table(
        ("#", *(("Group",) if groups else ()), "Match", "Score", "Photo"),
        [
            (
                str(rank),
                *((shown(group),) if groups else ()),
                *(band_text(hit), f"{hit.score:.3f}", _place(hit.path, folder)),
            )
            for rank, (hit, group) in enumerate(
                zip(result.hits, groups or repeat(""), strict=False), start=1
            )
        ],
        title=title,
        numbers=frozenset({"#", "Score"}),
    )


def band_text(hit: SearchHit) -> Text:
    """Return the band of a hit in its colour, and where the words stood if they did."""
    from rich.text import Text

    where = f" ({hit.matched})" if hit.matched else ""
    return Text(hit.band + where, style=_BAND_STYLES[hit.band])


def _picture(library: Library, photo: Path) -> Path | int:
    """A photo's number if no picture file is named so, else the path."""
    if not is_number(photo) or photo.exists():
        return photo
    found = library.photo(int(photo.name))
    return photo if found is None else found.id


def _place(path: Path, folder: Path | None) -> str:
    if folder is not None and path.is_relative_to(folder):
        return shown(path.relative_to(folder))
    return shown(path)


def _show(
    library: Library, result: SearchResult, *, groups: Sequence[str] = (), as_json: bool
) -> None:
    found_none = not (result.hits or result.candidates or result.hidden)
    # A filter that fits no photo leaves no candidates either.
    summary = library.info() if found_none else None
    nothing_to_search = summary is not None and not summary.ready
    if summary is not None and nothing_to_search:
        _tell_nothing_indexed(summary)
    if as_json:
        print_json(result_fields(result, groups))
        return
    if result.hits:
        print_hits(result, groups=groups)
    elif not nothing_to_search:
        say(f"No photo of this library fits “{shown(result.query)}”.")
    _say_what_is_hidden(result)
    for hint in result.hints:
        say(f"Hint: {shown(hint.text)}")


def _say_what_is_hidden(result: SearchResult) -> None:
    rest = result.hidden - result.more
    if result.more:
        verb = "fits" if result.more == 1 else "fit"
        say(f"{plural(result.more, 'more photo')} {verb} (--limit shows more).")
    if rest > 0:
        say(f"{plural(rest, 'other photo')} not shown (--all shows them, best first).")


def _tell_nothing_indexed(summary: LibraryInfo) -> None:
    """Say on stderr why nothing was found: an empty library is no error for a script."""
    if not summary.roots:
        tell("This library has no folders yet; add one with: photoclip add FOLDER")
    elif summary.photos:
        tell("No photo can be searched yet; make them searchable with: photoclip index")
    else:
        tell("This library has no photos yet; look for them with: photoclip index")


def _print_recall(model: str, recall: Mapping[str, float], *, as_json: bool) -> None:
    if as_json:
        print_json({"model": model, "recall": _plain(recall)})
        return
    say(f"Model {model}: {recall['images']:,.0f} photos, {recall['captions']:,.0f} captions")
    print_table(
        ("Direction", "R@1", "R@5", "R@10", "Median rank"),
        [
            (
                words,
                *(_percent(recall, f"{side}_r{k}") for k in (1, 5, 10)),
                f"{recall[f'{side}_median_rank']:g}",
            )
            for side, words in (
                ("text_to_image", "text → image"),
                ("image_to_text", "image → text"),
            )
        ],
        numbers=frozenset({"R@1", "R@5", "R@10", "Median rank"}),
    )


def _print_zeroshot(
    model: str, folders: Mapping[str, Mapping[str, float]], *, as_json: bool
) -> None:
    if as_json:
        print_json(
            {"model": model, "folders": {name: _plain(row) for name, row in folders.items()}}
        )
        return
    say(f"Model {model}")
    print_table(
        ("Folder", "Top-1", "Classes", "Photos"),
        [
            (shown(name), _percent(row, "top1"), f"{row['classes']:,.0f}", f"{row['images']:,.0f}")
            for name, row in folders.items()
        ],
        numbers=frozenset({"Top-1", "Classes", "Photos"}),
    )


def _plain(row: Mapping[str, float]) -> dict[str, float]:
    return {name: value if isinstance(value, int) else float(value) for name, value in row.items()}


def _percent(figures: Mapping[str, float], name: str) -> str:
    """A percentage with its 95 % interval."""
    low, high = figures[f"{name}_low"], figures[f"{name}_high"]
    return f"{figures[name]:.1f} % ({low:.1f} to {high:.1f})"
