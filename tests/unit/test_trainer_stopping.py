"""How a trainer process takes a signal: as the wish to stop, and only twice as an order."""

from __future__ import annotations

import signal
import sys

import pytest

from photoclip.runs import RunFolder
from trainer.run_process import _stops_gently

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="raises signals in this process")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_first_signal_asks_for_a_checkpoint_and_a_second_one_ends_it_at_once(tmp_path, number):
    folder = RunFolder(tmp_path)
    before = signal.getsignal(number)
    with _stops_gently(folder):
        signal.raise_signal(number)
        assert folder.stop.exists()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(number)
    assert signal.getsignal(number) is before


def test_a_signal_after_the_apps_own_wish_ends_it_at_once(tmp_path):
    folder = RunFolder(tmp_path)
    folder.stop.touch()
    with _stops_gently(folder), pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGTERM)


def test_of_several_processes_each_counts_its_own_signals(tmp_path, monkeypatch):
    monkeypatch.setenv("WORLD_SIZE", "2")
    folder = RunFolder(tmp_path)
    folder.stop.touch()  # by another process that heard the same
    with _stops_gently(folder):
        signal.raise_signal(signal.SIGTERM)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGTERM)
