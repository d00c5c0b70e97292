"""The label studio and the review queue inside the window, and the ways between the pages."""

from __future__ import annotations

import pytest
from fake_labels import FakeReview, FakeStudio
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton

from photoclip.errors import UserError
from photoclip.gui.library_pages import LibraryPages

pytestmark = pytest.mark.gui


@pytest.fixture
def paged(open_window, make_library):  # type: ignore[no-untyped-def]
    library = make_library(12)
    library.studio, library.review = FakeStudio(library), FakeReview(library)
    window, _ = open_window(library=library)
    return window, library, LibraryPages(window)


def test_pages_are_made_when_they_are_wanted(paged, qtbot) -> None:
    window, _library, pages = paged
    assert pages.studio is None
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.shell.current == "labels"
    assert pages.studio is not None
    assert pages.review is None
    qtbot.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert window.shell.current == "review"
    assert pages.review.isVisible()


def test_a_photo_opens_from_another_page_even_when_the_grid_shows_others(paged, qtbot) -> None:
    window, library, pages = paged
    library.ranks["a dog"] = [(5, 0.4, "likely")]
    window.photos.search_for("a dog")
    qtbot.waitUntil(lambda: window.model.content.ids.tolist() == [5])
    window.shell.show_page("review")
    pages.review.open_requested.emit(3)
    qtbot.waitUntil(lambda: window.is_viewing)
    assert window.viewer.photo_id == 3
    qtbot.keyClick(window.viewer, Qt.Key.Key_Escape)
    assert window.model.content.ids.tolist() == [3]
    window.shell.show_page("review")
    pages.review.open_requested.emit(3)
    assert window.is_viewing


def test_the_pages_lead_to_each_other(paged) -> None:
    window, _library, pages = paged
    window.shell.show_page("review")
    pages.review.labels_requested.emit()
    assert window.shell.current == "labels"
    pages.studio.review_requested.emit()
    assert window.shell.current == "review"


def test_keys_of_the_review_do_not_rate_photos(paged, qtbot) -> None:
    window, library, pages = paged
    window.browser.grid.make_current(3)
    window.shell.show_page("review")
    for key in (Qt.Key.Key_1, Qt.Key.Key_F, Qt.Key.Key_P):
        qtbot.keyClick(pages.review, key)
    qtbot.wait(30)
    assert "tags.set_rating" not in library.calls
    assert "tags.set_pick" not in library.calls
    assert not window.isFullScreen()


def test_an_error_of_suggesting_is_told_once(paged, qtbot) -> None:
    window, library, pages = paged
    window.shell.show_page("labels")
    library.studio.suggest = _failing
    pages.studio.suggest_set("pets")
    qtbot.waitUntil(lambda: pages.studio.notice.text() == "The set is gone.")
    assert not window.notice.isVisible()


def _failing(*_: object, **__: object) -> None:
    raise UserError("The set is gone.")


def test_pages_follow_dark_and_no_button_is_nameless(paged) -> None:
    window, _library, pages = paged
    for name in ("labels", "review"):
        window.shell.show_page(name)
    window._tint()
    buttons = [*pages.studio.findChildren(QToolButton), *pages.review.findChildren(QToolButton)]
    own = [b for b in buttons if not b.objectName().startswith("qt_")]
    assert [b for b in own if not b.toolTip() and not b.text()] == []
    assert not window.grab().isNull()


def test_what_a_label_has_learned_makes_its_suggestions_anew(paged, qtbot) -> None:
    window, library, pages = paged
    window.shell.show_page("review")
    pages.review.teach.learned.emit("pets")
    qtbot.waitUntil(lambda: library.studio.suggested == ["pets"])
    library.studio.suggest = _failing
    qtbot.waitUntil(lambda: not window.bridge.is_working)
    pages.review.teach.learned.emit("pets")
    qtbot.waitUntil(lambda: window.notice.text() == "The set is gone.")


def test_undo_of_the_window_brings_decided_suggestions_back_into_the_queue(paged, qtbot) -> None:
    window, library, pages = paged
    for photo_id in (1, 2, 3):
        library.review.suggest(photo_id, "dog", 1 - photo_id / 10)
    window.shell.show_page("review")
    queue = pages.review.queue
    qtbot.waitUntil(lambda: len(queue.items) == 3)
    qtbot.keyClick(pages.review.label_view.grid, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: len(library.review.accepted) == 1)
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(queue.items) == 3)
    assert library.review.accepted == []
