"""What the desktop is asked for: file managers, dialogs and programs, without a shell between."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from photoclip.gui import desktop, exports, open_with
from photoclip.gui.desktop import mime_of_photos, show_in_file_manager, url_of
from photoclip.reports import ExportReport, TrashReport

pytestmark = pytest.mark.gui


@pytest.fixture
def calls(monkeypatch):  # type: ignore[no-untyped-def]
    """What would have been started, and what opened."""
    made: list[object] = []
    monkeypatch.setattr(desktop.subprocess, "Popen", made.append)
    monkeypatch.setattr(
        desktop.QDesktopServices, "openUrl", lambda url: made.append(url.toLocalFile()) is None
    )
    return made


@pytest.mark.parametrize("bus", [True, False])
def test_the_file_manager_selects_the_file_where_it_can(calls, monkeypatch, tmp_path, bus) -> None:
    asked = []
    monkeypatch.setattr(desktop.sys, "platform", "linux")
    monkeypatch.setattr(desktop, "_select_on_the_bus", lambda path: asked.append(path) or bus)
    photo = tmp_path / "a.jpg"
    photo.write_text("")
    assert show_in_file_manager(photo)
    assert asked == [photo]
    assert calls == ([] if bus else [str(tmp_path)])
    calls.clear()
    assert show_in_file_manager(tmp_path)
    assert (asked, calls) == ([photo], [str(tmp_path)])


@pytest.mark.parametrize(
    ("platform", "call"),
    [("win32", 'explorer /select,"{}"'), ("darwin", ["open", "-R", "{}"])],
)
def test_other_systems_have_their_own_way(calls, monkeypatch, tmp_path, platform, call) -> None:
    monkeypatch.setattr(desktop.sys, "platform", platform)
    photo = tmp_path / "a b.jpg"
    photo.write_text("")
    assert show_in_file_manager(photo)
    wanted = call.format(photo) if isinstance(call, str) else [w.format(photo) for w in call]
    assert calls == [wanted]


def test_a_name_that_is_no_text_keeps_its_bytes() -> None:
    odd = Path("/p/caf\udce9 1.jpg")
    assert bytes(url_of(odd).toEncoded().data()) == b"file:///p/caf%E9%201.jpg"
    [url] = mime_of_photos([1], [odd]).urls()
    assert bytes(url.toEncoded().data()) == b"file:///p/caf%E9%201.jpg"


@pytest.mark.skipif(sys.platform == "win32", reason="starts a program of Unix")
def test_a_program_lives_on_and_takes_its_words_as_they_are(tmp_path, qapp) -> None:
    odd = "a b; touch evil $(x).jpg"
    script = tmp_path / "program"
    script.write_text('#!/bin/sh\nprintf "%s" "$1" > "$2.part" && mv "$2.part" "$2"\n')
    script.chmod(0o755)
    out = tmp_path / "out"
    assert open_with.launch([str(script), odd, str(out)])
    deadline = time.monotonic() + 20
    while not out.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert out.read_text() == odd
    assert not open_with.launch([str(tmp_path / "none")])


@pytest.mark.skipif(sys.platform != "linux", reason="reads the files of a Linux desktop")
def test_programs_of_this_desktop_are_found_by_the_names_of_photos(
    tmp_path, monkeypatch, qapp
) -> None:
    folder = tmp_path / "applications"
    folder.mkdir()
    (folder / "x.desktop").write_text(
        f"[Desktop Entry]\nType=Application\nName=X\nExec={sys.executable} %F\n"
        "MimeType=image/jpeg;image/png\n"
    )
    monkeypatch.setitem(os.environ, "XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setitem(os.environ, "XDG_DATA_DIRS", str(tmp_path / "none"))
    found = open_with.installed_programs([Path("/no/a.jpg"), Path("/no/b.PNG")])
    assert [each.name for each in found] == ["X"]
    assert open_with.installed_programs([Path("/no/a.jpg"), Path("/no/b.webp")]) == []


# --- where copies and lists go ---
def test_a_list_gets_an_ending_by_the_kind_that_was_chosen(monkeypatch, qtbot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    answers = iter(
        [("/l/a.csv", ""), ("/l/a", "JSON (*.json)"), ("/l/a", "Tables (*.csv)"), ("", "")]
    )
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: next(answers))
    chosen = [exports.ask_for_export(window, True) for _ in range(4)]
    assert chosen == [Path("/l/a.csv"), Path("/l/a.json"), Path("/l/a.csv"), None]


@pytest.mark.parametrize(("answer", "chosen"), [("/l/out", Path("/l/out")), ("", None)])
def test_copies_go_to_a_folder(monkeypatch, qtbot, answer, chosen) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: answer)
    assert exports.ask_for_export(window, False) == chosen


def test_a_program_is_pointed_at(monkeypatch, qtbot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    answers = iter([("/usr/bin/gimp", ""), ("", "")])
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: next(answers))
    chosen = [open_with.ask_for_program(window) for _ in range(2)]
    assert chosen == [Path("/usr/bin/gimp"), None]


def test_files_in_the_trash_are_counted_with_their_sidecars(qapp: QObject) -> None:
    gone = (Path("a.jpg"), Path("a.jpg.xmp"), Path("b.NEF"))
    assert exports.trash_text(TrashReport(gone, restorable=True)) == "3 files moved to the trash."
    told = exports.trash_text(TrashReport(gone))
    assert told.startswith("3 files moved to the system's trash; ")


def test_what_did_not_go_to_the_trash_is_named(qapp: QObject) -> None:
    failed = ((Path("/card/a.jpg"), "Its disk has no trash. Nothing was deleted."),)
    text = "/card/a.jpg stayed: Its disk has no trash. Nothing was deleted."
    assert exports.trash_text(TrashReport((), failed)) == text
    several = exports.trash_text(TrashReport((), (*failed, (Path("/card/b.jpg"), "x"))))
    assert several == f"2 files stayed, such as {text.replace(' stayed', '')}"


def test_what_was_not_copied_is_counted_with_an_example(qapp: QObject) -> None:
    failed = ((Path("/p/a.jpg"), "The file is not there."), (Path("/p/b.jpg"), "x"))
    text = exports.export_text(ExportReport(Path("/out"), 3, failed=failed))
    assert text == (
        "3 photos exported to /out. 2 could not be copied, such as /p/a.jpg: The file is not there."
    )
