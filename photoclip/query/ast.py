"""What a query means: a tree, and the branches that search runs.

``parse`` (in ``parser``) makes the tree; ``plan`` (in ``branches``) turns it into
alternatives. Each :class:`Branch` is a filter of fields, for SQL, and terms to rank by; a
photo belongs to the answer if it belongs to any branch, and is as likely as in its best one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeGuard


@dataclass(frozen=True, slots=True)
class Field:
    """``name:value`` with an operator.

    Attributes:
        name: Canonical name of the field, such as ``"rating"``.
        op: How it compares; ``"="`` where none was written (for texts: contains).
        value: As typed, without quotes.
        start: Position in the query.
        end: Position behind it.
    """

    name: str
    op: Literal["=", "!=", "<", "<=", ">", ">="]
    value: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Words:
    """What the photo shows, in words.

    Attributes:
        text: One word or, with ``phrase``, what stood in quotes.
        weight: 1 unless written as ``word^2``; negative for ``-word``.
        phrase: Whether it stood in quotes.
    """

    text: str
    weight: float = 1.0
    phrase: bool = False
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Like:
    """``like:photo``: what another picture shows; ``photo`` is a path or a photo number."""

    photo: str
    weight: float = 1.0
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite: exclusion of fields, subtraction of words and pictures."""

    part: Node


@dataclass(frozen=True, slots=True)
class And:
    """All parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any part."""

    parts: tuple[Node, ...]


Node = Field | Words | Like | Not | And | Or
Filter = Field | Not | And | Or
"""A node whose leaves are all fields."""


def leaves(node: Node) -> Iterator[Field | Words | Like]:
    """Fields, words and pictures of a tree, from left to right."""
    if isinstance(node, Not):
        yield from leaves(node.part)
    elif isinstance(node, (And, Or)):
        for part in node.parts:
            yield from leaves(part)
    else:
        yield node


def is_filter(node: Node) -> TypeGuard[Filter]:
    """Whether all leaves are fields."""
    return all(isinstance(leaf, Field) for leaf in leaves(node))


@dataclass(frozen=True, slots=True)
class Term:
    """Something to rank by.

    Attributes:
        kind: ``"text"``: a sentence for the model; ``"picture"``: a path or photo number.
        value: The sentence or the picture. Plain words that stand side by side with the
            same weight are one sentence.
        weight: Positive: more like it; negative: less like it.
        phrases: The quoted parts of a sentence, which full text looks for as they stand.
    """

    kind: Literal["text", "picture"]
    value: str
    weight: float = 1.0
    phrases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Branch:
    """One alternative of a query.

    Attributes:
        filter: Which photos come in question; None for all.
        terms: What to rank them by; none means that all of them are the answer.
    """

    filter: Filter | None
    terms: tuple[Term, ...]
