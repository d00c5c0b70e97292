"""Where a photo's metadata is written: which sidecar, or into the photo itself."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from photoclip.errors import UserError
from photoclip.media import embedded_write, formats, safe_write, sidecar, xmp
from photoclip.media.safe_write import Content, NotWrittenError
from photoclip.media.types import FileKind, PhotoMetadata
from photoclip.paths import display_path

WriteTo = Literal["sidecar", "file"]

_PHOTOS: Final = frozenset({FileKind.PHOTO, FileKind.RAW})


@dataclass(frozen=True, slots=True)
class Target:
    """The file that holds, or will hold, what is written for a photo.

    Attributes:
        path: A sidecar, or the photo itself.
        in_photo: Whether it is the photo itself.
        note: A sentence for the user about something special; else "".
    """

    path: Path
    in_photo: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A target as it was read.

    Attributes:
        content: The whole file.
        packet: Its XMP, None where there is none.
    """

    content: Content
    packet: bytes | None


@dataclass(frozen=True, slots=True)
class Stored:
    """A target as it was written.

    Attributes:
        mtime_ns: Its new time of change.
        size: Its new size in bytes.
        file_hash: BLAKE2b-256 of a photo that was written itself.
    """

    mtime_ns: int
    size: int
    file_hash: bytes | None = None


def choose_target(photo: Path, names: Sequence[str], *, write_to: WriteTo = "sidecar") -> Target:
    """The file to write for a photo: the sidecar it has, or else a new one.

    ``a.jpg.xmp`` is its own. ``a.xmp`` is followed if no other picture is called ``a``, or
    if this is the only RAW file among them, because that is how Adobe's programs, who name
    it so, understand it. New sidecars are called ``a.jpg.xmp``.

    Args:
        photo: The photo.
        names: Names of all files in its folder.
        write_to: ``"file"`` writes into photos that have no sidecar and can take it; never
            into RAW files.
    """
    own = photo.name + ".xmp"
    existing = sidecar.find_sidecars(photo)
    for path in existing:
        if path.name.lower() == own.lower():
            return Target(path)
    for path in existing:
        return _shared(photo, path, _namesakes(photo, names))
    if write_to == "file" and embedded_write.can_embed(photo):
        return Target(photo, in_photo=True)
    return own_sidecar(photo)


def own_sidecar(photo: Path) -> Target:
    """The sidecar that is a photo's alone."""
    return Target(photo.with_name(photo.name + ".xmp"))


def check_fits(target: Target, loaded: Loaded, packet: bytes) -> None:
    """Try, in memory only, whether a target takes a packet.

    Raises:
        NotEmbeddedError: The photo itself does not take it without harm.
    """
    if target.in_photo and loaded.content.data is not None:
        embedded_write.with_packet(loaded.content.data, packet, target.path)


def load(target: Target) -> Loaded:
    """Read a target.

    Raises:
        NotWrittenError: It cannot be read or must not be written.
    """
    if not target.in_photo:
        content = safe_write.read_content(target.path, limit=xmp.MAX_XMP_BYTES)
        return Loaded(content, content.data)
    content = safe_write.read_content(target.path, limit=embedded_write.MAX_BYTES)
    if content.data is None:
        raise NotWrittenError(f"{display_path(target.path)} is not there; scan the library again.")
    return Loaded(content, embedded_write.packet_of(content.data))


def store(target: Target, loaded: Loaded, packet: bytes | None) -> Stored | None:
    """Write a target, if it still is what was loaded.

    Args:
        target: Where to.
        loaded: What was read before.
        packet: The new XMP; None removes it (a sidecar is deleted).

    Returns:
        What was written; None if the sidecar was deleted.

    Raises:
        DiskFullError: There is no room.
        NotWrittenError: It was left as it is.
    """
    if not target.in_photo:
        if packet is None:
            safe_write.remove_content(target.path, expected=loaded.content)
            return None
        stamp = safe_write.replace_content(target.path, packet, expected=loaded.content)
        return Stored(stamp, len(packet))
    safe_write.check_writable(target.path)
    assert loaded.content.data is not None
    data = embedded_write.with_packet(loaded.content.data, packet, target.path)
    stamp = safe_write.replace_content(target.path, data, expected=loaded.content)
    return Stored(stamp, len(data), hashlib.blake2b(data, digest_size=32).digest())


def said_by(
    target: Target, packet: bytes | None, from_file: PhotoMetadata, others: Sequence[PhotoMetadata]
) -> PhotoMetadata:
    """What a photo's files say together once its target holds a packet.

    Args:
        target: The target.
        packet: Its XMP.
        from_file: What the photo itself says (without its sidecars).
        others: What its other sidecars say.
    """
    if target.in_photo:
        return sidecar.merge(from_file, *others)
    if packet is None:
        return sidecar.merge(from_file, *others)
    return sidecar.merge(from_file, sidecar.packet_metadata(packet), *others)


def _shared(photo: Path, path: Path, namesakes: Sequence[str]) -> Target:
    if not namesakes:
        return Target(path)
    also = ", ".join(display_path(name) for name in namesakes)
    raws = [name for name in namesakes if formats.kind_of(name) is FileKind.RAW]
    shown, name = display_path(path), display_path(photo.name)
    if formats.kind_of(photo.name) is FileKind.RAW and not raws:
        note = f"{shown} is shared by {name} and {also}; it was written for {name}."
        return Target(path, note=note)
    own = photo.with_name(photo.name + ".xmp")
    note = f"{shown} is shared by {name} and {also}; {name} has a sidecar of its own, {own.name}."
    return Target(own, note=display_path(note))


def _namesakes(photo: Path, names: Sequence[str]) -> list[str]:
    """Other pictures in the folder that differ by their extension alone."""
    return sorted(
        name
        for name in names
        if name != photo.name
        and os.path.splitext(name)[0] == photo.stem  # noqa: PTH122 - a name, no path
        and formats.kind_of(name) in _PHOTOS
    )


def check_where(where: str) -> WriteTo:
    """``where`` itself if it is a place to write to.

    Raises:
        UserError: It is neither ``"sidecar"`` nor ``"file"``.
    """
    places: dict[str, WriteTo] = {"sidecar": "sidecar", "file": "file"}
    if where in places:
        return places[where]
    raise UserError(f"Metadata is written to “sidecar” or “file”, not to “{where}”.")
