"""Actions and their keys: one table, reachable everywhere, changed by the user."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QMenu, QMenuBar, QMessageBox

from photoclip.gui.action_table import (
    ACTIONS,
    ARRANGE,
    ARRANGE_MENU,
    MENUS,
    PANELS,
    PANELS_MENU,
    PHOTO_MENU,
    SUBMENUS,
)
from photoclip.gui.icons import drawing
from photoclip.gui.photo_menu import photo_menu
from photoclip.gui.settings.key_dialog import KeyDialog
from photoclip.gui.settings.keymap import Keymap, menu_order, native
from photoclip.gui.shortcut_sheet import Block, as_text, in_columns
from photoclip.paths import resource
from photoclip.settings import Settings

pytestmark = pytest.mark.gui


@pytest.fixture
def keys(open_window):  # type: ignore[no-untyped-def]
    window, library = open_window(6)
    window.settings_desk.open_page("keyboard")
    return window.settings_desk.dialog.page("keyboard"), window, library


def press(qtbot, dialog: KeyDialog, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(dialog.edit, key, modifier)


# --- the table ------------------------------------------------------------------------


def test_every_action_stands_in_a_menu() -> None:
    in_menus = {name for name, _ in menu_order()} | set(PHOTO_MENU)
    assert {spec.id for spec in ACTIONS} <= in_menus


def test_no_menu_names_an_action_that_is_not_there() -> None:
    known = {spec.id for spec in ACTIONS}
    menus = (*MENUS, *SUBMENUS.values())
    named = {name for _, names in menus for name in names} - set(SUBMENUS)
    named |= {*PANELS_MENU, *ARRANGE_MENU, *PHOTO_MENU}
    assert named - {""} <= known


def test_ids_are_unique_and_each_has_words_and_a_sentence() -> None:
    assert len({spec.id for spec in ACTIONS}) == len(ACTIONS)
    assert all(spec.text.strip() and spec.tip.strip() for spec in ACTIONS)
    assert not [spec.id for spec in ACTIONS if spec.tip.endswith(".")]


def test_no_two_actions_share_a_key() -> None:
    keys = Counter(QKeySequence(key).toString() for spec in ACTIONS for key in spec.keys)
    # Qt would call them ambiguous and do neither.
    assert [key for key, count in keys.items() if count > 1 or not key] == []
    pages = {f"Ctrl+{number}" for number in range(1, 4)}
    assert not pages & set(keys)


def test_every_drawing_is_there(qapp) -> None:
    wanted = {name for spec in ACTIONS for name in (spec.icon, spec.icon_on) if name}
    assert [name for name in wanted if not resource("icons", f"{name}.svg").is_file()] == []
    colour = qapp.palette().windowText().color()
    assert all(not drawing(name, colour, 16).isNull() for name in wanted)


def test_mnemonics_of_one_menu_do_not_collide() -> None:
    texts = {spec.id: spec.text for spec in ACTIONS}
    texts |= {name: str(title) for name, (title, _) in SUBMENUS.items()}
    below = [PANELS_MENU, ARRANGE_MENU, *(names for _, names in SUBMENUS.values())]
    inserted = {"View": (str(PANELS), str(ARRANGE))}
    photo_menus = [("", PHOTO_MENU), ("", (*PHOTO_MENU, "leave_album"))]
    for title, names in (*MENUS, *(("", names) for names in below), *photo_menus):
        words = [texts[name] for name in names if name]
        words += inserted.get(str(title).replace("&", ""), ())
        letters = Counter(text.split("&")[1][0].lower() for text in words if "&" in text)
        assert [letter for letter, count in letters.items() if count > 1] == [], title


def menus_in(menu: QMenu | QMenuBar) -> Iterator[QMenu | QMenuBar]:
    """A menu and all that are inside it."""
    yield menu
    for action in menu.actions():
        if isinstance(action.menu(), QMenu):
            yield from menus_in(action.menu())


def test_no_letter_stands_for_two_entries_of_a_menu_of_the_window(open_window) -> None:
    window, _ = open_window(2)
    window.actions_["leave_album"].setEnabled(True)
    menu = photo_menu(window.actions_, window)
    assert len(list(menus_in(menu))) == 4
    for each in (*menus_in(window.menuBar()), *menus_in(menu)):
        words = [action.text() for action in each.actions()]
        letters = Counter(text.split("&")[1][0].lower() for text in words if "&" in text)
        assert [letter for letter, count in letters.items() if count > 1] == [], words


def test_every_action_of_the_window_is_listed_with_its_tip_and_menu(open_window) -> None:
    window, _ = open_window(2)
    keymap = window.settings_desk.keymap
    entries = keymap.entries()
    assert {entry.name for entry in entries} == set(window.actions_)
    assert len(entries) == len({entry.name for entry in entries})
    assert all(entry.path and entry.tip and "&" not in entry.text for entry in entries)
    assert {"page_photos"} <= {entry.name for entry in entries}
    for entry in entries:
        action = window.actions_[entry.name]
        assert action in window.actions() or action.parent() is not None
        shown = keymap.keys(entry.name)
        assert action.toolTip().startswith(entry.tip)
        assert not shown or native(shown[0]) in action.toolTip()


# --- choosing keys --------------------------------------------------------------------


def test_a_chosen_key_works_at_once_is_in_the_tip_and_is_kept(keys, qtbot) -> None:
    page, window, library = keys
    page.choose("select_all")
    page.add_button.click()
    press(qtbot, page.dialog, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert "free" in page.dialog.note.text()
    qtbot.keyClick(page.dialog.add_button, Qt.Key.Key_Space)
    action = window.actions_["select_all"]
    assert [key.toString() for key in action.shortcuts()] == ["Ctrl+A", "Ctrl+K"]
    assert Settings(library.settings.file).shortcuts() == {"select_all": ("Ctrl+A", "Ctrl+K")}
    assert [chip.property("key") for chip in page.chips()] == ["Ctrl+A", "Ctrl+K"]
    window.settings_desk.dialog.close()
    with qtbot.waitActive(window):
        window.activateWindow()
    window.browser.grid.setFocus()
    with qtbot.waitSignal(action.triggered):
        qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)


def test_a_key_of_another_action_is_told_at_once_and_taken_over_on_demand(keys, qtbot) -> None:
    page, window, _ = keys
    page.choose("select_none")
    page.add_button.click()
    press(qtbot, page.dialog, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert "Select all" in page.dialog.note.text()
    assert page.dialog.add_button.text() == "Take it over"
    page.dialog.reject()
    assert window.actions_["select_all"].shortcut().toString() == "Ctrl+A"
    page.add_button.click()
    press(qtbot, page.dialog, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    page.dialog.add_button.click()
    keymap = window.settings_desk.keymap
    assert keymap.keys("select_none") == ("Ctrl+D", "Ctrl+A")
    assert keymap.keys("select_all") == ()
    assert window.actions_["select_all"].toolTip() == "Select every photo shown"


def test_a_key_that_it_has_already_cannot_be_added(keys, qtbot) -> None:
    page, _, _ = keys
    page.choose("select_all")
    page.add_button.click()
    press(qtbot, page.dialog, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert not page.dialog.add_button.isEnabled()
    qtbot.keyClick(page.dialog.again_button, Qt.Key.Key_Space)
    assert page.dialog.focusWidget() is page.dialog.edit
    assert page.dialog.key == ""
    page.dialog.reject()


def test_a_key_is_taken_away_and_given_back(keys, qtbot) -> None:
    page, window, library = keys
    page.choose("find")
    before = window.settings_desk.keymap.keys("find")
    page.chips()[0].click()
    assert window.settings_desk.keymap.keys("find") == before[1:]
    assert page.usual_button.isEnabled()
    page.usual_button.click()
    assert window.settings_desk.keymap.keys("find") == before
    assert library.settings.shortcuts() == {}


def test_all_keys_come_back_after_a_question(keys, qtbot) -> None:
    page, window, library = keys
    keymap = window.settings_desk.keymap
    keymap.set_keys("find", ["Ctrl+A"])
    keymap.set_keys("page_photos", ["F7"])
    page.all_button.click()
    assert keymap.keys("find") == ("Ctrl+A",)
    (box,) = page.findChildren(QMessageBox)
    box.buttons()[0].click()
    assert not [entry.name for entry in keymap.entries() if keymap.is_changed(entry.name)]
    assert library.settings.shortcuts() == {}


def test_keys_of_pages_are_chosen_like_all_others(open_window, make_library, qtbot) -> None:
    library = make_library(3)
    library.settings.set_shortcuts("page_labels", ["F7"])
    window, _ = open_window(library=library)
    from PySide6.QtWidgets import QWidget

    window.add_page("labels", "Labels", "labels", QWidget)
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.shell.current == "photos"
    qtbot.keyClick(window, Qt.Key.Key_F7)
    assert window.shell.current == "labels"
    assert "F7" in window.shell.button("labels").toolTip()


def test_kept_keys_are_there_at_the_next_start(open_window, make_library) -> None:
    library = make_library(1)
    library.settings.set_shortcuts("find", ["Ctrl+K"])
    library.settings.set_shortcuts("an_action_of_the_future", ["Ctrl+J"])
    window, _ = open_window(library=library)
    assert window.actions_["find"].shortcut().toString() == "Ctrl+K"


def test_no_key_is_ever_shared_and_what_was_chosen_goes_first(open_window, make_library) -> None:
    library = make_library(1)
    # As if a later version had given "Select all" a key that the user has put elsewhere.
    library.settings.set_shortcuts("find", ["Ctrl+A", "F9"])
    library.settings.set_shortcuts("quit", ["F9", "Ctrl+Q"])
    window, _ = open_window(library=library)
    keymap = window.settings_desk.keymap
    assert keymap.keys("find") == ("Ctrl+A", "F9")
    assert keymap.keys("quit") == ("Ctrl+Q",)
    assert keymap.keys("select_all") == ()
    keymap.reset("find")
    assert keymap.keys("select_all") == ("Ctrl+A",)
    assert keymap.keys("quit") == ("F9", "Ctrl+Q")
    keymap.reset("select_all")
    assert library.settings.shortcuts() == {"quit": ("F9", "Ctrl+Q")}


def test_nonsense_in_the_file_is_no_key_and_no_crash(open_window, make_library) -> None:
    library = make_library(1)
    library.settings.file.write_text('[shortcuts]\nfind = ["no key at all", ""]\nquit = 3\n')
    library.settings = Settings(library.settings.file)
    window, _ = open_window(library=library)
    keymap = window.settings_desk.keymap
    assert keymap.keys("quit") == keymap.usual_keys("quit")
    assert all(keymap.keys("find")) or keymap.keys("find") == ()


def test_the_table_filters_by_words_menus_and_keys(keys) -> None:
    page, window, _ = keys

    def names() -> list[str]:
        model = page.filter_model
        rows = [model.mapToSource(model.index(at, 0)).row() for at in range(model.rowCount())]
        return [page.model.entry(row).name for row in rows]

    assert len(names()) == len(list(window.actions_))
    page.box.setText("trash")
    assert "trash" in names() and len(names()) < 5
    page.box.setText("ctrl+shift+p")
    assert names() == ["palette"]
    page.box.setText("no such action")
    assert names() == []
    assert not page.add_button.isEnabled()
    page.box.setText("")
    assert page.current() is not None


def test_the_table_keeps_the_rules_of_models(keys, qtmodeltester) -> None:
    page, window, _ = keys
    qtmodeltester.check(page.model)
    tester = QAbstractItemModelTester(
        page.filter_model, QAbstractItemModelTester.FailureReportingMode.Warning
    )
    page.box.setText("sel")
    window.settings_desk.keymap.set_keys("select_all", ["Ctrl+K"])
    page.enter()
    page.box.setText("")
    tester.deleteLater()


# --- the sheet ------------------------------------------------------------------------


def test_the_sheet_shows_every_key_and_follows_changes(open_window, qtbot) -> None:
    window, _ = open_window(2)
    qtbot.keyClick(window, Qt.Key.Key_Question)
    sheet = window.settings_desk.sheet
    assert sheet is not None and sheet.isVisible()
    keymap: Keymap = window.settings_desk.keymap
    text = sheet.text.toPlainText()
    for entry in keymap.entries():
        if keymap.action(entry.name).isVisible():
            assert all(native(key) in text for key in keymap.keys(entry.name)), entry.name
    keymap.set_keys("select_all", ["Ctrl+Alt+K"])
    assert native("Ctrl+Alt+K") in sheet.text.toPlainText()
    sheet.copy_button.click()
    assert native("Ctrl+Alt+K") in QGuiApplication.clipboard().text()
    sheet.close()


def test_columns_keep_the_order_and_lose_nothing() -> None:
    blocks = [Block(str(number), (("a", "b"),) * number) for number in range(1, 9)]
    for count in range(1, 6):
        columns = in_columns(blocks, count)
        assert [block for column in columns for block in column] == blocks
        assert len(columns) <= count
        assert all(columns)


def test_the_sheet_as_text_has_its_keys_in_one_column() -> None:
    text = as_text([Block("Edit", (("Undo", "Ctrl+Z"), ("Select all", "Ctrl+A")))])
    assert text == "Edit\n  Undo        Ctrl+Z\n  Select all  Ctrl+A\n"
