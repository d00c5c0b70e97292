"""What one folder holds on disk, by one pass of ``os.scandir``."""

from __future__ import annotations

import errno
import functools
import os
import time
from dataclasses import dataclass, field

from photoclip.catalog.photo_files import FileStat
from photoclip.ingest.ignore import Rules
from photoclip.media import caption_text
from photoclip.media.formats import kind_of
from photoclip.media.types import FileKind

_PHOTO_KINDS = frozenset({FileKind.PHOTO, FileKind.RAW})
_SIDECAR_EXTENSIONS = (b".xmp", b".XMP")
_TEXT_EXTENSIONS = tuple(os.fsencode(ending) for ending in caption_text.EXTENSIONS)

_Entry = os.DirEntry[bytes]


@dataclass(slots=True)
class Listing:
    """One successful listing of a folder.

    Attributes:
        listed_at: ``time.time_ns()`` from just before.
        photos: Photo files by name.
        folders: Paths below the root of real folders inside.
        links: Paths below the root of links that lead to folders.
        not_photos: Number of videos and other files, without sidecars and caption texts.
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
    beside = _Beside()
    with os.scandir(top + b"/" + rel if rel else top) as entries:
        for entry in entries:
            path = rel + b"/" + entry.name if rel else entry.name
            _add(listing, beside, entry, path, rules)
    for name, file in listing.photos.items():
        if 0 <= listing.listed_at - file.mtime_ns < settle_ns:
            listing.unsettled.add(name)
        if beside:
            stamp = beside.stamp(name)
            listing.photos[name] = FileStat(name, file.size, file.mtime_ns, stamp)
    listing.not_photos += beside.other_texts()
    return listing


class _Beside:
    """Sidecars and text files of a folder, which belong to the photos whose names they have."""

    def __init__(self) -> None:
        self.sidecars: dict[bytes, int] = {}
        self.texts: dict[bytes, _Entry] = {}
        self.skipped: dict[bytes, _Entry] = {}
        self._used: set[bytes] = set()

    def __bool__(self) -> bool:
        return bool(self.sidecars or self.texts or self.skipped)

    def stamp(self, name: bytes) -> int | None:
        """The same number as ``photoclip.media.sidecar.sidecar_stamp``; it asks for texts only."""
        bases = (name, name.rpartition(b".")[0])
        found = [
            self.sidecars[base + extension]
            for base in bases
            for extension in _SIDECAR_EXTENSIONS
            if base + extension in self.sidecars
        ]
        names = {base + extension for base in bases for extension in _TEXT_EXTENSIONS}
        self._used |= names & self.texts.keys()
        texts = [self.texts.get(each) or self.skipped.get(each) for each in names]
        return caption_text.joint_stamp(
            found, [time_ns for each in texts if each for time_ns in _time(each)]
        )

    def other_texts(self) -> int:
        """Number of text files that belong to no photo."""
        return len(self.texts) - len(self._used)


def _time(entry: _Entry) -> tuple[int, ...]:
    try:
        return (entry.stat().st_mtime_ns,)
    except OSError:
        return ()  # gone since the listing began


def _add(
    listing: Listing,
    beside: _Beside,
    entry: _Entry,
    path: bytes,
    rules: Rules,
) -> None:
    try:
        is_folder = entry.is_dir()
        if rules.skips(path, folder=is_folder):
            if entry.name.endswith(_TEXT_EXTENSIONS) and entry.is_file():
                # Reading a photo knows no patterns, and both must come to the same stamp.
                beside.skipped[entry.name] = entry
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
            beside.sidecars[entry.name] = entry.stat().st_mtime_ns
        elif entry.name.endswith(_TEXT_EXTENSIONS):
            beside.texts[entry.name] = entry
        else:
            listing.not_photos += 1
    except FileNotFoundError:
        return  # gone since the listing began
    except OSError as error:
        if error.errno != errno.ELOOP:  # a link to itself is nothing
            listing.unknown.add(path)


def _is_link(entry: _Entry) -> bool:
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
