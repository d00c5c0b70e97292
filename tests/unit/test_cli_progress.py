"""Progress on stderr: driven by jobs, quiet where nobody watches."""

from __future__ import annotations

import pytest

from photoclip.cli.progress import LineMeter, counts_text, drive, duration, progress_line
from photoclip.jobs.job import Progress


def steps(closed: list[bool], *, fail: bool = False):
    try:
        yield Progress("Indexing", 1, 3, {"indexed": 1})
        if fail:
            raise ValueError("broken")
        yield Progress("Indexing", 3, 3, {"indexed": 3})
        return "report"
    finally:
        closed.append(True)


def test_a_short_job_prints_nothing_where_nobody_watches(capsys):
    assert drive(steps([])) == "report"
    assert capsys.readouterr() == ("", "")


def test_a_job_is_closed_whatever_happens():
    closed: list[bool] = []
    with pytest.raises(ValueError, match="broken"):
        drive(steps(closed, fail=True))
    assert closed == [True]


def test_ctrl_c_lets_the_job_tidy_up(monkeypatch):
    closed: list[bool] = []

    def interrupt(self, progress):
        raise KeyboardInterrupt

    monkeypatch.setattr(LineMeter, "__call__", interrupt)
    with pytest.raises(KeyboardInterrupt):
        drive(steps(closed))
    assert closed == [True]


def test_lines_are_sparse_and_tell_rate_and_time_left():
    now = iter([0.0, 0.0, 4.0, 10.0, 11.0])
    lines: list[str] = []
    meter = LineMeter(lines.append, every_s=10.0, clock=lambda: next(now))
    for done in (0, 40, 100, 110):
        meter(Progress("Indexing", done, 300, {"indexed": done - 10, "unreadable": 0}))
    assert lines == ["Indexing: 100 of 300, 10.0/s, about 20 s left (indexed 90)"]


def test_a_new_phase_starts_its_own_rate():
    now = iter([0.0, 0.0, 90.0, 100.0])
    lines: list[str] = []
    meter = LineMeter(lines.append, every_s=95.0, clock=lambda: next(now))
    meter(Progress("Scanning", 5000))
    meter(Progress("Indexing", 0, 100))
    meter(Progress("Indexing", 20, 100))
    assert lines == ["Indexing: 20 of 100, 2.0/s, about 40 s left"]


def test_an_unknown_total_promises_nothing():
    line = progress_line(Progress("Scanning", 1200, None, {}, "in /a"), rate=0)
    assert line == "Scanning: 1,200, in /a"


def test_what_cannot_be_counted_has_no_number():
    line = progress_line(Progress("Checking", message="loading the model"), rate=0)
    assert line == "Checking: loading the model"


def test_what_did_not_change_is_not_said_again():
    times = iter(range(0, 1000, 20))
    lines: list[str] = []
    meter = LineMeter(lines.append, clock=lambda: next(times))
    for _ in range(5):
        meter(Progress("Measuring", message="a few steps"))
    meter(Progress("Proving"))
    assert lines == ["Measuring: a few steps", "Proving"]


def test_counts_leave_out_what_did_not_happen():
    assert counts_text({"indexed": 1200, "not_photos": 2, "unreadable": 0}) == (
        "indexed 1,200, not photos 2"
    )


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.2, "1 s"), (89, "89 s"), (600, "10 min"), (9000, "2.5 h")]
)
def test_durations_are_short_words(seconds, text):
    assert duration(seconds) == text


def test_a_terminal_gets_a_live_bar_that_leaves_no_trace_on_stdout(monkeypatch, capsys):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    assert drive(steps([])) == "report"
    out, err = capsys.readouterr()
    assert out == ""
    assert "Indexing" in err
