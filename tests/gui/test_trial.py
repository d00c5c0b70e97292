"""What the self-test's window finds missing in a build."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from photoclip.gui import trial

pytestmark = pytest.mark.gui


def test_what_is_installed_here_has_no_faults(qapp) -> None:
    assert trial.plugin_faults(trial.plugins_folder()) == []
    assert trial.text_faults() == []


@pytest.mark.parametrize("kind", ["platforms", "iconengines"])
def test_a_plugin_that_a_build_lost_is_named(qapp, tmp_path: Path, kind: str) -> None:
    for name in ("platforms", "iconengines"):
        (tmp_path / name).mkdir()
        for file in (trial.plugins_folder() / name).iterdir():
            (tmp_path / name / file.name).touch()
    assert trial.plugin_faults(tmp_path) == []
    shutil.rmtree(tmp_path / kind)
    assert trial.plugin_faults(tmp_path)
    assert all("is missing" in fault for fault in trial.plugin_faults(tmp_path))


def test_texts_that_a_build_lost_are_named(
    qapp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trial, "resource", tmp_path.joinpath)
    assert "the texts photoclip_de are missing" in trial.text_faults()
