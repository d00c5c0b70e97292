"""The parts of a query one by one: where they stand, the query without one, and put right."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import Literal

from photoclip.errors import QueryError
from photoclip.query.ast import And, Field, Like, Node, Not, Or, Words
from photoclip.query.fields import BY_NAME, nearest
from photoclip.query.parser import parse, to_text
from photoclip.results import QueryTerm

Leaf = Field | Words | Like

# What may stand right before a part and belongs to it.
_BEFORE = re.compile(r'(?:(?<![^\s()|"“”„])(?:NOT\s*|[-+]))\Z')
_PART = re.compile(r'(?:"(?:[^"]|"")*"|[“”„][^"“”„]*["“”„]|[^\s()|"“”„])+')
_JOINT_BEFORE = re.compile(r"(?:(?<![^\s()|\"“”„])(?:OR|AND)|\|{1,2})\s*\Z")
_JOINT_BEHIND = re.compile(r"\A\s*(?:(?:OR|AND)(?=[\s()|\"“”„]|\Z)|\|{1,2})")
_OPENING = re.compile(r"(?:(?<![^\s()|\"“”„])(?:NOT\s*|[-+]))*\(\s*\Z")
_CLOSING = re.compile(r"\A\s*\)")
_CLOSE_ENOUGH = 0.6


def terms(text: str) -> list[QueryTerm]:
    """The parts of a query from left to right.

    Args:
        text: Any text. Of one that is no query (yet), the fields that are whole are given.
    """
    try:
        node = parse(text)
    except QueryError:
        return list(_whole_fields(text))
    found: list[QueryTerm] = []
    for leaf, negated in _leaves(node) if node is not None else ():
        start = _start(text, leaf, found[-1].end if found else 0)
        found.append(_term(text, leaf, start, negated=negated))
    return found


def without(text: str, number: int) -> str:
    """A query without one of its parts; all else stays as typed where that is possible.

    Args:
        text: Any text.
        number: Place in :func:`terms`.

    Raises:
        IndexError: There is no such part.
    """
    term = terms(text)[number]
    cuts = _cuts(text, term)
    try:
        node = parse(text)
    except QueryError:
        return next(cuts)
    assert node is not None
    wanted = _written(_pruned(node, list(_leaves(node))[number][0]))
    for cut in cuts:
        try:
            if _written(parse(cut)) == wanted:
                return cut
        except QueryError:
            continue
    return wanted


def mended(text: str, error: QueryError) -> str:
    """A query with a misspelt field or value put right; "" where that cannot be guessed."""
    typed = text[error.start : error.end]
    name, colon, value = typed.partition(":")
    if not colon and text[error.end : error.end + 1] == ":":
        better = nearest(name) or ""
    elif spec := BY_NAME.get(name.casefold()):
        known = [*spec.choices, *spec.words]
        close = difflib.get_close_matches(value.casefold(), known, 1, _CLOSE_ENOUGH)
        better = f"{name}:{close[0]}" if close else ""
    else:
        better = ""
    candidate = text[: error.start] + better + text[error.end :]
    return candidate if better and _is_sound(candidate) else ""


def _is_sound(text: str) -> bool:
    try:
        parse(text)
    except QueryError:
        return False
    return True


def _whole_fields(text: str) -> Iterator[QueryTerm]:
    for part in _PART.finditer(text):
        try:
            node = parse(part[0])
        except QueryError:
            continue
        inner = node.part if isinstance(node, Not) else node
        if isinstance(inner, (Field, Like)):
            term = _term(part[0], inner, 0, negated=inner is not node)
            start, end = part.start(), part.start() + term.end
            yield QueryTerm(start, end, term.kind, term.text, term.name, term.value, term.negative)


def _leaves(node: Node, *, negated: bool = False) -> Iterator[tuple[Leaf, bool]]:
    """Leaves from left to right, and whether one alone is left out."""
    if isinstance(node, Not):
        yield from _leaves(node.part, negated=not isinstance(node.part, (And, Or)))
    elif isinstance(node, (And, Or)):
        for part in node.parts:
            yield from _leaves(part)
    else:
        yield node, negated


def _start(text: str, leaf: Leaf, least: int) -> int:
    start = leaf.start
    while found := _BEFORE.search(text, least, start):
        start = found.start()
    return start


def _term(text: str, leaf: Leaf, start: int, *, negated: bool) -> QueryTerm:
    typed = text[start : leaf.end]
    if isinstance(leaf, Field):
        return QueryTerm(start, leaf.end, "field", typed, leaf.name, leaf.value, negated)
    negative = negated != (leaf.weight < 0)
    if isinstance(leaf, Like):
        return QueryTerm(start, leaf.end, "picture", typed, "like", leaf.photo, negative)
    kind: Literal["words", "phrase"] = "phrase" if leaf.phrase else "words"
    return QueryTerm(start, leaf.end, kind, typed, "", leaf.text, negative)


def _pruned(node: Node, gone: Leaf) -> Node | None:
    """A tree without one leaf, and without the branches that held nothing else."""
    if node is gone:
        return None
    if isinstance(node, Not):
        inner = _pruned(node.part, gone)
        return None if inner is None else Not(inner)
    if isinstance(node, (And, Or)):
        parts = [part for part in (_pruned(each, gone) for each in node.parts) if part is not None]
        if len(parts) < 2:
            return parts[0] if parts else None
        return type(node)(tuple(parts))
    return node


def _written(node: Node | None) -> str:
    """A tree in its one way of writing."""
    return to_text(parse(to_text(node)))


def _cuts(text: str, term: QueryTerm) -> Iterator[str]:
    """The text without a part, then also without the words and brackets that held it."""
    left, right = text[: term.start], text[term.end :]
    while True:
        left_free, right_free = _JOINT_BEFORE.sub("", left), _JOINT_BEHIND.sub("", right)
        yield _joined(left, right)
        yield _joined(left, right_free)
        yield _joined(left_free, right)
        opening, closing = _OPENING.search(left), _CLOSING.search(right)
        if opening is None or closing is None:
            return
        left, right = left[: opening.start()], right[closing.end() :]


def _joined(left: str, right: str) -> str:
    blank = " " if left.strip() and right.strip() else ""
    tight = left.rstrip().endswith("(") or right.lstrip().startswith(")")
    return (left.rstrip() + ("" if tight else blank) + right.lstrip()).strip()
