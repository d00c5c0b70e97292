"""Claiming work and storing what came of it."""

from __future__ import annotations

import hashlib
import os

import pytest
from ingest_bench import REVISION, Bench, FakeOutcome, decode

from photoclip.catalog import embeddings, marks, models, photos, tags
from photoclip.catalog.thumbnails import ThumbnailStore
from photoclip.errors import CatalogError
from photoclip.ingest.identity import file_hash
from photoclip.ingest.work import claim_work, store_outcomes
from photoclip.media.types import CaptionText, PhotoMetadata


@pytest.fixture
def bench(tmp_path):
    bench = Bench(tmp_path)
    yield bench
    bench.close()


def claim(bench, limit=100, **options):
    return claim_work(bench.db, bench.model, limit, decoder_revision=REVISION, **options)


def store(bench, results, **options):
    return store_outcomes(bench.db, bench.model, results, decoder_revision=REVISION, **options)


def vectors(bench):
    with bench.db.read() as conn:
        return embeddings.ids(conn, bench.model).tolist()


def test_the_file_hash_is_that_of_all_bytes(tmp_path):
    content = os.urandom(3_000_001)
    (tmp_path / "a").write_bytes(content)
    assert file_hash(tmp_path / "a") == hashlib.blake2b(content, digest_size=32).digest()


def test_new_photos_are_decoded_once_and_then_never_again(bench):
    for number in range(20):
        bench.put(f"{number}.jpg")
    bench.scan()
    assert bench.index().indexed == 20
    assert len(bench.decoded) == 20
    bench.scan()
    assert claim(bench) == []
    assert len(vectors(bench)) == 20


def test_work_comes_in_parts_by_id(bench):
    for number in range(5):
        bench.put(f"{number}.jpg")
    bench.scan()
    first = claim(bench, 2)
    second = claim(bench, 2, after_id=first[-1].photo.id)
    ids = [item.photo.id for item in first + second]
    assert ids == sorted(ids)
    assert len(set(ids)) == 4


def test_a_second_model_decodes_again_and_knows_the_same_hashes(bench):
    bench.put("a.jpg")
    bench.scan()
    bench.index()
    before = bench.photo("a.jpg")
    bench.model = bench.db.write(
        lambda conn: models.upsert(
            conn, key="n", fingerprint="g", arch="a", dim=8, source="imported"
        )
    )
    [item] = claim(bench)
    assert (item.action, item.known_pixel_hash) == ("decode", None)
    assert item.file_hash == before.file_hash
    store(bench, [(item, decode(item.photo.path))])
    after = bench.photo("a.jpg")
    assert (after.file_hash, after.pixel_hash) == (before.file_hash, before.pixel_hash)
    assert claim(bench) == []


def test_a_file_that_was_only_touched_is_reused_without_reading_anything(bench):
    path = bench.put("a.jpg")
    bench.scan()
    bench.index()
    os.utime(path)
    assert bench.scan().changed == 1
    [item] = claim(bench)
    assert item.action == "reuse"
    report = store(bench, [(item, None)])
    assert (report.reused, report.indexed) == (1, 0)
    assert bench.photo("a.jpg").state == "ready"


def test_a_copy_takes_its_pixels_and_reads_its_own_metadata(bench):
    bench.put("a.jpg", "content")
    bench.scan()
    bench.index()
    bench.put("b.jpg", "content")
    bench.scan()
    [item] = claim(bench)
    assert item.action == "metadata"
    metadata = PhotoMetadata(camera="Leica", keywords=(("sea",),))
    report = store(bench, [(item, metadata)])
    assert (report.reused, report.changes.tags) == (1, True)
    row = bench.photo("b.jpg")
    assert (row.camera, row.state) == ("Leica", "ready")
    assert len(vectors(bench)) == 1


def test_what_another_decoder_found_out_is_not_reused(bench):
    bench.put("a.jpg", "content")
    bench.scan()
    bench.index()
    bench.put("b.jpg", "content")
    bench.scan()
    [item] = claim_work(bench.db, bench.model, 9, decoder_revision=REVISION + 1)
    assert item.action == "decode"


def test_a_changed_file_brings_its_old_pixels_to_mind(bench):
    """Writing a tag into a JPEG changes its bytes, not its picture: no need to encode."""
    bench.put("a.jpg", "content")
    bench.scan()
    bench.index()
    before = bench.photo("a.jpg")
    bench.put("a.jpg", "content with a tag")
    bench.scan()
    [item] = claim(bench)
    assert (item.action, item.known_pixel_hash) == ("decode", before.pixel_hash)
    store(bench, [(item, FakeOutcome(pixel_hash=before.pixel_hash))])
    after = bench.photo("a.jpg")
    assert (after.state, after.pixel_hash) == ("ready", before.pixel_hash)
    assert after.file_hash != before.file_hash
    assert claim(bench) == []


def test_a_bad_file_becomes_unreadable_with_its_reason_and_the_rest_goes_on(bench):
    bench.put("a.jpg", "bad")
    bench.put("b.jpg")
    bench.scan()
    bench.tag("a.jpg", "sea")
    report = bench.index()
    assert (report.indexed, report.unreadable) == (1, 1)
    row = bench.photo("a.jpg")
    assert (row.state, row.error) == ("unreadable", "This is no picture.")
    assert bench.tags("a.jpg") == {"sea"}
    assert claim(bench) == []


def test_a_file_that_may_not_be_read_goes_to_the_decoder_which_says_why(bench, monkeypatch):
    bench.put("a.jpg")
    bench.scan()

    def denied(path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("photoclip.ingest.work.file_hash", denied)
    [item] = claim(bench)
    assert (item.action, item.file_hash) == ("decode", None)
    store(bench, [(item, FakeOutcome(error="You may not read this file."))])
    assert bench.photo("a.jpg").state == "unreadable"


def test_files_that_are_gone_or_differ_from_their_row_are_passed_over(bench):
    bench.put("a.jpg")
    bench.put("b.jpg")
    bench.put("c.jpg")
    bench.scan()
    (bench.top / "a.jpg").unlink()
    bench.put("b.jpg", "changed since")
    assert [item.photo.name for item in claim(bench, 1)] == ["c.jpg"]


@pytest.mark.parametrize("what", ["changed", "deleted"])
def test_a_file_that_changes_while_it_is_decoded_stays_new(bench, what):
    bench.put("a.jpg")
    bench.scan()
    [item] = claim(bench)
    outcome = decode(item.photo.path)
    if what == "changed":
        bench.put("a.jpg", "other content")
    else:
        (bench.top / "a.jpg").unlink()
    report = store(bench, [(item, outcome)])
    assert (report.put_off, report.indexed) == (1, 0)
    assert bench.photo("a.jpg").state == "new"
    assert vectors(bench) == []


def test_a_row_that_reconcile_changed_meanwhile_is_left_alone(bench, monkeypatch):
    bench.put("a.jpg")
    bench.scan()
    [item] = claim(bench)
    outcome = decode(item.photo.path)
    bench.put("a.jpg", "other content")
    bench.scan()
    monkeypatch.setattr("photoclip.ingest.work.unchanged", lambda *_, **__: True)
    assert store(bench, [(item, outcome)]).put_off == 1
    assert bench.photo("a.jpg").state == "new"


def test_vectors_and_states_are_stored_together_or_not_at_all(bench, monkeypatch):
    bench.put("a.jpg")
    bench.scan()
    [item] = claim(bench)

    def full(*_, **__):
        raise CatalogError("The disk is full.")

    monkeypatch.setattr(photos, "mark_ready", full)
    with pytest.raises(CatalogError):
        store(bench, [(item, decode(item.photo.path))])
    assert vectors(bench) == []
    assert bench.photo("a.jpg").state == "new"
    monkeypatch.undo()
    assert bench.index().indexed == 1


def test_metadata_and_thumbnails_are_stored_with_the_photo(bench):
    bench.put("a.jpg", "content")
    bench.scan()
    [item] = claim(bench)
    outcome = decode(item.photo.path)
    outcome.metadata = PhotoMetadata(
        taken_at="2020-01-02T03:04:05", keywords=(("sea",),), captions=(CaptionText("Hi.", "xmp"),)
    )
    store_of_thumbnails = ThumbnailStore(bench.folder / "t.sqlite")
    report = store(bench, [(item, outcome)], thumbnails=store_of_thumbnails)
    assert report.changes.embeddings
    assert bench.photo("a.jpg").taken_at == "2020-01-02T03:04:05"
    assert bench.tags("a.jpg") == {"sea"}
    assert store_of_thumbnails.get(outcome.pixel_hash) == b"jpeg of content"
    store_of_thumbnails.close()


def test_reading_metadata_again_keeps_what_the_user_did(bench):
    bench.put("a.jpg")
    bench.put("a.jpg.xmp", "one")
    bench.scan()
    bench.index()
    photo = bench.tag("a.jpg", "mine")
    bench.db.write(lambda conn: tags.import_keywords(conn, photo, (("theirs",),)))
    bench.db.write(lambda conn: marks.set_rating(conn, [photo], 4))
    bench.put("a.jpg.xmp", "another")
    bench.scan()
    [item] = claim(bench)
    assert item.action == "metadata"
    store(bench, [(item, PhotoMetadata(rating=1, keywords=(("new",),)))])
    assert bench.tags("a.jpg") == {"mine", "new"}
    assert bench.photo("a.jpg").rating == 4
    assert claim(bench) == []


def test_a_sidecar_that_changes_while_it_is_read_is_read_again(bench):
    bench.put("a.jpg")
    bench.put("a.jpg.xmp", "one")
    bench.scan()
    [item] = claim(bench)
    bench.put("a.jpg.xmp", "another")
    bench.scan()
    store(bench, [(item, decode(item.photo.path))])
    [again] = claim(bench)
    assert again.action == "metadata"


def test_offline_roots_give_no_work(bench):
    bench.put("a.jpg")
    bench.scan()
    bench.top.rename(bench.folder / "away")
    bench.scan()
    assert claim(bench) == []


def test_the_real_decoder_revision_is_used_unless_told_otherwise(bench):
    bench.put("a.jpg", "content")
    bench.scan()
    [item] = claim_work(bench.db, bench.model, 5)
    store_outcomes(bench.db, bench.model, [(item, decode(item.photo.path))])
    bench.put("b.jpg", "content")
    bench.scan()
    [copy] = claim_work(bench.db, bench.model, 5)
    assert copy.action == "metadata"
