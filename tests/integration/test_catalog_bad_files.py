"""A file that cannot be a catalog gives one sentence and stays as it is, byte for byte."""

from __future__ import annotations

import shutil
import sqlite3

import pytest

from photoclip.catalog.connection import plain_errors
from photoclip.catalog.database import Database
from photoclip.errors import CatalogError


def refuse(path, match):
    before = path.read_bytes()
    with pytest.raises(CatalogError, match=match) as caught:
        Database.open(path, backups=path.parent / "backups")
    sentence = str(caught.value)
    assert str(path) in sentence
    assert "\n" not in sentence
    assert path.read_bytes() == before
    assert not (path.parent / "backups").exists()


@pytest.fixture
def catalog(tmp_path):
    path = tmp_path / "catalog.sqlite"
    with Database.open(path, backups=tmp_path / "backups") as db:
        db.write(
            lambda conn: conn.executemany(
                "INSERT INTO meta VALUES (?, ?)", [(f"{n}", "x" * 2000) for n in range(200)]
            )
        )
    return path


@pytest.mark.parametrize(
    ("free", "match"), [(0, "disk is full"), (10**9, "check the disk or the network")]
)
def test_a_full_disk_is_named_also_where_sqlite_only_fails_to_write(
    catalog, monkeypatch, free, match
):
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorname = "SQLITE_IOERR_SHMSIZE"
    usage = shutil.disk_usage(catalog.parent)._replace(free=free)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with pytest.raises(CatalogError, match=match), plain_errors(catalog):
        raise error


@pytest.mark.parametrize("content", [b"never a catalog " * 50, b"short", b"SQLite format 3\x00"])
def test_garbage_is_refused(tmp_path, content):
    path = tmp_path / "catalog.sqlite"
    path.write_bytes(content)
    refuse(path, "not a PhotoClip catalog")


def test_a_catalog_that_was_cut_short_is_refused(catalog):
    whole = catalog.read_bytes()
    catalog.write_bytes(whole[: len(whole) // 2])
    refuse(catalog, "damaged")


def test_a_catalog_with_a_damaged_schema_is_refused(catalog):
    content = bytearray(catalog.read_bytes())
    content[100:16384] = b"\x7f" * (16384 - 100)
    catalog.write_bytes(content)
    refuse(catalog, "damaged")


def test_the_database_of_another_program_is_refused(tmp_path):
    path = tmp_path / "catalog.sqlite"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE theirs (a)")
    other.commit()
    other.close()
    refuse(path, "another program")


def test_a_folder_in_place_of_the_catalog_is_refused(tmp_path):
    (tmp_path / "catalog.sqlite").mkdir()
    with pytest.raises(CatalogError, match="cannot be opened"):
        Database.open(tmp_path / "catalog.sqlite", backups=tmp_path / "backups")


def test_a_file_in_place_of_the_library_folder_is_refused(tmp_path):
    (tmp_path / "library").write_text("a file")
    with pytest.raises(CatalogError, match="library"):
        Database.open(tmp_path / "library" / "catalog.sqlite", backups=tmp_path / "backups")
    assert (tmp_path / "library").read_text() == "a file"


def test_an_empty_file_becomes_a_new_catalog(tmp_path):
    (tmp_path / "catalog.sqlite").touch()
    with Database.open(tmp_path / "catalog.sqlite", backups=tmp_path / "backups") as db:
        assert db.problems() == []
