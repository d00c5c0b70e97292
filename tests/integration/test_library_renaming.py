"""Renaming photos: wholly or not at all, and no scan or watcher sees anything of it."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from files_bench import beside, mark_ready, put, scan
from hypothesis import given, settings
from hypothesis import strategies as st

from photoclip.catalog import folders, photo_files, photos
from photoclip.changes import ChangeSet
from photoclip.errors import UserError
from photoclip.ingest.identity import file_hash
from photoclip.ingest.reconcile import reconcile
from photoclip.ingest.watch import Timing, Watcher
from photoclip.jobs.job import run_to_end
from photoclip.jobs.tasks import file_moves, renaming
from photoclip.library import Library
from photoclip.media.sidecar import sidecar_stamp
from photoclip.views import UndoStep

NAMES = ("a.jpg", "b.jpg", "DSC_1.NEF", "DSC_1.JPG", "sub/c.jpg")


@pytest.fixture
def files(top: Path) -> dict[str, str]:
    """Names and contents of the folder before."""
    return {each.name: each.read_text() for each in top.iterdir() if each.is_file()}


def unchanged(top: Path, files: dict[str, str]) -> bool:
    return {each.name: each.read_text() for each in top.iterdir() if each.is_file()} == files


def test_a_renamed_photo_is_the_same_photo_and_a_scan_finds_nothing_to_do(library, ids, top, heard):
    library.tags.add([ids[0]], ["Sea"])
    library.captions.set(ids[0], "The sea")
    before = library.photo(ids[0])
    heard.clear()
    after = library.files.rename(ids[0], "beach at noon")
    assert after.path == top / "beach at noon.jpg"
    assert after.path.read_text() == "a.jpg"
    assert not (top / "a.jpg").exists()
    assert (after.id, after.size, after.mtime_ns, after.state) == (
        before.id, before.size, before.mtime_ns, before.state,
    )  # fmt: skip
    assert after.path.stat().st_mtime_ns == before.mtime_ns
    assert [each.tag for each in library.tags.of_photo(ids[0])] == ["Sea"]
    assert library.photos_matching("name:noon") == [ids[0]]
    assert library.photos_matching("caption:sea") == [ids[0]]
    assert [change.photos for change in heard] == [frozenset({ids[0]})]
    assert scan(library) == (0, 0, 0, 0)
    assert library.photo(ids[0]) == after


def test_hashes_of_a_renamed_photo_stay(library, ids):
    photo = library.photo(ids[0])
    mark_ready(library, photo)
    library.files.rename(ids[0], "new")
    after = library.photo(ids[0])
    assert (after.state, after.file_hash, after.pixel_hash) == (
        "ready",
        file_hash(after.path),
        b"p",
    )


def test_sidecars_and_captions_go_along_and_are_not_read_again(library, ids, top):
    put(top / "a.jpg.xmp", "<x:xmpmeta/>")
    put(top / "a.xmp", "<x:xmpmeta/>")
    put(top / "a.jpg.txt")
    put(top / "a.txt")
    scan(library)
    library._parts.context.db.write(lambda conn: conn.execute("UPDATE photos SET metadata_due = 0"))
    after = library.files.rename(ids[0], "new.JPEG")
    assert beside(top) >= {"new.JPEG", "new.JPEG.xmp", "new.xmp", "new.JPEG.txt", "new.txt"}
    assert not [name for name in beside(top) if name.startswith("a.")]
    assert (after.sidecar_mtime, after.metadata_due) == (sidecar_stamp(after.path), False)
    assert scan(library) == (0, 0, 0, 0)


def test_what_another_program_wrote_before_a_renaming_is_read_after_it(library, ids, top):
    sidecar = put(top / "a.jpg.xmp", "<x:xmpmeta/>")
    scan(library)
    run_sql = library._parts.context.db.write
    run_sql(lambda conn: conn.execute("UPDATE photos SET metadata_due = 0"))
    put(sidecar, "<x:xmpmeta>another keyword</x:xmpmeta>")
    assert library.files.rename(ids[0], "new").metadata_due
    assert not library.files.rename(ids[1], "other").metadata_due
    assert scan(library) == (0, 0, 0, 0)


def test_a_sidecar_that_another_picture_shares_stays(library, ids, top):
    put(top / "a.png")
    put(top / "a.xmp", "<x:xmpmeta/>")
    put(top / "a.txt")
    scan(library)
    library.files.rename(ids[0], "new")
    assert {"a.png", "a.xmp", "a.txt", "new.jpg"} <= beside(top)
    assert scan(library) == (0, 0, 0, 0)


def test_a_document_with_the_name_of_a_photo_is_none_of_its_files(library, ids, top):
    put(top / "a.txt", "line\n" * 100)
    scan(library)
    library.files.rename(ids[0], "new")
    assert {"a.txt", "new.jpg"} <= beside(top)
    assert scan(library) == (0, 0, 0, 0)


def test_raw_and_jpeg_of_one_shot_are_renamed_together(library, ids, top, heard):
    put(top / "DSC_1.xmp", "<x:xmpmeta/>")
    put(top / "DSC_1.NEF.xmp", "<x:xmpmeta/>")
    scan(library)
    heard.clear()
    after = library.files.rename(ids[3], "harbour")
    assert after.path == top / "harbour.JPG"
    assert {"harbour.NEF", "harbour.JPG", "harbour.xmp", "harbour.NEF.xmp"} <= beside(top)
    assert library.photo(ids[2]).path == top / "harbour.NEF"
    assert heard[-1].photos == frozenset(ids[2:4])
    assert scan(library) == (0, 0, 0, 0)
    with library._parts.context.db.read() as conn:
        assert [each.id for each in photos.stack_of(conn, ids[2])] == [ids[3]]


def test_only_the_case_of_a_name_can_change(library, ids, top):
    library.files.rename(ids[0], "A")
    assert "A.jpg" in beside(top) and "a.jpg" not in beside(top)
    assert scan(library) == (0, 0, 0, 0)


def test_the_same_name_changes_nothing(library, ids, top, files, heard):
    assert library.files.rename(ids[0], "a") == library.photo(ids[0])
    assert unchanged(top, files)
    assert heard == []


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("  ", "empty"),
        ("b", "b.jpg exists already"),
        ("sub/a", "“/”"),
        ("a:b", "“:”"),
        ("CON", "device on Windows"),
        (".hidden", "hides the file"),
        ("a.png", "is not"),
        ("end. ", "dot or a blank"),
        ("x" * 300, "too long"),
    ],
)
def test_a_name_that_cannot_be_is_refused_and_nothing_moves(library, ids, top, files, name, reason):
    with pytest.raises(UserError, match=reason):
        library.files.rename(ids[0], name)
    assert unchanged(top, files)
    assert scan(library) == (0, 0, 0, 0)


def test_a_file_that_is_not_in_the_library_is_not_overwritten_either(library, ids, top):
    put(top / "new.jpg.xmp", "older")
    with pytest.raises(UserError, match=r"new\.jpg\.xmp lies there already"):
        library.files.rename(ids[0], "new")
    put(top / "a.jpg.xmp", "<x:xmpmeta/>")
    with pytest.raises(UserError, match=r"new\.jpg\.xmp exists already"):
        library.files.rename(ids[0], "new")
    assert (top / "new.jpg.xmp").read_text() == "older"
    assert (top / "a.jpg").exists()


def test_a_sidecar_never_comes_to_another_photo(library, ids, top):
    put(top / "new.png")
    put(top / "a.xmp", "<x:xmpmeta/>")
    scan(library)
    with pytest.raises(UserError, match="Another picture is called like that"):
        library.files.rename(ids[0], "new")
    assert {"a.jpg", "a.xmp"} <= beside(top)


def test_a_changed_a_lost_and_an_unknown_photo_are_not_renamed(library, ids, top):
    put(top / "a.jpg", "something else")
    with pytest.raises(UserError, match="has changed"):
        library.files.rename(ids[0], "new")
    (top / "b.jpg").unlink()
    with pytest.raises(UserError, match="not there"):
        library.files.rename(ids[1], "new")
    put(top / "DSC_1.NEF", "something else")
    with pytest.raises(UserError, match=r"DSC_1\.NEF was not renamed"):
        library.files.rename(ids[3], "new")
    with pytest.raises(UserError, match="no photo number 99"):
        library.files.rename(99, "new")
    assert "new.JPG" not in beside(top)


def test_an_offline_photo_is_not_renamed(library, ids, top):
    db = library._parts.context.db
    db.write(lambda conn: conn.execute("UPDATE roots SET state = 'offline'"))
    with pytest.raises(UserError, match="offline"):
        library.files.rename(ids[0], "new")


def test_a_name_that_is_skipped_in_its_folder_is_refused(tmp_path, top):
    with Library.open(tmp_path / "other") as library:
        library.add_folder(top, excludes=["draft*"])
        run_to_end(library.scan())
        photo = library.photo_by_path(top / "a.jpg")
        with pytest.raises(UserError, match="skipped"):
            library.files.rename(photo.id, "draft 1")


@pytest.mark.parametrize("failing", [1, 2, 3, 4])
def test_a_renaming_that_fails_halfway_is_taken_back(library, ids, top, monkeypatch, failing):
    put(top / "DSC_1.xmp", "<x:xmpmeta/>")
    put(top / "DSC_1.JPG.txt")
    scan(library)
    before = {each.name: each.read_text() for each in top.iterdir() if each.is_file()}
    calls = []
    move = file_moves.move_file

    def fails(old, new):
        calls.append(old)
        if len(calls) == failing:
            raise PermissionError(13, "denied")
        move(old, new)

    monkeypatch.setattr(file_moves, "move_file", fails)
    with pytest.raises(UserError, match="may not write to its folder"):
        library.files.rename(ids[3], "new")
    assert unchanged(top, before)
    assert [library.photo(each).name for each in ids[2:4]] == ["DSC_1.NEF", "DSC_1.JPG"]
    assert scan(library) == (0, 0, 0, 0)


@pytest.mark.parametrize("moved", [1, 2, 3, 4])
def test_a_kill_in_the_middle_of_a_renaming_loses_no_tag(library, ids, top, monkeypatch, moved):
    put(top / "DSC_1.xmp", "<x:xmpmeta/>")
    put(top / "DSC_1.JPG.txt")
    scan(library)
    for each in ids[2:4]:
        mark_ready(library, library.photo(each))
    library.tags.add(ids[2:4], ["Sea"])
    calls = []
    move = file_moves.move_file

    def killed(old, new):
        move(old, new)
        calls.append(old)
        if len(calls) == moved:
            raise KeyboardInterrupt

    monkeypatch.setattr(file_moves, "move_file", killed)
    monkeypatch.setattr(renaming._Renaming, "take_back", lambda _self, _context: None)
    with pytest.raises(KeyboardInterrupt):
        library.files.rename(ids[3], "new")
    run_to_end(library.scan())
    assert library.tags.photos(["Sea"]) == sorted(ids[2:4])
    assert [library.photo(each).state for each in ids[2:4]] == ["ready", "ready"]
    assert {library.photo(each).path.stem for each in ids[2:4]} <= {"DSC_1", "new"}


def test_a_catalog_that_cannot_be_written_takes_the_renaming_back(
    library, ids, top, files, monkeypatch
):
    def fails(*_args, **_options):
        raise RuntimeError("disk full")

    monkeypatch.setattr(photo_files, "rename", fails)
    with pytest.raises(RuntimeError):
        library.files.rename(ids[0], "new")
    assert unchanged(top, files)
    assert library.photo(ids[0]).name == "a.jpg"


def test_what_cannot_even_be_taken_back_is_told(library, ids, top, monkeypatch):
    move = file_moves.move_file
    done = []

    def fails(old, new):
        if done:
            raise OSError(5, "Input/output error")
        done.append(new)
        move(old, new)

    monkeypatch.setattr(file_moves, "move_file", fails)
    with pytest.raises(UserError, match=r"could not get its old name back .*next scan"):
        library.files.rename(ids[3], "new")
    assert done[0].exists()


def test_without_hard_links_a_renaming_works_and_overwrites_nothing(library, ids, top, monkeypatch):
    def no_links(*_args, **_options):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    assert library.files.rename(ids[0], "new").path == top / "new.jpg"
    put(top / "late.jpg", "older")
    with pytest.raises(FileExistsError):
        file_moves.move_file(top / "new.jpg", top / "late.jpg")
    assert (top / "late.jpg").read_text() == "older"


def test_a_file_that_cannot_leave_its_old_name_keeps_only_that(top, monkeypatch):
    unlink = Path.unlink

    def stays(self, *_args, **_options):
        if self.name == "a.jpg":
            raise PermissionError(13, "denied")
        unlink(self)

    monkeypatch.setattr(Path, "unlink", stays)
    with pytest.raises(PermissionError):
        file_moves.move_file(top / "a.jpg", top / "new.jpg")
    assert "a.jpg" in beside(top) and "new.jpg" not in beside(top)


def test_a_scan_that_listed_the_folder_before_does_not_undo_a_renaming(
    library, ids, top, monkeypatch
):
    """The watcher lists a folder, a renaming follows, and only then it writes what it saw."""
    from photoclip.ingest import reconcile as module

    db = library._parts.context.db
    with db.read() as conn:
        [root] = folders.roots(conn)
    listed = module.list_folder
    looks = []

    def late(*args, **options):
        found = listed(*args, **options)
        if not looks:
            library.files.rename(ids[0], "new")
        looks.append(found)
        return found

    monkeypatch.setattr(module, "list_folder", late)
    changes = reconcile(db, root, b"")
    assert len(looks) == 2
    assert (changes.new, changes.missing, changes.moved) == ((), (), ())
    assert library.photo(ids[0]).path == top / "new.jpg"


def test_the_watcher_finds_nothing_to_do_after_a_renaming(library, ids, top):
    put(top / "DSC_1.xmp", "<x:xmpmeta/>")
    scan(library)
    timing = Timing(
        settle=0.1, max_wait=2, check=0.1, poll=0.1, poll_rescan=3600, safety_poll=3600, rescan=3600
    )
    seen = ChangeSet()
    stop = threading.Event()
    timer = threading.Timer(60, stop.set)
    timer.start()
    with Watcher(library._parts.context.db, timing=timing) as watcher:
        library.files.rename(ids[0], "beach")
        library.files.rename(ids[3], "harbour")
        put(top / "late.jpg", "late")
        for batch in watcher.batches(stop):
            seen |= run_to_end(watcher.look(batch)).changes
            if library.photo_by_path(top / "late.jpg") is not None:
                break
    timer.cancel()
    late = library.photo_by_path(top / "late.jpg")
    assert (seen.added, seen.photos, seen.removed) == ({late.id}, frozenset(), frozenset())
    assert library.photo(ids[3]).path == top / "harbour.JPG"


def test_a_row_whose_file_is_gone_lets_go_of_its_name(library, ids, top):
    (top / "b.jpg").unlink()
    assert library.files.rename(ids[0], "b").path == top / "b.jpg"
    assert library.photo(ids[1]).state == "missing"
    assert scan(library) == (0, 0, 0, 0)


def rename_and_step(library: Library, photo_id: int, name: str) -> UndoStep:
    with library.history.recording() as recording:
        library.files.rename(photo_id, name)
    return recording.step


def test_undo_gives_every_file_exactly_the_name_it_had(library, ids, top):
    """Also names that differ in case, or that nobody could type today."""
    put(top / "con.NEF")
    put(top / "Con.jpg", "jpeg")
    put(top / "con.NEF.xmp", "<x:xmpmeta/>")
    scan(library)
    raw, jpeg = (library.photo_by_path(top / name).id for name in ("con.NEF", "Con.jpg"))
    before = {each.name: each.read_text() for each in top.iterdir() if each.is_file()}
    step = rename_and_step(library, jpeg, "harbour")
    assert {"harbour.NEF", "harbour.jpg", "harbour.NEF.xmp"} <= beside(top)
    again = library.history.undo(step)
    assert unchanged(top, before)
    assert [library.photo(each).name for each in (raw, jpeg)] == ["con.NEF", "Con.jpg"]
    assert scan(library) == (0, 0, 0, 0)
    back = library.history.undo(again)
    assert {"harbour.NEF", "harbour.jpg", "harbour.NEF.xmp"} <= beside(top)
    library.history.undo(back)
    assert unchanged(top, before)


def test_a_sidecar_that_came_after_a_rename_goes_back_with_its_photo(library, ids, top):
    step = rename_and_step(library, ids[0], "new")
    put(top / "new.jpg.xmp", "<x:xmpmeta/>")
    library.history.undo(step)
    assert {"a.jpg", "a.jpg.xmp"} <= beside(top)


def test_undo_of_a_rename_is_refused_where_the_name_is_taken_or_another_was_given(
    library, ids, top
):
    step = rename_and_step(library, ids[0], "new")
    put(top / "a.jpg", "a stranger")
    with pytest.raises(UserError, match=r"a\.jpg exists already"):
        library.history.undo(step)
    assert (top / "a.jpg").read_text() == "a stranger"
    (top / "a.jpg").unlink()
    library.files.rename(ids[0], "newer")
    with pytest.raises(UserError, match=r"newer\.jpg has been renamed since"):
        library.history.undo(step)
    assert {"newer.jpg"} <= beside(top)


def test_a_rename_that_fails_is_no_step(library, ids, top):
    with library.history.recording() as recording, pytest.raises(UserError):
        library.files.rename(ids[0], "b")
    assert not recording.step


ENDINGS = ("jpg", "JPG", "png", "NEF", "xmp", "XMP", "jpg.xmp", "NEF.xmp", "txt", "jpg.txt", "mp4")
FILES = st.sets(
    st.tuples(st.sampled_from(("a", "b", "A")), st.sampled_from(ENDINGS)), min_size=1, max_size=9
)
TYPED = st.sampled_from(("a", "b", "A", "c", "c.jpg", "c.JPEG", "b.png", "a.jpg", "d.nef"))


@settings(max_examples=60, deadline=None)
@given(files=FILES, choice=st.integers(0, 8), typed=TYPED)
def test_whatever_lies_there_a_renaming_is_whole_or_refused_and_loses_nothing(
    tmp_path_factory, files, choice, typed
):
    folder = tmp_path_factory.mktemp("renaming")
    top = folder / "photos"
    top.mkdir()
    for number, (stem, ending) in enumerate(sorted(files)):
        put(top / f"{stem}.{ending}", f"caption {number}")
    before = {each.name: each.read_text() for each in top.iterdir()}
    with Library.open(folder / "library") as library:
        library.add_folder(top)
        run_to_end(library.scan())
        known = sorted(library.all_photo_ids().tolist())
        if not known:
            return
        rows = {each: library.photo(each) for each in known}
        chosen = known[choice % len(known)]
        try:
            renamed = library.files.rename(chosen, typed)
        except UserError:
            assert {each.name: each.read_text() for each in top.iterdir()} == before
        else:
            assert renamed.path.read_text() == before[rows[chosen].name]
        assert scan(library) == (0, 0, 0, 0)
        after = {each.name: each.read_text() for each in top.iterdir()}
        assert sorted(after.values()) == sorted(before.values())
        for photo_id, row in rows.items():
            now = library.photo(photo_id)
            assert after[now.name] == before[row.name]
            assert (now.state, now.metadata_due) == (row.state, row.metadata_due)
