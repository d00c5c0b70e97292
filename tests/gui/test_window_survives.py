"""The window on a real library when things go wrong: crashes, sudden ends, lost drives."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest
from PIL import Image

from photoclip.gui.main_window import MainWindow
from photoclip.library import Library

pytestmark = [pytest.mark.gui, pytest.mark.starter]

LONG_MS = 180_000
RESTARTED = "was started again; nothing is lost"


def draw(folder: Path, count: int, *, seed: int = 0) -> Path:
    """Different pictures, as small as they may be."""
    folder.mkdir(exist_ok=True)
    random = np.random.default_rng(seed)
    for number in range(count):
        pixels = random.integers(0, 255, (6, 8, 3), np.uint8)
        image = Image.fromarray(pixels).resize((160, 120), Image.Resampling.BICUBIC)
        image.save(folder / f"{seed}-{number:03}.jpg")
    return folder


class Opened:
    """A window on a library folder, and what lies beneath."""

    def __init__(self, qtbot, path: Path) -> None:  # type: ignore[no-untyped-def]
        self.qtbot = qtbot
        self.library = Library.open(path, text_encoding="worker")
        self.window = MainWindow(self.library)
        self.window.resize(900, 600)
        self.window.show()
        self.wait(lambda: self.window._overview.info is not None)

    def wait(self, condition) -> None:  # type: ignore[no-untyped-def]
        self.qtbot.waitUntil(condition, timeout=LONG_MS)

    def add(self, folder: Path) -> None:
        self.window.folder_actions.add_all([folder])

    def encoder(self) -> int:
        """Number of the process that holds the model; 0 while there is none."""
        pool = self.library._context.encoders
        for (key, _), lease in list(pool._leases.items()):
            worker = lease.process._worker
            if key is not None and worker is not None and worker.ready:
                return worker.process.pid or 0
        return 0

    def ready(self) -> int:
        return self.library.info().vectors

    def close(self) -> None:
        self.window.close()
        assert self.window.stop_work()
        self.library.close()
        self.window.deleteLater()


@pytest.fixture
def opened(qtbot, tmp_path: Path) -> Iterator[Opened]:  # type: ignore[no-untyped-def]
    one = Opened(qtbot, tmp_path / "library")
    yield one
    one.close()


@pytest.mark.slow
def test_a_killed_encoder_costs_one_sentence_and_nothing_else(
    opened: Opened, tmp_path: Path
) -> None:
    window = opened.window
    opened.add(draw(tmp_path / "photos", 40))
    opened.wait(lambda: opened.ready() >= 1)
    # While indexing.
    first = opened.encoder()
    os.kill(first, signal.SIGKILL)
    opened.wait(lambda: RESTARTED in window.notice.text())
    opened.wait(lambda: opened.ready() == 40 and not window.bridge.is_indexing)
    assert opened.library.info().unreadable == 0
    second = opened.encoder()
    assert second not in {0, first}

    # While a search waits for it.
    window.notice.hide()
    os.kill(second, signal.SIGSTOP)
    window.photos.search_for("a red square")
    opened.wait(lambda: bool(_calls(opened)))
    os.kill(second, signal.SIGKILL)
    opened.wait(lambda: window.results.state.answered and window.results.state.request.text != "")
    opened.wait(lambda: window.notice.isVisible() and RESTARTED in window.notice.text())
    assert window.results.state.error is None

    # While nobody needs it: it is gone, and comes back with the next search.
    third = opened.encoder()
    assert third not in {0, second}
    opened.library._context.encoders.configure(idle_seconds=0.2)
    opened.wait(lambda: not psutil.pid_exists(third))
    window.photos.search_for("a blue circle")
    opened.wait(
        lambda: (
            window.results.state.answered and window.results.state.request.text == "a blue circle"
        )
    )
    assert window.results.state.error is None


def _calls(opened: Opened) -> list[object]:
    leases = opened.library._context.encoders._leases.values()
    return [call for lease in leases for call in lease.process._texts.values() if call.sent]


@pytest.mark.slow
def test_closing_in_the_middle_of_indexing_loses_nothing(qtbot, tmp_path: Path) -> None:
    folder = draw(tmp_path / "photos", 300)
    first = Opened(qtbot, tmp_path / "library")
    first.add(folder)
    first.wait(lambda: first.ready() >= 32)
    first.close()
    with Library.open(tmp_path / "library") as library:
        before = library.info()
    assert 32 <= before.vectors < 300
    assert before.photos == 300
    assert before.unreadable == 0
    second = Opened(qtbot, tmp_path / "library")
    try:
        second.wait(lambda: second.ready() == 300)
        assert second.library.info().unreadable == 0
    finally:
        second.close()


def test_photos_are_seen_before_they_are_indexed(opened: Opened, tmp_path: Path) -> None:
    window = opened.window
    window.manners.close()
    window.bridge.hold_index(True)
    opened.add(draw(tmp_path / "photos", 4))
    opened.wait(lambda: window.model.rowCount() == 4)
    ids = window.model.content.ids.tolist()
    opened.wait(lambda: all(window.thumbs.peek(photo_id) is not None for photo_id in ids))
    assert opened.ready() == 0
    assert opened.encoder() == 0


def test_a_drive_that_vanishes_and_returns_keeps_everything(opened: Opened, tmp_path: Path) -> None:
    window, folder = opened.window, draw(tmp_path / "drive", 12)
    opened.add(folder)
    opened.wait(lambda: opened.ready() == 12 and not window.bridge.is_indexing)
    away = folder.rename(tmp_path / "unplugged")
    opened.wait(lambda: [r.state for r in window._overview.folders] == ["offline"])
    # Searching and tagging go on.
    window.photos.search_for("a red square")
    opened.wait(lambda: window.results.state.answered)
    assert window.results.state.error is None
    ids = window.model.content.ids.tolist() or opened.library.all_photo_ids().tolist()
    opened.library.tags.add(ids[:1], ("Kept",))
    assert opened.library.info().photos == 12
    away.rename(folder)
    opened.wait(lambda: [r.state for r in window._overview.folders] == ["online"])
    info = opened.library.info()
    assert (info.photos, info.vectors, info.missing) == (12, 12, 0)
    assert opened.library.photos_matching("tag:Kept") == ids[:1]
