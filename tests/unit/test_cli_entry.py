"""The program's entry: no arguments open the window, arguments are a command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from photoclip import __main__ as entry
from photoclip.errors import CatalogError


@pytest.fixture
def opened(monkeypatch):
    """Libraries that the window was opened on; it returns 3."""
    libraries: list[Path | None] = []

    def open_window(library: Path | None) -> int:
        libraries.append(library)
        return 3

    monkeypatch.setattr(entry, "_open_window", open_window)
    return libraries


def leave_with(monkeypatch, *arguments: str, start=entry.main) -> int:
    monkeypatch.setattr("sys.argv", ["photoclip", *arguments])
    with pytest.raises(SystemExit) as leaving:
        start()
    return leaving.value.code


def test_no_arguments_open_the_window_on_the_default_library(monkeypatch, opened):
    assert leave_with(monkeypatch) == 3
    assert leave_with(monkeypatch, start=entry.main_window) == 3
    assert opened == [None, None]


def test_only_a_library_opens_the_window_on_it(monkeypatch, opened):
    assert leave_with(monkeypatch, "--library", "/mine") == 3
    assert opened == [Path("/mine")]


def test_a_command_opens_no_window(monkeypatch, opened, capsys):
    assert leave_with(monkeypatch, "--version") == 0
    assert opened == []
    assert capsys.readouterr().out.startswith("photoclip ")


def test_a_window_that_cannot_open_its_library_says_why(monkeypatch, capsys):
    def open_window(library: Path | None) -> int:
        raise CatalogError("The catalog is damaged; restore a copy from its backups folder.")

    monkeypatch.setattr(entry, "_open_window", open_window)
    assert leave_with(monkeypatch) == 1
    assert capsys.readouterr().err.startswith("The catalog is damaged;")
