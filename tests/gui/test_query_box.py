"""The query box as a person uses it: completion, marks, hints, drops, strictness, more."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication

from photoclip.errors import QueryError
from photoclip.gui.desktop import PHOTO_IDS, mime_of_photos, photo_ids_of, pictures_of
from photoclip.gui.query import text as query_text
from photoclip.gui.query.marks import Ruler
from photoclip.results import Completion, Hint, QueryProblem

pytestmark = pytest.mark.gui

DOG = [(5, 0.34, "likely"), (2, 0.30, "likely"), (9, 0.21, "maybe"), (1, 0.05, "hidden")]
TAGS = [
    Completion("tag:", 0, 2, "has the tag"),
    Completion('tag:"Holiday/Italy"', 0, 2, "2 photos"),
]
PROBLEM = QueryProblem("“x” is not a number of stars; write a number from 0 to 5.", 9, 10)
WRONG = "rating:>=x dog"


def shown_ids(window) -> list[int]:  # type: ignore[no-untyped-def]
    return window.model.content.ids.tolist()


def type_and_search(window, qtbot, text: str) -> None:  # type: ignore[no-untyped-def]
    box = window.browser.search_box
    box.setFocus()
    box.clear()
    qtbot.keyClicks(box, text)
    qtbot.keyClick(box, Qt.Key.Key_Return)


def search(window, qtbot, text: str) -> None:  # type: ignore[no-untyped-def]
    type_and_search(window, qtbot, text)
    qtbot.waitUntil(
        lambda: window.results.state.request.text == text and not window.results.state.busy
    )


@pytest.fixture
def completing(open_window, qtbot):  # type: ignore[no-untyped-def]
    window, library = open_window(12)
    library.completions["ta"] = TAGS
    box = window.browser.search_box
    box.setFocus()
    qtbot.keyClicks(box, "ta")
    qtbot.waitUntil(box.completions.isVisible)
    return window, library, box


# --- completion ---
def test_completions_appear_while_typing_and_none_is_chosen_yet(completing) -> None:
    _window, _library, box = completing
    assert [box.completions.item(i).text() for i in range(2)] == [c.text for c in TAGS]
    assert box.completions.current() is None
    assert box.hasFocus()


def test_down_and_enter_put_a_completion_in_its_place(completing, qtbot) -> None:
    _window, _library, box = completing
    qtbot.keyClick(box, Qt.Key.Key_Down)
    qtbot.keyClick(box, Qt.Key.Key_Down)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert box.text() == 'tag:"Holiday/Italy"'
    assert not box.completions.isVisible()


def test_tab_takes_the_first_completion_and_undo_brings_the_typed_text_back(
    completing, qtbot
) -> None:
    _window, _library, box = completing
    qtbot.keyClick(box, Qt.Key.Key_Tab)
    assert box.text() == "tag:"
    assert box.hasFocus()
    box.undo()
    assert box.text() == "ta"


def test_a_completion_replaces_only_its_own_part(open_window, qtbot) -> None:
    window, _ = open_window(3)
    box = window.browser.search_box
    box.setText("dog ra beach")
    box.take(Completion("rating:", 4, 6))
    assert box.text() == "dog rating: beach"
    assert box.cursorPosition() == len("dog rating:")
    box.take(Completion("year:2023 ", 0, 0))
    assert box.text() == "year:2023 dog rating: beach"


def test_enter_without_a_choice_searches_for_what_was_typed(completing, qtbot) -> None:
    window, _library, box = completing
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert box.text() == "ta"
    assert not box.completions.isVisible()
    qtbot.waitUntil(lambda: window.results.state.request.text == "ta")


def test_escape_closes_the_list_first_and_leaves_the_text(completing, qtbot) -> None:
    _window, _library, box = completing
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert not box.completions.isVisible()
    assert box.text() == "ta"


def test_up_from_nothing_chooses_the_last_and_past_the_end_nothing(completing, qtbot) -> None:
    _window, _library, box = completing
    qtbot.keyClick(box, Qt.Key.Key_Up)
    assert box.completions.current() == TAGS[1]
    qtbot.keyClick(box, Qt.Key.Key_Down)
    assert box.completions.current() is None


def test_a_click_takes_a_completion(completing, qtbot) -> None:
    _window, _library, box = completing
    item = box.completions.item(1)
    where = box.completions.visualItemRect(item).center()
    qtbot.mouseClick(box.completions.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert box.text() == TAGS[1].text


def test_completions_of_a_text_that_has_changed_are_not_shown(open_window, qtbot) -> None:
    window, library = open_window(3)
    library.completions["ta"] = TAGS
    box, assistant = window.browser.search_box, window.photos.assistant
    box.setFocus()
    qtbot.keyClicks(box, "ta")
    assistant._on_complete_due()
    qtbot.keyClicks(box, "b")
    assistant._on_completed(TAGS)
    assert not box.completions.isVisible()


def test_a_text_set_by_the_program_opens_no_list(open_window, qtbot) -> None:
    window, library = open_window(3)
    library.completions["ta"] = TAGS
    window.browser.search_box.setFocus()
    window.browser.search_box.search_for("ta")
    qtbot.wait(250)
    assert "complete_query" not in library.calls
    assert not window.browser.search_box.completions.isVisible()


def test_down_enters_the_results_where_no_list_is_open(open_window, qtbot) -> None:
    window, _ = open_window(6)
    window.browser.search_box.setFocus()
    qtbot.keyClick(window.browser.search_box, Qt.Key.Key_Down)
    assert window.browser.grid.hasFocus()


# --- mistakes ---
def test_a_mistake_is_underlined_while_typing_and_not_searched_for(open_window, qtbot) -> None:
    window, library = open_window(12)
    library.problems[WRONG] = PROBLEM
    box = window.browser.search_box
    box.setFocus()
    before = shown_ids(window)
    qtbot.keyClicks(box, WRONG)
    qtbot.waitUntil(lambda: box.problem == PROBLEM)
    assert box.toolTip() == PROBLEM.message
    qtbot.waitUntil(lambda: window.browser.query_note.text() == PROBLEM.message)
    assert "search" not in library.calls
    assert shown_ids(window) == before
    line = Ruler(box).under(PROBLEM.start, PROBLEM.end)
    metrics = box.fontMetrics()
    assert line.length() == pytest.approx(max(metrics.horizontalAdvance("x"), 12), abs=2)
    left = metrics.horizontalAdvance(WRONG[:9])
    start = box.cursorRect().center().x() - metrics.horizontalAdvance(WRONG)
    assert line.x1() == pytest.approx(start + left, abs=2)


def test_the_wave_is_painted_under_the_mistake_only(open_window, qtbot) -> None:
    from photoclip.gui.theme import error_colour

    window, _ = open_window(3)
    box = window.browser.search_box
    box.set_quietly("some words here")
    clean = box.grab().toImage()
    box.mark(QueryProblem("No.", 5, 10))
    image = box.grab().toImage()
    ratio = image.width() / box.width()
    changed = [
        x / ratio
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y) != clean.pixelColor(x, y)
    ]
    line = Ruler(box).under(5, 10)
    assert line.x1() - 3 <= min(changed)
    assert max(changed) <= line.x2() + 3
    assert error_colour(box.palette()).red() > 150


def test_typing_on_takes_the_mark_and_the_sentence_away(open_window, qtbot) -> None:
    window, library = open_window(12)
    library.problems[WRONG] = PROBLEM
    box = window.browser.search_box
    box.setFocus()
    qtbot.keyClicks(box, WRONG)
    qtbot.waitUntil(lambda: window.browser.query_note.text() == PROBLEM.message)
    qtbot.keyClick(box, Qt.Key.Key_Backspace)
    assert box.problem is None
    assert window.browser.query_note.text() == ""
    assert box.text() == WRONG[:-1]


def test_a_query_that_search_refuses_is_told_at_the_box_and_the_grid_stays(
    open_window, qtbot
) -> None:
    window, library = open_window(12)
    library.ranks["a dog"] = DOG
    search(window, qtbot, "a dog")
    library.problems[WRONG] = PROBLEM
    box = window.browser.search_box
    box.clear()
    qtbot.keyClicks(box, "  " + WRONG)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(window.results.state.error, QueryError))
    assert window.browser.query_note.text() == PROBLEM.message
    # The search got the text without its blanks; the mark stands where the user sees it.
    assert (box.problem.start, box.problem.end) == (11, 12)
    assert window.browser.page is window.browser.grid
    assert not window.notice.isVisible()
    assert box.text() == "  " + WRONG


def test_half_a_field_is_not_told_as_wrong_while_values_are_offered(open_window, qtbot) -> None:
    window, library = open_window(12)
    library.problems["after:"] = QueryProblem("Type a value.", 0, 6)
    library.completions["after:"] = [Completion("after:today", 0, 6)]
    box, note = window.browser.search_box, window.browser.query_note
    window.photos.assistant._tell_timer.setInterval(30)
    box.setFocus()
    qtbot.keyClicks(box, "after:")
    qtbot.waitUntil(box.completions.isVisible)
    qtbot.waitUntil(lambda: window.photos.assistant._problem is not None)
    qtbot.wait(80)
    assert note.text() == ""
    assert box.problem is None
    assert box.completions.isVisible()
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: note.text() == "Type a value.")
    assert box.problem == library.problems["after:"]


# --- hints ---
def test_a_typo_hint_offers_the_right_query(open_window, qtbot) -> None:
    window, library = open_window(12)
    library.ranks = {"a dgo": DOG[:1], "a dog": DOG}
    library.hints["a dgo"] = (
        Hint("counting", "Numbers are weak."),
        Hint("typo", "Did you mean “a dog”?", "a dog"),
    )
    search(window, qtbot, "a dgo")
    note = window.browser.query_note
    assert note.text() == "Did you mean “a dog”?  Numbers are weak."
    assert "Use this" in note._text.text()
    note._text.linkActivated.emit("use")
    qtbot.waitUntil(lambda: shown_ids(window) == [5, 2, 9])
    assert window.browser.search_box.text() == "a dog"
    assert note.text() == ""


def test_a_hint_without_another_query_offers_no_link(open_window, qtbot) -> None:
    window, library = open_window(12)
    library.ranks["three dogs"] = DOG
    library.hints["three dogs"] = (Hint("counting", "Numbers <b>are</b> weak."),)
    search(window, qtbot, "three dogs")
    note = window.browser.query_note
    assert note.text() == "Numbers <b>are</b> weak."
    assert not note.has_replacement
    assert "&lt;b&gt;" in note._text.text()


# --- strictness ---
def test_the_slider_asks_again_and_is_remembered_for_the_next_query(open_window, qtbot) -> None:
    window, library = open_window(12)
    library.ranks = {"a dog": DOG, "a cat": DOG}
    library.least = {-0.5: 0.3}
    search(window, qtbot, "a dog")
    slider = window.browser.result_bar.slider
    assert slider.isVisible()
    slider.track.setValue(-4)
    slider.track.setValue(-5)
    qtbot.waitUntil(lambda: shown_ids(window) == [5, 2])
    assert [asked[2] for asked in library.asked] == [0.0, -0.5]
    search(window, qtbot, "a cat")
    assert library.asked[-1] == ("a cat", 5_000, -0.5)


def test_a_double_click_brings_the_slider_back_to_the_middle(open_window, qtbot) -> None:
    window, library = open_window(12)
    library.ranks["a dog"] = DOG
    search(window, qtbot, "a dog")
    track = window.browser.result_bar.slider.track
    track.setValue(7)
    qtbot.waitUntil(lambda: library.asked[-1][2] == 0.7)
    qtbot.mouseDClick(track, Qt.MouseButton.LeftButton, pos=QPoint(4, 10))
    assert track.value() == 0
    qtbot.waitUntil(lambda: library.asked[-1][2] == 0.0)


def test_the_slider_is_there_when_nothing_is_likely(open_window, qtbot) -> None:
    window, library = open_window(12)
    library.ranks["a ship"] = [(i, 0.02, "hidden") for i in range(1, 8)]
    search(window, qtbot, "a ship")
    assert window.browser.page is window.browser.message
    assert window.browser.result_bar.slider.isVisible()
    window.resize(600, 500)
    message = window.browser.message
    qtbot.waitUntil(lambda: message._heading.width() <= message.width())


def test_a_mere_filter_has_neither_slider_nor_bands(open_window, qtbot) -> None:
    window, library = open_window(12)
    library.ranks["tag:x"] = [(i, 1.0, "likely") for i in (3, 2, 1)]
    search(window, qtbot, "tag:x")
    assert not window.browser.result_bar.slider.isVisible()
    assert [s.title for s in window.browser.grid._sections] == [""]
    assert window.browser.result_bar.text().startswith("3 photo")
    assert window.model.rank_text(0) == ""


def test_similar_photos_can_be_loosened_too(open_window, qtbot) -> None:
    window, library = open_window(12)
    window.browser.grid.make_current(4)
    window.actions_["similar"].trigger()
    qtbot.waitUntil(lambda: window.results.state.answered and bool(library.asked))
    window.browser.result_bar.slider.track.setValue(10)
    qtbot.waitUntil(lambda: library.asked[-1] == ("like:4", 5_000, 1.0))


# --- more ---
def test_what_the_limit_cut_off_is_told_and_can_be_listed(open_window, qtbot) -> None:
    window, library = open_window(40)
    library.ranks["a dog"] = [(i, 0.5 - i / 100, "likely") for i in range(1, 31)]
    library.most_hits = 10
    search(window, qtbot, "a dog")
    bar = window.browser.result_bar
    assert bar.text() == "10 likely · 20 more fit"
    assert bar.more_button.text() == "Show 20 more"
    library.most_hits = 0
    qtbot.mouseClick(bar.more_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(shown_ids(window)) == 30)
    assert library.asked[-1][1] == 20_000
    assert not bar.more_button.isVisible()


def test_photos_whose_words_match_literally_are_marked_in_words_too(open_window, qtbot) -> None:
    window, library = open_window(12)
    library.ranks["a dog"] = DOG
    library.matched = {2: "caption"}
    search(window, qtbot, "a dog")
    assert [window.model.match_at(row) for row in range(3)] == ["", "caption", ""]
    tip = window.model.index(1).data(Qt.ItemDataRole.ToolTipRole)
    assert "The words stand in its caption" in tip
    assert not window.grab().isNull()


# --- drops ---
def drop(target, mime: QMimeData) -> bool:  # type: ignore[no-untyped-def]
    actions, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(20, 10), actions, mime, button, none)
    QApplication.sendEvent(target, enter)
    if enter.isAccepted():
        QApplication.sendEvent(target, QDropEvent(QPointF(20, 10), actions, mime, button, none))
    return enter.isAccepted()


def urls(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


@pytest.mark.parametrize("place", ["box", "window"])
def test_a_dropped_picture_joins_the_query(open_window, qtbot, tmp_path: Path, place: str) -> None:
    window, library = open_window(6)
    picture = tmp_path / 'a "pool".JPG'
    picture.touch()
    box = window.browser.search_box
    box.set_quietly("dog")
    assert drop(box if place == "box" else window, urls(picture))
    wanted = f'dog like:"{tmp_path}/a ""pool"".JPG"'
    assert box.text() == wanted
    qtbot.waitUntil(lambda: bool(library.asked) and library.asked[-1][0] == wanted)


def test_a_folder_dropped_on_the_box_is_added_by_the_window(
    open_window, qtbot, tmp_path: Path
) -> None:
    window, library = open_window(6)
    assert drop(window.browser.search_box, urls(tmp_path))
    qtbot.waitUntil(lambda: library.roots[-1].path == tmp_path)
    assert window.browser.search_box.text() == ""


def test_a_file_that_is_no_picture_is_refused(open_window, tmp_path: Path) -> None:
    window, _ = open_window(6)
    file = tmp_path / "letter.txt"
    file.touch()
    assert not drop(window.browser.search_box, urls(file))
    assert not drop(window, urls(file))
    assert pictures_of(urls(file)) == []


def test_text_can_still_be_dropped_into_the_box(open_window) -> None:
    window, _ = open_window(6)
    mime = QMimeData()
    mime.setText("dog")
    assert drop(window.browser.search_box, mime)
    assert window.browser.search_box.text() == "dog"


def test_dragged_photos_carry_ids_for_us_and_files_for_others(open_window) -> None:
    window, _ = open_window(6)
    window.browser.grid.selectAll()
    mime = window.model.mime_of(window.browser.grid.selected_ids())
    assert photo_ids_of(mime) == [6, 5, 4, 3, 2, 1]
    assert [path.name for path in pictures_of(mime)][:2] == ["photo_006.jpg", "photo_005.jpg"]
    assert drop(window.browser.search_box, window.model.mime_of([3]))
    assert window.browser.search_box.text() == 'like:"/photos/holiday/photo_003.jpg"'


def test_foreign_data_is_no_photo_of_ours() -> None:
    mime = QMimeData()
    mime.setData(PHOTO_IDS, b"12 x -3 7")
    assert photo_ids_of(mime) == [12, 7]
    assert photo_ids_of(QMimeData()) == []
    assert photo_ids_of(mime_of_photos([4], [])) == [4]


# --- help, texts ---
@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_help_sheet_lists_the_fields_and_adds_an_example(open_window, qtbot) -> None:
    window, _ = open_window(6)
    window.browser.search_box.set_quietly("dog")
    window.actions_["query_help"].trigger()
    sheet = window.photos.help.sheet
    qtbot.waitUntil(lambda: "tag:holiday" in sheet.text.toPlainText())
    assert "was taken then" in sheet.text.toPlainText()
    sheet.text.anchorClicked.emit(QUrl("#1"))
    assert window.browser.search_box.text() == "dog year:2023"
    qtbot.keyClick(sheet, Qt.Key.Key_F1)
    assert not sheet.isVisible()


def test_names_with_quotes_survive_in_query_text() -> None:
    assert query_text.album('The "best"') == 'album:"The ""best"""'
    assert query_text.tag(("People", "Anna B")) == 'tag:"People/Anna B"'
    assert query_text.folder(Path("/photos/2023 a")) == 'in:"/photos/2023 a"'


def test_the_query_texts_are_understood_by_the_language() -> None:
    from photoclip.query.ast import Field
    from photoclip.query.parser import parse

    node = parse(query_text.album('The "best"'))
    assert isinstance(node, Field)
    assert (node.name, node.value) == ("album", 'The "best"')


def test_the_box_keeps_the_keyboard_when_a_selection_is_copied(open_window, qtbot) -> None:
    window, _ = open_window(3)
    box = window.browser.search_box
    box.setFocus()
    qtbot.keyClicks(box, "rating 5")
    assert box.text() == "rating 5"
    box.selectAll()
    box.copy()
    assert QGuiApplication.clipboard().text() == "rating 5"
