"""Fixtures shared by all tests."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
# The models of tests are tiny: two threads on two busy cores wait for each other most of the time.
os.environ.setdefault("OMP_NUM_THREADS", "1")

REPOSITORY = Path(__file__).resolve().parent.parent
HELPERS = REPOSITORY / "tests" / "helpers"

# Modules in there are imported by name, in tests and in the processes that tests start.
sys.path.insert(0, str(HELPERS))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Folder of the measuring data beside the repository; skips where it is missing."""
    folder = REPOSITORY.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the measuring data (../shared/data) is not on this machine")
    return folder


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep every test away from the user's real library and models."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("PHOTOCLIP_LIBRARY", str(home / "library"))
    monkeypatch.setenv("PHOTOCLIP_MODELS", str(home / "models"))


@pytest.fixture(scope="session")
def tiny_models_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of installed models holding ``"tiny"``, a real OpenCLIP model of 32 px.

    It knows the self-test's nine drawings and their sentences (see helpers/tiny_model.py).
    Read only: tests that change models make their own.
    """
    from tiny_model import make_tiny_model

    folder = tmp_path_factory.mktemp("models")
    make_tiny_model(folder, "tiny")
    return folder
