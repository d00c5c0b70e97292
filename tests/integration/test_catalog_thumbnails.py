"""The thumbnail cache may be deleted or damaged at any time; nobody notices but the clock."""

from __future__ import annotations

import os
import threading

import pytest

from photoclip.catalog.thumbnails import ThumbnailStore


@pytest.fixture
def store(tmp_path):
    store = ThumbnailStore(tmp_path / "cache" / "thumbnails.sqlite")
    yield store
    store.close()


def test_a_thumbnail_comes_back_as_it_was(store):
    store.put_many([(b"a", b"jpeg a"), (b"b", b"jpeg b")])
    assert store.get(b"a") == b"jpeg a"
    assert store.get(b"none") is None
    assert store.missing([b"a", b"none"]) == {b"none"}
    assert store.total_bytes() == 12


def test_it_is_there_again_after_opening_anew(store):
    store.put_many([(b"a", b"jpeg")])
    store.close()
    again = ThumbnailStore(store.path)
    assert again.get(b"a") == b"jpeg"
    again.close()


@pytest.mark.parametrize(
    "content", [b"", b"garbage " * 100, b"SQLite format 3\x00" + b"\xff" * 9000]
)
def test_a_damaged_file_is_made_anew(store, content):
    store.put_many([(b"a", b"jpeg")])
    store.close()
    store.path.write_bytes(content)
    assert store.get(b"a") is None
    store.put_many([(b"a", b"jpeg")])
    assert store.get(b"a") == b"jpeg"


def test_a_file_that_is_deleted_while_open_is_made_anew(store):
    store.put_many([(b"a", b"jpeg")])
    for path in store.path.parent.iterdir():
        path.unlink()
    assert store.get(b"a") is None
    store.put_many([(b"b", b"jpeg")])
    assert store.path.exists()
    assert store.get(b"b") == b"jpeg"


def test_a_place_that_cannot_be_written_costs_only_the_thumbnails(tmp_path):
    (tmp_path / "cache").write_text("a file")
    store = ThumbnailStore(tmp_path / "cache" / "thumbnails.sqlite")
    store.put_many([(b"a", b"jpeg")])
    assert store.get(b"a") is None
    assert store.missing([b"a"]) == {b"a"}


def test_the_oldest_go_when_the_bound_is_reached(tmp_path):
    store = ThumbnailStore(tmp_path / "t.sqlite", max_bytes=10_000)
    for number in range(50):
        store.put_many([(b"%d" % number, os.urandom(500))])
        assert store.total_bytes() <= 10_000
    assert store.get(b"49") is not None
    assert store.get(b"0") is None
    store.close()


def test_many_threads_may_use_it(store):
    def work(name):
        for number in range(30):
            key = f"{name}{number}".encode()
            store.put_many([(key, key)])
            assert store.get(key) == key

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.missing([b"a0", b"d29"])) == 0
