"""The window on a real library: real photos, the real encoder process, real search."""

from __future__ import annotations

import importlib.util
import shutil
import threading
from pathlib import Path

import pytest

from photoclip.gui.main_window import MainWindow
from photoclip.library import Library

pytestmark = [pytest.mark.gui, pytest.mark.starter]

PHOTOS = ("astronaut.png", "chelsea.png", "coffee.png", "rocket.jpg", "motorcycle_left.png")
LONG_MS = 180_000


@pytest.fixture
def photo_folder(tmp_path: Path) -> Path:
    """Photographs that come with scikit-image, and one file that is no picture."""
    spec = importlib.util.find_spec("skimage")
    if spec is None or spec.origin is None:
        pytest.skip("scikit-image is not installed")
    data = Path(spec.origin).parent / "data"
    folder = tmp_path / "photos"
    folder.mkdir()
    for name in PHOTOS:
        if not (data / name).is_file():
            pytest.skip(f"scikit-image has no {name}")
        shutil.copy(data / name, folder)
    (folder / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 no picture")
    return folder


def test_a_folder_is_added_indexed_searched_and_a_photo_opened(
    qtbot, tmp_path: Path, photo_folder: Path
) -> None:
    before = set(threading.enumerate())
    library = Library.open(tmp_path / "library", text_encoding="worker")
    window = MainWindow(library, choose_folder=lambda _: photo_folder)
    window.resize(1000, 700)
    window.show()
    try:
        browser = window.browser
        qtbot.waitUntil(lambda: browser.page is browser.empty, timeout=LONG_MS)
        browser.empty.button.click()
        qtbot.waitUntil(lambda: window.model.rowCount() == 6, timeout=LONG_MS)
        qtbot.waitUntil(
            lambda: "searching all of them" in window.status._counts_text, timeout=LONG_MS
        )
        assert "1 unreadable" in window.status._counts_text

        browser.search_box.setText("a cat")
        qtbot.waitUntil(
            lambda: window.results.state.request.text == "a cat" and window.results.state.answered,
            timeout=LONG_MS,
        )
        first = window.model.photo_at(0)
        assert first is not None
        assert first.name == "chelsea.png"
        assert browser.grid._sections[0].title == "Likely"

        window.photos.open_photo(first.id)
        qtbot.waitUntil(lambda: window.viewer.canvas.best_width == 451, timeout=LONG_MS)
        assert "451 × 300" in window.viewer.info_text
        window.viewer.closed.emit()

        window.tag_actions._give([first.id], ("Pets", "Cat"))
        tree = browser.sidebar.tags.tree
        qtbot.waitUntil(lambda: tree.topLevelItemCount() == 1, timeout=LONG_MS)
        window.photos.search_for('tag:"Pets/Cat"')
        qtbot.waitUntil(
            lambda: (
                window.results.state.answered
                and window.model.content.ids.tolist() == [first.id]
                and not browser.result_bar.slider.isVisible()
            ),
            timeout=LONG_MS,
        )
        browser.search_box.search_for("rating:soon")
        qtbot.waitUntil(lambda: browser.query_note.text() != "", timeout=LONG_MS)
        assert window.model.content.ids.tolist() == [first.id]
        window.actions_["undo"].trigger()
        qtbot.waitUntil(lambda: tree.topLevelItemCount() == 0, timeout=LONG_MS)
        browser.search_box.search_for("a cat")
        qtbot.waitUntil(
            lambda: window.results.state.answered and window.results.state.likely == 1,
            timeout=LONG_MS,
        )

        photos = window.results.state.photos
        shutil.copy(photo_folder / "chelsea.png", photo_folder / "chelsea again.png")
        # The copy has the same vector, so it joins the answer that is on show, in one stack.
        qtbot.waitUntil(lambda: window.results.state.photos == photos + 1, timeout=LONG_MS)
        assert window.results.state.likely == 1
        assert window.model.stack_size(0) == 2
    finally:
        window.close()
        assert window.stop_work()
        library.close()
        window.deleteLater()
    left = set(threading.enumerate()) - before
    assert not [t.name for t in left if t.name.startswith("photoclip-")]
