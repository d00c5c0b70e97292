"""What the query box proposes while a query is being typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Protocol

from photoclip.folding import fold
from photoclip.query.building import is_plain_value
from photoclip.query.fields import BY_NAME, FIELDS, FieldSpec
from photoclip.results import Completion

LIMIT = 20
"""Proposals at most."""

MIN_TAG_LETTERS = 2
"""Letters of a plain word from which tags are proposed for it."""

# A part of a query with its quoted pieces, closed or not.
_PART = re.compile(r'(?:"(?:[^"]|"")*(?:"|\Z)|[“”„][^"“”„]*(?:["“”„]|\Z)|[^\s()|"“”„])+', re.DOTALL)
_VALUE_PART = re.compile(r"([^\W\d]\w*):(>=|<=|!=|[<>=≥≤]?)(.*)", re.DOTALL)
_EDGES = ("today", "yesterday")
_RANGES = ("date", "number")


class Vocabulary(Protocol):
    """The values that this library has; each is only asked for where it is needed."""

    @property
    def tags(self) -> Sequence[str]:
        """Paths with ``/``."""

    @property
    def albums(self) -> Sequence[str]:
        """Names, smart albums included."""

    @property
    def folders(self) -> Sequence[str]:
        """Paths below the added folders, with ``/``."""

    @property
    def cameras(self) -> Sequence[str]:
        """Names, most photos first."""

    @property
    def lenses(self) -> Sequence[str]:
        """Names, most photos first."""

    @property
    def years(self) -> Sequence[str]:
        """Years of capture, newest first."""

    @property
    def months(self) -> Sequence[str]:
        """Months of capture such as ``2023-06``, newest first."""

    @property
    def types(self) -> Sequence[str]:
        """Formats by content, as in the catalog."""

    @property
    def models(self) -> Sequence[str]:
        """Keys, the active one first."""


def complete(text: str, cursor: int, vocabulary: Vocabulary) -> list[Completion]:
    """Proposals for the part of a query that the cursor is in or behind.

    Args:
        text: Anything; it need not be a valid query.
        cursor: Position in it.
        vocabulary: The values of this library.

    Returns:
        The best first, at most :data:`LIMIT`; none for an empty part.
    """
    part = next((m for m in _PART.finditer(text) if m.start() < cursor <= m.end()), None)
    if part is None:
        return []
    start = part.start() + (part[0][0] in "-+")
    typed = text[start:cursor]
    if '"' in typed[:1] or start > cursor:
        return []
    value = _VALUE_PART.fullmatch(typed)
    if value is None:
        return _names(typed, start, part.end(), vocabulary)
    spec = BY_NAME.get(value[1].casefold())
    if spec is None:
        return []
    head, value_typed = f"{value[1]}:{value[2]}", value[3]
    if spec.kind in _RANGES and ".." in value_typed:
        # Of a span the end is still open.
        first, _, value_typed = value_typed.partition("..")
        head += f"{first}.."
    return [
        Completion(head + _quoted(word), start, part.end(), detail)
        for word, detail in _values(spec, _opened(value_typed), vocabulary)
    ]


def _names(typed: str, start: int, end: int, vocabulary: Vocabulary) -> list[Completion]:
    """Fields, and tags, that begin like a word."""
    wanted = fold(typed)
    found = [
        Completion(f"{spec.name}:", start, end, spec.help)
        for spec in FIELDS
        if any(name.startswith(wanted) for name in (spec.name, *spec.aliases))
    ]
    if len(wanted) >= MIN_TAG_LETTERS:
        found += [
            Completion(f"tag:{_quoted(tag)}", start, end, "Photos with this tag.")
            for tag in vocabulary.tags
            if any(level.startswith(wanted) for level in fold(tag).split("/"))
        ]
    return found[:LIMIT]


def _values(spec: FieldSpec, typed: str, vocabulary: Vocabulary) -> Iterable[tuple[str, str]]:
    """Values with a few words about them, those that begin like what was typed first."""
    wanted = fold(typed)
    offered = (
        [(each, fold(each[0])) for each in dict.fromkeys(_OFFERS[spec.name](spec, vocabulary))]
        if spec.name in _OFFERS
        else []
    )
    begins = [each for each, word in offered if word.startswith(wanted)]
    levels = [
        each for each, word in offered if f"/{wanted}" in word and not word.startswith(wanted)
    ]
    inside = [each for each, word in offered if wanted in word]
    return list(dict.fromkeys([*begins, *levels, *inside]))[:LIMIT]


def _dates(spec: FieldSpec, vocabulary: Vocabulary) -> Iterable[tuple[str, str]]:
    """Days that move along, and the years and months in which photos were taken."""
    edges = [(each, "") for each in _EDGES]
    months = [(month, _month_name(month)) for month in vocabulary.months]
    return [*edges, *((year, "") for year in vocabulary.years), *months]


def _months(spec: FieldSpec, vocabulary: Vocabulary) -> Iterable[tuple[str, str]]:
    """Names of months, those first in which photos were taken."""
    taken = {int(month[5:7]) for month in vocabulary.months if month[5:7].isdecimal()}
    named: dict[int, str] = {}
    for name, number in spec.words.items():
        named.setdefault(number, name)
    ordered = sorted(named, key=lambda number: (number not in taken, number))
    return [(named[number], "in this library" if number in taken else "") for number in ordered]


def _month_name(month: str) -> str:
    """``June 2023`` for ``2023-06``; always in English, as the names that are understood."""
    year, _, number = month.partition("-")
    words = BY_NAME["month"].words
    wanted = int(number) if number.isdecimal() else 0
    name = next((name for name, place in words.items() if place == wanted), "")
    return f"{name.capitalize()} {year}" if name else ""


def _opened(typed: str) -> str:
    """What was typed of a value so far, without its quotation marks."""
    if typed[:1] not in tuple('"“”„'):
        return typed
    inner = typed[1:]
    return (inner[:-1] if inner[-1:] in tuple('"“”„') else inner).replace('""', '"')


def _quoted(value: str) -> str:
    return value if is_plain_value(value) else '"' + value.replace('"', '""') + '"'


_Offer = Callable[[FieldSpec, Vocabulary], Iterable[tuple[str, str]]]


def _from(read: Callable[[Vocabulary], Sequence[str]], *first: str) -> _Offer:
    def offer(_spec: FieldSpec, vocabulary: Vocabulary) -> Iterable[tuple[str, str]]:
        return [(each, "") for each in (*first, *read(vocabulary)) if each.strip()]

    return offer


def _choices(spec: FieldSpec, _vocabulary: Vocabulary) -> Iterable[tuple[str, str]]:
    return list(spec.choices.items())


def _types(spec: FieldSpec, vocabulary: Vocabulary) -> Iterable[tuple[str, str]]:
    here = set(vocabulary.types)
    found = [(name, not here.isdisjoint(formats.split())) for name, formats in spec.choices.items()]
    found.sort(key=lambda each: not each[1])
    return [(name, "in this library" if there else "") for name, there in found]


def _number_words(spec: FieldSpec, _vocabulary: Vocabulary) -> Iterable[tuple[str, str]]:
    return [(name, "") for name in spec.words]


def _stars(_spec: FieldSpec, _vocabulary: Vocabulary) -> Iterable[tuple[str, str]]:
    return [(str(stars), "★" * stars) for stars in range(5, 0, -1)] + [
        ("0", "no stars"),
        ("-1", "rejected"),
    ]


_OFFERS: Mapping[str, _Offer] = MappingProxyType(
    {
        "tag": _from(lambda vocabulary: vocabulary.tags),
        "album": _from(lambda vocabulary: vocabulary.albums),
        "in": _from(lambda vocabulary: vocabulary.folders),
        "folder": _from(lambda vocabulary: vocabulary.folders),
        "camera": _from(lambda vocabulary: vocabulary.cameras),
        "lens": _from(lambda vocabulary: vocabulary.lenses),
        "year": _from(lambda vocabulary: vocabulary.years),
        "date": _dates,
        "before": _dates,
        "after": _dates,
        "model": _from(lambda vocabulary: vocabulary.models, "active"),
        "type": _types,
        "is": _choices,
        "orientation": _choices,
        "month": _months,
        "pick": _number_words,
        "rating": _stars,
    }
)
