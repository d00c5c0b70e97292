"""The parts of any query stand where they are said to, and one less is a query again."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from photoclip.errors import QueryError
from photoclip.query.parser import parse, to_text
from photoclip.query.terms import mended, terms, without

MODEST = settings(max_examples=300, deadline=None)

LEAVES = st.sampled_from(
    ["dog", "beach^2", '"a b"', "“c d”", "tag:x", 'in:"2023/My Trip (1)"', "rating:>=3",
     'album:"say ""x"""', "like:pool.jpg", 'like:"a b.jpg"^2', "café", "🐕", "NOTE", "a-b"]
)  # fmt: skip
SIGNED = st.tuples(st.sampled_from(["", "", "-", "+", "NOT ", "NOT NOT "]), LEAVES).map("".join)
QUERIES = st.recursive(
    SIGNED,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(" ".join),
        st.lists(inner, min_size=2, max_size=3).map(" OR ".join),
        st.lists(inner, min_size=2, max_size=2).map("|".join),
        st.lists(inner, min_size=2, max_size=2).map(" AND ".join),
        st.tuples(st.sampled_from(["", "-", "NOT "]), inner).map(lambda p: f"{p[0]}({p[1]})"),
    ),
    max_leaves=8,
)
PIECES = st.sampled_from(
    ["tag:", "tag:x", '"', "“", "(", ")", "|", "-", "+", "x", " ", ">=", "NOT ", "OR", ":", "🐕",
     "like:a", 'in:"a b"', "^2", "\0", "rating:9", "foo:bar"]
)  # fmt: skip
ANY_TEXT = st.one_of(st.text(max_size=30), st.lists(PIECES, max_size=10).map("".join))


def listed(text: str) -> list[tuple[str, str, str, str, bool]]:
    return [(t.kind, t.text, t.name, t.value, t.negative) for t in terms(text)]


def test_every_kind_of_part_is_told():
    assert listed('a dog -"b c" NOT tag:"x y" like:pool.jpg^2 -like:7') == [
        ("words", "a", "", "a", False),
        ("words", "dog", "", "dog", False),
        ("phrase", '-"b c"', "", "b c", True),
        ("field", 'NOT tag:"x y"', "tag", "x y", True),
        ("picture", "like:pool.jpg^2", "like", "pool.jpg", False),
        ("picture", "-like:7", "like", "7", True),
    ]


def test_an_alias_is_told_by_its_own_name_and_an_operator_stays_in_the_text():
    assert listed("stars:>=3") == [("field", "stars:>=3", "rating", "3", False)]


def test_a_dash_inside_a_word_is_no_sign_of_what_follows():
    assert [t.text for t in terms('a-"b"')] == ["a-", '"b"']


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tag:x rat", ["tag:x"]),
        ("tag:x rating:", ["tag:x"]),
        ('-in:"a b" "unclosed', ['-in:"a b"']),
        ("(tag:x like:7", ["tag:x", "like:7"]),
        ("rating:9 tag:y", ["tag:y"]),
    ],
)
def test_of_an_unfinished_query_the_whole_fields_are_told(text, expected):
    assert [t.text for t in terms(text) if t.name] == expected


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("dog tag:x  beach", 1, "dog beach"),
        ("tag:x", 0, ""),
        ("tag:x OR dog", 0, "dog"),
        ("dog OR tag:x", 1, "dog"),
        ("dog OR tag:x beach", 1, "dog OR beach"),
        ("a AND tag:x AND b", 1, "a AND b"),
        ("(tag:x) dog", 0, "dog"),
        ("a -(tag:x OR tag:y)", 1, "a -(tag:y)"),
        ("a OR NOT (tag:x) OR b", 1, "a OR b"),
        ("dog NOT tag:x", 1, "dog"),
        ('a like:"b c"^2', 1, "a"),
        ("tag:x rating:", 0, "rating:"),
    ],
)
def test_a_query_without_a_part_keeps_the_rest_as_typed(text, number, rest):
    assert without(text, number) == rest


def test_a_part_that_is_not_there_cannot_be_taken_out():
    with pytest.raises(IndexError):
        without("dog", 1)


@MODEST
@given(st.one_of(QUERIES, ANY_TEXT))
def test_parts_lie_inside_in_order_and_apart(text):
    end = 0
    for term in terms(text):
        assert end <= term.start < term.end <= len(text)
        assert text[term.start : term.end] == term.text
        end = term.end


@MODEST
@given(QUERIES, st.data())
def test_one_part_less_is_a_valid_query_of_the_other_parts(text, data):
    before = terms(text)
    number = data.draw(st.integers(0, len(before) - 1))
    rest = without(text, number)
    parse(rest)
    assert [(t.kind, t.value) for t in terms(rest)] == [
        (t.kind, t.value) for at, t in enumerate(before) if at != number
    ]


@MODEST
@given(ANY_TEXT)
def test_no_text_makes_it_fail(text):
    for number in range(len(terms(text))):
        without(text, number)


def error_of(text: str) -> QueryError:
    with pytest.raises(QueryError) as caught:
        parse(text)
    return caught.value


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("dog raiting:>=3 beach", "dog rating:>=3 beach"),
        ("foldr:x", "folder:x"),
        ("is:untaged dog", "is:untagged dog"),
        ("month:jully", "month:july"),
        ("orientation:portrat x", "orientation:portrait x"),
    ],
)
def test_a_misspelt_field_or_value_is_put_right(text, better):
    assert mended(text, error_of(text)) == better
    assert to_text(parse(better))


@pytest.mark.parametrize("text", ["zzqqk:x", "rating:9", "is:zzqqk", "(a", "raiting:zzz", "tag:"])
def test_what_cannot_be_guessed_is_left_alone(text):
    assert mended(text, error_of(text)) == ""
