"""Metadata conflicts and where metadata goes: nothing is overwritten or written unasked."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from photoclip.errors import UserError
from photoclip.reports import MetadataConflict

pytestmark = [
    pytest.mark.gui,
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]

HOLIDAY = Path("/photos/holiday")


def two_conflicts(library) -> None:  # type: ignore[no-untyped-def]
    library.sidecars.open = [
        MetadataConflict(3, library.rows[3].path, "caption", "Anna swims", "A lake"),
        MetadataConflict(5, library.rows[5].path, "tag:People/Anna", "", "People/Anna"),
    ]


@pytest.fixture
def conflicted(open_window, make_library, qtbot):  # type: ignore[no-untyped-def]
    library = make_library(6)
    two_conflicts(library)
    window, _ = open_window(library=library)
    window.actions_["conflicts"].trigger()
    qtbot.waitUntil(lambda: window.conflicts.dialog is not None)
    return window, library, window.conflicts.dialog


def rows(dialog) -> list[list[str]]:  # type: ignore[no-untyped-def]
    items = [dialog.tree.topLevelItem(i) for i in range(dialog.tree.topLevelItemCount())]
    return [[item.text(column) for column in range(4)] for item in items]


def test_conflicts_show_the_photo_the_field_and_both_sides(conflicted) -> None:
    _window, library, dialog = conflicted
    assert rows(dialog) == [
        ["photo_003.jpg", "Caption", "Anna swims", "A lake"],
        ["photo_005.jpg", "Tag People / Anna", "nothing", "People/Anna"],
    ]
    assert library.sidecars.kept == []


def test_each_side_can_be_kept_and_the_next_conflict_follows(conflicted, qtbot) -> None:
    _window, library, dialog = conflicted
    dialog.ours_button.click()
    qtbot.waitUntil(lambda: library.sidecars.kept == [(3, "caption", "ours")])
    qtbot.waitUntil(lambda: dialog.tree.topLevelItemCount() == 1)
    dialog.theirs_button.click()
    qtbot.waitUntil(lambda: library.sidecars.kept[1:] == [(5, "tag:People/Anna", "theirs")])
    qtbot.waitUntil(lambda: dialog.intro.text().startswith("No field"))
    assert not dialog.ours_button.isEnabled()


def test_several_conflicts_are_settled_at_once(conflicted, qtbot) -> None:
    _window, library, dialog = conflicted
    dialog.tree.selectAll()
    dialog.theirs_button.click()
    qtbot.waitUntil(lambda: [keep for _, _, keep in library.sidecars.kept] == ["theirs"] * 2)


def test_a_conflict_that_cannot_be_settled_is_told_and_stays(conflicted, qtbot) -> None:
    window, library, dialog = conflicted
    library.errors["sidecars.resolve"] = UserError("The catalog is locked; try again.")
    dialog.ours_button.click()
    qtbot.waitUntil(lambda: window.notice.text() == "The catalog is locked; try again.")
    assert dialog.tree.topLevelItemCount() == 2


def test_the_photo_of_a_conflict_is_shown_in_the_grid(conflicted, qtbot) -> None:
    window, _library, dialog = conflicted
    dialog.show_button.click()
    qtbot.waitUntil(lambda: window.model.content.ids.tolist() == [3])


def test_conflicts_found_by_indexing_are_said_and_lead_to_the_list(
    open_window, make_library, qtbot
) -> None:
    library = make_library(6)
    two_conflicts(library)
    window, _ = open_window(library=library)
    qtbot.waitUntil(lambda: "2 fields were changed both here and in a file" in window.notice.text())
    assert window.conflicts.dialog is None
    window.notice.action_button.click()
    qtbot.waitUntil(lambda: window.conflicts.dialog is not None)
    assert window.conflicts.dialog.tree.topLevelItemCount() == 2


def test_known_conflicts_are_not_said_again(open_window, qtbot) -> None:
    window, library = open_window(6)
    qtbot.waitUntil(library.watching.is_set)
    two_conflicts(library)
    with qtbot.waitSignal(window.conflicts.found):
        window.actions_["rescan"].trigger()
    told = []
    window.conflicts.found.connect(told.append)
    asked = library.calls.count("sidecars.conflicts")
    window.actions_["rescan"].trigger()
    qtbot.waitUntil(lambda: library.calls.count("sidecars.conflicts") > asked)
    qtbot.wait(40)
    assert told == []


def place_menu(window):  # type: ignore[no-untyped-def]
    panel = window.browser.folders
    panel._on_menu(panel.tree.visualRect(panel.model.index(0, 0)).center())
    menu = QApplication.activePopupWidget()
    places = next(a.menu() for a in menu.actions() if a.menu() is not None)
    return menu, places.actions()


def test_metadata_goes_into_the_files_of_a_folder_only_after_a_warning(open_window, qtbot) -> None:
    window, library = open_window(6)
    menu, (sidecar, file) = place_menu(window)
    assert sidecar.isChecked()
    file.trigger()
    menu.close()
    box = window.findChildren(QMessageBox)[-1]
    assert "RAW files are never changed" in box.informativeText()
    next(b for b in box.buttons() if b.text() == "Cancel").click()
    qtbot.wait(30)
    assert library.sidecars.places == []
    window.folder_actions.write_to_files(HOLIDAY)
    box = window.findChildren(QMessageBox)[-1]
    next(b for b in box.buttons() if b.text() == "Write into the files").click()
    qtbot.waitUntil(lambda: library.sidecars.places == [(HOLIDAY, "file")])
    qtbot.waitUntil(lambda: "own files" in window.notice.text())
    first = window.browser.folders.model.index(0, 0)
    tip = Qt.ItemDataRole.ToolTipRole
    qtbot.waitUntil(lambda: "written into its files" in first.data(tip))


def test_back_to_sidecars_asks_nothing(open_window, qtbot) -> None:
    window, library = open_window(6)
    window.folder_actions.write_to_files(HOLIDAY)
    box = window.findChildren(QMessageBox)[-1]
    next(b for b in box.buttons() if b.text() == "Write into the files").click()
    first = window.browser.folders.model.index(0, 0)
    tip = Qt.ItemDataRole.ToolTipRole
    qtbot.waitUntil(lambda: "written into its files" in first.data(tip))
    menu, (sidecar, file) = place_menu(window)
    assert file.isChecked()
    sidecar.trigger()
    menu.close()
    qtbot.waitUntil(lambda: library.sidecars.places[1:] == [(HOLIDAY, "sidecar")])


def test_a_folder_that_is_gone_meanwhile_is_told(open_window, qtbot) -> None:
    window, library = open_window(6)
    library.errors["sidecars.write_to"] = UserError("It is not one of the library's folders.")
    window.folder_actions.write_to_sidecars(HOLIDAY)
    qtbot.waitUntil(lambda: window.notice.text() == "It is not one of the library's folders.")


# --- fine detail ---
def test_fine_detail_is_turned_on_and_indexed_and_turned_off_without_a_question(
    open_window, qtbot
) -> None:
    window, library = open_window(6)
    qtbot.waitUntil(library.watching.is_set)
    switch = window.actions_["fine_detail"]
    assert not switch.isChecked()
    assert "seven times" in switch.toolTip()
    before = library.calls.count("index")
    switch.trigger()
    qtbot.waitUntil(lambda: library.fine_detail)
    qtbot.waitUntil(lambda: library.calls.count("index") > before)
    switch.trigger()
    qtbot.waitUntil(lambda: not library.fine_detail)
    assert window.findChildren(QMessageBox) == []
    qtbot.waitUntil(lambda: window.notice.text().startswith("Fine detail is off"))


def test_the_switch_shows_what_the_library_says(open_window, make_library, qtbot) -> None:
    library = make_library(6)
    library.fine_detail = True
    window, _ = open_window(library=library)
    qtbot.waitUntil(window.actions_["fine_detail"].isChecked)


def test_a_switch_that_fails_goes_back(open_window, qtbot) -> None:
    window, library = open_window(6)
    library.errors["set_fine_detail"] = UserError("The catalog is locked; try again.")
    window.actions_["fine_detail"].trigger()
    qtbot.waitUntil(lambda: window.notice.text() == "The catalog is locked; try again.")
    qtbot.waitUntil(lambda: not window.actions_["fine_detail"].isChecked())
