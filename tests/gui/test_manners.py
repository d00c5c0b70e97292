"""Indexing by itself follows the settings and the power; what was asked for goes on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from photoclip.gui import manners as module
from photoclip.gui.manners import PowerState, reason_to_wait

pytestmark = pytest.mark.gui

MAINS = PowerState(mains=True, idle=0.0)
BATTERY = PowerState(mains=False, idle=0.0)
AWAY = PowerState(mains=True, idle=600.0)


@pytest.mark.parametrize(
    ("start", "pause", "state", "reason"),
    [
        ("now", True, MAINS, ""),
        ("now", True, BATTERY, "battery"),
        ("now", False, BATTERY, ""),
        ("mains", False, BATTERY, "mains"),
        ("mains", True, MAINS, ""),
        ("mains", True, PowerState(mains=None, idle=0.0), ""),
        ("idle", True, MAINS, "idle"),
        ("idle", True, AWAY, ""),
        ("idle", True, PowerState(mains=False, idle=600.0), "battery"),
        ("idle", False, PowerState(mains=False, idle=600.0), ""),
    ],
)
def test_one_rule_decides_whether_to_wait(start, pause, state, reason) -> None:  # type: ignore[no-untyped-def]
    assert reason_to_wait(start, pause, state, 0.0) == reason


def test_where_the_system_does_not_tell_the_own_input_counts() -> None:
    unknown = PowerState(mains=True, idle=None)
    assert reason_to_wait("idle", True, unknown, 5.0) == "idle"
    assert reason_to_wait("idle", True, unknown, 500.0) == ""


@pytest.fixture
def power(monkeypatch):  # type: ignore[no-untyped-def]
    """What the system says from now on."""
    state = [MAINS]
    monkeypatch.setattr(module.power, "on_mains", lambda: state[0].mains)
    monkeypatch.setattr(module.power, "idle_seconds", lambda: state[0].idle)
    return state


@pytest.fixture
def begin(make_library, open_window, power):  # type: ignore[no-untyped-def]
    def open_one(  # type: ignore[no-untyped-def]
        state: PowerState = MAINS, *, long: bool = False, **settings: object
    ):
        library = make_library(5)
        library.waiting = 5
        if long:
            library.index_steps = 10_000
            library.index_gate.clear()
        for name, value in settings.items():
            library.settings.set(f"index.{name}", value)
        power[0] = state
        window, _ = open_window(library=library)
        return window, library

    return open_one


def look(window) -> None:  # type: ignore[no-untyped-def]
    window.manners._on_clock()


def test_on_battery_photos_are_found_but_not_indexed(begin, qtbot) -> None:
    window, library = begin(BATTERY, start="mains")
    qtbot.waitUntil(library.watching.is_set)
    qtbot.waitUntil(lambda: "mains power" in window.manners.text)
    assert "5 photos" in window.manners.text
    assert library.calls.count("index") == 0


def test_back_on_mains_indexing_begins_by_itself(begin, power, qtbot) -> None:
    window, library = begin(BATTERY, start="mains")
    qtbot.waitUntil(library.watching.is_set)
    power[0] = MAINS
    look(window)
    qtbot.waitUntil(lambda: library.calls.count("index") == 1)
    assert window.manners.text == ""


def test_a_running_index_ends_early_on_battery_and_goes_on_with_mains(begin, power, qtbot) -> None:
    window, library = begin(long=True)
    qtbot.waitUntil(lambda: window.bridge.is_indexing)
    power[0] = BATTERY
    look(window)
    qtbot.waitUntil(lambda: window.manners.reason == "battery")
    library.index_gate.set()
    qtbot.waitUntil(lambda: not window.bridge.is_indexing)
    assert "on battery" in window.manners.text
    assert library.closed_jobs == 1
    assert "stopped" not in window.status.counts_text.lower()
    library.index_steps = 3
    power[0] = MAINS
    look(window)
    qtbot.waitUntil(lambda: library.calls.count("index") == 2)
    qtbot.waitUntil(lambda: not window.bridge.is_indexing)
    assert library.closed_jobs == 1


def test_index_now_anyway_does_it_whatever_holds_it(begin, qtbot) -> None:
    window, library = begin(BATTERY, start="mains")
    qtbot.waitUntil(window.manners.button.isVisible)
    qtbot.mouseClick(window.manners.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: library.calls.count("index") == 1)
    qtbot.waitUntil(lambda: not window.bridge.is_indexing)
    assert library.closed_jobs == 0


def test_rescan_by_hand_always_works(begin, power, qtbot) -> None:
    window, library = begin(BATTERY)
    qtbot.waitUntil(library.watching.is_set)
    library.index_gate.clear()
    window.actions_["rescan"].trigger()
    qtbot.waitUntil(lambda: window.bridge.is_indexing)
    look(window)
    library.index_gate.set()
    qtbot.waitUntil(lambda: not window.bridge.is_indexing)
    assert library.closed_jobs == 0


def test_a_pause_by_the_user_is_never_overridden(begin, power, qtbot) -> None:
    window, library = begin(long=True)
    qtbot.waitUntil(lambda: window.bridge.is_indexing)
    qtbot.waitUntil(window.actions_["pause"].isEnabled)
    window.actions_["pause"].trigger()
    library.index_gate.set()
    for state in (BATTERY, MAINS):
        power[0] = state
        look(window)
        qtbot.waitUntil(lambda state=state: window.manners._state == state)
        qtbot.wait(30)
        assert window.bridge.is_paused
    library.index_steps = 1
    window.actions_["pause"].trigger()
    qtbot.waitUntil(lambda: not window.bridge.is_paused)


def test_work_that_the_user_stopped_does_not_begin_by_itself(begin, power, qtbot) -> None:
    window, library = begin(BATTERY, start="mains")
    qtbot.waitUntil(library.watching.is_set)
    window.bridge.cancel_index()
    qtbot.waitUntil(lambda: not library.watching.is_set())
    power[0] = MAINS
    look(window)
    qtbot.waitUntil(lambda: window.manners.reason == "")
    qtbot.wait(50)
    assert library.calls.count("index") == 0


def test_idle_indexing_waits_for_the_user_to_leave_and_stops_for_them(begin, power, qtbot) -> None:
    window, library = begin(start="idle")
    qtbot.waitUntil(lambda: "idle" in window.manners.text)
    assert library.calls.count("index") == 0
    library.index_steps = 10_000
    library.index_gate.clear()
    power[0] = AWAY
    look(window)
    qtbot.waitUntil(lambda: window.bridge.is_indexing)
    power[0] = MAINS
    look(window)
    qtbot.waitUntil(lambda: window.manners.reason == "idle")
    library.index_gate.set()
    qtbot.waitUntil(lambda: not window.bridge.is_indexing)


def test_a_change_of_the_settings_acts_at_once(begin, qtbot) -> None:
    _window, library = begin(BATTERY, start="mains")
    qtbot.waitUntil(library.watching.is_set)
    library.settings.set("index.pause_on_battery", False)
    library.settings.set("index.start", "now")
    qtbot.waitUntil(lambda: library.calls.count("index") == 1)


def test_the_own_input_is_watched_only_where_the_system_does_not_tell(begin, power, qtbot) -> None:
    window, _library = begin(PowerState(mains=True, idle=None), start="idle")
    qtbot.waitUntil(lambda: window.manners._listening)
    power[0] = MAINS
    look(window)
    qtbot.waitUntil(lambda: not window.manners._listening)


def test_with_nothing_to_index_no_folder_is_read_again(begin, power, qtbot) -> None:
    window, library = begin(BATTERY, start="mains")
    qtbot.waitUntil(library.watching.is_set)
    library.waiting = 0
    window.bridge.ask_overview()
    qtbot.waitUntil(lambda: window.manners._waiting == 0)
    power[0] = MAINS
    look(window)
    qtbot.waitUntil(lambda: window.manners.reason == "")
    qtbot.wait(50)
    assert library.calls.count("index") == 0
    assert not window.bridge.is_held
