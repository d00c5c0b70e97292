"""What a command does to the library shows in the window that is open on it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from photoclip.changes import ChangeSet
from photoclip.gui.bridge import Bridge
from photoclip.gui.main_window import MainWindow
from photoclip.gui.outside import OutsideWatch
from photoclip.library import Library

pytestmark = pytest.mark.gui


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "photos").mkdir()
    Image.new("RGB", (8, 8)).save(tmp_path / "photos" / "a.png")
    with Library.open(tmp_path / "library") as library:
        library.add_folder(tmp_path / "photos")
        for _ in library.scan():
            pass
    return tmp_path / "library"


def command(place: Path, *words: str) -> None:
    whole = [sys.executable, "-m", "photoclip", "--library", str(place), *words]
    subprocess.run(whole, check=True, capture_output=True)


def test_only_what_another_process_wrote_is_told(place: Path) -> None:
    told: list[ChangeSet] = []
    with Library.open(place) as library:
        library.subscribe(told.append)
        assert not library.outside.look()
        library.tags.add(library.photos_matching(""), ("ours",))
        told.clear()
        assert not library.outside.look()
        assert told == []
        command(place, "tags", "add", "theirs", "1")
        assert library.outside.look()
        assert [change.outside and change.tags for change in told] == [True]
        assert not library.outside.look()


def stars(window: MainWindow) -> int | None:
    photo = window.model.photo_at(0)
    return photo.rating if photo else None


def test_the_window_shows_what_a_command_did(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, place: Path
) -> None:
    # No model is needed here.
    monkeypatch.setattr(Bridge, "start_index", lambda *_, **__: None)
    library = Library.open(place, text_encoding="worker")
    window = MainWindow(library)
    OutsideWatch(window.bridge, window.model, window, every_ms=50)
    window.show()
    try:
        qtbot.waitUntil(lambda: window.model.rowCount() == 1)
        assert not stars(window)
        command(place, "tags", "rate", "4", "1")
        qtbot.waitUntil(lambda: stars(window) == 4, timeout=20_000)
    finally:
        window.close()
        assert window.stop_work()
        library.close()
        window.deleteLater()
