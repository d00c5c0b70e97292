"""Writing XMP into picture files through Exiv2; camera RAW files are never touched."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path
from typing import Any, Final

import exiv2
from PIL import Image

from photoclip.media import formats
from photoclip.media.embedded import one_at_a_time
from photoclip.media.safe_write import NotEmbeddedError
from photoclip.media.types import FileKind
from photoclip.paths import display_path

MAX_BYTES: Final = 512 * 2**20
"""Larger files keep their metadata beside them: they are rewritten in memory."""

_FORMATS: Final = frozenset({"JPEG", "PNG", "TIFF", "WEBP"})
_SEVERAL_PICTURES: Final = b"MPF\x00"
_HEAD: Final = 1 << 18
_FIRST_SCAN: Final = 0xDA
_TIFF_PACKET: Final = "Exif.Image.XMLPacket"


def can_embed(path: Path) -> bool:
    """Whether metadata may be written into a file.

    Not into camera RAW, and not into files of several pictures, whose inner addresses
    would not fit any more. Links are left alone.
    """
    if formats.kind_of(path.name) is not FileKind.PHOTO or path.is_symlink():
        return False
    try:
        if path.stat().st_size > MAX_BYTES:
            return False
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return False
    picture = formats.sniff(head[: formats.SNIFF_BYTES], path.name).picture
    return picture in _FORMATS and _SEVERAL_PICTURES not in head


def packet_of(data: bytes) -> bytes | None:
    """The XMP packet of a picture file as it stands in there, None if there is none.

    Raises:
        NotEmbeddedError: The file's metadata cannot be read.
    """
    with one_at_a_time():
        try:
            return _packet(_open(data))
        except exiv2.Exiv2Error as error:
            raise NotEmbeddedError(f"Its metadata cannot be read ({error}).") from error


def with_packet(data: bytes, packet: bytes | None, path: Path) -> bytes:
    """A picture file with another XMP packet, all else as it was.

    Args:
        data: The file.
        packet: The packet; None removes it.
        path: For messages.

    Raises:
        NotEmbeddedError: Exiv2 cannot write it, or what it wrote does not read back.
    """
    with one_at_a_time():
        try:
            # A copy, because Exiv2 writes small changes of a TIFF right into the bytes it was
            # given; in a variable, because it keeps their address and not the object.
            own = bytes(bytearray(data))
            image = _open(own)
            if packet is None:
                image.clearXmpPacket()
                image.clearXmpData()
            else:
                image.setXmpPacket(packet.decode("utf-8"))
            # The packet itself, not what Exiv2 would make of it: comments and unknown
            # nodes stay.
            image.writeXmpFromPacket(packet is not None)
            image.writeMetadata()
            written = _bytes(image)
            back = _packet(_open(written))
            del image, own
        except (exiv2.Exiv2Error, UnicodeDecodeError) as error:
            raise _refused(path) from error
    if (back or b"").strip() != (packet or b"").strip() or not _same_picture(data, written):
        raise _refused(path)
    return written


def _open(data: bytes) -> Any:
    image = exiv2.ImageFactory.open(data)
    image.readMetadata()
    return image


def _packet(image: Any) -> bytes | None:
    for datum in image.exifData():
        if datum.key() == _TIFF_PACKET:
            # For TIFF Exiv2 has no other way to the bytes; numbers between blanks.
            return bytes(int(number) for number in datum.toString().split()) or None
    # Else Exiv2 gives its own rendering of what it understood.
    image.writeXmpFromPacket(True)
    text = str(image.xmpPacket())
    packet = text.encode("utf-8", "surrogateescape")
    return packet if packet.strip(b"\x00 \t\r\n") else None


def _bytes(image: Any) -> bytes:
    source = image.io()
    source.open()
    try:
        return bytes(source.mmap())
    finally:
        with contextlib.suppress(exiv2.Exiv2Error):
            source.close()


def _same_picture(before: bytes, after: bytes) -> bool:
    """Whether two files hold the same picture, of which only metadata may differ."""
    scans = _jpeg_scans(before), _jpeg_scans(after)
    if scans[0] is not None:
        return scans[0] == scans[1]
    try:
        with Image.open(io.BytesIO(before)) as one, Image.open(io.BytesIO(after)) as two:
            return one.mode == two.mode and one.size == two.size and one.tobytes() == two.tobytes()
    except Exception:  # noqa: BLE001 - damaged pictures raise nearly anything
        return False


def _jpeg_scans(data: bytes) -> bytes | None:
    """A JPEG from its first scan on, None if it is none."""
    if not data.startswith(b"\xff\xd8"):
        return None
    at = 2
    while data[at : at + 1] == b"\xff" and at + 4 <= len(data):
        if data[at + 1] == _FIRST_SCAN:
            return data[at:]
        filling = data[at + 1] == 0xFF
        at += 1 if filling else 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None


def _refused(path: Path) -> NotEmbeddedError:
    return NotEmbeddedError(
        f"Metadata cannot be written into {display_path(path)} without harm; it was left as it is."
    )
