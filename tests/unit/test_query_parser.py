"""Any text parses or is refused with a sentence and a place; printing and parsing agree."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from photoclip.errors import QueryError
from photoclip.query.ast import And, Field, Like, Node, Not, Or, Words
from photoclip.query.branches import MAX_BRANCHES, plan
from photoclip.query.fields import BY_NAME, FIELDS
from photoclip.query.parser import MAX_DEPTH, MAX_LENGTH, parse, to_text

MODEST = settings(max_examples=300, deadline=None)


def bare(node: Node | None) -> Node | None:
    """A tree without its places."""
    if node is None:
        return None
    if isinstance(node, Not):
        return Not(bare(node.part))
    if isinstance(node, And | Or):
        return type(node)(tuple(bare(part) for part in node.parts))
    return dataclasses.replace(node, start=0, end=0)


def word(text, weight=1.0):
    return Words(text, weight)


# --- what is understood -----------------------------------------------------------------


@pytest.mark.parametrize("text", ["", " ", "\n\t "])
def test_nothing_is_no_tree(text):
    assert parse(text) is None
    assert to_text(None) == ""


def test_the_example_of_the_contract():
    node = parse(
        '"golden retriever" on a beach -people tag:holiday in:"2023/Italy" after:2023-06 '
        "before:2024 rating:>=3 camera:canon like:pool.jpg is:untagged"
    )
    assert bare(node) == And(
        (
            Words("golden retriever", phrase=True),
            word("on"),
            word("a"),
            word("beach"),
            word("people", -1.0),
            Field("tag", "=", "holiday"),
            Field("in", "=", "2023/Italy"),
            Field("after", "=", "2023-06"),
            Field("before", "=", "2024"),
            Field("rating", ">=", "3"),
            Field("camera", "=", "canon"),
            Like("pool.jpg"),
            Field("is", "=", "untagged"),
        )
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dog^2", word("dog", 2.0)),
        ("-dog^.5", word("dog", -0.5)),
        ("dog^-2", word("dog", -2.0)),
        ("+dog^2", word("dog", 2.0)),
        ('"golden retriever"^0.5', Words("golden retriever", 0.5, phrase=True)),
        ('-"a  b"', Words("a b", -1.0, phrase=True)),
        ("“a b”", Words("a b", phrase=True)),
        ('"say ""cheese"""', Words('say "cheese"', phrase=True)),
        ("NOT dog", Not(word("dog"))),
        ("NOT NOT dog", word("dog")),
        ("-tag:x", Not(Field("tag", "=", "x"))),
        ("NOT -tag:x", Field("tag", "=", "x")),
        ("-(a b)", Not(And((word("a"), word("b"))))),
        ("-(a)", Not(word("a"))),
        ("a b OR c", Or((And((word("a"), word("b"))), word("c")))),
        ("a AND b", And((word("a"), word("b")))),
        ("a|b", Or((word("a"), word("b")))),
        ("a || b", Or((word("a"), word("b")))),
        ("a (b c)", And((word("a"), word("b"), word("c")))),
        ("a OR (b OR c)", Or((word("a"), word("b"), word("c")))),
        ("a (b OR c)", And((word("a"), Or((word("b"), word("c")))))),
        ("salt and pepper", And((word("salt"), word("and"), word("pepper")))),
        ("ANDROID", word("ANDROID")),
        ("NOT(a)", Not(word("a"))),
        ("like:12", Like("12")),
        ("-like:a.jpg^2", Like("a.jpg", -2.0)),
        ('like:"/a path/x.jpg"^0.5', Like("/a path/x.jpg", 0.5)),
        ("like:/a/b^2.jpg^3", Like("/a/b^2.jpg", 3.0)),
        ("like:C:\\x\\y.jpg", Like("C:\\x\\y.jpg")),
        ("rating:3..5", Field("rating", "=", "3..5")),
        ("rating:≥3", Field("rating", ">=", "3")),
        ("rating>=3", Field("rating", ">=", "3")),
        ("rating:>= 3", Field("rating", ">=", "3")),
        ("ISO:!=100", Field("iso", "!=", "100")),
        ('tag:">x"', Field("tag", "=", ">x")),
        ("stars:5", Field("rating", "=", "5")),
        ("in:/home/x", Field("in", "=", "/home/x")),
        ("tag:“a b”", Field("tag", "=", "a b")),
        ("near:45.44,12.33,5", Field("near", "=", "45.44,12.33,5")),
        ("near:-17.8,-179.9", Field("near", "=", "-17.8,-179.9")),
        ("date:..yesterday", Field("date", "=", "..yesterday")),
        ("month:July", Field("month", "=", "July")),
        ("pick:picked", Field("pick", "=", "picked")),
    ],
)
def test_what_is_typed_is_what_is_meant(text, expected):
    assert bare(parse(text)) == expected


@pytest.mark.parametrize(
    "text",
    ["it's 5:30", ":", "a: b", "http://x.org/y", "C:\\x", "-", "a - b", "--x", "++", "^", "^^",
     "a ^ b", ":-/", "x:y", "3x4", "#tag", "don't", "50%", "1..2", "a,b;c!?", "<3", "rock&roll"],
)  # fmt: skip
def test_what_people_type_into_a_search_box_is_words(text):
    node = parse(text)
    parts = node.parts if isinstance(node, And) else (node,)
    assert [part.text for part in parts] == text.split()
    assert all(isinstance(part, Words) and part.weight == 1 for part in parts)


def test_every_name_and_example_of_the_table_parses():
    for spec in FIELDS:
        node = parse(spec.example)
        assert isinstance(node, Like) if spec.kind == "photo" else node.name == spec.name
        for alias in spec.aliases:
            example = spec.example.replace(f"{spec.name}:", f"{alias}:", 1)
            assert bare(parse(example)) == bare(node)
            assert bare(parse(example.replace(alias, alias.upper(), 1))) == bare(node)
    names = [name for spec in FIELDS for name in (spec.name, *spec.aliases)]
    assert len(names) == len(set(names)) == len(BY_NAME)


def test_places_are_those_in_the_text():
    text = '  dog^2 -"big cat" tag:"x y" -like:a.jpg'
    parts = parse(text).parts
    inner = [part.part if isinstance(part, Not) else part for part in parts]
    assert [text[part.start : part.end] for part in inner] == [
        "dog^2",
        '-"big cat"',
        'tag:"x y"',
        "-like:a.jpg",
    ]


def test_halves_of_characters_become_a_sign_that_a_database_can_hold():
    assert parse("caf\udce9").text == "caf\ufffd"
    assert parse("tag:a\0b").value == "a\ufffdb"
    assert parse("like:caf\udce9.jpg").photo == "caf\udce9.jpg", "a path must still open its file"


# --- what is refused --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "marked", "said"),
    [
        ("a (b", "(", "not closed"),
        ("a) b", ")", "never opened"),
        ("a ( ) b", "( )", "nothing in the brackets"),
        ('a "b c', '"b c', "quotation mark is not closed"),
        ('in:"2023', '"2023', "quotation mark is not closed"),
        ('a "" b', '""', "nothing between"),
        ("a OR", "OR", "behind OR"),
        ("a OR OR b", "OR", "behind OR"),
        ("(a OR) b", "OR", "behind OR"),
        ("a |", "|", "behind |"),
        ("OR a", "OR", "before OR"),
        ("(AND a)", "AND", "before AND"),
        ("| a", "|", "before |"),
        ("a NOT", "NOT", "behind NOT"),
        ("NOT", "NOT", "“not”"),
        ("-AND", "-", "right before"),
        ("camra:canon", "camra", "did you mean “camera:canon”"),
        ("foo:bar", "foo", 'in quotes: “"foo:bar"”'),
        ("tag:", "tag:", "tag:holiday"),
        ("tag: x", "tag:", "tag:holiday"),
        ("(tag:)", "tag:", "tag:holiday"),
        ("rating:>=", "rating:>=", "rating:>=3"),
        ("(rating:>=)", "rating:>=", "rating:>=3"),
        ('tag:""', 'tag:""', "value behind"),
        ("like:>=3", ">=", "path or a number"),
        ('like:" "', '" "', "path or a number"),
        ("tag:>=3", "tag:>=3", "cannot stand behind"),
        ("before:>2023", "before:>2023", "cannot stand behind"),
        ("dog^x", "^x", "no weight"),
        ("dog^", "^", "no weight"),
        ("dog^0", "^0", "0.01 to 100"),
        ("dog^1000", "^1000", "0.01 to 100"),
        ("(a b)^2", "^2", "brackets"),
        ('tag:"x"^2', "^2", "no weight"),
        ("rating:many", "rating:many", "no whole number"),
        ("rating:1.5", "rating:1.5", "no whole number"),
        ("rating:6", "rating:6", "from -1 to 5"),
        ("rating:5..3", "rating:5..3", "type 3..5"),
        ("rating:..", "rating:..", "no end"),
        ("rating:>=3..5", "rating:>=3..5", "not both"),
        ("pick:maybe", "pick:maybe", "picked, rejected, none"),
        ("month:13", "month:13", "from 1 to 12"),
        ("year:99999", "year:99999", "from 1800 to 2200"),
        ("iso:99999999999", "iso:99999999999", "no whole number"),
        ("date:soon", "date:soon", "no date"),
        ("date:2023-13", "date:2023-13", "no month 13"),
        ("date:2023-02-29", "date:2023-02-29", "no day 29"),
        ("date:1066", "date:1066", "from 1800 to 2200"),
        ("date:2024..2023", "date:2024..2023", "type 2023..2024"),
        ("before:2023..2024", "before:2023..2024", "no date"),
        ("near:paris", "near:paris", "latitude, longitude"),
        ("near:91,0", "near:91,0", "between -90 and 90"),
        ("near:0,181", "near:0,181", "between -180 and 180"),
        ("near:0,0,0", "near:0,0,0", "more than 0"),
        ("is:taged", "is:taged", "did you mean “tagged”"),
        ("type:mp3", "type:mp3", "jpeg"),
        ("orientation:up", "orientation:up", "portrait, landscape, square"),
    ],
)
def test_what_makes_no_sense_is_said_with_its_place(text, marked, said):
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert text[caught.value.start : caught.value.end] == marked
    assert said in str(caught.value)
    assert str(caught.value).count("\n") == 0


def test_deep_and_long_queries_are_refused_or_understood_but_never_break_the_stack():
    deep = "(a OR " * MAX_DEPTH + "b" + ")" * MAX_DEPTH
    assert bare(parse(deep)) is not None
    with pytest.raises(QueryError, match="brackets"):
        parse(f"({deep})")
    with pytest.raises(QueryError, match="brackets"):
        parse("(" * 1500 + "a" + ")" * 1500)
    assert bare(parse("NOT " * 900 + "a")) == word("a")
    assert len(parse("a " * 200).parts) == 200
    with pytest.raises(QueryError, match="more than 200 parts"):
        parse("a " * 201)
    with pytest.raises(QueryError, match="longer") as caught:
        parse("a" * (MAX_LENGTH + 1))
    assert (caught.value.start, caught.value.end) == (MAX_LENGTH, MAX_LENGTH + 1)


PIECES = st.sampled_from(
    ["OR", "AND", "NOT", "|", "(", ")", '"', "“", "-", "+", "^2", "^", "tag:", "rating:>=3", "in:",
     "like:", "x", "dog", " ", "..", "5", ">", "=", "near:", "1,2,3", ":", "foo:", "\\", "/", "*",
     '""', "is:raw", "date:2023", "é", "\ud800", "\0", "'", "\u3000"]
)  # fmt: skip
ANY_TEXT = st.one_of(
    st.text(max_size=40),
    st.lists(PIECES, max_size=14).map("".join),
    st.lists(PIECES, max_size=14).map(" ".join),
)


@MODEST
@given(ANY_TEXT)
def test_any_text_parses_or_is_refused_with_a_place_in_it(text):
    try:
        node = parse(text)
    except QueryError as error:
        assert 0 <= error.start <= error.end <= len(text)
        assert str(error).endswith(".") or str(error).endswith("”.")
    else:
        assert bare(parse(to_text(node))) == bare(node)
        assert_plan_is_whole(node, text)


def assert_plan_is_whole(node, text):
    try:
        branches = plan(node)
    except QueryError as error:
        assert 0 <= error.start <= error.end <= len(text)
    else:
        assert 0 < len(branches) <= MAX_BRANCHES


WEIGHTS = st.sampled_from([1.0, -1.0, 2.0, 0.5, -0.25, 100.0, 0.01])
LEAVES = st.one_of(
    st.builds(word, st.text("abcéß'-_.", min_size=1).map(lambda t: f"x{t}"), WEIGHTS),
    st.builds(
        lambda text, weight: Words(" ".join(text.split()), weight, phrase=True),
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip),
        WEIGHTS,
    ),
    st.builds(
        Field,
        st.sampled_from(["tag", "album", "in", "folder", "name", "caption", "camera", "model"]),
        st.sampled_from(["=", "!="]),
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip),
    ),
    st.builds(
        lambda op, value: Field("iso", op, value),
        st.sampled_from(["=", "!=", "<", "<=", ">", ">="]),
        st.integers(0, 10**6).map(str),
    ),
    st.builds(Like, st.text(min_size=1).filter(str.strip), WEIGHTS),
)


def _joined(kind):
    """Trees as the parser makes them: no AND directly inside an AND."""

    def join(parts):
        flat = [p for part in parts for p in (part.parts if isinstance(part, kind) else [part])]
        return kind(tuple(flat))

    return join


TREES = st.recursive(
    LEAVES,
    lambda part: st.one_of(
        part.map(lambda inner: inner.part if isinstance(inner, Not) else Not(inner)),
        st.lists(part, min_size=2, max_size=3).map(_joined(And)),
        st.lists(part, min_size=2, max_size=3).map(_joined(Or)),
    ),
    max_leaves=8,
)


@MODEST
@given(TREES)
def test_a_printed_tree_parses_to_the_same_tree(tree):
    assert bare(parse(to_text(tree))) == bare(tree)
