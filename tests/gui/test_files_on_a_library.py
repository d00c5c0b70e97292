"""Turning, renaming and trashing in the window, with real files and the watcher at work."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import send2trash
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QMessageBox

from photoclip.gui.main_window import MainWindow
from photoclip.library import Library

pytestmark = [
    pytest.mark.gui,
    pytest.mark.starter,
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]

LONG_MS = 180_000


@pytest.fixture
def folder(tmp_path: Path, qapp) -> Path:  # type: ignore[no-untyped-def]
    """Three pictures of different colours, twice as wide as they are high."""
    top = tmp_path / "photos"
    top.mkdir()
    for name, colour in (("a.jpg", "#aa3333"), ("b.jpg", "#33aa33"), ("c.jpg", "#3333aa")):
        image = QImage(320, 160, QImage.Format.Format_RGB32)
        image.fill(QColor(colour))
        assert image.save(str(top / name))
    return top


@pytest.fixture
def opened(qtbot, tmp_path: Path, folder: Path):  # type: ignore[no-untyped-def]
    """A window on them once all are indexed."""
    library = Library.open(tmp_path / "library", text_encoding="worker")
    library.add_folder(folder)
    window = MainWindow(library)
    window.resize(1000, 700)
    window.show()
    try:
        counts = lambda: window.status._counts_text  # noqa: E731
        qtbot.waitUntil(lambda: "searching all" in counts(), timeout=LONG_MS)
        qtbot.waitUntil(lambda: window.model.rowCount() == 3, timeout=LONG_MS)
        yield window, library
    finally:
        window.close()
        assert window.stop_work()
        window.deleteLater()
        library.close()


def wide(window, photo_id: int) -> bool | None:  # type: ignore[no-untyped-def]
    """Whether the picture in the grid is wider than high; None while it is not there."""
    pixmap = window.thumbs.pixmap(photo_id)
    return None if pixmap is None else pixmap.width() > pixmap.height()


def test_a_photo_turns_in_grid_and_viewer_and_undo_turns_it_back(opened, qtbot, folder) -> None:
    window, library = opened
    before = (folder / "a.jpg").read_bytes()
    photo = library.photo_by_path(folder / "a.jpg")
    window.browser.grid.make_current(photo.id)
    qtbot.waitUntil(lambda: wide(window, photo.id) is True, timeout=LONG_MS)
    window.actions_["rotate_left"].trigger()
    qtbot.waitUntil(lambda: wide(window, photo.id) is False, timeout=LONG_MS)
    assert library.photo(photo.id).rotation == 270
    window.photos.open_photo(photo.id)
    qtbot.waitUntil(lambda: window.viewer.canvas.best_width == 160, timeout=LONG_MS)
    assert "160 × 320" in window.viewer.info_text
    window.actions_["undo"].trigger()
    qtbot.waitUntil(lambda: window.viewer.canvas.best_width == 320, timeout=LONG_MS)
    window.photos.close_viewer()
    qtbot.waitUntil(lambda: wide(window, photo.id) is True, timeout=LONG_MS)
    assert (folder / "a.jpg").read_bytes() == before


def test_a_renamed_photo_stays_itself_while_the_folder_is_watched(opened, qtbot, folder) -> None:
    window, library = opened
    photo = library.photo_by_path(folder / "b.jpg")
    library.tags.add([photo.id], ["Sea"])
    window.browser.grid.make_current(photo.id)
    window.actions_["rename"].trigger()
    dialog = window.photo_actions.files.rename_question.dialog
    dialog.setTextValue("beach")
    dialog.accept()
    qtbot.waitUntil((folder / "beach.jpg").exists, timeout=LONG_MS)
    row = window.model.row_of(photo.id)
    qtbot.waitUntil(lambda: window.model.photo_at(row).name == "beach.jpg", timeout=LONG_MS)
    # The watcher has seen the renaming when it has seen what came after it.
    shutil.copy(folder / "c.jpg", folder / "late.jpg")
    late = lambda: library.photo_by_path(folder / "late.jpg")  # noqa: E731
    qtbot.waitUntil(lambda: late() is not None, timeout=LONG_MS)
    assert library.photo(photo.id).path == folder / "beach.jpg"
    assert library.info().missing == 0
    assert library.info().photos == 4
    assert [each.tag for each in library.tags.of_photo(photo.id)] == ["Sea"]


def test_a_trashed_photo_leaves_the_grid_and_comes_back_with_its_file(
    opened, qtbot, folder, tmp_path, monkeypatch
) -> None:
    window, library = opened
    monkeypatch.setattr(send2trash, "send2trash", lambda path: shutil.move(path, tmp_path / "bin"))
    photo = library.photo_by_path(folder / "c.jpg")
    library.tags.set_rating([photo.id], 5)
    window.browser.grid.make_current(photo.id)
    window.actions_["trash"].trigger()
    box = window.findChildren(QMessageBox)[-1]
    next(button for button in box.buttons() if "trash" in button.text()).click()
    qtbot.waitUntil(lambda: window.model.rowCount() == 2, timeout=LONG_MS)
    assert "1 file moved to the system's trash" in window.notice.text()
    shutil.move(tmp_path / "bin", folder / "c.jpg")
    qtbot.waitUntil(lambda: library.photo(photo.id).state == "ready", timeout=LONG_MS)
    assert library.photo(photo.id).rating == 5
