"""The query box on a real library: a pasted picture finds its photo, words go on from there."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QImage

from photoclip.cli.demo_photos import copy_demo_photos
from photoclip.gui.main_window import MainWindow
from photoclip.jobs.job import run_to_end
from photoclip.library import Library

pytestmark = [pytest.mark.gui, pytest.mark.starter]

LONG_MS = 180_000


def test_a_pasted_part_of_a_photo_finds_it_and_stays_with_the_words_that_follow(
    qtbot, tmp_path: Path
) -> None:
    photos = tmp_path / "photos"
    copy_demo_photos(photos)
    library = Library.open(tmp_path / "library", text_encoding="worker")
    window = MainWindow(library)
    try:
        library.add_folder(photos)
        run_to_end(library.index())
        window.resize(1000, 700)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(lambda: window.results.state.answered, timeout=LONG_MS)
        [rocket] = photos.glob("rocket*")
        whole = QImage(str(rocket))
        part = whole.copy(0, 0, whole.width() * 3 // 4, whole.height() * 3 // 4)
        mime = QMimeData()
        mime.setImageData(part)
        QGuiApplication.clipboard().setMimeData(mime)
        box, row = window.browser.search_box, window.browser.query_chips
        box.setFocus()
        qtbot.keyClick(box, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: _first_name(window) == rocket.name, timeout=LONG_MS)
        # The small picture is made where photos are looked at, not in the window.
        qtbot.waitUntil(lambda: bool(row._pictures), timeout=LONG_MS)
        box.end(False)
        qtbot.keyClicks(box, " at night")
        qtbot.waitUntil(
            lambda: (
                window.results.state.request.text.endswith("at night")
                and window.results.state.answered
            ),
            timeout=LONG_MS,
        )
        assert _first_name(window) == rocket.name
        assert not library.asking.must_start("at night")
    finally:
        window.close()
        assert window.stop_work()
        window.deleteLater()
        library.close()


def _first_name(window: MainWindow) -> str:
    ids = window.model.content.ids.tolist()
    state = window.results.state
    if not ids or state.request.kind != "text" or not state.answered:
        return ""
    return window.bridge.library.photo(ids[0]).name
