"""From a tree to the alternatives that search runs.

NOT is pushed down to the leaves (De Morgan); there it excludes for fields and turns the
weight of words around. Words that stand side by side are one sentence, for NOT as well:
``-(red car)`` means less like "red car", not "less red, or less of a car".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from photoclip.errors import QueryError
from photoclip.query.ast import (
    And,
    Branch,
    Field,
    Filter,
    Like,
    Node,
    Not,
    Or,
    Term,
    Words,
    is_filter,
    leaves,
)

MAX_BRANCHES = 16
"""Each alternative with words is a search of its own."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    """Words of one weight that were typed side by side, under a NOT."""

    words: tuple[Words, ...]
    weight: float


_Item = Filter | Words | Like | _Sentence
_Way = tuple[_Item, ...]
"""Items that must all fit, in the order they were typed."""


def plan(node: Node | None) -> tuple[Branch, ...]:
    """Turn a query into alternatives; an empty one into a single branch without conditions.

    Raises:
        QueryError: An alternative says only what it should not look like, or there are more
            than :data:`MAX_BRANCHES`.
    """
    if node is None:
        return (Branch(None, ()),)
    return tuple(_branch(way) for way in _ways(node, negative=False))


def _ways(node: Node, *, negative: bool) -> list[_Way]:
    if is_filter(node):
        return [(_exclude(node) if negative else node,)]
    if isinstance(node, Not):
        return _ways(node.part, negative=not negative)
    if isinstance(node, (And, Or)):
        parts: Iterable[Node | _Sentence] = node.parts
        if isinstance(node, And) and negative:
            parts = _sentences(node.parts)
        ways = [_part_ways(part, negative=negative) for part in parts]
        either = isinstance(node, Or) is not negative
        return _merged([w for each in ways for w in each], node) if either else _product(ways, node)
    assert isinstance(node, (Words, Like))
    return [(_turned(node) if negative else node,)]


def _part_ways(part: Node | _Sentence, *, negative: bool) -> list[_Way]:
    if isinstance(part, _Sentence):
        return [(_Sentence(part.words, -part.weight if negative else part.weight),)]
    return _ways(part, negative=negative)


def _sentences(parts: Sequence[Node]) -> list[Node | _Sentence]:
    """The parts with all words of one positive weight put together, at the first one's place."""
    by_weight: dict[float, list[Words]] = {}
    found: list[Node | float] = []
    for part in parts:
        if not isinstance(part, Words) or part.weight < 0:
            found.append(part)
            continue
        if part.weight not in by_weight:
            found.append(part.weight)
        by_weight.setdefault(part.weight, []).append(part)
    return [
        _Sentence(tuple(by_weight[each]), each) if isinstance(each, float) else each
        for each in found
    ]


def _exclude(node: Filter) -> Filter:
    if isinstance(node, Not):
        assert is_filter(node.part)
        return node.part
    return Not(node)


def _turned(leaf: Words | Like) -> Words | Like:
    if isinstance(leaf, Words):
        return Words(leaf.text, -leaf.weight, leaf.phrase, leaf.start, leaf.end)
    return Like(leaf.photo, -leaf.weight, leaf.start, leaf.end)


def _product(alternatives: Iterable[list[_Way]], node: Node) -> list[_Way]:
    ways: list[_Way] = [()]
    for each in alternatives:
        ways = _merged([way + more for way in ways for more in each], node)
    return ways


def _merged(ways: list[_Way], node: Node) -> list[_Way]:
    """The ways with those that only filter made one, which no search has to run."""
    filters = [_conjunction(way) for way in ways if all(_is_filter_item(item) for item in way)]
    ranked = [way for way in ways if not all(_is_filter_item(item) for item in way)]
    plain = [each for each in filters if each is not None]
    if plain:
        ranked.append((plain[0] if len(plain) == 1 else Or(tuple(plain)),))
    if len(ranked) > MAX_BRANCHES:
        places = list(leaves(node))
        raise QueryError(
            f"These ORs make more than {MAX_BRANCHES} different searches; take some away.",
            min(leaf.start for leaf in places),
            max(leaf.end for leaf in places),
        )
    return ranked


def _is_filter_item(item: _Item) -> bool:
    return not isinstance(item, (Words, Like, _Sentence))


def _conjunction(way: _Way) -> Filter | None:
    parts: list[Node] = []
    for item in way:
        if isinstance(item, And):
            parts.extend(item.parts)
        elif isinstance(item, (Field, Not, Or)):
            parts.append(item)
    if not parts:
        return None
    return And(tuple(parts)) if len(parts) > 1 else parts[0]  # type: ignore[return-value]


def _branch(way: _Way) -> Branch:
    terms = _terms(way)
    if terms and not any(term.weight > 0 for term in terms):
        first = next(item for item in way if isinstance(item, (Words, Like, _Sentence)))
        places = first.words if isinstance(first, _Sentence) else (first,)
        raise QueryError(
            "Say also what to look for, not only what to leave out.",
            places[0].start,
            places[-1].end,
        )
    return Branch(_conjunction(tuple(item for item in way if _is_filter_item(item))), terms)


def _terms(way: _Way) -> tuple[Term, ...]:
    """Positive words of one weight are one sentence; everything else stands for itself."""
    words = [item for item in way if isinstance(item, Words)]
    terms: list[Term] = []
    written: set[float] = set()
    for item in way:
        if isinstance(item, Like):
            terms.append(Term("picture", item.photo, item.weight))
        elif isinstance(item, _Sentence):
            terms.append(_sentence(item.words, item.weight))
        elif isinstance(item, Words) and item.weight < 0:
            terms.append(_sentence((item,), item.weight))
        elif isinstance(item, Words) and item.weight not in written:
            written.add(item.weight)
            terms.append(_sentence([w for w in words if w.weight == item.weight], item.weight))
    return tuple(terms)


def _sentence(words: Sequence[Words], weight: float) -> Term:
    return Term(
        "text",
        " ".join(word.text for word in words),
        weight,
        tuple(word.text for word in words if word.phrase),
    )
