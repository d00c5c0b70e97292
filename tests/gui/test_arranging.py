"""Order, groups and stacks in the window: chosen, shown, remembered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from photoclip.changes import ChangeSet
from photoclip.views import Arrangement

pytestmark = pytest.mark.gui


def shown(window) -> list[int]:  # type: ignore[no-untyped-def]
    return window.model.content.ids.tolist()


def titles(window) -> list[str]:  # type: ignore[no-untyped-def]
    return [section.title for section in window.browser.grid._sections]


@pytest.fixture
def dated(make_library):  # type: ignore[no-untyped-def]
    library = make_library(6)
    for photo_id, row in library.rows.items():
        taken = f"2023-0{photo_id // 2 + 1}-10T10:00:00"
        stars = [None, 5, 3, None, 1, 4][photo_id - 1]
        library.rows[photo_id] = replace(row, taken_at=taken, rating=stars)
    return library


def test_all_photos_begin_with_the_newest_by_month(open_window, dated) -> None:
    window, _ = open_window(library=dated)
    assert shown(window) == [6, 5, 4, 3, 2, 1]
    assert titles(window) == ["April 2023", "March 2023", "February 2023", "January 2023"]
    assert window.actions_["sort_date"].isChecked()
    assert window.actions_["group_month"].isChecked()
    assert not window.actions_["sort_relevance"].isEnabled()


def test_an_order_is_chosen_turned_round_and_remembered(open_window, dated, qtbot) -> None:
    window, library = open_window(library=dated)
    window.actions_["sort_rating"].trigger()
    window.actions_["group_none"].trigger()
    qtbot.waitUntil(lambda: shown(window) == [2, 6, 3, 5, 4, 1])
    window.actions_["sort_reverse"].trigger()
    qtbot.waitUntil(lambda: shown(window) == [1, 4, 5, 3, 6, 2])
    assert titles(window) == [""]
    settings = library.settings
    assert settings.get("view.sort") == "rating"
    assert settings.get("view.reverse") is True
    assert settings.get("view.group") == "none"
    second, _ = open_window(library=library)
    assert shown(second) == [1, 4, 5, 3, 6, 2]
    # Another order begins the usual way round.
    second.actions_["sort_name"].trigger()
    qtbot.waitUntil(lambda: second.results.state.answered)
    assert second.results.state.request.arrangement == Arrangement("name")


def test_a_search_shows_the_best_first_and_keeps_an_order_chosen_there(
    open_window, dated, qtbot
) -> None:
    window, library = open_window(library=dated)
    library.ranks["dog"] = [
        (2, 0.9, "likely"), (6, 0.8, "likely"), (4, 0.4, "maybe"), (1, 0.1, "hidden")
    ]  # fmt: skip
    library.ranks["cat"] = [(1, 0.9, "likely"), (5, 0.8, "maybe")]
    window.photos.search_for("dog")
    qtbot.waitUntil(lambda: shown(window) == [2, 6, 4])
    assert titles(window) == ["Likely", "Maybe"]
    assert window.actions_["sort_relevance"].isChecked()
    window.actions_["sort_date"].trigger()
    qtbot.waitUntil(lambda: shown(window) == [6, 4, 2])
    assert titles(window) == [""]
    window.actions_["show_hidden"].trigger()
    qtbot.waitUntil(lambda: shown(window) == [6, 4, 2, 1])
    assert titles(window) == ["", "Least unlikely"]
    window.photos.search_for("cat")
    qtbot.waitUntil(lambda: shown(window) == [5, 1])
    window.photos.show_all()
    qtbot.waitUntil(lambda: len(shown(window)) == 6)
    assert window.results.state.request.arrangement.group == "month"
    assert library.settings.get("view.group") == "month"


def test_stars_are_given_to_all_files_of_a_stack(open_window, dated, qtbot) -> None:
    dated.stacks = {5: (5, 1)}
    window, _ = open_window(library=dated)
    assert shown(window) == [6, 5, 4, 3, 2]
    assert window.browser.result_bar.text().startswith("6 photo")
    window.browser.grid.make_current(5)
    assert window.photos.current_ids() == [5, 1]
    assert window.photos.leading_ids() == [5]


def test_a_stack_is_opened_by_key_and_left_by_escape(open_window, dated, qtbot) -> None:
    dated.stacks = {5: (5, 1)}
    window, _ = open_window(library=dated)
    window.browser.grid.make_current(4)
    assert not window.actions_["open_stack"].isEnabled()
    window.browser.grid.make_current(5)
    assert window.actions_["open_stack"].isEnabled()
    window.actions_["open_stack"].trigger()
    qtbot.waitUntil(lambda: shown(window) == [5, 1])
    assert not window.actions_["stacks"].isEnabled()
    window.actions_["all_photos"].trigger()
    qtbot.waitUntil(lambda: shown(window) == [6, 5, 4, 3, 2])


def test_stacks_are_taken_apart_for_all_views_and_that_is_remembered(
    open_window, dated, qtbot
) -> None:
    dated.stacks = {5: (5, 1)}
    window, library = open_window(library=dated)
    window.actions_["stacks"].trigger()
    qtbot.waitUntil(lambda: shown(window) == [6, 5, 4, 3, 2, 1])
    assert library.settings.get("view.stacks") is False
    library.ranks["dog"] = [(1, 0.9, "likely"), (5, 0.8, "likely")]
    window.photos.search_for("dog")
    qtbot.waitUntil(lambda: shown(window) == [1, 5])


def test_the_menu_above_the_grid_offers_all_orders(open_window, dated) -> None:
    window, _ = open_window(library=dated)
    button = window.browser.result_bar.findChild(type(window.browser.result_bar._arrange))
    names = [action.objectName() for action in button.menu().actions() if action.objectName()]
    assert names[0] == "action-sort_relevance"
    assert names[-1] == "action-stacks"
    assert button.isVisible()


def test_invert_is_an_action(open_window, dated, qtbot) -> None:
    window, _ = open_window(library=dated)
    window.browser.grid.make_current(6)
    window.actions_["select_invert"].trigger()
    assert window.photos.current_ids() == [5, 4, 3, 2, 1]


def test_names_and_the_size_of_the_cache_follow_the_settings(open_window, dated, qtbot) -> None:
    window, library = open_window(library=dated)
    assert not window.model.shows_names
    library.settings.set("look.show_names", True)
    qtbot.waitUntil(lambda: window.model.shows_names)
    library.settings.set("cache.pixmaps_mb", 64)
    qtbot.waitUntil(lambda: window.thumbs._budget == 64 * 2**20)


def test_photos_of_a_disk_that_is_not_connected_are_marked(open_window, dated, qtbot) -> None:
    dated.roots = [replace(root, state="offline") for root in dated.roots]
    window, _ = open_window(library=dated)
    photo = window.model.photo_at(0)
    qtbot.waitUntil(lambda: window.model.is_offline(photo))


def test_dates_read_while_indexing_bring_a_new_order_without_a_jump(
    open_window, dated, qtbot, monkeypatch
) -> None:
    monkeypatch.setattr("photoclip.gui.results.REFRESH_ORDER_MS", 10)
    window, library = open_window(library=dated)
    window.browser.grid.make_current(4)
    library.rows[1] = replace(library.rows[1], taken_at="2024-01-01T00:00:00")
    library.publish(ChangeSet(embeddings=True))
    qtbot.waitUntil(lambda: shown(window) == [1, 6, 5, 4, 3, 2])
    assert window.browser.grid.selected_ids() == [4]
