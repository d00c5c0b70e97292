"""Older catalogs are brought forward whole, with a copy first; newer ones are refused."""

from __future__ import annotations

import sqlite3

import pytest

from photoclip.catalog.database import Database
from photoclip.catalog.migrations import MIGRATIONS
from photoclip.errors import CatalogError, NewerCatalogError

NOW = len(MIGRATIONS)


def add_colour(conn):
    conn.execute("ALTER TABLE tags ADD COLUMN colour TEXT")


def fill_colour(conn):
    conn.execute("UPDATE tags SET colour = 'red'")


def fail_halfway(conn):
    conn.execute("DELETE FROM tags")
    conn.execute("SELECT nonsense")


@pytest.fixture
def catalog(tmp_path):
    path = tmp_path / "catalog.sqlite"
    with Database.open(path, backups=tmp_path / "backups") as db:
        db.write(lambda conn: conn.execute("INSERT INTO tags (name) VALUES ('sea')"))
    return path


def reopen(path, *more):
    return Database.open(path, backups=path.parent / "backups", migrations=[*MIGRATIONS, *more])


def look(path, question):
    connection = sqlite3.connect(path)
    try:
        return connection.execute(question).fetchall()
    finally:
        connection.close()


def test_a_new_catalog_needs_no_copy(catalog):
    assert not (catalog.parent / "backups").exists()


def test_every_table_of_the_design_is_there(catalog):
    names = {row[0] for row in look(catalog, "SELECT name FROM sqlite_master WHERE type='table'")}
    assert names >= {
        *("meta", "roots", "folders", "photos", "models", "embeddings", "tags", "label_sets"),
        *("labels", "label_models", "tag_assignments", "captions", "albums", "album_photos"),
        *("jobs", "photo_text", "xmp_journal", "decisions", "metadata_conflicts"),
        "duplicate_groups",
    }


def test_migrations_run_in_order_and_leave_a_dated_copy_of_the_old_catalog(catalog):
    with reopen(catalog, add_colour, fill_colour) as db:
        assert db.migrated_copy is not None
        copy = db.migrated_copy
    assert look(catalog, "SELECT name, colour FROM tags") == [("sea", "red")]
    assert look(catalog, "PRAGMA user_version") == [(NOW + 2,)]
    assert copy.parent == catalog.parent / "backups"
    assert f"version-{NOW}" in copy.name
    assert look(copy, "PRAGMA user_version") == [(NOW,)]
    assert look(copy, "SELECT name FROM tags") == [("sea",)]


def test_a_migration_that_fails_changes_nothing_and_names_the_copy(catalog):
    with pytest.raises(CatalogError, match=f"could not be brought to version {NOW + 2}") as caught:
        reopen(catalog, add_colour, fail_halfway)
    assert "backups" in str(caught.value)
    assert look(catalog, "PRAGMA user_version") == [(NOW + 1,)]
    assert look(catalog, "SELECT name, colour FROM tags") == [("sea", None)]
    with reopen(catalog, add_colour, fill_colour):
        assert look(catalog, "SELECT name, colour FROM tags") == [("sea", "red")]


def test_without_a_copy_nothing_is_migrated(catalog):
    (catalog.parent / "backups").write_text("a file where the folder should be")
    with pytest.raises(CatalogError, match="copy of the catalog could not be written"):
        reopen(catalog, add_colour)
    assert look(catalog, "PRAGMA user_version") == [(NOW,)]


def test_a_newer_catalog_is_refused_and_left_untouched(catalog):
    with reopen(catalog, add_colour):
        pass
    before = catalog.read_bytes()
    with pytest.raises(NewerCatalogError, match="newer PhotoClip"):
        reopen(catalog)
    assert catalog.read_bytes() == before
    assert [each.name for each in catalog.parent.glob("catalog*")] == ["catalog.sqlite"]


def test_a_newer_version_that_is_still_in_the_log_is_noticed_too(catalog):
    holder = sqlite3.connect(catalog, isolation_level=None)
    holder.execute("PRAGMA user_version=9")
    assert catalog.read_bytes()[60:64] == NOW.to_bytes(4)
    with pytest.raises(NewerCatalogError):
        reopen(catalog)
    holder.close()
