"""Alternatives hold what the query said: each word once, with its sign, beside its filter."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from photoclip.errors import QueryError
from photoclip.query.ast import And, Branch, Field, Not, Or, Term, Words
from photoclip.query.branches import MAX_BRANCHES, plan
from photoclip.query.parser import parse


def field(text: str) -> Field:
    """A field without its place."""
    name, _, value = text.partition(":")
    return Field(name, "=", value)


def bare(node):
    if isinstance(node, Field):
        return Field(node.name, node.op, node.value)
    if isinstance(node, Not):
        return Not(bare(node.part))
    return node if node is None else type(node)(tuple(bare(part) for part in node.parts))


def branches(text: str) -> list[Branch]:
    return [Branch(bare(each.filter), each.terms) for each in plan(parse(text))]


def said(value, weight=1.0, *phrases):
    return Term("text", value, weight, phrases)


def test_an_empty_query_is_everything():
    assert branches("") == [Branch(None, ())]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("golden retriever on a beach", [said("golden retriever on a beach")]),
        ("a tag:x b", [said("a b")]),
        ("a -cat b", [said("a b"), said("cat", -1.0)]),
        ('a "big dog" b', [said("a big dog b", 1.0, "big dog")]),
        ('"a b" "c d"', [said("a b c d", 1.0, "a b", "c d")]),
        ('"a b"^2 c', [said("a b", 2.0, "a b"), said("c")]),
        ("sunny dog^2 beach^2 day", [said("sunny day"), said("dog beach", 2.0)]),
        ('x -red -car -"a b"', [said("x"), said("red", -1.0), said("car", -1.0),
                                said("a b", -1.0, "a b")]),
        ("x -(red car)", [said("x"), said("red car", -1.0)]),
        ("x NOT (red car)", [said("x"), said("red car", -1.0)]),
        ("x -(a OR b)", [said("x"), said("a", -1.0), said("b", -1.0)]),
        ("x NOT red", [said("x"), said("red", -1.0)]),
        ("NOT -dog", [said("dog")]),
        ("x NOT (NOT (red car))", [said("x red car")]),
        ("like:7 -like:a.jpg^2 x", [Term("picture", "7"), Term("picture", "a.jpg", -2.0),
                                    said("x")]),
    ],
)  # fmt: skip
def test_words_side_by_side_are_one_sentence_and_others_stand_for_themselves(text, terms):
    [branch] = branches(text)
    assert list(branch.terms) == terms


def test_filters_alone_are_one_branch_however_they_are_joined():
    assert branches("tag:a OR (tag:b -tag:c)") == [
        Branch(Or((field("tag:a"), And((field("tag:b"), Not(field("tag:c")))))), ())
    ]
    assert branches("NOT (tag:a tag:b)") == [Branch(Not(And((field("tag:a"), field("tag:b")))), ())]


def test_alternatives_of_filters_only_are_merged():
    assert branches("tag:a OR dog OR tag:b") == [
        Branch(None, (said("dog"),)),
        Branch(Or((field("tag:a"), field("tag:b"))), ()),
    ]


def test_a_choice_of_filters_does_not_multiply_searches():
    assert branches("(tag:a OR tag:b) (tag:c OR tag:d) beach") == [
        Branch(
            And((Or((field("tag:a"), field("tag:b"))), Or((field("tag:c"), field("tag:d"))))),
            (said("beach"),),
        )
    ]


def test_words_are_distributed_over_or_with_their_filter():
    assert branches("tag:x sunny (dog OR cat)") == [
        Branch(field("tag:x"), (said("sunny dog"),)),
        Branch(field("tag:x"), (said("sunny cat"),)),
    ]


def test_not_of_words_and_fields_follows_de_morgan():
    assert branches("dog -(red tag:x)") == [
        Branch(None, (said("dog"), said("red", -1.0))),
        Branch(Not(field("tag:x")), (said("dog"),)),
    ]
    assert branches("dog -(red OR tag:x)") == [
        Branch(Not(field("tag:x")), (said("dog"), said("red", -1.0)))
    ]


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("-red", "-red"),
        ("tag:x -red", "-red"),
        ("dog OR -red", "-red"),
        ("NOT (red car)", "red car"),
        ("-like:7", "-like:7"),
    ],
)
def test_a_branch_with_nothing_to_look_for_is_refused_with_its_place(text, marked):
    with pytest.raises(QueryError, match="Say also what to look for") as caught:
        plan(parse(text))
    assert text[caught.value.start : caught.value.end] == marked


def test_the_number_of_searches_is_bounded():
    assert len(plan(parse(" ".join("(a OR b)" for _ in range(4))))) == MAX_BRANCHES
    text = " ".join("(a OR b)" for _ in range(60))
    with pytest.raises(QueryError, match="different searches") as caught:
        plan(parse(text))
    assert 0 <= caught.value.start < caught.value.end <= len(text)
    assert len(plan(parse(" OR ".join(f"tag:{n}" for n in range(100))))) == 1


ATOMS = ("a", "b", "c", "x", "y")
LEAVES = st.one_of(
    st.builds(Words, st.sampled_from("abc"), st.sampled_from([1.0, 1.0, 2.0, -1.0])),
    st.builds(Field, st.just("tag"), st.sampled_from(["=", "!="]), st.sampled_from("xy")),
)
TREES = st.recursive(
    LEAVES,
    lambda part: st.one_of(
        part.map(Not),
        st.lists(part, min_size=2, max_size=3).map(lambda parts: And(tuple(parts))),
        st.lists(part, min_size=2, max_size=3).map(lambda parts: Or(tuple(parts))),
    ),
    max_leaves=7,
)


def holds(node, truth) -> bool:
    """A tree read as plain logic: each word is a statement."""
    if isinstance(node, Not):
        return not holds(node.part, truth)
    if isinstance(node, And):
        return all(holds(part, truth) for part in node.parts)
    if isinstance(node, Or):
        return any(holds(part, truth) for part in node.parts)
    if isinstance(node, Field):
        return truth[node.value] is (node.op == "=")
    return truth[node.text] is (node.weight > 0)


def branch_holds(branch: Branch, truth) -> bool:
    fits = branch.filter is None or holds(branch.filter, truth)
    return fits and all(
        all(truth[each] for each in term.value.split()) is (term.weight > 0)
        for term in branch.terms
    )


@settings(max_examples=200, deadline=None)
@given(TREES)
def test_the_branches_together_say_what_the_tree_says(tree):
    try:
        found = plan(tree)
    except QueryError:
        return
    for values in itertools.product((False, True), repeat=len(ATOMS)):
        truth = dict(zip(ATOMS, values, strict=True))
        assert holds(tree, truth) is any(branch_holds(each, truth) for each in found)
