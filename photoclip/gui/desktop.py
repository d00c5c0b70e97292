"""What the desktop does for us: the file manager, and paths as Qt writes them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QFile, QUrl
from PySide6.QtGui import QDesktopServices


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
