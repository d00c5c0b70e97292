"""What a file is: by its name for counting, by its content for decoding.

Photo extensions are those that Pillow (with pillow-heif) decodes safely and that
people keep pictures in, among them JPEG 2000, Photoshop's flattened composite and
the portable pixmaps of scanners. Left out on purpose: icons (``.ico``), QOI (decoded
in Python, far too slow for a photo) and JPEG XL (no decoder here); such files count
as "not a photo".
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import PurePath

from photoclip.media.types import FileKind


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PHOTO_EXTENSIONS = _words(
    "jpg jpeg jpe jfif mpo png webp tif tiff gif bmp dib heic heics heif heifs hif "
    "avif avifs jp2 j2k jpx jpf psd ppm pgm pbm pnm"
)
RAW_EXTENSIONS = _words(
    "3fr arw cr2 cr3 crw dcr dng erf fff iiq kdc mef mos mrw nef nrw orf pef raf raw "
    "rw2 rwl sr2 srf srw x3f"
)
VIDEO_EXTENSIONS = _words(
    "3g2 3gp asf avi divx flv insv m1v m2t m2ts m2v m4v mkv mod mov mp4 mpe mpeg mpg mts "
    "mxf ogm ogv qt rm rmvb tod ts vob webm wmv"
)
SIDECAR_EXTENSIONS = frozenset({"xmp"})
EXTENSIONS: dict[FileKind, frozenset[str]] = {
    FileKind.PHOTO: PHOTO_EXTENSIONS,
    FileKind.RAW: RAW_EXTENSIONS,
    FileKind.VIDEO: VIDEO_EXTENSIONS,
    FileKind.SIDECAR: SIDECAR_EXTENSIONS,
}

SNIFF_BYTES = 4096
"""How much of a file's beginning :func:`sniff` wants to see."""

_KIND_BY_EXTENSION = {ext: kind for kind, exts in EXTENSIONS.items() for ext in exts}


def kind_of(name: str | bytes) -> FileKind:
    """What a file name promises, by its extension alone (upper or lower case).

    Args:
        name: File name or path. ``._name`` is a helper file that macOS leaves on
            foreign disks, whatever its extension says.
    """
    base = PurePath(os.fsdecode(name)).name
    if base.startswith("._"):
        return FileKind.OTHER
    return _KIND_BY_EXTENSION.get(extension_of(base), FileKind.OTHER)


def extension_of(name: str) -> str:
    """Extension in lower case without its dot, ``""`` if there is none."""
    return PurePath(name).suffix[1:].lower()


@dataclass(frozen=True, slots=True)
class Content:
    """What the first bytes of a file show.

    Attributes:
        picture: Pillow's name of the format, ``"RAW"`` for camera data, or
            ``None`` if this is no picture PhotoClip reads.
        refusal: If ``picture`` is ``None``, a plain sentence saying why.
    """

    picture: str | None
    refusal: str = ""


_JPEG2000_BOX = b"\x00\x00\x00\x0cjP  \r\n\x87\n"
_PICTURE_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"8BPS\x00\x01", "PSD"),
    (b"\xff\x4f\xff\x51", "JPEG2000"),
    (_JPEG2000_BOX, "JPEG2000"),
    (b"FUJIFILMCCD-RAW", "RAW"),
    (b"II\x1a\x00\x00\x00HEAPCCDR", "RAW"),
    (b"IIRO", "RAW"),
    (b"IIRS", "RAW"),
    (b"MMOR", "RAW"),
    (b"IIU\x00", "RAW"),
    (b"FOVb", "RAW"),
    (b"\x00MRM", "RAW"),
)
_TIFF_MAGIC = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
_REFUSED_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\xff\x0a", "This is a JPEG XL picture, which PhotoClip cannot read yet."),
    (b"\x00\x00\x00\x0cJXL ", "This is a JPEG XL picture, which PhotoClip cannot read yet."),
    (b"qoif", "This is a QOI picture, which PhotoClip does not read."),
    (b"\x00\x00\x01\x00", "This is an icon, not a photo."),
    (b"\x00\x05\x16\x07", "This is a helper file that macOS left behind, not a picture."),
    (b"%PDF", "This is a PDF document, not a picture."),
    (b"PK\x03\x04", "This is a ZIP archive or an office document, not a picture."),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "This is an office document, not a picture."),
    (b"\x1f\x8b", "This is a compressed archive, not a picture."),
    (b"7z\xbc\xaf\x27\x1c", "This is a compressed archive, not a picture."),
    (b"Rar!", "This is a compressed archive, not a picture."),
    (b"\x1aE\xdf\xa3", "This is a video, not a photo."),
    (b"\x00\x00\x01\xba", "This is a video, not a photo."),
    (b"\x00\x00\x01\xb3", "This is a video, not a photo."),
)
_BMP_HEADER_SIZES = frozenset({12, 16, 40, 52, 56, 64, 108, 124})
_PIXMAP = re.compile(rb"P[1-6]\s")
_WEB_PAGE = re.compile(rb"<(!doctype\s+html|html|head|body|script)[\s>]", re.IGNORECASE)
_DRAWING = re.compile(rb"<svg[\s>]", re.IGNORECASE)
_UNKNOWN = "The file is damaged, or it is no picture of a kind that PhotoClip knows."


def sniff(head: bytes, name: str) -> Content:
    """Tell what a file really is from its beginning.

    Args:
        head: The first :data:`SNIFF_BYTES` bytes, less only if the file is shorter.
        name: File name; it decides only between TIFF and the RAW formats that are
            TIFF files at heart.
    """
    for magic, picture in _PICTURE_MAGIC:
        if head.startswith(magic):
            return Content(picture)
    if head.startswith(_TIFF_MAGIC):
        raw = head[8:10] == b"CR" or extension_of(name) in RAW_EXTENSIONS
        return Content("RAW" if raw else "TIFF")
    if head.startswith(b"RIFF"):
        return (
            Content("WEBP") if head[8:12] == b"WEBP" else _refuse("This is a video, not a photo.")
        )
    if head[4:8] == b"ftyp":
        return _sniff_boxes(head)
    if head.startswith(b"BM") and int.from_bytes(head[14:18], "little") in _BMP_HEADER_SIZES:
        return Content("BMP")
    if _PIXMAP.match(head):
        return Content("PPM")
    for magic, refusal in _REFUSED_MAGIC:
        if head.startswith(magic):
            return _refuse(refusal)
    return _refuse(_describe_other(head))


def _refuse(reason: str) -> Content:
    return Content(None, reason)


def _sniff_boxes(head: bytes) -> Content:
    """Files of the MPEG-4 family: HEIC, AVIF, Canon's CR3, or a video."""
    length = min(int.from_bytes(head[:4], "big"), len(head))
    brands = {head[8:12], *(head[at : at + 4] for at in range(16, length - 3, 4))}
    if brands & {b"avif", b"avis"}:
        return Content("AVIF")
    if b"crx " in brands:
        return Content("RAW")
    if brands & {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}:
        return Content("HEIF")
    return _refuse("This is a video, not a photo.")


def _describe_other(head: bytes) -> str:
    if not head.strip(b"\x00"):
        return "The file is damaged: it holds nothing but zero bytes."
    if _WEB_PAGE.search(head[:1024]):
        return "This is a web page, not a picture."
    if _DRAWING.search(head):
        return "This is an SVG drawing, not a photo."
    # A multi-byte character may be cut at the end of what was read.
    text = head.decode("utf-8", "ignore")
    is_text = b"\x00" not in head and len(text.encode()) >= len(head) - 3
    if is_text and all(sign.isprintable() or sign.isspace() for sign in text):
        return "This is a text file, not a picture."
    return _UNKNOWN
