"""Quick commands stay quick: they import only what they need."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

HARNESS = """
import json, sys
from photoclip.cli.main import run
code = run(sys.argv[1:], open_window=lambda library: 9)
print()
print(json.dumps([code, sorted(sys.modules)]))
"""
SLOW_TO_IMPORT = {"torch", "torchvision", "open_clip", "timm", "transformers", "PySide6", "skimage"}


def imported(program_env, *arguments: str) -> tuple[int, set[str]]:
    done = subprocess.run(
        [sys.executable, "-c", HARNESS, *arguments],
        capture_output=True,
        text=True,
        env=program_env,
        timeout=60,
        check=True,
    )
    code, modules = json.loads(done.stdout.splitlines()[-1])
    return code, set(modules)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["--version"],
        ["search", "--help"],
        ["train", "--help"],
        ["albums", "list", "--help"],
        [],
    ],
)
def test_parsing_needs_neither_torch_nor_numpy(program_env, arguments):
    _, modules = imported(program_env, *arguments)
    assert modules & (SLOW_TO_IMPORT | {"numpy", "sqlite3", "PIL"}) == set()


@pytest.mark.parametrize(
    "command", ["folders", "info", "albums list", "tags list", "captions list", "train --list"]
)
def test_a_look_at_the_library_needs_no_torch(program_env, tmp_path, command):
    code, modules = imported(program_env, "--library", str(tmp_path / "library"), *command.split())
    assert code == 0
    assert modules & SLOW_TO_IMPORT == set()


def test_no_command_opens_the_window_without_torch(program_env):
    code, modules = imported(program_env)
    assert code == 9
    assert modules & SLOW_TO_IMPORT == set()


def test_a_reader_that_leaves_early_causes_no_traceback(program_env):
    read_end, write_end = os.pipe()
    os.close(read_end)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "photoclip", "--help"],
            stdout=write_end,
            stderr=subprocess.PIPE,
            env=program_env,
            timeout=60,
            check=False,
        )
    finally:
        os.close(write_end)
    assert done.stderr == b""


def test_output_survives_a_terminal_that_knows_ascii_only(photoclip):
    answer = photoclip("albums", "show", "Köln", env={"PYTHONIOENCODING": "ascii"})
    answer.assert_one_sentence("photoclip albums list")
