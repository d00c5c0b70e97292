"""Proposals fit where the cursor is, make valid queries, and never fail on any text."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from photoclip.query.complete import LIMIT, complete
from photoclip.query.fields import BY_NAME, FIELDS
from photoclip.query.parser import parse


def listed(name, *values):
    def read(self):
        self.asked.append(name)
        return list(values)

    return property(read)


class Library:
    """A vocabulary that says which of its lists were asked for."""

    def __init__(self):
        self.asked = []

    tags = listed("tags", "Animals/Dog", "Holiday", "Été/Mer", "50%", 'say "x"', "Hot Dog")
    albums = listed("albums", "Best of 2023", "dogs")
    folders = listed("folders", "2023/Italy", "2023/My Trip (1)")
    cameras = listed("cameras", "Canon EOS R5", "FUJIFILM")
    lenses = listed("lenses", "EF 50mm")
    years = listed("years", "2024", "2023")
    months = listed("months", "2024-02", "2023-12", "2023-06")
    types = listed("types", "HEIF")
    models = listed("models", "starter")


def at(marked: str):
    """Proposals for a query with ``|`` at the cursor, as whole queries."""
    cursor = marked.index("|")
    text = marked.replace("|", "", 1)
    return [text[: c.start] + c.text + text[c.end :] for c in complete(text, cursor, Library())]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("ta|", "tag:"),
        ("key|", "tag:"),
        ("STA|", "rating:"),
        ("dog -ta|", "dog -tag:"),
        ("dog -|", "dog -tag:"),
        ("(dog OR came|)", "(dog OR camera:)"),
        ("ho|", "tag:Holiday"),
        ("tag:ho|", "tag:Holiday"),
        ("tag:DO|", "tag:Animals/Dog"),
        ("tag:éT|", "tag:Été/Mer"),
        ("tag:hot|", 'tag:"Hot Dog"'),
        ('tag:"hot d|', 'tag:"Hot Dog"'),
        ('tag:"hot|" beach', 'tag:"Hot Dog" beach'),
        ("tag:sa|", 'tag:"say ""x"""'),
        ("in:|", "in:2023/Italy"),
        ("in:trip|", 'in:"2023/My Trip (1)"'),
        ("-(x album:be|) y", '-(x album:"Best of 2023") y'),
        ("tag:ho|liday beach", "tag:Holiday beach"),
        ("dog^2 camera:ca| beach", 'dog^2 camera:"Canon EOS R5" beach'),
        ("is:un|", "is:untagged"),
        ("type:|", "type:heic"),
        ("after:2|", "after:2024"),
        ("after:y|", "after:yesterday"),
        ("year:>=20|", "year:>=2024"),
        ("month:ju|", "month:june"),
        ("month:|", "month:february"),
        ("month:j|", "month:june"),
        ("after:2023-|", "after:2023-12"),
        ("before:2023-06|", "before:2023-06"),
        ("date:>=2024-|", "date:>=2024-02"),
        ("date:2023..2024-|", "date:2023..2024-02"),
        ("year:2020..|", "year:2020..2024"),
        ("pick:p|", "pick:picked"),
        ("rating:>=|", "rating:>=5"),
        ("model:a|", "model:active"),
        ("Keyword:ho|", "Keyword:Holiday"),
    ],
)
def test_the_best_proposal_replaces_the_part_at_the_cursor(typed, expected):
    assert at(typed)[0] == expected


@pytest.mark.parametrize(
    "typed",
    ["|", "dog |", "dog | cat", '"golden re|', "foo:b|", "like:po|", "near:4|", "(|", "|ta"],
)
def test_where_nothing_is_known_nothing_is_proposed(typed):
    assert at(typed) == []


def test_only_the_list_that_is_needed_is_asked_for():
    for text, asked in (("camera:c", ["cameras"]), ("is:r", []), ("t", []), ("ta", ["tags"])):
        library = Library()
        complete(text, len(text), library)
        assert library.asked == asked


def test_every_field_is_proposed_by_its_name_with_what_it_is_for():
    for spec in FIELDS:
        proposals = complete(spec.name, len(spec.name), Library())
        assert (f"{spec.name}:", spec.help) in [(each.text, each.detail) for each in proposals]


def test_proposals_are_bounded_and_not_repeated():
    class Many(Library):
        tags = property(lambda self: [f"tag {n // 2}" for n in range(1000)])

    found = complete("tag:ta", 6, Many())
    assert len(found) == LIMIT == len(set(found))


PIECES = st.sampled_from(
    [*(f"{name}:" for name in BY_NAME), '"', "“", "(", ")", "|", "-", "+", "x", "h", "ho", " ",
     ">=", "^2", "é", "\ud800", "\0", "OR", ":", "a/b"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(st.text(max_size=30), st.lists(PIECES, max_size=8).map("".join)),
    st.integers(-3, 40),
)
@example("00000000000)-", 13)
def test_any_text_and_cursor_give_proposals_inside_the_text(text, cursor):
    for each in complete(text, cursor, Library()):
        assert 0 <= each.start <= cursor <= each.end <= len(text)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(FIELDS), st.sampled_from(["", "h", "2", "a", '"h']), st.sampled_from("- ("))
def test_a_proposed_value_makes_a_query_that_parses(spec, typed, before):
    text = f"{before}{spec.name}:{typed}"
    for each in complete(text, len(text), Library()):
        whole = text[: each.start] + each.text + text[each.end :]
        assert parse(whole + ")" if before == "(" else whole) is not None
