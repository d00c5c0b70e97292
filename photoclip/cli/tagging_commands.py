"""Tags and stars by hand: commands of the group ``tags``."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from photoclip.cli.context import JsonFlag, flag, open_library
from photoclip.cli.named_photos import PhotosArgument, photo_ids
from photoclip.cli.output import plural, print_json, print_table, say, shown
from photoclip.errors import UserError
from photoclip.paths import display_path

TagArgument = Annotated[
    str, typer.Argument(metavar="TAG", help="A tag with its upper levels: People/Anna.")
]
Stars = Literal["0", "1", "2", "3", "4", "5", "none", "rejected"]


def add_to(tags: typer.Typer) -> None:
    """Add these commands to the group ``tags``."""
    tags.command("list")(list_tags)
    tags.command("add")(add_tag)
    tags.command("remove")(remove_tag)
    tags.command("rename")(rename_tag)
    tags.command("move")(move_tag)
    tags.command("delete")(delete_tag)
    tags.command("rate")(rate)


def list_tags(ctx: typer.Context, as_json: JsonFlag = False) -> None:
    """List the tags, each with the number of its photos."""
    with open_library(ctx) as library:
        tree = library.tags.all()
    if as_json:
        print_json(
            {"tags": [{"tag": "/".join(tag.path), "photos": int(tag.photos)} for tag in tree]}
        )
    elif not tree:
        say("No tags yet. Give one with: photoclip tags add TAG PHOTO…")
    else:
        print_table(
            ("Tag", "Photos"),
            [(shown("/".join(tag.path)), f"{tag.photos:,}") for tag in tree],
            numbers=frozenset({"Photos"}),
        )


def add_tag(
    ctx: typer.Context, tag: TagArgument, photos: PhotosArgument, as_json: JsonFlag = False
) -> None:
    """Give photos a tag."""
    with open_library(ctx) as library:
        done = library.tags.add(photo_ids(library, photos), tag_path(tag))
    if as_json:
        print_json({"tag": display_path(tag), "tagged": int(done.count)})
    else:
        say(f"Tagged {plural(done.count, 'photo')} with “{shown(tag)}”.")


def remove_tag(
    ctx: typer.Context, tag: TagArgument, photos: PhotosArgument, as_json: JsonFlag = False
) -> None:
    """Take a tag off photos."""
    with open_library(ctx) as library:
        done = library.tags.remove(photo_ids(library, photos), tag_path(tag))
    if as_json:
        print_json({"tag": display_path(tag), "untagged": int(done.count)})
    else:
        say(f"Took “{shown(tag)}” off {plural(done.count, 'photo')}.")


def rename_tag(
    ctx: typer.Context,
    tag: TagArgument,
    new: Annotated[str, typer.Argument(metavar="NEW", help="Its new name, without levels.")],
    as_json: JsonFlag = False,
) -> None:
    """Rename a tag on all its photos."""
    with open_library(ctx) as library:
        library.tags.rename(tag_path(tag), display_path(new))
    if as_json:
        print_json({"tag": display_path(tag), "renamed": display_path(new)})
    else:
        say(f"The tag “{shown(tag)}” is named “{shown(new)}” now.")


def move_tag(
    ctx: typer.Context,
    tag: TagArgument,
    parent: Annotated[
        str, typer.Argument(metavar="PARENT", help="Tag above it; none for the top level.")
    ] = "",
    as_json: JsonFlag = False,
) -> None:
    """Put a tag, with everything below it, under another one."""
    above = tag_path(parent) if parent else ()
    with open_library(ctx) as library:
        library.tags.move(tag_path(tag), above)
    if as_json:
        print_json({"tag": display_path(tag), "parent": display_path(parent)})
    else:
        where = f"under “{shown(parent)}”" if parent else "on the top level"
        say(f"The tag “{shown(tag)}” lies {where} now.")


def delete_tag(
    ctx: typer.Context,
    tag: TagArgument,
    yes: Annotated[bool, flag("--yes", "Delete it though photos have it.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """Delete a tag and everything below it, on all photos."""
    path = tag_path(tag)
    with open_library(ctx) as library:
        count = len(library.tags.photos(path))
        if count and not yes:
            have = "photo has" if count == 1 else "photos have"
            raise UserError(
                f"{count:,} {have} the tag “{shown(tag)}”; delete it all the same with --yes."
            )
        library.tags.delete(path)
    if as_json:
        print_json({"deleted": display_path(tag), "photos": count})
    else:
        say(f"Deleted the tag “{shown(tag)}”; {plural(count, 'photo')} had it.")


def rate(
    ctx: typer.Context,
    stars: Annotated[Stars, typer.Argument(metavar="STARS", help="0 to 5, none, or rejected.")],
    photos: PhotosArgument,
    as_json: JsonFlag = False,
) -> None:
    """Rate photos."""
    value = {"none": None, "rejected": -1}.get(stars, int(stars) if stars.isdigit() else None)
    with open_library(ctx) as library:
        ids = photo_ids(library, photos)
        library.tags.set_rating(ids, value)
    if as_json:
        print_json({"rating": value, "photos": len(ids)})
    else:
        say(f"Rated {plural(len(ids), 'photo')}: {stars}.")


def tag_path(text: str) -> tuple[str, ...]:
    """The levels of a tag as typed, ``People/Anna``.

    Raises:
        UserError: A level is empty.
    """
    levels = tuple(level.strip() for level in display_path(text).split("/"))
    if not all(levels):
        raise UserError(f"“{shown(text)}” is no tag; write its levels like People/Anna.")
    return levels
