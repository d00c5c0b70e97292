"""Folders, albums, tags and the details panel: one call for many photos, and undo."""

from __future__ import annotations

from dataclasses import replace
from operator import attrgetter

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QInputDialog, QMessageBox

from photoclip.errors import UserError
from photoclip.gui.details.chips import DROP, TAKE

pytestmark = [
    pytest.mark.gui,
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]

ANNA = ("People", "Anna")
BEACH = ("Beach",)


@pytest.fixture
def tagged(open_window, make_library, qtbot):  # type: ignore[no-untyped-def]
    """A window on photos with tags and albums, details open."""
    library = make_library(12)
    for path, ids in {ANNA: [12, 11], BEACH: [12]}.items():
        library.tags.ensure(path)
        for photo_id in ids:
            library.tags.on.setdefault(photo_id, set()).add(path)
    library.albums.queries = {"Best": None, "Dogs": "a dog rating:>=3"}
    library.albums.members = {"Best": [1, 2], "Dogs": []}
    window, _ = open_window(library=library)
    window.actions_["details"].trigger()
    qtbot.waitUntil(lambda: window.browser.sidebar.tags.tree.topLevelItemCount() == 2)
    qtbot.waitUntil(lambda: window.browser.sidebar.albums.list.count() == 2)
    return window, library


def select(window, qtbot, *photo_ids: int) -> None:  # type: ignore[no-untyped-def]
    grid = window.browser.grid
    if len(photo_ids) == 1:
        grid.make_current(photo_ids[0])
    else:
        import numpy as np

        grid.select_ids(np.array(photo_ids, dtype=np.int64), photo_ids[0])
    details = window.browser.details
    qtbot.waitUntil(
        lambda: (
            details._details is not None
            and set(details._details.photo_ids) == set(photo_ids)
        )
    )  # fmt: skip


def chips(box) -> list[str]:  # type: ignore[no-untyped-def]
    return [chip.text for chip in box.chips]


def drop_photos(view, item_rect, mime: QMimeData) -> bool:  # type: ignore[no-untyped-def]
    where = item_rect.center()
    actions, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    target = view.viewport()
    QApplication.sendEvent(target, QDragEnterEvent(where, actions, mime, button, none))
    move = QDragMoveEvent(where, actions, mime, button, none)
    QApplication.sendEvent(target, move)
    if move.isAccepted():
        point = QPointF(where)
        QApplication.sendEvent(target, QDropEvent(point, actions, mime, button, none))
    return move.isAccepted()


def answer(window, text: str) -> None:  # type: ignore[no-untyped-def]
    dialog = window.findChildren(QInputDialog)[-1]
    dialog.setTextValue(text)
    dialog.accept()


# --- folders ---
def test_a_folder_is_searched_by_a_click(open_window, qtbot) -> None:
    window, library = open_window(6)
    panel = window.browser.folders
    where = panel.tree.visualRect(panel.model.index(0, 0)).center()
    qtbot.mouseClick(panel.tree.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert window.browser.search_box.text() == 'in:"/photos/holiday"'
    qtbot.waitUntil(lambda: "search" in library.calls)


def test_a_panel_folds_and_gives_its_room_away(tagged, qtbot) -> None:
    window, _ = tagged
    docks = window.photos.panels.docks
    before = docks["tags"].height()
    heading = docks["albums"].title_bar.heading
    qtbot.mouseClick(heading, Qt.MouseButton.LeftButton)
    assert not window.browser.sidebar.albums.list.isVisible()
    qtbot.waitUntil(lambda: docks["tags"].height() > before)
    qtbot.mouseClick(heading, Qt.MouseButton.LeftButton)
    assert window.browser.sidebar.albums.list.isVisible()


def test_the_side_panel_gives_way_to_the_details_in_a_narrow_window(tagged, qtbot) -> None:
    window, _ = tagged
    assert window.browser.folders.isVisible()
    window.resize(640, 600)
    qtbot.waitUntil(lambda: not window.browser.folders.isVisible())
    assert window.browser.details.isVisible()
    window.actions_["details"].trigger()
    assert window.browser.folders.isVisible()


# --- tags ---
def test_the_tag_tree_shows_levels_and_counts_and_a_click_searches(tagged, qtbot) -> None:
    window, library = tagged
    tree = window.browser.sidebar.tags.tree
    people = tree.topLevelItem(1)
    assert [tree.topLevelItem(i).text(0) for i in range(2)] == ["Beach  ·  1", "People"]
    assert people.child(0).text(0) == "Anna  ·  2"
    people.setExpanded(True)
    where = tree.visualItemRect(people.child(0)).center()
    qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert window.browser.search_box.text() == 'tag:"People/Anna"'
    library.tags.add([3], ("Dog",))
    qtbot.waitUntil(lambda: tree.topLevelItemCount() == 3)
    assert tree.topLevelItem(2).isExpanded()


def test_tags_that_no_photo_has_do_not_crowd_the_tree_but_are_completed(tagged, qtbot) -> None:
    window, library = tagged
    library.tags.ensure(("Label", "Nobody"))
    library.tags.add([3], ("Dog",))
    tree = window.browser.sidebar.tags.tree
    qtbot.waitUntil(lambda: tree.topLevelItemCount() == 3)
    assert [tree.topLevelItem(i).text(0) for i in range(3)] == [
        "Beach  ·  1",
        "Dog  ·  1",
        "People",
    ]
    assert "Label/Nobody" in window.browser.details._known.stringList()


def test_photos_dropped_on_a_tag_get_it_in_one_call(tagged, qtbot) -> None:
    window, library = tagged
    tree = window.browser.sidebar.tags.tree
    mime = window.model.mime_of([1, 2, 3])
    assert drop_photos(tree, tree.visualItemRect(tree.topLevelItem(0)), mime)
    qtbot.waitUntil(lambda: library.tags.on.get(3) == {BEACH})
    assert library.calls.count("tags.add") == 1
    qtbot.waitUntil(window.notice.isVisible)
    assert window.notice.text().endswith("got the tag “Beach”.")
    window.notice.action_button.click()
    qtbot.waitUntil(lambda: not library.tags.on.get(3))


def test_a_tag_is_renamed(tagged, qtbot) -> None:
    window, library = tagged
    tag = next(tag for tag in library.tags.all() if tag.path == ANNA)
    window.tag_actions._on_rename(tag)
    answer(window, "Anne")
    qtbot.waitUntil(lambda: ("People", "Anne") in library.tags.known)


def test_a_tag_that_cannot_be_renamed_gets_its_sentence(tagged, qtbot) -> None:
    window, library = tagged
    library.errors["tags.rename"] = UserError("There is a tag “Bert” already.")
    tag = next(tag for tag in library.tags.all() if tag.path == ANNA)
    window.tag_actions._on_rename(tag)
    answer(window, "Bert")
    qtbot.waitUntil(lambda: window.notice.text() == "There is a tag “Bert” already.")


def test_deleting_a_tag_names_the_number_of_photos_and_asks_first(tagged, qtbot) -> None:
    window, library = tagged
    tag = next(tag for tag in library.tags.all() if tag.path == ANNA)
    window.tag_actions._on_delete(tag)
    box = window.findChildren(QMessageBox)[-1]
    assert box.informativeText().startswith("2 photo")
    assert "tags.delete" not in library.calls
    next(b for b in box.buttons() if b.text() == "Delete").click()
    qtbot.waitUntil(lambda: ANNA not in library.tags.known)


def test_cancelling_deletes_nothing(tagged, qtbot) -> None:
    window, library = tagged
    window.tag_actions._on_delete(library.tags.all()[0])
    box = window.findChildren(QMessageBox)[-1]
    next(b for b in box.buttons() if b.text() == "Cancel").click()
    qtbot.wait(40)
    assert "tags.delete" not in library.calls


def test_the_menus_of_tags_and_albums_lead_to_their_actions(tagged, qtbot) -> None:
    window, _library = tagged
    tree = window.browser.sidebar.tags.tree
    seen = []
    window.browser.sidebar.tags.rename_requested.connect(seen.append)
    window.browser.sidebar.tags._on_menu(tree.visualItemRect(tree.topLevelItem(0)).center())
    menu = QApplication.activePopupWidget()
    next(a for a in menu.actions() if a.text() == "Rename…").trigger()
    menu.close()
    assert [tag.path for tag in seen] == [BEACH]
    albums = window.browser.sidebar.albums
    albums._on_menu(albums.list.visualItemRect(albums.list.item(1)).center())
    menu = QApplication.activePopupWidget()
    assert "Edit its search" in [a.text() for a in menu.actions()]
    menu.close()


# --- albums ---
def test_an_album_is_shown_by_a_click(tagged, qtbot) -> None:
    window, _library = tagged
    panel = window.browser.sidebar.albums
    assert [panel.list.item(i).text() for i in range(2)] == ["Best  ·  2", "Dogs"]
    where = panel.list.visualItemRect(panel.list.item(1)).center()
    qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert window.browser.search_box.text() == 'album:"Dogs"'


def test_photos_are_dropped_on_an_album_but_not_on_a_smart_one(tagged, qtbot) -> None:
    window, library = tagged
    view = window.browser.sidebar.albums.list
    mime = window.model.mime_of([5, 6])
    assert not drop_photos(view, view.visualItemRect(view.item(1)), mime)
    assert drop_photos(view, view.visualItemRect(view.item(0)), mime)
    qtbot.waitUntil(lambda: library.albums.members["Best"] == [1, 2, 5, 6])
    qtbot.waitUntil(lambda: view.item(0).text() == "Best  ·  4")


def test_photos_are_taken_out_of_the_album_on_show(tagged, qtbot) -> None:
    window, library = tagged
    library.ranks['album:"Best"'] = [(i, 1.0, "likely") for i in (1, 2)]
    leave = window.actions_["leave_album"]
    select(window, qtbot, 2)
    assert not leave.isEnabled()
    window.photos.search_for('album:"Best"')
    qtbot.waitUntil(lambda: window.model.content.ids.tolist() == [1, 2])
    window.browser.grid.make_current(2)
    assert leave.isEnabled()
    leave.trigger()
    qtbot.waitUntil(lambda: library.albums.members["Best"] == [1])
    qtbot.waitUntil(lambda: "taken out of “Best”" in window.notice.text())


def test_an_album_is_made_of_the_selected_photos(tagged, qtbot) -> None:
    window, library = tagged
    select(window, qtbot, 4, 3)
    window.actions_["new_album"].trigger()
    answer(window, "  New ")
    qtbot.waitUntil(lambda: library.albums.members.get("New") == [4, 3])
    qtbot.waitUntil(lambda: window.browser.sidebar.albums.list.count() == 3)


def test_a_search_is_saved_as_a_smart_album_and_can_be_edited(tagged, qtbot) -> None:
    window, library = tagged
    assert not window.actions_["save_search"].isEnabled()
    library.ranks["a cat"] = [(3, 0.4, "likely")]
    window.photos.search_for("a cat")
    qtbot.waitUntil(window.actions_["save_search"].isEnabled)
    window.actions_["save_search"].trigger()
    answer(window, "Cats")
    qtbot.waitUntil(lambda: library.albums.queries.get("Cats") == "a cat")
    album = next(a for a in library.albums.all() if a.name == "Cats")
    window.album_actions._on_edit_query(album)
    window.browser.search_box.search_for("a cat rating:5")
    window.actions_["save_search"].trigger()
    assert window.findChildren(QInputDialog)[-1].textValue() == "Cats"
    answer(window, "Cats")
    qtbot.waitUntil(lambda: library.albums.queries["Cats"] == "a cat rating:5")


def test_an_album_is_renamed_and_removed_after_a_question(tagged, qtbot) -> None:
    window, library = tagged
    album = library.albums.all()[0]
    window.album_actions._on_rename(album)
    answer(window, "Finest")
    qtbot.waitUntil(lambda: "Finest" in library.albums.queries)
    window.album_actions._on_remove(replace(album, name="Finest"))
    box = window.findChildren(QMessageBox)[-1]
    next(b for b in box.buttons() if b.text() == "Remove").click()
    qtbot.waitUntil(lambda: "Finest" not in library.albums.queries)


def test_an_album_that_exists_already_gets_its_sentence(tagged, qtbot) -> None:
    window, _library = tagged
    window.actions_["new_album"].trigger()
    answer(window, "Best")
    qtbot.waitUntil(lambda: "already" in window.notice.text())


def test_the_plus_menu_saves_a_search_only_where_there_is_one(tagged, qtbot) -> None:
    window, _ = tagged
    panel = window.browser.sidebar.albums
    panel._on_add()
    menu = QApplication.activePopupWidget()
    assert [a.isEnabled() for a in menu.actions()] == [True, False]
    menu.close()


# --- details ---
def test_the_details_of_one_photo(tagged, qtbot) -> None:
    window, library = tagged
    library.rows[12] = replace(library.rows[12], rating=3, pick=1, camera="Canon EOS 80D")
    library.captions.texts[12] = "On the beach"
    library.review.open = [(12, ("Sunset",), 2.5), (11, ("Sunset",), 2.0)]
    select(window, qtbot, 12)
    panel = window.browser.details
    assert panel.title.text() == "photo_012.jpg"
    assert chips(panel.tags) == ["Beach", "Anna"]
    assert chips(panel.suggestions) == ["Sunset"]
    assert panel.caption.toPlainText() == "On the beach"
    assert "Canon EOS 80D" in panel.facts.text()
    assert panel._details.rating == 3
    assert panel._details.pick == 1
    assert not window.grab().isNull()


def test_the_details_of_many_photos_tell_what_they_share(tagged, qtbot) -> None:
    window, library = tagged
    library.rows[11] = replace(library.rows[11], rating=3)
    select(window, qtbot, 12, 11)
    panel = window.browser.details
    assert chips(panel.tags) == ["Anna", "Beach  1"]
    assert panel._details.rating == -1
    assert not panel.caption.isVisible()
    assert panel.title.text().startswith("2 photo")


def test_nothing_selected_is_said(tagged, qtbot) -> None:
    window, _ = tagged
    select(window, qtbot, 12)
    window.browser.grid.clearSelection()
    qtbot.waitUntil(window.browser.details._nothing.isVisible)


def test_a_closed_details_panel_reads_nothing(open_window, qtbot) -> None:
    window, library = open_window(6)
    library.errors["review.queue"] = RuntimeError("must not be called")
    window.browser.grid.make_current(3)
    qtbot.wait(120)
    assert window.browser.details._details is None


def test_a_tag_is_added_to_all_selected_photos_in_one_call_and_undone(tagged, qtbot) -> None:
    window, library = tagged
    select(window, qtbot, 12, 11, 10)
    panel = window.browser.details
    panel.tag_box.setText(" Trips / Rome ")
    qtbot.keyClick(panel.tag_box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: ("Trips", "Rome") in library.tags.on.get(10, set()))
    assert library.calls.count("tags.add") == 1
    assert panel.tag_box.text() == ""
    qtbot.waitUntil(lambda: "Rome" in chips(panel.tags))
    window.browser.grid.setFocus()
    window.actions_["undo"].trigger()
    qtbot.waitUntil(lambda: ("Trips", "Rome") not in library.tags.on.get(10, set()))
    sentence = "Undone: Tag 3 photos with “Trips/Rome”."
    qtbot.waitUntil(lambda: window.notice.text() == sentence)
    assert not window.actions_["undo"].isEnabled()


def test_a_tag_is_taken_away_by_its_cross(tagged, qtbot) -> None:
    window, library = tagged
    select(window, qtbot, 12)
    chip = window.browser.details.tags.chips[0]
    chip.buttons[DROP].click()
    qtbot.waitUntil(lambda: library.tags.on[12] == {ANNA})


def test_suggestions_are_accepted_and_rejected(tagged, qtbot) -> None:
    window, library = tagged
    library.review.open = [(12, ("Sunset",), 2.5), (12, ("Boat",), 2.0)]
    select(window, qtbot, 12)
    box = window.browser.details.suggestions
    box.chips[0].buttons[TAKE].click()
    qtbot.waitUntil(lambda: ("Sunset",) in library.tags.on[12])
    qtbot.waitUntil(lambda: chips(box) == ["Boat"])
    box.chips[0].buttons[DROP].click()
    qtbot.waitUntil(lambda: not library.review.open)
    assert ("Boat",) not in library.tags.on[12]


def test_keys_give_stars_and_flags_to_all_selected_photos(tagged, qtbot) -> None:
    window, library = tagged
    select(window, qtbot, 12, 11)
    grid = window.browser.grid
    qtbot.keyClick(grid, Qt.Key.Key_4)
    qtbot.waitUntil(lambda: library.rows[11].rating == 4)
    assert library.calls.count("tags.set_rating") == 1
    qtbot.keyClick(grid, Qt.Key.Key_0)
    qtbot.waitUntil(lambda: library.rows[12].rating is None)
    qtbot.keyClick(grid, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: library.rows[12].pick == 1)
    qtbot.keyClick(grid, Qt.Key.Key_U)
    qtbot.waitUntil(lambda: library.rows[12].pick == 0)


def test_digits_typed_into_the_query_box_are_text(tagged, qtbot) -> None:
    window, library = tagged
    select(window, qtbot, 12)
    window.browser.search_box.setFocus()
    qtbot.keyClicks(window.browser.search_box, "3 x p")
    assert window.browser.search_box.text() == "3 x p"
    assert "tags.set_rating" not in library.calls


def test_a_press_on_the_set_star_takes_the_stars_away(tagged, qtbot) -> None:
    window, library = tagged
    library.rows[12] = replace(library.rows[12], rating=2)
    select(window, qtbot, 12)
    stars = window.browser.details.stars
    stars.stars[1].click()
    qtbot.waitUntil(lambda: library.rows[12].rating is None)
    stars.refuse.click()
    qtbot.waitUntil(lambda: library.rows[12].pick == -1)
    qtbot.waitUntil(lambda: stars._pick == -1)
    stars.refuse.click()
    qtbot.waitUntil(lambda: library.rows[12].pick == 0)


def test_a_caption_is_saved_for_its_own_photo_when_the_selection_moves(tagged, qtbot) -> None:
    window, library = tagged
    select(window, qtbot, 12)
    caption = window.browser.details.caption
    caption.setFocus()
    qtbot.keyClicks(caption, "Sun")
    select(window, qtbot, 11)
    qtbot.waitUntil(lambda: library.captions.texts == {12: "Sun"})
    assert caption.toPlainText() == ""


def test_ctrl_enter_saves_a_caption(tagged, qtbot) -> None:
    window, library = tagged
    select(window, qtbot, 12)
    caption = window.browser.details.caption
    caption.setFocus()
    qtbot.keyClicks(caption, "Sun")
    qtbot.keyClick(caption, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: library.captions.texts == {12: "Sun"})


def test_the_add_tag_key_asks_for_a_tag(tagged, qtbot) -> None:
    window, library = tagged
    select(window, qtbot, 3)
    window.actions_["add_tag"].trigger()
    answer(window, "People/Bert")
    qtbot.waitUntil(lambda: ("People", "Bert") in library.tags.on.get(3, set()))
    window.browser.grid.clearSelection()
    window.tag_actions._on_add()
    assert "Select the photos first" in window.notice.text()


def test_the_open_panels_are_remembered(tagged, open_window) -> None:
    window, library = tagged
    window.close()
    again, _ = open_window(library=library)
    assert again.browser.details.isVisible()


def test_every_question_is_one_the_real_library_answers(tagged, tmp_path) -> None:
    from photoclip.gui.question import _Asker
    from photoclip.library import Library

    window, _ = tagged
    works = {asker.work for asker in window.findChildren(_Asker)}
    names = [work for work in works if isinstance(work, str)]
    assert len(names) > 12
    with Library.open(tmp_path / "real") as library:
        missing = [name for name in names if not callable(attrgetter(name)(library))]
    assert missing == []


def test_a_point_outside_every_item_takes_no_photos(tagged) -> None:
    window, _ = tagged
    tree = window.browser.sidebar.tags.tree
    rect = tree.viewport().rect().adjusted(0, tree.viewport().height() - 6, 0, 0)
    assert tree.itemAt(rect.center()) is None
    assert not drop_photos(tree, rect, window.model.mime_of([1]))
    assert window.browser.sidebar.albums.list.itemAt(QPoint(5, 900)) is None


def test_many_tags_are_sifted_with_those_above_and_below_what_is_typed(tagged, qtbot) -> None:
    window, library = tagged
    panel = window.browser.sidebar.tags
    assert not panel.filter_box.isVisible()
    for number in range(14):
        library.tags.add([3], ("Animals", f"Beast {number:02}"))
    qtbot.waitUntil(panel.filter_box.isVisible)
    qtbot.keyClicks(panel.filter_box, "beast 07")
    animals = panel.tree.topLevelItem(0)
    shown = [
        animals.child(row).text(0)
        for row in range(animals.childCount())
        if not animals.child(row).isHidden()
    ]
    assert shown == ["Beast 07  ·  1"]
    assert animals.isExpanded()
    tops = [panel.tree.topLevelItem(row) for row in range(panel.tree.topLevelItemCount())]
    assert [top.text(0) for top in tops if not top.isHidden()] == ["Animals"]
    panel.filter_box.setText("people")
    assert not tops[-1].child(0).isHidden()
    panel.filter_box.clear()
    assert not any(top.isHidden() for top in tops)
