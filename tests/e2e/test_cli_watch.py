"""``photoclip watch`` in a real process: it notices, and it ends politely."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time

import psutil
import pytest

from photoclip.cli.demo_photos import copy_demo_photos

pytestmark = [
    pytest.mark.starter,
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT to another process"),
]

PATIENCE_S = 60.0


def wait_until(condition) -> bool:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.5)
    return False


def test_watch_indexes_what_appears_and_leaves_no_process_behind(photoclip, program_env, tmp_path):
    pytest.importorskip("skimage")
    copy_demo_photos(tmp_path / "source")
    photos = tmp_path / "photos"
    photos.mkdir()
    shutil.copy(tmp_path / "source" / "cat.png", photos)
    library = tmp_path / "library"
    assert photoclip("--library", library, "add", photos).code == 0

    def ready() -> int:
        return photoclip("--library", library, "info", "--json").document["ready"]

    watching = subprocess.Popen(
        [sys.executable, "-m", "photoclip", "--library", os.fspath(library), "watch"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=program_env,
        start_new_session=True,  # Ctrl-C reaches the whole group, as in a terminal
    )
    try:
        assert wait_until(lambda: ready() == 1)
        shutil.copy(tmp_path / "source" / "rocket.jpg", photos)
        assert wait_until(lambda: ready() == 2)
        children = psutil.Process(watching.pid).children(recursive=True)
        os.killpg(watching.pid, signal.SIGINT)
        out, err = watching.communicate(timeout=PATIENCE_S)
    finally:
        if watching.poll() is None:
            watching.kill()
    assert watching.returncode == 0, err
    assert "Stopped watching" in out
    assert "Traceback" not in err
    assert psutil.wait_procs(children, timeout=10)[1] == []
