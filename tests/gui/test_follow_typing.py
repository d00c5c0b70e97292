"""Results follow typing: late answers are dropped, unfinished queries keep what is shown."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt

from photoclip.changes import ChangeSet
from photoclip.gui.query.box import DEBOUNCE_MS
from photoclip.results import Hint, QueryProblem

pytestmark = pytest.mark.gui

DOG = [(5, 0.34, "likely"), (2, 0.30, "likely")]
CAT = [(9, 0.34, "likely")]


def shown_ids(window) -> list[int]:  # type: ignore[no-untyped-def]
    return window.model.content.ids.tolist()


def type_into(window, qtbot, text: str) -> None:  # type: ignore[no-untyped-def]
    window.browser.search_box.setFocus()
    qtbot.keyClicks(window.browser.search_box, text)


def test_results_follow_when_the_typing_rests(open_window, qtbot) -> None:
    window, library = open_window(12)
    library.ranks = {"a dog": DOG}
    type_into(window, qtbot, "a dog")
    assert library.asked == []
    qtbot.waitUntil(lambda: shown_ids(window) == [5, 2])
    assert [asked[0] for asked in library.asked] == ["a dog"]


def test_the_grid_keeps_the_old_content_until_the_new_is_there(open_window, qtbot) -> None:
    window, library = open_window(12)
    library.ranks = {"a dog": DOG, "a dog or": CAT}
    library.gates["a dog or"] = threading.Event()
    type_into(window, qtbot, "a dog")
    qtbot.waitUntil(lambda: shown_ids(window) == [5, 2])
    type_into(window, qtbot, " or")
    qtbot.waitUntil(lambda: library.asked[-1][0] == "a dog or")
    assert shown_ids(window) == [5, 2]
    assert window.browser.page is window.browser.grid
    library.gates["a dog or"].set()
    qtbot.waitUntil(lambda: shown_ids(window) == [9])


def test_an_answer_to_an_older_text_is_dropped(open_window, qtbot) -> None:
    window, library = open_window(12)
    library.ranks = {"a dog": DOG, "a dogs": CAT}
    library.gates["a dog"] = threading.Event()
    type_into(window, qtbot, "a dog")
    qtbot.waitUntil(lambda: bool(library.asked))
    seen = []
    window.results.content_changed.connect(lambda content, *_: seen.append(content.ids.tolist()))
    type_into(window, qtbot, "s")
    library.gates["a dog"].set()
    qtbot.waitUntil(lambda: shown_ids(window) == [9])
    assert seen == [[9]]


@pytest.mark.parametrize("unfinished", [" rating:", ' "big', " (", " OR"])
def test_an_unfinished_query_keeps_what_is_shown(open_window, qtbot, unfinished: str) -> None:
    window, library = open_window(12)
    library.ranks = {"a dog": DOG}
    text = f"a dog{unfinished}"
    library.problems[text] = QueryProblem("Not yet.", 6, len(text))
    type_into(window, qtbot, "a dog")
    qtbot.waitUntil(lambda: shown_ids(window) == [5, 2])
    for at in range(1, len(unfinished)):
        part = f"a dog{unfinished[:at]}"
        library.problems[part] = QueryProblem("Not yet.", 5, len(part))
    type_into(window, qtbot, unfinished)
    qtbot.waitUntil(lambda: window.browser.search_box.problem is not None)
    qtbot.wait(2 * DEBOUNCE_MS)
    assert shown_ids(window) == [5, 2]
    assert [asked[0] for asked in library.asked] == ["a dog"]


def test_enter_searches_at_once(open_window, qtbot) -> None:
    window, library = open_window(12)
    library.ranks = {"a dog": DOG}
    library.asking.gate.clear()
    type_into(window, qtbot, "a dog")
    qtbot.keyClick(window.browser.search_box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shown_ids(window) == [5, 2])
    library.asking.gate.set()


def test_nothing_follows_where_the_setting_is_off_but_enter_does(open_window, qtbot) -> None:
    window, library = open_window(12)
    library.settings.set("search.follow_typing", False)
    library.ranks = {"tag:x dog": DOG}
    type_into(window, qtbot, "tag:x dog")
    # The text has been looked at all the same.
    qtbot.waitUntil(lambda: len(window.browser.query_chips.chips) == 1)
    assert library.asked == []
    qtbot.keyClick(window.browser.search_box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shown_ids(window) == [5, 2])


def test_a_cold_model_is_not_started_for_half_a_sentence(open_window, qtbot) -> None:
    window, library = open_window(12)
    library.asking.cold = True
    assistant = window.photos.assistant
    type_into(window, qtbot, "a dog")
    qtbot.waitUntil(assistant._cold_timer.isActive)
    assert library.asked == []
    type_into(window, qtbot, "s")
    assert not assistant._cold_timer.isActive()
    qtbot.waitUntil(lambda: bool(library.asked), timeout=5000)
    assert library.asked[0][0] == "a dogs"


def test_a_filter_waits_for_no_model(open_window, qtbot) -> None:
    window, library = open_window(12)
    library.asking.cold = True
    type_into(window, qtbot, "rating:5")
    qtbot.waitUntil(lambda: bool(library.asked))
    assert not window.photos.assistant._cold_timer.isActive()


def test_escape_clears_the_text_first_and_then_goes_to_the_photos(open_window, qtbot) -> None:
    window, library = open_window(12)
    library.ranks = {"a dog": DOG}
    box = window.browser.search_box
    type_into(window, qtbot, "a dog")
    qtbot.waitUntil(lambda: shown_ids(window) == [5, 2])
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert box.text() == ""
    assert box.hasFocus()
    qtbot.waitUntil(lambda: len(shown_ids(window)) == 12)
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert window.browser.grid.hasFocus()


def test_a_misspelt_field_is_put_right_by_a_click(open_window, qtbot) -> None:
    window, library = open_window(12)
    text = "raiting:5"
    library.problems[text] = QueryProblem("There is no field.", 0, 7, "rating:5")
    window.photos.assistant._tell_timer.setInterval(20)
    type_into(window, qtbot, text)
    note = window.browser.query_note
    qtbot.waitUntil(lambda: note.text() == "There is no field.")
    assert note.has_replacement
    note.use()
    assert window.browser.search_box.text() == "rating:5"
    qtbot.waitUntil(lambda: bool(library.asked) and library.asked[-1][0] == "rating:5")


def test_a_mistake_is_underlined_at_its_place_behind_rare_characters(open_window, qtbot) -> None:
    from photoclip.gui.query.marks import Ruler

    window, _ = open_window(3)
    box = window.browser.search_box
    box.set_quietly("🐕🐕 rating:9")
    box.mark(QueryProblem("No.", 3, 11))
    metrics = box.fontMetrics()
    ruler = Ruler(box)
    assert ruler.x(11) - ruler.x(3) == metrics.horizontalAdvance("🐕🐕 rating:9") - (
        metrics.horizontalAdvance("🐕🐕 ")
    )
    box.select_part(3, 11)
    assert box.selectedText() == "rating:9"


def test_the_sentence_of_a_mistake_is_the_description_for_screen_readers(
    open_window, qtbot
) -> None:
    window, library = open_window(3)
    library.problems["is:x"] = QueryProblem("There is no such state.", 0, 4)
    type_into(window, qtbot, "is:x")
    box = window.browser.search_box
    qtbot.waitUntil(lambda: box.accessibleDescription() == "There is no such state.")
    qtbot.keyClick(box, Qt.Key.Key_Backspace)
    assert box.accessibleDescription() == ""


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_bookmark_in_the_box_keeps_the_search(open_window, qtbot) -> None:
    window, _ = open_window(6)
    box = window.browser.search_box
    assert not box.bookmark.isVisible()
    type_into(window, qtbot, "a dog")
    assert box.bookmark.isVisible()
    box.bookmark.trigger()
    assert window.results.state.request.text == "a dog"
    question = window.album_actions._save.dialog
    assert "a dog" in question.labelText()
    question.reject()


def test_a_quick_answer_changes_the_words_once_and_a_slow_one_is_announced(
    open_window, qtbot
) -> None:
    window, library = open_window(12)
    library.ranks = {"a dog": DOG, "a cat": CAT}
    bar = window.browser.result_bar
    type_into(window, qtbot, "a dog")
    qtbot.waitUntil(lambda: bar.text().startswith("2 likely"))
    library.gates["a cat"] = threading.Event()
    window.browser.search_box.search_for("a cat")
    assert bar.text().startswith("2 likely")
    qtbot.waitUntil(lambda: "Searching" in bar.text())
    library.gates["a cat"].set()
    qtbot.waitUntil(lambda: bar.text().startswith("1 likely"))


def test_typing_on_into_an_unfinished_query_ends_the_search_that_ran(open_window, qtbot) -> None:
    window, library = open_window(12)
    library.ranks = {"a dog": DOG, "a dogs": CAT}
    library.gates["a dogs"] = threading.Event()
    library.problems['a dogs "'] = QueryProblem("Not closed.", 7, 8)
    type_into(window, qtbot, "a dog")
    qtbot.waitUntil(lambda: shown_ids(window) == [5, 2])
    type_into(window, qtbot, "s")
    qtbot.waitUntil(lambda: window.results.state.busy)
    type_into(window, qtbot, ' "')
    library.gates["a dogs"].set()
    qtbot.waitUntil(lambda: window.browser.search_box.problem is not None)
    assert not window.results.state.busy
    assert shown_ids(window) == [5, 2]
    assert window.browser.result_bar.text().startswith("2 likely")


def test_a_search_tells_how_many_photos_it_can_find_while_they_are_indexed(
    open_window, qtbot, make_library
) -> None:
    library = make_library(12)
    library.waiting = 5
    library.ranks = {"a dog": DOG}
    window, _ = open_window(library=library)
    type_into(window, qtbot, "a dog")
    bar = window.browser.result_bar
    qtbot.waitUntil(lambda: bar.text() == "2 likely · searching 7 of 12")
    assert "searching 7 of 12" in window.status._counts_text
    library.waiting = 0
    library.publish(ChangeSet(photos=frozenset({1}), embeddings=True))
    qtbot.waitUntil(lambda: bar.text() == "2 likely")


def test_new_vectors_refresh_the_results_without_a_jump(open_window, qtbot) -> None:
    window, library = open_window(12)
    library.ranks = {"a dog": DOG}
    type_into(window, qtbot, "a dog")
    qtbot.waitUntil(lambda: shown_ids(window) == [5, 2])
    kept = []
    window.results.content_changed.connect(lambda _content, _sections, keep: kept.append(keep))
    library.ranks["a dog"] = [*DOG, (7, 0.2, "maybe")]
    library.publish(ChangeSet(embeddings=True))
    qtbot.waitUntil(lambda: shown_ids(window) == [5, 2, 7])
    assert kept == [True]


def test_a_hint_stays_until_the_next_answer_so_that_nothing_jumps(open_window, qtbot) -> None:
    window, library = open_window(12)
    library.ranks = {"a dgo": DOG, "a dgos": CAT}
    library.hints["a dgo"] = (Hint("typo", "Did you mean “a dog”?", "a dog"),)
    note = window.browser.query_note
    type_into(window, qtbot, "a dgo")
    qtbot.waitUntil(lambda: note.text() != "")
    height = window.browser.top.height()
    library.gates["a dgos"] = threading.Event()
    type_into(window, qtbot, "s")
    qtbot.waitUntil(lambda: library.asked[-1][0] == "a dgos")
    assert window.browser.top.height() == height
    library.gates["a dgos"].set()
    qtbot.waitUntil(lambda: note.text() == "")
