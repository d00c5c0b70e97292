"""Something plain to say about a query; hints never change its answer.

They stay silent when in doubt: a hint that is wrong costs more trust than one that is
missing. Rare words, names, and whatever stands in the library itself are no typos; a
language is recognised by its small words only, and by its script.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_lowercase
from typing import Final, Protocol

from photoclip.results import Hint


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SHORTEST: Final = 4
_SHORTEST_RARE: Final = 7
_SHORTEST_FAR: Final = 8
_SAME_START: Final = 6

_NUMBERS: Final = r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[2-9]|1\d|2[0-4])"
_MANY: Final = (
    r"(?:people|men|women|children|mice|geese|sheep|fish|deer|feet|teeth|knives|wolves|"
    r"[a-z]{2,}(?:[^aius\W\d]s))"
)
_COUNTING: Final = re.compile(rf"(?<![\w.,:/-]){_NUMBERS}\s+(?:[a-z]+\s+){{0,2}}?{_MANY}\b", re.I)
_NOT_COUNTED: Final = frozenset({"lens", "dress", "years", "days", "hours", "oclock", "times"})
_POSITION: Final = re.compile(
    r"\b(?:(?:to|on|at)\s+(?:the|its|his|her|their)\s+(?:left|right)|(?:left|right)\s+of\b|"
    r"(?:left|right)(?:-hand)?\s+(?:side|corner|half)|(?:left|right)most)",
    re.IGNORECASE,
)

_ENGLISH: Final = _words(
    "the of on with and at by from to into near under over is are this that his her its their "
    "without behind between while for or"
)
_FUNCTION_WORDS: Final[Mapping[str, frozenset[str]]] = {
    "German": _words(
        "der das ein eine einen einem einer und im mit auf ist bei vom zum zur den dem des "
        "nicht oder ohne unter über neben vor hinter zwischen am"
    ),
    "French": _words(
        "le la les un une des du de et dans sur avec au aux est sous près sans chez devant "
        "derrière qui"
    ),
    "Spanish": _words(
        "el la los las un una unos unas de del y en con por para sobre sin bajo junto detrás entre"
    ),
    "Italian": _words(
        "il lo la gli un una uno di del della dei delle nel nella con sul sulla sulle e su per "
        "senza sotto sopra vicino tra"
    ),
    "Portuguese": _words(
        "o os as um uma de do da dos das e em no na nos nas com por para sobre sem sob entre"
    ),
    "Dutch": _words(
        "de het een en van op met bij voor zonder naast achter onder tussen naar aan zijn"
    ),
}
_GERMAN: Final = _words("ein eine einen einem einer und mit auf nicht ohne")
"""German small words that, unlike "am", "im" and "der", seldom stand in names."""
_SCRIPTS: Final = (
    ("CYRILLIC", "Cyrillic letters"), ("GREEK", "Greek"), ("CJK", "Chinese characters"),
    ("HIRAGANA", "Japanese"), ("KATAKANA", "Japanese"), ("HANGUL", "Korean"),
    ("ARABIC", "Arabic letters"), ("HEBREW", "Hebrew"), ("DEVANAGARI", "Devanagari letters"),
    ("THAI", "Thai"), ("BENGALI", "Bengali"), ("TAMIL", "Tamil"), ("ARMENIAN", "Armenian"),
    ("GEORGIAN", "Georgian"),
)  # fmt: skip


class Words(Protocol):
    """What hints need to know of English; see :class:`photoclip.search.english.English`."""

    @property
    def common(self) -> Mapping[str, int]:
        """Common words and their rank."""
        ...

    def lists(self, word: str) -> bool:
        """Whether it stands in a list of words as it is."""
        ...

    def knows(self, word: str) -> bool:
        """Whether it is any English word, in any form."""
        ...


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words that are right.

    Attributes:
        english: English words.
        library: Words of the library's tags, labels and albums, in lower case.
        is_in_photos: Whether a word stands in any photo's name, captions or tags.
    """

    english: Words
    library: frozenset[str]
    is_in_photos: Callable[[str], bool]


def hints_for(
    query: str, texts: Sequence[str], vocabulary: Vocabulary, *, english_only: bool
) -> tuple[Hint, ...]:
    """What there is to say about a query.

    Args:
        query: The whole query as typed.
        texts: The sentences in it that the model is asked about.
        vocabulary: Words that are right.
        english_only: Whether the model understands English only.
    """
    found: list[Hint] = []
    foreign = [name for name in (language(text, vocabulary.english) for text in texts) if name]
    if foreign and english_only:
        found.append(
            Hint(
                "language",
                f"This looks like {foreign[0]}, and the model in use understands English only; "
                "say it in English, or use a model that knows many languages.",
            )
        )
    if any(counts(text) for text in texts):
        found.append(
            Hint(
                "counting",
                "Models like this one count badly: photos with more or fewer of them will be "
                "among the results.",
            )
        )
    if any(_POSITION.search(text) for text in texts):
        found.append(
            Hint(
                "position",
                "Models like this one hardly tell left from right: mirrored arrangements will "
                "be among the results.",
            )
        )
    if not foreign:
        found.extend(_typo(query, texts, vocabulary))
    return tuple(found)


def counts(text: str) -> bool:
    """Whether a text asks for a number of things, such as "three dogs"."""
    return any(
        match.group().split()[-1].lower() not in _NOT_COUNTED for match in _COUNTING.finditer(text)
    )


def language(text: str, english: Words) -> str:
    """The language or script of a text if it is clearly not English, else "".

    In Latin letters: small words of one language and none of English, beside words that are
    not common English ones. Capitalised words are names, but for the nouns of German.
    """
    letters = [unicodedata.name(char, "").split(" ")[0] for char in text if char.isalpha()]
    for prefix, name in _SCRIPTS:
        if sum(each.startswith(prefix) for each in letters) * 2 > len(letters) > 0:
            return name
    every = _WORD.findall(text)
    words = [word for word in every if word.islower()]
    if any(word in _ENGLISH for word in words):
        return ""
    others = {word for word in words if word not in _FUNCTION_WORDS["German"]}
    if (
        _GERMAN.intersection(word.lower() for word in every)
        and len(others) < len(set(words))
        and any(word.istitle() and word.lower() not in _GERMAN for word in every)
        and others.isdisjoint(english.common)
    ):
        return "German"
    small_words = frozenset().union(*_FUNCTION_WORDS.values())
    content = {word for word in words if len(word) > 2 and word not in small_words}
    strange = {word for word in content if word not in english.common}
    used = {name: len(small.intersection(words)) for name, small in _FUNCTION_WORDS.items()}
    most = max(used.values())
    # Fewer than two words beside the small ones may be a title or a fixed phrase.
    if len(content) < 2 or not ((most > 1 and strange) or (most == 1 and strange == content)):
        return ""
    names = [name for name, count in used.items() if count == most]
    return names[0] if len(names) == 1 else "another language"


def _typo(query: str, texts: Sequence[str], vocabulary: Vocabulary) -> Iterator[Hint]:
    better = query
    for word in dict.fromkeys(word for text in texts for word in _WORD.findall(text)):
        right = correction(word, vocabulary)
        if right:
            better = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", right, better)
    if better != query:
        yield Hint("typo", f"Did you mean “{better}”?", better)


def correction(word: str, vocabulary: Vocabulary) -> str:
    """The word that was probably meant, or "" if the word may be right."""
    if len(word) < _SHORTEST or not word.islower() or not word.isascii() or not word.isalpha():
        return ""
    english = vocabulary.english
    if word in english.common or word in vocabulary.library or not english.common:
        return ""
    if vocabulary.is_in_photos(word) or english.knows(word):
        return ""
    near = {
        other
        for other in _one_error(word)
        if other in vocabulary.library
        or other in english.common
        or (len(word) >= _SHORTEST_RARE and english.lists(other))
    }
    near = {other for other in near if other[0] == word[0] or len(word) >= _SAME_START}
    if not near and len(word) >= _SHORTEST_FAR:
        near = {
            other
            for other in (*vocabulary.library, *english.common)
            if other[:1] == word[0] and edit_distance(word, other, at_most=2) <= 2
        }
    if not near:
        return ""
    rank, letters = english.common, sorted(word)

    def likeness(other: str) -> tuple[bool, bool, int, str]:
        # Swapped letters are the commonest slip: "balck" is black, not back.
        swapped = sorted(other) == letters
        return other not in vocabulary.library, not swapped, rank.get(other, len(rank)), other

    return min(near, key=likeness)


def _one_error(word: str) -> Iterator[str]:
    """What a word may have been before one error (Norvig 2007, "How to write a spelling …")."""
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        for letter in ascii_lowercase:
            yield head + letter + tail
            if tail:
                yield head + letter + tail[1:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]


def edit_distance(one: str, other: str, *, at_most: int) -> int:
    """Letters added, left out, exchanged, or swapped with their neighbour.

    The "optimal string alignment" distance (Damerau 1964), given up beyond ``at_most``.
    """
    if abs(len(one) - len(other)) > at_most:
        return at_most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, a in enumerate(one, 1):
        line = [row]
        for column, b in enumerate(other, 1):
            cost = min(line[-1] + 1, last[column] + 1, last[column - 1] + (a != b))
            if row > 1 and column > 1 and a == other[column - 2] and one[row - 2] == b:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        if min(line) > at_most:
            return at_most + 1
        before, last = last, line
    return last[-1]
