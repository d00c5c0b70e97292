"""Tags, labels and captions: a person's decision is never overwritten."""

from __future__ import annotations

import pytest
from catalog_bench import add_photo, add_root

from photoclip.catalog import (
    albums,
    captions,
    fulltext,
    jobs,
    labels,
    marks,
    photos,
    suggestions,
    tags,
)
from photoclip.catalog.database import Database
from photoclip.catalog.suggestions import Which
from photoclip.errors import UserError
from photoclip.media.types import CaptionText, PhotoMetadata


@pytest.fixture
def db(tmp_path):
    with Database.open(tmp_path / "catalog.sqlite", backups=tmp_path / "backups") as db:
        db.write(add_root)
        yield db


@pytest.fixture
def conn(db):
    """The writer's view: all of a test in one transaction would hide nothing here."""
    return _Calls(db)


class _Calls:
    def __init__(self, db):
        self.db = db

    def __call__(self, fn, *args, **options):
        return self.db.write(lambda conn: fn(conn, *args, **options))


def status(conn, photo):
    return {each.tag: (each.source, each.status) for each in conn(tags.of_photo, photo)}


def test_a_tag_path_is_made_once_whatever_its_case(conn):
    one = conn(tags.ensure, ("Animals", "Dog"))
    assert conn(tags.ensure, ("animals", " dog ")) == one
    assert conn(tags.path_of, one) == ("Animals", "Dog")
    assert conn(tags.find, ("ANIMALS",)) is not None
    assert conn(tags.find, ("Plants",)) is None
    assert conn(tags.ensure, ("Dog",)) != one
    other = conn(tags.ensure, ("Ünal", "Собака"))
    assert conn(tags.ensure, ("ünal", "СОБАКА")) == other
    with pytest.raises(UserError, match="already"):
        conn(tags.rename, conn(tags.ensure, ("Ünal", "x")), "собака")


@pytest.mark.parametrize("path", [(), ("",), ("a", " ")])
def test_a_tag_needs_a_name(conn, path):
    with pytest.raises(UserError):
        conn(tags.ensure, path)


def test_a_suggestion_never_overwrites_a_decision(conn):
    photo = conn(add_photo, "a.jpg")
    sea, dog, car = (conn(tags.ensure, (name,)) for name in ("sea", "dog", "car"))
    conn(tags.assign, [photo], sea)
    assert conn(tags.suggest, [(photo, sea, 0.9), (photo, dog, 0.8), (photo, car, 0.7)]) == 2
    assert conn(tags.decide, [photo], dog, "rejected") == 1
    assert conn(tags.suggest, [(photo, dog, 0.99), (photo, car, 0.6)]) == 1
    assert status(conn, photo) == {
        "car": ("zero_shot", "suggested"),
        "dog": ("zero_shot", "rejected"),
        "sea": ("manual", "accepted"),
    }
    scores = {each.tag: each.score for each in conn(tags.of_photo, photo)}
    assert scores["car"] == pytest.approx(0.6)


def test_reading_keywords_again_changes_no_decision(conn):
    photo = conn(add_photo, "a.jpg")
    keywords = (("sea",), ("place", "Italy"))
    conn(tags.import_keywords, photo, keywords)
    conn(tags.unassign, [photo], conn(tags.find, ("sea",)))
    conn(tags.assign, [photo], conn(tags.ensure, ("mine",)))
    before = status(conn, photo)
    conn(tags.import_keywords, photo, keywords)
    conn(tags.import_keywords, photo, keywords)
    assert (
        status(conn, photo)
        == before
        == {
            "mine": ("manual", "accepted"),
            "place/Italy": ("imported", "accepted"),
            "sea": ("imported", "rejected"),
        }
    )


def test_a_keyword_settles_a_suggestion_and_goes_when_the_file_drops_it(conn):
    photo = conn(add_photo, "a.jpg")
    conn(tags.suggest, [(photo, conn(tags.ensure, ("sea",)), 0.5)])
    conn(tags.import_keywords, photo, (("sea",), ("boat",)))
    assert status(conn, photo)["sea"] == ("imported", "accepted")
    conn(tags.import_keywords, photo, (("boat",),))
    assert set(status(conn, photo)) == {"boat"}


def test_a_file_without_any_keyword_takes_no_tag_away(conn):
    """That is what a lost or half written sidecar looks like."""
    photo = conn(add_photo, "a.jpg")
    conn(tags.import_keywords, photo, (("sea",),))
    conn(tags.import_keywords, photo, ())
    assert status(conn, photo) == {"sea": ("imported", "accepted")}


def test_metadata_fills_columns_and_spares_what_the_user_set(conn, db):
    photo = conn(add_photo, "a.jpg")
    said = PhotoMetadata(
        taken_at="2023-06-01T10:00:00",
        camera="Canon R5",
        iso=100,
        lat=48.1,
        lon=11.5,
        rating=2,
        keywords=(("sea",), ("", "broken")),
        captions=(CaptionText("A boat.", "xmp"), CaptionText("A ship.", "iptc")),
    )
    conn(photos.apply_metadata, photo, said)
    row = conn(photos.get, photo)
    assert (row.taken_at, row.camera, row.iso, row.rating) == (said.taken_at, "Canon R5", 100, 2)
    assert (row.lat, row.lon) == (48.1, 11.5)
    conn(marks.set_rating, [photo], 5)
    conn(captions.set_manual, photo, "My boat.")
    conn(photos.apply_metadata, photo, said)
    assert conn(photos.get, photo).rating == 5
    texts = {(each.source, each.text) for each in conn(captions.of_photo, photo)}
    assert texts == {("manual", "My boat."), ("xmp", "A boat."), ("iptc", "A ship.")}


def test_captions_of_a_file_are_replaced_and_never_by_nothing(conn):
    photo = conn(add_photo, "a.jpg")
    conn(captions.add, [(photo, "From a table.")], source="captions.csv", split="train")
    conn(captions.replace_imported, photo, (CaptionText("Old.", "xmp"),))
    conn(captions.replace_imported, photo, (CaptionText("New.", "xmp"),))
    conn(captions.replace_imported, photo, ())
    texts = [each.text for each in conn(captions.of_photo, photo)]
    assert sorted(texts) == ["From a table.", "New."]


def test_a_manual_caption_is_one_and_goes_when_emptied(conn):
    photo = conn(add_photo, "a.jpg")
    conn(captions.set_manual, photo, "One.")
    conn(captions.set_manual, photo, "Two.")
    assert [each.text for each in conn(captions.all_captions)] == ["Two."]
    conn(captions.set_manual, photo, "  ")
    assert conn(captions.all_captions) == []


def test_words_are_found_in_names_captions_and_accepted_tags(conn):
    one = conn(add_photo, "IMG_2033_beach.jpg")
    two = conn(add_photo, "b.jpg")
    dog = conn(tags.ensure, ("Tiere", "Dackel"))
    conn(captions.set_manual, two, "Ein Café am Meer")
    conn(tags.suggest, [(one, dog, 0.5)])
    assert conn(fulltext.search, "beach") == [one]
    assert conn(fulltext.search, "cafe") == [two]
    assert conn(fulltext.search, "dackel") == []
    conn(tags.decide, [one], dog, "accepted")
    assert conn(fulltext.search, "tiere dack") == [one]
    conn(tags.rename, conn(tags.find, ("Tiere",)), "Animals")
    assert conn(fulltext.search, "tiere") == []
    assert conn(fulltext.search, "animals") == [one]
    conn(tags.remove, dog)
    assert conn(fulltext.search, "dackel") == []
    assert conn(fulltext.differences) == 0


@pytest.mark.parametrize("text", ['"', "a OR", "NEAR(", "*", "col:x", "-", "", '"a" AND'])
def test_any_text_may_be_searched_for(conn, text):
    conn(add_photo, "a.jpg")
    conn(fulltext.search, text)


def test_the_text_index_follows_photos_that_go_and_can_be_made_anew(conn, db):
    photo = conn(add_photo, "a.jpg")
    conn(captions.set_manual, photo, "words")
    db.write(lambda c: c.execute("DELETE FROM photo_text"))
    assert conn(fulltext.differences) == 1
    conn(fulltext.rebuild)
    assert conn(fulltext.search, "words") == [photo]
    db.write(lambda c: c.execute("DELETE FROM photos"))
    assert conn(fulltext.differences) == 0


def test_renaming_to_a_name_that_is_taken_is_refused(conn):
    one, _ = conn(tags.ensure, ("a",)), conn(tags.ensure, ("b",))
    with pytest.raises(UserError, match="already"):
        conn(tags.rename, one, "B")
    conn(tags.rename, one, "A")
    assert conn(tags.path_of, one) == ("A",)


def test_the_tree_counts_accepted_photos(conn):
    photo = conn(add_photo, "a.jpg")
    leaf = conn(tags.ensure, ("b", "c"))
    conn(tags.assign, [photo], leaf)
    conn(tags.suggest, [(photo, conn(tags.ensure, ("a",)), 0.5)])
    assert [(tag.path, tag.photos) for tag in conn(tags.all_tags)] == [
        (("a",), 0),
        (("b",), 0),
        (("b", "c"), 1),
    ]
    assert conn(tags.photos_with, leaf) == [photo]


def test_labels_stand_for_tags_and_take_their_suggestions_with_them(conn):
    photo = conn(add_photo, "a.jpg")
    conn(labels.add_label, "Rooms", "kitchen", prompts=["a photo of a kitchen"])
    conn(labels.add_label, "Rooms", "kitchen", prompts=["a kitchen"], negatives=["a garden"])
    conn(labels.add_label, "Rooms", "bath")
    kitchen, bath = conn(labels.in_set, "rooms")
    assert (kitchen.prompts, kitchen.negatives) == (("a kitchen",), ("a garden",))
    conn(tags.suggest, [(photo, kitchen.tag_id, 0.9), (photo, bath.tag_id, 0.4)])
    conn(tags.decide, [photo], bath.tag_id, "accepted")
    [open_one] = conn(suggestions.find, Which())
    assert (open_one.label_set, open_one.label, open_one.score) == ("Rooms", "kitchen", 0.9)
    assert [each.label for each in conn(suggestions.find, Which("accepted"))] == ["bath"]
    assert conn(labels.remove_label, "Rooms", "KITCHEN")
    assert conn(labels.remove_label, "Rooms", "bath")
    assert not conn(labels.remove_label, "Rooms", "bath")
    assert status(conn, photo) == {"bath": ("zero_shot", "accepted")}
    assert conn(labels.in_set, "Rooms") == []
    assert conn(tags.find, ("kitchen",)) is None


def test_a_label_set_keeps_settings_that_are_not_given(conn):
    conn(labels.ensure_set, "Rooms", templates=["a {}"], multi_label=True)
    conn(labels.ensure_set, "rooms")
    [found] = conn(labels.sets)
    assert (found.name, found.templates, found.multi_label) == ("Rooms", ("a {}",), True)
    assert conn(labels.find_set, "ROOMS") == found
    with pytest.raises(UserError):
        conn(labels.ensure_set, " ")


def test_albums_keep_their_order_and_names_are_unique(conn):
    one, two = conn(add_photo, "a.jpg"), conn(add_photo, "b.jpg")
    album = conn(albums.create, "Best")
    conn(albums.add_photos, album, [two, one, two])
    assert conn(albums.photos_in, album) == [two, one]
    conn(albums.remove_photos, album, [two])
    assert conn(albums.all_albums) == [(album, "Best", None, 1)]
    with pytest.raises(UserError, match="already"):
        conn(albums.create, "best")
    with pytest.raises(UserError):
        conn(albums.create, "")
    conn(albums.remove, album)
    assert conn(albums.find, "Best") is None


def test_jobs_are_history(conn):
    one = conn(jobs.start, "index")
    conn(jobs.finish, one, "done", counts={"indexed": 3})
    conn(jobs.start, "scan")
    conn(jobs.close_unfinished)
    latest, first = conn(jobs.recent)
    assert (first.state, first.counts, latest.state) == ("done", {"indexed": 3}, "failed")
