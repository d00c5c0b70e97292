"""Photos that are named on the command line, by their paths or numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from photoclip.cli.output import path_fields
from photoclip.errors import UserError
from photoclip.paths import display_path

if TYPE_CHECKING:
    from photoclip.library import Library

PhotosArgument = Annotated[
    list[Path], typer.Argument(metavar="PHOTO", help="Photos: paths or numbers.")
]
PhotoArgument = Annotated[Path, typer.Argument(metavar="PHOTO", help="A photo: path or number.")]


def photo_ids(library: Library, paths: Iterable[Path]) -> list[int]:
    """Ids of photos by their paths, in this order.

    Raises:
        UserError: One of them is not in the library.
    """
    return [photo_id(library, path) for path in paths]


def photo_id(library: Library, path: Path) -> int:
    """Id of a photo by its path or number.

    Raises:
        UserError: It is not in the library.
    """
    photo = library.photo_by_path(path)
    if photo is None and is_number(path):
        photo = library.photo(int(path.name))
    if photo is None:
        raise UserError(
            f"{display_path(path)} is no photo of this library; add its folder, or index it first."
        )
    return photo.id


def is_number(path: Path) -> bool:
    """Whether a photo is named by its number."""
    return path.name == str(path) and path.name.isdecimal()


def photo_fields(library: Library, ids: Sequence[int]) -> list[dict[str, Any]]:
    """JSON fields of photos: path and id."""
    return [path_fields(photo.path) | {"id": int(photo.id)} for photo in library.photos(ids)]
