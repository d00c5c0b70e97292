"""Actions on the selected photos: those and no others, told when done, asked before they go."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit
from selecting import box_of, press, select

from photoclip.catalog.rows import Root
from photoclip.errors import UserError
from photoclip.gui import desktop
from photoclip.gui.action_table import IN_ALBUM, MOVES, ON_PHOTOS, STARS
from photoclip.gui.desktop import GNOME_FILES, photo_ids_of
from photoclip.gui.photo_actions import map_url
from photoclip.views import Arrangement

pytestmark = [
    pytest.mark.gui,
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]


@pytest.fixture
def opened(open_window):  # type: ignore[no-untyped-def]
    """A window on six photos, of which 5 and 2 are selected."""
    window, library = open_window(6)
    select(window, 5, 2)
    return window, library


# --- what can be done ---
def test_without_a_selection_nothing_can_be_done_to_photos(open_window) -> None:
    window, library = open_window(3)
    window.browser.grid.clearSelection()
    assert [name for name in ON_PHOTOS if window.actions_[name].isEnabled()] == []
    window.photo_actions.show_menu(QPoint(10, 10))
    assert QApplication.activePopupWidget() is None
    for name in ("trash", "copy_to", "list_selected", "rename", "copy", "rotate_left"):
        window.actions_[name].triggered.emit()
    window.photo_actions.files.choose = lambda *_: Path("/elsewhere")
    assert library.files.trashed == library.files.exported == []


def test_one_photo_alone_can_be_renamed(opened, qtbot) -> None:
    window, _ = opened
    qtbot.waitUntil(lambda: not window.actions_["rename"].isEnabled())
    select(window, 3)
    qtbot.waitUntil(window.actions_["rename"].isEnabled)


# --- turning ---
@pytest.mark.parametrize(("name", "degrees"), [("rotate_left", 270), ("rotate_right", 90)])
def test_the_selected_photos_turn_and_undo_turns_them_back(opened, qtbot, name, degrees) -> None:
    window, library = opened
    window.actions_[name].trigger()
    qtbot.waitUntil(lambda: "2 photos turned" in window.notice.text())
    turned = {i: photo.rotation for i, photo in library.rows.items() if photo.rotation}
    assert turned == {2: degrees, 5: degrees}
    assert "2 photos" in window.actions_["undo"].text()
    assert not window.notice.action_button.isHidden()


def test_the_photo_in_the_viewer_turns(opened, qtbot) -> None:
    window, library = opened
    window.photos.open_photo(4)
    window.actions_["rotate_right"].trigger()
    qtbot.waitUntil(lambda: library.rows[4].rotation == 90)
    assert library.rows[5].rotation == 0


# --- the clipboard ---
def test_copied_photos_are_files_and_paths(opened, qtbot) -> None:
    window, library = opened
    window.actions_["copy"].trigger()
    mime = QGuiApplication.clipboard().mimeData()
    paths = [library.rows[5].path, library.rows[2].path]
    assert [url.toLocalFile() for url in mime.urls()] == [str(path) for path in paths]
    assert mime.text() == "\n".join(map(str, paths))
    assert bytes(mime.data(GNOME_FILES).data()).startswith(b"copy\nfile:///photos/")
    assert photo_ids_of(mime) == [5, 2]
    assert "2 photos copied" in window.notice.text()
    window.actions_["copy_path"].trigger()
    assert QGuiApplication.clipboard().text() == "\n".join(map(str, paths))
    assert "2 paths copied" in window.notice.text()


def test_more_photos_than_a_clipboard_takes_are_said(open_window, monkeypatch) -> None:
    from photoclip.gui import photo_actions

    monkeypatch.setattr(photo_actions, "MOST_FILES", 3)
    window, _ = open_window(8)
    window.browser.grid.selectAll()
    window.actions_["copy"].trigger()
    assert len(QGuiApplication.clipboard().mimeData().urls()) == 3
    assert "first 3 of 8 photos" in window.notice.text()


# --- copies and lists ---
def test_copies_of_the_selected_photos_can_be_shown_in_their_folder(opened, qtbot) -> None:
    window, library = opened
    shown = []
    window.photo_actions.files.show_requested.connect(shown.append)
    window.photo_actions.files.choose = lambda _window, as_list: Path("/usb") / str(as_list)
    window.actions_["copy_to"].trigger()
    qtbot.waitUntil(lambda: "2 photos copied to" in window.notice.text())
    assert library.files.exported == [([5, 2], Path("/usb/False"))]
    assert window.notice.action_button.text() == "Show in folder"


def test_the_list_is_written_as_its_name_says(opened, qtbot) -> None:
    window, library = opened
    for name, kind in (("a.json", "json"), ("a.csv", "csv"), ("a.txt", "csv")):
        window.photo_actions.files.choose = lambda _w, _l, name=name: Path("/usb") / name
        window.actions_["list_selected"].trigger()
        qtbot.waitUntil(lambda name=name: name in window.notice.text())
        assert library.files.listed[-1] == ([5, 2], Path("/usb") / name, kind)


def test_copies_do_not_wait_for_indexing(opened, qtbot) -> None:
    window, library = opened
    library.index_gate.clear()
    window.actions_["rescan"].trigger()
    qtbot.waitUntil(lambda: window.bridge.is_indexing)
    window.photo_actions.files.choose = lambda *_: Path("/usb")
    window.actions_["copy_to"].trigger()
    qtbot.waitUntil(lambda: library.files.exported != [])
    assert window.bridge.is_indexing


def test_choosing_no_place_copies_nothing(opened) -> None:
    window, library = opened
    window.photo_actions.files.choose = lambda *_: None
    window.actions_["copy_to"].trigger()
    assert "files.copy_to" not in library.calls


def test_why_copies_failed_is_told(opened, qtbot) -> None:
    window, library = opened
    library.errors["files.copy_to"] = UserError("The copies need 5 MB; choose another place.")
    window.photo_actions.files.choose = lambda *_: Path("/usb")
    window.actions_["copy_to"].trigger()
    qtbot.waitUntil(lambda: "choose another place" in window.notice.text())
    del library.errors["files.copy_to"]
    library.files.failures = ((library.rows[5].path, "The file is not there."),)
    window.actions_["copy_to"].trigger()
    qtbot.waitUntil(lambda: "photo_005.jpg: The file is not there." in window.notice.text())


# --- another name ---
def test_renaming_selects_the_name_without_its_extension(opened, qtbot) -> None:
    window, library = opened
    select(window, 3)
    window.actions_["rename"].trigger()
    dialog = window.photo_actions.files.rename_question.dialog
    line = dialog.findChild(QLineEdit)
    assert line.selectedText() == "photo_003"
    line.setText("beach.jpg")
    dialog.accept()
    qtbot.waitUntil(lambda: library.rows[3].name == "beach.jpg")
    qtbot.waitUntil(lambda: "is called “beach.jpg” now" in window.notice.text())
    window.notice.action_button.click()
    qtbot.waitUntil(lambda: library.rows[3].name == "photo_003.jpg")


def test_a_refused_name_is_told_and_the_same_one_asks_nothing(opened, qtbot) -> None:
    window, library = opened
    select(window, 3)
    for name in ("photo_003.jpg", "photo_002"):
        window.actions_["rename"].trigger()
        dialog = window.photo_actions.files.rename_question.dialog
        dialog.setTextValue(name)
        dialog.accept()
    qtbot.waitUntil(lambda: "exists already" in window.notice.text())
    assert library.calls.count("files.rename") == 1


# --- trash ---
def test_only_the_selected_photos_go_to_the_trash_after_a_question(opened, qtbot) -> None:
    window, library = opened
    window.actions_["trash"].trigger()
    box = box_of(window)
    assert "the 2 photos that are selected" in box.text()
    assert box.informativeText().startswith("photo_005.jpg, photo_002.jpg\n")
    assert library.files.trashed == []
    press(window, "Move to the trash")
    qtbot.waitUntil(lambda: library.files.trashed == [5, 2])
    qtbot.waitUntil(lambda: "2 files moved to the system's trash" in window.notice.text())


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_enter_and_escape_leave_everything(opened, qtbot, key) -> None:
    window, library = opened
    window.actions_["trash"].trigger()
    box = box_of(window)
    assert box.defaultButton().text() == "Cancel"
    qtbot.keyClick(box, key)
    qtbot.waitUntil(box.isHidden)
    assert "files.trash" not in library.calls


def test_many_photos_are_counted_behind_the_first_names(open_window) -> None:
    window, _ = open_window(9)
    window.browser.grid.selectAll()
    window.actions_["trash"].trigger()
    assert "9 photos" in box_of(window).text()
    assert "photo_005.jpg and 4 more." in box_of(window).informativeText()
    press(window, "Cancel")


@pytest.mark.parametrize("whole", [False, True])
def test_hidden_files_of_a_stack_go_only_when_that_is_ticked(opened, qtbot, whole) -> None:
    window, library = opened
    window.photos.current_ids = lambda: [5, 2, 1, 3, 4]
    window.actions_["trash"].trigger()
    box = box_of(window)
    check = box.checkBox()
    assert check.text() == "Also the 3 other files of their stacks"
    assert not check.isChecked()
    check.setChecked(whole)
    assert ("5 photos" in box.text()) is whole
    press(window, "Move to the trash")
    expected = [5, 2, 1, 3, 4] if whole else [5, 2]
    qtbot.waitUntil(lambda: library.files.trashed == expected)


def test_the_stacks_of_the_grid_are_known(open_window, make_library, qtbot) -> None:
    library = make_library(6)
    library.stacks = {5: (5, 4)}
    window, _ = open_window(library=library)
    window.results.arrange(Arrangement(stacks=True))
    qtbot.waitUntil(lambda: window.model.rowCount() == 5)
    select(window, 5)
    window.actions_["trash"].trigger()
    assert box_of(window).checkBox().text() == "Also the 1 other file of their stacks"
    press(window, "Cancel")


def test_what_could_not_be_moved_is_told(opened, qtbot) -> None:
    window, library = opened
    library.files.failures = ((Path("/photos/x.jpg"), "The disk is read-only."),)
    window.actions_["trash"].trigger()
    press(window, "Move to the trash")
    qtbot.waitUntil(lambda: "stayed: The disk is read-only." in window.notice.text())


# --- the desktop ---
@pytest.fixture
def on_disk(opened, tmp_path):  # type: ignore[no-untyped-def]
    """The window with one photo selected that really lies in a folder of the library."""
    window, library = opened
    library.roots = [Root(1, tmp_path / "card")]
    path = tmp_path / "card" / "photo_003.jpg"
    path.parent.mkdir()
    path.write_bytes(b"a picture")
    library.rows[3] = replace(library.rows[3], path=path, root_id=1)
    select(window, 3)
    return window, path


def test_no_file_manager_is_told(on_disk, qtbot, monkeypatch) -> None:
    window, _ = on_disk
    monkeypatch.setattr(desktop.QDesktopServices, "openUrl", lambda url: False)
    monkeypatch.setattr(desktop, "_select_on_the_bus", lambda path: False)
    window.actions_["show_in_folder"].trigger()
    qtbot.waitUntil(lambda: "No file manager" in window.notice.text())


def test_the_folder_of_a_photo_is_shown(on_disk, qtbot, monkeypatch) -> None:
    window, path = on_disk
    shown: list[Path] = []
    show = lambda path: shown.append(path) is None  # noqa: E731
    monkeypatch.setattr("photoclip.gui.photo_actions.show_in_file_manager", show)
    window.actions_["show_in_folder"].trigger()
    qtbot.waitUntil(lambda: shown == [path])


def test_the_folder_of_a_photo_on_a_drive_that_is_away_is_named(on_disk, qtbot) -> None:
    window, path = on_disk
    path.parent.rename(path.parent.with_name("unplugged"))
    window.actions_["show_in_folder"].trigger()
    told = f"“photo_003.jpg” lies in {path.parent}, which is not connected; connect its drive first"
    qtbot.waitUntil(lambda: told in window.notice.text())


def test_a_photo_that_is_gone_from_its_folder_is_told(on_disk, qtbot) -> None:
    window, path = on_disk
    path.unlink()
    window.actions_["show_in_folder"].trigger()
    qtbot.waitUntil(lambda: f"{path} is not there any more" in window.notice.text())


# --- the map ---
@pytest.fixture
def mapped(opened, qtbot):  # type: ignore[no-untyped-def]
    window, library = opened
    library.rows[3] = replace(library.rows[3], lat=48.2082, lon=-0.5)
    window.photo_actions.urls = []
    window.photo_actions.open_url = lambda url: window.photo_actions.urls.append(url) is None
    select(window, 3)
    qtbot.waitUntil(window.actions_["show_on_map"].isEnabled)
    return window, library


def test_a_place_leaves_this_computer_only_after_a_first_question(mapped) -> None:
    window, _ = mapped
    window.actions_["show_on_map"].trigger()
    assert "coordinates" in box_of(window).informativeText()
    press(window, "Cancel")
    assert window.photo_actions.urls == []
    window.actions_["show_on_map"].trigger()
    press(window, "Open the map")
    window.actions_["show_on_map"].trigger()
    addresses = {url.toString() for url in window.photo_actions.urls}
    assert len(window.photo_actions.urls) == 2
    assert addresses == {
        "https://www.openstreetmap.org/?mlat=48.208200&mlon=-0.500000#map=15/48.208200/-0.500000"
    }


def test_the_map_is_off_without_a_place_and_where_the_settings_say_so(mapped, qtbot) -> None:
    window, library = mapped
    select(window, 2)
    qtbot.waitUntil(lambda: not window.actions_["show_on_map"].isEnabled())
    library.settings.set("privacy.map_links", False)
    select(window, 3)
    qtbot.waitUntil(lambda: not window.actions_["show_on_map"].isEnabled())
    window.actions_["show_on_map"].triggered.emit()
    assert "turned off" in window.notice.text()
    select(window, 2)
    window.actions_["show_on_map"].triggered.emit()
    assert "does not say where" in window.notice.text()
    assert window.photo_actions.urls == []


def test_the_equator_is_a_place(make_library) -> None:
    library = make_library(1)
    assert map_url(replace(library.rows[1], lat=0.0, lon=0.0)) is not None
    assert map_url(library.rows[1]) is None


# --- the menu ---
def test_the_context_menu_has_stars_and_flags_below_and_the_album_on_top(opened, qtbot) -> None:
    window, library = opened
    window.photo_actions.show_menu(QPoint(10, 10))
    menu = QApplication.activePopupWidget()
    titles = {each.menu().title(): each.menu() for each in menu.actions() if each.menu()}
    assert set(titles) == {"Stars", "Flag"}
    assert titles["Stars"].actions() == [window.actions_[name] for name in STARS]
    assert window.actions_["leave_album"] not in menu.actions()
    menu.close()
    library.albums.create("Best")
    library.albums.add("Best", [5, 2])
    library.ranks["in:Best"] = [(5, 1.0, "likely"), (2, 1.0, "likely")]
    for name in IN_ALBUM:
        window.actions_[name].setEnabled(True)
    window.photo_actions.show_menu(QPoint(10, 10))
    menu = QApplication.activePopupWidget()
    assert menu.actions()[0] is window.actions_["leave_album"]
    moves = menu.actions()[1].menu()
    assert moves.title() == "Move in the album"
    assert moves.actions() == [window.actions_[name] for name in MOVES]
    menu.close()


def test_the_viewer_has_the_same_menu(opened) -> None:
    window, _ = opened
    window.photos.open_photo(4)
    middle = window.viewer.canvas.rect().center()
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, middle, window.viewer.canvas.mapToGlobal(middle)
    )
    QApplication.sendEvent(window.viewer.canvas, event)
    menu = QApplication.activePopupWidget()
    assert window.actions_["rotate_left"] in menu.actions()
    menu.close()
