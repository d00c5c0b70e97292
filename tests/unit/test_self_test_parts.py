"""Parts of the self-test: each fault becomes a line of its own, and nothing is left changed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from photoclip.cli import selftest
from photoclip.cli.selftest import libraries, programs
from photoclip.cli.selftest.outcome import Outcome, tried
from photoclip.cli.selftest.run import _apart
from photoclip.errors import UserError
from photoclip.probing import Part, Probe, probe


def test_what_cannot_be_imported_is_told_and_the_rest_is_tried() -> None:
    found = probe(
        [
            Part("nothing", "photoclip.no_such_module"),
            Part("lacking", "json", "no_such_function"),
            Part("json", "json", "loads"),
        ]
    )
    assert [each.passed for each in found] == [False, False, True]
    assert "no_such_module" in found[0].note
    assert "no_such_function" in found[1].note


def test_what_was_prepared_in_vain_shows_in_the_imports() -> None:
    def fail() -> None:
        raise RuntimeError("no torch")

    assert probe([Part("json", "json")], fail)[0].passed


def test_a_library_that_ends_the_process_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "deadly_library.py").write_text("import os\nos._exit(7)\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    parts = (Part("sound", "json"), Part("deadly", "deadly_library"))
    sound, deadly = libraries._probed(parts, None)
    assert sound == Probe("sound", True, sound.note)
    assert not deadly.passed
    assert "exit code 7" in deadly.note


def test_a_step_that_fails_is_a_check_that_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    def known() -> list[Outcome]:
        raise UserError("The disk is full.")

    def unknown() -> list[Outcome]:
        raise KeyError("heads")

    monkeypatch.delenv("PHOTOCLIP_DEBUG", raising=False)
    assert tried("writing", known) == [Outcome("writing", False, "The disk is full.")]
    assert tried("reading", unknown) == [Outcome("reading", False, "KeyError: 'heads'")]
    monkeypatch.setenv("PHOTOCLIP_DEBUG", "1")
    with pytest.raises(KeyError):
        tried("reading", unknown)


def test_the_environment_is_as_before_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PHOTOCLIP_LIBRARY", "mine")
    monkeypatch.delenv("MPLCONFIGDIR", raising=False)
    before = dict(os.environ)
    with _apart(tmp_path):
        assert os.environ["PHOTOCLIP_LIBRARY"].startswith(str(tmp_path))
        assert os.environ["HF_HUB_OFFLINE"] == "1"
    assert dict(os.environ) == before


def test_without_a_place_for_temporary_files_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_more: object) -> str:
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr("tempfile.mkdtemp", refuse)
    with pytest.raises(UserError, match="TMPDIR"):
        selftest.run(as_json=False)


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (["no-such-program"], "cannot be started"),
        ([sys.executable, "-c", "raise SystemExit('The window is gone.')"], "The window is gone."),
        ([sys.executable, "-c", ""], "ended with code 0 and said nothing"),
    ],
    ids=["missing", "failing", "silent"],
)
def test_a_window_that_does_not_open_is_a_check_that_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str], words: str
) -> None:
    monkeypatch.setattr(programs, "own_command", lambda: command)
    (check,) = programs.check_window(tmp_path / "library", tmp_path)
    assert not check.passed
    assert words in check.note
