"""From the parser's tree to the query's own, with every value checked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Literal, NoReturn, cast

from photoclip.errors import QueryError
from photoclip.query.ast import And, Field, Like, Node, Not, Or, Words
from photoclip.query.fields import BY_NAME, nearest
from photoclip.query.values import ValueProblemError, check

MAX_LEAVES = 200
"""Words and fields of a query: SQLite bounds the depth of a chain of conditions."""

MIN_WEIGHT, MAX_WEIGHT = 0.01, 100.0

_WEIGHT = re.compile(r"([+-]?)([0-9]{1,6}(?:\.[0-9]{1,6})?|\.[0-9]{1,6})")
_PLAIN_VALUE = re.compile(r'[^\s()|"“”„<>=!≥≤^][^\s()|"“”„^]*')
_QUOTED = re.compile(r'"(?:[^"]|"")*"|[“”„][^"“”„]*[“”„]')
_SIGNS = {"≥": ">=", "≤": "<="}
_Operator = Literal["=", "!=", "<", "<=", ">", ">="]


def is_plain_value(value: str) -> bool:
    """Whether a value may stand behind a colon without quotes."""
    return _PLAIN_VALUE.fullmatch(value) is not None


def is_closed(quoted: str) -> bool:
    """Whether what begins with a quotation mark also ends with one."""
    return _QUOTED.fullmatch(quoted) is not None


class Builder:
    """Turns one parse tree into a query tree.

    Attributes:
        text: The query, for messages and places.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._leaves = 0

    def build(self, tree: Any) -> Node | None:
        """The query under ``start``, or None if it is empty.

        Raises:
            QueryError: A part is understood and has no meaning.
        """
        child = next((each for each in tree.children if each is not None), None)
        return None if child is None else self._node(child)

    def _node(self, tree: Any) -> Node:
        negative = False
        # Not recursion: any number of NOTs may follow one another.
        while tree.data == "negated":
            negative, tree = not negative, tree.children[1]
        node = cast("Node", getattr(self, f"_{tree.data}")(tree))
        return _negate(node) if negative else node

    def _either(self, tree: Any) -> Node:
        return Or(tuple(_flat(Or, map(self._node, tree.children))))

    def _all(self, tree: Any) -> Node:
        return And(tuple(_flat(And, map(self._node, tree.children))))

    def _signed(self, tree: Any) -> Node:
        sign, atom = tree.children
        node = self._node(atom)
        if sign == "+":
            return node
        if isinstance(node, (Words, Like)) and atom.data != "group":
            return _weighted(node, -node.weight, int(sign.start_pos))
        return _negate(node)

    def _group(self, tree: Any) -> Node:
        inner, weight = tree.children
        if weight is not None:
            self._refuse(
                "A weight belongs to one word or phrase, not to brackets; write it behind the "
                "word, such as beach^2.",
                weight,
            )
        return self._node(inner)

    def _word(self, tree: Any) -> Node:
        word, weight = tree.children
        self._count(word)
        return Words(
            _clean(word), self._weight(weight), False, word.start_pos, (weight or word).end_pos
        )

    def _phrase(self, tree: Any) -> Node:
        quoted, weight = tree.children
        self._count(quoted)
        text = " ".join(_clean(_unquote(quoted)).split())
        if not text:
            self._refuse("There is nothing between the quotation marks; type a phrase.", quoted)
        return Words(text, self._weight(weight), True, quoted.start_pos, (weight or quoted).end_pos)

    def _field(self, tree: Any) -> Node:
        name, sign, typed, *more = tree.children
        weight = more[0] if more else None
        self._count(name)
        quoted = typed.type == "QUOTED"
        value = _unquote(typed) if quoted else str(typed)
        spec = BY_NAME[name.rstrip(":").casefold()]
        if spec.kind == "photo":
            if sign is not None:
                self._refuse(
                    "Type a path or a number behind “like:”, for example like:pool.jpg.", sign
                )
            return self._like(name, typed, value, weight, quoted=quoted)
        if weight is not None:
            self._refuse(
                f"A field is true or not and has no weight; take the “{weight}” away.", weight
            )
        op = cast("_Operator", _SIGNS.get(str(sign), str(sign)) if sign is not None else "=")
        value = _clean(value)
        try:
            check(spec, op, value)
        except ValueProblemError as problem:
            raise QueryError(str(problem), name.start_pos, typed.end_pos) from problem
        return Field(spec.name, op, value, name.start_pos, typed.end_pos)

    def _like(self, name: Any, typed: Any, value: str, weight: Any, *, quoted: bool) -> Node:
        size = self._weight(weight)
        if not quoted and "^" in value:
            value, _, number = value.rpartition("^")
            size = self._number(number, typed.end_pos - len(number) - 1, typed.end_pos)
        if not value.strip():
            self._refuse(
                "Type a path or a number behind “like:”, for example like:pool.jpg.", typed
            )
        return Like(value, size, name.start_pos, (weight or typed).end_pos)

    def _unknown_field(self, tree: Any) -> NoReturn:
        (token,) = tree.children
        name, _, rest = token.partition(":")
        meant = nearest(name)
        proposal = f"did you mean “{meant}:{rest}”? " if meant else ""
        raise QueryError(
            f"There is no field “{name}”; {proposal}"
            f'{"To" if meant else "to"} look for these words, put them in quotes: “"{token}"”.',
            token.start_pos,
            token.start_pos + len(name),
        )

    def _bare_field(self, tree: Any) -> NoReturn:
        (token,) = tree.children
        example = BY_NAME[token.rstrip(":").casefold()].example
        self._refuse(f"Type a value right behind “{token}”, for example {example}.", token)

    def _weight(self, token: Any) -> float:
        return 1.0 if token is None else self._number(token[1:], token.start_pos, token.end_pos)

    def _number(self, text: str, start: int, end: int) -> float:
        found = _WEIGHT.fullmatch(text)
        size = float(found[2]) if found else 0.0
        if not found or not MIN_WEIGHT <= size <= MAX_WEIGHT:
            raise QueryError(
                f"“^{text}” is no weight; type a number from {MIN_WEIGHT} to {MAX_WEIGHT:g}, such "
                "as beach^2, or put the words in quotes.",
                start,
                end,
            )
        return -size if found[1] == "-" else size

    def _count(self, token: Any) -> None:
        self._leaves += 1
        if self._leaves > MAX_LEAVES:
            raise QueryError(
                f"The query has more than {MAX_LEAVES} parts; shorten it.",
                token.start_pos,
                len(self.text),
            )

    def _refuse(self, sentence: str, token: Any) -> NoReturn:
        raise QueryError(sentence, token.start_pos, token.end_pos)


def _negate(node: Node) -> Node:
    return node.part if isinstance(node, Not) else Not(node)


def _weighted(node: Words | Like, weight: float, start: int) -> Node:
    if isinstance(node, Words):
        return Words(node.text, weight, node.phrase, start, node.end)
    return Like(node.photo, weight, start, node.end)


def _flat(kind: type[And] | type[Or], parts: Iterable[Node]) -> Iterable[Node]:
    for part in parts:
        if isinstance(part, kind):
            yield from part.parts
        else:
            yield part


def _unquote(quoted: str) -> str:
    inner = quoted[1:-1]
    return inner.replace('""', '"') if quoted[0] == '"' else inner


def _clean(text: str) -> str:
    """What a database can hold: no halves of characters (bytes of odd file names), no NUL."""
    return "".join(
        "\ufffd" if "\ud800" <= sign <= "\udfff" or sign == "\0" else sign for sign in text
    )
