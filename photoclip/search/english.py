"""Which words are English, from lists that installed packages carry.

Common words: the whole words of the vocabulary of the starter's tokenizer, most frequent
first (all-MiniLM-L6-v2). Words that merely exist: those of CLIP's own tokenizer, made from
captions of the web, of ImageNet's class names and definitions (WordNet), and a short list
of our own. The second group is read when a word is not in the first.
"""

from __future__ import annotations

import gzip
import importlib.util
import json
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Final

from photoclip.encoders.starter_files import TOKENIZER, locate
from photoclip.errors import CorruptWeightsError
from photoclip.paths import resource

_CLIP_MERGES: Final = 49152 - 256 - 2
_LETTERS: Final = re.compile(r"[a-z]+")
_ENDINGS: Final = (
    ("s", ""), ("es", ""), ("ies", "y"), ("ves", "f"), ("ed", ""), ("d", ""), ("ied", "y"),
    ("ing", ""), ("ing", "e"), ("er", ""), ("r", ""), ("ers", ""), ("rs", ""), ("or", ""),
    ("est", ""), ("ly", ""), ("y", ""), ("y", "e"), ("ness", ""), ("less", ""), ("ful", ""),
    ("like", ""),
)  # fmt: skip
_PREFIXES: Final = ("un", "re", "non", "over", "under", "out", "back", "mid", "semi")
_SHORTEST_STEM: Final = 3
_SHORTEST_HALF: Final = 3


class English:
    """English words; lists are read when first asked for and kept."""

    @cached_property
    def common(self) -> Mapping[str, int]:
        """Common words and their rank, 0 for the most frequent; empty if the list is missing."""
        try:
            vocabulary = json.loads(locate(TOKENIZER).read_text("utf-8"))["model"]["vocab"]
        except (CorruptWeightsError, OSError, ValueError, KeyError):
            return {}
        words = [
            word for word in vocabulary if word.isascii() and word.isalpha() and word.islower()
        ]
        words.sort(key=vocabulary.__getitem__)
        return {word: rank for rank, word in enumerate(words) if len(word) > 1}

    def knows(self, word: str) -> bool:
        """Whether a word in lower case is English, in any form, or two English words in one."""
        return self.lists(word) or self._is_formed(word) or self._is_compound(word)

    def lists(self, word: str) -> bool:
        """Whether a word in lower case stands in any list as it is."""
        return word in self.common or word in self._rare

    @cached_property
    def _rare(self) -> frozenset[str]:
        found: set[str] = set()
        for words in (_clip_words(), _wordnet_words(), _own_words()):
            found.update(words)
        return frozenset(found)

    def _is_formed(self, word: str) -> bool:
        for prefix in ("", *_PREFIXES):
            if not word.startswith(prefix):
                continue
            rest = word.removeprefix(prefix)
            if prefix and len(rest) > _SHORTEST_STEM and self.lists(rest):
                return True
            for ending, instead in _ENDINGS:
                stem = rest.removesuffix(ending) + instead
                if not rest.endswith(ending) or len(stem) < _SHORTEST_STEM:
                    continue
                # "running": the last letter of the stem is doubled.
                doubled = len(stem) > _SHORTEST_STEM and stem[-1] == stem[-2]
                if self.lists(stem) or (doubled and self.lists(stem[:-1])):
                    return True
        return False

    def _is_compound(self, word: str) -> bool:
        halves = range(_SHORTEST_HALF, len(word) - _SHORTEST_HALF + 1)
        return any(self._is_half(word[:at]) and self._is_half(word[at:]) for at in halves)

    def _is_half(self, word: str) -> bool:
        rank = self.common.get(word)
        # Short letter groups are all words of some kind; only very common ones count.
        limits = {3: 1500, 4: 4000}
        return rank is not None and rank < limits.get(len(word), 20_000)


def _clip_words() -> Iterator[str]:
    path = _packaged("open_clip", "bpe_simple_vocab_16e6.txt.gz")
    if path is None:
        return
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for number, line in enumerate(file):
            word = line.rstrip("\n").replace(" ", "")
            if 0 < number <= _CLIP_MERGES and word.endswith("</w>"):
                yield word.removesuffix("</w>")


def _wordnet_words() -> Iterator[str]:
    for name in ("imagenet_synset_to_lemma.txt", "imagenet_synset_to_definition.txt"):
        path = _packaged("timm", f"data/_info/{name}")
        if path is not None:
            yield from _LETTERS.findall(path.read_text("utf-8").lower())


def _own_words() -> Iterator[str]:
    for line in resource("words", "english.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            yield from line.split()


def _packaged(package: str, name: str) -> Path | None:
    """A data file of an installed package, whose code is not imported."""
    spec = importlib.util.find_spec(package)
    for folder in (spec.submodule_search_locations or ()) if spec is not None else ():
        path = Path(folder) / name
        if path.is_file():
            return path
    return None
