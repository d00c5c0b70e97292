"""The first start: folders, model and manner, by keyboard alone, and nothing is forced."""

from __future__ import annotations

from pathlib import Path

import pytest
from fake_models import STRONG
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication

from photoclip.errors import ModelError
from photoclip.gui.welcome import folder_step
from photoclip.gui.welcome.actions import WelcomeActions
from photoclip.results import FolderGlance

pytestmark = pytest.mark.gui


@pytest.fixture(autouse=True)
def _no_pictures_folder(monkeypatch):  # type: ignore[no-untyped-def]
    monkeypatch.setattr(folder_step, "suggested_folders", list)


@pytest.fixture
def welcome(open_window, qtbot):  # type: ignore[no-untyped-def]
    def begin(count: int = 0, **more: object):  # type: ignore[no-untyped-def]
        window, library = open_window(count, **more)
        actions = WelcomeActions(window)
        window.bridge.ask_overview()
        if not count:
            qtbot.waitUntil(lambda: actions.is_open)
        return actions, window, library

    return begin


def add(page, qtbot, *paths: Path) -> None:  # type: ignore[no-untyped-def]
    page.folders.add(list(paths))
    qtbot.waitUntil(lambda: set(paths) <= set(page.folders.folders()))


def test_an_empty_library_is_welcomed_inside_the_window(welcome, qtbot) -> None:
    actions, window, _ = welcome()
    assert window.browser.page is actions.page
    assert not actions.page.isWindow()
    assert not actions.page.next.isEnabled()
    assert "Step 1 of 3" in actions.page.accessibleName()


def test_a_library_with_folders_shows_its_photos(welcome, qtbot) -> None:
    actions, window, _ = welcome(3)
    qtbot.wait(50)
    assert actions.page is None
    assert window.browser.page is window.browser.grid


def test_all_three_steps_can_be_done_with_the_keyboard(welcome, qtbot, tmp_path: Path) -> None:
    actions, _window, library = welcome(choose_folder=lambda _: tmp_path)
    page = actions.page

    def press(key: Qt.Key) -> None:
        qtbot.keyClick(QApplication.focusWidget(), key)

    qtbot.waitUntil(page.folders.button.hasFocus)
    press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.folders.folders() == [tmp_path])
    while not page.next.hasFocus():
        press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: STRONG in page.models.cards)
    page.models.enter()
    press(Qt.Key.Key_Down)
    assert page.models.chosen == STRONG
    while not page.next.hasFocus():
        press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Space)
    assert page.step == 2
    press(Qt.Key.Key_Down)
    assert page.manner.value == "idle"
    while not page.next.hasFocus():
        press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [root.path for root in library.roots] == [tmp_path])
    assert library.settings.text("index.start") == "idle"
    qtbot.waitUntil(lambda: library.known[STRONG].active)
    assert not actions.is_open


def test_the_grid_is_there_as_soon_as_the_welcome_is_done(welcome, qtbot, tmp_path: Path) -> None:
    actions, window, library = welcome()
    add(actions.page, qtbot, tmp_path)
    library.fill(4)
    library.roots.clear()
    for _ in range(3):
        actions.page.next.click()
    qtbot.waitUntil(lambda: window.browser.page is window.browser.grid)
    qtbot.waitUntil(lambda: library.watching.is_set() or "index" in library.calls)


def test_every_step_can_be_skipped(welcome, qtbot) -> None:
    actions, window, library = welcome()
    for _ in range(3):
        actions.page.skip.click()
    assert window.browser.page is window.browser.empty
    window.bridge.ask_overview()
    qtbot.wait(50)
    assert window.browser.page is window.browser.empty
    assert not library.roots
    assert not library.settings.is_changed("index.start")
    assert not any("model:" in call for call in library.calls)


def test_a_skipped_step_chooses_nothing_although_something_was_chosen(
    welcome, qtbot, tmp_path: Path
) -> None:
    actions, _, library = welcome()
    add(actions.page, qtbot, tmp_path)
    for _ in range(3):
        actions.page.skip.click()
    assert not library.roots


def test_one_can_go_back_and_find_everything_as_it_was(welcome, qtbot, tmp_path: Path) -> None:
    actions, _, _ = welcome()
    page = actions.page
    add(page, qtbot, tmp_path)
    page.next.click()
    page.back.click()
    assert page.step == 0
    assert not page.back.isEnabled()
    assert page.folders.folders() == [tmp_path]


def test_a_wrong_folder_is_answered_with_one_sentence(welcome, qtbot, tmp_path: Path) -> None:
    actions, _, library = welcome()
    problem = "There are no photos in it; choose another one."
    library.glances[tmp_path] = FolderGlance(tmp_path, problem=problem)
    actions.page.folders.add([tmp_path])
    qtbot.waitUntil(lambda: actions.page.folders.problem.text() == problem)
    assert actions.page.folders.folders() == []
    assert not actions.page.next.isEnabled()


def test_folders_inside_each_other_count_once(welcome, qtbot, tmp_path: Path) -> None:
    actions, _, _ = welcome()
    inner, page = tmp_path / "inner", actions.page
    add(page, qtbot, inner)
    add(page, qtbot, tmp_path)
    assert page.folders.folders() == [tmp_path]
    page.folders.add([inner])
    qtbot.waitUntil(lambda: "on the list already" in page.folders.problem.text())
    assert page.folders.folders() == [tmp_path]


def test_a_folder_can_be_taken_off_the_list_with_the_delete_key(
    welcome, qtbot, tmp_path: Path
) -> None:
    actions, _, _ = welcome()
    page = actions.page
    add(page, qtbot, tmp_path)
    page.folders.list.setCurrentRow(0)
    page.folders.list.setFocus()
    qtbot.keyClick(page.folders.list, Qt.Key.Key_Delete)
    assert page.folders.folders() == []
    assert not page.next.isEnabled()


def test_several_dropped_folders_come_on_the_list(welcome, qtbot, tmp_path: Path) -> None:
    actions, _, library = welcome()
    paths = [tmp_path / "one", tmp_path / "two"]
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPoint(9, 9),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    actions.page.folders.dropEvent(event)
    qtbot.waitUntil(lambda: actions.page.folders.folders() == paths)
    assert not library.roots


def test_the_pictures_folder_is_suggested_with_its_number(
    welcome, qtbot, monkeypatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(folder_step, "suggested_folders", lambda: [tmp_path])
    actions, _, _library = welcome()
    folders = actions.page.folders
    qtbot.waitUntil(lambda: folders._suggested.count() == 1)
    button = folders._suggested.itemAt(0).widget()
    assert "12 photos" in button.text()
    button.click()
    assert folders.folders() == [tmp_path]
    assert folders._suggested.count() == 0


def test_a_model_that_cannot_be_loaded_is_told_and_the_starter_stays(
    welcome, qtbot, tmp_path: Path
) -> None:
    actions, window, library = welcome()
    library.model_errors["download_model"] = ModelError("There is no network.")
    page = actions.page
    add(page, qtbot, tmp_path)
    page.next.click()
    qtbot.waitUntil(lambda: STRONG in page.models.cards)
    page.models.choose(STRONG)
    page.next.click()
    page.next.click()
    qtbot.waitUntil(lambda: window.notice.text() == "There is no network.")
    assert library.known["starter"].active
    assert f"activate_model:{STRONG}" not in library.calls


def test_the_model_in_use_is_chosen_at_first_and_one_is_recommended(welcome, qtbot) -> None:
    actions, _, _ = welcome()
    page = actions.page
    page.skip.click()
    qtbot.waitUntil(lambda: bool(page.models.cards) and "Fast chip" in page.models.hardware.text())
    assert page.models.chosen == "starter"
    shown = {
        key for key, card in page.models.cards.items() if not card._badges["recommended"].isHidden()
    }
    assert shown == {STRONG}


def test_the_welcome_can_be_seen_again_and_left(welcome, qtbot) -> None:
    actions, window, library = welcome(3)
    qtbot.waitUntil(lambda: bool(actions._known))
    window.actions_["welcome"].trigger()
    assert actions.is_open
    actions.page.folders.add([library.roots[0].path])
    qtbot.waitUntil(lambda: "in the library already" in actions.page.folders.problem.text())
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert window.browser.page is window.browser.grid
    window.actions_["welcome"].trigger()
    actions.page.back.click()
    assert window.browser.page is window.browser.grid


def test_a_search_leads_away_from_the_welcome(welcome, qtbot) -> None:
    _actions, window, library = welcome(3)
    library.ranks["dog"] = [(1, 0.9, "likely")]
    window.actions_["welcome"].trigger()
    window.photos.search_for("dog")
    qtbot.waitUntil(lambda: window.browser.page is window.browser.grid)
