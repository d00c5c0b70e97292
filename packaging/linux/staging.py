"""The files that a desktop expects beside the program, the same in every package."""

from __future__ import annotations

import gzip
import shutil
import time
from pathlib import Path
from typing import Final

from photoclip import APP_ID

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parent.parent
NAME: Final = "photoclip"


def put_share(share: Path, version: str, epoch: int) -> None:
    """Write desktop entry, metainfo, icons and manual pages into a ``share`` folder."""
    date = time.strftime("%Y-%m-%d", time.gmtime(epoch))
    # All bear the app's identifier: that is how a desktop brings them together, and Flatpak
    # shows no others.
    _fill("photoclip.desktop", share / "applications" / f"{APP_ID}.desktop", version, date)
    _fill("photoclip.metainfo.xml", share / "metainfo" / f"{APP_ID}.metainfo.xml", version, date)
    icons = ROOT / "resources" / "icons"
    put(icons / "photoclip.svg", share / "icons/hicolor/scalable/apps" / f"{APP_ID}.svg")
    put(icons / "photoclip-256.png", share / "icons/hicolor/256x256/apps" / f"{APP_ID}.png")
    for page in ("photoclip.1", "photoclip-trainer.1"):
        text = _filled(page, version, date)
        pack(text, share / "man" / "man1" / f"{page}.gz")


def pack(text: str, file: Path) -> None:
    """Write a text compressed, without name and time in the file's head."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))


def put(source: Path, file: Path) -> None:
    """Copy a file to where its folder need not exist yet, readable by everyone."""
    file.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, file)


def _fill(name: str, file: Path, version: str, date: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(_filled(name, version, date), "utf-8")


def _filled(name: str, version: str, date: str) -> str:
    text = (HERE / "share" / name).read_text("utf-8")
    said = {"@VERSION@": version, "@DATE@": date, "@ID@": APP_ID}
    for mark, value in said.items():
        text = text.replace(mark, value)
    return text
