"""Which sentences say the same, so that they are never taught to be different."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

THRESHOLD: Final = 0.9
"""Least Jaccard index of two sentences' content words to count as near-equal."""

_WORD: Final = re.compile(r"\w+")
_ARTICLES: Final = frozenset({"a", "an", "the"})
# What prompt templates put around a tag; "a close-up photo of a dog" and "my dog" are equal.
_FRAME: Final = frozenset(
    {"photo", "photos", "photograph", "picture", "image", "snapshot", "of", "my", "this", "is"}
)
_CLOSE_UP: Final = re.compile(r"\bclose[ -]?up\b")


def content_words(text: str) -> frozenset[str]:
    """The words of a sentence that tell it from others.

    Case, accents' encoding, punctuation and order do not count, nor do articles and the
    frame of a prompt template ("a photo of …"), unless there is nothing else.
    """
    plain = _CLOSE_UP.sub(" ", unicodedata.normalize("NFKC", text).casefold())
    words = set(_WORD.findall(plain))
    if bare := words - _ARTICLES - _FRAME:
        return frozenset(bare)
    return frozenset(words - _ARTICLES or words or {text})


def kinds(texts: Sequence[str], *, threshold: float = THRESHOLD) -> NDArray[np.int64]:
    """Give equal and near-equal sentences the same number.

    Two sentences are near-equal if the Jaccard index of their content words reaches the
    threshold; below ten words that means the same words, repetitions and order aside.
    Chains count: what is alike to one of a kind belongs to it. Only sentences that share
    one of their rarest words are compared (prefix filtering: Bayardo, Ma and Srikant 2007,
    "Scaling up all pairs similarity search"), so the time grows about linearly.

    Args:
        texts: Sentences, length n.
        threshold: Above 0, at most 1.

    Returns:
        int64, shape (n,), numbered from 0 in order of first appearance.
    """
    words = [content_words(text) for text in texts]
    distinct = list(dict.fromkeys(words))
    parent = _join(distinct, threshold)
    number: dict[int, int] = {}
    roots = {group: _root(parent, i) for i, group in enumerate(distinct)}
    return np.array([number.setdefault(roots[w], len(number)) for w in words], np.int64)


def _join(distinct: list[frozenset[str]], threshold: float) -> list[int]:
    """Union-find over sets of words: the parent of each."""
    frequency = Counter(word for group in distinct for word in group)
    parent = list(range(len(distinct)))
    # Shorter ones first: of two, the longer one looks the shorter one up.
    order = sorted(range(len(distinct)), key=lambda i: len(distinct[i]))
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for i in order:
        group = distinct[i]
        least = math.ceil(threshold * len(group) - 1e-9)
        rarest = sorted(group, key=lambda w: (frequency[w], w))[: len(group) - least + 1]
        if least < len(group):
            for j in {j for word in rarest for j in holders[word]}:
                if len(distinct[j]) >= least and _jaccard(group, distinct[j]) >= threshold - 1e-9:
                    parent[_root(parent, i)] = _root(parent, j)
        for word in rarest:
            holders[word].append(i)
    return parent


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    both = len(one & other)
    return both / (len(one) + len(other) - both)


def _root(parent: list[int], i: int) -> int:
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = parent[i]
    return i
