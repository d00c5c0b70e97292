"""What was built apart works together: stacks and deeds, keys and text fields, ways out."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from selecting import select

from photoclip.changes import ChangeSet
from photoclip.gui.desktop import photo_ids_of
from photoclip.gui.window_state import FILE_NAME

pytestmark = pytest.mark.gui

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier


def settle() -> None:
    """Let all that is due now happen, queued calls and late answers as well."""
    end = time.monotonic() + 0.3
    while time.monotonic() < end:
        QApplication.processEvents()
        time.sleep(0.01)


@pytest.fixture
def stacked(open_window, qtbot, make_library):  # type: ignore[no-untyped-def]
    """Eight photos, of which 6, 5 and 4 are shown as one."""
    library = make_library(8)
    library.stacks = {6: (6, 5, 4)}
    library.ranks["dog"] = [(6, 0.9, "likely"), (1, 0.8, "likely"), (5, 0.7, "likely")]
    window, _ = open_window(library=library)
    if not window.actions_["stacks"].isChecked():
        window.actions_["stacks"].trigger()
    qtbot.waitUntil(lambda: window.model.rowCount() == 6)
    return window, library


# --- stacks ---
def test_a_dragged_stack_is_all_of_its_photos(stacked, monkeypatch) -> None:
    window, _ = stacked
    grid = window.browser.grid
    dragged = []

    class Drag:
        def __init__(self, _source: object) -> None:
            pass

        def setMimeData(self, mime) -> None:  # noqa: N802
            dragged.append(mime)

        def setPixmap(self, _picture: object) -> None:  # noqa: N802
            pass

        def exec(self, _action: object) -> None:
            pass

    monkeypatch.setattr("photoclip.gui.grid.view.QDrag", Drag)
    select(window, 7, 6)
    grid.startDrag(Qt.DropAction.CopyAction)
    [mime] = dragged
    assert photo_ids_of(mime) == [7, 6, 5, 4]
    assert [url.fileName() for url in mime.urls()] == [
        f"photo_00{number}.jpg" for number in (7, 6, 5, 4)
    ]


def test_comparing_a_stack_puts_its_photos_side_by_side(stacked, qtbot) -> None:
    window, library = stacked
    select(window, 6)
    window.actions_["compare"].trigger()
    qtbot.waitUntil(lambda: window.viewer.is_comparing)
    assert window.viewer.comparing.photo_ids == [6, 5, 4]
    # One of them is judged, not the stack.
    window.actions_["rate_2"].trigger()
    qtbot.waitUntil(lambda: library.rows[6].rating == 2)
    assert library.rows[5].rating is None


def test_comparing_two_stacks_or_photos_compares_those_that_stand_for_them(stacked) -> None:
    window, _ = stacked
    select(window, 7, 6)
    window.actions_["compare"].trigger()
    assert window.viewer.comparing.photo_ids == [7, 6]


def test_the_details_of_a_stack_are_those_of_the_photo_that_stands_for_it(stacked, qtbot) -> None:
    window, library = stacked
    library.captions.texts[6] = "a boat"
    window.actions_["details"].trigger()
    select(window, 6)
    panel = window.browser.details
    qtbot.waitUntil(lambda: "photo_006.jpg" in panel.file.text())
    assert panel.title.text() == "photo_006.jpg · 3 files"
    assert panel.caption.toPlainText() == "a boat"
    assert panel._caption_section.isVisible()
    assert panel.why_section.isVisible()
    assert panel.single_id == 6


def test_the_caption_of_a_stack_is_edited_as_one(stacked, qtbot) -> None:
    window, library = stacked
    select(window, 6)
    edit = window.browser.details.caption
    window.actions_["edit_caption"].trigger()
    qtbot.waitUntil(lambda: edit.isVisible() and edit.hasFocus())
    qtbot.keyClicks(edit, "a boat")
    qtbot.keyClick(edit, Key.Key_Return, Ctrl)
    qtbot.waitUntil(lambda: "captions.set_all" in library.calls)
    for photo_id in (6, 5, 4):
        assert [each.text for each in library.captions.of_photo(photo_id)] == ["a boat"]


STACKED_DEEDS = {
    "rate_4": ("Rate 1 photo", "4 stars for 1 photo (3 files)."),
    "pick": ("Pick 1 photo", "1 photo (3 files) picked."),
    "rotate_left": ("Rotate 1 photo", "1 photo (3 files) turned."),
}


@pytest.mark.parametrize("name", STACKED_DEEDS)
def test_a_stack_counts_as_the_one_photo_that_is_seen(stacked, qtbot, name: str) -> None:
    window, _ = stacked
    menu, told = STACKED_DEEDS[name]
    select(window, 6)
    window.actions_[name].trigger()
    assert window.actions_["undo"].text() == f"&Undo: {menu}"
    qtbot.waitUntil(lambda: window.notice.text() == told)


def test_photos_and_stacks_are_counted_together_in_tags_albums_and_captions(stacked, qtbot) -> None:
    window, _ = stacked
    select(window, 6, 7)
    window.tag_actions._on_tag_added(("Sea",))
    qtbot.waitUntil(lambda: "2 photos (4 files) got the tag “Sea”." in window.notice.text())
    window.album_actions._on_put_named(window.photos.current_ids(), "Best")
    qtbot.waitUntil(lambda: "2 photos (4 files) added to “Best”." in window.notice.text())
    window.mark_actions._on_captions(window.photos.current_ids(), "a boat")
    qtbot.waitUntil(lambda: "2 photos (4 files): the caption is new." in window.notice.text())
    assert window.actions_["undo"].text() == "&Undo: Change the caption of 2 photos"


def test_a_tag_that_some_files_of_a_stack_had_counts_the_files_that_got_it(stacked, qtbot) -> None:
    window, library = stacked
    library.tags.add([5], ("Sea",))
    select(window, 6)
    window.tag_actions._on_tag_added(("Sea",))
    qtbot.waitUntil(lambda: "2 files got the tag “Sea”." in window.notice.text())


def test_the_question_about_the_trash_says_how_many_files_a_stack_has(stacked) -> None:
    window, _ = stacked
    select(window, 6)
    window.actions_["trash"].trigger()
    box = window.photo_actions.files.box
    assert box.text() == "Move 1 photo to the system's trash?"
    box.checkBox().setChecked(True)
    assert box.text() == "Move 1 photo (3 files) to the system's trash?"
    box.reject()


# --- the viewer ---
@pytest.mark.parametrize("name", ["rate_3", "pick"])
def test_a_mark_goes_on_by_one_photo(open_window, qtbot, name: str) -> None:
    window, library = open_window(6)
    library.settings.set("look.advance_after_rating", True)
    window.photos.open_photo(6)
    window.actions_[name].trigger()
    settle()
    assert window.viewer.photo_id == 5


def test_a_mark_among_several_photos_keeps_them_on_screen(open_window) -> None:
    window, library = open_window(6)
    library.settings.set("look.advance_after_rating", True)
    window.photos.open_photo(6)
    window.viewer.compare([6, 5, 4, 3, 2])
    window.actions_["rate_3"].trigger()
    settle()
    assert window.viewer.comparing.photo_ids == [6, 5, 4, 3]


def test_a_slideshow_from_a_comparison_begins_with_the_current_photo(open_window) -> None:
    window, _ = open_window(6)
    window.photos.open_photo(6)
    window.viewer.compare([5, 3])
    window.viewer.comparing.step(1)
    window.actions_["slideshow"].trigger()
    assert window.viewer.photo_id == 3
    assert window.viewer.slideshow.is_running


def test_a_compared_photo_that_goes_makes_room_for_one_that_waits(open_window, qtbot) -> None:
    window, library = open_window(6)
    window.photos.open_photo(6)
    window.viewer.compare([6, 5, 4, 3, 2])
    del library.rows[5]
    library.publish(ChangeSet(removed=frozenset({5})))
    qtbot.waitUntil(lambda: window.model.rowCount() == 5)
    assert window.viewer.comparing.photo_ids == [6, 2, 4, 3]


def test_a_window_closed_in_a_slideshow_opens_in_its_usual_size(open_window, tmp_path) -> None:
    window, library = open_window(6)
    window.photos.open_photo(6)
    window.actions_["slideshow"].trigger()
    assert window.isFullScreen()
    window.close()
    again, _ = open_window(library=library)
    assert not again.isFullScreen()
    assert QSettings(str(tmp_path / FILE_NAME), QSettings.Format.IniFormat).contains("geometry")


# --- ways out ---
def test_the_full_screen_can_be_left_from_every_page(open_window) -> None:
    window, _ = open_window(2)
    window.add_page("other", "Other", "labels", QWidget)
    assert window.actions_["full_screen"].isEnabled()
    window.actions_["full_screen"].trigger()
    window.shell.show_page("other")
    assert window.actions_["full_screen"].isEnabled()
    window.actions_["full_screen"].trigger()
    assert not window.isFullScreen()


def test_escape_leaves_the_caption_and_not_the_search(open_window, qtbot, make_library) -> None:
    library = make_library(4)
    library.ranks["dog"] = [(2, 0.9, "likely"), (1, 0.8, "likely")]
    window, _ = open_window(library=library)
    window.photos.search_for("dog")
    qtbot.waitUntil(lambda: window.model.rowCount() == 2)
    select(window, 2)
    edit = window.browser.details.caption
    window.actions_["edit_caption"].trigger()
    qtbot.waitUntil(lambda: edit.isVisible() and edit.hasFocus())
    QTest.keyClicks(edit, "oh")
    QTest.keyClick(edit, Key.Key_Escape)
    assert edit.toPlainText() == ""
    assert window.results.state.request.text == "dog"
    assert window.browser.grid.hasFocus()
    assert "captions.set" not in library.calls


# --- keys and text fields ---
def test_deleting_a_word_of_a_query_takes_no_photo_out_of_the_album(
    open_window, qtbot, make_library
) -> None:
    library = make_library(4)
    library.albums.create("Best")
    library.albums.add("Best", [1, 2])
    library.ranks["album:Best"] = [(2, 1.0, "likely"), (1, 1.0, "likely")]
    window, _ = open_window(library=library)
    window.photos.search_for("album:Best")
    qtbot.waitUntil(lambda: window.model.rowCount() == 2)
    select(window, 2)
    qtbot.waitUntil(window.actions_["leave_album"].isEnabled)
    box = window.browser.search_box
    box.setFocus()
    QTest.keyClick(box, Key.Key_Backspace, Ctrl)
    assert "albums.remove_photos" not in library.calls
    assert box.text() != "album:Best"


def test_the_way_to_the_map_stays_as_it_is_while_other_things_change(open_window, qtbot) -> None:
    window, _ = open_window(3)
    select(window, 2)
    action = window.actions_["show_on_map"]
    qtbot.waitUntil(lambda: not action.isEnabled())
    flips = []
    action.enabledChanged.connect(flips.append)
    window.photos.changed.emit()
    settle()
    assert flips == []


def test_escape_leads_from_a_panel_to_the_photo_and_only_then_out_of_it(open_window, qtbot) -> None:
    window, _ = open_window(4)
    window.actions_["details"].trigger()
    window.photos.open_photo(2)
    panel = window.browser.details
    qtbot.waitUntil(lambda: panel.single_id == 2)
    panel.tag_box.setFocus()
    panel.tag_box.setText("Ann")
    QTest.keyClick(panel.tag_box, Key.Key_Escape)
    assert panel.tag_box.hasFocus()
    assert not panel.tag_box.text()
    for field in (panel.tag_box, panel.caption):
        field.setFocus()
        QTest.keyClick(field, Key.Key_Escape)
        assert window.is_viewing
        assert window.viewer.hasFocus()
    QTest.keyClick(window.viewer, Key.Key_Escape)
    assert not window.is_viewing


@pytest.mark.parametrize("place", ["search_box", "caption", "tag_box", "filter_box"])
def test_letters_typed_into_a_field_are_no_keys_of_actions(
    open_window, qtbot, make_library, place: str
) -> None:
    library = make_library(4)
    for number in range(30):
        library.tags.add([1], ("Places", f"Place {number}"))
    window, _ = open_window(library=library)
    if place in {"caption", "tag_box"}:
        window.actions_["details"].trigger()
    select(window, 2)
    browser = window.browser
    field = {
        "search_box": browser.search_box,
        "caption": browser.details.caption,
        "tag_box": browser.details.tag_box,
        "filter_box": browser.sidebar.tags.filter_box,
    }[place]
    qtbot.waitUntil(field.isVisible)
    field.setFocus()
    done = []
    for name in window.actions_:
        window.actions_[name].triggered.connect(lambda *_, name=name: done.append(name))
    letters = "tpxucf?012345/"
    QTest.keyClicks(field, letters)
    typed = field.toPlainText() if place == "caption" else field.text()
    for key in (Key.Key_Backspace, Key.Key_A, Key.Key_C, Key.Key_Z, Key.Key_Left):
        QTest.keyClick(field, key, Ctrl)
    QTest.keyClick(field, Key.Key_Delete)
    assert typed == letters
    assert done == []


def test_nothing_is_done_to_an_album_from_another_page(open_window, qtbot, make_library) -> None:
    library = make_library(4)
    library.albums.create("Best")
    library.albums.add("Best", [1, 2])
    library.ranks["album:Best"] = [(2, 1.0, "likely"), (1, 1.0, "likely")]
    window, _ = open_window(library=library)
    window.add_page("other", "Other", "labels", QWidget)
    window.photos.search_for("album:Best")
    qtbot.waitUntil(lambda: window.model.rowCount() == 2)
    select(window, 2)
    names = ("leave_album", "album_first", "new_album", "add_to_album", "trash", "rename")
    qtbot.waitUntil(lambda: all(window.actions_[name].isEnabled() for name in names))
    window.shell.show_page("other")
    settle()
    assert not any(window.actions_[name].isEnabled() for name in names)
    window.shell.show_page("photos")
    assert all(window.actions_[name].isEnabled() for name in names)


def test_a_photo_moved_to_the_trash_leaves_the_results_soon(stacked, qtbot) -> None:
    window, library = stacked
    window.photos.search_for("dog")
    qtbot.waitUntil(lambda: window.results.state.answered and window.results.state.ranked)
    timer = window.results._timer
    library.publish(ChangeSet(embeddings=True))
    qtbot.waitUntil(timer.isActive)
    patient = timer.interval()
    library.publish(ChangeSet(removed=frozenset({1})))
    qtbot.waitUntil(lambda: timer.interval() < patient)


def test_changes_elsewhere_do_not_list_the_selection_again(open_window, qtbot, monkeypatch) -> None:
    window, library = open_window(6)
    window.actions_["details"].trigger()
    window.browser.grid.selectAll()
    qtbot.waitUntil(lambda: window.browser.details.shows_any(frozenset({3})))
    settle()
    listed = []
    ids = window.photos.current_ids
    monkeypatch.setattr(window.photos, "current_ids", lambda: listed.append(1) or ids())
    library.publish(ChangeSet(photos=frozenset({77})))
    settle()
    assert listed == []
    library.publish(ChangeSet(photos=frozenset({3})))
    qtbot.waitUntil(lambda: listed != [])
