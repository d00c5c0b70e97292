"""The demo runs on a machine without a network, and does not even look for one."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from watchman import watched

pytestmark = [pytest.mark.starter, pytest.mark.slow]


def without_network() -> tuple[str, ...]:
    """Command prefix that takes the network away too, where Linux permits it."""
    unshare = shutil.which("unshare")
    if unshare is None:
        return ()
    prefix = (unshare, "--net", "--map-root-user")
    works = subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode == 0
    return prefix if works else ()


@pytest.fixture(scope="module")
def watchman(tmp_path_factory) -> dict[str, str]:
    """Environment in which every attempt to reach the network is written down and refused."""
    return watched(tmp_path_factory.mktemp("watchman"))


@pytest.fixture(scope="module")
def demo_folder(tmp_path_factory) -> Path:
    pytest.importorskip("skimage")
    pytest.importorskip("sklearn")
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def first_run(photoclip, watchman, demo_folder):
    """The first demo on a fresh machine without a network."""
    return photoclip(
        "--library", "demo-library", "demo", "--json",
        cwd=demo_folder, env=watchman, prefix=without_network(),
    ).document  # fmt: skip


def test_the_watchman_sees_an_attempt(program_env, watchman, tmp_path):
    log = tmp_path / "attempts.log"
    code = "import socket; socket.create_connection(('192.0.2.1', 80), 1)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=program_env | watchman | {"WATCHMAN_LOG": str(log)},
        capture_output=True,
        check=False,
    )
    assert done.returncode != 0
    assert "192.0.2.1" in log.read_text()


def test_the_demo_never_tries_to_connect(first_run, watchman):
    log = Path(watchman["WATCHMAN_LOG"])
    assert not log.exists(), log.read_text()
    started = Path(f"{log}.started").read_text().split()
    assert len(started) >= 2, "the encoder process was not watched"


def test_the_demo_indexes_every_photo(first_run):
    assert first_run["photos"] >= 15
    assert first_run["index"]["indexed"] == first_run["photos"]
    assert first_run["index"]["unreadable"] == 0


def test_the_demo_finds_what_it_describes(first_run):
    firsts = [Path(search["results"][0]["path"]).name for search in first_run["searches"]]
    assert firsts == ["coffee.png", "motorcycle.png", "photographer.png"]
    assert {search["results"][0]["band"] for search in first_run["searches"]} == {"likely"}


def test_the_demo_suggests_tags(first_run):
    assert first_run["tags"]
    assert {tag["status"] for tag in first_run["tags"]} == {"suggested"}
    assert {tag["label_set"] for tag in first_run["tags"]} == {"everyday"}


def test_a_second_demo_reuses_everything_and_prints_tables(
    photoclip, watchman, demo_folder, first_run
):
    answer = photoclip("--library", "demo-library", "demo", cwd=demo_folder, env=watchman)
    assert answer.code == 0, answer.err
    assert "Nothing to index: every photo is searchable already." in answer.out
    assert "0 new, 0 changed, 0 moved, 0 missing" in answer.out
    for expected in ("Search: a cup of coffee on a table", "coffee.png", "Suggested tags"):
        assert expected in answer.out
    assert not Path(watchman["WATCHMAN_LOG"]).exists()
