"""Words that stand in photos' texts, and photos by their names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from catalog_bench import add_photo, add_root

from photoclip.catalog import albums, captions, fulltext, lookup, tags
from photoclip.catalog.connection import Connection
from photoclip.catalog.database import Database
from photoclip.catalog.fulltext import Literal


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with Database.open(tmp_path / "catalog.sqlite", backups=tmp_path / "backups") as db:
        db.write(add_root)
        yield db


@pytest.fixture
def three(db: Database) -> tuple[int, int, int]:
    """Photos whose caption, tag and name hold "anna"."""

    def write(conn: Connection) -> tuple[int, int, int]:
        one, two, three = (add_photo(conn, name) for name in ("a.jpg", "b.jpg", "Anna_7.jpg"))
        captions.set_manual(conn, one, "Änna and a dog, on the beach")
        tags.assign(conn, [two], tags.ensure(conn, ("People", "Anna")))
        return one, two, three

    return db.write(write)


def literal(db: Database, *parts: str) -> Literal:
    with db.read() as conn:
        return fulltext.literal(conn, parts)


def test_captions_and_tags_say_it_and_names_only_name_it(
    db: Database, three: tuple[int, int, int]
) -> None:
    one, two, named = three
    found = literal(db, "ANNA")
    assert sorted(found.said) == [one, two]
    assert found.named == [named]
    with db.read() as conn:
        places = fulltext.places(conn, ["anna"], [one, two, named, 999])
    assert places == {one: "caption", two: "tag", named: "name"}


def test_all_parts_are_needed_wherever_each_stands(
    db: Database, three: tuple[int, int, int]
) -> None:
    one, two, named = three
    assert literal(db, "anna", "dog").said == [one]
    assert literal(db, "anna", "cat") == Literal([], [])
    assert literal(db, "anna", "7") == Literal([], [named])
    assert literal(db, "ann") == Literal([], []), "whole words only"
    db.write(lambda c: captions.set_manual(c, two, "a dog"))
    assert sorted(literal(db, "anna", "dog").said) == [one, two]
    with db.read() as conn:
        # Neither place of the second holds both; the tag goes before the caption.
        assert fulltext.places(conn, ["anna", "dog"], [two]) == {two: "tag"}


def test_phrases_are_words_side_by_side(db: Database, three: tuple[int, int, int]) -> None:
    assert literal(db, "dog, on the").said == [three[0]]
    assert literal(db, "on dog") == Literal([], [])


@pytest.mark.parametrize("part", ['"', "OR", "NEAR(", "*", "col:x", "-", "", "a b)", "'", "{name}"])
def test_any_text_may_be_looked_up(db: Database, three: tuple[int, int, int], part: str) -> None:
    with db.read() as conn:
        fulltext.literal(conn, [part])
        fulltext.places(conn, [part], three)
        fulltext.holds(conn, part)


def test_nothing_is_found_by_nothing(db: Database, three: tuple[int, int, int]) -> None:
    assert literal(db) == Literal([], [])
    assert literal(db, "-") == Literal([], [])
    with db.read() as conn:
        assert fulltext.places(conn, [], three) == {}
        assert not fulltext.holds(conn, "")


def test_missing_photos_are_not_given(db: Database, three: tuple[int, int, int]) -> None:
    db.write(lambda c: c.execute("UPDATE photos SET state = 'missing' WHERE id = ?", three[:1]))
    assert literal(db, "anna").said == [three[1]]


def test_very_common_words_are_given_newest_first(
    db: Database, three: tuple[int, int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fulltext, "_RANKED", 1)
    db.write(lambda c: captions.set_manual(c, three[2], "anna anna anna"))
    assert literal(db, "anna").said == sorted(three, reverse=True)


def test_words_of_the_library_are_known(db: Database, three: tuple[int, int, int]) -> None:
    db.write(lambda c: albums.create(c, "Best of Rügen"))
    with db.read() as conn:
        assert fulltext.holds(conn, "beach")
        assert not fulltext.holds(conn, "bea")
        assert lookup.words_of_tags(conn) == ["Anna", "Best of Rügen", "People"]


def test_photos_are_found_by_their_whole_name(db: Database, three: tuple[int, int, int]) -> None:
    with db.read() as conn:
        assert lookup.ids_named(conn, "anna_7.JPG") == [three[2]]
        assert lookup.ids_named(conn, "anna") == []
