"""Commands on albums."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from photoclip.cli.context import JsonFlag, open_library
from photoclip.cli.named_photos import PhotosArgument, photo_fields, photo_ids
from photoclip.cli.output import plural, print_json, print_table, say, shown
from photoclip.errors import UserError

if TYPE_CHECKING:
    from photoclip.library import AlbumInfo

PANEL = "Labels and tags"

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="Name of an album.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    albums = typer.Typer(no_args_is_help=True, help="Collect photos by hand or by a query.")
    albums.command("create")(create)
    albums.command("add")(add)
    albums.command("move")(move)
    albums.command("list")(list_albums)
    albums.command("show")(show)
    albums.command("rename")(rename)
    albums.command("remove")(remove)
    app.add_typer(albums, name="albums", rich_help_panel=PANEL)


def create(
    ctx: typer.Context,
    name: NameArgument,
    query: Annotated[
        str | None,
        typer.Option("--query", metavar="QUERY", help="Make it smart: what this query finds."),
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Create an album: an empty one to fill by hand, or with --query a smart one."""
    with open_library(ctx) as library:
        album = library.albums.create(name, query=query)
    if as_json:
        print_json({"album": _fields(album)})
    else:
        say(f"Created the album “{shown(album.name)}”.")


def add(
    ctx: typer.Context, name: NameArgument, photos: PhotosArgument, as_json: JsonFlag = False
) -> None:
    """Put photos into an album, behind those that are in it."""
    with open_library(ctx) as library:
        album = library.albums.add(name, photo_ids(library, photos))
    if as_json:
        print_json({"album": _fields(album)})
    else:
        say(f"The album “{shown(album.name)}” has {plural(album.photos, 'photo')} now.")


def move(
    ctx: typer.Context,
    name: NameArgument,
    photos: PhotosArgument,
    before: Annotated[
        Path | None,
        typer.Option("--before", metavar="PHOTO", help="Put them before this one of the album."),
    ] = None,
    to: Annotated[
        int | None,
        typer.Option("--to", metavar="N", help="The place of the first of them, from 1."),
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Move photos within an album: before another one, to a place, or else to the end."""
    if before is not None and to is not None:
        raise UserError("Give --before or --to, not both.")
    with open_library(ctx) as library:
        follower = photo_ids(library, [before])[0] if before is not None else None
        album = library.albums.move(name, photo_ids(library, photos), before=follower, to=to)
    if as_json:
        print_json({"album": _fields(album)})
    else:
        say(f"The order of the album “{shown(album.name)}” was changed.")


def list_albums(ctx: typer.Context, as_json: JsonFlag = False) -> None:
    """List the albums."""
    with open_library(ctx) as library:
        found = library.albums.all()
    if as_json:
        print_json({"albums": [_fields(album) for album in found]})
    elif not found:
        say("No albums yet. Make one with: photoclip albums create NAME")
    else:
        print_table(
            ("Album", "Photos", "Query"),
            [
                (
                    shown(album.name),
                    f"{album.photos:,}" if album.query is None else "smart",
                    shown(album.query or ""),
                )
                for album in found
            ],
            numbers=frozenset({"Photos"}),
        )


def show(ctx: typer.Context, name: NameArgument, as_json: JsonFlag = False) -> None:
    """List the photos of an album, in its order; a smart one is looked for now."""
    with open_library(ctx) as library:
        ids = library.albums.photos(name)
        rows = library.photos(ids)
        fields = photo_fields(library, ids)
    if as_json:
        print_json({"album": name, "photos": fields})
    elif not rows:
        say(f"The album “{shown(name)}” has no photos.")
    else:
        for photo in rows:
            say(shown(photo.path))


def rename(
    ctx: typer.Context,
    name: NameArgument,
    new: Annotated[str, typer.Argument(metavar="NEW", help="Its new name.")],
    as_json: JsonFlag = False,
) -> None:
    """Rename an album."""
    with open_library(ctx) as library:
        album = library.albums.rename(name, new)
    if as_json:
        print_json({"album": _fields(album)})
    else:
        say(f"The album is named “{shown(album.name)}” now.")


def remove(
    ctx: typer.Context,
    name: NameArgument,
    photos: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PHOTO", help="Only take these photos out of it."),
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Remove an album, or with PHOTO only those photos from it; photos are never deleted."""
    with open_library(ctx) as library:
        if photos:
            album = library.albums.remove_photos(name, photo_ids(library, photos))
        else:
            album = library.albums.remove(name)
    if as_json:
        print_json({"album" if photos else "removed": _fields(album)})
    elif photos:
        say(f"The album “{shown(album.name)}” has {plural(album.photos, 'photo')} now.")
    else:
        say(f"Removed the album “{shown(album.name)}”; its photos stay.")


def _fields(album: AlbumInfo) -> dict[str, Any]:
    fields: dict[str, Any] = {"name": album.name, "id": int(album.id), "query": album.query}
    return fields | ({"photos": int(album.photos)} if album.query is None else {})
