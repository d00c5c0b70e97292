"""What one folder holds on disk, by one pass of ``os.scandir``."""

from __future__ import annotations

import errno
import functools
import os
import time
from dataclasses import dataclass, field

from photoclip.catalog.photo_files import FileStat
from photoclip.ingest.ignore import Rules
from photoclip.media.formats import kind_of
from photoclip.media.types import FileKind

_PHOTO_KINDS = frozenset({FileKind.PHOTO, FileKind.RAW})
_SIDECAR_EXTENSIONS = (b".xmp", b".XMP")


@dataclass(slots=True)
class Listing:
    """One successful listing of a folder.

    Attributes:
        listed_at: ``time.time_ns()`` from just before.
        photos: Photo files by name.
        folders: Paths below the root of real folders inside.
        links: Paths below the root of links that lead to folders.
        not_photos: Number of videos and other files, sidecars not counted.
        unsettled: Names of photo files that were written to a moment ago.
        unknown: Paths below the root of which only the name could be read: there, but not
            to be judged.
    """

    listed_at: int
    photos: dict[bytes, FileStat] = field(default_factory=dict)
    folders: list[bytes] = field(default_factory=list)
    links: list[bytes] = field(default_factory=list)
    not_photos: int = 0
    unsettled: set[bytes] = field(default_factory=set)
    unknown: set[bytes] = field(default_factory=set)


def list_folder(top: bytes, rel: bytes, rules: Rules, *, settle_ns: int = 0) -> Listing:
    """List one folder, without those inside it.

    Args:
        top: Path of the root.
        rel: Path of the folder below the root, ``b""`` for the root itself.
        rules: What to skip.
        settle_ns: Photos written to less than this ago go to ``unsettled``.

    Raises:
        OSError: The folder cannot be listed; a half listing is never returned.
    """
    listing = Listing(time.time_ns())
    sidecars: dict[bytes, int] = {}
    with os.scandir(top + b"/" + rel if rel else top) as entries:
        for entry in entries:
            path = rel + b"/" + entry.name if rel else entry.name
            _add(listing, sidecars, entry, path, rules)
    for name, file in listing.photos.items():
        if 0 <= listing.listed_at - file.mtime_ns < settle_ns:
            listing.unsettled.add(name)
        if sidecars:
            stamp = _stamp(sidecars, name)
            listing.photos[name] = FileStat(name, file.size, file.mtime_ns, stamp)
    return listing


def _add(
    listing: Listing,
    sidecars: dict[bytes, int],
    entry: os.DirEntry[bytes],
    path: bytes,
    rules: Rules,
) -> None:
    try:
        is_folder = entry.is_dir()
        if rules.skips(path, folder=is_folder):
            return
        if is_folder:
            (listing.links if _is_link(entry) else listing.folders).append(path)
            return
        if not entry.is_file():
            # A pipe or a device would block whoever opens it; a dead link is nothing.
            return
        kind = _kind_of(entry.name)
        if kind in _PHOTO_KINDS:
            status = entry.stat()
            listing.photos[entry.name] = FileStat(entry.name, status.st_size, status.st_mtime_ns)
        elif kind is FileKind.SIDECAR:
            sidecars[entry.name] = entry.stat().st_mtime_ns
        else:
            listing.not_photos += 1
    except FileNotFoundError:
        return  # gone since the listing began
    except OSError as error:
        if error.errno != errno.ELOOP:  # a link to itself is nothing
            listing.unknown.add(path)


def _is_link(entry: os.DirEntry[bytes]) -> bool:
    # A junction of Windows is no symbolic link to Python, but loops just the same.
    return entry.is_symlink() or bool(getattr(os.path, "isjunction", _never)(entry.path))


def _never(path: bytes) -> bool:
    return False


def _kind_of(name: bytes) -> FileKind:
    stem, dot, extension = name.rpartition(b".")
    return _kind_of_extension(extension) if stem and dot else FileKind.OTHER


@functools.lru_cache(maxsize=256)
def _kind_of_extension(extension: bytes) -> FileKind:
    return kind_of(b"x." + extension)


def _stamp(sidecars: dict[bytes, int], name: bytes) -> int | None:
    """The same number as ``photoclip.media.sidecar.sidecar_stamp``, without touching the disk."""
    bases = (name, name.rpartition(b".")[0])
    found = [
        sidecars[base + extension]
        for base in bases
        for extension in _SIDECAR_EXTENSIONS
        if base + extension in sidecars
    ]
    return max(found, default=None)
