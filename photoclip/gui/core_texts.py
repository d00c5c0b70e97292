"""Sentences of the core in the user's language.

The core knows no Qt and says everything in English, with names and numbers filled in.
``resources/i18n/core_sentences.json`` lists its sentences as templates with ``{0}``, ``{name}``
(written by ``packaging/update_translations.py`` from the sources); here a finished sentence
is matched with its template, and the template is translated in the context ``"core"``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QCoreApplication

from photoclip.gui.texts import number
from photoclip.paths import resource

CONTEXT = "core"
_FIELD = re.compile(r"\{(\d+|[a-z_]+)(?::[^}]*)?\}")
_NUMBER = re.compile(r"\d{1,3}(,\d{3})+")
_SENTENCE_ENDS = re.compile(r"(?<=[.!?;:])\s+")


def core_text(text: str) -> str:
    """A sentence of the core in the user's language; as it is where that is not known.

    Names and reasons inside are kept, or translated too where they are sentences themselves.
    """
    if not text or not _translates():
        return text
    return _whole(text) or _in_parts(text)


def _translates() -> bool:
    """Whether a language other than English is loaded; its file holds every template."""
    probe = _templates()[0]
    return QCoreApplication.translate(CONTEXT, probe) != probe


def _in_parts(text: str) -> str:
    """Several sentences one after the other; each by itself."""
    parts = _SENTENCE_ENDS.split(text)
    return " ".join(_part(part) for part in parts)


def _part(text: str) -> str:
    """A sentence or half of one, whose sign at the end need not stand in its template."""
    bare = text.rstrip(".;:")
    return _whole(text) or ((_whole(bare) or bare) + text[len(bare) :])


def _whole(text: str) -> str:
    """One sentence, or "" where no template fits."""
    exact = QCoreApplication.translate(CONTEXT, text)
    if exact != text:
        return exact
    for template, pattern in _patterns():
        match = pattern.fullmatch(text)
        if match is not None:
            return _filled(template, [_whole(value) or _number(value) for value in match.groups()])
    return ""


def _number(text: str) -> str:
    """A large number as the language writes it; anything else as it is."""
    return number(int(text.replace(",", ""))) if _NUMBER.fullmatch(text) else text


def _filled(template: str, values: Sequence[str]) -> str:
    """The translation of a template, with the values of its fields in their places."""
    fields = dict(zip(_FIELD.findall(template), values, strict=True))
    translated = QCoreApplication.translate(CONTEXT, template)
    return _FIELD.sub(lambda place: fields.get(place[1], place[0]), translated)


@lru_cache(maxsize=1)
def _templates() -> tuple[str, ...]:
    path = resource("i18n", "core_sentences.json")
    return tuple(json.loads(path.read_text(encoding="utf-8")))


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Templates that have something filled in, those with most words of their own first."""
    found = []
    for template in _templates():
        pieces = _FIELD.split(template)
        if len(pieces) == 1:
            continue
        # Pieces of text and numbers of fields take turns.
        source = "".join(
            "(.*?)" if place % 2 else re.escape(piece) for place, piece in enumerate(pieces)
        )
        own = sum(len(piece) for piece in pieces[::2])
        found.append((own, template, re.compile(source, re.DOTALL)))
    found.sort(key=lambda each: -each[0])
    return tuple((template, pattern) for _, template, pattern in found)
