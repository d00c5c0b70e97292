"""Pieces of query text that the window writes into the box."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from photoclip.catalog.rows import Photo
from photoclip.paths import display_path

_ALBUM = re.compile(r'album:(?:"((?:[^"]|"")+)"|([^\s"()|,*]+))')


def field(name: str, value: str) -> str:
    """``name:"value"``, always in quotes, so that any name survives."""
    doubled = value.replace('"', '""')
    return f'{name}:"{doubled}"'


def tag(path: Sequence[str]) -> str:
    """The photos of a tag and of all tags below it."""
    return field("tag", "/".join(path))


def album(name: str) -> str:
    """The photos of an album."""
    return field("album", name)


def album_of(query: str) -> str:
    """The album that a query asks for and nothing else; empty for any other query."""
    found = _ALBUM.fullmatch(query.strip())
    if found is None:
        return ""
    quoted, plain = found.groups()
    return quoted.replace('""', '"') if plain is None else plain


def folder(path: Path) -> str:
    """The photos in a folder and below it."""
    return field("in", display_path(path))


def like(path: Path) -> str:
    """Photos that look like a picture."""
    return field("like", display_path(path))


def like_value(value: str) -> str:
    """Photos that look like what the library calls so."""
    return field("like", value)


def like_photo(photo: Photo) -> str:
    """Photos that look like one of the library; by its number where its path is no text."""
    path = str(photo.path)
    return like(photo.path) if display_path(photo.path) == path else f"like:{photo.id}"
