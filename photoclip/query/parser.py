"""From the text of the search box to a tree, and back.

It forgives what people type into a search box (``it's 5:30``, ``http://x``) and says in one
sentence, with a place, what it cannot make sense of.
"""

from __future__ import annotations

import functools
import re
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal, cast

from photoclip.errors import QueryError
from photoclip.query.ast import And, Field, Like, Node, Not, Or, Words
from photoclip.query.building import Builder, is_closed, is_plain_value
from photoclip.query.fields import BY_NAME

if TYPE_CHECKING:
    from lark import Lark

MAX_LENGTH = 4000
"""Characters of a query."""

MAX_DEPTH = 30
"""Brackets inside one another; all that walks a tree may recurse so deep."""

_PAIRED = re.compile(r'"(?:[^"]|"")*"(?!")|[“”„][^"“”„]*[“”„]|["“”„].*|[()]', re.DOTALL)
_DANGLING = re.compile(r"(?:OR|AND|NOT|\|{1,2})\s*\Z")
_SIGN = re.compile(r"[-+]\s*\Z")


def parse(text: str) -> Node | None:
    """Understand a query.

    Returns:
        The tree, or None if there is nothing in it.

    Raises:
        QueryError: It cannot be understood; the place is that of the offending part.
    """
    if len(text) > MAX_LENGTH:
        raise QueryError(
            f"The query is longer than {MAX_LENGTH} characters; shorten it.", MAX_LENGTH, len(text)
        )
    _check_pairs(text)
    from lark.exceptions import UnexpectedInput

    try:
        tree = _lark().parse(text)
    except UnexpectedInput as error:
        raise _misplaced(text, error) from error
    return Builder(text).build(cast("Any", tree))


def to_text(node: Node | None) -> str:
    """Write a tree as a query that parses to the same tree."""
    if node is None:
        return ""
    if isinstance(node, Or):
        return " OR ".join(to_text(part) for part in node.parts)
    if isinstance(node, And):
        return " ".join(_inside_and(part) for part in node.parts)
    if isinstance(node, Not):
        return _not_text(node.part)
    return _leaf_text(node)


@functools.cache
def _lark() -> Lark:
    from lark import Lark

    grammar = (resources.files("photoclip.query") / "grammar.lark").read_text(encoding="utf-8")
    # The longest first: "tag" must not hide "tags".
    names = "|".join(sorted(BY_NAME, key=len, reverse=True))
    return Lark(
        grammar.replace("(?:FIELD_NAMES)", f"(?:{names})"),
        parser="lalr",
        lexer="contextual",
        maybe_placeholders=True,
    )


def _check_pairs(text: str) -> None:
    """Judge quotation marks and brackets; elsewhere than in quotes both end a word."""
    open_at: list[int] = []
    for found in _PAIRED.finditer(text):
        at, end = found.span()
        if found[0] == "(":
            open_at.append(at)
            if len(open_at) > MAX_DEPTH:
                raise QueryError(
                    f"More than {MAX_DEPTH} brackets are inside one another; take some away.",
                    at,
                    end,
                )
        elif found[0] == ")":
            _check_closing(text, open_at, at)
        elif not is_closed(found[0]):
            raise QueryError(
                "This quotation mark is not closed; put another one behind the phrase.", at, end
            )
    if open_at:
        raise QueryError(
            "This bracket is not closed; put “)” behind its part.", open_at[-1], open_at[-1] + 1
        )


def _check_closing(text: str, open_at: list[int], at: int) -> None:
    if not open_at:
        raise QueryError(
            "This bracket was never opened; take it away or put “(” before.", at, at + 1
        )
    start = open_at.pop()
    if not text[start + 1 : at].strip():
        raise QueryError(
            "There is nothing in the brackets; type something or take them away.", start, at + 1
        )


def _misplaced(text: str, error: Any) -> QueryError:
    """Say what is wrong where the grammar does not go on."""
    at = error.pos_in_stream
    at = len(text) if at is None or at < 0 or getattr(error, "token", None) == "" else at
    before = text[:at]
    if found := _DANGLING.search(before):
        word = found[0].strip()
        return QueryError(
            f"Type something behind {word}, or take it away"
            f"{'' if word.startswith('|') else f' (as a word it is “{word.lower()}”)'}.",
            found.start(),
            found.start() + len(word),
        )
    if found := _SIGN.search(before):
        return QueryError(
            f"“{found[0].strip()}” must stand right before a word, a phrase, a field or a bracket.",
            found.start(),
            found.start() + 1,
        )
    rest = re.match(r"\s*([^\s()|\"“”„]+|\|{1,2}|.?)", text[at:], re.DOTALL)
    start = at + (rest.start(1) if rest else 0)
    end = at + (rest.end(1) if rest else 0)
    return _misplaced_here(text, before, start, end)


def _misplaced_here(text: str, before: str, start: int, end: int) -> QueryError:
    here = text[start:end]
    if here in ("OR", "AND", "|", "||"):
        return QueryError(f"Type something before {here}, or take it away.", start, end)
    behind = re.search(r"(\w+)(?::\s*|)(?:>=|<=|!=|[<>=≥≤])?\s*\Z", before)
    name = behind[1] if behind else ""
    spec = BY_NAME.get(name.casefold())
    if behind and spec:
        return QueryError(
            f"Type a value right behind “{before[behind.start() :].strip()}”, for example "
            f"{spec.example}.",
            behind.start(),
            len(before.rstrip()),
        )
    return QueryError(f"“{here}” cannot stand here; put it in quotes.", start, end)


def _inside_and(part: Node) -> str:
    return f"({to_text(part)})" if isinstance(part, (And, Or)) else to_text(part)


def _not_text(part: Node) -> str:
    if isinstance(part, (And, Or)):
        return f"-({to_text(part)})"
    if isinstance(part, Field):
        return f"-{_leaf_text(part)}"
    return f"NOT {to_text(part)}"


def _leaf_text(leaf: Field | Words | Like) -> str:
    if isinstance(leaf, Field):
        op = "" if leaf.op == "=" else leaf.op
        return f"{leaf.name}:{op}{_value_text(leaf.value)}"
    sign: Literal["-", ""] = "-" if leaf.weight < 0 else ""
    size = abs(leaf.weight)
    weight = "" if size == 1 else f"^{size!r}".removesuffix(".0")
    if isinstance(leaf, Like):
        return f"{sign}like:{_value_text(leaf.photo)}{weight}"
    return f"{sign}{_quote(leaf.text) if leaf.phrase else leaf.text}{weight}"


def _value_text(value: str) -> str:
    return value if is_plain_value(value) else _quote(value)


def _quote(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
