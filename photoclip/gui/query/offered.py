"""What is in a drop or in the clipboard that a query can ask with: files, pixels, or a link."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage

from photoclip.gui.desktop import pictures_of
from photoclip.media.formats import PHOTO_EXTENSIONS

MAX_DATA_URL = 40_000_000
"""Characters of a picture that is written out in a page."""

_INLINE = re.compile(r"data:image/[\w.+-]+;base64,([A-Za-z0-9+/=\s]+)")
_WEB = frozenset({"http", "https", "ftp"})


@dataclass(frozen=True, slots=True)
class Offered:
    """Pictures for a query.

    Attributes:
        paths: Picture files on this machine.
        image: Pixels without a file; None where there are files.
        remote: A picture on the internet, of which nothing but the address is here.
    """

    paths: tuple[Path, ...] = ()
    image: QImage | None = None
    remote: bool = False

    def __bool__(self) -> bool:
        return bool(self.paths) or self.image is not None or self.remote


def may_offer(mime: QMimeData) -> bool:
    """Whether :func:`offered` is likely to find something; takes no picture out."""
    return bool(pictures_of(mime)) or mime.hasImage() or _is_inline(mime) or _is_remote(mime)


def offered(mime: QMimeData) -> Offered:
    """Pictures in a drop or in the clipboard: files first, then pixels, then a mere address."""
    paths = pictures_of(mime)
    if paths:
        return Offered(tuple(paths))
    image = mime.imageData() if mime.hasImage() else None
    if not isinstance(image, QImage) or image.isNull():
        image = _inline_image(mime)
    if image is not None:
        return Offered(image=image)
    return Offered(remote=_is_remote(mime))


def is_meant_as_text(mime: QMimeData) -> bool:
    """Whether words come first: programs for texts put a drawing of them beside."""
    if pictures_of(mime):
        return False
    words = mime.text().strip() if mime.hasText() else ""
    return bool(words) and QUrl(words).scheme() not in (*_WEB, "data", "file")


def _is_inline(mime: QMimeData) -> bool:
    return mime.text()[:11] == "data:image/" if mime.hasText() else False


def _inline_image(mime: QMimeData) -> QImage | None:
    text = mime.text() if mime.hasText() else ""
    found = _INLINE.fullmatch(text.strip()) if len(text) <= MAX_DATA_URL else None
    if found is None:
        return None
    try:
        image = QImage.fromData(base64.b64decode(found[1]))
    except (binascii.Error, ValueError):
        return None
    return None if image.isNull() else image


def _is_remote(mime: QMimeData) -> bool:
    urls = mime.urls() if mime.hasUrls() else [QUrl(mime.text().strip())] if mime.hasText() else []
    web = [url for url in urls if url.scheme() in _WEB]
    if not web:
        return False
    shown = mime.hasHtml() and "<img" in mime.html().lower()
    names = [url.fileName().lower().rpartition(".")[2] for url in web]
    return shown or any(name in PHOTO_EXTENSIONS for name in names)
