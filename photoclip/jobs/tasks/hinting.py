"""What to say about a query beside its answer."""

from __future__ import annotations

import functools
import re
from typing import Final

from photoclip.catalog import fulltext, lookup
from photoclip.catalog.photo_query import CatalogVocabulary
from photoclip.catalog.rows import ModelRow
from photoclip.encoders.models_file import lineup
from photoclip.errors import ModelError
from photoclip.jobs.tasks.context import TaskContext
from photoclip.query.branches import plan
from photoclip.query.parser import parse
from photoclip.results import Hint
from photoclip.search.english import English
from photoclip.search.hints import Vocabulary, hints_for
from photoclip.search.unknown_names import unknown_names

_MULTILINGUAL: Final = ("xlm", "siglip2", "siglip-i18n", "nllb", "mt5", "multilingual")
_WORD: Final = re.compile(r"[^\W\d_]+")


class Hinter:
    """Gives hints; keeps the lists of English words."""

    def __init__(self, context: TaskContext) -> None:
        self._context = context
        self._english = English()

    def hints(self, model: ModelRow, query: str) -> tuple[Hint, ...]:
        """Hints about a query that has been understood; see :mod:`photoclip.search.hints`."""
        node = parse(query)
        named = tuple(unknown_names(query, node, CatalogVocabulary(self._context.db.read)))
        terms = [term for branch in plan(node) for term in branch.terms]
        texts = list(dict.fromkeys(term.value for term in terms if term.kind == "text"))
        if not texts:
            return named
        with self._context.db.read() as conn:
            names = lookup.words_of_tags(conn)
            vocabulary = Vocabulary(
                self._english,
                frozenset(word.lower() for name in names for word in _WORD.findall(name)),
                lambda word: fulltext.holds(conn, word),
            )
            english_only = is_english_only(model)
            return (*named, *hints_for(query, texts, vocabulary, english_only=english_only))


def is_english_only(model: ModelRow) -> bool:
    """Whether a model was taught English only: as the line-up says, else by its architecture."""
    return _is_english_only(model.arch)


@functools.cache
def _is_english_only(arch: str) -> bool:
    # Asked with every search; the line-up is a file that is shipped and stays.
    if any(name in arch.lower().replace("_", "-") for name in _MULTILINGUAL):
        return False
    try:
        return not any(spec.multilingual for spec in lineup() if arch == spec.arch)
    except ModelError:
        return True
