"""Runs the real program in its own process, away from the user's home."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

KEPT_VARIABLES = (
    "PATH", "LANG", "LC_ALL", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "LD_LIBRARY_PATH",
    "OMP_NUM_THREADS",
)  # fmt: skip
"""All that a run inherits. HF_HUB_OFFLINE is not among them: offline must hold without it."""


@dataclass(frozen=True)
class Answer:
    """What one run of the program left behind."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on stdout of a run that went well."""
        assert self.code == 0, self.err
        return json.loads(self.out)

    def assert_one_sentence(self, *words: str) -> None:
        """Exit 1, nothing on stdout, and one plain sentence that holds the words.

        On a slow machine lines of progress ("Checking: …") may come before it.
        """
        assert self.code == 1, (self.code, self.out, self.err)
        assert self.out == ""
        *progress, sentence = self.err.splitlines()
        assert all(re.match(r"[A-Z][a-z ]+: ", line) for line in progress), self.err
        assert sentence.endswith((".", ")"))
        assert "Traceback" not in self.err
        assert "bug" not in self.err
        for word in words:
            assert word in sentence


Photoclip = Callable[..., Answer]


@pytest.fixture(scope="session")
def program_env(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Environment of a machine on which PhotoClip was never used."""
    home = tmp_path_factory.mktemp("program-home")
    return {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ} | {
        "HOME": str(home),
        "USERPROFILE": str(home),
        "PHOTOCLIP_LIBRARY": str(home / "library"),
        "PHOTOCLIP_MODELS": str(home / "models"),
        "QT_QPA_PLATFORM": "offscreen",
    }


@pytest.fixture(scope="session")
def photoclip(program_env: dict[str, str]) -> Photoclip:
    """Function that runs ``photoclip ARGUMENTS`` and returns an :class:`Answer`."""

    def run(
        *arguments: str | Path,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        prefix: tuple[str, ...] = (),
        timeout: float = 240,
    ) -> Answer:
        done = subprocess.run(
            [*prefix, sys.executable, "-m", "photoclip", *map(os.fspath, arguments)],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            env=program_env | dict(env or {}),
            cwd=cwd,
            timeout=timeout,
            check=False,
        )
        return Answer(
            done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8", "replace")
        )

    return run
