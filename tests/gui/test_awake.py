"""The screen stays on during a slideshow and no longer, and a system that refuses is no matter."""

from __future__ import annotations

import sys

import pytest

from photoclip.gui.viewer import awake
from photoclip.gui.viewer.awake import KeepAwake, ProcessWay, WindowsWay

pytestmark = pytest.mark.gui


class FakeWay:
    def __init__(self, *, there: bool = True) -> None:
        self.there = there
        self.calls: list[str] = []

    def hold(self, why: str) -> bool:
        self.calls.append(f"hold: {why}" if self.there else "refused")
        return self.there

    def release(self) -> None:
        self.calls.append("release")


@pytest.fixture
def showing(open_window, qtbot, monkeypatch):  # type: ignore[no-untyped-def]
    """A window whose slideshow runs, and the fake that it asked."""
    way = FakeWay()
    monkeypatch.setattr(awake, "ways", lambda: [way])
    window, _ = open_window(3)
    window.photos.open_photo(3)
    assert way.calls == []
    window.actions_["slideshow"].trigger()
    qtbot.waitUntil(window.viewer.slideshow.timer.isActive)
    assert way.calls == ["hold: A slideshow is running"]
    return window, way


def test_a_pause_keeps_the_screen_on_and_the_end_lets_it_sleep(showing) -> None:
    window, way = showing
    window.viewer.slideshow.toggle()
    window.viewer.slideshow.toggle()
    assert len(way.calls) == 1
    window.viewer.slideshow.stop()
    assert way.calls[1:] == ["release"]


def test_closing_the_window_lets_the_screen_sleep(showing) -> None:
    window, way = showing
    window.close()
    assert way.calls[1:] == ["release"]


def test_a_window_that_is_put_away_lets_the_screen_sleep_until_it_is_back(showing) -> None:
    window, way = showing
    window.hide()
    assert way.calls[1:] == ["release"]
    window.show()
    assert way.calls[2:] == ["hold: A slideshow is running"]


def test_the_next_way_is_taken_where_one_is_not_there_and_none_is_silent() -> None:
    first, second = FakeWay(there=False), FakeWay()
    both = KeepAwake([first, second])
    both.set_awake(True)
    both.set_awake(False)
    assert (first.calls, len(second.calls)) == (["refused"], 2)
    none = KeepAwake([first])
    none.set_awake(True)
    none.set_awake(False)
    assert first.calls == ["refused", "refused"]


def test_a_program_ends_with_its_input_so_that_a_crash_leaves_nothing_behind(qtbot) -> None:
    code = "import sys; sys.stdin.read(); print('{why}')"
    way = ProcessWay(sys.executable, "-c", code)
    assert way.hold("because")
    process = way._process
    assert process is not None and process.waitForStarted()
    process.closeWriteChannel()
    assert process.waitForFinished(20_000)
    assert bytes(process.readAllStandardOutput().data()).split() == [b"because"]
    way.release()


def test_a_program_that_is_not_there_is_not_started() -> None:
    assert not ProcessWay("no-such-program-of-any-system").hold("because")


def test_windows_is_asked_for_the_display_and_told_the_end(monkeypatch) -> None:
    states: list[int] = []

    class Kernel:
        @staticmethod
        def SetThreadExecutionState(state: int) -> int:  # noqa: N802 - its name
            states.append(state)
            return 1

    class Windll:
        kernel32 = Kernel

    monkeypatch.setattr("ctypes.windll", Windll, raising=False)
    way = WindowsWay()
    assert way.hold("because")
    way.release()
    assert states == [0x80000003, 0x80000000]


def test_every_system_has_a_way(monkeypatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    assert all(awake.ways(platform) for platform in ("linux", "win32", "darwin"))
