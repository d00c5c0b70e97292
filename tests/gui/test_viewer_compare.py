"""Photos side by side: zoomed together, judged one by one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QItemSelectionModel, QPointF, Qt

from photoclip.changes import ChangeSet
from photoclip.errors import UserError

pytestmark = pytest.mark.gui


@pytest.fixture
def compare(open_window, qtbot, make_library):  # type: ignore[no-untyped-def]
    """Opens a window and compares the given photos of eight."""

    def open_one(*photo_ids: int):  # type: ignore[no-untyped-def]
        library = make_library()
        library.size = (1600, 1200)
        library.fill(8)
        window, _ = open_window(library=library)
        grid = window.browser.grid
        grid.make_current(photo_ids[0])
        for photo_id in photo_ids[1:]:
            index = window.model.index(window.model.row_of(photo_id))
            grid.selectionModel().select(index, QItemSelectionModel.SelectionFlag.Select)
        window.actions_["compare"].trigger()
        panes = window.viewer.comparing.panes
        qtbot.waitUntil(lambda: all(pane.canvas.best_width == 1600 for pane in panes))
        return window, library, window.viewer.comparing

    return open_one


def test_the_selected_photos_stand_side_by_side(compare) -> None:
    window, _, view = compare(8, 6, 5)
    assert window.viewer.is_comparing
    assert view.photo_ids == [8, 6, 5]
    assert [pane.name.text() for pane in view.panes] == [
        "photo_008.jpg",
        "photo_006.jpg",
        "photo_005.jpg",
    ]
    assert window.viewer.photo_id == 8
    assert len({pane.y() for pane in view.panes}) == 1


def test_four_photos_make_a_square(compare, qtbot) -> None:
    _, _, view = compare(8, 7, 6, 5)
    qtbot.waitUntil(lambda: len({pane.y() for pane in view.panes}) == 2)
    assert len({pane.x() for pane in view.panes}) == 2


def test_one_photo_is_compared_with_the_next(compare) -> None:
    _, _, view = compare(5)
    assert view.photo_ids == [5, 4]


def test_escape_goes_back_to_the_same_selection(compare, qtbot) -> None:
    window, _, _ = compare(8, 6, 5)
    qtbot.keyClick(window.viewer, Qt.Key.Key_Right)
    qtbot.keyClick(window.viewer, Qt.Key.Key_Escape)
    assert not window.is_viewing
    assert not window.viewer.is_comparing
    assert sorted(window.browser.grid.selected_ids()) == [5, 6, 8]


def test_all_are_zoomed_and_moved_together(compare) -> None:
    _, _, view = compare(8, 6, 5)
    view.panes[1].canvas.actual_size(QPointF(40, 30))
    assert {pane.canvas.view() for pane in view.panes} == {view.panes[1].canvas.view()}
    view.panes[1].canvas.pan(1, 0)
    assert {pane.canvas.view() for pane in view.panes} == {view.panes[1].canvas.view()}
    assert not view.panes[0].canvas.is_fitted


def test_without_the_lock_each_is_zoomed_for_itself(compare, qtbot) -> None:
    window, _, view = compare(8, 6)
    assert window.viewer.bar.keep.isChecked()
    qtbot.keyClick(window.viewer, Qt.Key.Key_L)
    view.panes[0].canvas.actual_size()
    assert view.panes[1].canvas.is_fitted
    qtbot.keyClick(window.viewer, Qt.Key.Key_L)
    assert view.panes[1].canvas.view() == view.panes[0].canvas.view()


def test_the_lock_of_the_comparison_is_not_that_of_the_viewer(compare, qtbot) -> None:
    window, _, _ = compare(8, 6)
    qtbot.keyClick(window.viewer, Qt.Key.Key_Escape)
    window.photos.open_photo(4)
    assert not window.viewer.bar.keep.isChecked()
    assert not window.viewer.single.keep_view


def test_keys_mark_the_pane_that_is_current(compare, qtbot) -> None:
    window, library, view = compare(8, 6, 5)
    qtbot.keyClick(window.viewer, Qt.Key.Key_Right)
    assert window.photos.current_ids() == [6]
    window.actions_["rate_4"].trigger()
    window.actions_["pick"].trigger()
    qtbot.waitUntil(lambda: (library.rows[6].rating, library.rows[6].pick) == (4, 1))
    assert library.rows[8].rating is None
    qtbot.waitUntil(lambda: view.panes[1].photo.rating == 4)
    assert view.panes[1].stars._rating == 4
    assert view.photo_ids == [8, 6, 5]


def test_stars_of_a_pane_are_for_its_photo_whichever_is_current(compare, qtbot) -> None:
    window, library, view = compare(8, 6, 5)
    qtbot.mouseClick(view.panes[2].stars.stars[1], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: library.rows[5].rating == 2)
    qtbot.mouseClick(view.panes[1].stars.refuse, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: library.rows[6].pick == -1)
    assert library.rows[8].rating is None
    assert window.viewer.photo_id == 6


def test_the_current_pane_is_marked_by_more_than_a_colour(compare, qtbot) -> None:
    window, _, view = compare(8, 6)
    assert [pane.name.font().bold() for pane in view.panes] == [True, False]
    qtbot.mouseClick(view.panes[1].canvas, Qt.MouseButton.LeftButton)
    assert [pane.name.font().bold() for pane in view.panes] == [False, True]
    assert window.viewer.photo_id == 6


def test_more_than_four_wait_for_their_turn(compare, qtbot) -> None:
    window, _, view = compare(8, 7, 6, 5, 4, 3)
    assert view.photo_ids == [8, 7, 6, 5]
    assert window.viewer.bar.place.text() == "Comparing 4 of 6"
    qtbot.keyClick(window.viewer, Qt.Key.Key_Down)
    assert view.photo_ids == [4, 7, 6, 5]
    qtbot.keyClick(window.viewer, Qt.Key.Key_Down)
    assert view.photo_ids == [3, 7, 6, 5]
    qtbot.keyClick(window.viewer, Qt.Key.Key_Up)
    assert view.photo_ids == [4, 7, 6, 5]
    assert window.viewer.photo_id == 4


def test_taking_one_out_brings_the_next_and_at_last_leaves_one(compare, qtbot) -> None:
    window, _, view = compare(8, 7, 6, 5, 4)
    qtbot.keyClick(window.viewer, Qt.Key.Key_R)
    assert view.photo_ids == [4, 7, 6, 5]
    view.panes[3].remove.click()
    assert view.photo_ids == [4, 7, 6]
    qtbot.keyClick(window.viewer, Qt.Key.Key_R)
    qtbot.keyClick(window.viewer, Qt.Key.Key_R)
    assert not window.viewer.is_comparing
    assert window.is_viewing
    assert window.viewer.photo_id == 4


def test_a_photo_that_goes_leaves_the_comparison(compare, qtbot) -> None:
    window, library, view = compare(8, 7, 6)
    del library.rows[7]
    library.publish(ChangeSet(removed=frozenset({7})))
    qtbot.waitUntil(lambda: view.photo_ids == [8, 6])
    library.rows.clear()
    library.publish(ChangeSet(removed=frozenset({8, 6})))
    qtbot.waitUntil(lambda: not window.is_viewing)


def test_a_turned_photo_is_shown_turned(compare, qtbot) -> None:
    _, library, view = compare(8, 7)
    library.rows[7] = replace(library.rows[7], rotation=90)
    library.publish(ChangeSet(photos=frozenset({7})))
    qtbot.waitUntil(lambda: view.panes[1].photo.rotation == 90)
    assert not view.panes[1].grab().isNull()


def test_a_photo_that_cannot_be_read_says_so_in_its_pane(open_window, qtbot, make_library) -> None:
    library = make_library(3)
    library.rows[2] = replace(library.rows[2], state="unreadable", error="cut off")
    window, _ = open_window(library=library)
    window.browser.grid.make_current(3)
    window.actions_["compare"].trigger()
    pane = window.viewer.comparing.panes[1]
    qtbot.waitUntil(lambda: pane.canvas.message == "The file is cut off in the middle.")


def test_pictures_come_by_themselves_when_their_drive_is_back(compare, qtbot) -> None:
    window, library, view = compare(8, 6, 5)
    side = window.viewer.screen_side()
    library.errors[f"full_image:{side}"] = UserError("The drive is not connected.")
    view.show_photos([4, 3], side)
    canvases = [pane.canvas for pane in view.panes]
    qtbot.waitUntil(lambda: all("not connected" in canvas.message for canvas in canvases))
    asked = len([call for call in library.calls if call.startswith("full_image")])
    library.errors.clear()
    library.publish(ChangeSet(folders=True))
    qtbot.waitUntil(lambda: all(canvas.best_width == 1600 for canvas in canvases))
    assert [canvas.message for canvas in canvases] == ["", ""]
    library.publish(ChangeSet(folders=True))
    qtbot.wait(50)
    assert len([c for c in library.calls if c.startswith("full_image")]) == asked + 2
