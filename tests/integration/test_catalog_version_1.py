"""A catalog of the first version, with something in every table, loses nothing on its way here."""

from __future__ import annotations

import sqlite3

import numpy as np
import pytest

from photoclip.catalog import (
    decisions,
    folders,
    fulltext,
    label_models,
    photos,
    tags,
    wanted_metadata,
    xmp_journal,
)
from photoclip.catalog.database import Database
from photoclip.catalog.migrations import MIGRATIONS
from photoclip.ingest import stacks

VECTOR = np.eye(1, 4, dtype=np.float16).tobytes()
ROWS = {
    "roots": [{"id": 3, "path": "/p", "path_bytes": b"/p", "state": "offline", "watch": "poll"}],
    "folders": [
        {"id": 5, "root_id": 3, "rel_path": "", "rel_bytes": b""},
        {"id": 6, "root_id": 3, "parent_id": 5, "rel_path": "a", "rel_bytes": b"a"},
    ],
    "photos": [
        {
            "id": 11, "folder_id": 6, "name": "one.jpg", "name_bytes": b"one.jpg", "size": 7,
            "mtime_ns": 2**60, "state": "ready", "file_hash": b"f", "pixel_hash": b"p",
            "rating": 4, "rating_source": "manual", "pick": 1, "taken_at": "2001-02-03T04:05:06",
            "lat": 1.5, "lon": -2.5, "sidecar_mtime": 2**59,
        },
        {
            "id": 12, "folder_id": 6, "name": "one.nef", "name_bytes": b"one.nef", "size": 8,
            "mtime_ns": 9, "state": "ready", "format": "RAW",
        },
        {
            "id": 13, "folder_id": 6, "name": "?.jpg", "name_bytes": b"\xff.jpg", "size": 9,
            "mtime_ns": 9, "state": "missing",
        },
    ],
    "models": [{"id": 2, "key": "m", "fingerprint": "f", "arch": "a", "dim": 4,
                "source": "builtin", "state": "active"}],
    "embeddings": [{"id": 21, "model_id": 2, "pixel_hash": b"p", "vec": VECTOR}],
    "tags": [{"id": 31, "name": "People"}, {"id": 32, "parent_id": 31, "name": "Anna"},
             {"id": 33, "name": "boat"}],
    "label_sets": [{"id": 41, "name": "mine", "templates": '["{}"]', "multi_label": 1}],
    "labels": [{"id": 42, "label_set_id": 41, "tag_id": 33, "prompts": '["a boat"]'}],
    "label_models": [{"label_id": 42, "model_id": 2, "threshold": 1.5, "weights": b"w"}],
    "tag_assignments": [
        {"photo_id": 11, "tag_id": 32, "source": "manual", "status": "accepted",
         "decided_at": "2020-01-01T00:00:00Z"},
        {"photo_id": 11, "tag_id": 33, "source": "zero_shot", "status": "suggested",
         "score": 2.5, "model_id": 2},
        {"photo_id": 13, "tag_id": 33, "source": "imported", "status": "rejected"},
    ],
    "captions": [{"id": 51, "photo_id": 11, "text": "on the jetty", "source": "manual"}],
    "albums": [{"id": 61, "name": "best"}, {"id": 62, "name": "smart", "query": "tag:boat"}],
    "album_photos": [{"album_id": 61, "photo_id": 13, "position": 1},
                     {"album_id": 61, "photo_id": 11, "position": 2}],
    "jobs": [{"id": 71, "name": "scan", "state": "done", "started_at": "2020"}],
    "xmp_journal": [{"id": 81, "photo_id": 11, "path": b"/p/a/one.jpg.xmp", "after": b"<x/>",
                     "written_at": "2020-01-01T00:00:00Z"}],
}  # fmt: skip


def content(connection):
    """All rows of all tables of version 1, by table and column."""
    connection.row_factory = sqlite3.Row
    return {
        table: [dict(row) for row in connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2")]
        for table in (*ROWS, "meta")
    }


@pytest.fixture
def old(tmp_path):
    """The file, and what is in it."""
    path = tmp_path / "catalog.sqlite"

    def fill(conn):
        for table, rows in ROWS.items():
            for row in rows:
                marks = ", ".join("?" * len(row))
                columns = ", ".join(row)
                conn.execute(
                    f"INSERT INTO {table} ({columns}) VALUES ({marks})", tuple(row.values())
                )

    Database.open(path, backups=tmp_path / "backups", migrations=MIGRATIONS[:1]).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA foreign_keys=ON")
    fill(connection)
    connection.commit()
    before = content(connection)
    connection.close()
    assert all(before.values())
    return path, before


@pytest.fixture
def db(old):
    with Database.open(old[0], backups=old[0].parent / "backups") as db:
        yield db


def test_every_row_is_as_it_was(old, db):
    _, before = old
    connection = sqlite3.connect(old[0])
    after = content(connection)
    assert connection.execute("PRAGMA user_version").fetchone()[0] == len(MIGRATIONS)
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    connection.close()
    for table, rows in before.items():
        kept = [{name: row[name] for name in rows[0]} for row in after[table]]
        assert kept == rows, table
    assert db.problems() == []


def test_the_copy_that_is_left_behind_is_the_old_catalog(old, db):
    assert db.migrated_copy is not None
    connection = sqlite3.connect(db.migrated_copy)
    assert content(connection) == old[1]
    assert connection.execute("PRAGMA user_version").fetchone()[0] == 1
    connection.close()


def test_what_is_new_starts_harmlessly(db):
    with db.read() as conn:
        assert fulltext.differences(conn) == 0
        assert fulltext.search(conn, "anna jetty") == [11]
        assert label_models.get(conn, 42, 2).auto_accept is None
        assert label_models.get(conn, 42, 2).threshold == 1.5
        assert not decisions.can_undo(conn)
        assert xmp_journal.pending(conn) == []
        assert [entry.after for entry in xmp_journal.last_batch(conn)] == [b"<x/>"]
        (wanted,) = wanted_metadata.of_photos(conn, [11])
        assert wanted_metadata.decided_ids(conn) == [11]
        (root,) = folders.roots(conn)
    assert (root.state, wanted.write_to, wanted.stars, wanted.caption) == (
        *("offline", "sidecar", 4, "on the jetty"),
    )
    assert wanted.add == (("People", "Anna"),)


def test_old_decisions_outlive_new_ones_and_their_undoing(db):
    def act(conn):
        decisions.decide(conn, [(11, 33), (11, 32)], "rejected")
        return decisions.undo_last(conn)

    assert db.write(act).count == 2
    with db.read() as conn:
        after = {row.tag_id: row for row in tags.of_photo(conn, 11)}
    assert (after[32].status, after[32].source) == ("accepted", "manual")
    assert (after[33].status, after[33].score) == ("suggested", 2.5)


def test_stacks_are_found_for_photos_that_were_there(db):
    stacks.fill_once(db)
    with db.read() as conn:
        found = conn.execute("SELECT id, stack_id FROM photos ORDER BY id").fetchall()
        assert photos.get(conn, 13) is not None
    assert [tuple(row) for row in found] == [(11, 12), (12, 12), (13, None)]
