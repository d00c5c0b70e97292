"""Albums and tags by hand: what the user made is kept, and refusals say why."""

from __future__ import annotations

import os

import pytest

from photoclip.errors import QueryError, UserError
from photoclip.jobs.job import run_to_end

NAMES = ("a.jpg", "b.jpg", "c.jpg", "one/IMG.jpg", "two/IMG.jpg")


def backups(library):
    folder = library.path / "backups"
    return sorted(folder.iterdir()) if folder.is_dir() else []


# --- albums ----------------------------------------------------------------------------


def test_an_album_keeps_the_order_it_is_given(library, ids, heard):
    a, b, c, *_ = ids
    library.albums.create("Best")
    assert library.albums.add("best", [c, a]).photos == 2
    library.albums.add("Best", [a, b])
    assert library.albums.photos("Best") == [c, a, b]
    library.albums.reorder("Best", [b])
    assert library.albums.photos("Best") == [b, c, a]
    library.albums.reorder("Best", [a, c, b])
    assert library.albums.remove_photos("Best", [c]).photos == 2
    assert library.albums.photos("Best") == [a, b]
    assert all(change.albums for change in heard)


def test_reordering_does_not_add_photos(library, ids):
    library.albums.create("Best")
    library.albums.add("Best", ids[:1])
    library.albums.reorder("Best", [ids[1], ids[0]])
    assert library.albums.photos("Best") == ids[:1]


@pytest.mark.parametrize(
    ("moving", "where", "after"),
    [
        ("d", {"before": "b"}, "adbce"),
        ("ca", {"before": "e"}, "bdcae"),
        ("bc", {"before": "c"}, "abcde"),
        ("ae", {"before": "a"}, "aebcd"),
        ("b", {}, "acdeb"),
        ("ec", {"to": 2}, "aecbd"),
        ("a", {"to": 99}, "bcdea"),
        ("d", {"to": 1}, "dabce"),
    ],
)
def test_photos_move_within_an_album_and_the_others_keep_their_order(
    library, ids, moving, where, after
):
    of = dict(zip("abcde", ids, strict=True))
    library.albums.create("Best")
    library.albums.add("Best", ids)
    where = {**where, **({"before": of[where["before"]]} if "before" in where else {})}
    library.albums.move("best", [of[each] for each in moving], **where)
    assert library.albums.photos("Best") == [of[each] for each in after]


def test_a_move_to_where_nothing_can_be_is_refused_and_changes_nothing(library, ids):
    library.albums.create("Best")
    library.albums.add("Best", ids[:3])
    with pytest.raises(UserError, match="counted from 1"):
        library.albums.move("Best", ids[:1], to=0)
    with pytest.raises(UserError, match="not in the album"):
        library.albums.move("Best", ids[:1], before=ids[4])
    library.albums.move("Best", [ids[4]], to=1)
    assert library.albums.photos("Best") == ids[:3]


def test_albums_are_listed_by_name_and_renamed(library):
    library.albums.create("sea")
    library.albums.create("Dogs", query="name:a")
    assert [(album.name, album.query) for album in library.albums.all()] == [
        ("Dogs", "name:a"),
        ("sea", None),
    ]
    assert library.albums.rename("sea", "Sea").name == "Sea"
    with pytest.raises(UserError, match="already"):
        library.albums.rename("Sea", "dogs")
    with pytest.raises(UserError, match="needs a name"):
        library.albums.rename("Sea", " ")
    assert library.albums.remove("SEA").name == "Sea"
    assert [album.name for album in library.albums.all()] == ["Dogs"]


def test_a_missing_photo_keeps_its_place_and_is_not_shown(library, ids, top):
    library.albums.create("Best")
    library.albums.add("Best", ids[:3])
    text = (top / "b.jpg").read_text()
    stamp = (top / "b.jpg").stat().st_mtime_ns
    (top / "b.jpg").unlink()
    run_to_end(library.scan())
    assert library.albums.photos("Best") == [ids[0], ids[2]]
    assert library.albums.all()[0].photos == 2
    library.albums.move("Best", [ids[2]], to=1)
    library.albums.reorder("Best", [ids[0], ids[2]])
    (top / "b.jpg").write_text(text)
    os.utime(top / "b.jpg", ns=(stamp, stamp))
    run_to_end(library.scan())
    assert library.albums.photos("Best") == ids[:3]


def test_a_smart_album_is_looked_for_when_shown(library, ids):
    library.albums.create("Letters", query="name:a OR name:b")
    assert set(library.albums.photos("Letters")) == set(ids[:2])
    library.albums.set_query("letters", "name:c")
    assert library.albums.photos("Letters") == [ids[2]]


def test_a_smart_album_takes_no_photos_by_hand(library, ids):
    library.albums.create("Smart", query="name:a")
    for change in (library.albums.add, library.albums.remove_photos, library.albums.reorder):
        with pytest.raises(UserError, match="is smart"):
            change("Smart", ids[:1])


def test_a_query_that_cannot_be_understood_is_not_saved(library):
    with pytest.raises(QueryError) as caught:
        library.albums.create("Bad", query="rating:>=many")
    assert caught.value.end > caught.value.start
    with pytest.raises(UserError, match="needs a query"):
        library.albums.create("Bad", query="  ")
    assert library.albums.all() == []
    library.albums.create("Good", query="name:a")
    with pytest.raises(QueryError):
        library.albums.set_query("Good", "(")
    assert library.albums.all()[0].query == "name:a"


def test_an_album_by_hand_gets_no_query(library):
    library.albums.create("Hand")
    with pytest.raises(UserError, match="picked by hand"):
        library.albums.set_query("Hand", "name:a")


@pytest.mark.parametrize("method", ["add", "remove_photos", "reorder"])
def test_unknown_albums_and_photos_are_named(library, ids, method):
    with pytest.raises(UserError, match="no album “None”"):
        getattr(library.albums, method)("None", ids)
    library.albums.create("Best")
    with pytest.raises(UserError, match="number 999"):
        getattr(library.albums, method)("Best", [ids[0], 999])
    assert library.albums.photos("Best") == [], "all or nothing"


@pytest.mark.parametrize("method", ["photos", "remove"])
def test_an_album_that_is_not_there_has_no_photos(library, method):
    with pytest.raises(UserError, match="albums list"):
        getattr(library.albums, method)("None")


# --- tags ------------------------------------------------------------------------------


def status(library, photo_id):
    return {each.tag: (each.source, each.status) for each in library.tags.of_photo(photo_id)}


def test_a_tag_given_by_hand_is_a_decision_that_can_be_undone(library, ids, heard):
    done = library.tags.add(ids[:2], ("People", "Anna"))
    assert done.count == 2
    assert status(library, ids[0]) == {"People/Anna": ("manual", "accepted")}
    assert heard[-1].photos == frozenset(ids[:2])
    assert library.tags.add(ids[:2], ("people", "ANNA")).count == 0
    assert library.tags.remove(ids[:1], ("People", "Anna")).count == 1
    assert status(library, ids[0]) == {"People/Anna": ("manual", "rejected")}
    library.review.undo()
    assert status(library, ids[0]) == {"People/Anna": ("manual", "accepted")}
    library.review.undo()
    assert status(library, ids[0]) == {}


def test_the_tree_counts_photos(library, ids):
    library.tags.add(ids[:2], ("People", "Anna"))
    library.tags.add(ids[:1], ("sea",))
    assert [(tag.path, tag.photos) for tag in library.tags.all()] == [
        (("People",), 0),
        (("People", "Anna"), 2),
        (("sea",), 1),
    ]
    assert sorted(library.tags.photos(("people",))) == sorted(ids[:2])


def test_renaming_and_moving_go_to_all_photos_and_their_words(library, ids):
    library.tags.add(ids[:2], ("Tiere", "Hund"))
    library.tags.rename(("tiere",), "Animals")
    library.tags.move(("Animals", "Hund"), ("Pets", "Dear"))
    assert set(status(library, ids[0])) == {"Pets/Dear/Hund"}
    assert set(library.photos_matching("tag:dear")) == set(ids[:2])
    assert library.photos_matching("tag:animals") == []
    library.tags.move(("Pets", "Dear", "Hund"), ())
    assert set(status(library, ids[1])) == {"Hund"}


def test_a_place_that_is_taken_is_refused_and_nothing_is_merged(library, ids):
    library.tags.add(ids[:1], ("a", "x"))
    library.tags.add(ids[1:2], ("b", "X"))
    before = [status(library, each) for each in ids[:2]]
    with pytest.raises(UserError, match="already"):
        library.tags.move(("a", "x"), ("b",))
    with pytest.raises(UserError, match="already"):
        library.tags.rename(("a",), "B")
    assert [status(library, each) for each in ids[:2]] == before


def test_a_tag_cannot_lie_below_itself(library, ids):
    library.tags.add(ids[:1], ("a", "b", "c"))
    for below in (("a",), ("a", "b"), ("a", "b", "c"), ("a", "new")):
        with pytest.raises(UserError, match="below itself"):
            library.tags.move(("a",), below)
    assert [tag.path for tag in library.tags.all()] == [("a",), ("a", "b"), ("a", "b", "c")]


def test_deleting_says_how_many_photos_had_it_and_leaves_a_copy_of_the_catalog(library, ids):
    library.tags.add(ids[:2], ("a",))
    library.tags.add(ids[1:3], ("a", "b"))
    assert library.tags.delete(("A",)) == 3
    assert library.tags.all() == []
    assert status(library, ids[1]) == {}
    [copy] = backups(library)
    assert "deleting-a-tag" in copy.name


def test_deleting_an_unused_tag_needs_no_copy(library, ids):
    library.tags.add(ids[:1], ("a",))
    library.tags.remove(ids[:1], ("a",))
    assert library.tags.delete(("a",)) == 0
    assert backups(library) == []


def test_the_tag_of_a_label_is_not_deleted_from_under_it(library, ids):
    library.studio.put_label("mine", "dog", parents=("Animals",))
    for path in (("Animals",), ("Animals", "dog")):
        with pytest.raises(UserError, match="label “dog” of the set “mine”"):
            library.tags.delete(path)
    assert library.studio.labels() == {"mine": ["dog"]}


def test_imported_tags_that_were_renamed_are_the_users_own(library, ids):
    from photoclip.catalog import tags

    def keywords(*names):
        write = library._parts.context.db.write
        write(lambda conn: tags.import_keywords(conn, ids[0], [(name,) for name in names]))

    keywords("Meer")
    library.tags.rename(("Meer",), "sea")
    keywords("boat")
    assert status(library, ids[0]).keys() == {"sea", "boat"}


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda tags, ids: tags.remove(ids, ("none",)), "no tag “none”"),
        (lambda tags, ids: tags.rename(("none",), "x"), "no tag “none”"),
        (lambda tags, ids: tags.move(("none", "x"), ()), "no tag “none/x”"),
        (lambda tags, ids: tags.delete(("none",)), "tags list"),
        (lambda tags, ids: tags.photos(("none",)), "tags list"),
        (lambda tags, ids: tags.add(ids, ("a/b",)), "cannot have a “/”"),
        (lambda tags, ids: tags.move(("a",), ("b/c",)), "cannot have a “/”"),
        (lambda tags, ids: tags.add(ids, ("a", " ")), "needs a name"),
        (lambda tags, ids: tags.add([*ids, 999], ("new",)), "number 999"),
        (lambda tags, ids: tags.set_rating(ids, 6), "6 is no rating"),
        (lambda tags, ids: tags.set_rating([999], 5), "number 999"),
        (lambda tags, ids: tags.set_pick(ids, 2), "2 is no flag"),
        (lambda tags, ids: tags.set_pick([999], 1), "number 999"),
    ],
)
def test_what_cannot_be_done_to_tags_says_why_and_changes_nothing(library, ids, call, words):
    with pytest.raises(UserError, match=words):
        call(library.tags, ids)
    assert library.tags.all() == []
    assert {photo.rating for photo in library.photos(ids)} == {None}


def test_a_name_with_a_slash_is_no_new_name(library, ids):
    library.tags.add(ids, ("a",))
    with pytest.raises(UserError, match="move the tag"):
        library.tags.rename(("a",), "b/c")


def test_stars_and_flags_are_set_and_taken_back(library, ids, heard):
    library.tags.set_rating(ids[:2], 4)
    library.tags.set_pick(ids[:1], -1)
    assert [(p.rating, p.pick) for p in library.photos(ids[:3])] == [(4, -1), (4, 0), (None, 0)]
    assert library.photos_matching("rating:>=4 pick:rejected") == ids[:1]
    library.tags.set_rating(ids[:2], None)
    library.tags.set_pick(ids[:1], 0)
    assert [(p.rating, p.pick) for p in library.photos(ids[:1])] == [(None, 0)]
    assert all(change.photos for change in heard)
