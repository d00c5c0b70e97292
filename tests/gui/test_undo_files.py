"""Undo and redo of what is done with files, through the window, on a real folder."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from edited import edited
from own_trash import needs_freedesktop, use_own_trash
from PySide6.QtWidgets import QMessageBox
from selecting import select
from write_bench import picture

from photoclip.gui.main_window import MainWindow
from photoclip.jobs.job import Progress, run_to_end
from photoclip.jobs.tasks import trash
from photoclip.jobs.tasks.reports import IndexReport
from photoclip.library import Library

pytestmark = [
    pytest.mark.gui,
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]


def no_index(**_: object) -> Iterator[Progress]:
    yield Progress("Indexing", 0, 0)
    return IndexReport(indexed=0, reused=0, unreadable=0)  # type: ignore[misc]


def no_watch(*, stop: threading.Event, **_: object) -> Iterator[Progress]:
    while not stop.wait(0.02):
        yield Progress("Watching", 0, 0)


class Stage:
    """A window on three photos in a folder."""

    def __init__(self, window: MainWindow, library: Library, top: Path, qtbot: Any) -> None:
        self.window, self.library, self.top, self.qtbot = window, library, top, qtbot
        self.stack = window.undo.stack

    def id_of(self, name: str) -> int:
        photo = self.library.photo_by_path(self.top / name)
        assert photo is not None
        return photo.id

    def names(self) -> set[str]:
        return {each.name for each in self.top.iterdir()}

    def act(self, name: str) -> None:
        assert self.window.actions_[name].isEnabled(), name
        self.window.actions_[name].trigger()

    def rename(self, old: str, new: str) -> None:
        select(self.window, self.id_of(old))
        self.qtbot.waitUntil(self.window.actions_["rename"].isEnabled)
        self.act("rename")
        dialog = self.window.photo_actions.files.rename_question.dialog
        dialog.setTextValue(new)
        dialog.accept()

    def trash(self, *names: str) -> None:
        select(self.window, *map(self.id_of, names))
        self.act("trash")
        box = self.window.findChildren(QMessageBox)[-1]
        next(each for each in box.buttons() if "trash" in each.text()).click()

    def says(self, text: str) -> None:
        self.qtbot.waitUntil(lambda: text in self.window.notice.text())

    def done(self, count: int) -> None:
        self.qtbot.waitUntil(lambda: self.stack.index() == count)


@pytest.fixture
def stage(qtbot, tmp_path) -> Iterator[Stage]:  # type: ignore[no-untyped-def]
    top = tmp_path / "photos"
    top.mkdir()
    for number, name in enumerate(("a.jpg", "b.jpg", "c.jpg")):
        (top / name).write_bytes(picture(number))
    (top / "a.jpg.xmp").write_text("<x:xmpmeta/>")
    with Library.open(tmp_path / "library") as library:
        library.add_folder(top)
        run_to_end(library.scan())
        library.index, library.watch = no_index, no_watch  # type: ignore[method-assign, assignment]
        window = MainWindow(library)
        window.resize(1000, 700)
        window.show()
        qtbot.waitUntil(lambda: window.results.state.answered and window.model.rowCount() == 3)
        yield Stage(window, library, top, qtbot)
        window.close()
        assert window.stop_work()
        window.deleteLater()


def test_a_rename_is_undone_and_done_again_with_all_that_lies_beside(stage) -> None:
    stage.rename("a.jpg", "sea")
    stage.done(1)
    assert stage.names() == {"sea.jpg", "sea.jpg.xmp", "b.jpg", "c.jpg"}
    assert stage.window.actions_["undo"].text() == "&Undo: Rename “a.jpg”"
    stage.says("“a.jpg” is called “sea.jpg” now.")
    assert stage.window.notice.action_button.text() == "Undo"
    stage.window.notice.action_button.click()
    stage.done(0)
    assert stage.names() == {"a.jpg", "a.jpg.xmp", "b.jpg", "c.jpg"}
    stage.says("Undone: Rename “a.jpg”.")
    stage.act("redo")
    stage.done(1)
    assert stage.names() == {"sea.jpg", "sea.jpg.xmp", "b.jpg", "c.jpg"}
    stage.act("undo")
    stage.done(0)
    assert stage.id_of("a.jpg") and stage.library.photo_by_path(stage.top / "sea.jpg") is None


def test_a_name_that_is_taken_refuses_undo_and_what_was_done_before_can_be_undone(stage) -> None:
    select(stage.window, stage.id_of("b.jpg"))
    stage.act("rate_4")
    stage.done(1)
    stage.rename("a.jpg", "sea")
    stage.done(2)
    (stage.top / "a.jpg").write_text("somebody else's")
    stage.act("undo")
    stage.says("a.jpg exists already")
    stage.done(1)
    assert (stage.top / "a.jpg").read_text() == "somebody else's"
    assert {"sea.jpg", "sea.jpg.xmp"} <= stage.names()
    assert not stage.window.actions_["redo"].isEnabled()
    stage.act("undo")
    stage.done(0)
    assert stage.library.photo(stage.id_of("b.jpg")).rating is None


def test_a_file_that_is_gone_refuses_undo(stage) -> None:
    stage.rename("a.jpg", "sea")
    stage.done(1)
    (stage.top / "sea.jpg").unlink()
    stage.act("undo")
    stage.says("sea.jpg was not renamed: The file is not there")
    stage.done(0)
    assert "a.jpg" not in stage.names()


def test_a_photo_that_was_renamed_elsewhere_keeps_that_name(stage) -> None:
    stage.rename("a.jpg", "sea")
    stage.done(1)
    stage.library.files.rename(stage.id_of("sea.jpg"), "beach")
    stage.act("undo")
    stage.says("beach.jpg has been renamed since")
    assert {"beach.jpg", "beach.jpg.xmp"} <= stage.names()


@needs_freedesktop
def test_undo_beside_the_sentence_brings_trashed_photos_back(stage, tmp_path, monkeypatch) -> None:
    use_own_trash(monkeypatch, tmp_path / "share")
    stage.library.tags.add([stage.id_of("a.jpg")], ["Sea"])
    before, kept = edited(stage.library), stage.library.photo(stage.id_of("a.jpg"))
    stage.trash("a.jpg", "b.jpg")
    stage.says("3 files moved to the trash.")
    stage.done(1)
    assert stage.names() == {"c.jpg"}
    stage.qtbot.waitUntil(lambda: stage.window.model.rowCount() == 1)
    assert stage.window.actions_["undo"].text() == "&Undo: Move 2 photos to the trash"
    stage.window.notice.action_button.click()
    stage.done(0)
    assert stage.names() == {"a.jpg", "a.jpg.xmp", "b.jpg", "c.jpg"}
    assert edited(stage.library) == before
    assert stage.library.photo(kept.id) == kept
    stage.qtbot.waitUntil(lambda: stage.window.model.rowCount() == 3)
    stage.act("redo")
    stage.done(1)
    assert stage.names() == {"c.jpg"}
    stage.act("undo")
    stage.done(0)
    assert stage.library.photo(kept.id) == kept


@needs_freedesktop
def test_what_lies_in_its_place_refuses_undo_of_the_trash(stage, tmp_path, monkeypatch) -> None:
    use_own_trash(monkeypatch, tmp_path / "share")
    stage.trash("b.jpg")
    stage.done(1)
    (stage.top / "b.jpg").write_text("somebody else's")
    stage.act("undo")
    stage.says("b.jpg did not: Another file lies in its place")
    assert (stage.top / "b.jpg").read_text() == "somebody else's"


def test_where_only_the_system_can_bring_files_back_the_trash_is_no_step(
    stage, monkeypatch
) -> None:
    """As on Windows and macOS."""
    monkeypatch.setattr(trash, "_send", lambda path: path.unlink())
    stage.trash("b.jpg")
    stage.says("1 file moved to the system's trash; bring back from there what you miss.")
    assert stage.stack.count() == 0
    assert not stage.window.notice.action_button.isVisible()
    assert not stage.window.actions_["undo"].isEnabled()
