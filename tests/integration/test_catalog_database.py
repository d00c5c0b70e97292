"""One writer, many readers, and plain sentences for what can go wrong."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading

import pytest

from photoclip.catalog.database import Database
from photoclip.catalog.migrations import MIGRATIONS
from photoclip.errors import CatalogError, UserError


@pytest.fixture
def db(tmp_path):
    with Database.open(tmp_path / "library" / "catalog.sqlite", backups=tmp_path / "backups") as db:
        yield db


def put(key, value="x"):
    return lambda conn: conn.execute("INSERT INTO meta (key, value) VALUES (?, ?)", (key, value))


def keys(db):
    with db.read() as conn:
        return {row[0] for row in conn.execute("SELECT key FROM meta")} - {"catalog_uuid"}


def pragma(conn, name):
    return conn.execute(f"PRAGMA {name}").fetchone()[0]


def test_a_new_catalog_has_the_settings_of_the_design(db):
    def settings(conn):
        return [pragma(conn, name) for name in ("page_size", "foreign_keys", "synchronous")]

    assert db.write(settings) == [16384, 1, 1]
    assert db.journal_mode == "WAL"
    with db.read() as conn:
        assert pragma(conn, "query_only") == 1
        assert pragma(conn, "busy_timeout") > 0
        assert pragma(conn, "user_version") == len(MIGRATIONS)


def test_a_catalog_keeps_its_identity(db, tmp_path):
    identity = db.catalog_uuid()
    assert len(identity) == 36
    db.close()
    with Database.open(db.path, backups=tmp_path / "backups") as again:
        assert again.catalog_uuid() == identity
        assert again.migrated_copy is None


def test_a_network_share_gets_no_write_ahead_log(tmp_path, monkeypatch):
    monkeypatch.setattr("photoclip.volumes.is_network", lambda folder: True)
    with Database.open(tmp_path / "catalog.sqlite", backups=tmp_path) as db:
        assert db.journal_mode == "DELETE"
        db.write(put("a"))
        assert keys(db) == {"a"}
        assert not (tmp_path / "catalog.sqlite-wal").exists()


def test_a_failing_write_leaves_no_trace_and_raises_here(db):
    def fail(conn):
        put("a")(conn)
        raise KeyError("no")

    with pytest.raises(KeyError):
        db.write(fail)
    assert keys(db) == set()
    db.write(put("b"))
    assert keys(db) == {"b"}


def test_bytes_that_are_no_text_are_one_plain_sentence(db):
    name = os.fsdecode(b"\xffname")
    with pytest.raises(UserError, match="name” is no text"):
        db.write(put(name))
    with pytest.raises(UserError, match="no text"), db.read() as conn:
        conn.execute("SELECT ?", (name,))
    assert keys(db) == set()


def test_a_write_inside_a_write_joins_its_transaction(db):
    def outer(conn):
        db.write(put("inner"))
        with db.read() as same:
            assert same is conn
        raise ValueError

    with pytest.raises(ValueError):
        db.write(outer)
    assert keys(db) == set()


def test_a_write_inside_a_read_of_the_same_thread_is_a_bug(db):
    with pytest.raises(RuntimeError, match="inside"), db.read():
        db.write(put("a"))


def test_a_reader_sees_one_unchanging_state_while_others_write(db):
    with db.read() as conn:
        before = conn.execute("SELECT count(*) FROM meta").fetchone()
        writer = threading.Thread(target=db.write, args=(put("a"),))
        writer.start()
        writer.join()
        with db.read() as nested:
            assert nested is conn
        assert conn.execute("SELECT count(*) FROM meta").fetchone() == before
    assert keys(db) == {"a"}


def test_many_threads_write_and_read_at_once(db):
    def work(name):
        for number in range(20):
            db.write(put(f"{name}-{number}"))
            keys(db)

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys(db)) == 80


def test_a_reader_cannot_write(db):
    with pytest.raises(CatalogError, match="read-only"), db.read() as conn:
        put("a")(conn)


def test_the_data_version_tells_of_other_processes_only(db, tmp_path):
    before = db.data_version()
    db.write(put("own"))
    assert db.data_version() == before
    with Database.open(db.path, backups=tmp_path) as other:
        other.write(put("other"))
    assert db.data_version() != before


def test_a_full_disk_is_one_plain_sentence_and_loses_nothing(db):
    db.write(put("before"))
    pages = db.write(lambda conn: pragma(conn, "page_count"))
    db.write(lambda conn: conn.execute(f"PRAGMA max_page_count={pages}"))
    with pytest.raises(CatalogError, match="disk is full") as caught:
        db.write(put("large", "x" * 1_000_000))
    assert str(db.path) in str(caught.value)
    assert "\n" not in str(caught.value)
    db.write(lambda conn: conn.execute("PRAGMA max_page_count=1000000"))
    db.write(put("after"))
    assert keys(db) == {"before", "after"}


def test_a_locked_catalog_is_one_plain_sentence(db):
    db.write(lambda conn: conn.execute("PRAGMA busy_timeout=30"))
    other = sqlite3.connect(db.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(CatalogError, match="locked"):
        db.write(put("a"))
    other.execute("ROLLBACK")
    other.close()
    db.write(put("b"))
    assert keys(db) == {"b"}


def test_a_catalog_that_is_damaged_while_open_is_one_plain_sentence(db):
    db.write(lambda conn: [put(f"{n}", "y" * 3000)(conn) for n in range(200)])
    db.checkpoint()
    with db.path.open("r+b") as file:
        file.seek(16384)
        file.write(b"\xff" * (db.path.stat().st_size - 16384))
    with pytest.raises(CatalogError, match="damaged"), db.read() as conn:
        conn.execute("SELECT * FROM meta, tags").fetchall()


def test_what_is_no_known_problem_is_not_hidden(db):
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        db.write(lambda conn: conn.execute("SELECT * FROM nowhere"))


def test_a_closed_catalog_says_so(db):
    db.close()
    db.close()
    with pytest.raises(CatalogError, match="closed"):
        db.write(put("a"))
    with pytest.raises(CatalogError, match="closed"), db.read():
        pass


def test_closing_finishes_the_writes_that_were_asked_for(tmp_path):
    db = Database.open(tmp_path / "catalog.sqlite", backups=tmp_path)
    started = threading.Event()

    def slow(conn):
        started.set()
        put("a")(conn)
        for _ in range(200_000):
            pass

    writer = threading.Thread(target=db.write, args=(slow,))
    writer.start()
    started.wait()
    db.close()
    writer.join()
    with Database.open(db.path, backups=tmp_path) as again:
        assert keys(again) == {"a"}


def test_a_copy_is_whole_and_appears_only_when_it_is(db, tmp_path):
    db.write(put("a"))
    target = db.copy_to(tmp_path / "there" / "copy.sqlite")
    assert [path.name for path in target.parent.iterdir()] == ["copy.sqlite"]
    with Database.open(target, backups=tmp_path) as copy:
        assert keys(copy) == {"a"}
        assert copy.problems() == []
        assert copy.catalog_uuid() == db.catalog_uuid()


def test_a_copy_that_fails_leaves_the_old_one_alone(db, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    with pytest.raises(CatalogError, match="could not be written"):
        db.copy_to(blocked / "copy.sqlite")
    assert blocked.read_text() == "not a folder"


def test_dated_copies_never_overwrite_each_other(db):
    copies = {db.dated_copy("test") for _ in range(3)}
    assert len(copies) == 3
    assert all(copy.parent == db.backups for copy in copies)


def test_a_sound_catalog_has_no_problems(db):
    assert db.problems() == []


def test_a_library_folder_whose_name_is_not_utf8_works(tmp_path):
    folder = tmp_path / b"caf\xe9 %20?".decode("utf-8", "surrogateescape")
    with Database.open(folder / "catalog.sqlite", backups=folder / "backups") as db:
        db.write(put("a"))
        assert keys(db) == {"a"}
        assert db.dated_copy("x").exists()


def test_several_processes_may_create_one_catalog_at_once(tmp_path):
    path = tmp_path / "catalog.sqlite"
    script = (
        "import sys; from pathlib import Path; from photoclip.catalog.database import Database\n"
        "path = Path(sys.argv[1])\n"
        "with Database.open(path, backups=path.parent / 'b') as db:\n"
        "    for n in range(20):\n"
        "        db.write(lambda c: c.execute('INSERT INTO meta VALUES (?, 1)',"
        " (sys.argv[2] + str(n),)))\n"
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(path), name], stderr=subprocess.PIPE, text=True
        )
        for name in "abc"
    ]
    assert [(process.communicate()[1], process.returncode) for process in running] == [("", 0)] * 3
    with Database.open(path, backups=tmp_path) as db:
        assert len(keys(db)) == 60
        assert db.problems() == []
