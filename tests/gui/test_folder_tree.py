"""The tree of folders: what is in it, what is online, watched and open, and what can be done."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex, Qt

from photoclip.catalog.rows import Root, Subfolder
from photoclip.errors import UserError
from photoclip.gui.panels.folder_model import PATH, FolderModel
from photoclip.gui.texts import number

HOLIDAY = Path("/photos/holiday")
ITALY, ROME = HOLIDAY / "Italy", HOLIDAY / "Italy" / "Rome"

pytestmark = [
    pytest.mark.gui,
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]


@pytest.fixture
def model(qapp) -> FolderModel:
    model = FolderModel()
    model.show_roots([Root(1, HOLIDAY, photos=12), Root(2, Path("/media/stick"), photos=3)])
    return model


@pytest.fixture
def tree(open_window, make_library, qtbot):  # type: ignore[no-untyped-def]
    library = make_library(12)
    library.inside[HOLIDAY] = [Subfolder(ITALY, 7, True)]
    library.inside[ITALY] = [Subfolder(ROME, 3, False)]
    window, _ = open_window(library=library)
    panel = window.browser.folders
    qtbot.waitUntil(lambda: panel.model.rowCount(panel.model.index(0, 0)) == 1)
    return window, library, panel


def texts(model: FolderModel, path: Path | None = None) -> list[str]:
    parent = model.index_of(path) if path is not None else model.index_of(Path("/nowhere"))
    return [model.index(row, 0, parent).data() for row in range(model.rowCount(parent))]


# --- the model ---
def test_the_model_is_sound_empty_and_full(qtmodeltester, model) -> None:
    qtmodeltester.check(FolderModel())
    model.show_inside(HOLIDAY, [Subfolder(ITALY, 7, True)])
    model.show_inside(ITALY, [Subfolder(ROME, 3, False)])
    qtmodeltester.check(model)


def test_what_is_open_and_chosen_keeps_its_place_when_numbers_change(model) -> None:
    model.show_inside(HOLIDAY, [Subfolder(ITALY, 7, True)])
    kept = QPersistentModelIndex(model.index_of(ITALY))
    model.show_inside(HOLIDAY, [Subfolder(HOLIDAY / "Alps", 1, False), Subfolder(ITALY, 8, True)])
    assert kept.isValid()
    assert kept.row() == 1
    assert kept.data() == "Italy  ·  8"
    model.show_roots([Root(1, HOLIDAY, photos=13)])
    assert kept.isValid()
    model.show_inside(HOLIDAY, [])
    assert not kept.isValid()
    assert not model.hasChildren(model.index_of(HOLIDAY))


def test_answers_on_a_folder_that_is_gone_change_nothing(model) -> None:
    model.show_inside(Path("/photos/gone"), [Subfolder(Path("/photos/gone/x"), 1, False)])
    assert texts(model) == ["holiday  ·  12", "stick  ·  3"]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from("abcdef"), unique=True, max_size=6).map(sorted),
        min_size=1,
        max_size=6,
    )
)
def test_after_any_changes_the_tree_shows_just_what_was_told_last(steps) -> None:
    model = FolderModel()
    model.show_roots([Root(1, HOLIDAY)])
    for names in steps:
        model.show_inside(HOLIDAY, [Subfolder(HOLIDAY / name, 1, False) for name in names])
        parent = model.index_of(HOLIDAY)
        shown = [model.index(row, 0, parent).data(PATH) for row in range(model.rowCount(parent))]
        assert shown == [HOLIDAY / name for name in names]


def test_states_are_told_by_words_and_by_different_drawings(model) -> None:
    from PySide6.QtWidgets import QApplication

    model.tint(QApplication.palette())
    online = Root(1, HOLIDAY, photos=2)
    model.show_roots(
        [
            online,
            replace(online, id=2, path=Path("/b"), state="offline"),
            replace(online, id=3, path=Path("/c"), watch="off", photos=0),
        ]
    )
    assert texts(model) == ["holiday  ·  2", "b  ·  2 · offline", "c  ·  paused"]
    icons = {
        model.index(row, 0).data(Qt.ItemDataRole.DecorationRole).cacheKey() for row in range(3)
    }
    assert len(icons) == 3


# --- the panel ---
def test_a_folder_opens_when_it_is_asked_for_and_a_click_searches_in_it(tree, qtbot) -> None:
    window, _library, panel = tree
    assert texts(panel.model, ITALY) == []
    panel.tree.expand(panel.model.index_of(HOLIDAY))
    panel.tree.expand(panel.model.index_of(ITALY))
    qtbot.waitUntil(lambda: texts(panel.model, ITALY) == ["Rome  ·  3"])
    where = panel.tree.visualRect(panel.model.index_of(ROME)).center()
    qtbot.mouseClick(panel.tree.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert window.browser.search_box.text() == f'in:"{ROME}"'


def test_numbers_inside_follow_while_photos_come_in(tree, qtbot) -> None:
    window, library, panel = tree
    panel._again.setInterval(10)
    library.inside[HOLIDAY] = [Subfolder(ITALY, 1_234, True)]
    library.roots[0] = replace(library.roots[0], photos=2_000)
    window.bridge.ask_overview()
    qtbot.waitUntil(lambda: texts(panel.model, HOLIDAY) == [f"Italy  ·  {number(1_234)}"])


def menu_of(panel, path: Path, root: Root | None):  # type: ignore[no-untyped-def]
    menu = panel.menu_of(path, root)
    return menu, {action.text(): action for action in menu.actions() if action.text()}


def test_watching_a_folder_is_paused_and_resumed_by_its_menu(tree, qtbot) -> None:
    window, library, panel = tree
    _menu, actions = menu_of(panel, HOLIDAY, library.roots[0])
    actions["Pause watching"].trigger()
    qtbot.waitUntil(lambda: library.roots[0].watch == "off")
    qtbot.waitUntil(lambda: "paused" in panel.model.index(0, 0).data())
    assert "are not watched" in window.notice.text()
    _menu, actions = menu_of(panel, HOLIDAY, library.roots[0])
    actions["Resume watching"].trigger()
    qtbot.waitUntil(lambda: library.roots[0].watch == "auto")
    qtbot.waitUntil(lambda: "paused" not in panel.model.index(0, 0).data())


def test_one_folder_is_rescanned_by_its_menu(tree, qtbot) -> None:
    _window, library, panel = tree
    qtbot.waitUntil(library.watching.is_set)
    before = library.calls.count("index")
    _, actions = menu_of(panel, HOLIDAY, library.roots[0])
    actions["Rescan this folder"].trigger()
    qtbot.waitUntil(lambda: library.calls.count("index") == before + 1)
    qtbot.waitUntil(library.watching.is_set)


def test_a_folder_inside_another_one_offers_only_what_can_be_done_with_it(tree) -> None:
    _, _, panel = tree
    _, actions = menu_of(panel, ITALY, None)
    assert list(actions) == ["Show its photos", "Show in the file manager"]


def test_a_folder_that_cannot_be_watched_otherwise_gets_its_sentence(tree, qtbot) -> None:
    window, library, _ = tree
    library.errors["set_watch"] = UserError("The folder is not in the library.")
    window.folder_actions.watch(HOLIDAY, False)
    qtbot.waitUntil(lambda: window.notice.text() == "The folder is not in the library.")


def test_folders_that_left_the_library_are_left_out_of_the_answer(make_library) -> None:
    from photoclip.gui.folder_actions import read_inside

    library = make_library(3)
    library.inside[HOLIDAY] = [Subfolder(ITALY, 7, True)]
    assert read_inside(library, [HOLIDAY]) == {HOLIDAY: [Subfolder(ITALY, 7, True)]}
    library.errors["subfolders"] = UserError("It is not in the library.")
    assert read_inside(library, [HOLIDAY]) == {}
