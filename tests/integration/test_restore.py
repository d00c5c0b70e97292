"""A copy of the catalog takes its place, whatever state that one is in; no decision is lost."""

from __future__ import annotations

import os
import time

import pytest

from photoclip.catalog.database import Database
from photoclip.errors import CatalogError, NewerCatalogError, UserError
from photoclip.jobs.tasks import recovery
from photoclip.paths import LibraryPaths

NAMES = ("a.jpg",)


def put(files, key):
    with Database.open(files.catalog, backups=files.backups) as db:
        db.write(lambda conn: conn.execute("INSERT INTO meta VALUES (?, 'x')", (key,)))


def keys(path):
    with Database.open(path, backups=path.parent / "b") as db, db.read() as conn:
        return {row[0] for row in conn.execute("SELECT key FROM meta WHERE value = 'x'")}


@pytest.fixture
def files(tmp_path):
    files = LibraryPaths(tmp_path / "library")
    put(files, "first")
    return files


@pytest.fixture
def copy(files, tmp_path):
    with Database.open(files.catalog, backups=files.backups) as db:
        return db.copy_to(tmp_path / "copy.sqlite")


def test_a_copy_takes_the_place_and_the_catalog_of_now_is_kept(files, copy):
    put(files, "second")
    old = recovery.restore(files, copy)
    assert keys(files.catalog) == {"first"}
    assert old.parent == files.backups
    assert keys(old) == {"first", "second"}
    assert copy.exists()
    assert not files.catalog.with_name("catalog.sqlite.restored").exists()


@pytest.mark.parametrize("damage", ["header", "pages", "gone"])
def test_a_damaged_or_lost_catalog_is_replaced(files, copy, damage):
    content = bytearray(files.catalog.read_bytes())
    if damage == "gone":
        files.catalog.unlink()
    else:
        content[0 if damage == "header" else 100 : 40_000] = b"\x7f" * 39_000
        files.catalog.write_bytes(content)
        # A log beside it belongs to it, and must not reach the copy.
        files.catalog.with_name("catalog.sqlite-wal").write_bytes(b"old log")
    old = recovery.restore(files, copy)
    assert keys(files.catalog) == {"first"}
    if damage != "gone":
        assert old.read_bytes()[:1000] == content[:1000]
        assert not files.catalog.with_name("catalog.sqlite-wal").exists()


def test_a_saved_index_goes_because_numbers_of_vectors_are_given_anew(files, copy):
    files.index.mkdir(parents=True)
    (files.index / "manifest.json").write_text("{}")
    recovery.restore(files, copy)
    assert not files.index.exists()


def test_a_catalog_in_use_is_left_alone(files, copy):
    with Database.open(files.catalog, backups=files.backups) as db:
        with pytest.raises(CatalogError, match="locked by another program"):
            recovery.restore(files, copy)
        db.write(lambda conn: conn.execute("INSERT INTO meta VALUES ('third', 'x')"))
    assert keys(files.catalog) == {"first", "third"}


def test_what_is_no_sound_copy_is_refused_and_nothing_is_changed(files, copy, tmp_path):
    before = files.catalog.read_bytes()
    with pytest.raises(UserError, match="There is no file"):
        recovery.restore(files, tmp_path / "none.sqlite")
    (tmp_path / "text").write_bytes(b"no catalog " * 900)
    with pytest.raises(CatalogError, match="not a PhotoClip catalog"):
        recovery.restore(files, tmp_path / "text")
    (tmp_path / "empty").touch()
    with pytest.raises(UserError, match="no copy of a catalog"):
        recovery.restore(files, tmp_path / "empty")
    content = bytearray(copy.read_bytes())
    content[60:64] = (99).to_bytes(4, "big")
    (tmp_path / "newer").write_bytes(content)
    with pytest.raises(NewerCatalogError):
        recovery.restore(files, tmp_path / "newer")
    content = bytearray(copy.read_bytes())
    content[32768:] = b"\x7f" * (len(content) - 32768)
    (tmp_path / "bad").write_bytes(content)
    with pytest.raises(CatalogError, match="damaged"):
        recovery.restore(files, tmp_path / "bad")
    assert files.catalog.read_bytes() == before
    assert recovery.copies(files) == []


def test_there_is_a_copy_a_day_and_only_the_newest_three(library):
    files = LibraryPaths(library.path)

    def ours():
        return [copy.path for copy in recovery.copies(files) if "by-itself" in copy.path.name]

    def age(days):
        for path in ours():
            then = time.time() - days * 86_400 - 60
            os.utime(path, (then, then))

    for _ in range(2):
        recovery.keep_copy(library._context)
        assert len(ours()) == 1
    mine = library.backup(files.backups / "mine.sqlite")
    for days in (1, 2, 3, 4):
        age(days)
        recovery.keep_copy(library._context)
    assert len(ours()) == recovery.KEPT
    assert mine.exists()


def test_a_damaged_catalog_pushes_no_good_copy_out(library, monkeypatch):
    recovery.keep_copy(library._context)
    files = LibraryPaths(library.path)
    (good,) = [copy.path for copy in recovery.copies(files)]
    os.utime(good, (1, 1))

    def refuse(*_, **__):
        raise CatalogError("damaged")

    monkeypatch.setattr(recovery, "check_copy", refuse)
    recovery.keep_copy(library._context)
    assert [copy.path for copy in recovery.copies(files)] == [good]
