"""A folder that people moved is found again from the menu of the one that is offline."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from photoclip.gui.bridge import Bridge
from photoclip.gui.main_window import MainWindow
from photoclip.library import Library

pytestmark = pytest.mark.gui


def texts(window: MainWindow, library: Library) -> list[str]:
    (root,) = library.folders()
    menu = window.browser.folders.menu_of(root.path, root)
    return [action.text() for action in menu.actions()]


def test_the_menu_of_an_offline_folder_asks_where_it_lies_now(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # No model is needed here.
    monkeypatch.setattr(Bridge, "start_index", lambda *_, **__: None)
    old, new = tmp_path / "photos", tmp_path / "moved"
    old.mkdir()
    Image.new("RGB", (8, 8)).save(old / "a.png")
    library = Library.open(tmp_path / "library", text_encoding="worker")
    library.add_folder(old)
    list(library.scan())
    library.tags.add(library.photos_matching(""), ("ours",))
    window = MainWindow(library)
    window.show()
    try:
        assert not any("lies now" in text for text in texts(window, library))
        old.rename(new)
        list(library.scan())
        assert any("lies now" in text for text in texts(window, library))
        window.folder_actions.choose_place = lambda _: new
        window.folder_actions.move(old)
        qtbot.waitUntil(lambda: [root.path for root in library.folders()] == [new])
        (photo,) = library.photos(library.photos_matching("tag:ours"))
        assert photo.path == new / "a.png"
        assert library.folders()[0].state == "online"
    finally:
        window.close()
        assert window.stop_work()
        library.close()
        window.deleteLater()
