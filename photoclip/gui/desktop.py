"""What the desktop does for us: the file manager, and paths as Qt writes them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote_to_bytes

from PySide6.QtCore import QFile, QMimeData, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDropEvent

from photoclip.media.formats import PHOTO_EXTENSIONS, RAW_EXTENSIONS
from photoclip.paths import display_path

PHOTO_IDS = "application/x-photoclip-photos"
"""MIME type of dragged photos of the library: their ids in decimal, separated by blanks."""
GNOME_FILES = "x-special/gnome-copied-files"
"""MIME type by which many file managers of Linux know copied files from cut ones."""
FILE_MANAGER = "org.freedesktop.FileManager1"
MOST_FILES = 1_000
"""Files that other programs are offered at once; our own panels get all ids."""


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
    if folder != path and sys.platform.startswith("linux") and _select_on_the_bus(path):
        return True
    return QDesktopServices.openUrl(url_of(folder))


def _select_on_the_bus(path: Path) -> bool:
    """Ask the desktop's file manager to show a file selected; False where none can be asked.

    Source: https://www.freedesktop.org/wiki/Specifications/file-manager-interface/
    """
    try:
        from PySide6.QtDBus import QDBusConnection, QDBusMessage  # not in every build of Qt
    except ImportError:
        return False
    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return False
    names = bus.interface()
    running = names.isServiceRegistered(FILE_MANAGER).value()
    if not running and FILE_MANAGER not in names.activatableServiceNames().value():
        return False
    place = "/" + FILE_MANAGER.replace(".", "/")
    call = QDBusMessage.createMethodCall(FILE_MANAGER, place, FILE_MANAGER, "ShowItems")
    call.setArguments([[path.absolute().as_uri()], ""])
    # Not waited for: a file manager that has to start first must not hold the window up.
    bus.asyncCall(call)
    return True


def url_of(path: Path) -> QUrl:
    """A file's address, whatever bytes its name has."""
    return QUrl.fromEncoded(path.absolute().as_uri().encode("ascii"))


def path_of(text: str) -> Path:
    """The path that a Qt string names, in the file system's own encoding."""
    if os.name == "nt":
        return Path(text)
    return Path(os.fsdecode(bytes(QFile.encodeName(text).data())))


def local_path(url: QUrl) -> Path:
    """The path that a file's address names, whatever bytes its name has."""
    if os.name == "nt" or url.host():
        return path_of(url.toLocalFile())
    # Qt would put a replacement character for every byte that is no text.
    encoded = url.path(QUrl.ComponentFormattingOption.FullyEncoded)
    return Path(os.fsdecode(unquote_to_bytes(encoded)))


def folders_of(urls: list[QUrl]) -> list[Path]:
    """Those of the dropped things that are folders on this machine."""
    paths = [local_path(url) for url in urls if url.isLocalFile()]
    return [path for path in paths if path.is_dir()]


def pictures_of(mime: QMimeData) -> list[Path]:
    """Those of the dropped things that are picture files on this machine, by their names."""
    paths = [local_path(url) for url in mime.urls() if url.isLocalFile()]
    known = PHOTO_EXTENSIONS | RAW_EXTENSIONS
    return [path for path in paths if path.suffix.lower().lstrip(".") in known]


def take_a_copy(event: QDropEvent) -> None:
    """Take what was dropped and tell its owner that it was copied.

    What is proposed may be a move, and then a file manager would delete the files.
    """
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()


def photo_ids_of(mime: QMimeData) -> list[int]:
    """Ids of dragged photos of the library."""
    data = bytes(mime.data(PHOTO_IDS).data()) if mime.hasFormat(PHOTO_IDS) else b""
    return [int(part) for part in data.split() if part.isdigit()]


def mime_of_photos(photo_ids: list[int], paths: list[Path]) -> QMimeData:
    """Photos to drag: for our own panels by id, for other programs as files."""
    mime = QMimeData()
    mime.setData(PHOTO_IDS, " ".join(map(str, photo_ids)).encode())
    mime.setUrls([url_of(path) for path in paths])
    return mime


def clipboard_of_photos(photo_ids: list[int], paths: list[Path]) -> QMimeData:
    """Photos to paste: as files, and where text is wanted as their paths."""
    mime = mime_of_photos(photo_ids, paths)
    mime.setText("\n".join(display_path(path) for path in paths))
    addresses = [path.absolute().as_uri() for path in paths]
    mime.setData(GNOME_FILES, "\n".join(["copy", *addresses]).encode("ascii"))
    return mime
