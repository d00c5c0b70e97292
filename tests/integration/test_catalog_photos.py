"""Photo rows, models and vectors."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pytest
from catalog_bench import REVISION, add_model, add_photo, add_root
from hypothesis import given, settings
from hypothesis import strategies as st

from photoclip.catalog import embeddings, folders, models, photo_files, photos
from photoclip.catalog.database import Database
from photoclip.catalog.photo_files import FileStat
from photoclip.errors import UnknownModelError


@pytest.fixture
def db(tmp_path):
    with Database.open(tmp_path / "catalog.sqlite", backups=tmp_path / "backups") as db:
        db.write(add_root)
        yield db


@pytest.fixture
def do(db):
    return lambda fn, *args, **options: db.write(lambda conn: fn(conn, *args, **options))


def unit(*numbers):
    vector = np.array(numbers, dtype=np.float32)
    return (vector / np.linalg.norm(vector)).astype(np.float16)


# --- photos -------------------------------------------------------------------------


def test_many_photos_come_in_the_order_asked_for(do):
    one, two, three = (do(add_photo, f"{n}.jpg") for n in "abc")
    found = do(photos.get_many, [three, 999, one, two, one])
    assert [photo.id for photo in found] == [three, one, two, one]
    assert do(photos.get, 999) is None


def test_a_photo_is_found_by_its_path(do):
    photo = do(add_photo, "a.jpg", folder=b"2023/Italy")
    assert do(photos.by_path, Path("/photos/2023/Italy/a.jpg")).id == photo
    assert do(photos.by_path, Path("/photos/2023/a.jpg")) is None
    assert do(photos.by_path, Path("/photos2/a.jpg")) is None


def test_a_path_leads_to_the_photo_that_is_there_not_to_a_missing_one(do):
    do(add_photo, "a.jpg", state="missing", content=b"old")
    live = do(add_photo, "a.jpg", content=b"new")
    assert do(photos.by_path, Path("/photos/a.jpg")).id == live
    gone = do(add_photo, "b.jpg", state="missing")
    assert do(photos.by_path, Path("/photos/b.jpg")).id == gone


def test_a_name_that_is_not_utf8_survives(do):
    name = b"caf\xe9.jpg"
    folder = do(folders.ensure_folder, 1, b"d\xff")
    [photo_id] = do(photo_files.insert, folder, [FileStat(name, 1, 1)])
    photo = do(photos.get, photo_id)
    assert photo.path_bytes == b"/photos/d\xff/" + name
    assert photo.name == "caf\ufffd.jpg"
    assert do(photos.by_path, photo.path).id == photo_id


def test_all_photos_come_newest_first_by_capture_or_else_by_file_time(do, db):
    hour = 3_600_000_000_000
    early = do(add_photo, "early.jpg", mtime_ns=500_000 * hour)
    late = do(add_photo, "late.jpg", mtime_ns=1 * hour)
    middle = do(add_photo, "middle.jpg", mtime_ns=490_000 * hour)
    do(add_photo, "gone.jpg", state="missing")
    bad = do(add_photo, "bad.jpg", state="unreadable", mtime_ns=2 * hour)
    db.write(
        lambda c: c.execute(
            "UPDATE photos SET taken_at = '2030-01-01T00:00:00' WHERE id = ?", (late,)
        )
    )
    ids = do(photos.all_ids)
    assert ids.dtype == np.int64
    assert ids.tolist() == [late, early, middle, bad]


def test_states_are_counted_and_unreadable_photos_listed(do):
    do(add_photo, "a.jpg")
    do(add_photo, "b.jpg", state="new")
    do(add_photo, "c.jpg", state="unreadable")
    assert do(photos.counts) == {"new": 1, "ready": 1, "missing": 0, "unreadable": 1}
    assert [(p.name, p.error) for p in do(photos.unreadable)] == [("c.jpg", "broken")]
    assert do(photos.retry_unreadable) == 1
    assert do(photos.counts)["new"] == 2


def test_work_is_what_is_new_or_lacks_a_vector_or_has_a_new_sidecar(do):
    model, other = do(add_model), do(add_model, "other")
    new = do(add_photo, "new.jpg", state="new")
    bare = do(add_photo, "bare.jpg")
    done = do(add_photo, "done.jpg")
    due = do(add_photo, "due.jpg")
    do(add_photo, "gone.jpg", state="missing")
    do(add_photo, "bad.jpg", state="unreadable")
    do(add_root, "/stick")
    do(add_photo, "far.jpg", root=2, state="new")
    do(folders.set_root_state, 2, "offline")
    for name in (b"done.jpg", b"due.jpg"):
        do(embeddings.put_many, model, [(b"pixels of " + name, unit(1, 0, 0, 0))])
    do(photo_files.note_sidecar, due, 5)

    def ids(of, **options):
        return [each.id for each in do(photos.needing_work, of, limit=10, **options)]

    assert ids(model) == [new, bare, due]
    assert ids(other) == [new, bare, done, due]
    assert ids(model, after_id=new) == [bare, due]
    assert len(do(photos.needing_work, model, limit=2)) == 2
    assert do(photos.waiting_count, model) == 3
    assert do(models.missing_count, model) == 2
    assert do(models.offline_missing_count, model) == 1


def test_a_decode_is_not_recorded_for_a_file_that_changed_since(do):
    photo = do(add_photo, "a.jpg", state="new")
    row = do(photos.get, photo)
    pixels = do(photos.pixels_of_file, b"nothing", REVISION)
    assert pixels is None
    assert not do(
        photos.mark_unreadable,
        photo,
        "bad",
        size=row.size + 1,
        mtime_ns=row.mtime_ns,
        file_hash=None,
    )
    assert do(photos.get, photo).state == "new"


def test_what_was_decoded_once_is_known_for_the_same_bytes_and_decoder(do):
    do(add_photo, "a.jpg")
    pixels = do(photos.pixels_of_file, b"file of a.jpg", REVISION)
    assert (pixels.pixel_hash, pixels.width) == (b"pixels of a.jpg", 40)
    assert do(photos.pixels_of_file, b"file of a.jpg", REVISION + 1) is None


def test_a_failure_on_known_bytes_keeps_what_was_known(do):
    photo = do(add_photo, "a.jpg")
    row = do(photos.get, photo)
    stat = {"size": row.size, "mtime_ns": row.mtime_ns}
    assert do(photos.mark_unreadable, photo, "bad", file_hash=row.file_hash, **stat)
    assert do(photos.get, photo).pixel_hash == row.pixel_hash
    assert do(photos.mark_unreadable, photo, "bad", file_hash=b"other", **stat)
    assert do(photos.get, photo).pixel_hash is None


def test_purging_forgets_missing_photos_of_roots_that_are_there(do):
    gone = do(add_photo, "a.jpg", state="missing")
    do(add_root, "/stick")
    do(add_photo, "b.jpg", root=2, state="missing")
    do(folders.set_root_state, 2, "offline")
    assert do(photos.purge_missing) == [gone]
    assert do(photos.counts)["missing"] == 1


def test_restamping_leaves_out_what_is_not_given(do):
    photo = do(add_photo, "a.jpg")
    before = do(photos.get, photo)
    do(photos.restamp, photo, sidecar_mtime=77)
    after = do(photos.get, photo)
    assert (after.size, after.mtime_ns, after.sidecar_mtime) == (before.size, before.mtime_ns, 77)


# --- models -------------------------------------------------------------------------


def test_one_model_is_active_and_going_back_is_a_switch(do):
    one, two = do(add_model, "one"), do(add_model, "two")
    assert do(models.active) is None
    do(models.activate, one)
    do(models.set_state, two, "embedding")
    do(models.activate, two)
    assert do(models.active).key == "two"
    assert do(models.get, "one").state == "available"
    do(models.activate, one)
    assert do(models.active).id == one


def test_two_active_models_are_impossible(do, db):
    do(models.activate, do(add_model, "one"))
    do(add_model, "two")
    with pytest.raises(Exception, match="UNIQUE"):
        db.write(lambda conn: conn.execute("UPDATE models SET state = 'active'"))


def test_an_unknown_model_is_named(do):
    with pytest.raises(UnknownModelError, match="nonsense"):
        do(models.get, "nonsense")


def test_a_model_keeps_its_row_and_new_weights_get_their_own(do):
    one = do(add_model, "m")
    assert do(add_model, "m") == one
    do(embeddings.put_many, one, [(b"p", unit(1, 0, 0, 0))])
    two = do(
        models.upsert,
        key="m",
        fingerprint="new",
        arch="tiny",
        dim=8,
        source="imported",
        path=Path("/models/m"),
        metrics={"r5": 0.5},
    )
    assert two != one
    assert do(models.get, "m").id == two
    assert do(models.get, "m").path == Path("/models/m")
    assert do(models.metrics, two) == {"r5": 0.5}
    assert do(models.by_fingerprint, "print of m").id == one
    assert do(models.vector_count, one) == 1
    assert len(do(models.all_models)) == 2


# --- vectors ------------------------------------------------------------------------


def test_storing_a_vector_again_changes_nothing_and_gives_the_same_id(do):
    model = do(add_model)
    first = do(embeddings.put_many, model, [(b"a", unit(1, 0, 0, 0)), (b"b", unit(0, 1, 0, 0))])
    again = do(
        embeddings.put_many,
        model,
        [(b"b", unit(0, 0, 1, 0)), (b"c", unit(0, 0, 0, 1)), (b"b", unit(0, 1, 0, 0))],
    )
    assert again[0] == again[2] == first[1]
    vectors = do(embeddings.vectors_for, model, [b"b", b"unknown"])
    assert list(vectors) == [b"b"]
    assert vectors[b"b"].tolist() == [0, 1, 0, 0]
    assert do(embeddings.put_many, model, []) == []


def test_models_never_mix(do):
    one, two = do(add_model, "one"), do(add_model, "two", dim=2)
    do(embeddings.put_many, one, [(b"a", unit(1, 0, 0, 0))])
    do(embeddings.put_many, two, [(b"a", unit(0, 1))])
    ids, vectors = do(embeddings.load_all, two)
    assert vectors.tolist() == [[0, 1]]
    assert do(embeddings.ids, one).tolist() != ids.tolist()
    assert do(embeddings.known_hashes, two, [b"a", b"b"]) == {b"a"}


@pytest.mark.parametrize(
    "vector",
    [
        unit(1, 0, 0),
        np.zeros(4, np.float16),
        np.full(4, np.nan, np.float16),
        np.array([2, 0, 0, 0], np.float16),
    ],
)
def test_a_vector_that_cannot_be_right_is_refused(do, vector):
    with pytest.raises(ValueError, match="vector"):
        do(embeddings.put_many, do(add_model), [(b"a", vector)])


def test_ids_are_never_reused(do, db):
    model = do(add_model)
    [first] = do(embeddings.put_many, model, [(b"a", unit(1, 0, 0, 0))])
    assert do(embeddings.prune_orphans) == 1
    [second] = do(embeddings.put_many, model, [(b"a", unit(1, 0, 0, 0))])
    assert second > first


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 40), st.integers(0, 50))
def test_what_is_stored_comes_back_in_order_bit_by_bit(count, after):
    folder = tempfile.TemporaryDirectory()
    path = Path(folder.name) / "catalog.sqlite"
    with folder, Database.open(path, backups=path.parent) as db:
        model = db.write(add_model)
        rng = np.random.default_rng(count)
        made = rng.standard_normal((count, 4)).astype(np.float32)
        made /= np.linalg.norm(made, axis=1, keepdims=True)
        half = made.astype(np.float16)
        items = [(f"{n}".encode(), half[n]) for n in range(count)]
        ids = db.write(lambda conn: embeddings.put_many(conn, model, items))
        with db.read() as conn:
            labels, vectors = embeddings.load_all(conn, model)
            later, fewer = embeddings.load_since(conn, model, after)
            assert embeddings.ids(conn, model).tolist() == labels.tolist() == ids
        assert labels.dtype == np.int64
        assert vectors.dtype == np.float16
        assert np.array_equal(vectors, half)
        assert later.tolist() == [each for each in ids if each > after]
        assert np.array_equal(fewer, half[len(ids) - len(later) :])


def test_the_map_holds_ready_photos_copies_and_those_of_offline_roots(do):
    model = do(add_model)
    do(add_root, "/stick")
    one = do(add_photo, "a.jpg", content=b"same")
    copy = do(add_photo, "b.jpg", content=b"same")
    far = do(add_photo, "c.jpg", root=2, content=b"far")
    do(add_photo, "d.jpg", state="missing", content=b"gone")
    do(add_photo, "e.jpg", content=b"no vector")
    do(folders.set_root_state, 2, "offline")
    ids = do(
        embeddings.put_many,
        model,
        [(b"pixels of " + name, unit(1, 0, 0, 0)) for name in (b"far", b"same", b"gone")],
    )
    embedding_ids, photo_ids = do(embeddings.photo_map, model)
    assert embedding_ids.dtype == photo_ids.dtype == np.int64
    assert list(zip(embedding_ids.tolist(), photo_ids.tolist(), strict=True)) == [
        (ids[0], far),
        (ids[1], one),
        (ids[1], copy),
    ]
    assert do(embeddings.prune_orphans) == 0


def test_an_empty_model_has_an_empty_map(do):
    model = do(add_model)
    embedding_ids, photo_ids = do(embeddings.photo_map, model)
    assert embedding_ids.shape == photo_ids.shape == (0,)
    labels, vectors = do(embeddings.load_all, model)
    assert labels.shape == (0,)
    assert vectors.shape == (0, 4)
