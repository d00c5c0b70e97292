"""Adding and removing folders, and telling an unplugged disk from deleted photos."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from ingest_bench import Bench

from photoclip.catalog import folders, photos
from photoclip.catalog.database import Database
from photoclip.errors import CatalogError, UserError
from photoclip.ingest import roots
from photoclip.ingest.roots import add_root, remove_root


@pytest.fixture
def bench(tmp_path):
    bench = Bench(tmp_path)
    yield bench
    bench.close()


def state(bench):
    with bench.db.read() as conn:
        return folders.root_by_id(conn, bench.root.id).state


def test_a_missing_folder_is_refused_in_one_sentence(bench):
    with pytest.raises(UserError) as caught:
        add_root(bench.db, bench.folder / "nowhere")
    assert str(caught.value) == f"The folder {bench.folder / 'nowhere'} does not exist."


def test_a_file_is_refused(bench):
    path = bench.put("a.jpg")
    with pytest.raises(UserError, match="is a file"):
        add_root(bench.db, path)


def test_links_that_lead_in_a_circle_are_refused(bench):
    (bench.folder / "a").symlink_to(bench.folder / "b")
    (bench.folder / "b").symlink_to(bench.folder / "a")
    with pytest.raises(UserError, match="cannot be read"):
        add_root(bench.db, bench.folder / "a")


def test_a_folder_is_not_added_twice_whatever_it_is_called(bench, monkeypatch):
    (bench.folder / "link").symlink_to(bench.top)
    monkeypatch.chdir(bench.folder)
    for name in (bench.top, bench.folder / "link", Path("photos"), Path("photos/../photos/")):
        assert add_root(bench.db, name).id == bench.root.id
    with bench.db.read() as conn:
        assert len(folders.roots(conn)) == 1


def test_adding_again_joins_patterns_and_takes_the_new_way_of_watching(bench):
    add_root(bench.db, bench.top, excludes=["*.tmp"], watch="poll")
    again = add_root(bench.db, bench.top, excludes=["raw", "*.tmp"])
    assert (again.excludes, again.watch) == (("*.tmp", "raw"), "poll")


def test_a_folder_inside_another_is_refused_with_the_reason(bench):
    (bench.top / "2023").mkdir()
    with pytest.raises(UserError, match="as part of") as caught:
        add_root(bench.db, bench.top / "2023")
    assert str(bench.top) in str(caught.value)


def test_a_folder_that_the_other_skips_may_be_added(bench):
    (bench.top / ".private").mkdir()
    bench.put(".private/a.jpg")
    inner = add_root(bench.db, bench.top / ".private")
    assert bench.scan().found == 1
    assert bench.photo(".private/a.jpg").root_id == inner.id


def test_a_folder_around_others_leaves_them_what_is_theirs(bench):
    bench.put("a.jpg")
    bench.scan()
    before = bench.photo("a.jpg")
    (bench.folder / "b.jpg").write_text("b")
    outer = add_root(bench.db, bench.folder)
    report = bench.scan()
    assert (report.found, report.new, report.missing) == (2, 1, 0)
    assert bench.photo("a.jpg").id == before.id
    with bench.db.read() as conn:
        counts = {root.id: root.photos for root in folders.roots(conn, with_counts=True)}
    assert counts == {bench.root.id: 1, outer.id: 1}


def test_removing_forgets_rows_keeps_files_and_leaves_a_copy_with_the_tags(bench):
    path = bench.put("a.jpg")
    bench.scan()
    bench.index()
    photo = bench.tag("a.jpg", "sea")
    root, removed, copy = remove_root(bench.db, bench.top)
    assert (root.id, removed) == (bench.root.id, [photo])
    assert path.exists()
    assert bench.rows() == {}
    assert bench.sql("SELECT count(*) FROM embeddings") == [(1,)]
    with Database.open(copy, backups=bench.folder / "b") as saved, saved.read() as conn:
        assert photos.counts(conn)["ready"] == 1
        assert conn.execute("SELECT count(*) FROM tag_assignments").fetchone() == (1,)


def test_adding_a_removed_folder_again_decodes_nothing_it_knows(bench):
    bench.put("a.jpg")
    bench.scan()
    bench.index()
    remove_root(bench.db, bench.top)
    add_root(bench.db, bench.top)
    bench.scan()
    # The rows that knew the hashes are gone, so it is decoded, but not encoded again.
    assert bench.index().indexed == 1
    assert bench.sql("SELECT count(*) FROM embeddings") == [(1,)]


def test_without_a_copy_nothing_is_removed(bench):
    bench.put("a.jpg")
    bench.scan()
    (bench.folder / "backups").write_text("in the way")
    with pytest.raises(CatalogError):
        remove_root(bench.db, bench.top)
    assert set(bench.rows()) == {"a.jpg"}


def test_removing_what_is_not_there_is_refused(bench):
    with pytest.raises(UserError, match="not in the library"):
        remove_root(bench.db, bench.folder / "other")


def test_an_offline_folder_can_be_removed(bench):
    shutil.rmtree(bench.top)
    assert remove_root(bench.db, bench.top)[0].id == bench.root.id


# --- offline ------------------------------------------------------------------------


@pytest.fixture
def filled(bench):
    bench.put("a.jpg")
    bench.put("x/b.jpg")
    bench.scan()
    bench.index()
    bench.tag("x/b.jpg", "sea")
    return bench


def assert_untouched(bench, report):
    assert report.offline == (bench.top,)
    assert (report.missing, report.new, report.changed) == (0, 0, 0)
    assert report.changes.folders
    assert state(bench) == "offline"
    assert {row.state for row in bench.rows().values()} == {"ready"}
    assert bench.tags("x/b.jpg") == {"sea"}
    with bench.db.read() as conn:
        assert photos.needing_work(conn, bench.model, limit=9) == []


def test_a_root_that_is_missing_is_offline_and_comes_back(filled):
    filled.top.rename(filled.folder / "away")
    assert_untouched(filled, filled.scan())
    (filled.folder / "away").rename(filled.top)
    report = filled.scan()
    assert (report.offline, report.new, report.back, report.changed) == ((), 0, 0, 0)
    assert report.changes.folders
    assert state(filled) == "online"
    assert filled.index().indexed == 0


def test_a_root_that_is_empty_is_offline(filled):
    shutil.rmtree(filled.top)
    filled.top.mkdir()
    (filled.top / "lost+found").mkdir()
    (filled.top / ".Trash-1000").mkdir()
    assert_untouched(filled, filled.scan())


def test_an_empty_root_without_photos_is_just_empty(bench):
    report = bench.scan()
    assert (report.found, report.offline) == (0, ())


def test_a_root_on_another_disk_is_offline_until_it_is_added_again(filled, monkeypatch):
    monkeypatch.setattr("photoclip.volumes.volume_id", lambda folder: "uuid:first")
    filled.scan()
    monkeypatch.setattr("photoclip.volumes.volume_id", lambda folder: "uuid:second")
    filled.put("c.jpg")
    assert_untouched(filled, filled.scan())
    add_root(filled.db, filled.top)
    assert filled.scan().new == 1


def test_a_volume_that_the_system_cannot_name_is_not_another_one(filled, monkeypatch):
    monkeypatch.setattr("photoclip.volumes.volume_id", lambda folder: "uuid:first")
    filled.scan()
    monkeypatch.setattr("photoclip.volumes.volume_id", lambda folder: None)
    assert filled.scan().offline == ()


def test_a_disk_that_goes_while_it_is_scanned_costs_nothing(filled, monkeypatch):
    """The root is there when the scan begins and away when it comes to the folder."""
    real = roots.root_problem
    calls = []

    def gone_later(root, *, has_photos):
        calls.append(root)
        if len(calls) == 1:
            filled.top.rename(filled.folder / "away")
            return None
        return real(root, has_photos=has_photos)

    monkeypatch.setattr("photoclip.ingest.roots.root_problem", gone_later)
    assert_untouched(filled, filled.scan())


def test_a_root_that_was_moved_needs_one_row_changed(filled):
    filled.top.rename(filled.folder / "new place")
    filled.db.write(
        lambda conn: folders.relocate_root(
            conn, filled.root.id, filled.folder / "new place", volume_id=None
        )
    )
    report = filled.scan()
    assert (report.new, report.missing, report.moved) == (0, 0, 0)
    filled.top = filled.folder / "new place"
    assert filled.tags("x/b.jpg") == {"sea"}


# --- a folder that people moved ---
def test_a_folder_that_was_moved_keeps_its_rows_at_its_new_place(bench):
    bench.put("in/a.jpg")
    bench.scan()
    with bench.db.read() as conn:
        (before,) = photos.where(conn, "1", {}, after_id=0, limit=9)
    new = bench.folder / "elsewhere"
    bench.top.rename(new)
    assert roots.check_root(bench.db, bench.root) is not None
    moved = roots.move_root(bench.db, bench.top, new)
    assert (moved.id, moved.path, moved.state) == (bench.root.id, new, "online")
    with bench.db.read() as conn:
        (after,) = photos.where(conn, "1", {}, after_id=0, limit=9)
    assert (after.id, after.path) == (before.id, new / "in" / "a.jpg")


def test_a_folder_without_most_of_its_photos_is_not_taken_for_it(bench):
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        bench.put(name)
    bench.scan()
    other = bench.folder / "other"
    other.mkdir()
    (other / "b.jpg").write_bytes(b"x")
    with pytest.raises(UserError, match="Most photos"):
        roots.move_root(bench.db, bench.top, other)
    with pytest.raises(UserError, match="does not exist"):
        roots.move_root(bench.db, bench.top, bench.folder / "none")
    add_root(bench.db, other)
    with pytest.raises(UserError, match="remove it there first"):
        roots.move_root(bench.db, bench.top, other)
    with bench.db.read() as conn:
        assert folders.root_by_id(conn, bench.root.id).path == bench.top
