"""The command that tells why a photo is among the results."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from photoclip.cli.context import QUERY_SETTINGS, JsonFlag, open_library
from photoclip.cli.guard import USER_ERROR
from photoclip.cli.named_photos import photo_id
from photoclip.cli.output import path_fields, print_json, print_table, say, shown
from photoclip.cli.progress import busy
from photoclip.cli.search_commands import LoosenessOption, tell_query_error
from photoclip.errors import QueryError
from photoclip.paths import display_path

if TYPE_CHECKING:
    from photoclip.views import Explanation

_MATCHED = {
    "caption": "The words stand in its caption.",
    "tag": "The words are one of its tags.",
    "name": "The words stand in its file name.",
}


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("explain", rich_help_panel="Search", context_settings=QUERY_SETTINGS)(explain)


def explain(
    ctx: typer.Context,
    photo: Annotated[Path, typer.Argument(metavar="PHOTO", help="A photo: path or number.")],
    query: Annotated[
        str,
        typer.Argument(metavar="QUERY", help="As for search; without it only labels are named."),
    ] = "",
    looseness: LoosenessOption = 0.0,
    as_json: JsonFlag = False,
) -> None:
    """Tell why a photo is among the results of a query, and what it looks like.

    Its place and score, the parts of the query that it meets, where the words
    stand literally, and the labels it comes nearest to.
    """
    text = display_path(query)
    with open_library(ctx) as library:
        found = library.photo(photo_id(library, photo))
        try:
            with busy("Looking"):
                why = library.explain(found.id, text, looseness=looseness)
        except QueryError as error:
            tell_query_error(text, error)
            raise typer.Exit(USER_ERROR) from error
    if as_json:
        names = path_fields(found.path) | {"id": int(found.id), "query": text}
        print_json(names | explanation_fields(why))
    else:
        _print(found.name, text, why)


def explanation_fields(why: Explanation) -> dict[str, Any]:
    """JSON fields of an explanation."""
    return {
        "score": None if why.score is None else round(why.score, 6),
        "band": why.band,
        "rank": why.rank,
        "candidates": why.candidates,
        "matched": why.matched,
        "filters": list(why.filters),
        "labels": [
            {
                "label_set": each.label_set,
                "label": each.label,
                "score": round(each.score, 3),
                "likely": each.likely,
            }
            for each in why.labels
        ],
    }


def _print(name: str, query: str, why: Explanation) -> None:
    say(shown(name))
    for line in _lines(query, why):
        say(line)
    if why.labels:
        print_table(
            ("Label", "Set", "Evidence", "Likely"),
            [
                (
                    shown(each.label),
                    shown(each.label_set),
                    f"{each.score:.2f}",
                    "yes" if each.likely else "no",
                )
                for each in why.labels
            ],
            title="Nearest labels",
            numbers=frozenset({"Evidence"}),
        )
    else:
        say("It has no vector yet, so no label can be compared; run: photoclip index")


def _lines(query: str, why: Explanation) -> list[str]:
    lines = []
    if query.strip() and not why.band:
        lines.append(f"It is not among the results of “{shown(query)}”.")
    elif why.rank:
        of = f"{why.rank:,} of {why.candidates:,}"
        lines.append(f"Place {of}, {why.band}, score {why.score:.3f}.")
    elif why.band:
        lines.append("It meets the query; nothing in it ranks the photos.")
    if why.matched:
        lines.append(_MATCHED[why.matched])
    if why.filters:
        lines.append("It meets: " + ", ".join(shown(each) for each in why.filters))
    return lines
