"""The journal of written metadata keeps what can be taken back, and no more."""

from __future__ import annotations

from pathlib import Path

import pytest

from photoclip.catalog import xmp_journal
from photoclip.catalog.database import Database
from photoclip.catalog.xmp_journal import KEPT_RUNS, JournalEntry


@pytest.fixture
def db(tmp_path):
    with Database.open(tmp_path / "c.sqlite", backups=tmp_path / "b") as db:
        yield db


def run(conn, *, finish=True):
    batch = xmp_journal.next_batch(conn)
    entry = JournalEntry(None, Path("/a.xmp"), b"before", b"after", in_photo=False, batch=batch)
    for entry_id in xmp_journal.begin(conn, [entry]):
        if finish:
            xmp_journal.finish(conn, entry_id, written=True)
    return batch


def test_runs_long_ago_are_forgotten_and_the_newest_can_be_taken_back(db):
    for _ in range(KEPT_RUNS + 5):
        newest = db.write(run)
    with db.read() as conn:
        count, oldest = conn.execute(
            "SELECT count(DISTINCT batch), min(batch) FROM xmp_journal"
        ).fetchone()
        assert (count, oldest) == (KEPT_RUNS, newest - KEPT_RUNS + 1)
        assert xmp_journal.last_batch(conn)[0].batch == newest


def test_a_write_of_which_nobody_knows_the_end_is_never_forgotten(db):
    db.write(lambda conn: run(conn, finish=False))
    for _ in range(KEPT_RUNS + 5):
        db.write(run)
    with db.read() as conn:
        assert [entry.batch for entry in xmp_journal.pending(conn)] == [1]
