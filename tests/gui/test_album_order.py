"""Albums keep their order on show, and photos are moved in it; tags move in their tree."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtWidgets import QInputDialog

from photoclip.errors import UserError
from photoclip.gui.album_actions import move_in
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
    window.browser.grid._select_ids(np.array(photo_ids, dtype=np.int64), photo_ids[0])


def test_photos_are_moved_by_one_place_and_stay_selected(shown, qtbot) -> None:
    window, library = shown
    select(window, 7)
    window.actions_["album_earlier"].trigger()
    qtbot.waitUntil(lambda: window.model.content.ids.tolist() == [4, 7, 2, 1])
    assert window.photos.current_ids() == [7]
    window.actions_["album_later"].trigger()
    qtbot.waitUntil(lambda: window.model.content.ids.tolist() == [4, 2, 7, 1])
    assert library.albums.members["Best"] == [4, 2, 7, 1]


def test_several_photos_go_to_the_front_in_their_order(shown, qtbot) -> None:
    window, _library = shown
    select(window, 1, 7)
    window.actions_["album_first"].trigger()
    qtbot.waitUntil(lambda: window.model.content.ids.tolist() == [7, 1, 4, 2])


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
    assert "albums.reorder" not in library.calls


def test_an_order_that_cannot_be_kept_is_told(shown, qtbot) -> None:
    window, library = shown
    library.errors["albums.reorder"] = UserError("There is no album “Best”.")
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
        ([1, 2], 0, [2, 1, 4, 7]),
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
