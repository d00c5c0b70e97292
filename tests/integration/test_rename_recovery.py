"""A rename that a crash has cut in two is whole again when the library is opened or scanned."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from files_bench import mark_ready, put, scan
from hypothesis import given, settings
from hypothesis import strategies as st

from photoclip.catalog import file_deeds
from photoclip.jobs.job import run_to_end
from photoclip.jobs.tasks import file_moves, renaming
from photoclip.library import Library

NAMES = ("a.jpg", "b.jpg", "DSC_1.NEF", "DSC_1.JPG")
KILLER = Path(__file__).parents[1] / "helpers" / "renames_until_killed.py"
SIDECARS = ("DSC_1.xmp", "DSC_1.NEF.xmp", "DSC_1.JPG.txt")
SHOT = ("NEF", "JPG", "xmp", "NEF.xmp", "JPG.txt")
STEPS = 14
"""Two writes with the moments before and after them, and five files that move in two halves."""


class Killed(BaseException):
    """Ends a rename as a kill does: nothing is taken back."""


@pytest.fixture
def shot(library: Library, ids: list[int], top: Path) -> list[int]:
    """RAW and JPEG of one shot with three files beside them, tagged."""
    for name in SIDECARS:
        put(top / name, f"<x:xmpmeta/> {name}")
    scan(library)
    for each in ids[2:4]:
        mark_ready(library, library.photo(each))
    library.tags.add(ids[2:4], ["Sea"])
    return ids[2:4]


def contents(top: Path) -> dict[str, str]:
    return {each.name: each.read_text() for each in top.iterdir() if each.is_file()}


def stems(top: Path) -> set[str]:
    """Names of the shot's files up to the first dot."""
    found = {name.partition(".")[0] for name in contents(top)}
    return found & {"DSC_1", "new"}


def is_begun(library: Library) -> bool:
    with library._parts.context.db.read() as conn:
        return file_deeds.is_renaming(conn)


def kill_after(monkeypatch: pytest.MonkeyPatch, moved: int) -> None:
    """Have the next rename end after so many moves, as if by a kill."""
    move, calls = file_moves.move_file, []

    def killed(old: Path, new: Path) -> None:
        if len(calls) == moved:
            raise Killed
        move(old, new)
        calls.append(old)

    monkeypatch.setattr(file_moves, "move_file", killed)
    monkeypatch.setattr(renaming._Renaming, "take_back", lambda _self, _context: None)


def kill_and_go_on(
    monkeypatch: pytest.MonkeyPatch, library: Library, photo_id: int, moved: int
) -> None:
    with monkeypatch.context() as patch:
        kill_after(patch, moved)
        with pytest.raises(Killed):
            library.files.rename(photo_id, "new")


@pytest.mark.parametrize("step", range(STEPS + 1))
def test_a_kill_at_any_step_leaves_no_file_behind(library, shot, top, step):
    before = contents(top)
    place = library.path
    library.close()
    done = subprocess.run(
        [sys.executable, str(KILLER), str(place), str(shot[1]), "new", str(step)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode == 0) == (step == STEPS), done.stderr
    with Library.open(place) as again:
        assert not is_begun(again)
        files = contents(top)
        assert sorted(files.values()) == sorted(before.values())
        [stem] = stems(top)
        assert {f"{stem}.{each}" for each in SHOT} <= set(files)
        assert [again.photo(each).name for each in shot] == [f"{stem}.NEF", f"{stem}.JPG"]
        assert scan(again) == (0, 0, 0, 0)
        assert again.tags.photos(["Sea"]) == sorted(shot)


def test_a_scan_finishes_what_another_process_has_left(library, shot, top, monkeypatch, heard):
    kill_and_go_on(monkeypatch, library, shot[1], moved=2)
    assert is_begun(library)
    heard.clear()
    assert scan(library) == (0, 0, 0, 0)
    assert stems(top) == {"new"}
    assert [change.photos for change in heard] == [frozenset(shot)]
    assert not is_begun(library)


def test_a_name_that_was_taken_meanwhile_takes_the_rename_back(library, shot, top, monkeypatch):
    kill_and_go_on(monkeypatch, library, shot[1], moved=2)
    put(top / "new.xmp", "a stranger's")
    scan(library)
    assert {f"DSC_1.{each}" for each in SHOT} <= set(contents(top))
    assert (top / "new.xmp").read_text() == "a stranger's"
    assert [library.photo(each).name for each in shot] == ["DSC_1.NEF", "DSC_1.JPG"]
    assert library.tags.photos(["Sea"]) == sorted(shot)


def test_where_both_ways_are_barred_no_stranger_is_touched_and_rows_follow_their_files(
    library, shot, top, monkeypatch
):
    kill_and_go_on(monkeypatch, library, shot[1], moved=2)
    before = contents(top)
    put(top / "new.xmp", "one stranger")
    put(top / "DSC_1.JPG", "another stranger")
    run_to_end(library.scan())
    after = contents(top)
    assert (after["new.xmp"], after["DSC_1.JPG"]) == ("one stranger", "another stranger")
    assert set(before.values()) <= set(after.values())
    assert [library.photo(each).name for each in shot] == ["new.NEF", "new.JPG"]
    assert library.tags.photos(["Sea"]) == sorted(shot)
    assert not is_begun(library)


def test_what_could_not_be_taken_back_goes_back_at_the_next_scan(library, shot, top, monkeypatch):
    move, calls = file_moves.move_file, []

    def fails(old: Path, new: Path) -> None:
        calls.append(old)
        if len(calls) in {3, 4}:
            raise OSError(5, "Input/output error")
        move(old, new)

    with monkeypatch.context() as patch:
        patch.setattr(file_moves, "move_file", fails)
        with pytest.raises(Exception, match="the next scan tries it again"):
            library.files.rename(shot[1], "new")
    assert stems(top) == {"DSC_1", "new"}
    assert scan(library) == (0, 0, 0, 0)
    assert stems(top) == {"DSC_1"}


def test_a_rename_on_a_disk_that_is_away_waits_for_it(library, shot, top, monkeypatch):
    kill_and_go_on(monkeypatch, library, shot[1], moved=2)
    away = top.rename(top.with_name("away"))
    run_to_end(library.scan())
    assert is_begun(library)
    [line] = [each for each in library.doctor() if each.name.startswith("Unfinished")]
    assert not line.passed
    away.rename(top)
    assert all(not each.name.startswith("Unfinished") for each in library.doctor())
    assert stems(top) == {"new"}
    assert scan(library) == (0, 0, 0, 0)


def test_a_photo_that_went_meanwhile_ends_its_rename(library, shot, top, monkeypatch):
    kill_and_go_on(monkeypatch, library, shot[1], moved=2)
    (top / "new.JPG").unlink()
    put(top / "new.JPG", "a stranger of another size")
    run_to_end(library.scan())
    assert not is_begun(library)
    assert (top / "new.JPG").read_text() == "a stranger of another size"


def test_another_process_that_starts_meanwhile_does_not_spoil_a_rename(
    library, ids, top, monkeypatch
):
    """It finds the rename on record before a file has moved, and takes it for a crash's."""
    run, opened = renaming._Renaming.run, []

    def late(self, conn):
        if not opened:
            opened.append(True)
            file_deeds.end_rename(conn, self._deed)
        return run(self, conn)

    monkeypatch.setattr(renaming._Renaming, "run", late)
    assert library.files.rename(ids[0], "new").path == top / "new.jpg"
    assert not is_begun(library)
    assert scan(library) == (0, 0, 0, 0)


def test_a_rename_is_on_the_disk_before_its_first_file_moves(library, ids, monkeypatch):
    steps = []
    move, sync = file_moves.move_file, os.fsync

    def moved(old: Path, new: Path) -> None:
        steps.append("move")
        move(old, new)

    def synced(file) -> None:
        steps.append(Path(file.name).name if hasattr(file, "name") else "other")
        sync(file)

    monkeypatch.setattr(file_moves, "move_file", moved)
    monkeypatch.setattr(os, "fsync", synced)
    library.files.rename(ids[0], "new")
    assert steps == ["catalog.sqlite-wal", "move"]


ENDINGS = ("jpg", "NEF", "xmp", "jpg.xmp", "NEF.xmp", "txt", "jpg.txt")
STRANGERS = st.dictionaries(
    st.tuples(st.sampled_from(("a", "new")), st.sampled_from(ENDINGS)), st.text(max_size=9)
)


@settings(max_examples=60, deadline=None)
@given(
    beside=st.sets(st.sampled_from(("NEF", "xmp", "jpg.xmp", "txt", "jpg.txt"))),
    moved=st.integers(0, 7),
    strangers=STRANGERS,
)
def test_whatever_comes_after_a_kill_no_file_is_lost_and_none_overwritten(
    tmp_path_factory, beside, moved, strangers
):
    folder = tmp_path_factory.mktemp("recovery")
    top = folder / "photos"
    top.mkdir()
    for ending in ("jpg", *sorted(beside)):
        put(top / f"a.{ending}", f"caption of {ending}")
    put(top / "other.jpg", "other")
    with Library.open(folder / "library") as library, pytest.MonkeyPatch.context() as patch:
        library.add_folder(top)
        run_to_end(library.scan())
        photo = library.photo_by_path(top / "a.jpg")
        library.tags.add([photo.id], ["Sea"])
        before = contents(top)
        kill_after(patch, moved)
        with suppress(Killed):
            library.files.rename(photo.id, "new")
    for (stem, ending), text in sorted(strangers.items()):
        path = top / f"{stem}.{ending}"
        if not os.path.lexists(path):
            path.write_text("stranger " + text, encoding="utf-8", newline="")
    there = contents(top)
    with Library.open(folder / "library") as library:
        assert not is_begun(library)
        after = contents(top)
        assert sorted(after.values()) == sorted(there.values())
        assert set(before.values()) <= set(after.values())
        run_to_end(library.scan())
        name = library.photo(photo.id).name
        assert after[name] == "caption of jpg"
        if len(there) == len(before):
            assert len({name.partition(".")[0] for name in after} - {"other"}) == 1
