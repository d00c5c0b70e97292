"""Photos in the system's trash come back as they were; nothing is deleted or overwritten."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from files_bench import beside, mark_ready, put, scan
from own_trash import needs_freedesktop, use_own_trash

from photoclip.catalog import file_deeds, folders
from photoclip.errors import UserError
from photoclip.jobs.job import run_to_end
from photoclip.jobs.tasks import file_moves, system_trash, trash
from photoclip.library import Library
from photoclip.reports import TrashedPhoto
from photoclip.views import UndoStep

NAMES = ("a.jpg", "b.jpg", "DSC_1.NEF", "DSC_1.JPG", "sub/c.jpg")

pytestmark = needs_freedesktop


@pytest.fixture
def bin_(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The trash of this test."""
    return use_own_trash(monkeypatch, tmp_path / "share")


def trash_and_step(library: Library, ids: list[int]) -> UndoStep:
    with library.history.recording() as recording:
        library.files.trash(ids)
    return recording.step


def test_undo_brings_a_photo_back_with_all_that_people_gave_it(library, ids, top, bin_):
    put(top / "a.jpg.xmp", "<x:xmpmeta/>")
    scan(library)
    mark_ready(library, library.photo(ids[0]))
    library.tags.add([ids[0]], ["Sea"])
    library.tags.set_rating([ids[0]], 4)
    library.captions.set(ids[0], "The sea")
    library.albums.create("Best")
    library.albums.add("Best", [ids[0]])
    before = library.photo(ids[0])
    step = trash_and_step(library, [ids[0]])
    assert not {"a.jpg", "a.jpg.xmp"} & beside(top)
    assert {each.name for each in (bin_ / "files").iterdir()} == {"a.jpg", "a.jpg.xmp"}
    assert library.photo(ids[0]).state == "missing"
    again = library.history.undo(step)
    assert library.photo(ids[0]) == before
    assert (top / "a.jpg").read_text() == "a.jpg"
    assert (top / "a.jpg.xmp").read_text() == "<x:xmpmeta/>"
    assert not any(each.is_file() for each in bin_.rglob("*"))
    assert library.photos_matching('album:"Best"') == [ids[0]]
    assert library.photos_matching("tag:Sea rating:4 caption:sea") == [ids[0]]
    assert scan(library) == (0, 0, 0, 0)
    back = library.history.undo(again)
    assert not {"a.jpg", "a.jpg.xmp"} & beside(top)
    library.history.undo(back)
    assert library.photo(ids[0]) == before


def test_photos_of_several_folders_come_back_and_views_are_told(library, ids, top, bin_, heard):
    report = library.files.trash(ids)
    assert report.restorable
    heard.clear()
    assert set(library.files.restore().photos) == set(ids)
    assert {each for change in heard for each in change.photos} == set(ids)
    assert scan(library) == (0, 0, 0, 0)
    with library._parts.context.db.read() as conn:
        assert file_deeds.trashed(conn) == []
    with pytest.raises(UserError, match="moved nothing to the trash"):
        library.files.restore()


def test_a_folder_that_went_is_made_again_for_its_photo(library, ids, top, bin_):
    library.files.trash([ids[4]])
    shutil.rmtree(top / "sub")
    scan(library)
    library.files.restore([ids[4]])
    assert (top / "sub" / "c.jpg").read_text() == "sub/c.jpg"
    assert library.photo(ids[4]).state == "new"
    assert scan(library) == (0, 0, 0, 0)


def test_what_lies_in_its_place_is_not_touched_and_its_sidecar_stays_in_the_trash(
    library, ids, top, bin_
):
    put(top / "a.jpg.xmp", "<x:xmpmeta/>")
    step = trash_and_step(library, [ids[0], ids[1]])
    put(top / "a.jpg", "another picture")
    with pytest.raises(UserError, match=r"a\.jpg did not: Another file lies in its"):
        library.history.undo(step)
    assert (top / "a.jpg").read_text() == "another picture"
    assert {each.name for each in (bin_ / "files").iterdir()} == {"a.jpg", "a.jpg.xmp"}
    assert "a.jpg.xmp" not in beside(top)
    assert library.photo(ids[1]).state == "new"
    (top / "a.jpg").unlink()
    assert library.files.restore([ids[0]]).photos == (ids[0],)
    assert {"a.jpg", "a.jpg.xmp"} <= beside(top)


def test_a_sidecar_that_would_count_as_another_pictures_stays_in_the_trash(library, ids, top, bin_):
    put(top / "a.xmp", "<x:xmpmeta/>")
    library.files.trash([ids[0]])
    put(top / "a.png", "another picture")
    report = library.files.restore([ids[0]])
    assert report.photos == (ids[0],)
    [(path, reason)] = report.failed
    assert (path, "Another picture is called like that" in reason) == (top / "a.xmp", True)
    assert "a.xmp" not in beside(top)


def test_an_emptied_trash_is_told_and_forgotten(library, ids, top, bin_):
    step = trash_and_step(library, [ids[0]])
    shutil.rmtree(bin_)
    assert library.files.in_trash() == []
    with pytest.raises(UserError, match=r"a\.jpg did not: It is not in the trash any"):
        library.history.undo(step)
    with pytest.raises(UserError, match="not in the trash any more"):
        library.history.undo(step)
    assert library.photo(ids[0]).state == "missing"


def test_a_photo_that_the_file_manager_brought_back_counts_as_back(library, ids, top, bin_):
    step = trash_and_step(library, [ids[0]])
    (bin_ / "files" / "a.jpg").rename(top / "a.jpg")
    scan(library)
    assert library.history.undo(step)
    assert library.photo(ids[0]).state == "new"


def test_another_file_of_that_name_in_the_trash_is_not_taken_for_the_photo(library, ids, top, bin_):
    library.files.trash([ids[0]])
    put(bin_ / "files" / "a.jpg", "something else, older")
    assert library.files.restore([ids[0]]).photos == ()
    assert (bin_ / "files" / "a.jpg").exists()


def test_photos_of_one_name_are_told_apart_in_the_trash(library, ids, top, bin_):
    put(top / "sub" / "a.jpg", "the other one")
    scan(library)
    other = library.photo_by_path(top / "sub" / "a.jpg").id
    library.files.trash([ids[0], other])
    assert [each.photo_id for each in library.files.in_trash()] == [ids[0], other]
    library.files.restore([other])
    assert (top / "sub" / "a.jpg").read_text() == "the other one"
    assert library.files.in_trash() == [TrashedPhoto(ids[0], top / "a.jpg")]
    library.files.restore([ids[0]])
    assert (top / "a.jpg").read_text() == "a.jpg"


def test_an_offline_folder_gets_nothing_back(library, ids, top, bin_):
    library.files.trash([ids[0]])
    top.rename(top.with_name("away"))
    report = library.files.restore([ids[0]])
    assert report.photos == ()
    assert "offline" in report.failed[0][1]
    assert not top.exists()
    assert (bin_ / "files" / "a.jpg").exists()


def test_a_kill_while_files_come_back_loses_none(library, ids, top, bin_, monkeypatch):
    put(top / "a.jpg.xmp", "<x:xmpmeta/>")
    library.files.trash([ids[0], ids[1]])
    bring, done = system_trash.bring_back, []

    def killed(trashed: Path, place: Path) -> None:
        if done:
            raise KeyboardInterrupt
        bring(trashed, place)
        done.append(place)

    with monkeypatch.context() as patch:
        patch.setattr(system_trash, "bring_back", killed)
        with pytest.raises(KeyboardInterrupt):
            library.files.restore()
    scan(library)
    assert library.photo(ids[0]).state == "new"
    assert library.files.restore().failed == ()
    assert {"a.jpg", "a.jpg.xmp", "b.jpg"} <= beside(top)
    assert not any(each.is_file() for each in bin_.rglob("*"))


def test_a_photo_that_is_known_elsewhere_by_now_keeps_its_place(library, ids, top, bin_):
    mark_ready(library, library.photo(ids[0]))
    shutil.copy2(top / "a.jpg", top.with_name("copy"))
    library.files.trash([ids[0]])
    shutil.copy2(top.with_name("copy"), top / "moved.jpg")
    scan(library)
    assert library.photo(ids[0]).path == top / "moved.jpg"
    report = library.files.restore([ids[0]])
    assert report.photos == ()
    assert "lies elsewhere by now" in report.failed[0][1]
    assert (bin_ / "files" / "a.jpg").exists()


def test_a_folder_that_was_relocated_gets_its_photos_back(library, ids, top, bin_):
    library.files.trash([ids[0]])
    new = top.rename(top.with_name("elsewhere"))
    db = library._parts.context.db
    with db.read() as conn:
        [root] = folders.roots(conn)
    db.write(lambda conn: folders.relocate_root(conn, root.id, new, volume_id=None))
    assert library.files.restore([ids[0]]).photos == (ids[0],)
    assert (new / "a.jpg").exists()
    assert not top.exists()


def test_names_that_are_no_text_come_back_too(library, top, bin_):
    path = top / os.fsdecode(b"caf\xe9 100%.jpg")
    put(path, "odd")
    scan(library)
    photo_id = library.photo_by_path(path).id
    assert library.files.trash([photo_id]).restorable
    assert library.files.restore([photo_id]).photos == (photo_id,)
    assert path.read_text() == "odd"


def test_a_file_comes_back_from_another_disk_whole(library, ids, top, bin_, monkeypatch):
    library.files.trash([ids[0]])

    def far(old: Path, new: Path) -> None:
        if old.parent.name == "files":
            raise OSError(18, "Invalid cross-device link")
        move(old, new)

    move = file_moves.move_file
    monkeypatch.setattr(file_moves, "move_file", far)
    before = library.photo(ids[0])
    library.files.restore([ids[0]])
    assert (top / "a.jpg").stat().st_mtime_ns == before.mtime_ns
    assert not any(each.is_file() for each in bin_.rglob("*"))
    assert not any(name.startswith(".photoclip") for name in beside(top))
    assert scan(library) == (0, 0, 0, 0)


def test_where_the_trash_tells_nothing_no_step_is_recorded(library, ids, top, monkeypatch):
    """As on Windows and macOS."""
    monkeypatch.setattr(trash, "_send", lambda path: path.unlink())
    with library.history.recording() as recording:
        report = library.files.trash([ids[0]])
    assert (report.restorable, recording.step) == (False, UndoStep())
    with pytest.raises(UserError, match=f"number {ids[0]} is not in the trash"):
        library.files.restore([ids[0]])


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_windows_and_macos_are_not_asked(library, ids, bin_, monkeypatch, system):
    monkeypatch.setattr(sys, "platform", system)
    assert not library.files.trash([ids[0]]).restorable


def test_the_trash_of_a_volume_is_read_by_its_top_folder(tmp_path, monkeypatch):
    top = tmp_path / "disk"
    monkeypatch.setattr(Path, "is_mount", lambda self: self == top)
    monkeypatch.setattr(os, "getuid", lambda: 77)
    stamps = {}
    for number, folder in enumerate((".Trash-77", ".Trash/77")):
        name = f"{number} ü.jpg"
        (top / folder / "info").mkdir(parents=True)
        (top / folder / "files").mkdir()
        told = (
            f"[Trash Info]\nPath=photos/{number}%20%C3%BC.jpg\nDeletionDate=2026-01-01T00:00:00\n"
        )
        put(top / folder / "info" / f"{name}.trashinfo", told)
        stamps[top / "photos" / name] = system_trash.stamp_of(put(top / folder / "files" / name))
    found = system_trash.find(stamps, since=0)
    assert found == {
        path: top / folder / "files" / path.name
        for path, folder in zip(stamps, (".Trash-77", ".Trash/77"), strict=True)
    }


def test_old_trashings_are_forgotten(library, ids, top, bin_):
    def fill(conn):
        for _ in range(file_deeds.KEPT_DEEDS + 5):
            file_deeds.note_trashed(
                conn, [file_deeds.TrashedFile(ids[0], top / "a.jpg", top / "gone", 1, 1)]
            )
        return file_deeds.trashed(conn)

    assert len(library._parts.context.db.write(fill)) == file_deeds.KEPT_DEEDS


def test_a_disk_without_a_trash_keeps_its_photo_and_says_so(library, ids, top, monkeypatch):
    """A disk where nobody may make a folder, as send2trash tells it."""
    from send2trash.exceptions import TrashPermissionError

    def refuses(_path: Path) -> None:
        raise TrashPermissionError(b"/media/card/.Trash-1000")

    monkeypatch.setattr(trash, "_send", refuses)
    report = library.files.trash([ids[0]])
    assert report.trashed == ()
    assert report.failed == ((top / "a.jpg", trash._NO_TRASH),)
    assert "Nothing was deleted" in trash._NO_TRASH
    assert library.photo(ids[0]).state == "new"


@pytest.fixture
def card(tmp_path: Path) -> Iterator[Path]:
    """A real disk on which no trash can be made; skips where this user cannot mount one."""
    place = tmp_path / "card"
    place.mkdir()
    mounted = shutil.which("mount") and shutil.which("chattr")
    if (
        not mounted
        or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)],
            capture_output=True,
            check=False,
        ).returncode
    ):
        pytest.skip("no right to mount a disk")
    try:
        (place / "photos").mkdir()
        put(place / "photos" / "z.jpg", "on the card")
        locked = ["chattr", "+i", str(place)]
        if subprocess.run(locked, capture_output=True, check=False).returncode:
            pytest.skip("a disk in memory cannot be locked here")
        yield place / "photos"
    finally:
        with suppress(OSError):
            subprocess.run(["chattr", "-i", str(place)], capture_output=True, check=False)
        subprocess.run(["umount", str(place)], capture_output=True, check=True)


def test_a_real_disk_without_a_trash_keeps_its_photo_and_says_so(library, card):
    library.add_folder(card)
    run_to_end(library.scan())
    photo = library.photo_by_path(card / "z.jpg")
    report = library.files.trash([photo.id])
    assert report.failed == ((card / "z.jpg", trash._NO_TRASH),)
    assert (card / "z.jpg").read_text() == "on the card"
    assert library.photo(photo.id).state == "new"
