"""Which words of a query must stand in a photo's texts for it to be found by them.

All words of the sentences that are looked for, without the small words that only make a
sentence of them ("a photo of Anna" asks for "Anna"); what stands in quotes, as it stands.
A query of nothing but such words ("photo") is not looked up.

File names are weaker evidence than captions and tags: cameras write them. A word that stands
in the names of more than a fifth of the library ("IMG", "jpg", the name of an import) tells
nothing and brings nothing to the front; less common ones ("screenshot", "birthday") do.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from photoclip.query.ast import Term

_SMALL_WORDS: Final = frozenset(
    [
        *("a", "an", "the", "of", "in", "on", "at", "with", "and", "or", "to", "for", "from"),
        *("by", "is", "are", "was", "were", "his", "her", "its", "their", "my", "our", "your"),
        *("this", "that", "these", "those", "some", "photo", "photos", "photograph"),
        *("photographs", "picture", "pictures", "image", "images", "pic", "pics", "shot"),
        *("showing", "shows", "there"),
    ]
)
_PUNCTUATION: Final = ".,;:!?()[]{}\"'“”„‘’…-–—"
_COMMON: Final = 0.2
_FEW: Final = 3


def parts_of(terms: Sequence[Term]) -> list[str]:
    """The words and phrases of sentences that are to be looked up, each once.

    Args:
        terms: Text terms, all wanted or all unwanted.
    """
    found: dict[str, None] = {}
    for term in terms:
        rest = term.value
        for phrase in term.phrases:
            rest = rest.replace(phrase, " ", 1)
            if phrase.strip():
                found[phrase.strip()] = None
        for word in rest.split():
            bare = word.strip(_PUNCTUATION)
            if bare and bare.casefold() not in _SMALL_WORDS:
                found[bare] = None
    return list(found)


def names_tell(named: int, photos: int) -> bool:
    """Whether words in file names say something about the photos.

    Args:
        named: Photos that only their names bring.
        photos: Photos of the library.
    """
    return named <= max(_FEW, _COMMON * photos)
