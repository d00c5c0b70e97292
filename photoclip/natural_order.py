"""The order that people expect of names: 2 before 10, letter case and accents' storage aside."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from photoclip.folding import fold

_DIGITS = re.compile(r"[0-9]+")
_WORD = 40
"""Bytes of a key that are compared at once; hardly any name has more."""


def natural_key(text: str) -> str:
    """Text whose plain order is the natural order of ``text``.

    Each number is led by how many digits it has, itself written so that it orders rightly:
    ``1`` to ``8``, then ``90``, ``91`` and so on.
    """
    return _DIGITS.sub(_counted, fold(text))


def _counted(found: re.Match[str]) -> str:
    digits = found[0].lstrip("0")
    nines, rest = divmod(len(digits), 9)
    return f"{'9' * nines}{rest}{digits}"


class NaturalOrder:
    """Sorts many names in little memory, and without holding Python's lock for long.

    Names are given some at a time; only numpy sorts them all.
    """

    def __init__(self) -> None:
        self._heads: list[NDArray[np.bytes_]] = []
        self._tails: dict[int, bytes] = {}
        self._count = 0

    def add(self, names: Iterable[str]) -> None:
        """Take the next names."""
        keys = [natural_key(name).encode("utf-8", "surrogateescape") for name in names]
        for place, key in enumerate(keys, start=self._count):
            if len(key) > _WORD:
                self._tails[place] = key[_WORD:]
        self._heads.append(np.array(keys, dtype=f"S{_WORD}"))
        self._count += len(keys)

    def ranks(self) -> NDArray[np.int64]:
        """The rank of each name, the same for names that are equal to people; int64 (n,)."""
        ranks = _ranks(np.concatenate(self._heads) if self._heads else np.empty(0, "S1"))
        rest = self._tails
        while rest:
            # Only long names are looked at again, by their next bytes, within their rank.
            places = np.fromiter(rest, dtype=np.int64, count=len(rest))
            words = np.zeros(self._count, dtype=f"S{_WORD}")
            words[places] = np.array([key[:_WORD] for key in rest.values()], dtype=f"S{_WORD}")
            # Ranks are at least the count apart, so that a rank within fits between.
            ranks = _ranks_of_numbers(ranks * (self._count + 1) + _ranks(words))
            rest = {at: key[_WORD:] for at, key in rest.items() if len(key) > _WORD}
        return ranks


def _ranks(words: NDArray[np.bytes_]) -> NDArray[np.int64]:
    order = np.argsort(words, kind="stable")
    return _numbered(order, words[order][1:] != words[order][:-1])


def _ranks_of_numbers(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    order = np.argsort(numbers, kind="stable")
    return _numbered(order, numbers[order][1:] != numbers[order][:-1])


def _numbered(order: NDArray[np.int64], differs: NDArray[np.bool_]) -> NDArray[np.int64]:
    ranks = np.zeros(len(order), dtype=np.int64)
    if len(order):
        ranks[order] = np.concatenate([[0], np.cumsum(differs)])
    return ranks
