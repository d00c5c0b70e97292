"""What the desktop does for us: the file manager, and paths as Qt writes them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QFile, QMimeData, QUrl
from PySide6.QtGui import QDesktopServices

from photoclip.media.formats import PHOTO_EXTENSIONS, RAW_EXTENSIONS

PHOTO_IDS = "application/x-photoclip-photos"
"""MIME type of dragged photos of the library: their ids in decimal, separated by blanks."""


def show_in_file_manager(path: Path) -> bool:
    """Open the file manager at a file (selected, where the system can) or a folder.

    Returns:
        False when the system has no program for it.
    """
    folder = path if path.is_dir() else path.parent
    if sys.platform == "win32" and folder != path:
        # The whole argument is one string: explorer does not follow the usual quoting.
        subprocess.Popen(f'explorer /select,"{path}"')
        return True
    if sys.platform == "darwin" and folder != path:
        subprocess.Popen(["open", "-R", str(path)])
        return True
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def path_of(text: str) -> Path:
    """The path that a Qt string names, in the file system's own encoding."""
    if os.name == "nt":
        return Path(text)
    return Path(os.fsdecode(bytes(QFile.encodeName(text).data())))


def folders_of(urls: list[QUrl]) -> list[Path]:
    """Those of the dropped things that are folders on this machine."""
    paths = [path_of(url.toLocalFile()) for url in urls if url.isLocalFile()]
    return [path for path in paths if path.is_dir()]


def pictures_of(mime: QMimeData) -> list[Path]:
    """Those of the dropped things that are picture files on this machine, by their names."""
    paths = [path_of(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    known = PHOTO_EXTENSIONS | RAW_EXTENSIONS
    return [path for path in paths if path.suffix.lower().lstrip(".") in known]


def photo_ids_of(mime: QMimeData) -> list[int]:
    """Ids of dragged photos of the library."""
    data = bytes(mime.data(PHOTO_IDS).data()) if mime.hasFormat(PHOTO_IDS) else b""
    return [int(part) for part in data.split() if part.isdigit()]


def mime_of_photos(photo_ids: list[int], paths: list[Path]) -> QMimeData:
    """Photos to drag: for our own panels by id, for other programs as files."""
    mime = QMimeData()
    mime.setData(PHOTO_IDS, " ".join(map(str, photo_ids)).encode())
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime
