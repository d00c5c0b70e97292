"""The settings dialog: made from the table, acting at once, and telling what it did."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QObject, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QMessageBox, QSpinBox

from photoclip.errors import UserError
from photoclip.gui.settings.form_page import FormPage
from photoclip.gui.settings.moving import Mover
from photoclip.gui.settings.rows import SettingRow
from photoclip.gui.settings.watch import SettingsWatch
from photoclip.gui.theme import Theme
from photoclip.licences import download_page
from photoclip.settings import SETTINGS, Settings

pytestmark = pytest.mark.gui


@pytest.fixture
def dialog(open_window):  # type: ignore[no-untyped-def]
    window, library = open_window(3)
    window.actions_["settings"].trigger()
    return window.settings_desk.dialog, window, library


def rows(dialog) -> dict[str, SettingRow]:
    return {
        row.setting.key: row for page in dialog.pages for row in getattr(page.widget, "rows", [])
    }


def test_every_setting_has_one_row_on_the_page_of_its_section(dialog) -> None:
    shown, _, _ = dialog
    found = [
        (row.setting.key, page.key)
        for page in shown.pages
        for row in getattr(page.widget, "rows", [])
    ]
    # A look for updates is offered only where the build names a page to look at.
    nothing_there = set() if download_page() else {"privacy.update_check"}
    assert sorted(found) == sorted(
        (each.key, each.section) for each in SETTINGS if each.key not in nothing_there
    )


def test_each_row_can_be_named_and_reached_without_a_mouse(dialog) -> None:
    shown, _, _ = dialog
    for key, row in rows(shown).items():
        assert row.editor.accessibleName() and row.editor.accessibleDescription(), key
        assert row.reset.accessibleName()
        assert row.editor.focusPolicy() & Qt.FocusPolicy.TabFocus
        assert row.title.buddy() is row.editor


def test_a_choice_acts_and_is_kept_at_once_whatever_its_kind(dialog, qtbot) -> None:
    shown, _, library = dialog
    by_key = rows(shown)
    switch, combo, spin = (
        by_key[key].editor for key in ("search.history", "index.start", "look.slideshow_seconds")
    )
    assert isinstance(switch, QCheckBox)
    switch.click()
    assert isinstance(combo, QComboBox)
    combo.setCurrentIndex(combo.findData("mains"))
    combo.activated.emit(combo.currentIndex())
    assert isinstance(spin, QSpinBox)
    spin.setValue(9)
    again = Settings(library.settings.file)
    assert again.get("search.history") is False
    assert again.get("index.start") == "mains"
    assert again.get("look.slideshow_seconds") == 9


def test_the_way_back_is_shown_only_where_something_was_changed(dialog, qtbot) -> None:
    shown, _, library = dialog
    shown.show_page("search")
    row = rows(shown)["search.history"]
    assert not row.reset.isVisible()
    row.editor.click()
    assert row.reset.isVisible()
    qtbot.mouseClick(row.reset, Qt.MouseButton.LeftButton)
    assert not row.reset.isVisible()
    assert row.editor.isChecked()
    assert library.settings.get("search.history") is True


def test_what_another_part_chooses_is_shown_too(dialog) -> None:
    shown, _, library = dialog
    library.settings.set("look.slideshow_seconds", 33)
    assert rows(shown)["look.slideshow_seconds"].editor.value() == 33


def test_a_language_says_that_it_waits_for_the_next_start(dialog) -> None:
    shown, _, library = dialog
    row = rows(shown)["look.language"]
    assert not row.restart.isVisible()
    library.settings.set("look.language", "de")
    assert row.restart.isVisible()
    library.settings.reset("look.language")
    assert not row.restart.isVisible()


def test_colours_change_at_once(dialog, monkeypatch) -> None:
    monkeypatch.delenv("PHOTOCLIP_COLOR_SCHEME", raising=False)
    _, _, library = dialog
    ground = QPalette.ColorRole.Base
    try:
        for wanted, dark in (("dark", True), ("light", False)):
            library.settings.set("look.theme", wanted)
            assert (QApplication.palette().color(ground).lightness() < 128) is dark
    finally:
        library.settings.reset("look.theme")
        QApplication.instance().findChild(Theme).want("system")


def test_finding_shows_the_settings_that_fit_and_their_sections(dialog) -> None:
    shown, _, _ = dialog
    shown.box.setText("BATTERY")
    hidden = [shown.list.item(at).isHidden() for at in range(shown.list.count())]
    assert hidden.count(False) == 1
    assert shown.current == "indexing"
    visible = [row.setting.key for row in shown.page("indexing").rows if row.isVisible()]
    assert visible == ["index.pause_on_battery"]
    shown.box.setText("")
    assert not any(shown.list.item(at).isHidden() for at in range(shown.list.count()))
    assert all(row.isVisible() for row in shown.page("indexing").rows)


def test_a_section_that_is_named_is_shown_whole(dialog) -> None:
    shown, _, _ = dialog
    shown.box.setText("indexing")
    shown.show_page("indexing")
    assert all(row.isVisible() for row in shown.page("indexing").rows)


def test_closed_and_opened_again_it_is_the_same_dialog(dialog) -> None:
    shown, window, _ = dialog
    shown.close()
    window.settings_desk.open_page("privacy")
    assert window.settings_desk.dialog is shown
    assert shown.isVisible() and shown.current == "privacy"


def test_a_refused_value_is_said_in_the_dialog_and_the_old_one_shown(dialog) -> None:
    shown, _, library = dialog
    page = shown.page("look")
    page.changed.emit("look.theme", "green")
    assert "look.theme" in shown.notice.text()
    assert rows(shown)["look.theme"].editor.currentData() == "system"
    assert library.settings.get("look.theme") == "system"


def test_folders_are_listed_added_and_removed(open_window, qtbot, tmp_path) -> None:
    window, library = open_window(2, choose_folder=lambda _window: tmp_path / "new")
    window.settings_desk.open_page("folders")
    page = window.settings_desk.dialog.page("folders")
    qtbot.waitUntil(lambda: page.list.count() == 1)
    assert "holiday" in page.list.item(0).text()
    qtbot.mouseClick(page.add_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.list.count() == 2)
    page.list.setCurrentRow(1)
    qtbot.mouseClick(page.remove_button, Qt.MouseButton.LeftButton)
    (box,) = window.findChildren(QMessageBox)
    box.buttons()[0].click()
    qtbot.waitUntil(lambda: page.list.count() == 1)
    assert "remove_folder" in library.calls


def test_the_data_page_says_where_things_lie(dialog, qtbot) -> None:
    shown, _, library = dialog
    page = shown.show_page("data")
    qtbot.waitUntil(lambda: page._lines["library"][0].text() != "")
    where, size, button = page._lines["library"]
    assert where.text().replace("\u200b", "") == str(library.path)
    assert size.text() == "12.0 MB"
    assert button.isEnabled()


def test_thumbnails_are_cleared_after_a_question(dialog, qtbot) -> None:
    shown, _, library = dialog
    page = shown.show_page("data")
    qtbot.mouseClick(page.clear_button, Qt.MouseButton.LeftButton)
    assert "data.clear_thumbnails" not in library.calls
    (box,) = page.findChildren(QMessageBox)
    box.buttons()[0].click()
    qtbot.waitUntil(lambda: "5.0 MB" in shown.notice.text())


def test_a_move_is_announced_and_may_be_taken_back(dialog, qtbot, monkeypatch) -> None:
    shown, _, library = dialog
    page = shown.show_page("data")
    monkeypatch.setattr(page, "choose_folder", lambda: Path("/drive"))
    qtbot.mouseClick(page.move_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.moving.isVisible)
    assert "/drive/PhotoClip" in page.moving.text()
    qtbot.mouseClick(page.stay_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.moving.isVisible())
    assert library.data.going is None


def test_a_refused_move_is_said_in_the_dialog(dialog, qtbot, monkeypatch) -> None:
    shown, _, library = dialog
    library.errors["data.move"] = UserError("There is too little room.")
    page = shown.show_page("data")
    monkeypatch.setattr(page, "choose_folder", lambda: Path("/drive"))
    qtbot.mouseClick(page.move_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: shown.notice.text() == "There is too little room.")
    assert not page.moving.isVisible()


def test_the_catalog_is_backed_up_where_that_was_chosen(dialog, qtbot, monkeypatch) -> None:
    shown, _, library = dialog
    page = shown.show_page("data")
    monkeypatch.setattr(page, "choose_file", lambda _start: Path("/drive/copy.sqlite"))
    qtbot.mouseClick(page.backup_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "/drive/copy.sqlite" in shown.notice.text())
    assert "backup" in library.calls


def test_privacy_names_every_place_that_models_come_from(dialog, qtbot) -> None:
    from photoclip.licences import models

    shown, _, _ = dialog
    page = shown.show_page("privacy")
    sources = [model.source for model in models() if model.source]
    assert sources
    qtbot.waitUntil(lambda: sources[0] in page.sources.text())
    assert all(source in page.sources.text() for source in sources)


def test_the_models_page_leads_to_the_models(dialog, qtbot) -> None:
    shown, window, _ = dialog
    page = shown.show_page("models")
    with qtbot.waitSignal(window.actions_["models"].triggered):
        qtbot.mouseClick(page.button, Qt.MouseButton.LeftButton)


def test_remarks_on_the_file_are_told_when_the_window_opens(open_window, make_library, qtbot):
    library = make_library(1)
    library.settings.file.write_text("[look]\ntheme = 3\n")
    library.settings = Settings(library.settings.file)
    window, _ = open_window(library=library)
    assert "look.theme" in window.notice.text()


def test_a_watch_whose_window_is_gone_is_silent(tmp_path, qtbot) -> None:
    settings = Settings(tmp_path / "settings.toml")
    owner = QObject()
    watch = SettingsWatch(settings, owner)
    told: list[str] = []
    watch.changed.connect(told.append)
    settings.set("look.theme", "dark")
    watch.close()
    settings.set("look.theme", "light")
    assert told == ["look.theme"]


def test_the_about_box_lists_libraries_models_and_the_licence(open_window, qtbot) -> None:
    window, _ = open_window(1)
    window.actions_["about"].trigger()
    box = window.settings_desk.about
    assert box.isVisible()
    qtbot.waitUntil(lambda: box.libraries.topLevelItemCount() > 10)
    names = {
        tree.topLevelItem(at).text(0)
        for tree in (box.libraries, box.models)
        for at in range(tree.topLevelItemCount())
    }
    assert {"numpy", "hnswlib", "Qt", "Starter", "Lucide"} <= names
    licences = [
        tree.topLevelItem(at).text(2)
        for tree in (box.libraries, box.models)
        for at in range(tree.topLevelItemCount())
    ]
    assert all(licences)
    assert "GNU GENERAL PUBLIC LICENSE" in box.licence.toPlainText()
    assert not box.update_button.isVisible()
    box.close()


@pytest.mark.parametrize("page", ["", "https://example.org/download"], ids=["no-page", "page"])
@pytest.mark.parametrize("wanted", [False, True], ids=["unwanted", "wanted"])
def test_the_button_for_updates_is_there_for_those_who_want_it_where_there_is_a_page(
    open_window, qtbot, monkeypatch, page: str, wanted: bool
) -> None:
    monkeypatch.setattr("photoclip.gui.dialogs.about.download_page", lambda: page)
    window, library = open_window(1)
    library.settings.set("privacy.update_check", wanted)
    window.actions_["about"].trigger()
    box = window.settings_desk.about
    qtbot.waitUntil(lambda: box.libraries.topLevelItemCount() > 10)
    assert box.update_button.isVisible() == (wanted and bool(page))
    box.close()


@pytest.mark.parametrize("page", ["", "https://example.org/download"], ids=["no-page", "page"])
def test_updates_can_be_chosen_only_where_there_is_a_page_to_look_at(
    open_window, monkeypatch, page: str
) -> None:
    monkeypatch.setattr("photoclip.gui.settings.text_pages.download_page", lambda: page)
    window, library = open_window(1)
    window.settings_desk.open_page("privacy")
    shown = {
        row.setting.key
        for each in window.settings_desk.dialog.findChildren(FormPage)
        for row in each.rows
    }
    assert "privacy.map_links" in shown
    assert ("privacy.update_check" in shown) == bool(page)
    # The command line, and a file from elsewhere, know it all the same.
    assert library.settings.flag("privacy.update_check") is False


def test_a_move_at_the_start_tells_why_it_failed(qtbot, monkeypatch) -> None:
    from photoclip import relocation
    from photoclip.jobs.job import Progress

    def fail():  # type: ignore[no-untyped-def]
        yield Progress("Moving the library", 1, 4)
        raise UserError("The disk is full.")

    monkeypatch.setattr(relocation, "carry_out", fail)
    mover = Mover()
    mover.run()
    assert str(mover.error) == "The disk is full."


def test_a_move_at_the_start_can_be_stopped(qtbot, monkeypatch) -> None:
    from photoclip import relocation
    from photoclip.jobs.job import Progress

    stopped = []

    def endless():  # type: ignore[no-untyped-def]
        try:
            while True:
                yield Progress("Moving the library", 1, 4)
                mover._stop.wait(0.02)
        finally:
            stopped.append(True)

    monkeypatch.setattr(relocation, "carry_out", endless)
    mover = Mover()
    mover._timer.timeout.connect(mover.dialog.canceled)
    mover.run()
    assert stopped == [True]
    assert mover.error is None


def test_another_language_waits_for_the_next_start_and_leaves_no_half_translated_window(
    dialog, qtbot
) -> None:
    shown, window, library = dialog
    before = QLocale().language()
    row = rows(shown)["look.language"]
    row.editor.setCurrentIndex(row.editor.findData("de"))
    row.editor.activated.emit(row.editor.currentIndex())
    assert library.settings.get("look.language") == "de"
    assert row.restart.text() == "Acts from the next start of PhotoClip on."
    assert not row.restart.isHidden()
    # What is made only now speaks as the rest does.
    window.actions_["models"].trigger()
    assert window.models.dialog.windowTitle() == "Models"
    assert QLocale().language() == before
