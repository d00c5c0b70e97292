"""The label studio: what is typed is seen at once and kept, and nothing is tagged by looking."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fake_labels import FakeReview, FakeStudio
from PySide6.QtCore import QPoint, Qt

from photoclip.errors import UserError
from photoclip.gui.bridge import Bridge
from photoclip.gui.grid.thumb_loader import ThumbLoader
from photoclip.gui.studio.page import StudioPage
from photoclip.library import LabelSetInfo

pytestmark = pytest.mark.gui


@pytest.fixture
def open_page(qtbot, make_library):
    made = []

    def open_one(answers=()):
        library = make_library(12)
        library.studio, library.review = FakeStudio(library), FakeReview(library)
        given = iter(answers)
        bridge, thumbs = Bridge(library), ThumbLoader(library.thumbnail)
        page = StudioPage(bridge, thumbs, ask_text=lambda *_: next(given, ""))
        made.append((bridge, thumbs, page))
        page.resize(1100, 640)
        page.show()
        page.enter()
        qtbot.waitUntil(lambda: bool(library.studio.previews))
        return page, library.studio

    yield open_one
    for bridge, thumbs, page in made:
        page.close()
        assert bridge.close()
        assert thumbs.close()
        page.deleteLater()


def test_the_first_label_is_shown_with_what_it_finds(qtbot, open_page):
    page, _ = open_page()
    assert page.tree.key() == ("pets", "cat")
    assert page.label_form.parents.text() == "Animals"
    qtbot.waitUntil(lambda: "7 of 36 photos above the line" in page.preview.count.text())
    assert page.preview.model.content.ids.tolist() == [1, 2, 3, 4]


def test_typing_a_prompt_asks_for_a_preview_and_is_kept_after_a_pause(qtbot, open_page):
    page, studio = open_page()
    page.label_form.prompts.setPlainText("a cat\na tiger on a sofa")
    qtbot.waitUntil(lambda: studio.previews[-1][2] == ("a cat", "a tiger on a sofa"))
    qtbot.waitUntil(lambda: studio.label("cat").prompts == ("a cat", "a tiger on a sofa"))


def test_leaving_a_label_keeps_what_was_typed_and_never_writes_it_to_the_other(qtbot, open_page):
    page, studio = open_page()
    page.label_form.prompts.setPlainText("a lynx")
    page.tree.choose("pets", "dog")
    qtbot.waitUntil(lambda: studio.label("cat").prompts == ("a lynx",))
    assert studio.label("dog").prompts == ("a dog",)
    assert page.label_form.prompts.toPlainText() == "a dog"


def test_a_refresh_does_not_take_away_what_is_being_typed(qtbot, open_page):
    page, _ = open_page()
    page.label_form.prompts.setPlainText("half a sen")
    page.desk.ask_sets()
    qtbot.wait(150)
    assert page.label_form.prompts.toPlainText() == "half a sen"


def test_dragging_the_line_previews_and_letting_go_keeps_it(qtbot, open_page):
    page, studio = open_page()
    qtbot.waitUntil(lambda: bool(page.preview.count.text()))
    histogram = page.preview.histogram
    middle = histogram.height() // 2
    place = QPoint(round(histogram._x_of(1.5)), middle)
    qtbot.mousePress(histogram, Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: studio.previews[-1][3] == pytest.approx(1.5, abs=0.02))
    assert studio.label("cat").threshold is None
    qtbot.mouseRelease(histogram, Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: studio.label("cat").threshold == pytest.approx(1.5, abs=0.02))
    qtbot.waitUntil(page.preview.calibrated.isVisible)
    page.preview.calibrated.click()
    qtbot.waitUntil(lambda: studio.label("cat").threshold is None)


def test_the_arrow_keys_move_the_line(qtbot, open_page):
    page, studio = open_page()
    qtbot.waitUntil(lambda: bool(page.preview.count.text()))
    qtbot.keyClick(page.preview.histogram, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: studio.label("cat").threshold is not None)
    assert studio.label("cat").threshold > 0


def test_nothing_is_accepted_unasked_until_it_is_turned_on_and_then_above_the_line(
    qtbot, open_page
):
    page, studio = open_page()
    qtbot.waitUntil(lambda: bool(page.preview.count.text()))
    assert not page.preview.auto.isChecked()
    page.preview.auto.click()
    qtbot.waitUntil(lambda: studio.label("cat").auto_accept is not None)
    assert studio.label("cat").auto_accept > 0
    page.preview.auto.click()
    qtbot.waitUntil(lambda: studio.label("cat").auto_accept is None)


def test_a_new_label_is_added_and_chosen(qtbot, open_page):
    page, studio = open_page(["hamster"])
    page._actions["new_label"].trigger()
    qtbot.waitUntil(lambda: page.tree.key() == ("pets", "hamster"))
    assert page.label_form.name.text() == "hamster"
    assert studio.label("hamster").prompts == ()


def test_renaming_a_label_keeps_it_chosen(qtbot, open_page):
    page, studio = open_page()
    page.label_form.name.setText("kitty")
    page.label_form.keep()
    qtbot.waitUntil(lambda: page.tree.key() == ("pets", "kitty"))
    assert studio.label("kitty").prompts == ("a cat", "a kitten")


def test_a_set_has_its_own_form(qtbot, open_page):
    page, studio = open_page()
    page.tree.choose("pets", "")
    assert page.set_form.name.text() == "pets"
    assert page.set_form.several.isChecked()
    page.set_form.several.click()
    qtbot.waitUntil(lambda: not studio.found["pets"].multi_label)
    page.set_form.templates.setPlainText("a photo of {}\na drawing of {}")
    page.set_form.keep_templates.click()
    qtbot.waitUntil(lambda: studio.found["pets"].templates == ("a photo of {}", "a drawing of {}"))


def test_a_name_that_is_taken_is_told_in_the_page(qtbot, open_page):
    page, _ = open_page(["pets"])
    page._actions["new_set"].trigger()
    qtbot.waitUntil(lambda: "already" in page.notice.text())


def test_suggesting_is_a_job_and_leads_to_the_review(qtbot, open_page):
    page, studio = open_page()
    page.suggest.click()
    qtbot.waitUntil(lambda: "4 suggestion" in page.notice.text())
    assert studio.suggested == ["pets"]
    with qtbot.waitSignal(page.review_requested):
        page.notice.action_button.click()


def test_a_change_that_fails_is_told(qtbot, open_page):
    page, studio = open_page()
    studio.errors["put_label"] = UserError("There is a tag named “dog” already.")
    page.label_form.name.setText("dog")
    page.label_form.keep()
    qtbot.waitUntil(lambda: "already" in page.notice.text())


def test_suggesting_can_be_for_the_photos_of_an_album(qtbot, open_page):
    page, studio = open_page()
    assert not page.bar.where.isVisible()
    page._bridge.library.albums.create("Italy")
    qtbot.waitUntil(page.bar.where.isVisible)
    page.bar.where.setCurrentIndex(1)
    assert page.bar.where.currentText() == "Album Italy"
    page.suggest.click()
    qtbot.waitUntil(lambda: studio.suggested_in == ["Italy"])
    page.bar.where.setCurrentIndex(0)
    qtbot.waitUntil(page.suggest.isEnabled)
    page.suggest.click()
    qtbot.waitUntil(lambda: studio.suggested_in == ["Italy", None])


def test_a_shipped_set_says_what_it_is_until_it_is_used(qtbot, open_page):
    page, studio = open_page()
    studio.found["pets"] = replace(studio.found["pets"], in_library=False)
    page.desk.ask_sets()
    qtbot.waitUntil(lambda: page.bar.about.text().startswith("Example, yours once you use"))
    assert not page._actions["remove"].isEnabled()


def test_the_sets_of_ones_own_come_before_the_shipped_ones(qtbot, open_page):
    page, studio = open_page()
    studio.found["animals"] = LabelSetInfo("animals", (), True, (), in_library=False)
    page.desk.ask_sets()
    qtbot.waitUntil(lambda: page.tree.topLevelItemCount() == 2)
    assert [page.tree.topLevelItem(i).text(0) for i in (0, 1)] == ["pets", "animals"]
    assert page.tree.key() == ("pets", "cat")


@pytest.mark.parametrize("width", [528, 1100])
def test_sets_and_number_can_be_read_at_any_width(qtbot, open_page, width):
    page, _ = open_page()
    qtbot.waitUntil(lambda: bool(page.preview.count.text()))
    page.resize(width, 560)
    qtbot.wait(30)
    assert page.width() == width
    assert page.tree.width() >= 130
    count = page.preview.count
    assert count.width() >= count.fontMetrics().horizontalAdvance(count.text())
    assert page.preview.auto.width() >= page.preview.auto.sizeHint().width()
