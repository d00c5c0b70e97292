"""From a stack Escape leads back to where it was opened: the same query, place and selection."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

pytestmark = [
    pytest.mark.gui,
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]

FOUND = list(range(200, 40, -1))


@pytest.fixture
def searched(open_window, make_library, qtbot):  # type: ignore[no-untyped-def]
    """A search for dogs, scrolled down to a stack of three that is selected."""
    library = make_library(240)
    library.ranks["dog"] = [(each, each / 200, "likely") for each in FOUND]
    library.stacks = {90: (90, 210, 211)}
    window, _ = open_window(library=library)
    window.photos.search_for("dog")
    qtbot.waitUntil(lambda: window.model.content.ids.tolist() == FOUND)
    grid = window.browser.grid
    grid.make_current(90)
    grid.select_ids([90, 95], 90)
    qtbot.waitUntil(lambda: grid.verticalOffset() > 100)
    return window, grid, grid.verticalOffset()


def open_stack(window, qtbot) -> None:  # type: ignore[no-untyped-def]
    window.photos.open_stack(90)
    qtbot.waitUntil(lambda: window.model.content.ids.tolist() == [90, 210, 211])


def is_back(window, grid, offset) -> bool:  # type: ignore[no-untyped-def]
    return window.model.content.ids.tolist() == FOUND and grid.verticalOffset() == offset


def test_escape_from_a_stack_leads_to_the_search_its_place_and_its_selection(
    searched, qtbot
) -> None:
    window, grid, offset = searched
    open_stack(window, qtbot)
    assert window.browser.search_box.text() == ""
    grid.setFocus()
    qtbot.keyClick(grid, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: is_back(window, grid, offset))
    assert window.browser.search_box.text() == "dog"
    assert sorted(grid.selected_ids()) == [90, 95]
    assert grid.current_id() == 90
    qtbot.keyClick(grid, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.results.state.request.kind == "all")


def test_photos_taken_out_of_a_stack_lead_back_to_the_search_too(searched, qtbot) -> None:
    window, grid, offset = searched
    open_stack(window, qtbot)
    window.photos.show_photos([210])
    qtbot.waitUntil(lambda: window.model.content.ids.tolist() == [210])
    window.actions_["all_photos"].trigger()
    qtbot.waitUntil(lambda: is_back(window, grid, offset))


def test_a_new_search_from_a_stack_is_left_for_all_photos(searched, qtbot) -> None:
    window, _grid, _offset = searched
    open_stack(window, qtbot)
    window.bridge.library.ranks["cat"] = [(3, 0.9, "likely")]
    window.photos.search_for("cat")
    qtbot.waitUntil(lambda: window.model.content.ids.tolist() == [3])
    window.actions_["all_photos"].trigger()
    qtbot.waitUntil(lambda: len(window.model.content.ids) > len(FOUND))
    assert window.results.state.request.kind == "all"


def test_another_search_on_the_way_back_is_not_moved_to_the_old_place(searched, qtbot) -> None:
    window, grid, _offset = searched
    open_stack(window, qtbot)
    library = window.bridge.library
    library.ranks["cat"] = [(each, each / 200, "likely") for each in FOUND]
    window.actions_["all_photos"].trigger()
    window.photos.search_for("cat")
    qtbot.waitUntil(lambda: window.results.state.request.text == "cat")
    qtbot.waitUntil(lambda: window.results.state.answered)
    assert grid.verticalOffset() == 0
