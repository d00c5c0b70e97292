"""Fields of the query as chips: they follow the text, and can be taken out and typed anew."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from photoclip.gui.query.marks import moved, text_area, to_place, to_units

pytestmark = pytest.mark.gui

QUERY = "dog -tag:x beach rating:>=3"


@pytest.fixture
def chips(open_window, qtbot):  # type: ignore[no-untyped-def]
    """A window whose query has two fields."""
    window, library = open_window(12)
    window.browser.search_box.setFocus()
    window.browser.search_box.search_for(QUERY)
    row = window.browser.query_chips
    qtbot.waitUntil(lambda: len(row.chips) == 2)
    return window, library, row


def words(row) -> list[str]:  # type: ignore[no-untyped-def]
    return [chip.words() for chip in row.chips]


def test_fields_stand_as_chips_and_words_do_not(chips) -> None:
    window, _library, row = chips
    assert row.isVisible()
    assert words(row) == ["not tag: x", "rating: >=3"]
    spans = window.browser.search_box.field_spans
    assert [QUERY[start:end] for start, end in spans] == ["-tag:x", "rating:>=3"]


def test_a_query_of_words_has_no_chips_and_takes_no_room(chips, qtbot) -> None:
    window, _library, row = chips
    window.browser.search_box.search_for("dog")
    qtbot.waitUntil(lambda: not row.isVisible())
    assert row.chips == []
    assert window.browser.search_box.field_spans == []


def test_enter_before_the_typing_rests_brings_the_chips_up_to_date(chips, qtbot) -> None:
    window, _library, row = chips
    box = window.browser.search_box
    box.clear()
    qtbot.keyClicks(box, "cat in:odd")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: words(row) == ["in: odd"])
    box.clear()
    qtbot.keyClicks(box, "cat")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: row.chips == [])


def test_the_cross_takes_a_field_out_and_searches_for_the_rest(chips, qtbot) -> None:
    window, library, row = chips
    qtbot.mouseClick(row.chips[0].cross, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.browser.search_box.text() == "dog beach rating:>=3")
    qtbot.waitUntil(lambda: library.asked[-1][0] == "dog beach rating:>=3")
    qtbot.waitUntil(lambda: words(row) == ["rating: >=3"])


def test_chips_are_reached_walked_and_removed_by_keys_alone(chips, qtbot) -> None:
    window, _library, row = chips
    box = window.browser.search_box
    box.setFocus()
    for _ in range(12):
        if row.chips[0].body.hasFocus():
            break
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert row.chips[0].body.hasFocus()
    qtbot.keyClick(row.chips[0].body, Qt.Key.Key_Right)
    assert row.chips[1].body.hasFocus()
    qtbot.keyClick(row.chips[1].body, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: box.text() == "dog -tag:x beach")
    # The keyboard stays among the chips while there are any, and then goes to the box.
    qtbot.waitUntil(lambda: len(row.chips) == 1 and row.chips[0].body.hasFocus())
    qtbot.keyClick(row.chips[0].body, Qt.Key.Key_Backspace)
    qtbot.waitUntil(lambda: box.text() == "dog beach")
    qtbot.waitUntil(box.hasFocus)


def test_enter_on_a_chip_selects_its_text_to_be_typed_over(chips, qtbot) -> None:
    window, _library, row = chips
    box = window.browser.search_box
    row.chips[1].body.setFocus()
    qtbot.keyClick(row.chips[1].body, Qt.Key.Key_Return)
    assert box.hasFocus()
    assert box.selectedText() == "rating:>=3"
    qtbot.keyClicks(box, "tag:y")
    assert box.text() == "dog -tag:x beach tag:y"


def test_a_click_on_a_chip_selects_its_text(chips, qtbot) -> None:
    window, _library, row = chips
    qtbot.mouseClick(row.chips[0].body, Qt.MouseButton.LeftButton)
    assert window.browser.search_box.selectedText() == "-tag:x"


def test_escape_and_left_of_the_first_chip_lead_back_to_the_box(chips, qtbot) -> None:
    window, _library, row = chips
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Left):
        row.chips[0].body.setFocus()
        qtbot.keyClick(row.chips[0].body, key)
        assert window.browser.search_box.hasFocus()
        assert window.browser.search_box.text() == QUERY


def test_chips_say_what_they_are_and_what_can_be_done(chips) -> None:
    _window, _library, row = chips
    chip = row.chips[0]
    assert chip.body.accessibleName() == "not tag: x"
    assert "Delete" in chip.body.accessibleDescription()
    assert "not tag: x" in chip.cross.accessibleName()


def test_marks_move_with_the_text_at_once(chips, qtbot) -> None:
    window, _library, _row = chips
    box = window.browser.search_box
    box.setFocus()
    box.home(False)
    qtbot.keyClicks(box, "a ")
    assert [box.text()[a:b] for a, b in box.field_spans] == ["-tag:x", "rating:>=3"]
    box.setCursorPosition(len("a dog -tag"))
    qtbot.keyClicks(box, "s")
    assert [box.text()[a:b] for a, b in box.field_spans] == ["rating:>=3"]


def test_an_unfinished_query_keeps_the_chips_of_its_whole_fields(chips, qtbot) -> None:
    window, _library, row = chips
    box = window.browser.search_box
    box.setFocus()
    box.end(False)
    qtbot.keyClicks(box, ' "unclosed')
    qtbot.wait(300)
    assert words(row) == ["not tag: x", "rating: >=3"]


def test_a_picture_chip_shows_the_picture(open_window, qtbot, thumb_bytes) -> None:
    window, library = open_window(6)
    library.asking.pictures["/p/pool.jpg"] = thumb_bytes
    window.browser.search_box.search_for('like:"/p/pool.jpg" like:gone.jpg')
    row = window.browser.query_chips
    qtbot.waitUntil(lambda: len(row.chips) == 2)
    first, second = row.chips
    qtbot.waitUntil(lambda: first.body.iconSize().width() > second.body.iconSize().width())
    assert words(row) == ["like pool.jpg", "like gone.jpg"]
    assert not window.grab().isNull()


def test_the_marks_are_painted_behind_nothing_and_only_on_the_fields(open_window, qtbot) -> None:
    window, _ = open_window(3)
    box = window.browser.search_box
    window.browser.grid.setFocus()
    box.setClearButtonEnabled(False)
    box.set_quietly("dog tag:x beach")
    qtbot.waitUntil(lambda: bool(box.field_spans))
    # The buttons in the box come and go by degrees.
    qtbot.wait(400)
    image = box.grab().toImage()
    box.show_terms(())
    clean = box.grab().toImage()
    ratio = image.width() / box.width()
    changed = {
        x / ratio
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y) != clean.pixelColor(x, y)
    }
    metrics = box.fontMetrics()
    start = box.cursorRect().center().x() - metrics.horizontalAdvance(box.text())
    assert min(changed) >= start + metrics.horizontalAdvance("dog ") - 5
    assert max(changed) <= start + metrics.horizontalAdvance("dog tag:x") + 5


def test_marks_of_a_long_query_stay_between_the_buttons(open_window, qtbot) -> None:
    window, _ = open_window(3)
    box = window.browser.search_box
    box.set_quietly("tag:" + "x" * 400 + " dog")
    qtbot.waitUntil(lambda: bool(box.field_spans))
    qtbot.wait(400)
    area = text_area(box)
    assert 0 < area.left() < area.right() < box.width()
    marked = box.grab().toImage()
    box.show_terms(())
    clean = box.grab().toImage()
    ratio = clean.width() / box.width()
    changed = {
        x / ratio
        for x in range(clean.width())
        for y in range(clean.height())
        if clean.pixelColor(x, y) != marked.pixelColor(x, y)
    }
    assert area.left() <= min(changed)
    assert max(changed) <= area.right() + 1


@given(st.text(max_size=12), st.data())
def test_places_and_units_of_qt_are_the_same_place(text, data):
    place = data.draw(st.integers(0, len(text)))
    units = to_units(text, place)
    assert units == len(text[:place].encode("utf-16-le", "surrogatepass")) // 2
    assert to_place(text, units) == place


@given(st.text("ab ", max_size=8), st.text("ab ", max_size=8), st.data())
def test_a_part_that_moved_is_still_the_same_text(before, after, data):
    start = data.draw(st.integers(0, len(before)))
    end = data.draw(st.integers(start, len(before)))
    for left, right in moved([(start, end)], before, after):
        assert 0 <= left <= right <= len(after)
        assert after[left:right] == before[start:end]
