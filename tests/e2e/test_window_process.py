"""The window as a process of its own: what it loads, how it starts, and who may come second."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from photoclip.library import Library

HEAVY = (
    *("torch", "torchvision", "open_clip", "timm", "transformers", "tokenizers", "peft"),
    *("huggingface_hub", "sklearn", "scipy", "PIL", "pyqtgraph", "matplotlib", "hnswlib"),
    *("rawpy", "exiv2", "jinja2", "lxml"),
)
"""What no start may wait for; each is loaded when it is needed, most of them elsewhere."""

STARTED = """
import json, sys
from pathlib import Path
from photoclip.gui.app import make_application
app = make_application()
from photoclip.gui.library_pages import LibraryPages
from photoclip.gui.main_window import MainWindow
from photoclip.gui.welcome.actions import WelcomeActions
from photoclip.library import Library
library = Library.open(Path(sys.argv[1]), text_encoding="worker")
window = MainWindow(library)
LibraryPages(window)
WelcomeActions(window)
window.show()
while window._overview.info is None or not window.results.state.answered:
    app.processEvents()
window.grab()
print(json.dumps(sorted(sys.modules)))
window.close()
window.stop_work()
library.close()
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    # A short path: sockets have no room for long ones.
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path)}


@pytest.mark.parametrize("with_folder", [False, True], ids=["welcome", "photos"])
def test_the_window_starts_without_anything_heavy(
    tmp_path: Path, environment: dict[str, str], with_folder: bool
) -> None:
    if with_folder:
        (tmp_path / "photos").mkdir()
        Image.new("RGB", (64, 48)).save(tmp_path / "photos" / "one.jpg")
        with Library.open(tmp_path / "library") as library:
            library.settings.set("index.start", "idle")
            library.add_folder(tmp_path / "photos")
    answer = subprocess.run(
        [sys.executable, "-c", STARTED, str(tmp_path / "library")],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    loaded = set(json.loads(answer.stdout.splitlines()[-1]))
    assert {"PySide6.QtWidgets", "photoclip.gui.main_window"} <= loaded
    assert loaded & set(HEAVY) == set()


def test_a_second_start_gives_its_folder_to_the_window_that_is_open(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    library, photos = tmp_path / "library", tmp_path / "photos"
    photos.mkdir()
    with Library.open(library) as opened:
        opened.settings.set("index.start", "idle")
    command = [sys.executable, "-m", "photoclip", "--library", str(library)]
    first = subprocess.Popen(command, env=environment)
    try:
        deadline = time.monotonic() + 60
        while not (library / "window.ini").exists() and first.poll() is None:
            # The second start itself waits for a first one that is only just starting.
            if time.monotonic() > deadline - 58:
                break
            time.sleep(0.05)
        second = subprocess.run(
            [*command, "open", str(photos)], env=environment, timeout=60, check=False
        )
        assert second.returncode == 0
        while not (roots := _roots(library)) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert roots == [photos]
        assert first.poll() is None
        first.send_signal(signal.SIGTERM)
        assert first.wait(60) == 0
    finally:
        first.kill()
        first.wait()


def _roots(path: Path) -> list[Path]:
    with Library.open(path) as library:
        return [root.path for root in library.folders()]
