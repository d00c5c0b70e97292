"""A filter means the same in SQL and in Python, and what fields.py says it means."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
import query_catalog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from photoclip.catalog import photo_query, photos
from photoclip.catalog.database import Database
from photoclip.query.branches import plan
from photoclip.query.compile import to_sql
from photoclip.query.context import QueryContext
from photoclip.query.fields import FIELDS
from photoclip.query.match import PhotoFacts, matches
from photoclip.query.parser import parse

ASKED = [spec for spec in FIELDS if spec.kind != "photo"]
MODEST = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@dataclass
class Filled:
    db: Database
    facts: list[PhotoFacts]
    context: QueryContext

    def ids(self, node) -> list[int]:
        where, params = to_sql(node, self.context)
        with self.db.read() as conn:
            return photo_query.select_ids(conn, where, params, ordered=False).tolist()

    def twin_ids(self, node) -> list[int]:
        return [each.photo_id for each in self.facts if matches(node, each, self.context)]

    def ask(self, text: str) -> list[PhotoFacts]:
        """Photos of a query of fields only; both ways must agree."""
        [branch] = plan(parse(text))
        assert branch.filter is not None
        assert not branch.terms
        found = self.ids(branch.filter)
        assert found == self.twin_ids(branch.filter)
        return [each for each in self.facts if each.photo_id in found]


@pytest.fixture(scope="module", params=[1, 2])
def filled(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("query")
    with Database.open(folder / "catalog.sqlite", backups=folder / "backups") as db:
        db.write(lambda conn: query_catalog.fill(conn, request.param))
        with db.read() as conn:
            facts = query_catalog.load_facts(conn)
            context = query_catalog.context(conn)
        yield Filled(db, facts, context)


@pytest.mark.parametrize("spec", ASKED, ids=lambda spec: spec.name)
def test_one_condition_means_the_same_in_sql_and_python(filled, spec):
    @MODEST
    @given(query_catalog.conditions(spec))
    def same(node):
        assert filled.ids(node) == filled.twin_ids(node)

    same()


@settings(MODEST, max_examples=150)
@given(data=st.data())
def test_a_tree_means_the_same_in_sql_and_python(filled, data):
    node = data.draw(query_catalog.filters())
    assert filled.ids(node) == filled.twin_ids(node)


@pytest.mark.parametrize(
    "text",
    [
        "tag:dog", "tag:animals/dog", "tag:ac/dc", "tag:50%", 'tag:"hot dog"', "tag:*oodl*",
        "album:été", "album:sunny", 'album:"best of*"', "album:A%B",
        "in:2023", "in:2023/italy", "in:/srv/photos", "in:it's", "folder:ital", "folder:ÄRG",
        "name:img_*", "name:_0001", "name:ÉTÉ", "name:strasse", "name:%", "name:*.png",
        "caption:DOG", "caption:café", "caption:*", 'caption:"100%"', "camera:canon",
        "camera:ümlaut", "lens:50mm", "iso:>=800", "iso:100..200", "rating:0", "rating:<0",
        "rating:3..5", "pick:picked", "type:jpg", "type:raw", "date:2023-12-31", "date:today",
        "date:2023-06..2024-01", "date:>2023", "before:2024", "after:2024-02", "year:2023",
        "month:feb", "width:>=40", "height:30", "orientation:portrait", "orientation:square",
        "near:45.44,12.33,5", "near:-17.8,180,5", "is:untagged", "is:tagged", "is:suggested",
        "is:duplicate", "is:offline", "is:raw", "is:unreadable", "is:new", "is:captioned",
        "is:uncaptioned", "is:located", "is:rated", "model:active", "model:other*",
    ],
)  # fmt: skip
def test_every_field_tells_photos_apart(filled, text):
    assert 0 < len(filled.ask(text)) < len(filled.facts), "a query that cannot fail tests nothing"


def test_not_is_the_complement_even_of_what_is_unknown(filled):
    for text in ("camera:canon", "date:2023", "iso:100", "near:0,0,5", "orientation:square"):
        found = {each.photo_id for each in filled.ask(text)}
        rest = {each.photo_id for each in filled.ask(f"-{text}")}
        assert found.isdisjoint(rest)
        assert len(found) + len(rest) == len(filled.facts)
        name, _, value = text.partition(":")
        if name != "camera":
            assert {each.photo_id for each in filled.ask(f"{name}:!={value}")} == rest


def test_a_tag_is_found_at_any_level_with_what_lies_below(filled):
    wanted = {"dog"}
    found = {each.photo_id for each in filled.ask("tag:DOG")}
    expected = {
        each.photo_id
        for each in filled.facts
        if any(wanted & {level.casefold() for level in path} for path in each.tags)
    }
    assert found == expected
    below = {each.photo_id for each in filled.ask("tag:animals/dog")}
    assert below < found


def test_accents_and_letter_case_do_not_count_in_any_script(filled):
    assert {each.name.split("-")[-1] for each in filled.ask("name:été")} == {
        "ÉTÉ.jpg",
        "e\u0301te\u0301.jpg",
    }
    assert {each.name.split("-")[-1] for each in filled.ask("name:σίσυφος")} == {"ΣΊΣΥΦΟΣ.jpg"}


def test_percent_and_underscore_stand_for_themselves(filled):
    assert all("%" in each.name for each in filled.ask("name:%"))
    assert all("_" in each.name for each in filled.ask("name:_"))


def test_in_takes_whole_names_of_folders_only(filled):
    for each in filled.ask("in:italy"):
        assert "italy" in each.folder.casefold().split("/")


def test_near_reaches_across_the_date_line(filled):
    assert {each.lon for each in filled.ask("near:-17.8,179.995,3")} == {179.99, -179.99}


def test_dates_begin_and_end_where_the_calendar_says(filled):
    inside = filled.ask("date:2023")
    assert {each.taken_at[:4] for each in inside} == {"2023"}
    assert filled.ask("after:2023 before:2024") == inside
    assert filled.ask("date:2023-01..2023-12") == inside
    assert filled.ask("date:>=2023 date:<=2023") == inside
    assert filled.ask("date:<2023 OR date:>2023 OR date:2023") == filled.ask("date:1800..2200")
    assert filled.ask("date:today..2022") == []
    assert filled.ask("date:yesterday") == filled.ask("date:2024-02-29")


def test_the_answer_is_newest_first_and_without_missing_photos(filled):
    with filled.db.read() as conn:
        every = photos.all_ids(conn).tolist()
        assert photo_query.select_ids(conn, "1", ()).tolist() == every
    gone = every[0]
    filled.db.write(
        lambda conn: conn.execute("UPDATE photos SET state = 'missing' WHERE id = ?", (gone,))
    )
    try:
        with filled.db.read() as conn:
            assert photo_query.select_ids(conn, "1", ()).tolist() == every[1:]
    finally:
        state = next(each.state for each in filled.facts if each.photo_id == gone)
        filled.db.write(
            lambda conn: conn.execute("UPDATE photos SET state = ? WHERE id = ?", (state, gone))
        )


def test_the_longest_query_that_is_accepted_runs(filled):
    text = " OR ".join(["iso:100 name:é"] * 100)
    assert filled.ask(text) == filled.ask("iso:100 name:é")
    nested = "(" * 30 + "iso:100" + " OR iso:200)" * 30
    assert filled.ask(nested) == filled.ask("iso:100 OR iso:200")


def test_the_vocabulary_names_what_the_library_has(filled):
    words = photo_query.CatalogVocabulary(filled.db.read)
    assert set(words.tags) >= {"Animals/Dog/Poodle", "AC/DC", "Straße/x"}
    assert words.albums == sorted(words.albums, key=str.casefold)
    assert {"sunny", "empty"} <= set(words.albums)
    assert set(words.cameras) == {each.camera for each in filled.facts if each.camera}
    assert set(words.lenses) == {each.lens for each in filled.facts if each.lens}
    assert set(words.types) == {each.file_format for each in filled.facts if each.file_format}
    assert words.years == sorted(
        {each.taken_at[:4] for each in filled.facts if each.taken_at}, reverse=True
    )
    assert "2023/Italy" in words.folders
    assert "" not in words.folders
    assert set(words.models) == set(query_catalog.MODELS)
