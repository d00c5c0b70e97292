"""Noticing changes by events, by polling, and across disks that go and come."""

from __future__ import annotations

import logging
import os
import shutil
import sys
import threading
import time

import pytest
from ingest_bench import Bench

from photoclip.catalog import folders
from photoclip.ingest import observe
from photoclip.ingest.roots import add_root, remove_root
from photoclip.ingest.watch import Batch, Timing, Watcher
from photoclip.jobs.job import run_to_end

FAST = Timing(
    settle=0.1, max_wait=2, check=0.1, poll=0.1, poll_rescan=3600, safety_poll=3600, rescan=3600
)
PATIENCE = 60
linux = pytest.mark.skipif(sys.platform != "linux", reason="needs inotify")


class Drive:
    """Does what the library does with a watcher, until something is the case."""

    def __init__(self, bench, timing=FAST):
        self.bench = bench
        self.watcher = Watcher(bench.db, timing=timing)
        self.watcher.start()
        self.reports = []
        self.notes = []

    def until(self, wanted):
        stop = threading.Event()
        timer = threading.Timer(PATIENCE, stop.set)
        timer.start()
        try:
            if wanted():
                return
            for batch in self.watcher.batches(stop):
                self.notes += batch.notes
                self.reports.append(run_to_end(self.watcher.look(batch)))
                if wanted():
                    return
        finally:
            timer.cancel()
        raise AssertionError(f"not noticed in {PATIENCE} s: {sorted(self.bench.rows())}")

    def until_there(self, *names):
        self.until(lambda: set(self.bench.rows()) == set(names))


@pytest.fixture
def bench(tmp_path):
    bench = Bench(tmp_path)
    yield bench
    bench.close()


@pytest.fixture
def start(bench):
    drives = []

    def start(timing=FAST):
        drive = Drive(bench, timing)
        drives.append(drive)
        bench.scan()
        return drive

    yield start
    for drive in drives:
        drive.watcher.close()


def no_events(monkeypatch):
    monkeypatch.setattr(observe.Observers, "watch", lambda *_: None)


def test_new_changed_and_deleted_photos_are_noticed(bench, start):
    bench.put("x/keep.jpg")
    drive = start()
    bench.put("x/a.jpg")
    bench.put("new/deep/b.jpg")
    drive.until_there("x/keep.jpg", "x/a.jpg", "new/deep/b.jpg")
    bench.index()
    bench.put("x/a.jpg", "changed")
    drive.until(lambda: bench.photo("x/a.jpg").state == "new")
    (bench.top / "x/a.jpg").unlink()
    drive.until_there("x/keep.jpg", "new/deep/b.jpg")


def test_renamed_and_moved_photos_and_folders_keep_their_tags(bench, start):
    bench.put("a/1.jpg", "content")
    bench.put("b/2.jpg")
    bench.scan()
    bench.index()
    photo = bench.tag("a/1.jpg", "sea")
    drive = start()
    (bench.top / "a/1.jpg").rename(bench.top / "b/renamed.jpg")
    drive.until_there("b/renamed.jpg", "b/2.jpg")
    (bench.top / "b").rename(bench.top / "a/b2")
    drive.until_there("a/b2/renamed.jpg", "a/b2/2.jpg")
    assert bench.photo("a/b2/renamed.jpg").id == photo
    assert bench.tags("a/b2/renamed.jpg") == {"sea"}
    assert bench.rows(missing=True) == {}


def test_a_folder_moved_out_takes_its_photos_and_brings_them_back(bench, start):
    bench.put("keep.jpg")
    bench.put("a/deep/1.jpg")
    drive = start()
    (bench.top / "a").rename(bench.folder / "outside")
    drive.until_there("keep.jpg")
    assert set(bench.rows(missing=True)) == {"a/deep/1.jpg"}
    (bench.folder / "outside").rename(bench.top / "a")
    drive.until_there("keep.jpg", "a/deep/1.jpg")
    assert bench.rows(missing=True) == {}


def test_a_sidecar_is_noticed(bench, start):
    bench.put("a.jpg")
    bench.scan()
    bench.index()
    drive = start()
    bench.put("a.jpg.xmp", "xmp")
    drive.until(lambda: bench.photo("a.jpg").metadata_due)


def test_names_that_are_not_utf8_are_noticed(bench, start):
    drive = start()
    bench.put(b"d\xff/caf\xe9.jpg")
    drive.until(lambda: len(bench.rows()) == 1)
    assert bench.photo(b"d\xff/caf\xe9.jpg").path.exists()


@linux
def test_a_text_beside_a_photo_is_noticed(bench, start):
    bench.put("a.jpg")
    drive = start(Timing(**{**_fields(FAST), "poll": 3600}))
    bench.put("a.txt", "A boat.")
    drive.until(lambda: bench.photo("a.jpg").metadata_due)


def test_our_own_reading_and_foreign_files_are_no_events(bench, start):
    bench.put("a.jpg")
    add_root(bench.db, bench.top, excludes=["raw"])
    drive = start()
    marks = []
    drive.watcher.mark = drive.watcher._observers.notify = lambda *mark: marks.append(mark)
    for handler in drive.watcher._observers._observer._handlers.values():
        for each in handler:
            each._notify = drive.watcher.mark
    (bench.top / "a.jpg").read_bytes()
    bench.scan()
    bench.put("notes.txt")
    bench.put(".hidden/b.jpg")
    bench.put("raw/c.jpg")
    bench.put("last.jpg")
    deadline = time.monotonic() + PATIENCE
    while not marks and time.monotonic() < deadline:
        time.sleep(0.05)
    assert {rel for _, rel, _ in marks} == {b""}
    assert all(not tree for _, _, tree in marks)


def test_a_file_that_is_still_being_copied_is_left_until_it_is_whole(bench, start):
    drive = start(Timing(**{**_fields(FAST), "settle": 0.4, "max_wait": 0.5}))
    done = threading.Event()

    def copy():
        with (bench.top / "large.jpg").open("wb") as file:
            for _ in range(15):
                file.write(b"x" * 1000)
                file.flush()
                time.sleep(0.1)
        done.set()

    sizes = []
    thread = threading.Thread(target=copy)
    thread.start()

    def seen():
        sizes.extend(row.size for row in bench.rows().values())
        return done.is_set() and bool(sizes)

    drive.until(seen)
    thread.join()
    assert set(sizes) == {15_000}


def test_a_root_that_goes_is_offline_and_one_that_returns_is_scanned(bench, start):
    bench.put("a.jpg")
    bench.scan()
    bench.index()
    bench.tag("a.jpg", "sea")
    drive = start()
    bench.top.rename(bench.folder / "away")
    drive.until(lambda: _state(bench) == "offline")
    assert any(report.offline and report.changes.folders for report in drive.reports)
    assert bench.rows()["a.jpg"].state == "ready"
    (bench.folder / "away" / "b.jpg").write_text("came while away")
    (bench.folder / "away").rename(bench.top)
    drive.until_there("a.jpg", "b.jpg")
    assert _state(bench) == "online"
    assert bench.tags("a.jpg") == {"sea"}
    bench.put("c.jpg")  # and it is watched again
    drive.until_there("a.jpg", "b.jpg", "c.jpg")


def test_roots_that_are_added_and_removed_meanwhile_are_noticed(bench, start):
    drive = start()
    other = bench.folder / "other"
    other.mkdir()
    (other / "o.jpg").write_text("o")
    add_root(bench.db, other)
    drive.until(lambda: bench.sql("SELECT count(*) FROM photos") == [(1,)])
    (other / "p.jpg").write_text("p")
    drive.until(lambda: bench.sql("SELECT count(*) FROM photos") == [(2,)])
    remove_root(bench.db, other)
    (other / "q.jpg").write_text("q")
    bench.put("a.jpg")
    drive.until(lambda: "a.jpg" in {row[0] for row in bench.sql("SELECT name FROM photos")})
    assert bench.sql("SELECT count(*) FROM photos") == [(1,)]


@linux
@pytest.mark.parametrize("limit", ["watches", "instances", "one short"])
def test_at_the_systems_limits_it_polls_and_says_so(bench, start, monkeypatch, limit):
    errors = {
        "watches": OSError(28, "inotify watch limit reached"),
        "instances": OSError(24, "inotify instance limit reached"),
        "one short": OSError(28, "inotify watch limit reached"),
    }
    real = observe.Observer

    class Limited(real):
        def start(self):
            if limit == "instances":
                raise errors[limit]
            super().start()

        def schedule(self, handler, path, **options):
            if limit == "watches" or (limit == "one short" and not options):
                raise errors[limit]
            return super().schedule(handler, path, **options)

    monkeypatch.setattr(observe, "Observer", Limited)
    drive = start()
    bench.put("x/a.jpg")
    drive.until_there("x/a.jpg")
    assert any("limit of watched folders" in note for note in drive.notes)


def test_a_network_drive_is_polled_and_the_user_is_told(bench, start, monkeypatch):
    monkeypatch.setattr("photoclip.volumes.is_network", lambda folder: True)
    bench.put("x/a.jpg")
    drive = start()
    bench.put("x/b.jpg")
    bench.put("y/c.jpg")
    drive.until_there("x/a.jpg", "x/b.jpg", "y/c.jpg")
    shutil.rmtree(bench.top / "y")
    drive.until_there("x/a.jpg", "x/b.jpg")
    assert any("network drive" in note for note in drive.notes)


def test_polling_on_demand_needs_no_events(bench, start, monkeypatch):
    no_events(monkeypatch)
    add_root(bench.db, bench.top, watch="poll")
    drive = start()
    bench.put("a.jpg")
    drive.until_there("a.jpg")
    assert drive.notes == []


def test_lost_events_are_made_up_for(bench, start, monkeypatch):
    no_events(monkeypatch)
    bench.put("a.jpg")
    drive = start(Timing(**{**_fields(FAST), "safety_poll": 0.2}))
    bench.put("x/b.jpg")
    drive.until_there("a.jpg", "x/b.jpg")


def test_a_change_that_leaves_no_trace_in_its_folder_is_found_by_the_slow_scan(
    bench, start, monkeypatch
):
    no_events(monkeypatch)
    path = bench.put("a.jpg", "one")
    bench.scan()
    bench.index()
    drive = start(Timing(**{**_fields(FAST), "rescan": 0.2}))
    path.write_text("two")
    os.utime(path, ns=(10**18, 10**18))
    drive.until(lambda: bench.photo("a.jpg").state == "new")


@linux
def test_when_the_system_drops_events_everything_is_looked_at(bench, start, monkeypatch):
    real = observe._Handler.on_any_event
    monkeypatch.setattr(observe._Handler, "on_any_event", lambda *_: None)
    bench.put("x/a.jpg")
    drive = start()
    bench.put("x/b.jpg")
    monkeypatch.setattr(observe._Handler, "on_any_event", real)
    logging.getLogger("watchdog.observers.inotify_c").warning("Inotify queue overflowed; lost")
    drive.until_there("x/a.jpg", "x/b.jpg")


def test_a_root_that_is_not_to_be_watched_is_not(bench, start):
    add_root(bench.db, bench.top, watch="off")
    drive = start()
    assert drive.watcher._watched == {}


@linux
def test_a_new_link_to_elsewhere_is_followed(bench, start):
    outside = bench.folder / "outside"
    outside.mkdir()
    (outside / "o.jpg").write_text("o")
    bench.put("a.jpg")
    drive = start()
    (bench.top / "link").symlink_to(outside)
    drive.until_there("a.jpg", "link/o.jpg")
    (bench.top / "link").unlink()
    drive.until_there("a.jpg")


def test_waiting_ends_when_it_is_told_to(bench, start):
    drive = start()
    stop = threading.Event()
    stop.set()
    assert list(drive.watcher.batches(stop)) == []


def test_folders_in_a_tree_of_the_batch_are_not_looked_at_twice(bench):
    bench.put("a/b/1.jpg")
    watcher = Watcher(bench.db, timing=FAST)
    root = bench.root.id
    job = watcher.look(Batch(folders=((root, b"a/b"), (root, b"a")), trees=((root, b"a"),)))
    assert len(list(job)) == 2


def _fields(timing):
    return {name: getattr(timing, name) for name in timing.__dataclass_fields__}


def _state(bench):
    with bench.db.read() as conn:
        return folders.root_by_id(conn, bench.root.id).state
