"""Tags, ids and vectors follow a photo wherever it goes."""

from __future__ import annotations

import itertools
import os
import shutil

import pytest
from ingest_bench import Bench

from photoclip.catalog import photo_files, tags
from photoclip.catalog.photo_files import FileRow, FileStat
from photoclip.catalog.rows import Root
from photoclip.ingest.moves import Evidence
from photoclip.ingest.reconcile import reconcile
from photoclip.ingest.roots import add_root


@pytest.fixture
def bench(tmp_path):
    bench = Bench(tmp_path)
    bench.put("keep.jpg")
    yield bench
    bench.close()


def settle(bench):
    bench.scan()
    bench.index()


def rename(bench, old, new):
    target = bench.top / new
    target.parent.mkdir(parents=True, exist_ok=True)
    (bench.top / old).rename(target)


@pytest.mark.parametrize("order", list(itertools.permutations(["a", "b"])))
def test_a_moved_photo_keeps_its_row_whichever_folder_is_looked_at_first(bench, order):
    bench.put("a/1.jpg", "content")
    bench.put("b/other.jpg")
    settle(bench)
    photo = bench.tag("a/1.jpg", "sea")
    rename(bench, "a/1.jpg", "b/renamed.jpg")
    for folder in order:
        reconcile(bench.db, bench.root, folder.encode())
    row = bench.photo("b/renamed.jpg")
    assert (row.id, row.state) == (photo, "ready")
    assert bench.tags("b/renamed.jpg") == {"sea"}
    assert bench.rows(missing=True) == {}
    decoded = len(bench.decoded)
    assert bench.index().indexed == 0
    assert len(bench.decoded) == decoded


def test_a_photo_never_hashed_is_known_by_size_time_and_name(bench):
    bench.put("a/1.jpg", "content")
    bench.scan()
    photo = bench.tag("a/1.jpg", "sea")
    rename(bench, "a/1.jpg", "b/1.jpg")
    assert bench.scan().moved == 1
    assert bench.photo("b/1.jpg").id == photo
    assert bench.photo("b/1.jpg").state == "new"


def test_a_renamed_folder_keeps_everything(bench):
    for name in ("1.jpg", "2.jpg", "deep/3.jpg"):
        bench.put(f"old/{name}")
    settle(bench)
    ids = {name: bench.tag(f"old/{name}", name) for name in ("1.jpg", "2.jpg", "deep/3.jpg")}
    rename(bench, "old", "new")
    report = bench.scan()
    assert (report.moved, report.new, report.missing) == (3, 0, 0)
    for name, photo in ids.items():
        assert bench.photo(f"new/{name}").id == photo
        assert bench.tags(f"new/{name}") == {name}
    assert bench.sql("SELECT rel_path FROM folders ORDER BY rel_path") == [
        ("",),
        ("new",),
        ("new/deep",),
    ]


def test_a_photo_moved_to_another_root_keeps_its_row(bench):
    other = bench.folder / "other"
    other.mkdir()
    (other / "o.jpg").write_text("something else")
    add_root(bench.db, other)
    bench.put("1.jpg", "content")
    settle(bench)
    photo = bench.tag("1.jpg", "sea")
    shutil.move(bench.top / "1.jpg", other / "moved.jpg")
    report = bench.scan()
    assert (report.moved, report.missing) == (1, 0)
    [row] = [row for row in bench.sql("SELECT id, name FROM photos") if row[1] == "moved.jpg"]
    assert row[0] == photo


def test_swapped_names_swap_rows(bench):
    bench.put("1.jpg", "content 1")
    bench.put("2.jpg", "content 2")
    settle(bench)
    bench.tag("1.jpg", "one")
    bench.tag("2.jpg", "two")
    rename(bench, "1.jpg", "t")
    rename(bench, "2.jpg", "1.jpg")
    rename(bench, "t", "2.jpg")
    report = bench.scan()
    assert (report.moved, report.changed) == (2, 0)
    assert (bench.tags("1.jpg"), bench.tags("2.jpg")) == ({"two"}, {"one"})


def test_names_that_shift_by_one_shift_rows(bench):
    for number in range(5):
        bench.put(f"img{number}.jpg", f"content {number}")
    settle(bench)
    for number in range(5):
        bench.tag(f"img{number}.jpg", f"t{number}")
    for number in reversed(range(5)):
        rename(bench, f"img{number}.jpg", f"img{number + 1}.jpg")
    assert bench.scan().moved == 5
    for number in range(5):
        assert bench.tags(f"img{number + 1}.jpg") == {f"t{number}"}


@pytest.mark.parametrize("order", list(itertools.permutations(["a", "b"])))
def test_photos_swapped_between_folders_swap_rows(bench, order):
    bench.put("a/1.jpg", "content 1")
    bench.put("b/2.jpg", "content 2")
    settle(bench)
    bench.tag("a/1.jpg", "one")
    bench.tag("b/2.jpg", "two")
    rename(bench, "a/1.jpg", "t")
    rename(bench, "b/2.jpg", "a/1.jpg")
    rename(bench, "t", "b/2.jpg")
    for folder in order:
        reconcile(bench.db, bench.root, folder.encode())
    assert (bench.tags("a/1.jpg"), bench.tags("b/2.jpg")) == ({"two"}, {"one"})


def test_a_photo_moved_over_another_takes_its_place_and_the_other_is_kept_as_missing(bench):
    bench.put("1.jpg", "content 1")
    bench.put("2.jpg", "content 2")
    settle(bench)
    bench.tag("1.jpg", "one")
    bench.tag("2.jpg", "two")
    rename(bench, "2.jpg", "1.jpg")
    bench.scan()
    assert bench.tags("1.jpg") == {"two"}
    [lost] = bench.rows(missing=True).values()
    with bench.db.read() as conn:
        assert [each.tag for each in tags.of_photo(conn, lost.id)] == ["one"]
    bench.put("elsewhere/3.jpg", "content 1")
    bench.scan()
    assert bench.tags("elsewhere/3.jpg") == {"one"}


def test_a_program_that_saves_by_renaming_does_not_cost_the_tags(bench):
    """Even if the temporary file was seen, and indexed, on its own."""
    bench.put("1.jpg", "content 1")
    settle(bench)
    photo = bench.tag("1.jpg", "one")
    bench.put("1-tmp.jpg", "edited")
    settle(bench)
    rename(bench, "1-tmp.jpg", "1.jpg")
    report = bench.scan()
    assert (report.changed, report.missing) == (1, 1)
    assert bench.photo("1.jpg").id == photo
    assert bench.tags("1.jpg") == {"one"}
    assert bench.index().reused == 1


def test_keeping_a_copy_and_editing_in_place_leaves_the_tags_in_place(bench):
    bench.put("1.jpg", "content 1")
    settle(bench)
    photo = bench.tag("1.jpg", "one")
    shutil.copy2(bench.top / "1.jpg", bench.top / "1 (original).jpg")
    bench.put("1.jpg", "edited")
    report = bench.scan()
    assert (report.changed, report.new, report.moved) == (1, 1, 0)
    assert bench.photo("1.jpg").id == photo
    assert bench.tags("1 (original).jpg") == set()


def test_a_copy_is_a_photo_of_its_own_that_needs_no_decoding(bench):
    bench.put("1.jpg", "content")
    settle(bench)
    bench.tag("1.jpg", "one")
    shutil.copy(bench.top / "1.jpg", bench.top / "copy.jpg")
    decoded = len(bench.decoded)
    bench.scan()
    report = bench.index()
    assert (report.indexed, report.reused) == (0, 1)
    assert len(bench.decoded) == decoded
    assert bench.photo("copy.jpg").pixel_hash == bench.photo("1.jpg").pixel_hash
    assert bench.photo("copy.jpg").width == 40
    assert bench.tags("copy.jpg") == set()


@pytest.mark.parametrize("indexed_between", [True, False])
@pytest.mark.parametrize("keeps_time", [True, False])
def test_a_move_by_way_of_a_copy_keeps_the_row(bench, indexed_between, keeps_time):
    """Across disks the copy is there, and seen, before the original goes."""
    bench.put("1.jpg", "content")
    settle(bench)
    photo = bench.tag("1.jpg", "one")
    copy = shutil.copy2 if keeps_time else shutil.copy
    (bench.top / "new").mkdir()
    copy(bench.top / "1.jpg", bench.top / "new" / "1.jpg")
    bench.scan()
    young = bench.photo("new/1.jpg").id
    if indexed_between:
        bench.index()
    (bench.top / "1.jpg").unlink()
    scanned = bench.scan()
    stored = bench.index()
    assert bench.photo("new/1.jpg").id == photo
    assert bench.photo("new/1.jpg").state == "ready"
    assert bench.tags("new/1.jpg") == {"one"}
    assert bench.rows(missing=True) == {}
    assert young in scanned.changes.removed | stored.changes.removed


def test_a_copy_with_tags_of_its_own_gives_nothing_up(bench):
    bench.put("1.jpg", "content")
    settle(bench)
    bench.tag("1.jpg", "one")
    shutil.copy2(bench.top / "1.jpg", bench.top / "copy.jpg")
    settle(bench)
    bench.tag("copy.jpg", "mine")
    (bench.top / "1.jpg").unlink()
    assert bench.scan().missing == 1
    assert bench.tags("copy.jpg") == {"mine"}


def test_the_older_of_two_equal_photos_is_not_taken_over_by_the_younger(bench):
    bench.put("1.jpg", "content")
    settle(bench)
    old = bench.photo("1.jpg").id
    shutil.copy2(bench.top / "1.jpg", bench.top / "copy.jpg")
    settle(bench)
    bench.tag("copy.jpg", "mine")
    (bench.top / "copy.jpg").unlink()
    assert bench.scan().missing == 1
    assert bench.photo("1.jpg").id == old


def test_equal_photos_that_move_together_keep_their_own_tags(bench):
    for name in ("1.jpg", "2.jpg"):
        bench.put(f"a/{name}", "the same", mtime_ns=1_600_000_000_000_000_000)
    settle(bench)
    bench.tag("a/1.jpg", "one")
    bench.tag("a/2.jpg", "two")
    rename(bench, "a", "b")
    bench.scan()
    assert (bench.tags("b/1.jpg"), bench.tags("b/2.jpg")) == ({"one"}, {"two"})


def test_empty_files_are_never_taken_for_each_other(bench):
    (bench.top / "a").mkdir()
    for name in ("a/1.jpg", "a/2.jpg"):
        (bench.top / name).touch()
        os.utime(bench.top / name, ns=(10**18, 10**18))
    settle(bench)
    bench.tag("a/1.jpg", "one")
    (bench.top / "a/1.jpg").unlink()
    (bench.top / "3.jpg").touch()
    bench.scan()
    assert bench.tags("3.jpg") == set()


def test_a_photo_of_an_offline_root_is_copied_not_moved(bench):
    stick = bench.folder / "stick"
    stick.mkdir()
    (stick / "s.jpg").write_text("content of the stick")
    add_root(bench.db, stick)
    settle(bench)
    shutil.copy2(stick / "s.jpg", bench.top / "s.jpg")
    stick.rename(bench.folder / "unplugged")
    report = bench.scan()
    assert (report.new, report.moved) == (1, 0)
    (bench.folder / "unplugged").rename(stick)
    report = bench.scan()
    assert (report.new, report.missing, report.offline) == (0, 0, ())


def test_a_photo_that_was_changed_before_it_moved_is_not_known_by_its_old_hash(bench):
    bench.put("a/1.jpg", "content")
    settle(bench)
    bench.tag("a/1.jpg", "one")
    bench.put("a/1.jpg", "edited")
    bench.scan()
    rename(bench, "a/1.jpg", "b/1.jpg")
    bench.scan()
    assert bench.tags("b/1.jpg") == {"one"}
    bench.put("c/2.jpg", "content")
    bench.scan()
    assert bench.tags("c/2.jpg") == set()


def test_a_sidecar_left_behind_costs_no_tag(bench):
    bench.put("a/1.jpg", "content")
    bench.put("a/1.jpg.xmp", "xmp")
    settle(bench)
    with bench.db.read() as conn:
        before = photo_files.by_ids(conn, [bench.photo("a/1.jpg").id])[0]
    rename(bench, "a/1.jpg", "b/1.jpg")
    bench.scan()
    row = bench.photo("b/1.jpg")
    assert (row.id, row.metadata_due, row.sidecar_mtime) == (before.id, True, None)


def test_only_the_case_of_a_name_changed_where_case_does_not_count(tmp_path, monkeypatch):
    """Such a disk still finds the old name; a hard link stands in for it here."""
    (tmp_path / "a.JPG").write_text("content")
    (tmp_path / "alias").mkdir()
    row = FileRow(
        1, 1, b"A.jpg", 7, 1, "ready", False, b"h", None, root_id=1, path=tmp_path / "A.jpg"
    )
    evidence = Evidence(tmp_path, {1: Root(1, tmp_path)})
    real = (tmp_path / "a.JPG").stat()
    monkeypatch.setattr("pathlib.Path.stat", lambda self, **_: real)
    monkeypatch.setattr("photoclip.ingest.moves.root_problem", lambda *_, **__: None)
    assert evidence.is_gone(row, FileStat(b"a.JPG", 7, 1))
    assert not evidence.is_gone(row, FileStat(b"b.jpg", 7, 1))


def test_case_only_renames_keep_the_row(bench):
    bench.put("a/IMG.JPG", "content")
    bench.scan()
    photo = bench.tag("a/IMG.JPG", "one")
    rename(bench, "a/IMG.JPG", "a/img.jpg")
    report = bench.scan()
    assert (report.moved, report.new) == (1, 0)
    assert bench.photo("a/img.jpg").id == photo
