"""The real trash of a FreeDesktop system, in a folder of the test."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

needs_freedesktop = pytest.mark.skipif(
    sys.platform in {"win32", "darwin"}, reason="only FreeDesktop systems tell what is in the trash"
)


def use_own_trash(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Path:
    """Have ``send2trash`` and PhotoClip take a folder for the user's; returns its trash."""
    import send2trash
    from send2trash import plat_other

    home = str(folder).encode()
    monkeypatch.setenv("XDG_DATA_HOME", str(folder))
    monkeypatch.setattr(plat_other, "XDG_DATA_HOME", home)
    monkeypatch.setattr(plat_other, "HOMETRASH_B", home + b"/Trash")
    monkeypatch.setattr(plat_other, "get_dev", lambda _path: 1)
    # Where GNOME's libraries are installed, they would be asked.
    monkeypatch.setattr(send2trash, "send2trash", plat_other.send2trash)
    return folder / "Trash"
