"""The real window on a virtual screen, worked with keys as a person would.

The pictures of every step are kept in ``PHOTOCLIP_SHOTS``, if that names a folder.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

TOOLS = ("Xvfb", "xdotool", "import", "openbox")
PATIENCE_S = 90.0

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        any(shutil.which(tool) is None for tool in TOOLS),
        reason="needs Xvfb, xdotool, imagemagick and openbox (.ci/system-packages)",
    ),
]


@dataclass
class Hands:
    """Keys, pointer and eyes on the virtual screen."""

    env: dict[str, str]
    shots: Path

    def run(self, *command: str) -> str:
        done = subprocess.run(
            command, env=self.env, capture_output=True, text=True, timeout=30, check=False
        )
        return done.stdout.strip()

    def key(self, *keys: str) -> None:
        self.run("xdotool", "key", "--delay", "60", *keys)

    def type(self, text: str) -> None:
        self.run("xdotool", "type", "--delay", "40", text)

    def title(self) -> str:
        return self.run("xdotool", "getactivewindow", "getwindowname")

    def wait_for_title(self, start: str) -> None:
        wait(
            lambda: self.title().startswith(start),
            f"a window called {start!r}, not {self.title()!r}",
        )

    def shoot(self, name: str) -> Path:
        file = self.shots / f"{name}.png"
        self.run("import", "-window", "root", str(file))
        return file


def wait(ready: Callable[[], Any], what: str) -> None:
    """A slow machine is no failure; a thing that never comes is one."""
    end = time.monotonic() + PATIENCE_S
    while not ready():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.25)


def colours(picture: Path) -> int:
    """How many colours a picture has; a window that paints nothing has those of its frame."""
    from PIL import Image

    with Image.open(picture) as image:
        return len(image.convert("RGB").resize((320, 200)).getcolors(320 * 200) or ())


@pytest.fixture
def hands(tmp_path: Path, program_env: dict[str, str]) -> Iterator[Hands]:
    read, write = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
        pass_fds=(write,),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as pipe:
        number = pipe.readline().strip()
    shots = Path(os.environ.get("PHOTOCLIP_SHOTS") or tmp_path / "shots")
    shots.mkdir(parents=True, exist_ok=True)
    env = program_env | {
        "DISPLAY": f":{number}",
        "QT_QPA_PLATFORM": "xcb",
        "PHOTOCLIP_COLOR_SCHEME": "light",
        "XDG_RUNTIME_DIR": str(tmp_path),
    }
    manager = subprocess.Popen(
        ["openbox"], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield Hands(env, shots)
    finally:
        for process in (manager, screen):
            process.terminate()
            process.wait(timeout=20)


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    from photoclip.cli.demo_photos import copy_demo_photos
    from photoclip.errors import UserError

    try:
        copy_demo_photos(tmp_path / "Pictures")
    except UserError:
        pytest.skip("needs the demo's photos (scikit-image and scikit-learn)")
    return tmp_path / "Pictures"


def test_a_person_adds_a_folder_searches_opens_tags_and_undoes(
    hands: Hands, pictures: Path, tmp_path: Path, photoclip: Callable[..., Any]
) -> None:
    library = tmp_path / "library"
    window = subprocess.Popen(
        [sys.executable, "-m", "photoclip", "--library", str(library)],
        env=hands.env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )

    def command(*arguments: str) -> Any:
        return photoclip("--library", library, *arguments, "--json").document

    def tagged() -> list[str]:
        found = command("search", 'tag:"Nature/Flowers"')["results"]
        return [Path(each["path"]).name for each in found]

    try:
        hands.wait_for_title("PhotoClip")
        wait(lambda: colours(hands.shoot("1-welcome")) > 800, "the pages of the first start")
        hands.key("space")
        hands.wait_for_title("Add a folder of photos")
        hands.type(str(pictures))
        hands.key("Return")
        hands.wait_for_title("PhotoClip")
        time.sleep(1.5)
        hands.shoot("2-folder-chosen")
        hands.key("alt+n")
        time.sleep(0.7)
        hands.shoot("3-model")
        hands.key("alt+n")
        time.sleep(0.7)
        hands.shoot("4-when")
        hands.key("alt+n")
        wait(lambda: command("info")["waiting"] == 0 < command("info")["ready"], "the index")
        wait(lambda: colours(hands.shoot("5-all-photos")) > 800, "pictures in the grid")

        hands.key("ctrl+f")
        hands.type("a flower")
        hands.key("Return")
        hands.wait_for_title("a flower")
        hands.shoot("6-search")

        hands.key("Down", "Return")
        hands.wait_for_title("flower.jpg")
        time.sleep(1)
        hands.shoot("7-viewer")

        hands.key("t")
        hands.wait_for_title("Add a tag")
        hands.type("Nature/Flowers")
        hands.key("Return")
        wait(lambda: tagged() == ["flower.jpg"], "the tag")
        hands.shoot("8-tagged")

        hands.wait_for_title("flower.jpg")
        hands.key("ctrl+z")
        wait(lambda: tagged() == [], "the undoing of the tag")
        hands.shoot("9-undone")

        hands.key("ctrl+q")
        assert window.wait(timeout=PATIENCE_S) == 0
        said = window.stdout.read() if window.stdout else ""
        assert "Traceback" not in said
    finally:
        if window.poll() is None:
            window.kill()
        window.wait(timeout=20)
        if window.stdout:
            window.stdout.close()
