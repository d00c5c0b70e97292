"""Duplicates, export and writing metadata from the menus: seen first, then done."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from photoclip.errors import UserError
from photoclip.jobs.job import Progress
from photoclip.reports import ExportReport, MetadataChange
from photoclip.results import DuplicateGroup

pytestmark = [
    pytest.mark.gui,
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]


def group(library, *photo_ids: int, exact: bool = True) -> DuplicateGroup:  # type: ignore[no-untyped-def]
    paths = tuple(library.rows[i].path for i in photo_ids)
    return DuplicateGroup(photo_ids, paths, exact, "the largest")


@pytest.fixture
def doubles(open_window, qtbot):  # type: ignore[no-untyped-def]
    window, library = open_window(12)
    library.duplicates.found = [group(library, 1, 2, 3), group(library, 7, 8, exact=False)]
    window.actions_["duplicates"].trigger()
    qtbot.waitUntil(lambda: window.tools.duplicates is not None)
    return window, library, window.tools.duplicates


def tick(dialog, *photo_ids: int) -> None:  # type: ignore[no-untyped-def]
    for item in dialog._leaves():
        if item.data(0, Qt.ItemDataRole.UserRole) in photo_ids:
            item.setCheckState(0, Qt.CheckState.Checked)


def press(window, text: str) -> QMessageBox:  # type: ignore[no-untyped-def]
    box = window.findChildren(QMessageBox)[-1]
    next(button for button in box.buttons() if button.text() == text).click()
    return box


# --- duplicates ---
def test_duplicates_are_listed_with_a_keeper_and_nothing_is_ticked(doubles) -> None:
    _window, _library, dialog = doubles
    assert dialog.tree.topLevelItemCount() == 2
    assert "the same picture" in dialog.tree.topLevelItem(0).text(0)
    assert "nearly the same" in dialog.tree.topLevelItem(1).text(0)
    assert "keep: the largest" in dialog.tree.topLevelItem(0).child(0).text(0)
    assert dialog.ticked() == []
    assert not dialog.trash_button.isEnabled()


def test_only_ticked_photos_go_to_the_trash_after_a_question_with_their_number(
    doubles, qtbot
) -> None:
    window, library, dialog = doubles
    tick(dialog, 2, 8)
    assert "2 photo" in dialog.trash_button.text()
    dialog.trash_button.click()
    assert library.files.trashed == []
    box = press(window, "Move to the trash")
    assert "2 photo" in box.text()
    assert "no photo would be left" not in box.informativeText()
    qtbot.waitUntil(lambda: library.files.trashed == [2, 8])
    qtbot.waitUntil(lambda: dialog.tree.topLevelItemCount() == 1)
    assert dialog._group_of(dialog.tree.topLevelItem(0)) == [1, 3]
    qtbot.waitUntil(lambda: "2 files moved to the system's trash" in window.notice.text())


def test_cancelling_keeps_all_photos(doubles, qtbot) -> None:
    window, library, dialog = doubles
    dialog.tick_button.click()
    assert dialog.ticked() == [2, 3, 8]
    dialog.trash_button.click()
    press(window, "Cancel")
    qtbot.wait(40)
    assert library.files.trashed == []


def test_a_group_that_would_vanish_wholly_is_said(doubles) -> None:
    window, _library, dialog = doubles
    tick(dialog, 7, 8)
    dialog.trash_button.click()
    box = press(window, "Cancel")
    assert "no photo would be left" in box.informativeText()


def test_a_file_that_cannot_be_moved_is_told_and_stays_listed(doubles, qtbot) -> None:
    window, library, dialog = doubles
    library.files.failures = ((library.rows[8].path, "The disk is read-only."),)
    tick(dialog, 8)
    dialog.trash_button.click()
    press(window, "Move to the trash")
    qtbot.waitUntil(lambda: "The disk is read-only." in window.notice.text())
    assert dialog.tree.topLevelItemCount() == 2


def test_a_group_is_shown_in_the_grid(doubles, qtbot) -> None:
    window, _library, dialog = doubles
    assert not dialog.show_button.isEnabled()
    dialog.tree.setCurrentItem(dialog.tree.topLevelItem(0).child(1))
    dialog.show_button.click()
    qtbot.waitUntil(lambda: window.model.content.ids.tolist() == [1, 2, 3])
    assert window.actions_["all_photos"].isEnabled()


def test_no_duplicates_is_said(open_window, qtbot) -> None:
    window, _library = open_window(3)
    window.actions_["duplicates"].trigger()
    qtbot.waitUntil(lambda: window.tools.duplicates is not None)
    assert window.tools.duplicates.intro.text().startswith("No two photos")


def test_the_watcher_comes_back_after_the_work(open_window, qtbot) -> None:
    window, library = open_window(3)
    qtbot.waitUntil(library.watching.is_set)
    window.actions_["duplicates"].trigger()
    qtbot.waitUntil(lambda: library.calls.count("watch") == 2)


def test_a_job_that_fails_is_told(open_window, qtbot) -> None:
    window, library = open_window(3)
    library.errors["duplicates.find"] = UserError("The index is locked; close the other window.")
    window.actions_["duplicates"].trigger()
    qtbot.waitUntil(lambda: window.notice.text().startswith("The index is locked"))


def test_a_job_that_runs_already_is_not_started_twice(open_window, qtbot) -> None:
    window, library = open_window(3)
    library.index_gate.clear()
    library.index_steps = 50
    window.actions_["rescan"].trigger()
    window.actions_["duplicates"].trigger()
    window.actions_["duplicates"].trigger()
    assert window.notice.text() == "That is being done already."
    library.index_gate.set()
    qtbot.waitUntil(lambda: window.tools.duplicates is not None)
    assert library.calls.count("duplicates.find") == 1


def test_stopping_other_work_brings_the_watcher_back(open_window, qtbot) -> None:
    window, library = open_window(3)
    qtbot.waitUntil(library.watching.is_set)
    library.duplicates.gate.clear()
    window.actions_["duplicates"].trigger()
    qtbot.waitUntil(lambda: "duplicates.find" in library.calls)
    qtbot.waitUntil(window.actions_["stop"].isEnabled)
    window.actions_["stop"].trigger()
    library.duplicates.gate.set()
    qtbot.waitUntil(lambda: library.calls.count("watch") == 2)
    assert window.tools.duplicates is None


# --- export ---
@pytest.mark.parametrize(
    ("action", "dest", "kind"),
    [
        ("export_files", "copies", "copy"),
        ("export_list", "list.csv", "csv"),
        ("export_list", "list.json", "json"),
    ],
)
def test_the_result_on_show_is_exported(
    open_window, qtbot, tmp_path: Path, action: str, dest: str, kind: str
) -> None:
    window, library = open_window(6)
    asked = []

    def export(query: str, dest: Path, *, kind: str) -> Iterator[Progress]:
        asked.append((query, dest, kind))
        yield Progress("Copying", 1, 1)
        return ExportReport(dest, 1, failed=((Path("/photos/x.jpg"), "It is gone."),))

    library.export = export
    library.ranks["a dog"] = [(3, 0.4, "likely")]
    assert not window.actions_[action].isEnabled()
    window.photos.search_for("a dog")
    qtbot.waitUntil(window.actions_[action].isEnabled)
    window.tools.choose = lambda _window, _as_list: tmp_path / dest
    window.actions_[action].trigger()
    qtbot.waitUntil(lambda: "exported to" in window.notice.text())
    assert asked == [("a dog", tmp_path / dest, kind)]
    assert "It is gone." in window.notice.text()


def test_choosing_no_place_exports_nothing(open_window, qtbot) -> None:
    window, _library = open_window(6)
    window.photos.search_for("a dog")
    qtbot.waitUntil(window.actions_["export_files"].isEnabled)
    window.tools.choose = lambda _window, _as_list: None
    window.actions_["export_files"].trigger()
    assert not window.bridge._jobs._running.keys() & {"export"}


# --- metadata ---
def test_changes_are_shown_before_they_are_written_and_can_be_undone(open_window, qtbot) -> None:
    window, library = open_window(6)
    photo = library.rows[3].path
    change = MetadataChange(3, photo, photo.with_suffix(".xmp"), ("+ tag People/Anna",))
    library.sidecars.due = (change,)
    window.actions_["write_metadata"].trigger()
    qtbot.waitUntil(lambda: window.tools.metadata is not None)
    dialog = window.tools.metadata
    top = dialog.tree.topLevelItem(0)
    assert top.text(0).endswith("photo_003.xmp")
    assert top.child(0).text(0) == "+ tag People/Anna"
    assert library.sidecars.written == 0
    dialog.write_button.click()
    qtbot.waitUntil(lambda: library.sidecars.written == 1)
    qtbot.waitUntil(lambda: window.notice.text().startswith("Metadata of 1 photo"))
    window.actions_["undo_metadata"].trigger()
    qtbot.waitUntil(lambda: library.sidecars.undone == 1)
    qtbot.waitUntil(lambda: "undone" in window.notice.text())


def test_cancelling_writes_nothing(open_window, qtbot) -> None:
    window, library = open_window(6)
    photo = library.rows[3].path
    library.sidecars.due = (MetadataChange(3, photo, photo, ("+ stars 3",)),)
    window.actions_["write_metadata"].trigger()
    qtbot.waitUntil(lambda: window.tools.metadata is not None)
    window.tools.metadata.reject()
    qtbot.wait(40)
    assert "sidecars.write:real" not in library.calls


def test_nothing_to_write_is_said(open_window, qtbot) -> None:
    window, _library = open_window(6)
    window.actions_["write_metadata"].trigger()
    qtbot.waitUntil(lambda: window.tools.metadata is not None)
    assert not window.tools.metadata.write_button.isEnabled()
