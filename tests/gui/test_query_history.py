"""Earlier searches: kept when they were meant, offered by keys, forgotten at once when asked."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt

from photoclip.gui.query.history import FILE_NAME, MOST, read_history, with_newest, write_history

pytestmark = pytest.mark.gui


def file_of(library):  # type: ignore[no-untyped-def]
    return library.path / FILE_NAME


def enter(window, qtbot, text: str) -> None:  # type: ignore[no-untyped-def]
    box = window.browser.search_box
    box.setFocus()
    box.clear()
    qtbot.keyClicks(box, text)
    qtbot.keyClick(box, Qt.Key.Key_Return)


def rows(box) -> list[str]:  # type: ignore[no-untyped-def]
    return [box.completions.item(i).text() for i in range(box.completions.count())]


@pytest.fixture
def searched(open_window, qtbot):  # type: ignore[no-untyped-def]
    """A window in which two queries were meant and one was only typed; its box is empty."""
    window, library = open_window(6)
    for text in ("a dog", "a cat"):
        enter(window, qtbot, text)
    box = window.browser.search_box
    box.clear()
    qtbot.keyClicks(box, "a c")
    qtbot.waitUntil(lambda: bool(library.asked) and library.asked[-1][0] == "a c")
    box.clear()
    return window, library, box


def test_down_in_the_empty_box_offers_what_was_meant_the_newest_first(searched, qtbot) -> None:
    _window, _library, box = searched
    qtbot.keyClick(box, Qt.Key.Key_Down)
    assert rows(box) == ["a cat", "a dog", "Forget these searches"]
    assert box.hasFocus()


def test_down_and_enter_search_again_by_keys_alone(searched, qtbot) -> None:
    window, library, box = searched
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        qtbot.keyClick(box, key)
    assert box.text() == "a dog"
    qtbot.waitUntil(lambda: library.asked[-1][0] == "a dog")
    assert window.photos.query_desk.recents.queries == ["a dog", "a cat"]


def test_alt_down_opens_the_list_over_a_text_and_escape_leaves_it(searched, qtbot) -> None:
    _window, _library, box = searched
    qtbot.keyClicks(box, "bird")
    qtbot.keyClick(box, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert "a cat" in rows(box)
    assert box.completions.isVisible()
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert not box.completions.isVisible()
    assert box.text() == "bird"


def test_a_query_whose_photo_was_opened_was_meant_too(open_window, qtbot) -> None:
    window, library = open_window(6)
    library.ranks["a dog"] = [(5, 0.3, "likely")]
    window.browser.search_box.setFocus()
    qtbot.keyClicks(window.browser.search_box, "a dog")
    qtbot.waitUntil(lambda: window.model.content.ids.tolist() == [5])
    assert window.photos.query_desk.recents.queries == []
    window.photos.open_photo(5)
    assert window.photos.query_desk.recents.queries == ["a dog"]


def test_the_lens_opens_the_list(searched, qtbot) -> None:
    _window, _library, box = searched
    box.recents.trigger()
    assert box.completions.isVisible()


def test_the_file_holds_each_query_once_and_no_more_than_are_kept(searched, qtbot) -> None:
    window, library, _box = searched
    enter(window, qtbot, "a dog")
    file = file_of(library)
    qtbot.waitUntil(lambda: json.loads(file.read_text()) == ["a dog", "a cat"])
    many = [str(n) for n in range(MOST + 5)]
    queries: list[str] = []
    for query in many:
        queries = with_newest(queries, query)
    assert queries == many[::-1][:MOST]


def test_the_next_start_knows_the_queries(searched, open_window, qtbot) -> None:
    _window, library, _box = searched
    qtbot.waitUntil(lambda: read_history(library) == ["a cat", "a dog"])
    again, _ = open_window(library=library)
    qtbot.waitUntil(lambda: again.photos.query_desk.recents.queries == ["a cat", "a dog"])


def test_the_last_row_forgets_all_and_takes_the_file_away(searched, qtbot) -> None:
    _window, library, box = searched
    qtbot.waitUntil(file_of(library).exists)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return):
        qtbot.keyClick(box, key)
    qtbot.waitUntil(lambda: not file_of(library).exists())
    qtbot.keyClick(box, Qt.Key.Key_Down)
    assert not box.completions.isVisible()


def test_delete_forgets_one_query(searched, qtbot) -> None:
    _window, library, box = searched
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Delete):
        qtbot.keyClick(box, key)
    assert rows(box) == ["a dog", "Forget these searches"]
    qtbot.waitUntil(lambda: read_history(library) == ["a dog"])


def test_nothing_is_kept_or_offered_while_the_setting_is_off(searched, qtbot) -> None:
    window, library, box = searched
    qtbot.waitUntil(lambda: read_history(library) == ["a cat", "a dog"])
    library.settings.set("search.history", False)
    enter(window, qtbot, "a secret")
    box.clear()
    qtbot.keyClick(box, Qt.Key.Key_Down)
    assert not box.completions.isVisible()
    assert window.browser.grid.hasFocus()
    assert "a secret" not in read_history(library)


def test_smart_albums_are_offered_behind_the_queries(searched, qtbot) -> None:
    window, library, box = searched
    library.albums.create("Best", query="rating:5")
    library.albums.create("Picked by hand")
    qtbot.waitUntil(lambda: len(window.photos.query_desk.recents._saved) == 1)
    qtbot.keyClick(box, Qt.Key.Key_Down)
    assert rows(box) == ["a cat", "a dog", "Best", "Forget these searches"]
    for _ in range(3):
        qtbot.keyClick(box, Qt.Key.Key_Down)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert box.text() == 'album:"Best"'


@pytest.mark.parametrize("content", ["", "{", '{"a": 1}', '[1, null, "a"]', "\udcff"])
def test_a_damaged_file_is_an_empty_history(make_library, content: str) -> None:
    library = make_library(0)
    file_of(library).write_bytes(content.encode("utf-8", "surrogatepass"))
    assert read_history(library) == (["a"] if '"a"]' in content else [])


def test_a_folder_that_cannot_be_written_harms_nobody(make_library) -> None:
    library = make_library(0)
    library.path = library.path / "gone"
    write_history(library, ["a"])
    write_history(library, [])
    assert read_history(library) == []


def test_a_query_of_odd_characters_survives_the_file(make_library) -> None:
    library = make_library(0)
    queries = ['like:"/a/\udcff.jpg"', "🐕", '"']
    write_history(library, queries)
    assert read_history(library) == queries
