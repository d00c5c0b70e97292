"""Exit codes and the one plain sentence."""

from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path

import pytest

from photoclip.cli.guard import STOPPED_SENTENCE, guarded, tell
from photoclip.errors import UserError


def failing(error: BaseException):
    def action() -> int:
        raise error

    return action


def test_a_known_problem_is_one_sentence_and_exit_1(capsys):
    assert guarded(failing(UserError("The folder /a is missing;\n check it."))) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "The folder /a is missing; check it.\n"


def test_a_refusal_of_the_system_names_the_file(capsys):
    error = OSError(errno.ENOSPC, "No space left on device", "/elsewhere/x")
    assert guarded(failing(error)) == 1
    assert capsys.readouterr().err == (
        "The operating system refused: No space left on device (/elsewhere/x).\n"
    )


def test_a_bug_is_told_as_a_bug_without_a_traceback(capsys, monkeypatch):
    monkeypatch.delenv("PHOTOCLIP_DEBUG", raising=False)
    assert guarded(failing(ZeroDivisionError("by zero"))) == 1
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "bug" in err
    assert "ZeroDivisionError: by zero" in err
    assert "PHOTOCLIP_DEBUG=1" in err


def test_a_bug_shows_its_traceback_when_asked(monkeypatch):
    monkeypatch.setenv("PHOTOCLIP_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        guarded(failing(ZeroDivisionError()))


def test_ctrl_c_says_that_nothing_done_is_lost(capsys):
    assert guarded(failing(KeyboardInterrupt())) == 130
    assert capsys.readouterr().err == STOPPED_SENTENCE + "\n"


def test_the_exit_code_of_an_action_is_kept():
    assert guarded(lambda: 7) == 7


def test_telling_never_fails_without_a_console(monkeypatch):
    monkeypatch.setattr("sys.stderr", None)
    tell("nobody reads this")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a file that is always full")
def test_output_onto_a_full_disk_is_one_sentence():
    code = (
        "import sys; from photoclip.cli.guard import guarded; from photoclip.cli.output import "
        "print_json; sys.exit(guarded(lambda: print_json({}) or 0))"
    )
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-c", code], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 1
    assert done.stderr == b"The operating system refused: No space left on device.\n"
