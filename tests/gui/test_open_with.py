"""Opening photos in other programs: chosen from a list, remembered, started on their own."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from selecting import select

from photoclip.gui import open_with
from photoclip.gui.programs import Program

pytestmark = [
    pytest.mark.gui,
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]

VIEWER = Program("viewer.desktop", "Viewer", ("viewer", "%F"))


@pytest.fixture
def programs(open_window, monkeypatch):  # type: ignore[no-untyped-def]
    """A window with photos 5 and 2 selected, and what it opens programs with."""
    window, library = open_window(6)
    select(window, 5, 2)
    monkeypatch.setattr(open_with, "installed_programs", lambda paths: [VIEWER])
    part = window.photo_actions.programs
    part.started, part.opened = [], []
    part.start = lambda words: part.started.append(list(words)) is None
    part.open_default = lambda path: part.opened.append(path) is None
    return window, library, part


def choose(part, name: str) -> None:  # type: ignore[no-untyped-def]
    [item] = part.dialog.list.findItems(name, Qt.MatchFlag.MatchStartsWith)
    part.dialog.list.setCurrentItem(item)
    part.dialog.open_button.click()


def test_photos_open_in_a_program_and_it_is_remembered(programs) -> None:
    window, library, part = programs
    window.actions_["open_with"].trigger()
    assert part.dialog.list.currentItem().text().startswith("The system's program")
    choose(part, "Viewer")
    paths = [str(library.rows[5].path), str(library.rows[2].path)]
    assert part.started == [["viewer", *paths]]
    window.actions_["open_with"].trigger()
    assert part.dialog.list.currentItem().text() == "Viewer"
    choose(part, "The system's program")
    assert part.opened == [library.rows[5].path, library.rows[2].path]


def test_any_other_program_can_be_pointed_at_and_stays_in_the_list(programs, tmp_path) -> None:
    window, _library, part = programs
    part.choose = lambda _window: None
    window.actions_["open_with"].trigger()
    part.dialog.other_button.click()
    assert part.started == []
    program = tmp_path / "100% viewer"
    program.write_text("")
    part.choose = lambda _window: program
    window.actions_["open_with"].trigger()
    part.dialog.other_button.click()
    assert part.started[0][0] == str(program)
    window.actions_["open_with"].trigger()
    assert part.dialog.list.currentItem().text() == "100% viewer"


def test_a_program_that_does_not_start_is_told(programs) -> None:
    window, _library, part = programs
    part.start = lambda words: False
    window.actions_["open_with"].trigger()
    choose(part, "Viewer")
    assert "viewer could not be started" in window.notice.text()
    part.open_default = lambda path: False
    window.actions_["open_with"].trigger()
    choose(part, "The system's program")
    assert "No program could be opened" in window.notice.text()


def test_too_many_photos_are_not_opened(programs, monkeypatch) -> None:
    window, _library, part = programs
    monkeypatch.setattr(open_with, "MOST_OPENED", 1)
    window.actions_["open_with"].trigger()
    assert part.dialog is None
    assert part.started == []
    assert "select fewer" in window.notice.text()


def test_windows_shows_its_own_list_of_programs(programs, monkeypatch) -> None:
    window, library, part = programs
    monkeypatch.setattr(open_with.sys, "platform", "win32")
    window.actions_["open_with"].trigger()
    part.dialog.other_button.click()
    assert part.started == [
        ["rundll32.exe", "shell32.dll,OpenAs_RunDLL", str(library.rows[5].path)]
    ]


def test_macos_opens_photos_in_an_app(monkeypatch) -> None:
    monkeypatch.setattr(open_with.sys, "platform", "darwin")
    program = open_with.program_at(Path("/Applications/Preview.app"))
    assert program.calls([Path("/a.jpg")]) == [
        ["open", "-a", "/Applications/Preview.app", "/a.jpg"]
    ]
    assert open_with.installed_programs([Path("/a.jpg")]) == []
