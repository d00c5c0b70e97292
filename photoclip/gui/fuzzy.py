"""How well a few typed letters fit a name."""

from __future__ import annotations

from photoclip.folding import fold

WORD_START = 100
INSIDE = 60
SCATTERED = 75
WHOLE = 50
OTHER = 80
_SPAN_COST = 1


def score(typed: str, text: str, more: str = "", words: str = "") -> int:
    """How well what was typed fits; 0 where it does not.

    Every typed word has to be found: at the start of a word, inside of one, or as letters in
    their order. What stands further in front counts more, the whole name counts most, other
    words for it count less, and ``more`` counts a quarter.

    Args:
        typed: Words or pieces of them, in any order.
        text: Name.
        more: What else may be found, such as a sentence about it.
        words: What people may call it otherwise; found at the start of each word.
    """
    name, rest, others = fold(text), fold(more), fold(words).split()
    total = 1 + (WHOLE if fold(typed).strip() == name.rstrip("…") else 0)
    for word in fold(typed).split():
        best = max(_word(word, name), _word(word, rest, scattered=False) // 4)
        best = max([best, *(_other(word, other) for other in others)])
        if not best:
            return 0
        total += best
    return total


def _other(word: str, other: str) -> int:
    if word == other:
        return OTHER
    return WORD_START // 2 if other.startswith(word) else 0


def _word(word: str, text: str, *, scattered: bool = True) -> int:
    place = text.find(word)
    while place > 0 and text[place - 1].isalnum():
        later = text.find(word, place + 1)
        if later < 0:
            return INSIDE
        place = later
    if place >= 0:
        return WORD_START + (10 if place == 0 else 0)
    return _scattered(word, text) if scattered and len(word) > 1 else 0


def _scattered(word: str, text: str) -> int:
    """Letters one after the other; each group begins a word or goes on with the last letter."""
    start = end = -1
    for letter in word:
        if end >= 0 and end + 1 < len(text) and text[end + 1] == letter:
            end += 1
            continue
        place = _next_start(text, letter, end + 1)
        if place < 0:
            return 0
        start = place if start < 0 else start
        end = place
    return max(1, SCATTERED - _SPAN_COST * (end - start - len(word)) // 4)


def _next_start(text: str, letter: str, begin: int) -> int:
    """The next word that starts with a letter, -1 for none."""
    place = text.find(letter, begin)
    while place > 0 and text[place - 1].isalnum():
        place = text.find(letter, place + 1)
    return place
