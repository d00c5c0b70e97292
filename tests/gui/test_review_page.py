"""The review page: nothing is decided unseen, every key does what it says, all can be undone."""

from __future__ import annotations

import pytest
from fake_labels import FakeReview
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from spoken import met, spoken

from photoclip.errors import CatalogError
from photoclip.gui.bridge import Bridge
from photoclip.gui.grid.thumb_loader import ThumbLoader
from photoclip.gui.review.page import ReviewPage

pytestmark = pytest.mark.gui


@pytest.fixture
def open_page(qtbot, make_library):
    made = []

    def open_one(fill=None):
        library = make_library(12)
        library.review = FakeReview(library)
        if fill is not None:
            fill(library.review)
        bridge, thumbs = Bridge(library), ThumbLoader(library.thumbnail)
        page = ReviewPage(bridge, thumbs)
        made.append((bridge, thumbs, page))
        page.resize(900, 600)
        page.show()
        page.enter()
        return page, library.review

    yield open_one
    for bridge, thumbs, page in made:
        page.close()
        assert bridge.close()
        assert thumbs.close()
        page.deleteLater()


def two_labels(review):
    for photo_id in range(1, 7):
        review.suggest(photo_id, "dog", 1 - photo_id / 10)
    for photo_id in (1, 2, 9):
        review.suggest(photo_id, "cat", 0.5)


def labels_shown(page):
    return [page.list.item(row).text() for row in range(page.list.count())]


def ids_shown(page):
    return page.label_view.model.content.ids.tolist()


def ready(qtbot, page, count=6):
    qtbot.waitUntil(lambda: len(page.queue.items) == count)


def test_labels_come_with_their_counts_and_the_surest_photo_first(qtbot, open_page):
    page, _ = open_page(two_labels)
    ready(qtbot, page)
    assert labels_shown(page) == ["dog  (6)", "cat  (3)"]
    assert ids_shown(page) == [1, 2, 3, 4, 5, 6]


def test_an_empty_queue_says_so_and_leads_to_the_labels(qtbot, open_page):
    page, _ = open_page()
    qtbot.waitUntil(lambda: "Nothing to review" in page.message.text())
    assert not page.accept.isEnabled()
    with qtbot.waitSignal(page.labels_requested):
        page.message.button.click()


def test_a_accepts_the_current_photo_alone_and_the_next_one_follows(qtbot, open_page):
    page, review = open_page(two_labels)
    ready(qtbot, page)
    qtbot.keyClick(page.label_view.grid, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: len(review.accepted) == 1)
    assert review.accepted[0].photo_id == 1
    assert ids_shown(page) == [2, 3, 4, 5, 6]
    assert [each.photo_id for each in page.label_view.chosen()] == [2]


def test_r_rejects_what_is_selected(qtbot, open_page):
    page, review = open_page(two_labels)
    ready(qtbot, page)
    page.label_view.grid.select_first(3)
    qtbot.keyClick(page.label_view.grid, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: len(review.rejected) == 3)
    assert ids_shown(page) == [4, 5, 6]
    qtbot.waitUntil(lambda: "3" in page.notice.text())


def test_s_decides_nothing_and_moves_on(qtbot, open_page):
    page, review = open_page(two_labels)
    ready(qtbot, page)
    qtbot.keyClick(page.label_view.grid, Qt.Key.Key_S)
    assert [each.photo_id for each in page.label_view.chosen()] == [2]
    assert len(page.queue.items) == 6
    assert not review.batches


def test_z_asks_for_undo_and_what_comes_back_is_open_again(qtbot, open_page):
    page, review = open_page(two_labels)
    ready(qtbot, page)
    page.label_view.grid.select_first(2)
    qtbot.keyClick(page.label_view.grid, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: len(review.accepted) == 2)
    qtbot.waitUntil(page.undo.isEnabled)
    with qtbot.waitSignal(page.undo_requested):
        qtbot.keyClick(page.label_view.grid, Qt.Key.Key_Z)
    review.undo()
    page.start_over()
    qtbot.waitUntil(lambda: len(page.queue.items) == 6)
    assert not review.accepted


def test_the_slider_selects_the_surest_as_a_preview_and_accepts_nothing(qtbot, open_page):
    page, review = open_page(two_labels)
    ready(qtbot, page)
    page.label_view.slider.setValue(50)
    assert page.label_view.grid.selected_ids() == [1, 2, 3]
    assert not review.batches
    page.label_view.slider.setValue(100)
    assert len(page.label_view.grid.selected_ids()) == 6


def test_numbers_go_to_a_label(qtbot, open_page):
    page, _ = open_page(two_labels)
    ready(qtbot, page)
    qtbot.keyClick(page.label_view.grid, Qt.Key.Key_2)
    ready(qtbot, page, 3)
    assert ids_shown(page) == [1, 2, 9]


def test_a_label_that_is_done_makes_room_for_the_next(qtbot, open_page):
    page, review = open_page(two_labels)
    ready(qtbot, page)
    page.label_view.grid.selectAll()
    qtbot.keyClick(page.label_view.grid, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: labels_shown(page) == ["cat  (3)"])
    ready(qtbot, page, 3)
    assert len(review.accepted) == 6


def test_photo_by_photo_a_number_accepts_one_label_and_the_rest_stay(qtbot, open_page):
    page, review = open_page(two_labels)
    ready(qtbot, page)
    page.by_photo.click()
    qtbot.waitUntil(lambda: page.photo_view.labels.count() == 2)
    assert page.photo_view.labels.item(0).text().endswith("dog")
    qtbot.keyClick(page.photo_view.labels, Qt.Key.Key_2)
    qtbot.waitUntil(lambda: [each.label for each in review.accepted] == ["cat"])
    assert page.photo_view.labels.count() == 1


def test_photo_by_photo_a_accepts_all_labels_and_the_next_photo_comes(qtbot, open_page):
    page, review = open_page(two_labels)
    ready(qtbot, page)
    page.by_photo.click()
    qtbot.waitUntil(lambda: page.photo_view.labels.count() == 2)
    before = page.queue.group
    qtbot.keyClick(page.photo_view.labels, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: len(review.accepted) == 2)
    qtbot.waitUntil(lambda: page.queue.group != before and page.photo_view.labels.count() > 0)


def test_a_decision_that_fails_is_told_and_the_photos_come_back(qtbot, open_page):
    page, review = open_page(two_labels)
    ready(qtbot, page)
    review.errors["accept"] = CatalogError("The catalog cannot be written; free some space.")
    qtbot.keyClick(page.label_view.grid, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: "free some space" in page.notice.text())
    ready(qtbot, page)


def test_learning_says_what_is_lacking_then_what_it_brought_and_can_be_reset(qtbot, open_page):
    page, review = open_page(two_labels)
    ready(qtbot, page)
    qtbot.waitUntil(lambda: "3 more accepted and 4 more rejected" in page.teach.text())
    assert not page.teach.learn_button.isEnabled()
    review.report = type(review.report)(
        "pets", "dog", 6, 7, (0, 0), float("nan"), float("nan"), False
    )
    page.teach.show_label("pets", "dog")
    qtbot.waitUntil(page.teach.learn_button.isEnabled)
    with qtbot.waitSignal(page.suggest_requested):
        page.teach.learn_button.click()
    assert "right 50 % → 90 %, found 40 % → 80 %" in page.teach.text()
    assert "in use" in page.teach.text()
    page.teach.reset_button.click()
    qtbot.waitUntil(lambda: review.reset == [("pets", "dog")])


def test_learning_is_offered_once_there_are_enough_decisions(qtbot, open_page):
    page, review = open_page(two_labels)
    ready(qtbot, page)
    qtbot.waitUntil(lambda: "more accepted" in page.teach.text())
    nan = float("nan")
    review.report = type(review.report)("pets", "dog", 6, 7, (0, 0), nan, nan, False)
    qtbot.keyClick(page.label_view.grid, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: "“dog” has enough decisions" in page.notice.text())
    with qtbot.waitSignal(page.suggest_requested):
        page.notice.action_button.click()
    assert not page.notice.isVisible()
    qtbot.keyClick(page.label_view.grid, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: len(review.accepted) == 2)
    qtbot.wait(60)
    assert not page.notice.isVisible()


@pytest.mark.parametrize("width", [528, 700, 900])
def test_every_button_shows_its_whole_word_at_any_width(qtbot, open_page, width):
    page, _ = open_page(two_labels)
    ready(qtbot, page)
    page.resize(width, 500)
    qtbot.wait(30)
    assert page.width() == width
    for button in (page.accept, page.reject, page.skip, page.undo):
        assert button.width() >= button.sizeHint().width(), button.text()
        assert button.visibleRegion().boundingRect().width() == button.width()


def test_a_screen_reader_is_told_what_is_there(qtbot, open_page):
    page, _ = open_page(two_labels)
    ready(qtbot, page)
    role = QAccessible.Role
    qtbot.waitUntil(lambda: any("photo_001.jpg" in name for _, name in met(page)))
    found = met(page)
    assert (role.Slider, "Select suggestions from this sureness on") in found
    assert (role.ListItem, "dog  (6)") in found
    cells = [name for kind, name in found if kind == role.ListItem and "photo_" in name]
    assert len(cells) == 6
    slider = next(
        each
        for kind, _, each in spoken(QAccessible.queryAccessibleInterface(page))
        if kind == role.Slider
    )
    page.label_view.slider.setValue(7)
    assert slider.valueInterface().currentValue() == 7
