"""The window as a person uses it, on a library of drawings."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QWheelEvent
from PySide6.QtWidgets import QApplication

from photoclip.catalog.rows import Root
from photoclip.changes import ChangeSet
from photoclip.errors import UserError
from photoclip.jobs.job import Progress

pytestmark = pytest.mark.gui

DOG = [(5, 0.34, "likely"), (2, 0.30, "likely"), (9, 0.21, "maybe"), (1, 0.05, "hidden")]


def shown_ids(window) -> list[int]:  # type: ignore[no-untyped-def]
    return window.model.content.ids.tolist()


def search(window, qtbot, text: str) -> None:  # type: ignore[no-untyped-def]
    window.browser.search_box.setFocus()
    window.browser.search_box.clear()
    qtbot.keyClicks(window.browser.search_box, text)
    qtbot.keyClick(window.browser.search_box, Qt.Key.Key_Return)
    qtbot.waitUntil(
        lambda: window.results.state.request.text == text and not window.results.state.busy
    )


# --- start ---
def test_the_start_shows_all_photos_newest_first_and_begins_to_index(open_window, qtbot) -> None:
    window, library = open_window(12)
    assert shown_ids(window) == list(range(12, 0, -1))
    assert window.browser.page is window.browser.grid
    qtbot.waitUntil(library.watching.is_set)
    assert library.calls.count("index") == 1


def test_an_empty_library_offers_to_add_a_folder(open_window, qtbot) -> None:
    window, library = open_window(0)
    assert window.browser.page is window.browser.empty
    assert window.browser.empty.button.isVisible()
    assert not window.browser.folders.isVisible()
    assert "index" not in library.calls


def test_adding_a_folder_by_the_big_button_indexes_it(open_window, qtbot, tmp_path: Path) -> None:
    window, library = open_window(0, choose_folder=lambda _: tmp_path)
    qtbot.mouseClick(window.browser.empty.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "index" in library.calls)
    assert [root.path for root in library.roots] == [tmp_path]
    qtbot.waitUntil(lambda: window.browser.page is not window.browser.empty)
    library.fill(4)
    library.publish(ChangeSet(added=frozenset({1, 2, 3, 4})))
    qtbot.waitUntil(lambda: shown_ids(window) == [4, 3, 2, 1])
    assert window.browser.page is window.browser.grid


def test_choosing_no_folder_changes_nothing(open_window, qtbot) -> None:
    window, library = open_window(0, choose_folder=lambda _: None)
    window.actions_["add_folder"].trigger()
    qtbot.wait(30)
    assert library.roots == []


def test_a_folder_that_cannot_be_added_gets_its_sentence(open_window, qtbot, tmp_path) -> None:
    window, library = open_window(0, choose_folder=lambda _: tmp_path)
    library.errors["add_folder"] = UserError("The folder X does not exist.")
    window.actions_["add_folder"].trigger()
    qtbot.waitUntil(window.notice.isVisible)
    assert window.notice.text() == "The folder X does not exist."
    assert window.browser.page is window.browser.empty


def drop(window, mime: QMimeData) -> bool:  # type: ignore[no-untyped-def]
    actions, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(50, 50), actions, mime, button, none)
    QApplication.sendEvent(window, enter)
    if enter.isAccepted():
        QApplication.sendEvent(window, QDropEvent(QPointF(50, 50), actions, mime, button, none))
    return enter.isAccepted()


def test_a_dropped_folder_is_added_and_a_dropped_file_is_refused(
    open_window, qtbot, tmp_path: Path
) -> None:
    window, library = open_window(0)
    file = tmp_path / "a.txt"
    file.write_text("no folder")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    assert not drop(window, mime)
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path)), QUrl("https://example.org/")])
    assert drop(window, mime)
    qtbot.waitUntil(lambda: [root.path for root in library.roots] == [tmp_path])


def test_folders_without_photos_say_so(open_window, qtbot, make_library) -> None:
    library = make_library(0)
    library.roots.append(Root(1, Path("/photos/empty")))
    window, _ = open_window(library=library)
    qtbot.waitUntil(lambda: window.browser.message.text().startswith("No photos in these folders"))


def test_an_offline_folder_without_photos_is_not_called_empty(
    open_window, qtbot, make_library
) -> None:
    library = make_library(0)
    library.roots.append(Root(1, Path("/media/stick"), state="offline"))
    window, _ = open_window(library=library)
    qtbot.waitUntil(lambda: window.browser.message.text().startswith("The folder is offline"))


def test_an_offline_folder_is_marked_by_words_not_by_colour_alone(
    open_window, make_library
) -> None:
    library = make_library(3)
    library.roots.append(Root(2, Path("/media/stick"), state="offline"))
    window, _ = open_window(library=library)
    texts = [window.browser.folders.model.index(i, 0).data() for i in range(2)]
    assert texts[0].startswith("holiday")
    assert "offline" in texts[1]


def test_removing_a_folder_asks_first(open_window, qtbot) -> None:
    window, library = open_window(3)
    box = window.folder_actions.remove(library.roots[0].path)
    assert "remove_folder" not in library.calls
    yes = next(button for button in box.buttons() if button.text() == "Remove")
    qtbot.mouseClick(yes, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.browser.page is window.browser.empty)
    assert "remove_folder" in library.calls


# --- search ---
def test_results_stand_under_their_bands(open_window, qtbot) -> None:
    window, library = open_window(12)
    library.ranks["a dog"] = DOG
    search(window, qtbot, "a dog")
    assert shown_ids(window) == [5, 2, 9]
    titles = [(s.title, s.start, s.count) for s in window.browser.grid._sections]
    assert titles == [("Likely", 0, 2), ("Maybe", 2, 1)]
    assert window.browser.result_bar.text() == "2 likely · 1 maybe · 1 hidden"


def test_search_follows_typing_after_a_short_rest(open_window, qtbot) -> None:
    window, library = open_window(12)
    library.ranks["a dog"] = DOG
    qtbot.keyClicks(window.browser.search_box, "a dog")
    assert "search" not in library.calls
    qtbot.waitUntil(lambda: shown_ids(window) == [5, 2, 9])
    assert library.calls.count("search") == 1


def test_a_late_answer_to_an_older_text_is_not_shown(open_window, qtbot) -> None:
    window, library = open_window(12)
    library.ranks = {"slow": [(1, 0.3, "likely")], "quick": [(2, 0.3, "likely")]}
    library.gates["slow"] = threading.Event()
    box = window.browser.search_box
    qtbot.keyClicks(box, "slow")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "search" in library.calls)
    qtbot.waitUntil(lambda: window.browser.result_bar.text() == "Searching…")
    window.results._on_slow()
    assert "starts the model" in window.browser.result_bar.text()
    box.selectAll()
    qtbot.keyClicks(box, "quick")
    library.gates["slow"].set()
    qtbot.waitUntil(lambda: shown_ids(window) == [2])
    qtbot.wait(50)
    assert shown_ids(window) == [2]


def test_hidden_results_are_shown_on_request_and_put_away_again(open_window, qtbot) -> None:
    window, library = open_window(12)
    library.ranks["a dog"] = DOG
    search(window, qtbot, "a dog")
    button = window.browser.result_bar.hidden_button
    assert button.text() == "Show 1 hidden"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: shown_ids(window) == [5, 2, 9, 1])
    assert window.browser.grid._sections[-1].title == "Least unlikely"
    assert window.actions_["show_hidden"].isChecked()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: shown_ids(window) == [5, 2, 9])


def test_nothing_found_is_said_in_plain_words_with_a_way_on(open_window, qtbot) -> None:
    window, library = open_window(12)
    library.ranks["a submarine"] = [(i, 0.01, "hidden") for i in range(1, 8)]
    search(window, qtbot, "a submarine")
    message = window.browser.message
    assert window.browser.page is message
    assert message.text().startswith("Nothing here looks like that")
    assert message.button.text() == "Show the 7 least unlikely"
    qtbot.mouseClick(message.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(shown_ids(window)) == 7)
    assert window.browser.page is window.browser.grid


def test_a_search_before_anything_is_indexed_says_so(open_window, qtbot, make_library) -> None:
    library = make_library(4)
    library.waiting = 4
    window, _ = open_window(library=library)
    search(window, qtbot, "a dog")
    assert "can be searched yet" in window.browser.message.text()


def test_a_search_that_fails_gets_its_sentence_and_the_window_lives(open_window, qtbot) -> None:
    window, library = open_window(12)
    library.errors["search"] = UserError("The model's weights are damaged; import them again.")
    search(window, qtbot, "a dog")
    assert "weights are damaged" in window.browser.message.text()
    del library.errors["search"]
    library.ranks["a dog"] = DOG
    search(window, qtbot, "a dog")
    assert shown_ids(window) == [5, 2, 9]


def test_escape_leaves_the_search(open_window, qtbot) -> None:
    window, library = open_window(6)
    library.ranks["a dog"] = [(5, 0.3, "likely")]
    search(window, qtbot, "a dog")
    qtbot.keyClick(window.browser.search_box, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(shown_ids(window)) == 6)
    assert window.browser.search_box.text() == ""
    assert window.browser.result_bar.text() == "6 photos"


def test_clearing_the_box_shows_all_photos_again(open_window, qtbot) -> None:
    window, library = open_window(6)
    library.ranks["a dog"] = [(5, 0.3, "likely")]
    search(window, qtbot, "a dog")
    window.browser.search_box.clear()
    qtbot.waitUntil(lambda: len(shown_ids(window)) == 6)


def test_new_vectors_refresh_a_search_and_keep_the_selection(open_window, qtbot) -> None:
    window, library = open_window(12)
    library.ranks["a dog"] = DOG
    search(window, qtbot, "a dog")
    window.browser.grid.make_current(2)
    library.ranks["a dog"] = [(7, 0.5, "likely"), *DOG]
    window.results._timer.setInterval(1)
    library.publish(ChangeSet(photos=frozenset({7}), embeddings=True))
    qtbot.waitUntil(lambda: shown_ids(window) == [7, 5, 2, 9], timeout=8_000)
    assert window.browser.grid.selected_ids() == [2]
    assert window.browser.grid.current_id() == 2


def test_similar_photos_are_found_from_the_selection(open_window, qtbot) -> None:
    window, _library = open_window(12)
    assert not window.actions_["similar"].isEnabled()
    window.browser.grid.make_current(4)
    window.actions_["similar"].trigger()
    qtbot.waitUntil(lambda: window.results.state.request.kind == "similar")
    qtbot.waitUntil(lambda: window.results.state.answered)
    assert shown_ids(window) == [1, 2, 3, 5, 6]
    assert window.browser.result_bar.text().startswith("Photos like photo_004.jpg")


# --- grid ---
def test_photos_that_appear_do_not_move_the_view_or_the_selection(open_window, qtbot) -> None:
    window, library = open_window(200)
    grid = window.browser.grid
    grid.make_current(60)
    before = grid.visualRect(window.model.index(window.model.row_of(60)))
    assert grid.verticalOffset() > 0
    # One whole line more, so that the column stays too.
    library.fill(grid._geometry.columns)
    library.publish(ChangeSet(added=frozenset(range(201, 201 + grid._geometry.columns))))
    qtbot.waitUntil(lambda: len(shown_ids(window)) > 200)
    assert grid.selected_ids() == [60]
    assert grid.visualRect(window.model.index(window.model.row_of(60))) == before


def test_the_keyboard_walks_the_grid(open_window, qtbot) -> None:
    window, library = open_window(40)
    grid = window.browser.grid
    library.ranks["a dog"] = [
        *((i, 0.4, "likely") for i in range(1, 4)), *((i, 0.2, "maybe") for i in range(4, 20))
    ]  # fmt: skip
    search(window, qtbot, "a dog")
    qtbot.keyClick(window.browser.search_box, Qt.Key.Key_Down)
    assert grid.hasFocus()
    assert grid.current_id() == 1
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    assert grid.current_id() == 2
    qtbot.keyClick(grid, Qt.Key.Key_Down)
    assert grid.current_id() == 5
    qtbot.keyClick(grid, Qt.Key.Key_End)
    assert grid.current_id() == 19
    qtbot.keyClick(grid, Qt.Key.Key_Home)
    qtbot.keyClick(grid, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(grid, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert grid.selected_ids() == [1, 2, 3]
    qtbot.keyClick(grid, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(grid.selected_ids()) == 19
    qtbot.keyClick(grid, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert grid.selected_ids() == []


def test_click_ctrl_click_and_shift_click_select(open_window, qtbot) -> None:
    window, _ = open_window(30)
    grid = window.browser.grid

    def click(row: int, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        where = grid.visualRect(window.model.index(row)).center()
        qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, modifier, where)

    click(1)
    click(3, Qt.KeyboardModifier.ControlModifier)
    assert grid.selected_ids() == [29, 27]
    click(1)
    click(5, Qt.KeyboardModifier.ShiftModifier)
    assert grid.selected_ids() == [29, 28, 27, 26, 25]


def test_ctrl_and_wheel_zoom_and_the_size_is_remembered(open_window, qtbot, make_library) -> None:
    library = make_library(30)
    window, _ = open_window(library=library)
    grid = window.browser.grid
    before = grid.zoom
    middle = QPointF(grid.viewport().rect().center())
    turn = QWheelEvent(
        middle,
        grid.viewport().mapToGlobal(middle),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(grid.viewport(), turn)
    assert grid.zoom > before
    zoom = grid.zoom
    window.close()
    again, _ = open_window(library=library)
    assert again.browser.grid.zoom == zoom


def test_an_unreadable_photo_has_a_placeholder_and_a_reason(
    open_window, qtbot, make_library
) -> None:
    library = make_library(3)
    library.rows[2] = replace(library.rows[2], state="unreadable", error="The file is empty.")
    window, _ = open_window(library=library)
    row = window.model.row_of(2)
    index = window.model.index(row)
    assert "The file is empty." in index.data(Qt.ItemDataRole.ToolTipRole)
    assert not window.grab().isNull()
    assert "1 unreadable" in window.status._counts_text


def test_the_path_is_copied(open_window, qtbot) -> None:
    window, _ = open_window(3)
    window.browser.grid.make_current(2)
    window.actions_["copy_path"].trigger()
    assert QGuiApplication.clipboard().text() == "/photos/holiday/photo_002.jpg"


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_context_menu_comes_from_the_table_of_actions(open_window, qtbot) -> None:
    window, _ = open_window(3)
    window.browser.grid.make_current(2)
    window.photo_actions.show_menu(QPoint(10, 10))
    menu = QApplication.activePopupWidget()
    assert window.actions_["similar"] in menu.actions()
    menu.close()


# --- viewer ---
def test_double_click_opens_the_photo_and_escape_goes_back(open_window, qtbot) -> None:
    window, _library = open_window(6)
    grid = window.browser.grid
    where = grid.visualRect(window.model.index(2)).center()
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=where)
    qtbot.mouseDClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert window.is_viewing
    assert window.viewer.photo_id == 4
    qtbot.waitUntil(lambda: window.viewer.canvas.best_width > 0)
    assert "photo_004.jpg" in window.viewer.info_text
    qtbot.keyClick(window.viewer, Qt.Key.Key_Escape)
    assert not window.is_viewing
    assert grid.hasFocus()


def test_enter_opens_and_arrows_move_the_grid_along(open_window, qtbot) -> None:
    window, _ = open_window(6)
    window.browser.grid.make_current(6)
    qtbot.keyClick(window.browser.grid, Qt.Key.Key_Return)
    assert window.viewer.photo_id == 6
    qtbot.keyClick(window.viewer, Qt.Key.Key_Right)
    qtbot.keyClick(window.viewer, Qt.Key.Key_Right)
    assert window.viewer.photo_id == 4
    qtbot.keyClick(window.viewer, Qt.Key.Key_Left)
    assert window.viewer.photo_id == 5
    qtbot.keyClick(window.viewer, Qt.Key.Key_End)
    qtbot.keyClick(window.viewer, Qt.Key.Key_Right)
    assert window.viewer.photo_id == 1
    qtbot.keyClick(window.viewer, Qt.Key.Key_Escape)
    assert window.browser.grid.selected_ids() == [1]


def test_the_viewer_says_why_a_photo_cannot_be_shown(open_window, qtbot, make_library) -> None:
    library = make_library(2)
    library.rows[2] = replace(library.rows[2], state="unreadable", error="cut off")
    window, _ = open_window(library=library)
    window.photos.open_photo(2)
    qtbot.waitUntil(lambda: window.viewer.canvas.message != "")
    assert window.viewer.canvas.message == "The file is cut off in the middle."


def test_zoom_keeps_the_point_under_the_pointer(open_window, qtbot, make_library) -> None:
    library = make_library(2)
    library.size = (2000, 1500)
    library.rows = {i: library.make_photo(i, f"{i}.jpg") for i in (1, 2)}
    window, _ = open_window(library=library)
    window.photos.open_photo(2)
    canvas = window.viewer.canvas
    qtbot.waitUntil(lambda: canvas.best_width == 2000)
    assert canvas.is_fitted
    assert canvas.percent < 100
    point = QPointF(canvas.width() * 0.4, canvas.height() * 0.6)
    before = canvas._to_picture(point)
    canvas.zoom_by(3.0, point)
    after = canvas._to_picture(point)
    assert (after - before).manhattanLength() < 0.01
    qtbot.keyClick(window.viewer, Qt.Key.Key_Z)
    assert canvas.is_fitted
    qtbot.keyClick(window.viewer, Qt.Key.Key_Z)
    assert canvas.percent == 100


def test_the_full_picture_is_loaded_only_when_it_is_zoomed_into(
    open_window, qtbot, make_library
) -> None:
    library = make_library(2)
    library.rows[2] = library.make_photo(2, "big.jpg", width=8000, height=6000)
    library.size = (1600, 1200)
    window, _ = open_window(library=library)
    window.photos.open_photo(2)
    qtbot.waitUntil(lambda: window.viewer.canvas.best_width == 1600)
    assert "full_image:16000" not in library.calls
    window.viewer.toggle_zoom()
    qtbot.waitUntil(lambda: "full_image:16000" in library.calls)


def test_a_late_picture_of_another_photo_is_not_shown(open_window, qtbot) -> None:
    from photoclip.gui.events import FullImage
    from photoclip.gui.viewer.image_desk import to_qimage

    window, library = open_window(3)
    window.photos.open_photo(3)
    qtbot.waitUntil(lambda: window.viewer.canvas.best_width > 0)
    before = window.viewer.canvas.best_width
    late = FullImage(1, 999, image=to_qimage(library.full_image(1, max_side=9)).scaled(900, 900))
    window.bridge.image_loaded.emit(late)
    assert window.viewer.canvas.best_width == before


# --- work ---
def test_progress_is_shown_with_counts_and_can_be_paused_and_stopped(
    open_window, qtbot, make_library
) -> None:
    library = make_library(5)
    library.index_steps = 500
    library.index_gate.clear()
    window, _ = open_window(library=library)
    qtbot.waitUntil(lambda: window.status.work_text != "")
    assert window.status.work_text.startswith("Indexing 0 of 500")
    assert "2 unreadable" in window.status.work_text
    window.actions_["pause"].trigger()
    assert window.bridge.is_paused
    assert "paused" in window.status.work_text
    window.actions_["stop"].trigger()
    library.index_gate.set()
    qtbot.waitUntil(lambda: not window.bridge.is_indexing)
    assert window.status.work_text == ""
    assert "Rescan goes on from there" in window.status.counts_text
    assert not window.actions_["stop"].isEnabled()
    window.actions_["rescan"].trigger()
    qtbot.waitUntil(lambda: library.calls.count("index") == 2)


def test_the_status_bar_tells_how_many_photos_are_searched(
    open_window, qtbot, make_library
) -> None:
    library = make_library(5)
    window, _ = open_window(library=library)
    assert window.status._counts_text.startswith("5 photos · searching all of them")
    library.waiting = 3
    library.publish(ChangeSet(photos=frozenset({1})))
    qtbot.waitUntil(lambda: "searching 2 of 5" in window.status._counts_text)


def test_a_watcher_at_work_is_shown_and_a_resting_one_is_not(open_window, qtbot) -> None:
    from photoclip.gui.events import JobProgress

    window, library = open_window(5)
    qtbot.waitUntil(library.watching.is_set)
    window.job_actions._on_progressed(JobProgress("watch", Progress("Indexing", 1, 4)))
    assert window.status.work_text.startswith("Indexing 1 of 4")
    window.job_actions._on_progressed(JobProgress("watch", Progress("Indexing", 4, 4)))
    assert window.status.work_text == ""


def test_a_note_of_the_watcher_reaches_the_user(open_window, qtbot) -> None:
    from photoclip.gui.events import JobProgress

    window, _ = open_window(5)
    note = Progress("Watching", message="Too many folders to watch at once.")
    window.job_actions._on_progressed(JobProgress("watch", note))
    assert window.notice.text() == note.message
    assert window.status.work_text == ""


def test_a_job_that_fails_gets_its_sentence(open_window, qtbot, make_library) -> None:
    library = make_library(5)
    library.errors["index"] = UserError("The disk is full; free some space and press Rescan.")
    window, _ = open_window(library=library)
    qtbot.waitUntil(window.notice.isVisible)
    assert "disk is full" in window.notice.text()


def test_closing_during_a_running_job_loses_nothing_and_ends_all_threads(
    open_window, qtbot, make_library
) -> None:
    before = set(threading.enumerate())
    library = make_library(5)
    library.index_steps = 10**9  # it must not come to its end by itself
    window, _ = open_window(library=library)
    qtbot.waitUntil(lambda: "index" in library.calls)
    window.close()
    assert window.stop_work()
    assert library.closed_jobs == 1
    left = set(threading.enumerate()) - before
    assert not [t.name for t in left if t.name.startswith("photoclip-")]


# --- accessibility ---
def test_cells_can_be_read_aloud(open_window) -> None:
    from PySide6.QtGui import QAccessible

    window, _ = open_window(6)
    interface = QAccessible.queryAccessibleInterface(window.browser.grid)
    assert interface is not None
    assert interface.text(QAccessible.Text.Name) == "Photos"
    assert interface.childCount() == 6
    assert interface.child(0).text(QAccessible.Text.Name) == "photo_006.jpg"


def test_every_tool_button_has_a_tooltip(open_window) -> None:
    from PySide6.QtWidgets import QToolButton

    window, _ = open_window(1)
    buttons = window.findChildren(QToolButton)
    inside_box = window.browser.search_box.findChildren(QToolButton)
    of_qt = ("qt_", "ScrollLeftButton", "ScrollRightButton")
    own = [b for b in buttons if b not in inside_box and not b.objectName().startswith(of_qt)]
    assert len(own) > 8
    assert [b for b in own if not b.toolTip()] == []


def test_no_two_actions_share_a_key(open_window) -> None:
    window, _ = open_window(1)
    keys = [
        key.toString() for action in window.actions() for key in action.shortcuts()
    ]  # fmt: skip
    assert sorted(keys) == sorted(set(keys))


def test_the_window_process_never_imports_torch(tmp_path: Path) -> None:
    code = """
import sys
from pathlib import Path
from photoclip.gui import app
from photoclip.gui.main_window import MainWindow
import importlib.util
spec = importlib.util.spec_from_file_location("fakes", sys.argv[1])
fakes = importlib.util.module_from_spec(spec); spec.loader.exec_module(fakes)
application = app.make_application()
window = MainWindow(fakes.FakeLibrary(Path(sys.argv[2]), 3))
window.show()
application.processEvents()
window.close()
assert window.stop_work()
bad = {"torch", "open_clip", "timm", "transformers", "torchvision"} & set(sys.modules)
sys.exit(f"imported: {bad}" if bad else 0)
"""
    conftest = Path(__file__).with_name("conftest.py")
    helpers = Path(__file__).parents[1] / "helpers"
    result = subprocess.run(
        [sys.executable, "-c", code, str(conftest), str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "PYTHONPATH": str(helpers)},
    )
    assert result.returncode == 0, result.stderr
    assert "QThread" not in result.stderr


def test_a_change_to_dark_reaches_every_part(open_window, qapp, monkeypatch) -> None:
    from photoclip.gui.theme import Theme

    window, _ = open_window(2)
    theme = qapp.findChild(Theme)
    parts = [window, window.browser.folders, window.status, window.browser.search_box]
    monkeypatch.setenv("PHOTOCLIP_COLOR_SCHEME", "dark")
    theme.apply()
    try:
        qapp.processEvents()
        image = window.grab().toImage()
        spots = [part.mapTo(window, part.rect().center()) for part in parts[1:]]
        assert all(image.pixelColor(spot).lightness() < 90 for spot in spots)
    finally:
        monkeypatch.setenv("PHOTOCLIP_COLOR_SCHEME", "light")
        theme.apply()
