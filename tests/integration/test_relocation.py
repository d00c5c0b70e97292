"""Moving the library: whatever happens, there is one whole library, and it is the one in use."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import platformdirs
import pytest

from photoclip import paths, relocation
from photoclip.catalog import handover
from photoclip.errors import UserError
from photoclip.jobs.job import run_to_end
from photoclip.library import Library

HELPER = Path(__file__).resolve().parent.parent / "helpers" / "moves_until_killed.py"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine of one's own, with a default library that has an album and some files."""
    monkeypatch.delenv("PHOTOCLIP_LIBRARY")
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    if sys.platform != "linux":
        monkeypatch.setattr(
            platformdirs, "user_data_dir", lambda *_, **__: str(tmp_path / "data" / "PhotoClip")
        )
        monkeypatch.setattr(
            platformdirs, "user_config_dir", lambda *_, **__: str(tmp_path / "config" / "PhotoClip")
        )
    with Library.open() as library:
        library.albums.create("Holidays")
        library.settings.set("look.theme", "dark")
        library._context.thumbnails.put_many([(b"hash", b"jpeg")])
    old = paths.default_library_dir()
    (old / "runs" / "one").mkdir(parents=True)
    (old / "runs" / "one" / "report.txt").write_text("all well")
    (old / "link").symlink_to("settings.toml")
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    """The files that are copied as they are."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and ".sqlite" not in file.name and file.name != relocation.MARK
    }


def albums() -> list[str]:
    with Library.open() as library:
        return [album.name for album in library.albums.all()]


def test_after_a_move_everything_is_there_and_the_old_folder_has_another_name(home: Path) -> None:
    old, new = paths.default_library_dir(), home / "elsewhere" / "photos"
    before = contents(old)
    assert relocation.request(old, new) == new
    assert relocation.pending() == new
    assert paths.default_library_dir() == old  # only the next start moves it
    assert run_to_end(relocation.carry_out()) == new
    assert paths.default_library_dir() == new
    assert contents(new) == before
    assert not (new / relocation.MARK).exists()
    assert (new / "link").is_symlink()
    assert albums() == ["Holidays"]
    with Library.open() as library:
        assert library.settings.get("look.theme") == "dark"
        assert library._context.thumbnails.get(b"hash") == b"jpeg"
    assert not old.exists()
    (kept,) = old.parent.glob(f"{old.name}-moved-*")
    assert contents(kept) == before
    assert not relocation.is_due()


def test_it_may_move_again_and_back_to_where_it_began(home: Path) -> None:
    old = paths.default_library_dir()
    relocation.request(old, home / "one")
    run_to_end(relocation.carry_out())
    relocation.request(home / "one", old)
    run_to_end(relocation.carry_out())
    assert paths.default_library_dir() == old
    assert albums() == ["Holidays"]
    assert not paths.pointer_file().exists()


def test_in_a_folder_that_is_not_empty_it_gets_one_of_its_own(home: Path) -> None:
    (home / "drive").mkdir()
    (home / "drive" / "other.txt").write_text("not ours")
    target = relocation.request(paths.default_library_dir(), home / "drive")
    assert target == home / "drive" / relocation.SUBFOLDER
    run_to_end(relocation.carry_out())
    assert albums() == ["Holidays"]
    assert (home / "drive" / "other.txt").read_text() == "not ours"


def test_a_place_that_cannot_be_used_is_refused_at_once(home: Path) -> None:
    old = paths.default_library_dir()
    taken = home / "taken"
    (taken / relocation.SUBFOLDER / "deep").mkdir(parents=True)
    (home / "file").write_text("")
    for place in (old, old / "inside", taken, home / "file" / "below", home / "file"):
        with pytest.raises(UserError, match=r"\.$"):
            relocation.request(old, place)
    assert not relocation.is_due()


def test_too_little_room_is_said_before_anything_is_copied(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(home)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=1_000))
    with pytest.raises(UserError, match=r"too little room .*MB are free"):
        relocation.request(paths.default_library_dir(), home / "small")
    assert not (home / "small").exists()


def test_only_the_default_library_is_moved(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UserError, match="own path"):
        relocation.request(home / "another", home / "new")
    monkeypatch.setenv("PHOTOCLIP_LIBRARY", str(paths.default_library_dir()))
    with pytest.raises(UserError, match="own path"):
        relocation.request(paths.default_library_dir(), home / "new")


def test_a_full_disk_leaves_the_old_library_in_use(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = paths.default_library_dir()
    before = contents(old)
    relocation.request(old, home / "full")
    copy = relocation.copy_whole

    def fill(file: Path, target: Path) -> None:
        if file.name == "report.txt":
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text("al")
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        copy(file, target)

    monkeypatch.setattr(relocation, "copy_whole", fill)
    with pytest.raises(UserError, match=r"\(the disk is full\); it stays at .* as before\.$"):
        run_to_end(relocation.carry_out())
    assert paths.default_library_dir() == old
    assert contents(old) == before
    assert not list((home / "full").iterdir())
    assert not relocation.is_due()  # not again at every start
    assert albums() == ["Holidays"]


def test_a_copy_that_reads_back_otherwise_is_a_failure(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = paths.default_library_dir()
    relocation.request(old, home / "bad")
    digest = hashlib.file_digest

    def flipped(stream: Any, name: str) -> object:
        found = digest(stream, name)
        found.update(b"?")
        return found

    monkeypatch.setattr(hashlib, "file_digest", flipped)
    with pytest.raises(UserError, match="not what was written"):
        run_to_end(relocation.carry_out())
    assert paths.default_library_dir() == old


def test_an_open_library_is_not_moved(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = paths.default_library_dir()
    monkeypatch.setattr(handover, "WAIT_MS", 50)
    relocation.request(old, home / "new")
    with Library.open() as library:
        with pytest.raises(UserError, match="locked by another program"):
            run_to_end(relocation.carry_out())
        library.albums.create("Later")
    assert paths.default_library_dir() == old
    assert albums() == ["Holidays", "Later"]


def test_nobody_can_write_to_the_old_library_while_it_is_copied(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sqlite3

    old = paths.default_library_dir()
    relocation.request(old, home / "new")
    job = relocation.carry_out()
    while next(job).done == 0:
        pass  # the catalog is copied by now, the other files are not
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        other = sqlite3.connect(old / "catalog.sqlite", timeout=0)
        try:
            other.execute("BEGIN IMMEDIATE")
        finally:
            other.close()
    job.close()


def test_nobody_can_write_to_the_old_library_before_the_new_one_is_in_use(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sqlite3

    old = paths.default_library_dir()
    relocation.request(old, home / "new")
    write, tried = relocation._write_note, []

    def switch(note: dict[str, str]) -> None:
        if relocation.MOVED_FROM in note:
            other = sqlite3.connect(old / "catalog.sqlite", timeout=0)
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("BEGIN IMMEDIATE")
            other.close()
            tried.append(note)
        write(note)

    monkeypatch.setattr(relocation, "_write_note", switch)
    run_to_end(relocation.carry_out())
    assert len(tried) == 1
    assert albums() == ["Holidays"]


def test_a_note_that_cannot_be_written_leaves_the_old_library_in_use(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = paths.default_library_dir()
    relocation.request(old, home / "new")
    write = relocation._write_note

    def fails(note: dict[str, str]) -> None:
        if relocation.MOVED_FROM in note:
            raise UserError("The note cannot be written.")
        write(note)

    monkeypatch.setattr(relocation, "_write_note", fails)
    with pytest.raises(UserError, match="in use as before"):
        run_to_end(relocation.carry_out())
    assert (paths.default_library_dir(), relocation.pending()) == (old, None)
    assert not any((home / "new").iterdir())


def test_a_stopped_move_leaves_no_trace(home: Path) -> None:
    old = paths.default_library_dir()
    before = contents(old)
    relocation.request(old, home / "new")
    job = relocation.carry_out()
    next(job)
    next(job)
    job.close()
    assert not list((home / "new").iterdir())
    assert not relocation.is_due()
    assert contents(old) == before
    assert albums() == ["Holidays"]


def test_a_wish_may_be_taken_back(home: Path) -> None:
    relocation.request(paths.default_library_dir(), home / "new")
    relocation.cancel()
    assert relocation.pending() is None
    assert run_to_end(relocation.carry_out()) is None
    assert not paths.pointer_file().exists()


def test_a_kill_at_any_step_loses_nothing_and_the_next_start_ends_the_move(home: Path) -> None:
    old, new = paths.default_library_dir(), home / "new"
    before = contents(old)
    relocation.request(old, new)
    kills = 0
    for step in range(40):
        # Every round begins after the kill of the one before, at a later step than that.
        ended = subprocess.run([sys.executable, str(HELPER), str(step)], check=False)
        assert ended.returncode in {0, 9}
        assert contents(paths.default_library_dir()) == before
        assert albums() == ["Holidays"]
        if ended.returncode == 0 and not relocation.is_due():
            break
        kills += 1
    assert kills > 5
    assert paths.default_library_dir() == new
    assert not (new / relocation.MARK).exists()


def test_a_folder_that_is_not_marked_is_never_emptied(home: Path) -> None:
    new = home / "new"
    relocation.request(paths.default_library_dir(), new)
    new.mkdir()
    (new / "diary.txt").write_text("came here meanwhile")
    with pytest.raises(UserError, match="not empty"):
        run_to_end(relocation.carry_out())
    assert (new / "diary.txt").read_text() == "came here meanwhile"


def test_a_moved_library_that_is_away_is_not_replaced_by_an_empty_one(home: Path) -> None:
    new = home / "drive" / "library"
    relocation.request(paths.default_library_dir(), new)
    run_to_end(relocation.carry_out())
    (home / "drive").rename(home / "unplugged")
    with pytest.raises(UserError, match="connect the drive"):
        Library.open()
    assert not (home / "drive").exists()


def test_a_damaged_note_is_said_and_not_guessed_at(home: Path) -> None:
    paths.pointer_file().parent.mkdir(parents=True, exist_ok=True)
    paths.pointer_file().write_bytes(b"library = \xff")
    with pytest.raises(UserError, match="--library"):
        paths.default_library_dir()


def test_a_given_library_does_not_care_for_the_note(home: Path, monkeypatch: object) -> None:
    paths.pointer_file().parent.mkdir(parents=True, exist_ok=True)
    paths.pointer_file().write_text("no TOML")
    with Library.open(home / "given") as library:
        assert library.path == home / "given"
