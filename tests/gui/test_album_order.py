"""Albums keep their order on show, and photos are moved in it; tags move in their tree."""

from __future__ import annotations

from unittest.mock import patch

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QInputDialog

from photoclip.errors import UserError
from photoclip.gui.album_actions import ALL_THE_WAY, move_in
from photoclip.gui.query import text as query_text

pytestmark = [
    pytest.mark.gui,
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]


@pytest.fixture
def shown(open_window, make_library, qtbot):  # type: ignore[no-untyped-def]
    """An album in an order of its own, on show."""
    library = make_library(9)
    library.albums.queries = {"Best": None, "Dogs": "a dog"}
    library.albums.members = {"Best": [4, 2, 7, 1], "Dogs": []}
    library.ranks['album:"Best"'] = [(i, 1.0, "likely") for i in (7, 4, 2, 1)]
    library.ranks["album:best"] = library.ranks['album:"Best"']
    window, _ = open_window(library=library)
    qtbot.waitUntil(lambda: window.browser.sidebar.albums.list.count() == 2)
    window.photos.search_for('album:"Best"')
    qtbot.waitUntil(lambda: window.model.content.ids.tolist() == [4, 2, 7, 1])
    return window, library


def select(window, *photo_ids: int) -> None:  # type: ignore[no-untyped-def]
    window.browser.grid.select_ids(np.array(photo_ids, dtype=np.int64), photo_ids[0])


def test_photos_are_moved_by_one_place_and_stay_selected(shown, qtbot) -> None:
    window, library = shown
    select(window, 7)
    window.actions_["album_earlier"].trigger()
    qtbot.waitUntil(lambda: window.model.content.ids.tolist() == [4, 7, 2, 1])
    assert window.photos.current_ids() == [7]
    window.actions_["album_later"].trigger()
    qtbot.waitUntil(lambda: window.model.content.ids.tolist() == [4, 2, 7, 1])
    assert library.albums.members["Best"] == [4, 2, 7, 1]


def test_several_photos_go_to_the_front_or_the_end_in_their_order(shown, qtbot) -> None:
    window, _library = shown
    select(window, 1, 7)
    window.actions_["album_first"].trigger()
    qtbot.waitUntil(lambda: window.model.content.ids.tolist() == [7, 1, 4, 2])
    select(window, 7, 4)
    qtbot.keyClick(
        window.browser.grid,
        Qt.Key.Key_End,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    qtbot.waitUntil(lambda: window.model.content.ids.tolist() == [1, 2, 7, 4])
    # Qt remembers modifiers that were pressed until the next key.
    qtbot.keyClick(window.browser.grid, Qt.Key.Key_Left)


def drag(window, moving, at, kind=QDropEvent) -> QDropEvent:  # type: ignore[no-untyped-def]
    """Photos of the grid are dragged to a point of its viewport, as the window system tells it."""
    grid = window.browser.grid
    mime = window.model.mime_of(list(moving))
    more = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton)
    with patch.object(QDropEvent, "source", lambda _event: grid):
        for each in dict.fromkeys((QDragEnterEvent, QDragMoveEvent, kind)):
            point = QPointF(at) if each is QDropEvent else at
            event = each(point, *more, Qt.KeyboardModifier.NoModifier)
            event.setAccepted(False)
            QApplication.sendEvent(grid.viewport(), event)
    return event


def onto(window, photo_id: int, part: float) -> QPoint:  # type: ignore[no-untyped-def]
    """A point of a cell, at this part of its width."""
    cell = window.browser.grid.visualRect(window.model.index(window.model.row_of(photo_id)))
    return QPoint(cell.left() + round(part * cell.width()), cell.center().y())


@pytest.mark.parametrize(
    ("moving", "cell", "part", "after"),
    [
        ([7], 4, 0.2, [7, 4, 2, 1]),
        ([4], 2, 0.8, [2, 4, 7, 1]),
        ([4, 2], 1, 0.9, [7, 1, 4, 2]),
        ([1], 7, 0.1, [4, 2, 1, 7]),
    ],
)
def test_photos_land_where_they_are_dropped_and_that_can_be_undone(
    shown, qtbot, moving, cell, part, after
) -> None:
    window, library = shown
    drag(window, moving, onto(window, cell, part))
    qtbot.waitUntil(lambda: window.model.content.ids.tolist() == after)
    assert library.calls.count("albums.move") == 1
    assert "Best" in window.actions_["undo"].text()


def test_a_mark_stands_where_the_photos_would_land_and_goes_with_the_drag(shown, qtbot) -> None:
    window, _library = shown
    mark = window.album_actions._reordering.mark
    event = drag(window, [7], onto(window, 2, 0.1), QDragMoveEvent)
    cell = window.browser.grid.visualRect(window.model.index(1))
    assert event.isAccepted() and mark.isVisible()
    before = window.browser.grid.visualRect(window.model.index(0))
    assert before.right() < mark.x() and mark.geometry().right() < cell.left()
    assert mark.height() == cell.height()
    drag(window, [7], onto(window, 2, 0.1))
    assert not mark.isVisible()


def test_only_an_album_in_its_own_order_takes_photos(shown, qtbot) -> None:
    window, _library = shown
    mark, move = window.album_actions._reordering.mark, window.actions_["album_first"]
    select(window, 7)
    assert window.actions_["sort_relevance"].text() == "In the album's &order"
    window.actions_["sort_name"].trigger()
    qtbot.waitUntil(lambda: not move.isEnabled())
    drag(window, [7], onto(window, 2, 0.1), QDragMoveEvent)
    assert not mark.isVisible()
    window.actions_["sort_relevance"].trigger()
    qtbot.waitUntil(lambda: move.isEnabled() and window.results.state.answered)
    drag(window, [7], onto(window, 2, 0.1), QDragMoveEvent)
    assert mark.isVisible()
    window.photos.show_all()
    qtbot.waitUntil(lambda: not mark.isVisible())
    assert not window.browser.grid.viewport().acceptDrops()
    assert window.actions_["sort_relevance"].text() == "By &relevance"


def test_it_is_told_why_photos_stay_where_they_are_in_another_order(shown, qtbot) -> None:
    window, library = shown
    window.actions_["group_day"].trigger()
    qtbot.waitUntil(lambda: window.results.state.request.arrangement.group == "day")
    qtbot.waitUntil(lambda: window.results.state.answered)
    moving, other = window.model.id_at(3), window.model.id_at(0)
    window.browser.grid.make_current(moving)
    drag(window, [moving], onto(window, moving, 0.6))
    assert not window.notice.isVisible()
    drag(window, [moving], onto(window, other, 0.1), QDragMoveEvent)
    assert not window.album_actions._reordering.mark.isVisible()
    drag(window, [moving], onto(window, other, 0.1))
    assert "“Best” only while it is shown in its own order" in window.notice.text()
    assert "albums.move" not in library.calls


def test_photos_held_at_an_edge_scroll_the_grid_and_the_mark_goes_along(shown, qtbot) -> None:
    window, _ = shown
    window.resize(500, 400)
    window.browser.grid.set_zoom(256)
    bar = window.browser.grid.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    reordering = window.album_actions._reordering
    at = QPoint(20, window.browser.grid.viewport().height() - 2)
    drag(window, [4], at, QDragMoveEvent)
    qtbot.waitUntil(lambda: bar.value() == bar.maximum())
    assert reordering.mark.isVisible()
    assert window.browser.grid.gap_at(at)[1].top() == reordering.mark.y()


def test_an_album_typed_without_quotes_is_the_same_album(shown, qtbot) -> None:
    window, _library = shown
    window.photos.search_for("album:best")
    qtbot.waitUntil(lambda: window.results.state.request.text == "album:best")
    qtbot.waitUntil(lambda: window.results.state.answered)
    assert window.model.content.ids.tolist() == [4, 2, 7, 1]
    select(window, 2)
    assert window.actions_["album_first"].isEnabled()


def test_nothing_is_moved_outside_of_an_album(shown, qtbot) -> None:
    window, library = shown
    window.photos.show_all()
    qtbot.waitUntil(lambda: len(window.model.content.ids) == 9)
    select(window, 2)
    assert not window.actions_["album_first"].isEnabled()
    window.actions_["album_first"].trigger()
    assert not {"albums.reorder", "albums.move"} & set(library.calls)


def test_an_order_that_cannot_be_kept_is_told(shown, qtbot) -> None:
    window, library = shown
    library.errors["albums.move"] = UserError("There is no album “Best”.")
    select(window, 2)
    window.actions_["album_first"].trigger()
    qtbot.waitUntil(lambda: window.notice.text() == "There is no album “Best”.")


@pytest.mark.parametrize(
    ("moving", "step", "after"),
    [
        ([4], -1, [4, 2, 7, 1]),
        ([4, 7], -1, [4, 7, 2, 1]),
        ([2, 7], 1, [4, 1, 2, 7]),
        ([7, 1], 1, [4, 2, 7, 1]),
        ([1, 2], -ALL_THE_WAY, [2, 1, 4, 7]),
        ([7, 4], ALL_THE_WAY, [2, 1, 4, 7]),
    ],
)
def test_what_stands_at_the_end_stays_and_the_rest_moves(
    make_library, moving: list[int], step: int, after: list[int]
) -> None:
    library = make_library(9)
    library.albums.queries["Best"] = None
    library.albums.members["Best"] = [4, 2, 7, 1]
    move_in(library, "Best", moving, step)
    assert library.albums.members["Best"] == after


@pytest.mark.parametrize(
    ("query", "name"),
    [
        (query_text.album('the "best"'), 'the "best"'),
        (" album:best ", "best"),
        ("album:best a dog", ""),
        ("-album:best", ""),
        ("album:best,other", ""),
        ("", ""),
    ],
)
def test_a_query_for_one_album_alone_is_known(query: str, name: str) -> None:
    assert query_text.album_of(query) == name


# --- tags ---
def test_a_tag_is_moved_under_another_and_back_to_the_top(open_window, make_library, qtbot) -> None:
    library = make_library(6)
    for path in (("Anna",), ("People",)):
        library.tags.ensure(path)
        library.tags.on[2] = {*library.tags.on.get(2, set()), path}
    window, _ = open_window(library=library)
    tree = window.browser.sidebar.tags
    qtbot.waitUntil(lambda: tree.tree.topLevelItemCount() == 2)
    move(window, library, ("Anna",), "People")
    qtbot.waitUntil(lambda: ("People", "Anna") in library.tags.on[2])
    move(window, library, ("People", "Anna"), "/")
    qtbot.waitUntil(lambda: ("Anna",) in library.tags.on[2])
    move(window, library, ("People",), "People")
    qtbot.waitUntil(lambda: "below itself" in window.notice.text())


def move(window, library, path: tuple[str, ...], under: str) -> None:  # type: ignore[no-untyped-def]
    tag = next(tag for tag in library.tags.all() if tag.path == path)
    window.browser.sidebar.tags.move_requested.emit(tag)
    dialog = window.findChildren(QInputDialog)[-1]
    dialog.setTextValue(under)
    dialog.accept()
