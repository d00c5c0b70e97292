"""What the system says of power and input, and that no system makes it fail."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import psutil
import pytest

from photoclip import power


@pytest.mark.parametrize(
    ("battery", "mains"),
    [
        (None, True),
        (SimpleNamespace(power_plugged=True), True),
        (SimpleNamespace(power_plugged=False), False),
        (SimpleNamespace(power_plugged=None), None),
    ],
)
def test_power_is_what_the_battery_says(monkeypatch, battery, mains) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(psutil, "sensors_battery", lambda: battery, raising=False)
    assert power.on_mains() is mains


def test_a_system_that_knows_no_batteries_says_nothing(monkeypatch) -> None:
    monkeypatch.delattr(psutil, "sensors_battery", raising=False)
    assert power.on_mains() is None


def test_a_battery_that_cannot_be_read_says_nothing(monkeypatch) -> None:
    def fail() -> None:
        raise FileNotFoundError("/sys/class/power_supply/BAT0/energy_now")

    monkeypatch.setattr(psutil, "sensors_battery", fail, raising=False)
    assert power.on_mains() is None


def test_without_a_display_idleness_is_not_known(monkeypatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert power.idle_seconds() is None


def test_the_idle_time_of_a_mac_is_read_from_its_registry(monkeypatch) -> None:
    def run(*_: object, **__: object) -> SimpleNamespace:
        return SimpleNamespace(stdout='  | |   "HIDIdleTime" = 2500000000\n')

    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(power.subprocess, "run", run)
    assert power.idle_seconds() == 2.5
