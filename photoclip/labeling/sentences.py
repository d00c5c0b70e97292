"""Sentences made of accepted tags, so that photos without captions can be learned from.

Short templates around class names as in Radford et al. 2021 (arXiv 2103.00020), section
3.1.4, and tags joined as people join them.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from typing import Final

from photoclip.folding import fold

ONE: Final = ("a photo of {}", "a picture of {}", "{}", "a snapshot of {}", "my photo of {}")
"""Around one tag."""

SEVERAL: Final = ("a photo of {}", "{}", "a picture of {}")
"""Around tags joined with "and"."""

_MOST_TAGS: Final = 6
_MOST_JOINED: Final = 4
_LONGEST: Final = 60


def tag_sentences(names: Iterable[str], *, key: bytes) -> list[str]:
    """A few sentences about a photo with these tags, the same for the same photo each time.

    One tag gives two sentences; several give one each (of at most six) and up to two that
    join some of them. Tags without a letter, such as years, say nothing to a model.

    Args:
        names: Last levels of its tags.
        key: What chooses among the templates: the photo's pixel hash.
    """
    words = _words(names)[:_MOST_TAGS]
    turn = zlib.crc32(key)
    if len(words) == 1:
        other = ONE[1 + turn % (len(ONE) - 1)]
        return [ONE[0].format(words[0]), other.format(words[0])]
    sentences = [ONE[(turn + at) % len(ONE)].format(word) for at, word in enumerate(words)]
    if words:
        first = SEVERAL[turn % len(SEVERAL)]
        sentences.append(first.format(_joined(words[:_MOST_JOINED])))
    if len(words) > 2:
        at = turn % len(words)
        pair = [words[at], words[(at + 1) % len(words)]]
        sentences.append(SEVERAL[(turn + 1) % len(SEVERAL)].format(_joined(pair)))
    return list(dict.fromkeys(sentences))


def _words(names: Iterable[str]) -> list[str]:
    found: dict[str, str] = {}
    for name in names:
        word = " ".join(name.replace("_", " ").split())
        if len(word) <= _LONGEST and any(sign.isalpha() for sign in word):
            found.setdefault(fold(word), word)
    return [found[each] for each in sorted(found)]


def _joined(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
