"""Scanning: what is found, what is skipped, what survives."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
from ingest_bench import Bench

from photoclip.catalog import folders
from photoclip.ingest.reconcile import reconcile
from photoclip.ingest.roots import add_root
from photoclip.ingest.scan import scan
from photoclip.media.sidecar import sidecar_stamp

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX file names or links")


@pytest.fixture
def bench(tmp_path):
    bench = Bench(tmp_path)
    yield bench
    bench.close()


def test_photos_are_found_in_all_folders_and_other_files_are_counted(bench):
    for name in ("a.jpg", "B.JPEG", "x/c.png", "x/y/z/d.heic", "x/e.CR3"):
        bench.put(name)
    for name in ("film.mp4", "x/notes.txt", "x/noextension", "a.jpg.xmp"):
        bench.put(name)
    report = bench.scan()
    assert (report.found, report.new, report.not_photos) == (5, 5, 3)
    assert {row.state for row in bench.rows().values()} == {"new"}
    assert report.changes.added == {row.id for row in bench.rows().values()}
    with bench.db.read() as conn:
        assert folders.not_photos(conn) == 3


def test_a_second_scan_changes_nothing_and_writes_nothing(bench):
    bench.put("x/a.jpg")
    bench.put("x/film.mp4")
    bench.scan()
    before = bench.db.write(lambda conn: conn.total_changes)
    report = bench.scan()
    assert (report.found, report.new, report.changed) == (1, 0, 0)
    assert not report.changes
    assert bench.db.write(lambda conn: conn.total_changes) == before


def test_hidden_and_excluded_files_and_folders_are_not_looked_at(bench):
    add_root(bench.db, bench.top, excludes=["raw", "*.png", "2020/**"])
    for name in ("a.jpg", "x/b.jpg"):
        bench.put(name)
    for name in (".h.jpg", ".git/a.jpg", "x/raw/a.jpg", "x/a.png", "2020/1/a.jpg", "@eaDir/a.jpg"):
        bench.put(name)
    assert bench.scan().found == 2
    assert set(bench.rows()) == {"a.jpg", "x/b.jpg"}


def test_what_becomes_excluded_is_kept_as_missing_and_returns_with_its_tags(bench):
    bench.put("a.jpg")
    bench.put("raw/x/b.jpg")
    bench.scan()
    bench.tag("raw/x/b.jpg", "sea")
    add_root(bench.db, bench.top, excludes=["raw"])
    report = bench.scan()
    assert (report.found, report.missing) == (1, 1)
    bench.db.write(
        lambda conn: folders.update_root(
            conn, bench.root.id, excludes=[], watch="auto", volume_id=None
        )
    )
    assert bench.scan().back == 1
    assert bench.tags("raw/x/b.jpg") == {"sea"}


@posix
def test_a_circle_of_links_ends(bench):
    bench.put("x/a.jpg")
    (bench.top / "x" / "up").symlink_to(bench.top)
    (bench.top / "self").symlink_to("self")
    (bench.top / "dead.jpg").symlink_to("nowhere.jpg")
    assert bench.scan().found == 1
    assert bench.scan().missing == 0


@posix
def test_a_link_to_elsewhere_is_followed_once(bench):
    outside = bench.folder / "outside"
    (outside / "deep").mkdir(parents=True)
    (outside / "deep" / "o.jpg").write_text("o")
    (outside / "deep" / "back").symlink_to(outside)
    (bench.top / "link1").symlink_to(outside)
    (bench.top / "link2").symlink_to(outside)
    for _ in range(2):
        report = bench.scan()
        assert (report.found, report.missing) == (1, 0)
    assert set(bench.rows()) == {"link1/deep/o.jpg"}
    (bench.top / "link1").unlink()
    report = bench.scan()
    assert (report.moved, report.missing) == (1, 0)
    assert set(bench.rows()) == {"link2/deep/o.jpg"}


@posix
def test_pipes_and_folders_named_like_photos_are_no_photos(bench):
    os.mkfifo(bench.top / "pipe.jpg")
    bench.put("folder.jpg/a.jpg")
    assert bench.scan().found == 1


@posix
def test_names_that_are_not_utf8_are_photos_like_any_other(bench):
    name, folder = b"caf\xe9.jpg", b"d\xff"
    bench.put(folder + b"/" + name, b"content")
    bench.scan()
    bench.index()
    bench.tag(folder + b"/" + name, "sea")
    assert bench.scan().changed == 0
    photo = bench.photo(folder + b"/" + name)
    assert photo.path_bytes.endswith(folder + b"/" + name)
    assert photo.shown_path.endswith("d\ufffd/caf\ufffd.jpg")
    photo.path.rename(bench.top / "plain.jpg")
    bench.scan()
    assert bench.tags("plain.jpg") == {"sea"}


def test_a_folder_that_cannot_be_listed_is_reported_and_loses_nothing(bench, monkeypatch):
    bench.put("a.jpg")
    bench.put("x/b.jpg")
    bench.put("x/y/c.jpg")
    bench.scan()
    bench.index()
    real = os.scandir

    def denied(path):
        if os.fsencode(path).endswith(b"/x"):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", denied)
    report = bench.scan()
    assert report.skipped == ((bench.top / "x", "Permission denied"),)
    assert (report.found, report.missing) == (1, 0)
    assert len(bench.rows()) == 3
    with bench.db.read() as conn:
        assert folders.unreadable_folders(conn) == [(bench.top / "x", "Permission denied")]
    monkeypatch.undo()
    assert bench.scan().found == 3
    with bench.db.read() as conn:
        assert folders.unreadable_folders(conn) == []


def test_a_listing_that_breaks_off_marks_nothing_as_missing(bench, monkeypatch):
    bench.put("x/a.jpg")
    bench.put("x/b.jpg")
    bench.scan()
    real = os.scandir

    class Breaking:
        def __init__(self, path):
            self.entries = real(path)

        def __enter__(self):
            return self

        def __exit__(self, *_):
            self.entries.close()

        def __iter__(self):
            yield next(self.entries)
            raise OSError(5, "Input/output error")

    def breaking(path):
        return Breaking(path) if os.fsencode(path).endswith(b"/x") else real(path)

    monkeypatch.setattr(os, "scandir", breaking)
    report = bench.scan()
    assert report.missing == 0
    assert [reason for _, reason in report.skipped] == ["Input/output error"]
    assert len(bench.rows()) == 2


def test_a_file_whose_details_cannot_be_read_is_there_all_the_same(bench, monkeypatch):
    import photoclip.ingest.listing as module

    bench.put("x/a.jpg")
    bench.put("y/b.jpg")
    bench.scan()
    real = module._add

    class Closed:
        """An entry of a disk that answers about names and about nothing else."""

        def __init__(self, entry):
            self.name, self.path = entry.name, entry.path

        def is_dir(self):
            raise OSError(5, "Input/output error")

    def add(listing, sidecars, entry, path, rules):
        closed = entry.name in (b"a.jpg", b"y")
        real(listing, sidecars, Closed(entry) if closed else entry, path, rules)

    monkeypatch.setattr(module, "_add", add)
    report = bench.scan()
    assert (report.missing, report.found) == (0, 0)
    assert len(bench.rows()) == 2


def test_deleted_photos_are_missing_not_forgotten_and_come_back_as_they_were(bench):
    path = bench.put("x/a.jpg")
    bench.put("b.jpg")
    bench.scan()
    bench.index()
    photo = bench.tag("x/a.jpg", "sea")
    path.rename(bench.folder / "aside.jpg")
    assert bench.scan().missing == 1
    assert bench.scan().missing == 0
    (bench.folder / "aside.jpg").rename(path)
    assert bench.scan().back == 1
    row = bench.photo("x/a.jpg")
    assert (row.id, row.state) == (photo, "ready")
    assert bench.index().indexed == 0


def test_a_deleted_folder_goes_with_its_folders_and_its_photos_stay_known(bench):
    bench.put("a.jpg")
    bench.put("x/y/b.jpg")
    bench.put("x/empty/film.mp4")
    bench.scan()
    shutil.rmtree(bench.top / "x")
    assert bench.scan().missing == 1
    with bench.db.read() as conn:
        assert folders.folder_paths(conn, bench.root.id) == [b"", b"x", b"x/y"]
    assert set(bench.rows(missing=True)) == {"x/y/b.jpg"}


def test_a_file_made_again_with_the_same_bytes_is_the_same_photo(bench):
    bench.put("a.jpg", "content")
    bench.put("b.jpg")
    bench.scan()
    bench.index()
    photo = bench.tag("a.jpg", "sea")
    (bench.top / "a.jpg").unlink()
    bench.scan()
    bench.put("a.jpg", "content")
    assert bench.scan().back == 1
    assert bench.photo("a.jpg").id == photo
    assert bench.photo("a.jpg").state == "ready"


def test_a_changed_photo_keeps_its_row_and_is_read_again(bench):
    bench.put("a.jpg", "one")
    bench.scan()
    bench.index()
    photo = bench.tag("a.jpg", "sea")
    bench.put("a.jpg", "another")
    assert bench.scan().changed == 1
    row = bench.photo("a.jpg")
    assert (row.id, row.state, row.size) == (photo, "new", 7)
    assert row.pixel_hash is not None
    bench.index()
    assert bench.photo("a.jpg").state == "ready"
    assert bench.tags("a.jpg") == {"sea"}


def test_an_unreadable_photo_is_tried_again_when_it_changed(bench):
    bench.put("a.jpg", "bad one")
    bench.scan()
    assert bench.index().unreadable == 1
    assert bench.scan().changed == 0
    assert bench.index().unreadable == 0
    bench.put("a.jpg", "good")
    bench.scan()
    assert bench.index().indexed == 1
    assert bench.photo("a.jpg").error is None


def test_a_sidecar_that_comes_changes_or_goes_asks_for_metadata_only(bench):
    photo = bench.put("a.jpg")
    bench.put("b.jpg")
    bench.scan()
    bench.index()
    for name in ("a.jpg.xmp", "a.xmp", "a.jpg.xmp"):
        bench.put(name, "new content")
        report = bench.scan()
        assert (report.metadata, report.changed) == (1, 0)
        assert bench.photo("a.jpg").sidecar_mtime == sidecar_stamp(photo)
        assert bench.photo("a.jpg").state == "ready"
        report = bench.index()
        assert (report.indexed, report.reused) == (0, 1)
    (bench.top / "a.jpg.xmp").unlink()
    assert bench.scan().metadata == 1
    (bench.top / "a.xmp").unlink()
    assert bench.scan().metadata == 1
    assert bench.photo("a.jpg").sidecar_mtime is None
    assert len(bench.decoded) == 2


def test_one_bad_root_does_not_stop_the_others(bench):
    other = bench.folder / "other"
    other.mkdir()
    (other / "o.jpg").write_text("o")
    add_root(bench.db, other)
    bench.top.rmdir()
    report = bench.scan()
    assert (report.found, report.offline) == (1, (bench.top,))


def test_only_the_roots_asked_for_are_scanned(bench):
    other = bench.folder / "other"
    other.mkdir()
    (other / "o.jpg").write_text("o")
    root = add_root(bench.db, other)
    bench.put("a.jpg")
    assert bench.scan(root_ids=[root.id]).found == 1


def test_progress_counts_up_and_stopping_keeps_what_was_done(bench):
    for folder in range(5):
        bench.put(f"{folder}/a.jpg")
    job = scan(bench.db)
    seen = [next(job) for _ in range(3)]
    assert [step.done for step in seen] == [0, 1, 2]
    assert seen[-1].counts["new"] == 2
    job.close()
    assert len(bench.rows()) == 2
    assert bench.scan().new == 3


def test_reconcile_looks_at_one_folder_only(bench):
    bench.put("a.jpg")
    bench.put("x/b.jpg")
    one = reconcile(bench.db, bench.root, b"")
    assert (len(one.new), one.subfolders) == (1, (b"x",))
    assert set(bench.rows()) == {"a.jpg"}


def test_photos_just_written_are_left_for_the_next_look(bench):
    path = bench.put("a.jpg")
    path.write_text("still being copied")
    one = reconcile(bench.db, bench.root, b"", settle_ns=3_600 * 10**9)
    assert (one.unsettled, one.new) == (1, ())
    assert bench.rows() == {}
    bench.scan()
    path.write_text("written to again")
    one = reconcile(bench.db, bench.root, b"", settle_ns=3_600 * 10**9)
    assert (one.unsettled, one.changed, one.missing) == (1, (), ())


def test_a_folder_removed_from_the_library_meanwhile_gets_no_rows(bench):
    bench.put("a.jpg")
    root = bench.root
    bench.db.write(lambda conn: folders.remove_root(conn, root.id))
    assert reconcile(bench.db, root, b"").new == ()
    assert bench.sql("SELECT count(*) FROM folders") == [(0,)]


def test_an_older_listing_never_undoes_a_newer_one(bench, monkeypatch):
    """Two looks at one folder at once: the slow one must not call the new file missing."""
    import photoclip.ingest.reconcile as module

    bench.put("a.jpg")
    real = module.list_folder
    raced = []

    def slow(*args, **options):
        listing = real(*args, **options)
        if not raced:
            raced.append(True)
            (bench.top / "a.jpg").unlink()
            bench.put("b.jpg")
            reconcile(bench.db, bench.root, b"")
        return listing

    monkeypatch.setattr(module, "list_folder", slow)
    reconcile(bench.db, bench.root, b"")
    assert set(bench.rows()) == {"b.jpg"}


def test_a_folder_of_many_photos_is_one_transaction(bench):
    for number in range(300):
        bench.put(f"x/{number}.jpg")
    writes = []
    real = bench.db.write
    bench.db.write = lambda fn: (writes.append(fn), real(fn))[1]
    assert bench.scan().new == 300
    assert len(writes) == 1


def test_paths_of_the_report_can_be_shown(bench):
    assert bench.scan().offline == ()
    assert isinstance(bench.root.path, Path)
